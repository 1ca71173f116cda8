"""Pay and what follows from it: contributions and fees that are a share of pay, the same in every unit of a place."""

from __future__ import annotations

import math
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.terms import Nature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.budget import BudgetLine, BudgetUnit

PAY = "工资津贴奖金"
_PAY_CLASSES = frozenset({"30101", "30102", "30103", "30107"})
# Shares of pay by law or by local rule; medical ones differ between agencies and institutions.
SHARES = {
    "30108": "养老保险缴费",
    "30109": "职业年金缴费",
    "30110": "医疗保险缴费",
    "30111": "公务员医疗补助缴费",
    "30112": "其他社会保障缴费",
    "30113": "住房公积金",
    "30228": "工会经费",
}
_BY_NATURE = frozenset({"30110"})
# Shares that places set less exactly.
LOOSE = frozenset({"30112", "30228"})

# The money of a unit by kind: pay together, the others by class.
Amounts = dict[str, dict[str, int]]


class Odd(NamedTuple):
    """A unit's amount of a kind that the others' proportions would make another."""

    unit: str
    kind: str
    amount: int
    expected: int

    @property
    def times(self) -> float:
        return self.amount / self.expected


def is_pay(line: BudgetLine) -> bool:
    """Tell whether a line pays staff."""
    return (
        line.nature is Nature.BASIC
        and line.economic is not None
        and line.economic.digits[:5] in _PAY_CLASSES
    )


def amounts_of(lines: Sequence[BudgetLine]) -> Amounts:
    """Basic money by unit and kind: pay as one, every other economic class by its code."""
    found: Amounts = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if line.nature is Nature.BASIC and line.economic is not None and line.amount:
            digits = line.economic.digits[:5]
            found[line.unit][PAY if digits in _PAY_CLASSES else digits] += line.amount
    return found


def out_of_proportion(
    amounts: Amounts, units: Sequence[BudgetUnit], least: Mapping[bool, float]
) -> list[Odd]:
    """What stands to the unit's other shares as in no other unit; `least` is how far, by whether it is set loosely.

    A kind is expected to be to each other kind as in each other unit: the median of all these is what it would be.
    """
    natures = {unit.code: unit.is_public_institution for unit in units}
    paying = [unit for unit in amounts if PAY in amounts[unit] and unit in natures]
    odd = []
    for unit in paying:
        own = amounts[unit]
        for kind in (PAY, *SHARES):
            if kind not in own:
                continue
            others = [
                other
                for other in paying
                if other != unit and (kind not in _BY_NATURE or natures[other] is natures[unit])
            ]
            logs = sorted(_expected(own, kind, [amounts[other] for other in others]))
            if len(logs) < _FEW:
                continue
            centre = median(logs)
            spread = median(abs(one - centre) for one in logs)
            far = abs(math.log(own[kind]) - centre)
            # Beside a single other unit either may be the odd one, and no custom is known.
            bound = least[kind in LOOSE] * (1 if len(others) > 1 else 2)
            if far > max(bound, _SPREADS * spread):
                odd.append(Odd(unit, kind, own[kind], round(math.exp(centre))))
    return odd


# Proportions below which there is no telling, and how many usual spreads are far.
_FEW, _SPREADS = 4, 5


def _expected(
    own: Mapping[str, int], kind: str, others: Sequence[Mapping[str, int]]
) -> Iterator[float]:
    for base in (PAY, *SHARES):
        if base == kind or base not in own or base in LOOSE or base in _BY_NATURE:
            continue
        for other in others:
            if base in other and kind in other:
                yield math.log(own[base]) + math.log(other[kind]) - math.log(other[base])
