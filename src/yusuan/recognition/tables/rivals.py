"""Rival readings of one table: the arithmetic chooses, since a published table nearly always adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Status
from yusuan.identities.derive import within_table
from yusuan.identities.evaluate import compare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.tables.table import Table


def chosen(rivals: Iterable[Table]) -> Table | None:
    """The first reading whose sums all hold, else the one with the fewest that fail; None without any."""
    best: tuple[int, Table] | None = None
    for table in rivals:
        failing = failures(table)
        if not failing:
            return table
        if best is None or failing < best[0]:
            best = failing, table
    return None if best is None else best[1]


def failures(table: Table) -> int:
    """How many of a table's own sums fail."""
    cells = table.cells
    return sum(
        compare(i.relation, cells[i.left], [cells[key] for key in i.right]) is Status.FAILED
        for i in within_table(table)
    )
