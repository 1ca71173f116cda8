"""Draw what was understood of a PDF page on its picture, with a legend: for people who check the reading by eye."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from yusuan.readers.pdf.glyphs import glyphs, page_turn
from yusuan.readers.pdf.lines import lines
from yusuan.readers.pdf.opening import opened
from yusuan.reports.pictures import draw
from yusuan.reports.reading.marks import Mark, Said, Shown, said, table_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from yusuan.core.grid import Box
    from yusuan.readers.pdf.glyphs import Turn
    from yusuan.reports.reading import Reading

DOTS_PER_INCH = 144
_LEAST_WIDTH = 640
_SHORTEST_PART = 4
_MOST_WORDS = 60

Colour: TypeAlias = tuple[int, int, int]
Pixels: TypeAlias = tuple[int, int, int, int]
_COLOURS: Mapping[Shown, Colour] = {
    Shown.TABLE: (25, 100, 200),
    Shown.OTHER: (215, 120, 0),
    Shown.REFUSED_TABLE: (205, 30, 40),
    Shown.HEADER: (90, 140, 225),
    Shown.CODE: (150, 90, 200),
    Shown.LABEL: (150, 150, 150),
    Shown.FIGURE: (40, 165, 70),
    Shown.BLANK: (225, 200, 60),
    Shown.UNUSED: (240, 150, 60),
    Shown.REFUSED: (220, 30, 40),
    Shown.CLAUSE: (0, 130, 140),
    Shown.AMOUNT: (40, 165, 70),
}
_OUTLINES = {Shown.TABLE, Shown.OTHER, Shown.REFUSED_TABLE}
_TINT, _FAINT = 72, 36
_PAPER, _INK = (255, 255, 255), (30, 30, 30)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on each page: marks and clauses, any page in any order."""

    marks: Sequence[Mark]
    clauses: Sequence[Said]
    title: str


def pictures(source: Path, reading: Reading, pages: Sequence[int]) -> dict[str, bytes]:
    """PNG pictures of pages with what was understood on them, by file name."""
    clauses = []
    if reading.evidence is not None:
        for clause in reading.evidence.prose.clauses:
            page = reading.evidence.where(clause.span[0]).page
            if page is not None:
                clauses.append(said(clause, reading.evidence.text, page))
    marks = list(table_marks(reading.document, reading.found))
    drawing = Drawing(marks, clauses, source.name)
    return {
        f"pages/page-{number:03}.png": picture
        for number, picture in draw_pages(source, pages, drawing)
    }


def draw_pages(path: Path, pages: Sequence[int], drawing: Drawing) -> Iterator[tuple[int, bytes]]:
    """PNG pictures of pages, numbered from 1, with what was understood on them. Raises ReadError as `read_pdf`."""
    with opened(path) as document:
        for number in pages:
            if not 1 <= number <= len(document):
                continue
            picture = _draw(document, number, drawing)
            if picture is not None:
                yield number, picture


def _draw(document: Any, number: int, drawing: Drawing) -> bytes | None:  # noqa: ANN401
    drawn = draw(document, number, DOTS_PER_INCH)
    found = None if drawn is None else _letters(document, number)
    if drawn is None or found is None:
        return None
    marks = [mark for mark in drawing.marks if mark.page == number]
    said = [one for one in drawing.clauses if number in {one.page, one.page + 1}]
    marks += _underlines(number, said, found)
    tinted = _tinted(drawn.image, marks, drawn.scale, found.boxes)
    return _png(_with_legend(tinted, marks, f"{drawing.title} 第 {number} 页"))


# --- text -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Letters:
    """The characters of a page without blanks, and where each stands."""

    text: str
    boxes: Sequence[Box]


def _letters(document: Any, number: int) -> _Letters | None:  # noqa: ANN401  a handle of the C interface
    from pypdfium2 import PdfiumError

    page = document[number - 1]
    try:
        text = page.get_textpage()
        try:
            return _standing(page_turn(page.raw, text.raw), text)
        finally:
            text.close()
    except PdfiumError:
        return None
    finally:
        page.close()


def _standing(turn: Turn, text: Any) -> _Letters:  # noqa: ANN401  as above
    letters: list[str] = []
    boxes: list[Box] = []
    for line in lines(glyphs(text.raw, turn).runs):
        for run in line.runs:
            for letter, left, right in zip(run.text, run.lefts, run.rights, strict=True):
                if letter.strip():
                    # A character beyond 16 bits takes one place here and one in the clause.
                    letters.append(letter[:1])
                    boxes.append(turn.looked_at((left, run.y0, right, run.y1)))
    return _Letters("".join(letters), boxes)


def _underlines(number: int, clauses: Sequence[Said], found: _Letters) -> list[Mark]:
    """Where the clauses and their figures stand on a page; one that runs over the page's end in parts."""
    marks: list[Mark] = []
    after = 0
    for clause in clauses:
        wanted = "".join(clause.text.split())
        if not wanted:
            continue
        start, size = _place(wanted, found.text, after, goes_on=clause.page < number)
        if size:
            after = start
            marks += _stretches(number, found.boxes[start : start + size], Shown.CLAUSE)
            amount = "".join(clause.amount.split())
            at = found.text.find(amount, start, start + size) if amount else -1
            if at >= 0:
                marks += _stretches(number, found.boxes[at : at + len(amount)], Shown.AMOUNT)
    return marks


def _place(wanted: str, text: str, after: int, *, goes_on: bool) -> tuple[int, int]:
    """Start and size of the clause on the page, from `after` on or else anywhere; (0, 0) when it is not there."""
    if not goes_on:
        for start in (text.find(wanted, after), text.find(wanted)):
            if start >= 0:
                return start, len(wanted)
        for size in range(len(wanted) - 1, _SHORTEST_PART - 1, -1):
            # Its end stands on the next page; a page number may stand below it here.
            start = text.rfind(wanted[:size])
            if start >= 0 and start + size > len(text) - 2 * _SHORTEST_PART:
                return start, size
        return 0, 0
    for size in range(len(wanted) - 1, _SHORTEST_PART - 1, -1):
        start = text.find(wanted[-size:])
        if 0 <= start < 2 * _SHORTEST_PART:
            return start, size
    return 0, 0


def _stretches(number: int, boxes: Sequence[Box], shown: Shown) -> Iterator[Mark]:
    """One mark a line of print."""
    if not boxes:
        return
    begun = [0]
    begun += [
        i
        for i, (before, box) in enumerate(pairwise(boxes), 1)
        if min(before[3], box[3]) - max(before[1], box[1]) < (box[3] - box[1]) / 2
    ]
    for start, end in pairwise((*begun, len(boxes))):
        part = boxes[start:end]
        box = (
            min(b[0] for b in part), min(b[1] for b in part),
            max(b[2] for b in part), max(b[3] for b in part),
        )  # fmt: skip
        yield Mark(number, box, shown)


# --- paint ------------------------------------------------------------------------------------------------


def _tinted(picture: Image, marks: Sequence[Mark], scale: float, printed: Sequence[Box]) -> Image:
    from PIL import Image, ImageDraw

    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    brush = ImageDraw.Draw(layer)
    font = _font(max(11, round(9 * scale)))
    thick = max(1, round(1.2 * scale))
    for mark in marks:
        colour = _COLOURS[mark.shown]
        x0, y0, x1, y1 = _pixels(mark.box, scale, picture.size)
        if mark.shown is Shown.CLAUSE:
            brush.line((x0, y1 + thick, x1, y1 + thick), fill=(*colour, 255), width=thick)
        elif mark.shown not in _OUTLINES:
            strength = _FAINT if mark.shown is Shown.LABEL else _TINT
            brush.rectangle((x0, y0, x1, y1), fill=(*colour, strength))
            if mark.shown is Shown.REFUSED:
                brush.rectangle((x0, y0, x1, y1), outline=(*colour, 255), width=thick)
    for mark in marks:
        if mark.shown in _OUTLINES:
            colour = _COLOURS[mark.shown]
            x0, y0, x1, y1 = _pixels(mark.box, scale, picture.size)
            edges = (x0 - thick, y0 - thick, x1 + thick, y1 + thick)
            brush.rectangle(edges, outline=(*colour, 255), width=2 * thick)
            words = mark.words[:_MOST_WORDS]
            place = _free(
                edges, _size(words, font), [_pixels(b, scale, picture.size) for b in printed]
            )
            _label(brush, place, words, font, colour)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _pixels(box: Box, scale: float, size: tuple[int, int]) -> Pixels:
    width, height = size
    x0, y0, x1, y1 = (round(edge * scale) for edge in box)
    x0, y0 = min(max(0, x0), width - 1), min(max(0, y0), height - 1)
    return x0, y0, min(max(x0, x1), width - 1), min(max(y0, y1), height - 1)


def _size(words: str, font: FreeTypeFont) -> tuple[int, int]:
    _, _, right, bottom = font.getbbox(words)
    return round(right) + 6, round(bottom) + 4


def _free(edges: Pixels, size: tuple[int, int], printed: Sequence[Pixels]) -> Pixels:
    """Where a label covers no print: above or below the table, left or right; else inside its corner."""
    x0, y0, x1, y1 = edges
    wide, tall = size
    places = [
        (left, top, left + wide, top + tall)
        for top in (y0 - tall, y1)
        for left in (x0, x1 - wide)
        if left >= 0 and top >= 0
    ]
    return next(
        (place for place in places if not any(_overlap(place, box) for box in printed)),
        (x0, y0, x0 + wide, y0 + tall),
    )


def _overlap(one: Pixels, other: Pixels) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _label(brush: ImageDraw, place: Pixels, words: str, font: FreeTypeFont, colour: Colour) -> None:
    """Words on a ground of their colour."""
    brush.rectangle(place, fill=(*colour, 225))
    brush.text((place[0] + 3, place[1] + 1), words, font=font, fill=(*_PAPER, 255))


def _with_legend(picture: Image, marks: Sequence[Mark], title: str) -> Image:
    """The picture above a strip that says what the colours on it mean."""
    from PIL import Image, ImageDraw

    font = _font(20)
    shown = [kind for kind in Shown if any(mark.shown is kind for mark in marks)]
    width, row = max(picture.width, _LEAST_WIDTH), 34
    places: list[tuple[int, int]] = []
    x, y = 16, 12 + row
    for kind in shown:
        wide = 46 + round(font.getlength(_counted(kind, marks)))
        if x + wide > width - 16 and places:
            x, y = 16, y + row
        places.append((x, y))
        x += wide + 18
    sheet = Image.new("RGB", (width, picture.height + y + row + 8), _PAPER)
    sheet.paste(picture, (0, 0))
    brush = ImageDraw.Draw(sheet)
    top = picture.height
    brush.line((0, top, width, top), fill=_INK, width=2)
    said = title if shown else f"{title}：这一页没有读懂的表格和文字"
    brush.text((16, top + 8), said, font=font, fill=_INK)
    for kind, (left, upper) in zip(shown, places, strict=True):
        _swatch(brush, (left, top + upper), kind)
        brush.text((left + 42, top + upper), _counted(kind, marks), font=font, fill=_INK)
    return sheet


def _counted(kind: Shown, marks: Sequence[Mark]) -> str:
    # Clauses are marked line by line: their number would be that of lines.
    is_text = kind in {Shown.CLAUSE, Shown.AMOUNT}
    return kind.value if is_text else f"{kind.value} {sum(mark.shown is kind for mark in marks)}"


def _swatch(brush: ImageDraw, corner: tuple[int, int], kind: Shown) -> None:
    x, y = corner
    box = (x, y + 4, x + 34, y + 24)
    colour = _COLOURS[kind]
    if kind in _OUTLINES:
        brush.rectangle(box, outline=colour, width=4)
    elif kind is Shown.CLAUSE:
        brush.line((x, y + 24, x + 34, y + 24), fill=colour, width=3)
    else:
        strength = (_FAINT if kind is Shown.LABEL else _TINT) / 255
        mixed = tuple(round(255 + (part - 255) * strength) for part in colour)
        brush.rectangle(box, fill=(mixed[0], mixed[1], mixed[2]))
        if kind is Shown.REFUSED:
            brush.rectangle(box, outline=colour, width=3)


def _font(size: int) -> FreeTypeFont:
    import pylopdf_fonts_zh_cn as wheel
    from PIL import ImageFont

    return ImageFont.truetype(str(wheel.sans_path()), size)


def _png(picture: Image) -> bytes:
    out = io.BytesIO()
    # Text on paper needs few colours: a quarter of the size.
    picture.quantize(128).save(out, "PNG", optimize=False)
    return out.getvalue()
