"""Costing: quantity × unit price × periods, held against the amount claimed for it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.interval import Agreement, Interval, compare, compare_with_limit
from yusuan.core.target import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.target import Target
    from yusuan.narrative.figures import Figure, Span


class Claim(enum.Enum):
    """How the claimed amount relates to the product."""

    TOTAL = "合计"
    LIMIT = "上限"


@dataclass(frozen=True, slots=True)
class CostStatement:
    """Quantity × unit price × periods, and the amount the text claims for it, if any."""

    quantity: Figure
    unit_price: Figure
    periods: int
    claimed: Figure | None
    span: Span
    claim: Claim = Claim.TOTAL
    is_certain: bool = True

    @property
    def computed(self) -> Interval:
        """The product, in fen."""
        periods = Interval.exact(self.periods)
        return self.quantity.interval * self.unit_price.interval * periods

    def limited_by(self, limit: Figure) -> CostStatement:
        """Hold the product against an amount from elsewhere, where the text claims none."""
        if self.claimed is not None:
            return self
        return replace(self, claimed=limit, claim=Claim.LIMIT)

    def __str__(self) -> str:
        periods = "" if self.periods == 1 else f" × {self.periods}"
        return f"{self.quantity} × {self.unit_price}{periods}"


def check_cost(statement: CostStatement) -> Agreement | None:
    """Compare product and claim; None where nothing is claimed or an uncertain reading differs."""
    if statement.claimed is None:
        return None
    hold = compare if statement.claim is Claim.TOTAL else compare_with_limit
    agreement = hold(statement.computed, statement.claimed.interval)
    return None if agreement.is_beyond and not statement.is_certain else agreement


@dataclass(frozen=True, slots=True)
class RateCheck:
    """A price indicator times its quantity indicators, held against the project's budget."""

    price: str
    quantities: tuple[str, ...]
    agreement: Agreement


def rate_times_quantity(
    indicators: Sequence[tuple[str, Target]], budget_fen: int, *, half_digit_fen: int = 0
) -> tuple[RateCheck, ...]:
    """Multiply each price (≤850元/人) by the one quantity it is per (12人); the budget is the limit.

    Silent where two prices, or two different quantities, share the unit.
    """
    known = [(name, t) for name, t in indicators if isinstance(t, Quantity) and t.measure]
    budget = Interval.around(budget_fen, half_digit_fen)
    checks = []
    for name, price in known:
        measure = price.measure
        if measure is None or not measure.is_price or len(measure.denominators) != 1:
            continue
        rivals = [t for _, t in known if t.measure and t.measure.is_price]
        if sum(price.is_comparable_with(rival) for rival in rivals) > 1:
            continue
        chain = _quantities_of(measure.denominators[0], known)
        if chain:
            product = price.interval
            for _, quantity in chain:
                product *= quantity.interval
            names = tuple(quantity_name for quantity_name, _ in chain)
            checks.append(RateCheck(name, names, compare_with_limit(product, budget)))
    return tuple(checks)


def _quantities_of(unit: str, known: Sequence[tuple[str, Quantity]]) -> list[tuple[str, Quantity]]:
    """Find the quantity in a unit, over one rate if need be: 1套/人 × 12人 for 套; [] when unsure."""
    # A number of years says how long the effect lasts, not how often one pays.
    if unit == "年":
        return []
    per_unit = [(n, t) for n, t in known if t.measure and t.measure.base == unit]
    plain = [(n, t) for n, t in per_unit if t.measure and not t.measure.is_rate]
    if plain:
        return plain[:1] if len({t.value for _, t in plain}) == 1 else []
    if len(per_unit) != 1 or per_unit[0][1].measure is None:
        return []
    denominators = per_unit[0][1].measure.denominators
    over = [(n, t) for n, t in known if t.measure and t.measure.base in denominators]
    whole = [(n, t) for n, t in over if t.measure and not t.measure.is_rate]
    agree = len(denominators) == 1 and len({t.value for _, t in whole}) == 1
    return [per_unit[0], whole[0]] if agree else []
