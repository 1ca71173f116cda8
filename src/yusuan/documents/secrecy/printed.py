"""What publications say of the amounts they do not print: every sum a reader with paper can write down.

An amount of an earlier version is taken to be the one it is now: who compares two versions assumes so, and where it
is not so the sums contradict each other or lead elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.budget import MASK
from yusuan.core.target import Masked, Quantity
from yusuan.documents.secrecy.mask import AMOUNT, Item, group_of, groups_of
from yusuan.rules.books.assets import GOODS_AND_WORKS
from yusuan.rules.books.costing import COSTS, PER_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.budget import (
        CostItem,
        DepartmentalBudget,
        PerformanceIndicator,
        Project,
    )
    from yusuan.documents.secrecy.mask import Group
    from yusuan.documents.secrecy.unknowns import Unknowns


class Share(NamedTuple):
    """A project's money of one group of lines."""

    project: str
    group: Group


class Goal(NamedTuple):
    """A cost indicator whose target is money, by its place in the project's list."""

    project: str
    place: int


class Purchase(NamedTuple):
    """A purchase that is left out of the procurement table, by its place among all."""

    place: int


@dataclass(frozen=True)
class Known:
    """What the attacker is given beyond the print: in which groups each project has money, which purchases are hidden.

    More than outsiders know; what is safe with it is safe without.
    """

    shares: Mapping[str, Mapping[Group, int]]
    # The names of every project's costing items in their order: an earlier list may have had others.
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden_goods: tuple[Purchase, ...] = ()

    @classmethod
    def of(cls, budget: DepartmentalBudget) -> Known:
        """From the facts."""
        hidden = (
            Purchase(n)
            for n, line in enumerate(budget.procurement)
            if line.classified and line.catalogue_code.startswith(GOODS_AND_WORKS)
        )
        items = {p.code: tuple(item.name for item in p.costing) for p in budget.projects}
        return cls(groups_of(budget.lines), items, tuple(hidden))


def said_by(publication: DepartmentalBudget, known: Known, unknowns: Unknowns) -> None:
    """Write down every sum of amounts that a public view states, in tables, project forms and lists."""
    away = frozenset(p.code for p in publication.projects if p.is_withheld)
    _lines(publication, away, known, unknowns)
    for project in publication.projects:
        if project.code not in away:
            _costing(project, known.items.get(project.code, ()), unknowns)
            _goals(project, unknowns)
    _goods(publication, known, unknowns)


def _lines(
    publication: DepartmentalBudget, away: frozenset[str], known: Known, unknowns: Unknowns
) -> None:
    """The lines of projects that are shown, and the sums of those that are not."""
    sums: dict[Group, int] = defaultdict(int)
    for line in publication.lines:
        if line.project == MASK:
            sums[group_of(line)] += line.amount
    for group, amount in sums.items():
        members = [Share(p, group) for p in sorted(away) if group in known.shares.get(p, {})]
        unknowns.sum_is(members, amount, amount)
    for project, shares in groups_of(publication.lines).items():
        if project == MASK:
            continue
        for group in known.shares.get(project, {}):
            if group in shares:
                unknowns.sum_is([Share(project, group)], shares[group], shares[group])


def places(costing: Sequence[CostItem], names: Sequence[str]) -> list[int] | None:
    """Which items of the list as it is now those of another version are; None where nobody can tell."""
    if len(costing) == len(names):
        return list(range(len(names)))
    place = {name: n for n, name in enumerate(names)}
    found = [place.get(item.name) for item in costing]
    known = [n for n in found if n is not None]
    return known if len(set(known)) == len(found) else None


def _costing(project: Project, names: Sequence[str], unknowns: Unknowns) -> None:
    """The items of a costing add up to the project's amount."""
    at = places(project.costing, names)
    if not at:
        return
    members = [Item(project.code, n) for n in at]
    unknowns.sum_is(members, project.amount, project.amount)
    for member, item in zip(members, project.costing, strict=True):
        shown = _shown(item)
        if shown is not None:
            unknowns.sum_is([member], shown, shown)


def _shown(item: CostItem) -> int | None:
    """An item's amount, printed or multiplied from what is printed."""
    if item.amount is not None:
        return item.amount
    if item.quantity is None or item.unit_price is None:
        return None
    return round(Fraction(item.quantity) * item.unit_price * item.periods)


def cost_goals(project: Project) -> Iterator[tuple[int, PerformanceIndicator]]:
    """The indicators whose targets are the project's cost by parts, the masked ones whose name shows it included."""
    for place, indicator in enumerate(project.indicators):
        if indicator.kind in COSTS and not any(word in indicator.name for word in PER_UNIT):
            yield place, indicator


def _goals(project: Project, unknowns: Unknowns) -> None:
    """Cost targets in money add up to the project's amount, where all of them are such."""
    amounts: dict[Goal, int | None] = {}
    for place, indicator in cost_goals(project):
        if isinstance(indicator.target, Masked):
            if indicator.name == MASK:
                return
            amounts[Goal(project.code, place)] = None
        elif isinstance(indicator.target, Quantity) and indicator.target.fen is not None:
            amounts[Goal(project.code, place)] = indicator.target.fen
        else:
            return
    unknowns.sum_is(list(amounts), project.amount, project.amount)
    for goal, amount in amounts.items():
        if amount is not None:
            unknowns.sum_is([goal], amount, amount)


def _goods(publication: DepartmentalBudget, known: Known, unknowns: Unknowns) -> None:
    """Planned assets are bought: what the procurement table does not list of them is what it hides."""
    planned = sum(holding.planned_purchase or 0 for holding in publication.assets)
    listed = sum(
        line.amount
        for line in publication.procurement
        if line.catalogue_code.startswith(GOODS_AND_WORKS)
    )
    if planned and known.hidden_goods:
        left = max(0, planned - listed)
        # Assets may be a part of all goods: the table hides no less than what is missing of them.
        unknowns.sum_is(list(known.hidden_goods), left, left)


def is_withheld(item: CostItem) -> bool:
    """Tell whether a public view leaves an item's amount out on purpose."""
    return item.amount is None and AMOUNT in item.classified
