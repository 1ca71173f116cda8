"""Which other amounts go with the classified ones, so that no sum gives any of them away (complementary suppression).

Companions are taken in an order that has nothing to do with their amounts, and none is passed over: otherwise who
knows the rule learns from the choice. What an earlier version withheld stays withheld as long as it protects anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.target import Quantity
from yusuan.documents.secrecy.mask import (
    Item,
    classified_amounts,
    groups_of,
    masked,
    tells_classes,
)
from yusuan.documents.secrecy.printed import (
    Goal,
    Known,
    Purchase,
    Share,
    cost_goals,
    is_withheld,
    places,
    said_by,
)
from yusuan.documents.secrecy.unknowns import Unknowns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.budget import DepartmentalBudget, Project
    from yusuan.documents.secrecy.mask import Withheld
    from yusuan.documents.secrecy.unknowns import Bounds

# What is left of rounding in the solver, as a part of the amount.
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Secret:
    """A classified amount: what it is the sum of, and what it is, fen."""

    parts: tuple[Share | Item | Goal | Purchase, ...]
    amount: int


def secrets(budget: DepartmentalBudget, marked: Withheld) -> Iterator[Secret]:
    """Every amount that is not printed because it is classified, and can be said to be some amount."""
    shares = groups_of(budget.lines, by_class=tells_classes(budget))
    for project in budget.projects:
        if project.code in marked.projects:
            parts = tuple(Share(project.code, group) for group in shares.get(project.code, ()))
            yield Secret(parts, sum(shares.get(project.code, {}).values()))
            continue
        for place in sorted(marked.items.get(project.code, ())):
            yield Secret((Item(project.code, place),), project.costing[place].amount or 0)
        for place, indicator in cost_goals(project):
            target = indicator.target
            if "target" in indicator.classified and isinstance(target, Quantity) and target.fen:
                yield Secret((Goal(project.code, place),), target.fen)
    for place, line in enumerate(budget.procurement):
        if line.classified:
            yield Secret((Purchase(place),), line.amount)


@dataclass
class Case:
    """One budget to be published, and what was published of the same year before.

    A secret is found where what is printed says it to within `percent` of itself, on either side.
    """

    budget: DepartmentalBudget
    earlier: Sequence[DepartmentalBudget]
    percent: int

    def chosen(self) -> tuple[Withheld, tuple[Secret, ...]]:
        """What is withheld, and the secrets that can be worked out all the same."""
        marked, withheld = self._marked()
        known, lost = Known.of(self.budget), []
        attack = self._attack(withheld, known)
        for secret in secrets(self.budget, marked):
            candidates = self._candidates(secret, known)
            while attack.finds(secret):
                more = next((c for c in candidates if c not in withheld), None)
                if more is None:
                    lost.append(secret)
                    break
                withheld = withheld.and_also(more)
                attack = self._attack(withheld, known)
        return withheld, tuple(lost)

    def _attack(self, withheld: Withheld, known: Known) -> Attack:
        return Attack.on(
            masked(self.budget, withheld, with_words=False), self.earlier, known, self.percent
        )

    def _marked(self) -> tuple[Withheld, Withheld]:
        """What is classified, and with it what earlier versions withheld and may not show now."""
        marked = classified_amounts(self.budget)
        now = {project.code for project in self.budget.projects}
        withheld = marked
        for publication in self.earlier:
            was = {p.code for p in publication.projects if p.is_withheld}
            if was - now:
                # Of one that is gone the old sums still tell, once its companions are known.
                marked = marked.and_also(*(was & now))
            if was - now or was & marked.projects:
                withheld = withheld.and_also(*(was & now))
            for project in publication.projects:
                withheld = withheld.and_also(*self._items_before(project, marked))
        return marked, withheld.and_also(*marked.projects)

    def _items_before(self, before: Project, marked: Withheld) -> Iterator[Item]:
        """Costing items an earlier version withheld, where any of the list is classified still."""
        project = self.budget.project(before.code)
        if project is None or not marked.items.get(before.code):
            return
        at = places(before.costing, [item.name for item in project.costing])
        for place, item in zip(at or (), before.costing, strict=False):
            if is_withheld(item):
                yield Item(before.code, place)

    def _candidates(self, secret: Secret, known: Known) -> Iterator[str | Item]:
        """What could go with a secret, in an order that says nothing of amounts; what is out already is no use."""
        first = secret.parts[0] if secret.parts else None
        if isinstance(first, Share):
            groups = {part.group for part in secret.parts if isinstance(part, Share)}
            common = {p: len(groups & of.keys()) for p, of in known.shares.items()}
            yield from sorted(
                (p for p, n in common.items() if n and not self._was_open(p)),
                key=lambda p: (-common[p], p),
            )
        elif isinstance(first, Item):
            project = self.budget.project(first.project)
            costing = project.costing if project else ()
            yield from (Item(first.project, n) for n, item in enumerate(costing) if item.amount)

    def _was_open(self, project: str) -> bool:
        """Tell whether an earlier version printed a project's amount."""
        found = (publication.project(project) for publication in self.earlier)
        return any(p is not None and not p.is_withheld for p in found)


@dataclass(frozen=True)
class Attack:
    """What can be worked out of a public view by itself, and beside what was published before."""

    systems: tuple[Unknowns, ...]
    percent: int

    @classmethod
    def on(
        cls,
        public: DepartmentalBudget,
        earlier: Sequence[DepartmentalBudget],
        known: Known,
        percent: int,
    ) -> Attack:
        """Write down what is printed: alone, beside each earlier version, and beside all of them."""
        beside = [(), *((one,) for one in earlier), *([tuple(earlier)] if len(earlier) > 1 else [])]
        systems = []
        for publications in beside:
            unknowns = Unknowns()
            for publication in (public, *publications):
                said_by(publication, known, unknowns)
            systems.append(unknowns)
        return cls(tuple(systems), percent)

    def finds(self, secret: Secret) -> bool:
        """Tell whether a secret is bounded, on either side, to less than it may be missed by."""
        return any(self._is_near(bounds, secret.amount) for bounds in self.bounds(secret))

    def bounds(self, secret: Secret) -> Iterator[Bounds]:
        """How narrowly each of the readings bounds a secret; what contradicts itself says nothing."""
        for unknowns in self.systems:
            found = unknowns.bounds(secret.parts, max(1, secret.amount))
            if found is not None:
                yield found

    def _is_near(self, bounds: Bounds, amount: int) -> bool:
        slack = _SLACK * max(1, amount)
        low, high = amount * (100 - self.percent) / 100, amount * (100 + self.percent) / 100
        if bounds.least > high + slack or bounds.most < low - slack:
            return False  # who believes it is misled
        return bounds.least > low + slack or bounds.most < max(high, 1) - slack
