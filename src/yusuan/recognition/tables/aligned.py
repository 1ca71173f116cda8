"""The rest of a table on a following page may show fewer lines: its cells go to the columns they stand under.

A page that holds only the total row, say, has one cell over all the code columns and so fewer columns.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.grid import RawCell, RawGrid

# Points by which a line may be off from one page to the next.
_NEAR = 2.0


def aligned(grid: RawGrid, before: RawGrid) -> RawGrid:
    """The grid in the columns of the one on the page before, where every cell's sides are lines of it."""
    if grid.columns >= before.columns or grid.page == before.page or not grid.is_ruled:
        return grid
    left, right = _sides(before)
    cells = [_placed(cell, left, right) for cell in grid.cells]
    placed = tuple(cell for cell in cells if cell is not None)
    if len(placed) != len(cells) or len(left) != before.columns:
        return grid
    return replace(grid, cells=placed, columns=before.columns)


def _sides(grid: RawGrid) -> tuple[dict[int, float], dict[int, float]]:
    """Where each column begins and ends."""
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for cell in grid.cells:
        if cell.box is not None:
            left.setdefault(cell.column, cell.box[0])
            right.setdefault(cell.column + cell.colspan - 1, cell.box[2])
    return left, right


def _placed(cell: RawCell, left: Mapping[int, float], right: Mapping[int, float]) -> RawCell | None:
    if cell.box is None:
        return None
    first = next((c for c, x in left.items() if abs(x - cell.box[0]) <= _NEAR), None)
    last = next((c for c, x in right.items() if abs(x - cell.box[2]) <= _NEAR), None)
    if first is None or last is None or last < first:
        return None
    return replace(cell, column=first, colspan=last - first + 1)
