"""Find the smallest set of figures whose change makes every identity hold, and the values they should have.

A wrong figure breaks every identity it is in by the same amount, so one change that repairs them all is
nearly a proof. One or two figures are found exactly by trying them; more of them, or two that hide each
other, by a small integer programme (HiGHS) that says which figures change. The values are then solved in
whole fen: no amount passes through a float.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from yusuan.identities.correction import Change, Correction, Location
from yusuan.identities.evaluate import Figures
from yusuan.identities.signed_sums import SignedSums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.identities.identity import Identity
    from yusuan.identities.signed_sums import Deltas
    from yusuan.tables.table import Table

__all__ = ["Change", "Correction", "Location", "Search", "locate", "search"]

Solutions: TypeAlias = "dict[frozenset[int], list[Deltas]]"
_OFFERED = 5


class Search(NamedTuple):
    """The errors found, and how many identities were left without one because the search took `most` steps."""

    locations: tuple[Location, ...]
    unsought: int
    most: int


def locate(tables: Iterable[Table], identities: Iterable[Identity]) -> tuple[Location, ...]:
    """The errors behind the identities that fail, independent ones apart; silent where nothing explains them."""
    return search(tables, identities).locations


def search(tables: Iterable[Table], identities: Iterable[Identity]) -> Search:
    """The same, and how much was not looked for any longer."""
    figures = Figures.of(tables)
    system = SignedSums(figures, identities)
    found: list[Location] = []
    while failing := system.failing():
        groups = system.groups(failing)
        solved: Solutions = {
            g: [{key: delta} for key, delta in system.single(g, {})] for g in groups
        }
        if not any(solved.values()):
            solved = _several(system, groups)
        if not any(solved.values()):
            break
        # What is found may clear the way for the rest: a bound no longer broken, a difference no longer hidden.
        for group, solutions in solved.items():
            if solutions:
                ranked = sorted(solutions, key=system.cost)
                found += _locations(system, group, ranked)
                system.apply(ranked[0])
    found.sort(key=lambda one: min(figures.order[k] for k in one.best.keys))
    effort = system.effort
    return Search(tuple(found), len(failing) if effort.is_cut else 0, effort.steps)


def _several(system: SignedSums, groups: Sequence[frozenset[int]]) -> Solutions:
    """Groups that no single figure repairs: taken together first, then one by one.

    Two errors that cancel out in one identity leave two groups that neither can solve without the other.
    """
    together = frozenset[int]().union(*groups)
    solved: Solutions = {together: system.peel(together)}
    if not any(solved.values()) and len(groups) > 1:
        solved = {g: system.peel(g) or system.programme(g) for g in groups}
    if not any(solved.values()):
        solved = {together: system.programme(together)}
    return solved


def _locations(
    system: SignedSums, group: frozenset[int], ranked: Sequence[Deltas]
) -> Iterator[Location]:
    """The best solution, taken apart into changes that share no identity, each with its alternatives."""
    smallest = [dict(s) for s in ranked if len(s) == len(ranked[0])]
    best = smallest[0]
    for part in system.apart(best):
        others = {key: delta for key, delta in best.items() if key not in part}
        kept = [s for s in smallest if others.items() <= s.items()]
        repaired = frozenset(n for key in part for n in system.member[key] if n in group)
        corrections = [
            system.correction({k: d for k, d in s.items() if k not in others}, len(repaired))
            for s in kept[: _OFFERED + 1]
        ]
        yield Location(
            corrections[0],
            tuple(corrections[1:]),
            tuple(system.identities[n] for n in sorted(repaired)),
        )
