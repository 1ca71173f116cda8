"""Sets of classification codes: whole branches of the tree, less some branches below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.codes import Code, code

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Remembered:
    """The hash, once asked for: a set is compared as part of every region."""

    __slots__ = ("_hash",)
    _hash: int


@dataclass(frozen=True, slots=True)
class CodeSet(_Remembered):
    """The codes within some branches (None: the whole tree) and not within others."""

    within: frozenset[Code] | None = None
    without: frozenset[Code] = frozenset()

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash((self.within, self.without)))
            return self._hash

    @classmethod
    def of(cls, *digits: str, without: Iterable[str] = ()) -> CodeSet:
        """The branches named, less the branches named after `without`."""
        return cls(frozenset(map(code, digits)), frozenset(map(code, without))).normal()

    @classmethod
    def except_for(cls, *digits: str) -> CodeSet:
        """Every code but these branches."""
        return cls(None, frozenset(map(code, digits)))

    def admits(self, member: Code | None) -> bool:
        """Tell whether a code belongs; a missing code belongs to the whole tree only."""
        if self.is_everything or member is None:
            return self.is_everything
        if any(member.within(branch) for branch in self.without):
            return False
        return self.within is None or any(member.within(branch) for branch in self.within)

    @property
    def is_everything(self) -> bool:
        """Tell whether nothing is left out."""
        return self.within is None and not self.without

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is admitted."""
        return self.within is not None and not self.within

    def normal(self) -> CodeSet:
        """The one way of writing this set: no nested branches, no exclusion that excludes nothing."""
        without = _outermost(self.without)
        if self.within is None:
            return CodeSet(None, without)
        kept = frozenset(
            c for c in _outermost(self.within) if not any(c.within(x) for x in without)
        )
        return CodeSet(
            kept, frozenset(x for x in without if any(x.within(branch) for branch in kept))
        )

    def __and__(self, other: CodeSet) -> CodeSet:
        if self.is_everything:
            return other
        if other.is_everything:
            return self
        if self.within is None or other.within is None:
            within = self.within if other.within is None else other.within
        else:
            within = frozenset(
                deeper
                for a in self.within
                for b in other.within
                if (deeper := a if a.within(b) else b if b.within(a) else None) is not None
            )
        return CodeSet(within, self.without | other.without).normal()

    def __or__(self, other: CodeSet) -> CodeSet:
        """Join two sets without exclusions; raises ValueError for any other."""
        if self.within is None or other.within is None or self.without or other.without:
            msg = "only plain branches can be joined"
            raise ValueError(msg)
        return CodeSet(self.within | other.within).normal()

    def __le__(self, other: CodeSet) -> bool:
        return (self & other) == self

    def isdisjoint(self, other: CodeSet) -> bool:
        """Tell whether no code belongs to both."""
        return (self & other).is_empty


EVERY_CODE = CodeSet()


def _outermost(branches: frozenset[Code]) -> frozenset[Code]:
    if len(branches) < 2:  # noqa: PLR2004  one branch cannot nest
        return branches
    return frozenset(
        b for b in branches if not any(b is not other and b.within(other) for other in branches)
    )
