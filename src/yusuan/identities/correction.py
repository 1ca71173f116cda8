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
        """Say in Chinese what to change, and why we think so; at most three corrections are named."""
        slips = "、".join(dict.fromkeys(change.slip.label for change in self.best.changes))
        said = (
            f"若将{_all_in_words(self.best, figures)}，{len(self.identities)} 项不成立的关系同时成立，"
            f"疑为{slips}"
        )
        named = 0
        for other in self.alternatives[: _NAMED - 1]:
            more = f"；或将{_all_in_words(other, figures)}"
            if len(said) + len(more) > _LONGEST:
                break
            said, named = said + more, named + 1
        left = len(self.alternatives) - named
        return f"{said}{f'；另有 {left} 种同样简单的改法' if left else ''}；请按批复数更正。"


# Corrections, and changes of one correction, that are written out; and what they may take of a suggestion.
_NAMED = 3
_LONGEST = 170


def _all_in_words(correction: Correction, figures: Figures) -> str:
    changes = correction.changes
    more = f"等 {len(changes)} 格" if len(changes) > _NAMED else ""
    return "，".join(_in_words(change, figures) for change in changes[:_NAMED]) + more


def _in_words(change: Change, figures: Figures) -> str:
    spec = figures.specs[change.key.table]
    place = place_in_words(figures.cells[change.key], spec)
    if change.proposed is None:
        return f"{place} 删去"
    was = "空白" if change.found is None else in_unit(change.found, spec)
    return f"{place} 由 {was} 改为 {in_unit(change.proposed, spec)}"
