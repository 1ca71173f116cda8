"""What tables say about money carried from year to year; it decides which figures are equal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from yusuan.core.terms import CARRIED, UNSPENT, Nature, Origin
from yusuan.tables.region import ALL_FUNDING, OWN, Region

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from yusuan.tables.region import Funding
    from yusuan.tables.table import Table

    # What may hold money: an origin from before this year, or a nature that is not spending, of some funding.
    Holding: TypeAlias = frozenset[tuple[Origin | Nature, Funding]]

_EVERY_OPENING = frozenset((member, f) for member in CARRIED for f in ALL_FUNDING)
_EVERY_CLOSING = frozenset((member, f) for member in UNSPENT for f in ALL_FUNDING)


class Witness(NamedTuple):
    """A figure that can hold carried money only: from last year, or not spent this year (closing)."""

    members: frozenset[Origin] | frozenset[Nature]
    funding: frozenset[Funding]


def witness(region: Region) -> Witness | None:
    """What a figure of the document's own ledger tells about carried money; most tell nothing."""
    if region.ledger != OWN:
        return None
    if region.nature and region.nature <= UNSPENT:
        return Witness(region.nature, region.funding)
    if region.origin and region.origin <= CARRIED:
        return Witness(region.origin, region.funding)
    return None


def is_whole(region: Region) -> bool:
    """Tell whether a witness counts all money of its members and funding: when it is blank, there is none."""
    told = witness(region)
    if told is None:
        return False
    wholes = (
        Region(region.funding, origin=region.origin),
        Region(region.funding, nature=region.nature),
    )
    return any(region == whole.normal() and witness(whole) == told for whole in wholes)


@dataclass(frozen=True, slots=True)
class Carried:
    """The origins and funding that may hold money from last year (opening), the natures not spent (closing)."""

    opening: Holding
    closing: Holding
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
        """Members of some funding hold nothing where a blank whole says so and no filled part of it disagrees."""
        nothing: set[tuple[Origin | Nature, Funding]] = set()
        for whole in blank if is_bounded else ():
            for member in whole.members:
                if not any(
                    member in part.members and part.funding <= whole.funding for part in filled
                ):
                    nothing |= {(member, f) for f in whole.funding}
        return cls(_EVERY_OPENING - nothing, _EVERY_CLOSING - nothing, is_bounded=is_bounded)

    def reduce(self, region: Region) -> Region:
        """The region without the members that hold no money this year; of another ledger nothing is known."""
        if region.ledger != OWN:
            return region.normal()
        origin = region.origin - (CARRIED - _holders(self.opening, region.funding))
        nature = region.nature - (UNSPENT - _holders(self.closing, region.funding))
        if (origin, nature) == (region.origin, region.nature):
            return region.normal()
        return replace(region, origin=origin, nature=nature).normal()


@lru_cache(maxsize=4096)
def _holders(holding: Holding, funding: frozenset[Funding]) -> frozenset[Origin | Nature]:
    """The members that may hold some of this funding; all regions of a document have the same few."""
    return frozenset(member for member, held in holding if held in funding)
