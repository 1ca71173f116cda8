"""What tables say about money carried from year to year; it decides which figures are equal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.terms import Nature, Origin
from yusuan.tables.region import ALL_FUNDING, ALL_ORIGINS, Region

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from yusuan.tables.region import Funding
    from yusuan.tables.table import Table

_CURRENT = frozenset({Origin.CURRENT_YEAR})
_CARRIED = ALL_ORIGINS - _CURRENT
_CLOSING = frozenset({Nature.CLOSING_BALANCE})


class Witness(NamedTuple):
    """A figure that can hold carried money only: from last year, or for next year (closing)."""

    is_closing: bool
    funding: frozenset[Funding]


def witness(region: Region) -> Witness | None:
    """What a figure tells about carried money; most tell nothing."""
    if region.nature == _CLOSING:
        return Witness(is_closing=True, funding=region.funding)
    if region.origin <= _CARRIED and region.origin:
        return Witness(is_closing=False, funding=region.funding)
    return None


def is_whole(region: Region) -> bool:
    """Tell whether a witness counts all carried money of its funding: when it is blank, there is none."""
    opening = Region(region.funding, origin=_CARRIED).normal()
    return region in (opening, Region(region.funding, nature=_CLOSING).normal())


@dataclass(frozen=True, slots=True)
class Carried:
    """The funding that may hold money from last year (opening), and money kept for next year (closing)."""

    opening: frozenset[Funding]
    closing: frozenset[Funding]
    # A negative amount may hide behind a positive one: then no part need be smaller than its whole.
    is_bounded: bool = True

    @classmethod
    def read(cls, tables: Iterable[Table]) -> Carried:
        """See what the figures of some tables tell; a figure not recognised tells nothing."""
        filled, blank = set(), set()
        is_bounded = True
        for table in tables:
            for cell in table.cells.values():
                is_bounded = is_bounded and cell.value >= 0
                told = witness(cell.region)
                if told is not None and cell.recognised:
                    if cell.value:
                        filled.add(told)
                    elif is_whole(cell.region):
                        blank.add(told)
        return cls.told(filled, blank, is_bounded=is_bounded)

    @classmethod
    def told(
        cls, filled: Collection[Witness], blank: Iterable[Witness], *, is_bounded: bool = True
    ) -> Carried:
        """Funding holds nothing carried where a blank whole says so and no filled figure of it disagrees."""
        holding = {False: ALL_FUNDING, True: ALL_FUNDING}
        for whole in blank if is_bounded else ():
            if not any(
                part.is_closing == whole.is_closing and part.funding <= whole.funding
                for part in filled
            ):
                holding[whole.is_closing] -= whole.funding
        return cls(opening=holding[False], closing=holding[True], is_bounded=is_bounded)

    def reduce(self, region: Region) -> Region:
        """The region without the members that hold no money this year."""
        origin = region.origin if region.funding & self.opening else region.origin & _CURRENT
        nature = region.nature if region.funding & self.closing else region.nature - _CLOSING
        if (origin, nature) == (region.origin, region.nature):
            return region.normal()
        return replace(region, origin=origin, nature=nature).normal()
