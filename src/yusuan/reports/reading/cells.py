"""Where the figures of a read document stand in what the reader gave: their raw cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.errors import RecognitionRefused
from yusuan.core.grid import RawGrid
from yusuan.recognition.disclosure import recognise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.grid import Box, RawCell, RawDocument, TextBlock
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.tables.table import CellKey


def printed_cells(found: Disclosure) -> dict[CellKey, RawCell]:
    """The raw cell of every figure that stands in one, also of figures that could not be read."""
    cells = [cell for grid in found.document.grids for cell in grid.cells]
    if all(cell.box is not None and cell.page is not None for cell in cells):
        at = {(cell.page, cell.box): cell for cell in cells}
        return {
            cell.key: at[cell.where.page, cell.where.box]
            for table in found.tables
            for cell in table.cells.values()
            if cell.where is not None and (cell.where.page, cell.where.box) in at
        }
    return _by_number(found, cells)


def _by_number(found: Disclosure, cells: Sequence[RawCell]) -> dict[CellKey, RawCell]:
    """A format without boxes: the document is recognised again with each cell's number in place of its box."""
    try:
        again = recognise(_numbered(found.document), found.told)
    except RecognitionRefused:
        return {}
    known = {key for table in found.tables for key in table.cells}
    return {
        cell.key: cells[int(cell.where.box[0])]
        for table in again.tables
        for cell in table.cells.values()
        if cell.where is not None and cell.where.box is not None and cell.key in known
    }


def _numbered(document: RawDocument) -> RawDocument:
    count = iter(range(sum(len(grid.cells) for grid in document.grids)))

    def box() -> Box:
        number = float(next(count))
        return number, 0.0, number, 0.0

    return replace(
        document,
        blocks=tuple(
            replace(block, cells=tuple(replace(cell, box=box()) for cell in block.cells))
            if isinstance(block, RawGrid)
            else block
            for block in document.blocks
        ),
    )


def offsets(blocks: Sequence[TextBlock]) -> list[int]:
    """Where each paragraph begins in the text of the document, a line a paragraph."""
    found, at = [], 0
    for block in blocks:
        found.append(at)
        at += len(block.text) + 1
    return found
