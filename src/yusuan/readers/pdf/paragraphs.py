"""Join lines into paragraphs: a line goes on when the next line's first word would not have fitted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.readers.blocks import CAPTION
from yusuan.readers.pdf.lines import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.grid import Box
    from yusuan.readers.pdf.lines import Line

# In heights of the line.
_INDENT = 0.9
_SLACK = 0.6
_FURTHEST = 2.2
_TORN = 4.0
# Of the width of the text.
_MOSTLY = 0.6
_SAME_SIZE = 0.15
_LARGE = 1.12
_LONGEST_HEADING = 45
# Dots to the end of the line or to a page number; two signs of omission are prose.
_LEADERS = pattern(r"[.…·．‥⋯_]{3,}\s*[-–—]?\s*\w{0,4}\s*[-–—]?$")
_CLOSING = frozenset("，。；：、）》”’！？％,.;:)%")
_ENDS = frozenset("。；：！？，、;")
_PUNCTUATION = _CLOSING | frozenset("“‘（《(…—")
_STOPS = frozenset("。！？；：")
_NUMBERED = (
    pattern(r"第[一二三四五六七八九十百\d]+(?:部分|章|篇)"),
    pattern(r"[一二三四五六七八九十]+、"),
    pattern(r"[（(][一二三四五六七八九十]+[）)]"),
    pattern(r"\d{1,2}[.．、](?!\d)"),
)
_PAGE_LABEL = pattern(r"[-—–]?\s*\d{1,4}\s*[-—–]?|[IVXivxⅠ-Ⅻ]{1,5}|第\s*\d+\s*页.*|\d+\s*/\s*\d+")
_NOTE = pattern(r"(?:注|备注|说明)\s*[:：\d]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the lines of a document have in common: the size of its text, and each page's right margin."""

    size: float
    right: float


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `is_open`: it may go on, on the next page too.

    `lines` are offset, box and whether the line stands on the next page.
    """

    text: str
    box: Box
    level: int
    last: Line
    is_open: bool
    lines: list[tuple[int, Box, bool]]


def sizes(lines: Iterable[Line]) -> float:
    """The size most characters have."""
    counted: Counter[float] = Counter()
    for line in lines:
        counted[round(line.height * 2) / 2] += sum(len(run.text) for run in line.runs)
    return counted.most_common(1)[0][0] if counted else 0.0


def end_of(line: Line) -> float:
    """Where a line ends, closing signs left out: they may hang over the margin."""
    run = line.runs[-1]
    if run.text[-1] not in _CLOSING:
        return line.x1
    return next(
        (
            right
            for letter, right in zip(reversed(run.text), reversed(run.rights), strict=True)
            if letter not in _CLOSING
        ),
        line.x0,
    )


def paragraphs(lines: Sequence[Line], sheet: Sheet) -> list[Paragraph]:
    """Join the lines of a stretch of a page."""
    found: list[Paragraph] = []
    margin = min((line.x0 for line in lines), default=0.0)
    for line in lines:
        text = line.text
        last = found[-1] if found else None
        if last is not None and last.is_open and goes_on(last, line, text, sheet, margin):
            extend(last, line, text, sheet)
            continue
        level = heading_level(line, text, sheet)
        found.append(Paragraph(text, line.box, level, line, _is_open(text), [(0, line.box, False)]))
    return found


def goes_on(last: Paragraph, line: Line, text: str, sheet: Sheet, margin: float) -> bool:
    """Whether a line goes on with the paragraph before it."""
    before, size = last.last, max(line.height, 1.0)
    is_far = line.y0 > before.y0 and line.y0 - before.y1 > _FURTHEST * size
    if is_far or abs(before.height - line.height) > _SAME_SIZE * size or _stands_alone(text):
        return False
    is_numbered = _number(text) is not None
    room = sheet.right - before.x1
    if not (is_numbered or last.level or last.text[-1] in _PUNCTUATION) and (
        room < _TORN * size and before.x1 - before.x0 > _MOSTLY * (sheet.right - margin)
    ):
        # Broken by hand in the middle of a sentence.
        return True
    is_indented = line.x0 > margin + _INDENT * size
    if is_indented and (is_numbered or line.x0 > before.x0 - _INDENT * size):
        return False
    if is_numbered and last.text[-1] in _STOPS:
        return False
    return _first_word(line) > room - _SLACK * size


def extend(paragraph: Paragraph, line: Line, text: str, sheet: Sheet) -> None:
    """Put a line at the end of a paragraph."""
    narrow = not (is_wide(paragraph.text[-1]) or is_wide(text[0]))
    torn = paragraph.text[-1].isdigit() and text[0] in "0123456789,.%"
    paragraph.text += " " if narrow and not torn else ""
    paragraph.lines.append((len(paragraph.text), line.box, False))
    paragraph.text += text
    if line.y0 > paragraph.last.y0:
        x0, y0, x1, y1 = paragraph.box
        paragraph.box = (min(x0, line.x0), y0, max(x1, line.x1), max(y1, line.y1))
    paragraph.last = line
    if paragraph.level and len(paragraph.text) > _LONGEST_HEADING:
        paragraph.level = 0
    if paragraph.level:
        paragraph.level = heading_level(line, paragraph.text, sheet)


def heading_level(line: Line, text: str, sheet: Sheet) -> int:
    """The depth of a heading, 0 for text: told by its number, its size and how it ends."""
    if len(text) > _LONGEST_HEADING or text[-1] in _ENDS or _stands_alone(text):
        return 0
    number = _number(text)
    if number is not None:
        return number + 1
    is_large = line.height > _LARGE * sheet.size
    return 1 if is_large and len(text) > 1 else 0


def is_page_label(text: str) -> bool:
    """Whether a line is nothing but a page number."""
    return _PAGE_LABEL.fullmatch(text) is not None


def over_page(last: Paragraph, following: Paragraph, first: Line, sheet: Sheet) -> bool:
    """Whether a paragraph goes on with the first of the next page; if so it takes it in."""
    if last.level or following.level or not last.is_open or last.text[-1] in _STOPS:
        return False
    # The next page's first line may be all there is of it: its own margin says nothing.
    if not goes_on(last, first, following.text, sheet, min(last.box[0], first.x0)):
        return False
    extend(last, following.last, following.text, sheet)
    begin = last.lines.pop()[0]
    last.lines += [(begin + start, box, True) for start, box, _ in following.lines]
    last.is_open = following.is_open
    return True


def _number(text: str) -> int | None:
    """Which kind of numbering a text begins with, outermost 0."""
    return next((i for i, pattern in enumerate(_NUMBERED) if pattern.match(text)), None)


def _stands_alone(text: str) -> bool:
    """Whether a line is a page number, a caption, a note or a line of a table of contents."""
    return (
        is_page_label(text)
        or CAPTION.fullmatch(text) is not None
        or _NOTE.match(text) is not None
        or _LEADERS.search(text) is not None
    )


def _is_open(text: str) -> bool:
    return _NOTE.match(text) is not None or not _stands_alone(text)


def _first_word(line: Line) -> float:
    """How wide the first word of a line is, with the closing signs that must not begin a line."""
    end, start = line.x0, line.x0
    is_narrow = False
    letters = [pair for run in line.runs for pair in zip(run.text, run.rights, strict=True)]
    for count, (letter, right) in enumerate(letters):
        if count == 0:
            is_narrow = not is_wide(letter)
        elif letter not in _CLOSING and (is_wide(letter) or not is_narrow):
            break
        end = right
        if not is_narrow and count:
            break
    return end - start
