"""Find tables without vertical lines: figures that stand under each other make columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.grid import RawCell, RawGrid
from yusuan.readers.blocks import CAPTION
from yusuan.readers.pdf_lines import cell_text, segments
from yusuan.readers.pdf_wrapped import Placed, whole_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.grid import Box
    from yusuan.readers.pdf_glyphs import Turn
    from yusuan.readers.pdf_lines import Line
    from yusuan.readers.pdf_rulings import Ruling
    from yusuan.readers.pdf_wrapped import Cells

_FIGURE = re.compile(r"[-+−(（]?[\d,，]*\d(?:\.\d+)?%?[)）]?")
_ORDINAL = re.compile(r"\d{1,2}")
_LEADERS = re.compile(r"[.…·．‥⋯]{3,}|…{2,}")
_PROSE = frozenset("。；，")
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2
_MOST_HEADERS = 6
# In heights of the line.
_FURTHEST = 2.5


@dataclass(slots=True)
class Row:
    """A row of a table to be: the parts of a line, and the lines of a label that hang on it."""

    line: Line
    parts: list[Line]
    figures: int = 0

    @property
    def is_body(self) -> bool:
        """Whether the row alone looks like one of a table."""
        return self.figures >= _FEWEST_COLUMNS


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
    figures = sum(1 for part in parts if _FIGURE.fullmatch(part.cell_text))
    return Row(line, parts, 0 if _LEADERS.search(line.text) else figures)


def stretches(rows: Sequence[Row]) -> list[Stretch]:
    """Find where rows with figures under each other make a table, and its header above."""
    found: list[Stretch] = []
    i = 0
    while i < len(rows):
        if not rows[i].is_body:
            i += 1
            continue
        end, last = i + 1, i
        while end < len(rows) and end - last <= _FEWEST_ROWS and _follows(rows, end):
            if len(rows[end].parts) > 1:
                last = end
            end += 1
        end = last + 1
        if sum(row.is_body for row in rows[i:end]) >= _FEWEST_ROWS:
            floor = found[-1].end if found else 0
            if i > floor and _overlaps(rows[i - 1], rows[i]):
                i -= 1
            first = _header(rows, i, floor)
            found.append(Stretch(first, end, i - first, list(rows[first:end])))
        i = max(end, i + 1)
    return found


def _overlaps(above: Row, row: Row) -> bool:
    """Whether a line reaches into the next: the upper half of a label set around its figures."""
    return len(above.parts) == 1 and above.line.y1 > row.line.y0 + row.line.height / 4


def _follows(rows: Sequence[Row], i: int) -> bool:
    before, line = rows[i - 1].line, rows[i].line
    if line.y0 - before.y1 > _FURTHEST * line.height:
        return False
    text = line.text
    if CAPTION.fullmatch(text) or _LEADERS.search(text) or set(text) & _PROSE:
        return False
    return len(rows[i].parts) > 1 or not text.startswith(("注", "备注", "说明"))


def _header(rows: Sequence[Row], body: int, floor: int) -> int:
    """Where the header of a table begins: lines of several parts directly above it."""
    first = body
    while first > max(floor, body - _MOST_HEADERS):
        row, below = rows[first - 1], rows[first].line
        if below.y0 - row.line.y1 > _FURTHEST * below.height:
            break
        if len(row.parts) < _FEWEST_COLUMNS or _LEADERS.search(row.line.text):
            break
        if any(CAPTION.fullmatch(part.text) for part in row.parts):
            break
        first -= 1
    return first


def table(stretch: Stretch, page: int, turn: Turn, rules: Sequence[Ruling] = ()) -> RawGrid | None:
    """Set the rows of a stretch into columns; None when they are no table after all."""
    columns = _with_blank(_columns(stretch.rows[stretch.headers :]), stretch)
    if len(columns) < _FEWEST_COLUMNS:
        return None
    bounds = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    body = _placed(stretch, columns, bounds)
    cells: list[RawCell] = []
    headers = stretch.rows[: stretch.headers]
    for number, row in enumerate(headers):
        for part, first, last in _header_parts(row, columns, rules):
            text, box = cell_text(part.runs, 0.0), _on_page(turn, [part])
            cells.append(RawCell(text, number, first, 1, last - first + 1, page, box))
    for number, found in enumerate(body, start=len(headers)):
        for column, parts in sorted(found.items()):
            text = cell_text([run for part in parts for run in part.runs], 0.0)
            box = _on_page(turn, parts)
            cells.append(RawCell(text, number, column, 1, 1, page, box))
    taken = {(cell.row, cell.column + k) for cell in cells for k in range(cell.colspan)}
    rows = len(headers) + len(body)
    cells += [
        RawCell("", row, column, page=page)
        for row in range(rows)
        for column in range(len(columns))
        if (row, column) not in taken
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = _on_page(turn, [row.line for row in stretch.rows])
    return RawGrid(tuple(cells), rows, len(columns), page, box, is_ruled=False)


def _columns(rows: Sequence[Row]) -> list[list[float]]:
    """Where the columns lie: figures that overlap make one, then labels beside them."""
    parts = [part for row in rows if not _counts_columns(row) for part in row.parts]
    figures = [part for part in parts if _FIGURE.fullmatch(part.cell_text)]
    columns = _overlapping(figures)
    labels = [
        part for part in parts if not any(part.x0 < x1 and part.x1 > x0 for x0, x1 in columns)
    ]
    return sorted(columns + _overlapping(labels))


def _with_blank(columns: list[list[float]], stretch: Stretch) -> list[list[float]]:
    """Add the columns that hold nothing: a header stands over them, or a number of the column."""
    counting = [row for row in stretch.rows if _counts_columns(row)]
    above = counting or stretch.rows[: stretch.headers]
    marks = max((row.parts for row in above), key=len, default=[])
    if len(marks) <= len(columns) - (1 if counting else 0):
        return columns
    known: set[int] = set()
    for x0, x1 in columns:
        apart = [(max(m.x0 - x1, x0 - m.x1, 0.0), abs(m.x0 + m.x1 - x0 - x1)) for m in marks]
        known.add(min(range(len(marks)), key=apart.__getitem__))
    return sorted(columns + [[m.x0, m.x1] for i, m in enumerate(marks) if i not in known])


def _counts_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: its figures stand in the middle, where no other does."""
    numbers = [int(text) for part in row.parts if _ORDINAL.fullmatch(text := part.cell_text)]
    return (
        len(numbers) >= _FEWEST_ROWS - 1
        and all(b - a == 1 for a, b in pairwise(numbers))
        and (len(numbers) >= len(row.parts) - 1)
    )


def _overlapping(parts: Sequence[Line]) -> list[list[float]]:
    found: list[list[float]] = []
    for x0, x1 in sorted((part.x0, part.x1) for part in parts):
        if found and x0 < found[-1][1]:
            found[-1][1] = max(found[-1][1], x1)
        else:
            found.append([x0, x1])
    return found


def _column_of(part: Line, columns: Sequence[Sequence[float]], bounds: Sequence[float]) -> int:
    """The column a part lies in: the one it shares most with, else where its middle is."""
    shared = [min(part.x1, x1) - max(part.x0, x0) for x0, x1 in columns]
    best = max(range(len(columns)), key=shared.__getitem__)
    if shared[best] > 0:
        return best
    middle = (part.x0 + part.x1) / 2
    return sum(1 for bound in bounds if bound < middle)


def _placed(
    stretch: Stretch, columns: Sequence[Sequence[float]], bounds: Sequence[float]
) -> list[Cells]:
    """The rows under the header by column, wrapped labels put together."""
    placed: list[Placed] = []
    for row in stretch.rows[stretch.headers :]:
        cells: Cells = {}
        for part in row.parts:
            cells.setdefault(_column_of(part, columns, bounds), []).append(part)
        middle = (row.line.y0 + row.line.y1) / 2
        placed.append(Placed(cells, middle, middle, row.line.height))
    return [one.cells for one in (placed if stretch.is_banded else whole_rows(placed))]


def _header_parts(
    row: Row, columns: Sequence[Sequence[float]], rules: Sequence[Ruling]
) -> list[tuple[Line, int, int]]:
    """The parts of a header row with the first and last column each stands over."""
    bounds = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    middles = [(x0 + x1) / 2 for x0, x1 in columns]
    found: list[tuple[Line, int, int]] = []
    free = 0
    for part in row.parts:
        over = _under_rule(row, part, middles, rules) or [
            i for i, (x0, x1) in enumerate(columns) if part.x0 < x1 and part.x1 > x0
        ]
        first = max(free, over[0] if over else _column_of(part, columns, bounds))
        last = max(first, over[-1] if over else first)
        if first >= len(columns):
            # More headers than columns: the last one takes what is left.
            line, start, end = found[-1]
            joined = type(line)(line.x0, line.y0, part.x1, line.y1, [*line.runs, *part.runs])
            found[-1] = (joined, start, end)
            continue
        found.append((part, first, last))
        free = last + 1
    return found


def _under_rule(
    row: Row, part: Line, middles: Sequence[float], rules: Sequence[Ruling]
) -> list[int]:
    """The columns over which the short rule directly under a header goes; none without such a rule."""
    for at, start, end in rules:
        if not (part.y1 - 1 <= at <= part.y1 + part.height and start <= part.x0 <= part.x1 <= end):
            continue
        if sum(1 for other in row.parts if start <= other.x0 and other.x1 <= end) == 1:
            return [i for i, middle in enumerate(middles) if start < middle < end]
    return []


def _on_page(turn: Turn, parts: Sequence[Line]) -> Box:
    """Where parts lie on the page as it is looked at."""
    around = (
        min(part.x0 for part in parts), min(part.y0 for part in parts),
        max(part.x1 for part in parts), max(part.y1 for part in parts),
    )  # fmt: skip
    x0, y0, x1, y1 = turn.looked_at(around)
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
