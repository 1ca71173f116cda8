"""A row as understood, and the rows of a panel together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.terms import CARRIED, Origin
from yusuan.tables.classes import THREE_PUBLIC_FORM
from yusuan.tables.region import Ledger, Region

if TYPE_CHECKING:
    from yusuan.core.codes import Code

OWN_BALANCE = frozenset({Origin.OWN_BALANCE})


@dataclass(frozen=True, slots=True)
class RowReading:
    """A body row: the line it stands on, its key and label, and what it filters."""

    line: int
    key: str
    label: str
    region: Region | None
    code: Code | None = None
    is_total: bool = False
    heading: str = ""
    # Which time its key is printed, from the second on: a row of its own all the same.
    again: str = ""
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows of a panel: by a dimension's codes (function, economic, government), or listed.

    `complete_in` names the dimension in which listed rows are all there is.
    """

    rows: tuple[RowReading, ...]
    dimension: str = ""
    complete_in: str = ""


def foreign(*words: str) -> Region:
    """The lines that words nobody knows pick out."""
    return Region(ledger=Ledger(of=frozenset(words)))


def beside_own_balance(region: Region) -> Region:
    """All money carried over, beside a row or column for a unit's own balance (使用非财政拨款结余): the rest of it."""
    return replace(region, origin=CARRIED - OWN_BALANCE) if region.origin == CARRIED else region


def is_item(region: Region) -> bool:
    """Tell whether a region is one of the items a three-public table prints."""
    return not region.economic.is_everything and region.economic <= THREE_PUBLIC_FORM
