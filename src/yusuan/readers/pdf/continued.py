"""Put together what a page end cut: columns left out of a part of a table, rows torn in two, a column on its own.

Works on the grids of neighbouring pages. What is joined keeps the page and the box it was printed on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.grid import RawCell, RawGrid
from yusuan.core.patterns import pattern
from yusuan.readers.blocks import CAPTION
from yusuan.readers.pdf.paragraphs import is_page_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.core.grid import Block

# Of the page's text between two parts of a table: running heads and feet.
_MOST_BETWEEN = 3
# In points: the same line on two pages.
_SAME_LINE = 3.0
_FIGURE = pattern(r"[-+−(（]?[\d,，]*\d(?:\.\d+)?%?[)）]?")
# What begins a row of its own, whatever stands beside it.
_BEGINS = pattern(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|其中[:：]|\d{1,2}[.、．]|.{0,6}[总合小]\s*计"
)
_NOTE = pattern(r"\s*(?:注|备注|说明)")
_FEWEST_ROWS = 3
_FEWEST_FIGURES = 2


@dataclass(slots=True)
class _Reading:
    """The blocks so far, and the parts of the table that goes on: their places among the blocks."""

    blocks: list[Block] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    # Parts that got their last columns from a later page.
    widened: set[int] = field(default_factory=set)
    between: int = 0
    # A note stands below the last part: its last row was whole.
    is_noted: bool = False

    def part(self, n: int) -> RawGrid:
        """The nth part of the table that goes on."""
        grid = self.blocks[self.parts[n]]
        assert isinstance(grid, RawGrid)  # noqa: S101  only grids are noted as parts
        return grid


def continued(blocks: Iterable[Block]) -> tuple[list[Block], list[str]]:
    """The blocks of a document with its tables put together, and what a reader should look at again."""
    read = _Reading()
    for block in blocks:
        if isinstance(block, RawGrid):
            _take(read, block)
            read.between, read.is_noted = 0, False
            continue
        read.between += not is_page_label(block.text)
        read.is_noted |= _NOTE.match(block.text) is not None
        if block.level or CAPTION.match(block.text) or read.between > _MOST_BETWEEN:
            read.parts = []
        read.blocks.append(block)
    return read.blocks, read.remarks


def _take(read: _Reading, grid: RawGrid) -> None:
    """Add a grid, joined to the parts of the table before it where it goes on with that."""
    if not read.parts or (grid.page or 0) != (read.part(-1).page or 0) + 1:
        # A column on its own may stand some pages behind the rows it belongs to.
        if not (len(read.parts) > 1 and _widened(read, grid)):
            read.parts = [len(read.blocks)]
            read.blocks.append(grid)
        return
    if _widened(read, grid):
        return
    above = read.part(-1)
    if above.is_ruled != grid.is_ruled:
        read.parts = [len(read.blocks)]
        read.blocks.append(grid)
        return
    part = _aligned_by_lines(grid, above) if grid.is_ruled else _aligned(grid, above)
    if part.columns != above.columns:
        read.parts = []
    elif not read.is_noted and (torn := _mended(above, part)) is not None:
        read.blocks[read.parts[-1]], part = torn
    if part.rows:
        read.parts.append(len(read.blocks))
        read.blocks.append(part)


# ── Columns ──────────────────────────────────────────────────────────────────────────────────


def _aligned(grid: RawGrid, above: RawGrid) -> RawGrid:
    """A part without lines with the columns of the part above, where its own all lie in those."""
    if grid.columns >= above.columns:
        return grid
    wanted, own = _reaches(above), _reaches(grid)
    if len(own) < grid.columns:
        return grid
    places = [_place(own[column], wanted) for column in range(grid.columns)]
    if any(a >= b for a, b in pairwise(places)):
        return grid
    spans = {
        (column, span): (places[column], places[column + span - 1] - places[column] + 1)
        for column in range(grid.columns)
        for span in range(1, grid.columns - column + 1)
    }
    cells = [
        replace(cell, column=spans[cell.column, cell.colspan][0],
                colspan=spans[cell.column, cell.colspan][1])
        for cell in grid.cells
        if cell.text
    ]  # fmt: skip
    return _filled(replace(grid, cells=tuple(cells), columns=above.columns))


def _filled(grid: RawGrid) -> RawGrid:
    """A grid with a blank cell in every place that no cell covers."""
    taken = {
        (cell.row + below, cell.column + across)
        for cell in grid.cells
        for below in range(cell.rowspan)
        for across in range(cell.colspan)
    }
    blanks = [
        RawCell("", row, column, page=grid.page)
        for row in range(grid.rows)
        for column in range(grid.columns)
        if (row, column) not in taken
    ]
    cells = sorted([*grid.cells, *blanks], key=lambda cell: (cell.row, cell.column))
    return replace(grid, cells=tuple(cells))


def _reaches(grid: RawGrid) -> dict[int, tuple[float, float]]:
    """From where to where the text of each column reaches."""
    found: dict[int, tuple[float, float]] = {}
    for cell in grid.cells:
        if cell.text and cell.box is not None and cell.colspan == 1:
            x0, x1 = found.get(cell.column, (cell.box[0], cell.box[2]))
            found[cell.column] = (min(x0, cell.box[0]), max(x1, cell.box[2]))
    return found


def _place(reach: Sequence[float], wanted: Mapping[int, tuple[float, float]]) -> int:
    """The column that shares most with a reach, else the nearest."""
    return max(wanted, key=lambda n: min(reach[1], wanted[n][1]) - max(reach[0], wanted[n][0]))


def _aligned_by_lines(grid: RawGrid, above: RawGrid) -> RawGrid:
    """A ruled part with the columns of the part above: a total alone on its page has fewer lines, not columns."""
    if grid.columns >= above.columns:
        return grid
    wanted, own = _lines(above), _lines(grid)
    places = [
        next((column for column, at in wanted.items() if abs(at - x) < _SAME_LINE), None)
        for _, x in sorted(own.items())
    ]
    if len(places) != grid.columns + 1 or None in places:
        return grid
    if (places[0], places[-1]) != (0, above.columns):
        return grid
    known = [place for place in places if place is not None]
    cells = tuple(
        replace(cell, column=known[cell.column],
                colspan=known[cell.column + cell.colspan] - known[cell.column])
        for cell in grid.cells
    )  # fmt: skip
    return replace(grid, cells=cells, columns=above.columns)


def _lines(grid: RawGrid) -> dict[int, float]:
    """Where each column begins, and the last one ends."""
    found: dict[int, float] = {}
    for cell in grid.cells:
        if cell.box is not None:
            found[cell.column] = cell.box[0]
            found[cell.column + cell.colspan] = cell.box[2]
    return found


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────


def _mended(above: RawGrid, below: RawGrid) -> tuple[RawGrid, RawGrid] | None:
    """The two parts with a row made whole that the page end cut; None where none was.

    Cut is a row that has, in one half only, what every other row has: its figures, or what names it. The halves
    fill different columns, but for a name that goes on.
    """
    upper, lower = _row(above, above.rows - 1), _row(below, 0)
    if not _complete_each_other(upper, lower):
        return None
    has_figures = [any(_is_figure(cell) for cell in row.values()) for row in (upper, lower)]
    rest = _body(above)[:-1] + [_row(below, row) for row in range(1, below.rows)]
    if all(has_figures) or not rest:
        return None
    if not any(has_figures):
        # Rows of words: only a first column that is blank says that the row began before.
        keys = min(upper)
        if lower[keys].text or not all(row[keys].text for row in rest if keys in row):
            return None
    elif not all(any(map(_is_figure, row.values())) for row in rest) or (
        has_figures[1] and not _lacks_key(upper, lower, rest)
    ):
        return None
    joined = tuple(
        _joined(cell, lower[cell.column]) if cell.row == above.rows - 1 else cell
        for cell in above.cells
    )
    left = tuple(replace(cell, row=cell.row - 1) for cell in below.cells if cell.row)
    return replace(above, cells=joined), replace(below, cells=left, rows=below.rows - 1)


def _complete_each_other(upper: Mapping[int, RawCell], lower: Mapping[int, RawCell]) -> bool:
    """Whether two rows have the same columns, and share none but names that go on."""
    if not upper or {n: c.colspan for n, c in upper.items()} != {
        n: c.colspan for n, c in lower.items()
    }:
        return False
    if any(cell.rowspan > 1 for cell in (*upper.values(), *lower.values())):
        return False
    shared = [n for n in upper if upper[n].text and lower[n].text]
    names = [cell.text for cell in lower.values() if cell.text and not _is_figure(cell)]
    return (
        bool(shared)
        and not any(_is_figure(row[n]) for n in shared for row in (upper, lower))
        and not any(map(_BEGINS.match, names))
    )


def _lacks_key(
    upper: Mapping[int, RawCell],
    lower: Mapping[int, RawCell],
    rest: Sequence[Mapping[int, RawCell]],
) -> bool:
    """Whether the lower half lacks what names every row, a code, and the upper half has it."""
    key = min(upper)
    named = sum(1 for row in rest if key in row and row[key].text)
    return bool(upper[key].text) and not lower[key].text and named >= len(rest) - 1


def _joined(upper: RawCell, lower: RawCell) -> RawCell:
    if not lower.text:
        return upper
    if not upper.text:
        return replace(lower, row=upper.row)
    is_narrow = upper.text[-1].isascii() and lower.text[0].isascii()
    return replace(upper, text=upper.text + (" " if is_narrow else "") + lower.text)


def _row(grid: RawGrid, row: int) -> dict[int, RawCell]:
    return {cell.column: cell for cell in grid.cells if cell.row == row}


def _body(grid: RawGrid) -> list[dict[int, RawCell]]:
    """The rows from the first that holds a figure beside its name."""
    rows: list[dict[int, RawCell]] = [{} for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell
    begun = next((n for n, row in enumerate(rows) if any(map(_is_figure, row.values()))), None)
    return rows[begun:] if begun is not None else rows[1:]


def _is_figure(cell: RawCell) -> bool:
    """Whether a cell holds a figure; a code in the first column names its row."""
    return cell.column > 0 and _FIGURE.fullmatch(cell.text) is not None


# ── A column on its own ──────────────────────────────────────────────────────────────────────


def _widened(read: _Reading, grid: RawGrid) -> bool:
    """Put columns without names beside the rows of an earlier page, as sheets print that are too wide.

    Only where rows answer to rows; else it is said, and the columns stay alone.
    """
    if not _is_nameless(grid):
        return False
    for n in range(len(read.parts)):
        part = read.part(n)
        is_whole = read.parts[n] in read.widened or part.columns <= grid.columns
        if is_whole or part.rows != grid.rows or _is_nameless(part):
            continue
        moved = tuple(replace(cell, column=cell.column + part.columns) for cell in grid.cells)
        cells = sorted((*part.cells, *moved), key=lambda cell: (cell.row, cell.column))
        read.blocks[read.parts[n]] = replace(
            part, cells=tuple(cells), columns=part.columns + grid.columns
        )
        read.widened.add(read.parts[n])
        read.remarks.append(
            f"第 {grid.page} 页的列没有行名，已按行序并入第 {part.page} 页的表，请对照原件"
        )
        return True
    read.remarks.append(f"第 {grid.page} 页的列没有行名，行数与前页不同，未能并入前页的表")
    return False


def _is_nameless(grid: RawGrid) -> bool:
    """Whether a grid holds nothing but figures under its header: nothing says what they are of."""
    first = next((cell.row for cell in grid.cells if _FIGURE.fullmatch(cell.text)), None)
    if first is None or first > _FEWEST_ROWS or grid.rows - first < _FEWEST_ROWS:
        return False
    texts = [cell.text for cell in grid.cells if cell.row >= first and cell.text]
    is_code = all(re.fullmatch(r"\d{3,7}", text) for text in texts)
    return len(texts) >= _FEWEST_FIGURES and not is_code and all(map(_FIGURE.fullmatch, texts))
