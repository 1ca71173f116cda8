"""Costing (测算): quantity × unit price × periods, added up and held against the funding; amounts in fen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.core.budget import CostItem


@dataclass(frozen=True, slots=True)
class Calculation:
    """One item as it can be added up again: what is stated, and what its factors come to (None without factors)."""

    name: str
    stated: int | None
    product: int | None

    @property
    def amount(self) -> int:
        """What counts: the amount stated, else the product, else nothing."""
        return self.stated if self.stated is not None else self.product or 0

    @property
    def differs(self) -> bool:
        """Tell whether amount and factors contradict each other."""
        return self.stated is not None and self.product is not None and self.stated != self.product


def calculated(items: Iterable[CostItem]) -> list[Calculation]:
    """Each item with its product."""
    return [Calculation(item.name, item.amount, product(item)) for item in items]


def product(item: CostItem) -> int | None:
    """Quantity × unit price × periods, to the fen; None where a factor is not given."""
    if item.quantity is None or item.unit_price is None:
        return None
    exact = item.quantity * item.unit_price * item.periods
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def total(calculations: Iterable[Calculation]) -> int:
    """What a project costs."""
    return sum(one.amount for one in calculations)
