"""Assets and purchases as a published document prints them: every figure with its precision and its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.money import Printed
    from yusuan.core.outcomes import Where


@dataclass(frozen=True, slots=True)
class Holding:
    """A row of the asset table. `is_part` is false for an `其中` row, which is within the row above it.

    `unread` holds what stands in the value's place and is no amount.
    """

    label: str
    quantity: str
    value: Printed | None
    where: Where
    is_part: bool = True
    unread: str = ""
    # False where neither the table nor the user says which unit of money it is in.
    has_unit: bool = True


@dataclass(frozen=True, slots=True)
class Holdings:
    """The asset table: its total (None where the cell is blank) and its rows by label."""

    total: Printed | None
    total_place: Where
    rows: Mapping[str, Holding]
    page: int | None = None
    # What stands in the place of the total and is no amount.
    total_unread: str = ""

    @property
    def has_unit(self) -> bool:
        """Tell whether the unit of money is known."""
        return all(row.has_unit for row in self.rows.values())

    @property
    def parts(self) -> tuple[Holding, ...]:
        """The rows that make up the total."""
        return tuple(row for row in self.rows.values() if row.is_part)


@dataclass(frozen=True, slots=True)
class Purchase:
    """A line of the procurement table; `quantity` and `unit` as printed."""

    name: str
    code: str
    quantity: str
    unit: str
    price: Printed | None
    amount: Printed
    where: Where
    project: str = ""
    # What pays for it, by column; None where the columns of the printed header cannot be told apart.
    funds: tuple[Printed, ...] | None = None
    # What stands there and could not be read: price, funds.
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Purchases:
    """The procurement table: its total and its items, subtotals left out."""

    total: Printed | None
    total_place: Where
    items: tuple[Purchase, ...]
    page: int | None = None
    # Amounts that stand there and could not be read.
    unread: tuple[str, ...] = ()
    # False where neither the table nor the user says which unit of money it is in.
    has_unit: bool = True
