"""Which budget lines a figure sums: asked of every figure of a page, so that no line is looked at for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import DIMENSIONS, EVERYTHING, OWN, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeAlias

    from yusuan.core.budget import BudgetLine
    from yusuan.tables.region import Region

    Members: TypeAlias = CodeSet | frozenset[Any]


class LinesBehind:
    """Some lines by their numbers, from 0: a bit each, a set of them for every choice of members in a dimension.

    A figure's lines are those that all of its dimensions take. The same few choices come again in all figures.
    """

    def __init__(self, lines: Iterable[BudgetLine]) -> None:
        facts = [facts_of(line) for line in lines]
        self._all = (1 << len(facts)) - 1
        # By dimension: each fact there is, and the lines that have it.
        self._having: list[dict[object, int]] = [{} for _ in DIMENSIONS]
        for n, line in enumerate(facts):
            for having, fact in zip(self._having, line, strict=True):
                having[fact] = having.get(fact, 0) | 1 << n
        self._taken: dict[tuple[int, object], int] = {}

    def of(self, region: Region) -> tuple[int, ...]:
        """The numbers of the lines; none for a figure of another year or stage, whose lines are others."""
        if region.ledger != OWN:
            return ()
        taken = self._all
        for number, name in enumerate(DIMENSIONS):
            members = getattr(region, name)
            if members != getattr(EVERYTHING, name):
                taken &= self._by(number, members)
        found = []
        while taken:
            lowest = taken & -taken
            found.append(lowest.bit_length() - 1)
            taken ^= lowest
        return tuple(found)

    def _by(self, number: int, members: Members) -> int:
        """The lines whose fact in a dimension some members take."""
        key = (number, members)
        if key not in self._taken:
            self._taken[key] = 0
            for fact, having in self._having[number].items():
                if _takes(members, fact):
                    self._taken[key] |= having
        return self._taken[key]


def _takes(members: Members, fact: Any) -> bool:  # noqa: ANN401  what a line is, in any dimension
    """Tell whether a set of members, or of codes, holds what a line is in its dimension."""
    return members.admits(fact) if isinstance(members, CodeSet) else fact in members
