"""A department whose head office passes money on to one of its units: the same money stands with both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.codes import code
from yusuan.core.terms import Fund, Nature, RevenueSource
from yusuan.core.transfers import Transfer

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget

_NOTE = "县教育基金捐赠款转补，用于课后服务"
# What a grant to another unit is classed as: other expenditure.
_GRANT = code("39999")


def paid_on(budget: DepartmentalBudget) -> DepartmentalBudget:
    """The same budget with what a unit earned now given to it by the first unit, which was given it by others."""
    payer = budget.units[0].code
    n, earned = next(
        (n, line)
        for n, line in enumerate(budget.lines)
        if line.fund is Fund.UNIT_FUNDS and line.unit != payer
    )
    received = replace(earned, source=RevenueSource.SUPERIOR_GRANT)
    paid = replace(
        earned,
        unit=payer,
        source=RevenueSource.OTHER,
        economic=_GRANT,
        nature=Nature.SUBSIDIARY_GRANT,
    )
    transfer = Transfer(payer, received.unit, paid.nature, received.source, paid.amount, _NOTE)
    lines = (*budget.lines[:n], received, *budget.lines[n + 1 :], paid)
    return replace(budget, lines=lines, transfers=(transfer,))
