"""A table of a batch's results, before anybody decides between CSV, Excel and a page."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Cell: TypeAlias = str | int | None


class Kind(enum.Enum):
    """What a column holds. ORDINAL is a year or page, AMOUNT yuan as text, SHARE whole thousandths, LINK a path."""

    TEXT = "text"
    NUMBER = "number"
    ORDINAL = "ordinal"
    AMOUNT = "amount"
    SHARE = "share"
    LINK = "link"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its heading for people, how wide it likes to be in characters.

    The headline says what a row is about, where there is no room for a row.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    width: int = 12
    is_headline: bool = False


@dataclass(frozen=True, slots=True)
class LeagueTable:
    """Rows that may be gone through more than once; `terms` are what people read for values of TERM columns."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    terms: Mapping[str, str] = field(default_factory=dict)
    # Said under the heading.
    note: str = ""

    def for_people(self, column: Column, cell: Cell) -> str:
        """A cell as people read it."""
        if cell is None:
            return ""
        if column.kind is Kind.SHARE and isinstance(cell, int):
            return f"{cell // 10}.{cell % 10}%"
        if column.kind is Kind.NUMBER and isinstance(cell, int):
            return f"{cell:,}"
        if column.kind is Kind.AMOUNT:
            return _set_off(str(cell))
        if column.kind is Kind.TERM:
            return self.terms.get(str(cell), str(cell))
        return str(cell)


def _set_off(amount: str) -> str:
    """An amount with its thousands set off; anything else as it is."""
    sign, digits = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
    whole, point, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{rest}" if whole.isdecimal() else amount


def permille(part: int, whole: int) -> int | None:
    """A share in whole thousandths, rounded half up; None of nothing."""
    return None if whole == 0 else (2000 * part + whole) // (2 * whole)
