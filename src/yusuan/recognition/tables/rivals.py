"""Rival readings of one table: the arithmetic chooses, since a published table nearly always adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.outcomes import Status
from yusuan.identities.derive import within_table
from yusuan.identities.evaluate import compare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.tables.table import Table

# So many unlike differences are no slip of the publisher: the reading asks for sums nobody promised.
_MANY = 3


class Agreement(NamedTuple):
    """How a reading stands to its own sums: those that hold with money in them, and the differences of the rest."""

    holding: int
    differences: int


def chosen(rivals: Iterable[Table]) -> Table | None:
    """The likeliest reading: an earlier one, unless a later one proves better; None without any.

    Better is one whose sums fail less and that holds as many: asking for less is no merit, unless many unlike sums
    fail.
    """
    best: tuple[Table, Agreement] | None = None
    for table in rivals:
        found = agreement(table)
        if best is None or _is_better(found, best[1]):
            best = table, found
        if not best[1].differences:
            break
    return None if best is None else best[0]


def _is_better(one: Agreement, than: Agreement) -> bool:
    if one.differences >= than.differences:
        return False
    return one.holding >= than.holding or than.differences >= _MANY


def agreement(table: Table) -> Agreement:
    """How a table's own sums come out."""
    cells = table.cells
    holding, differences = 0, set()
    for identity in within_table(table):
        left, right = cells[identity.left], [cells[key] for key in identity.right]
        status = compare(identity.relation, left, right)
        if status is Status.FAILED:
            differences.add(abs(left.value - sum(cell.value for cell in right)))
        elif left.value and status in {Status.PASSED, Status.ROUNDING}:
            holding += 1
    return Agreement(holding, len(differences))
