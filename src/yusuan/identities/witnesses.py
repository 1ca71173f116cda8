"""What the text says of a figure decides between corrections that are equally simple; it says nothing where all fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.money import Printed
    from yusuan.identities.correction import Change, Location
    from yusuan.tables.table import CellKey

    Stated = Mapping[CellKey, Printed]


def settled(location: Location, stated: Stated) -> Location:
    """The location without the corrections the text speaks against, or with the only ones it speaks for."""
    if location.is_unique or not stated:
        return location
    every = (location.best, *location.alternatives)
    left = [one for one in every if not any(_keeps(change, stated) for change in one.changes)]
    confirmed = [one for one in left if any(_proves(change, stated) for change in one.changes)]
    best, *others = confirmed or left or every
    return replace(location, best=best, alternatives=tuple(others))


def _keeps(change: Change, stated: Stated) -> bool:
    """Tell whether the text says what is printed."""
    return _says(stated.get(change.key), change.found) and not _proves(change, stated)


def _proves(change: Change, stated: Stated) -> bool:
    """Tell whether the text says what the correction proposes."""
    return _says(stated.get(change.key), change.proposed)


def _says(said: Printed | None, fen: int | None) -> bool:
    return said is not None and abs(said.fen - (fen or 0)) <= said.half_digit
