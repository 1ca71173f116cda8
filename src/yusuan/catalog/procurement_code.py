"""The government procurement catalogue (政府采购品目分类目录): codes in use, with kind and parent."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache

from yusuan.catalog.entries import Provenance, nearest, provenance, rows
from yusuan.core.errors import CatalogError
from yusuan.core.patterns import pattern

# A pair that follows an empty one would have no place in the tree.
_CODE = pattern(r"(?=.{9}$)[ABC](?:(?!00)\d\d)+(?:00)*")
_OFFERED = 3


class ProcurementKind(enum.Enum):
    """Kind of a purchase; the letter a catalogue code starts with."""

    GOODS = "A"
    WORKS = "B"
    SERVICES = "C"

    @property
    def label(self) -> str:
        """The Chinese name of the kind."""
        return {"A": "货物", "B": "工程", "C": "服务"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class ProcurementCode:
    """A code of the 2022 catalogue: a letter and four pairs of digits, one pair a level."""

    digits: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.digits):
            raise ValueError(f"not a procurement code: {self.digits!r} (A, B or C and 8 digits)")

    def __str__(self) -> str:
        return self.digits

    @property
    def kind(self) -> ProcurementKind:
        """Goods, works or services."""
        return ProcurementKind(self.digits[0])

    @property
    def level(self) -> int:
        """How many pairs are in use, 1 to 4."""
        return sum(self.digits[i : i + 2] != "00" for i in range(1, 9, 2))

    @property
    def parent(self) -> ProcurementCode | None:
        """The code one level up, or None at the top."""
        kept = self.digits[: 2 * self.level - 1]
        return ProcurementCode(kept.ljust(9, "0")) if self.level > 1 else None


@dataclass(frozen=True, slots=True)
class ProcurementEntry:
    """A procurement code with its name."""

    code: ProcurementCode
    name: str
    provenance: Provenance


def procurement(wanted: ProcurementCode) -> ProcurementEntry:
    """The entry of a code; raises CatalogError offering its nearest known ancestor or neighbours.

    Only codes in use are recorded, a fraction of the official list: an unknown one is not wrong.
    """
    found = procurement_catalogue().get(wanted)
    if found is None:
        raise CatalogError(f"procurement code {wanted} is not recorded", _offered(wanted))
    return found


@lru_cache(maxsize=1)
def procurement_catalogue() -> dict[ProcurementCode, ProcurementEntry]:
    """All recorded codes in code order."""
    entries = (
        ProcurementEntry(ProcurementCode(row["code"]), row["name"], provenance(row))
        for row in rows("procurement")
    )
    return {entry.code: entry for entry in sorted(entries, key=lambda entry: entry.code)}


def _offered(wanted: ProcurementCode) -> tuple[str, ...]:
    known = procurement_catalogue()
    ancestor = wanted.parent
    while ancestor is not None and ancestor not in known:
        ancestor = ancestor.parent
    close = [other for other in nearest(str(wanted), map(str, known)) if other != str(ancestor)]
    return ((str(ancestor), *close) if ancestor else tuple(close))[:_OFFERED]
