"""Which columns of a tree prove that every code with money has its row: their own sums come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.identities.evaluate import tolerance
from yusuan.identities.tree import code_trees
from yusuan.tables.spec import Tree
from yusuan.tables.table import CellKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.tables.table import Cell, Table


def complete_columns(tables: Iterable[Table]) -> frozenset[CellKey]:
    """The columns (table, no row, column path) with a total and a row for every part of every sum."""
    return frozenset(key for table in tables for key in _complete(table))


def _complete(table: Table) -> Iterable[CellKey]:
    for p, (panel, rows) in enumerate(zip(table.spec.panels, table.rows, strict=True)):
        if not isinstance(panel.rows, Tree) or any(row.is_foreign for row in rows):
            continue
        tree = code_trees(table)[p]
        for n, column in enumerate(panel.columns):
            cells = [table.cell(p, row, n) for row in rows]
            sums = list(tree.sums(cells))
            has_total = any(
                row.is_total and cell is not None and cell.recognised
                for row, cell in zip(rows, cells, strict=True)
            )
            is_exact = all(_holds(whole, parts) for whole, parts, _ in sums)
            if is_exact and (has_total or not rows or not table.is_nil):
                yield CellKey(table.id, "", panel.column_path(column))


def _holds(whole: Cell | None, parts: list[Cell | None]) -> bool:
    known = [cell for cell in (whole, *parts) if cell is not None]
    if whole is None or not all(cell.recognised for cell in known):
        return False
    return abs(whole.value - sum(p.value for p in parts if p is not None)) <= tolerance(known)
