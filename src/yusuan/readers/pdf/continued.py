"""A table without lines that goes on over a page end keeps its columns, the blank ones too."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.grid import RawCell, RawGrid
from yusuan.readers.blocks import CAPTION
from yusuan.readers.pdf.paragraphs import is_page_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.grid import Block

# Of the page's text between two parts of a table: running heads and feet.
_MOST_BETWEEN = 3


def continued(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a document, each part of an unruled table with the columns of the part before."""
    found: list[Block] = []
    last: RawGrid | None = None
    between = 0
    for block in blocks:
        if not isinstance(block, RawGrid):
            between += not is_page_label(block.text)
            if block.level or CAPTION.match(block.text) or between > _MOST_BETWEEN:
                last = None
            found.append(block)
            continue
        is_next = last is not None and (block.page or 0) == (last.page or 0) + 1
        part = _aligned(block, last) if last is not None and is_next else block
        found.append(part)
        last, between = (None if part.is_ruled else part), 0
    return found


def _aligned(grid: RawGrid, above: RawGrid) -> RawGrid:
    """A part of a table with the columns of the part above, where every one of its own lies in one of those."""
    if grid.is_ruled or grid.columns >= above.columns:
        return grid
    wanted, own = _reaches(above), _reaches(grid)
    if len(own) < grid.columns:
        return grid
    places = [_place(own[column], wanted) for column in range(grid.columns)]
    if any(a >= b for a, b in pairwise(places)):
        return grid
    cells = [
        replace(
            cell,
            column=places[cell.column],
            colspan=places[cell.column + cell.colspan - 1] - places[cell.column] + 1,
        )
        for cell in grid.cells
        if cell.text
    ]
    taken = {
        (cell.row + below, cell.column + across)
        for cell in cells
        for below in range(cell.rowspan)
        for across in range(cell.colspan)
    }
    cells += [
        RawCell("", row, column, page=grid.page)
        for row in range(grid.rows)
        for column in range(above.columns)
        if (row, column) not in taken
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(grid, cells=tuple(cells), columns=above.columns)


def _reaches(grid: RawGrid) -> dict[int, tuple[float, float]]:
    """From where to where the text of each column reaches."""
    found: dict[int, tuple[float, float]] = {}
    for cell in grid.cells:
        if cell.text and cell.box is not None and cell.colspan == 1:
            x0, x1 = found.get(cell.column, (cell.box[0], cell.box[2]))
            found[cell.column] = (min(x0, cell.box[0]), max(x1, cell.box[2]))
    return found


def _place(reach: Sequence[float], wanted: dict[int, tuple[float, float]]) -> int:
    """The column that shares most with a reach, else the nearest."""
    return max(wanted, key=lambda n: min(reach[1], wanted[n][1]) - max(reach[0], wanted[n][0]))
