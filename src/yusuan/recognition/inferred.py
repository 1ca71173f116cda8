"""Which figures of a document may have been misread: those on pages that are pictures, or damaged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.identities.derive import identities
from yusuan.identities.infer import infer
from yusuan.identities.inferred_figures import Inferred
from yusuan.identities.misreading import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.core.grid import RawCell, RawDocument
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.tables.table import CellKey, Table

# A text layer that holds characters without a code gives no likelihood; where one stands, nothing is certain.
_UNMAPPED = "\ufffd"
_DAMAGED, _WHOLE = 0.4, 0.99


def put_right(found: Disclosure) -> Disclosure:
    """The document with its misread figures put right where the sums leave one value (`inferred` says which)."""
    doubted = doubts(found.document, found.tables)
    if not doubted:
        return replace(found, inferred=Inferred(found.tables))
    inferred = infer(found.tables, identities(found.tables), doubted)
    return replace(found, tables=inferred.tables, doubts=doubted, inferred=inferred)


def doubts(document: RawDocument, tables: Iterable[Table]) -> dict[CellKey, Doubt]:
    """How each figure on a doubtful page was read; empty where every page's text can be trusted."""
    if not document.doubtful_pages:
        return {}
    cells: dict[tuple[object, ...], RawCell] = {}
    for grid in document.grids:
        for cell in grid.cells:
            if cell.page in document.doubtful_pages and cell.box is not None:
                # Lines of a row ruled as one share a box: the least certain speaks for them.
                place = (cell.page, cell.box)
                if place not in cells or _score(cell) < _score(cells[place]):
                    cells[place] = cell
    found: dict[CellKey, Doubt] = {}
    for table in tables:
        for key, figure in table.cells.items():
            where = figure.where
            raw = None if where is None else cells.get((where.page, where.box))
            if raw is None or (not raw.text.strip() and raw.score is None):
                continue
            found[key] = Doubt(raw.text, _score(raw), raw.rivals)
    return found


def _score(cell: RawCell) -> float:
    if cell.score is not None:
        return cell.score
    return _DAMAGED if _UNMAPPED in cell.text else _WHOLE
