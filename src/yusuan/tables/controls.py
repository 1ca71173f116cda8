"""What the finance authority approves as one amount: each a region, so that lines can be held against it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from yusuan.core.budget import ControlTotal
from yusuan.core.terms import APPROPRIATION_SPENDING, ControlMeasure, Fund, Nature
from yusuan.tables.classes import THREE_PUBLIC
from yusuan.tables.region import APPROPRIATED_FUNDING, EVERYTHING, Region, funds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import BudgetLine

CONTROLS: Mapping[ControlMeasure, Region] = MappingProxyType(
    {
        ControlMeasure.TOTAL: EVERYTHING,
        ControlMeasure.BASIC: Region(nature=frozenset({Nature.BASIC})),
        ControlMeasure.PROJECT: Region(nature=frozenset({Nature.PROJECT})),
        ControlMeasure.GENERAL_PUBLIC: Region(funds(Fund.GENERAL_PUBLIC)),
        ControlMeasure.GOVERNMENT_FUNDS: Region(funds(Fund.GOVERNMENT_FUNDS)),
        ControlMeasure.STATE_CAPITAL: Region(funds(Fund.STATE_CAPITAL)),
        ControlMeasure.SPECIAL_ACCOUNT: Region(funds(Fund.SPECIAL_ACCOUNT)),
        ControlMeasure.UNIT_FUNDS: Region(funds(Fund.UNIT_FUNDS)),
        # As the three-public table prints it: of appropriations only.
        ControlMeasure.THREE_PUBLIC: Region(
            APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING, economic=THREE_PUBLIC
        ),
    }
)


def approved_as(lines: Sequence[BudgetLine], units: Iterable[str]) -> tuple[ControlTotal, ...]:
    """The control totals an approval of just these lines would state, of the department and of each unit."""
    return tuple(_approved(lines, ("", *units)))


def _approved(lines: Sequence[BudgetLine], units: Iterable[str]) -> Iterator[ControlTotal]:
    for unit in units:
        own = [line for line in lines if unit in {"", line.unit}]
        for measure, region in CONTROLS.items():
            amounts = [line.amount for line in own if region.admits(line)]
            if amounts:
                yield ControlTotal(measure, sum(amounts), unit)
