"""Mask classified items before anything is laid out (保守国家秘密法; 信息公开条例 14): writers only see this view.

A classified text is replaced by 涉密. Where an amount is withheld (`amount` among the classified fields of a project
or of a costing item, or as the companion of one) it stays in every total, and every number it could be multiplied
from goes with it. The lines of withheld projects are merged with each other: the public sees their sums only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from yusuan.core import records as r
from yusuan.core.budget import (
    MASK,
    BudgetLine,
    CostItem,
    DepartmentalBudget,
    PerformanceIndicator,
    PerformanceObjective,
    Project,
)
from yusuan.core.codes import code
from yusuan.core.dataset.code_names import names_in_use
from yusuan.core.errors import CatalogError, SpecError
from yusuan.core.target import Masked, Quantity, Target, parse_target
from yusuan.core.terms import Nature
from yusuan.editions import EDITIONS
from yusuan.tables.spec import Tree
from yusuan.vocabulary.money_words import without_money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yusuan.core.codes import Code

# The classes the three-public table prints apart: money of a project in them shows in that table.
_SHOWN_CLASSES = tuple(
    code(digits) for digits in ("30212", "30215", "30216", "30217", "30231", "30913", "31013")
)
AMOUNT = "amount"
# One of them follows from the others, so that they go together.
_FACTORS = frozenset({"quantity", "unit_price", "periods"})
_Classified = TypeVar("_Classified", CostItem, PerformanceObjective, PerformanceIndicator)
Group = tuple[object, ...]


class Item(NamedTuple):
    """A costing item, by its place in the project's list."""

    project: str
    place: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """Whose amounts are not printed: projects by code, and costing items by their place in an open project."""

    projects: frozenset[str] = frozenset()
    items: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def __contains__(self, what: str | Item) -> bool:
        if isinstance(what, Item):
            return what.place in self.items.get(what.project, frozenset())
        return what in self.projects

    def and_also(self, *more: str | Item) -> Withheld:
        """Some more: projects by their codes, or items."""
        items = dict(self.items)
        for what in more:
            if isinstance(what, Item):
                items[what.project] = items.get(what.project, frozenset()) | {what.place}
        codes = {what for what in more if not isinstance(what, Item)}
        return Withheld(self.projects | codes, items)


NOTHING = Withheld()


def classified_amounts(budget: DepartmentalBudget) -> Withheld:
    """The amounts that are secret by their own marks."""
    return Withheld(
        frozenset(p.code for p in budget.projects if AMOUNT in p.classified),
        {
            p.code: frozenset(n for n, item in enumerate(p.costing) if AMOUNT in item.classified)
            for p in budget.projects
            if any(AMOUNT in item.classified for item in p.costing)
        },
    )


def holds_secrets(budget: DepartmentalBudget) -> bool:
    """Tell whether masking would still hide anything of a budget: a public view holds nothing more to hide."""
    return masked(budget, classified_amounts(budget)) != budget


def masked(
    budget: DepartmentalBudget, withheld: Withheld, *, with_words: bool = True
) -> DepartmentalBudget:
    """The budget with everything classified masked, and the amounts withheld.

    Without words it is for reckoning with only: the money that texts say is left in them. Raises SpecError for a
    mark that names nothing masking can hide: the loader refuses it before.
    """
    _refuse_unknown_marks(budget)
    away = withheld.projects
    by_class = bool(away) and tells_classes(budget)
    view = replace(
        budget,
        projects=tuple(
            _without_amounts(p, with_words=with_words)
            if p.code in away
            else _open(p, withheld.items.get(p.code, frozenset()), with_words=with_words)
            for p in budget.projects
        ),
        lines=tuple(_lines(budget.lines, away, by_class=by_class)),
        budgeted=tuple(_lines(budget.budgeted, away, by_class=by_class)),
        procurement=tuple(
            line for line in budget.procurement if not line.classified and line.project not in away
        ),
    )
    return replace(view, code_names=names_in_use(view))


def _refuse_unknown_marks(budget: DepartmentalBudget) -> None:
    marked: list[tuple[r.Record, Any]] = [(r.PROCUREMENT, line) for line in budget.procurement]
    for project in budget.projects:
        marked.append((r.PROJECTS, project))
        marked += [(r.COSTING, item) for item in project.costing]
        marked += [(r.PROJECT_OBJECTIVES, objective) for objective in project.objectives]
        marked += [(r.INDICATORS, indicator) for indicator in project.indicators]
    for record, part in marked:
        if unknown := part.classified - record.maskable:
            raise SpecError(f"nothing masks {sorted(unknown)} of {record.name}")


# --- fields -----------------------------------------------------------------------------------------------


def _masked(part: _Classified) -> _Classified:
    """The part with every classified field masked: texts by the mask word, numbers by nothing."""
    changes: dict[str, Any] = {}
    for each in fields(part):
        if each.name not in part.classified:
            continue
        value = getattr(part, each.name)
        if each.name == "target":
            changes["target"] = Masked()
        elif each.name == "periods":
            changes["periods"] = 1
        elif isinstance(value, str):
            changes[each.name] = MASK
        elif each.name != "classified":
            changes[each.name] = None
    return replace(part, **changes)


def _open(project: Project, items: frozenset[int], *, with_words: bool) -> Project:
    """A project whose amount is printed; some of its costing may not be, and then its words say no money at all."""
    masked = replace(
        project,
        name=MASK if "name" in project.classified else project.name,
        purpose=MASK if "purpose" in project.classified else project.purpose,
        # The ground for a mask is part of what is secret.
        mask_ground="",
        costing=tuple(
            _without_cost(_masked(item)) if n in items else _without_factors(_masked(item))
            for n, item in enumerate(project.costing)
        ),
        objectives=tuple(map(_masked, project.objectives)),
        indicators=tuple(map(_masked, project.indicators)),
    )
    return _saying_no_money(masked) if items and with_words else masked


def _saying_no_money(project: Project) -> Project:
    def clean(text: str) -> str:
        return without_money(text, MASK)

    return replace(
        project,
        purpose=clean(project.purpose),
        costing=tuple(
            replace(
                item,
                name=clean(item.name) if item.amount is None else item.name,
                note=clean(item.note),
            )
            for item in project.costing
        ),
        objectives=tuple(replace(o, text=clean(o.text)) for o in project.objectives),
        indicators=tuple(
            replace(i, name=clean(i.name), description=clean(i.description), basis=clean(i.basis))
            for i in project.indicators
        ),
    )


def _without_factors(item: CostItem) -> CostItem:
    """Amount ÷ price is the quantity: where one factor is classified the others tell it."""
    if not item.classified & _FACTORS:
        return item
    return replace(item, quantity=None, unit_price=None, periods=1)


def _without_cost(item: CostItem) -> CostItem:
    """An item whose amount is withheld, and every number it could be multiplied from."""
    return replace(
        item,
        amount=None,
        quantity=None,
        unit_price=None,
        periods=1,
        classified=item.classified | {AMOUNT},
    )


def _without_amounts(project: Project, *, with_words: bool) -> Project:
    """A project whose amount is withheld: no figure of money is left in it anywhere."""
    known = _open(project, frozenset(range(len(project.costing))), with_words=with_words)
    if not with_words:
        classified = known.classified | {AMOUNT}
        return replace(known, fiscal_amount=0, other_amount=0, classified=classified)
    return replace(
        known,
        name=without_money(known.name, MASK),
        fiscal_amount=0,
        other_amount=0,
        classified=known.classified | {AMOUNT},
        indicators=tuple(replace(i, target=_without_money(i.target)) for i in known.indicators),
    )


def _without_money(target: Target) -> Target:
    """Amounts and prices are hidden whole; of words, the money in them."""
    measure = target.measure if isinstance(target, Quantity) else None
    if measure is not None and (measure.is_money or measure.is_price):
        return Masked()
    said = str(target)
    left = without_money(said, MASK)
    return target if left == said else parse_target(left)


# --- lines ------------------------------------------------------------------------------------------------


def tells_classes(budget: DepartmentalBudget) -> bool:
    """Tell whether the form prints what projects are spent on class by class; so it is where nobody knows the form."""
    head = budget.department
    if head.edition not in EDITIONS:
        return True
    try:
        form = EDITIONS[head.edition](head.fiscal_year)
    except CatalogError:
        return True
    return any(
        isinstance(panel.rows, Tree)
        and panel.rows.dimension == "economic"
        and Nature.PROJECT in region.nature
        for spec in form.tables
        for panel, region in zip(spec.panels, spec.panel_regions, strict=True)
    )


def group_of(line: BudgetLine, *, by_class: bool) -> Group:
    """What the public can tell lines of withheld projects apart by: no unit, no project, few economic classes.

    All classes where the form prints projects by class (`tells_classes`).
    """
    shown = line.economic if by_class or _is_shown(line.economic) else None
    return (line.fund, line.source, line.origin, line.function, line.nature, shown)


def covers(group: Group, other: Group) -> bool:
    """Tell whether money of one group stands in another: a version of another form may tell fewer classes."""
    *own, shown = group
    *others, finer = other
    return own == others and (
        shown == finer or (shown is None and not _is_shown(cast("Code | None", finer)))
    )


def _is_shown(economic: Code | None) -> bool:
    return economic is not None and any(economic.within(c) for c in _SHOWN_CLASSES)


def groups_of(lines: Iterable[BudgetLine], *, by_class: bool) -> dict[str, dict[Group, int]]:
    """The money of every project, by what the public could tell apart of it; fen."""
    found: dict[str, dict[Group, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if line.project:
            found[line.project][group_of(line, by_class=by_class)] += line.amount
    return found


def _lines(
    lines: Iterable[BudgetLine], withheld: frozenset[str], *, by_class: bool
) -> Iterator[BudgetLine]:
    merged: dict[Group, BudgetLine] = {}
    for line in lines:
        if line.project not in withheld:
            yield line
            continue
        group = group_of(line, by_class=by_class)
        if group in merged:
            merged[group] = replace(merged[group], amount=merged[group].amount + line.amount)
        else:
            shown = cast("Code | None", group[-1])
            merged[group] = replace(line, unit=MASK, project=MASK, economic=shown)
    yield from merged.values()
