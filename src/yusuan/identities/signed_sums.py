"""Identities as signed sums of figures, and the search for changes that bring all of them to zero."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from yusuan.identities.correction import Change, Correction
from yusuan.identities.effort import Effort
from yusuan.identities.evaluate import tolerance
from yusuan.identities.slip import Slip
from yusuan.identities.support import smallest_supports

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from yusuan.identities.evaluate import Figures
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import CellKey

Deltas: TypeAlias = "Mapping[CellKey, int]"
K = TypeVar("K")
M = TypeVar("M")
# So many errors in one tangle are found one after the other; more are left to the programme.
_PEELED = 4
_STEPS = 4000
# For all that fails in one document: a second or two. Real documents take a hundredth of it at most, and three times
# as many find nothing more in documents made wrong in a hundred places.
_MOST_STEPS = 1_500_000


class SignedSums:
    """The identities of a set of figures as signed sums that must be zero (or, for bounds, not positive)."""

    def __init__(self, figures: Figures, identities: Iterable[Identity]) -> None:
        self.figures = figures
        cells = figures.cells
        self.identities: list[Identity] = []
        self.residual: list[int] = []
        self.slack: list[int] = []
        self.member: dict[CellKey, dict[int, int]] = defaultdict(dict)
        for identity in identities:
            involved = [cells[key] for key in identity]
            # What was not read cannot contradict anything, and a bound says nothing about negatives.
            if not all(cell.recognised for cell in involved):
                continue
            if not identity.is_equation and any(cell.value < 0 for cell in involved):
                continue
            n = len(self.identities)
            self.identities.append(identity)
            self.residual.append(involved[0].value - sum([cell.value for cell in involved[1:]]))
            self.slack.append(tolerance(involved))
            for sign, key in zip((1, *[-1] * len(identity.right)), identity, strict=True):
                self.member[key][n] = sign
        self.bounds = frozenset(
            n for n, identity in enumerate(self.identities) if not identity.is_equation
        )
        self.settled: set[CellKey] = set()
        self.effort = Effort(_MOST_STEPS)
        self._most = max(map(len, self.member.values()), default=0)
        self._prints_zero = {key.table for key, cell in cells.items() if cell.amount == 0}

    def holds(self, n: int, change: int) -> bool:
        """Tell whether an identity holds once its left side less its right side changes so much."""
        off = self.residual[n] + change
        return off <= self.slack[n] and (n in self.bounds or -off <= self.slack[n])

    def failing(self) -> frozenset[int]:
        """The identities that do not hold."""
        return frozenset(n for n in range(len(self.identities)) if not self.holds(n, 0))

    def apply(self, deltas: Deltas) -> None:
        """Take changes as made; their figures are settled."""
        for n, change in self.changed(deltas).items():
            self.residual[n] += change
        self.settled.update(deltas)

    def changed(self, deltas: Deltas) -> dict[int, int]:
        """By how much each touched identity changes."""
        change: dict[int, int] = defaultdict(int)
        for key, delta in deltas.items():
            for n, sign in self.member[key].items():
                change[n] += sign * delta
        return change

    def groups(self, failing: Collection[int]) -> list[frozenset[int]]:
        """The failing identities, those that share a figure together."""
        return _connected({n: self.identities[n] for n in failing})

    def apart(self, deltas: Deltas) -> list[frozenset[CellKey]]:
        """The changed figures, those that share an identity together."""
        return _connected({key: self.member[key] for key in deltas})

    def single(self, failing: Collection[int], before: Deltas) -> Iterator[tuple[CellKey, int]]:
        """Every one figure that repairs all these identities, and breaks none, after some changes."""
        if not failing:
            return
        already = self.changed(before)
        smallest = min(failing, key=lambda n: (len(self.identities[n].right), n))
        for key in self.identities[smallest]:
            touched = self.member[key]
            if key in before or key in self.settled or not all(n in touched for n in failing):
                continue
            for delta, _ in Counter(
                -touched[n] * (self.residual[n] + already.get(n, 0)) for n in failing
            ).most_common():
                if delta and all(
                    self.holds(n, already.get(n, 0) + sign * delta) for n, sign in touched.items()
                ):
                    yield key, delta
                    break

    def peel(self, failing: frozenset[int]) -> list[Deltas]:
        """The smallest sets of figures that can be found one after the other, each explaining an identity alone.

        Two figures are searched completely. For more, every step must leave fewer failures behind it.
        """
        for size in range(2, _PEELED + 1):
            found: dict[frozenset[tuple[CellKey, int]], Deltas] = {}
            steps = Effort(_STEPS)
            for deltas in self._peel(failing, {}, size, steps):
                found.setdefault(frozenset(deltas.items()), deltas)
            if found:
                return list(found.values())
        return []

    def _peel(
        self, failing: Collection[int], before: Deltas, size: int, steps: Effort
    ) -> Iterator[Deltas]:
        if size == 1:
            for key, delta in self.single(failing, before):
                yield {**before, key: delta}
            return
        tried: set[tuple[CellKey, int]] = set()
        already = self.changed(before)
        for n in sorted(failing):
            for key in self.identities[n]:
                delta = -self.member[key][n] * (self.residual[n] + already.get(n, 0))
                if key in before or key in self.settled or not delta or (key, delta) in tried:
                    continue
                if not (steps.spend(1) and self.effort.spend(len(self.member[key]))):
                    return
                tried.add((key, delta))
                deltas = {**before, key: delta}
                rest = self.left_failing(failing, deltas)
                if len(rest) <= self._most * (size - 1) and (
                    size == 2 or len(rest) < len(failing)  # noqa: PLR2004  the last two
                ):
                    yield from self._peel(rest, deltas, size - 1, steps)

    def left_failing(self, failing: Collection[int], deltas: Deltas) -> set[int]:
        """The identities that fail after some changes; `failing` are those that did before the last."""
        change = self.changed(deltas)
        rest = {n for n in failing if n not in change}
        return rest | {n for n, off in change.items() if not self.holds(n, off)}

    def programme(self, failing: frozenset[int]) -> list[Deltas]:
        """The smallest sets of figures an integer programme finds, with their exact values."""
        cells = sorted(
            {key for n in failing for key in self.identities[n]} - self.settled,
            key=self.figures.order.__getitem__,
        )
        touched = sorted({n for key in cells for n in self.member[key]})
        return smallest_supports(self, cells, touched)

    def cost(self, deltas: Deltas) -> tuple[int, int, int, list[int]]:
        """Fewest figures first, then those that leave fewest differences, then the likeliest slips."""
        change = self.changed(deltas)
        loose = sum(
            (self.residual[n] + off != 0) - (self.residual[n] != 0)
            for n, off in change.items()
            if n not in self.bounds
        )
        changes = self.correction(deltas, 0).changes
        order = sorted(self.figures.order[key] for key in deltas)
        return len(deltas), loose, sum(one.slip.cost for one in changes), order

    def correction(self, deltas: Deltas, repairs: int) -> Correction:
        """The changes as values to print, in reading order."""
        changes = []
        for key in sorted(deltas, key=self.figures.order.__getitem__):
            found = self.figures.cells[key].amount
            proposed: int | None = self.figures.cells[key].value + deltas[key]
            if proposed == 0 and key.table not in self._prints_zero:
                proposed = None  # this table prints no zeros: nothing is a blank
            spec = self.figures.specs[key.table]
            changes.append(Change(key, found, proposed, Slip.between(found, proposed, spec)))
        return Correction(tuple(changes), repairs)


def _connected(members: Mapping[K, Iterable[M]]) -> list[frozenset[K]]:
    """Group things that share a member, directly or through others; in the order given."""
    groups: list[tuple[set[K], set[M]]] = []
    for thing, parts in members.items():
        mine, held = {thing}, set(parts)
        apart = []
        for group in groups:
            if group[1].isdisjoint(held):
                apart.append(group)
            else:
                mine, held = mine | group[0], held | group[1]
        groups = [*apart, (mine, held)]
    return [frozenset(group) for group, _ in groups]
