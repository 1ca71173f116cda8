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
from yusuan.narrative.costing import rate_times_quantity
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
    """A purchase that may be left out of the procurement table, by its place among all."""

    place: int


class Rest(NamedTuple):
    """What a project spends on anything but goods and works."""

    project: str


@dataclass(frozen=True)
class Known:
    """What the attacker is given beyond the print: in which groups each project has money, and what it buys.

    More than outsiders know; what is safe with it is safe without.
    """

    shares: Mapping[str, Mapping[Group, int]]
    # The names of every project's costing items in their order: an earlier list may have had others.
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Goods and works by project, and those among them that are classified themselves.
    goods: Mapping[str, tuple[Purchase, ...]] = field(default_factory=dict)
    classified_goods: frozenset[Purchase] = frozenset()

    @classmethod
    def of(cls, budget: DepartmentalBudget) -> Known:
        """From the facts."""
        goods: dict[str, list[Purchase]] = defaultdict(list)
        hidden = set()
        for n, line in enumerate(budget.procurement):
            if line.catalogue_code.startswith(GOODS_AND_WORKS):
                goods[line.project].append(Purchase(n))
                if line.classified:
                    hidden.add(Purchase(n))
        bought = {project: tuple(of) for project, of in goods.items()}
        items = {p.code: tuple(item.name for item in p.costing) for p in budget.projects}
        return cls(groups_of(budget.lines), items, bought, frozenset(hidden))


def said_by(publication: DepartmentalBudget, known: Known, unknowns: Unknowns) -> None:
    """Write down every sum of amounts that a public view states, in tables, project forms and lists."""
    away = frozenset(p.code for p in publication.projects if p.is_withheld)
    _lines(publication, away, known, unknowns)
    for project in publication.projects:
        if project.code not in away:
            _costing(project, known.items.get(project.code, ()), unknowns)
            _goals(project, unknowns)
    _goods(publication, away, known, unknowns)


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


def _goods(
    publication: DepartmentalBudget, away: frozenset[str], known: Known, unknowns: Unknowns
) -> None:
    """Planned assets are bought: what the procurement table does not list of them is what it hides.

    The purchases of a withheld project are left out with it, and are no more than its money.
    """
    planned = publication.planned_purchase
    hidden = known.classified_goods.union(*(known.goods.get(project, ()) for project in away))
    if not planned or not hidden:
        return
    listed = sum(
        line.amount
        for line in publication.procurement
        if line.catalogue_code.startswith(GOODS_AND_WORKS)
    )
    left = max(0, planned - listed)
    unknowns.sum_is(sorted(hidden), left, left)
    for project in sorted(away & known.goods.keys()):
        shares = [Share(project, group) for group in known.shares.get(project, {})]
        spent = [*known.goods[project], Rest(project)]
        unknowns.sum_is(shares, 0, 0, less=spent)


def factors_told(project: Project, percent: int) -> Iterator[str]:
    """Names of indicators whose classified target is the printed amount divided by the targets that are open.

    A price times a quantity that comes to the project's amount, to within a percentage, tells the one from the other.
    """
    marks = [(i.name, i.classified & {"name", "target"}) for i in project.indicators]
    secret = {name for name, classified in marks if classified == {"target"}}
    if not secret or not project.amount:
        return
    targets = [(i.name, i.target) for i in project.indicators]
    for check in rate_times_quantity(targets, project.amount):
        hidden = secret.intersection((check.price, *check.quantities))
        off = abs(check.agreement.difference) * 100
        if len(hidden) == 1 and off < percent * project.amount:
            yield from hidden


def is_withheld(item: CostItem) -> bool:
    """Tell whether a public view leaves an item's amount out on purpose."""
    return item.amount is None and AMOUNT in item.classified
