"""What accounts open with against what those of the year before closed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Status
from yusuan.core.terms import CARRIED, Nature, Origin
from yusuan.identities.evaluate import in_unit
from yusuan.narrative.clauses.clause import Stage
from yusuan.rules.spec import Verdict, failed
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.tables.region import Region
    from yusuan.tables.table import Cell, Table

_OPENING_LAW = "budget-law-regulation-83"


def opening_balances(late: Evidence, early: Evidence) -> Iterator[Verdict]:
    """What accounts closed with last year is what they open with (年初 = 上年年末); budgets only estimate it."""
    if {late.stage, early.stage} != {Stage.FINAL}:
        return
    closing = {
        (table.id, cell.region.funding): (table, cell)
        for table in early.tables
        for cell in table.figures()
        if cell.region.ledger == OWN and cell.region.nature == _CLOSING
    }
    for table in late.tables:
        for cell in table.figures():
            known = closing.get((table.id, cell.region.funding))
            region = cell.region
            is_whole = region.origin <= CARRIED and region.origin >= _BROUGHT
            if known is not None and region.ledger == OWN and is_whole and _is_undivided(region):
                yield _balance(table, cell, known)


_CLOSING = frozenset({Nature.CLOSING_BALANCE})
_BROUGHT = frozenset({Origin.CARRY_OVER, Origin.BALANCE})


def _is_undivided(region: Region) -> bool:
    return region.function.is_everything and Nature.CLOSING_BALANCE in region.nature


def _balance(table: Table, cell: Cell, known: tuple[Table, Cell]) -> Verdict:
    source, before = known
    slack = sum(c.printed.half_digit for c in (cell, before) if c.printed is not None)
    difference = abs(cell.value - before.value)
    where = tuple(c.where for c in (cell, before) if c.where is not None)
    if difference <= slack:
        status = Status.ROUNDING if difference else Status.PASSED
        return Verdict(status, where=where, law=_OPENING_LAW)
    message = (
        f"“{table.spec.title}”{cell.label} {in_unit(cell.value, table.spec)} ≠ "
        f"上年决算的{before.label} {in_unit(before.value, source.spec)}"
    )
    return failed(
        message,
        *where,
        expected=before.value,
        actual=cell.value,
        severity=Severity.WARNING,
        law=_OPENING_LAW,
    )
