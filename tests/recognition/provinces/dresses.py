"""The same document as another reader or office would give it: no figure changes, so nothing may change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.recognition.provinces.builder import Printed
from yusuan.core.grid import RawCell, RawDocument, RawGrid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yusuan.core.grid import Block


def _grids(change: Callable[[RawGrid], Sequence[Block]]) -> Callable[[Printed], Printed]:
    def dressed(made: Printed) -> Printed:
        blocks: list[Block] = []
        for block in made.document.blocks:
            blocks += change(block) if isinstance(block, RawGrid) else [block]
        return Printed(_with(made.document, blocks), made.figures, made.pages)

    return dressed


def _with(document: RawDocument, blocks: Sequence[Block]) -> RawDocument:
    return replace(document, blocks=tuple(blocks))


def _cells(change: Callable[[RawCell], RawCell]) -> Callable[[Printed], Printed]:
    return _grids(lambda grid: [replace(grid, cells=tuple(map(change, grid.cells)))])


_AMOUNT = re.compile(r"[-\d,.—]+")


def _spaced(cell: RawCell) -> RawCell:
    """Short labels spread over their cell."""
    is_label = len(cell.text) in {2, 3, 4} and not _AMOUNT.search(cell.text)
    return replace(cell, text="　".join(cell.text)) if is_label else cell


def _broken(cell: RawCell) -> RawCell:
    """Long labels over several lines."""
    if len(cell.text) < 7 or _AMOUNT.fullmatch(cell.text):
        return cell
    return replace(cell, text=f"{cell.text[:5]}\n{cell.text[5:]}")


def _moved(grid: RawGrid, by: int) -> tuple[RawCell, ...]:
    return tuple(replace(cell, column=cell.column + by) for cell in grid.cells)


def _first_body(grid: RawGrid) -> int:
    """The first row with an amount."""
    return min(
        (c.row for c in grid.cells if re.fullmatch(r"-?[\d,]+\.\d+", c.text)), default=grid.rows
    )


def _headed(grid: RawGrid) -> int:
    """The rows of the header above the row of column numbers."""
    top = _first_body(grid)
    numbers = {c.row for c in grid.cells if c.text in {"1", "栏次", "**"} and c.row < top}
    return max(1, min(numbers, default=top))


def _numbered(grid: RawGrid) -> list[Block]:
    """A column 序号 at the left."""
    top = _first_body(grid)
    added = [RawCell("序号", 0, 0, _headed(grid), 1, grid.page)]
    added += [RawCell(str(n - top + 1), n, 0, page=grid.page) for n in range(top, grid.rows)]
    return [replace(grid, cells=(*added, *_moved(grid, 1)), columns=grid.columns + 1)]


def _remarked(grid: RawGrid) -> list[Block]:
    """A column 备注 at the right."""
    top = _first_body(grid)
    added = [RawCell("备注", 0, grid.columns, _headed(grid), 1, grid.page)]
    added += [
        RawCell("按规定列支", n, grid.columns, page=grid.page) for n in range(top, grid.rows, 4)
    ]
    return [replace(grid, cells=(*grid.cells, *added), columns=grid.columns + 1)]


def _with_blank_rows(grid: RawGrid) -> list[Block]:
    """Ruled rows without any text at the end."""
    return [replace(grid, rows=grid.rows + 4)]


def _cut(grid: RawGrid, *, again: bool) -> list[Block]:
    """A new page in the middle of the body, with the header repeated or not."""
    top = _first_body(grid)
    middle = (top + grid.rows) // 2
    if middle <= top or any(c.row < middle < c.row + c.rowspan for c in grid.cells):
        return [grid]
    head = tuple(c for c in grid.cells if c.row < top) if again else ()
    up = middle - (top if again else 0)
    first = replace(grid, cells=tuple(c for c in grid.cells if c.row < middle), rows=middle)
    rest = tuple(replace(c, row=c.row - up) for c in grid.cells if c.row >= middle)
    return [first, replace(grid, cells=(*head, *rest), rows=grid.rows - up)]


DRESSES: dict[str, Callable[[Printed], Printed]] = {
    "merged cells without their spans": _cells(lambda c: replace(c, rowspan=1, colspan=1)),
    "labels spread": _cells(_spaced),
    "labels over two lines": _cells(_broken),
    "a column of numbers": _grids(_numbered),
    "a column of remarks": _grids(_remarked),
    "blank rows at the end": _grids(_with_blank_rows),
    "cut, header repeated": _grids(lambda grid: _cut(grid, again=True)),
    "cut, no header": _grids(lambda grid: _cut(grid, again=False)),
}
