"""Corrections as values: which figures to change, from what to what, and why we think so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.identities.evaluate import Figures, in_unit, place_in_words
from yusuan.identities.slip import Slip

if TYPE_CHECKING:
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import CellKey


@dataclass(frozen=True, slots=True)
class Change:
    """One figure to change, fen; None is a blank."""

    key: CellKey
    found: int | None
    proposed: int | None
    slip: Slip


@dataclass(frozen=True, slots=True)
class Correction:
    """Changes that together make all the identities they touch hold; `repairs` is how many failed."""

    changes: tuple[Change, ...]
    repairs: int

    @property
    def keys(self) -> frozenset[CellKey]:
        """The figures to change."""
        return frozenset(change.key for change in self.changes)

    @property
    def kind(self) -> str:
        """The slip that explains it, or `other` where several figures need several."""
        codes = {change.slip.code for change in self.changes}
        return codes.pop() if len(codes) == 1 else Slip.OTHER.code


@dataclass(frozen=True, slots=True)
class Location:
    """Where one error most likely is; alternatives change as few figures, and are less plausible."""

    best: Correction
    alternatives: tuple[Correction, ...]
    identities: tuple[Identity, ...]

    @property
    def is_unique(self) -> bool:
        """Tell whether no other correction is as small."""
        return not self.alternatives

    def suggestion(self, figures: Figures) -> str:
        """Say in Chinese what to change, and why we think so."""
        changes = "，".join(_in_words(change, figures) for change in self.best.changes)
        count = len(self.identities)
        slips = "、".join(dict.fromkeys(change.slip.label for change in self.best.changes))
        others = (
            ""
            if self.is_unique
            else f"（另有 {len(self.alternatives)} 种同样简单的改法，请逐一核对）"
        )
        return (
            f"若将{changes}，{count} 项不成立的关系同时成立，疑为{slips}{others}；请按批复数更正。"
        )


def _in_words(change: Change, figures: Figures) -> str:
    spec = figures.specs[change.key.table]
    place = place_in_words(figures.cells[change.key], spec)
    if change.proposed is None:
        return f"{place} 删去"
    was = "空白" if change.found is None else in_unit(change.found, spec)
    return f"{place} 由 {was} 改为 {in_unit(change.proposed, spec)}"
