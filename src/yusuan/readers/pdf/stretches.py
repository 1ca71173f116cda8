"""Find where a page holds a table without vertical lines: rows of figures, the header above, what hangs below."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.readers.blocks import CAPTION
from yusuan.readers.pdf.lines import Line, is_wide, segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.readers.pdf.glyphs import Run

FIGURE = pattern(r"[-+−(（]?[\d,，]*\d(?:\.\d+)?%?[)）]?")
FEWEST_ROWS = 3
FEWEST_COLUMNS = 2
# Where other cells begin: this near, in points, and so many of them.
_SAME_PLACE = 1.0
_OFTEN = 2
_AMOUNT = pattern(r"-?[\d,，]*\d\.\d{2,6}|-?\d{1,3}(?:[,，]\d{3})+")
_LISTED = pattern(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|其中[:：]|\d{1,2}[.、．]"
)
TOTAL = pattern(r"(?:收入|支出|本年收入|本年支出)?(?:总计|合计)")
_LEADERS = pattern(r"[.…·．‥⋯]{3,}|…{2,}")
_PROSE = frozenset("。；，")
_MOST_HEADERS = 12
# Of a label in a narrow column.
_MOST_LINES = 6
# In points.
_MARGIN = 12.0
# In heights of the line.
_FURTHEST = 2.5
_BLANK = 25.0
_TALLEST = 4.0
_WRAPPED = 1.45
_LARGER = 1.15
_WIDER = 10.0
_TALLER = 1.35


@dataclass(slots=True)
class Row:
    """A row of a table to be: the parts of a line, and the lines of a label that hang on it."""

    line: Line
    parts: list[Line]
    figures: int = 0
    has_amount: bool = False

    @property
    def is_body(self) -> bool:
        """Whether the row alone looks like one of a table."""
        return self.figures >= FEWEST_COLUMNS or (
            self.has_amount and len(self.parts) >= FEWEST_COLUMNS
        )


@dataclass(slots=True)
class Stretch:
    """The rows of a table to be, as indexes of the page's lines, and how many of them are its header."""

    first: int
    end: int
    headers: int = 0
    rows: list[Row] = field(default_factory=list)
    # Every row stands between rules of its own: nothing is a wrapped label.
    is_banded: bool = False


def row_of(line: Line) -> Row:
    """The parts of a line, and how many of them are figures."""
    parts = segments(line)
    texts = [part.cell_text for part in parts]
    if _LEADERS.search(line.text):
        return Row(line, parts)
    figures = sum(1 for text in texts if FIGURE.fullmatch(text))
    is_prose = any(set(text) & _PROSE for text in texts)
    return Row(line, parts, figures, not is_prose and any(map(_AMOUNT.fullmatch, texts)))


def stretches(rows: Sequence[Row]) -> list[Stretch]:
    """Find where rows with figures under each other make a table, and its header above."""
    found: list[Stretch] = []
    i = 0
    while i < len(rows):
        if not rows[i].is_body:
            i += 1
            continue
        floor = found[-1].end if found else 0
        end = _end(rows, i)
        body = _begin(rows, i, end, floor)
        first = _header(rows, body, end, floor)
        if sum(row.is_body for row in rows[i:end]) >= FEWEST_ROWS or _is_short(rows, first, i, end):
            cut = cut_where_others_begin(rows[body:end])
            found.append(Stretch(first, end, body - first, [*rows[first:body], *cut]))
        i = max(end, i + 1)
    return found


def _end(rows: Sequence[Row], body: int) -> int:
    """Where a table ends whose first row of figures is known."""
    end, last = body + 1, body
    starts = [part.x0 for part in rows[body].parts]
    waiting = 0
    while end < len(rows) and waiting <= _MOST_LINES and _follows(rows, end):
        listed = _is_listed(rows[end], starts)
        if len(rows[end].parts) > 1 or (listed and rows[end].line.x0 > min(starts) + _MARGIN):
            last, waiting = end, 0
        elif not listed:
            waiting += 1
        starts += [part.x0 for part in rows[end].parts]
        end += 1
    return _with_wrapped(rows, last + 1)


def _begin(rows: Sequence[Row], body: int, end: int, floor: int) -> int:
    """Where the rows of a table begin: above the first figures may be labels with blanks beside them."""
    starts = [part.x0 for row in rows[body:end] for part in row.parts]
    if body > floor and _overlaps(rows[body - 1], rows[body]):
        body -= 1
    while body > floor and _is_listed(rows[body - 1], starts) and _follows(rows, body):
        body -= 1
    return _above_total(rows, body, floor)


def _above_total(rows: Sequence[Row], body: int, floor: int) -> int:
    """Where the labels begin that stand over a total, one under the other, with nothing beside them."""
    first = body
    while first > floor and len(rows[first - 1].parts) == 1 and _follows(rows, first):
        above = rows[first - 1].line
        if abs(above.x0 - rows[body - 1].line.x0) > above.height / 2:
            break
        first -= 1
    listed = sum(map(is_listed, rows[first:body]))
    return first if listed >= FEWEST_ROWS and TOTAL.match(rows[body].line.text) else body


def _is_short(rows: Sequence[Row], first: int, body: int, end: int) -> bool:
    """Whether a row or two of figures under a header and a caption are a table all the same."""
    return (
        sum(row.figures for row in rows[body:end]) >= FEWEST_ROWS
        and 0 < first < body
        and _is_caption(rows[first - 1])
        and max(len(row.parts) for row in rows[first:body]) >= FEWEST_ROWS
    )


def is_listed(row: Row) -> bool:
    """Whether one of the cells of a row begins with the number of a list, as no header does."""
    return any(_LISTED.match(part.text) for part in row.parts)


def _is_listed(row: Row, starts: Sequence[float]) -> bool:
    """Whether a numbered label begins where others do: what stands beside it is blank.

    At the left edge it may as well be a heading below the table.
    """
    line = row.line
    return _LISTED.match(line.text) is not None and any(
        abs(line.x0 - start) < line.height / 2 for start in starts
    )


def _with_wrapped(rows: Sequence[Row], end: int) -> int:
    """The end of a table with the last lines of its last label, which hold nothing else."""
    labels = [part for row in rows[max(0, end - FEWEST_ROWS) : end] for part in row.parts]
    while end < len(rows) and len(rows[end].parts) == 1:
        line, before = rows[end].line, rows[end - 1].line
        room = (line.y0 + line.y1 - before.y0 - before.y1) / 2
        is_under = any(abs(line.x0 - part.x0) < line.height / 2 for part in labels)
        if not is_under or room > _WRAPPED * line.height or CAPTION.fullmatch(line.text):
            break
        end += 1
    return end


def _overlaps(above: Row, row: Row) -> bool:
    """Whether a line reaches into the next: the upper half of a label set around its figures."""
    return len(above.parts) == 1 and above.line.y1 > row.line.y0 + row.line.height / 4


def _follows(rows: Sequence[Row], i: int) -> bool:
    before, line = rows[i - 1].line, rows[i].line
    # Forms leave rows blank above the total.
    is_total = rows[i].has_amount and TOTAL.match(line.text)
    if line.y0 - before.y1 > (_BLANK if is_total else _FURTHEST) * line.height:
        return False
    text = line.text
    if _is_caption(rows[i]) or line.height > _TALLER * before.height:
        return False
    if _LEADERS.search(text) or set(text) & _PROSE:
        return False
    return len(rows[i].parts) > 1 or not text.startswith(("注", "备注", "说明"))


def _is_caption(row: Row) -> bool:
    """Whether a line holds what stands above a table: its unit of money, whose it is, the year."""
    return CAPTION.fullmatch(row.line.text) is not None or any(
        CAPTION.fullmatch(part.text) for part in row.parts
    )


def _header(rows: Sequence[Row], body: int, end: int, floor: int) -> int:
    """Where the header of a table begins: lines directly above it and no wider, up to its caption or title."""
    left = min(row.line.x0 for row in rows[body:end])
    right = max(row.line.x1 for row in rows[body:end])
    first = body
    has_caption = False
    while first > max(floor, body - _MOST_HEADERS):
        row, below = rows[first - 1], rows[first].line
        has_caption = _is_caption(row)
        is_above = row.line.x1 > left and left - _WIDER * below.height < row.line.x0 < right
        # The first row of figures may be a tall one.
        furthest = _TALLEST if first == body else _FURTHEST
        is_far = below.y0 - row.line.y1 > furthest * below.height
        if has_caption or is_far or not is_above or _is_text(row, rows[body].line.height):
            break
        first -= 1
        right = max(right, row.line.x1)
    # Without a caption above them, single words may be a title, or the end of a text.
    while not has_caption and first < body and len(rows[first].parts) < FEWEST_COLUMNS:
        first += 1
    return first


def _is_text(row: Row, height: float) -> bool:
    """Whether a line above a table is larger than it, a line of contents, a row of a list, or prose."""
    text = row.line.text
    return (
        row.line.height > _LARGER * height
        or is_listed(row)
        or bool(_LEADERS.search(text))
        or bool(set(text) & _PROSE)
    )


def cut_where_others_begin(rows: Sequence[Row]) -> list[Row]:
    """The rows, with a figure and the label right behind it in cells of their own.

    A label begins a cell where it stands exactly where the cells of other rows begin.
    """
    begun = sorted(part.x0 for row in rows for part in row.parts if is_wide(part.runs[0].text[0]))
    return [
        Row(row.line, [piece for part in row.parts for piece in _cut(part, begun)],
            row.figures, row.has_amount)
        for row in rows
    ]  # fmt: skip


def _cut(part: Line, begun: Sequence[float]) -> list[Line]:
    pieces: list[list[Run]] = [[]]
    last = ""
    for run in part.runs:
        start = 0
        for n, letter in enumerate(run.text):
            is_new = last.isdigit() and is_wide(letter) and _is_often(run.lefts[n], begun)
            if is_new:
                if n > start:
                    pieces[-1].append(run.part(start, n))
                pieces.append([])
                start = n
            last = letter
        pieces[-1].append(run.part(start, len(run.text)) if start else run)
    if len(pieces) == 1:
        return [part]
    return [
        Line(min(r.x0 for r in runs), part.y0, max(r.x1 for r in runs), part.y1, runs)
        for runs in pieces
        if runs
    ]


def _is_often(x: float, begun: Sequence[float]) -> bool:
    first = bisect_left(begun, x - _SAME_PLACE)
    return first + _OFTEN <= len(begun) and begun[first + _OFTEN - 1] <= x + _SAME_PLACE
