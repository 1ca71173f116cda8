"""Consolidation (合并): a department's income and expenditure by unit, transfers between its units taken out once.

Laws: what the units have in all, less what is eliminated, is the department's; as much is taken out of income as out of
expenditure; the order of units, lines and transfers makes no difference. Amounts are in fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.terms import Nature, Origin, RevenueSource
from yusuan.core.transfers import judged, unexplained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from yusuan.core.budget import BudgetLine, DepartmentalBudget
    from yusuan.core.transfers import Judged, Side


@dataclass(frozen=True, slots=True)
class Row:
    """One income or expenditure: of each unit, in the order of `Consolidated.units`, and what of it is eliminated."""

    label: str
    by_unit: tuple[int, ...]
    eliminated: int

    @property
    def sum(self) -> int:
        """What the units have together, transfers counted twice."""
        return sum(self.by_unit)

    @property
    def consolidated(self) -> int:
        """What the department has from others, or gives to others."""
        return self.sum - self.eliminated


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The consolidated budget: rows of income and of expenditure that hold money, and their totals.

    `doubted` are transfers that were not eliminated, `unexplained` grants and remittances nobody has named the other
    side of.
    """

    units: tuple[str, ...]
    income: tuple[Row, ...]
    expenditure: tuple[Row, ...]
    total_income: Row
    total_expenditure: Row
    eliminated: tuple[Judged, ...]
    doubted: tuple[Judged, ...]
    unexplained: tuple[Side, ...]

    @property
    def negative(self) -> tuple[Row, ...]:
        """Rows with an amount below nothing, which no budget has: lines of such amounts were given."""
        rows = (*self.income, *self.expenditure)
        return tuple(row for row in rows if min((*row.by_unit, row.consolidated), default=0) < 0)


def consolidated(budget: DepartmentalBudget) -> Consolidated:
    """The department's units side by side, and together."""
    codes = {unit.code for unit in budget.units}
    found = judged(budget.transfers, budget.lines, codes)
    # Merged lines of a public view stand under no unit.
    units = tuple(sorted(codes | {line.unit for line in budget.lines}))
    agreed = tuple(sorted((one for one in found if one.agrees), key=_order))
    paid, received = _taken_out(agreed)
    income = _rows(budget.lines, units, _INCOME, _income_of, received)
    expenditure = _rows(budget.lines, units, _EXPENDITURE, _expenditure_of, paid)
    return Consolidated(
        units,
        income,
        expenditure,
        _total("收入总计", units, income),
        _total("支出总计", units, expenditure),
        agreed,
        tuple(sorted((one for one in found if not one.agrees), key=_order)),
        tuple(unexplained(found, budget.lines)),
    )


_CARRIED, _OWN = "上年结转结余", Origin.OWN_BALANCE.value
_INCOME = (*(source.value for source in RevenueSource), _CARRIED, _OWN)
_EXPENDITURE = tuple(nature.value for nature in Nature)


def _income_of(line: BudgetLine) -> str:
    if line.origin is Origin.CURRENT_YEAR:
        return line.source.value
    return _OWN if line.origin is Origin.OWN_BALANCE else _CARRIED


def _expenditure_of(line: BudgetLine) -> str:
    return line.nature.value


def _order(one: Judged) -> tuple[str, str, str, int, str]:
    transfer = one.transfer
    kind = transfer.nature.value + transfer.source.value
    return (transfer.payer, transfer.receiver, kind, transfer.amount, transfer.note)


def _taken_out(agreed: Iterable[Judged]) -> tuple[dict[str, int], dict[str, int]]:
    """What the transfers take out of each expenditure, and of each income."""
    paid: dict[str, int] = {}
    received: dict[str, int] = {}
    for one in agreed:
        nature, source = one.transfer.nature.value, one.transfer.source.value
        paid[nature] = paid.get(nature, 0) + one.transfer.amount
        received[source] = received.get(source, 0) + one.transfer.amount
    return paid, received


def _rows(
    lines: Iterable[BudgetLine],
    units: Sequence[str],
    labels: Iterable[str],
    label_of: Callable[[BudgetLine], str],
    eliminated: Mapping[str, int],
) -> tuple[Row, ...]:
    found: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (label_of(line), line.unit)
        found[key] = found.get(key, 0) + line.amount
    rows = (
        Row(label, tuple(found.get((label, unit), 0) for unit in units), eliminated.get(label, 0))
        for label in labels
    )
    return tuple(row for row in rows if any(row.by_unit) or row.eliminated)


def _total(label: str, units: Sequence[str], rows: Sequence[Row]) -> Row:
    by_unit = tuple(sum(row.by_unit[n] for row in rows) for n in range(len(units)))
    return Row(label, by_unit, sum(row.eliminated for row in rows))
