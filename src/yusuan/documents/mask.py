"""Mask classified items before anything is laid out (保守国家秘密法; 信息公开条例 14): writers only see this view.

A classified text is replaced by 涉密. Where a project's amount is classified too (`amount` among its classified
fields) the amount stays in every total, and the project's lines are merged with those of others, so that nobody
can subtract their way back to it: a project that would stand alone in any published group takes a companion,
the smallest that fits, whose amount is withheld as well (complementary suppression). Where no companion exists
the view says so in `exposed`, and publication is refused.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

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
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.core.patterns import pattern
from yusuan.core.target import Quantity, parse_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The classes the three-public table prints apart: money of a project in them shows in that table.
_SHOWN_CLASSES = tuple(
    code(digits) for digits in ("30212", "30215", "30216", "30217", "30231", "30913", "31013")
)
_MONEY = pattern(r"\d[\d,.]*\s*(?:亿|万|千|百)?元")
AMOUNT = "amount"
_Classified = TypeVar("_Classified", CostItem, PerformanceObjective, PerformanceIndicator)
Group = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class PublicView:
    """The budget as the public may see it; `withheld` are project codes whose amounts are not printed."""

    budget: DepartmentalBudget
    withheld: frozenset[str] = frozenset()
    exposed: tuple[str, ...] = ()


def public_view(budget: DepartmentalBudget) -> PublicView:
    """Mask everything classified."""
    secret = frozenset(p.code for p in budget.projects if AMOUNT in p.classified)
    withheld, exposed = _with_companions(budget, secret)
    projects = tuple(_project(p, is_withheld=p.code in withheld) for p in budget.projects)
    public = replace(
        budget,
        projects=projects,
        lines=tuple(_lines(budget.lines, withheld)),
        procurement=tuple(
            line
            for line in budget.procurement
            if not line.classified and line.project not in withheld
        ),
    )
    return PublicView(public, withheld, exposed)


def exposures(view: PublicView) -> tuple[Outcome, ...]:
    """One outcome per amount that printed totals would give away although it is classified."""
    return tuple(
        Outcome(
            "withheld-amount-shared",
            Status.FAILED,
            Severity.ERROR,
            message=f"项目 {exposed} 的金额涉密，但同一科目、同一资金下没有可以一并隐去的其他项目，"
            "从公开表的合计可以倒推出这个金额。",
            hint="请与保密审查人商定：改列到有其他项目的科目，或按程序申请不公开该表；只隐去这一个数没有用。",
            law="secrecy-law-35",
            where=(Where(table="项目", row=exposed),),
        )
        for exposed in view.exposed
    )


# --- texts ------------------------------------------------------------------------------------------------


def _masked(record: _Classified) -> _Classified:
    """The record with every classified field masked: texts by the mask word, numbers by nothing."""
    changes: dict[str, Any] = {}
    for field in fields(record):
        if field.name not in record.classified:
            continue
        value = getattr(record, field.name)
        if field.name == "target":
            changes["target"] = parse_target(MASK)
        elif field.name == "periods":
            changes["periods"] = 1
        elif isinstance(value, str):
            changes[field.name] = MASK
        elif field.name != "classified":
            changes[field.name] = None
    return replace(record, **changes)


def _project(project: Project, *, is_withheld: bool) -> Project:
    texts = project.classified - {AMOUNT}
    masked = replace(
        project,
        name=MASK if "name" in texts else project.name,
        purpose=MASK if "purpose" in texts else project.purpose,
        # The ground for a mask is part of what is secret.
        mask_ground="",
        costing=tuple(_masked(item) for item in project.costing),
        objectives=tuple(_masked(objective) for objective in project.objectives),
        indicators=tuple(_masked(indicator) for indicator in project.indicators),
    )
    return _without_amounts(masked) if is_withheld else masked


def _without_amounts(project: Project) -> Project:
    """A project whose amount is withheld: no figure of money is left in it anywhere."""
    return replace(
        project,
        fiscal_amount=0,
        other_amount=0,
        purpose=_no_money(project.purpose),
        classified=project.classified | {AMOUNT},
        costing=tuple(_without_costs(item) for item in project.costing),
        objectives=tuple(replace(o, text=_no_money(o.text)) for o in project.objectives),
        indicators=tuple(
            replace(
                i,
                name=_no_money(i.name),
                description=_no_money(i.description),
                basis=_no_money(i.basis),
                target=parse_target(MASK) if _is_money(i.target) else i.target,
            )
            for i in project.indicators
        ),
    )


def _without_costs(item: CostItem) -> CostItem:
    return replace(
        item,
        name=_no_money(item.name),
        note=_no_money(item.note),
        amount=None,
        quantity=None,
        unit_price=None,
        periods=1,
    )


def _no_money(text: str) -> str:
    return _MONEY.sub(MASK, text)


def _is_money(target: object) -> bool:
    return (
        isinstance(target, Quantity)
        and target.measure is not None
        and (target.measure.is_money or target.measure.is_price)
    )


# --- amounts ----------------------------------------------------------------------------------------------


def _group(line: BudgetLine) -> Group:
    """What the public can tell lines apart by once project, unit and most economic classes are gone."""
    shown = line.economic if _is_shown(line) else None
    return (line.fund, line.source, line.origin, line.function, line.nature, shown)


def _is_shown(line: BudgetLine) -> bool:
    return line.economic is not None and any(line.economic.within(c) for c in _SHOWN_CLASSES)


def _with_companions(
    budget: DepartmentalBudget, secret: frozenset[str]
) -> tuple[frozenset[str], tuple[str, ...]]:
    groups: dict[str, set[Group]] = defaultdict(set)
    for line in budget.lines:
        if line.project:
            groups[line.project].add(_group(line))
    size = {project.code: project.amount for project in budget.projects}
    withheld = set(secret)
    exposed: list[str] = []
    while alone := next(_standing_alone(withheld, groups, exposed), None):
        project, group = alone
        fitting = [p for p in groups if group in groups[p] and p not in withheld]
        if fitting:
            withheld.add(min(fitting, key=lambda p: (size.get(p, 0), p)))
        else:
            exposed.append(project)
    return frozenset(withheld), tuple(sorted(set(exposed)))


def _standing_alone(
    withheld: Iterable[str], groups: Mapping[str, set[Group]], given_up: list[str]
) -> Iterator[tuple[str, Group]]:
    """Withheld projects that are the only withheld one in some published group."""
    for project in sorted(withheld):
        if project in given_up:
            continue
        for group in sorted(groups.get(project, ()), key=str):
            if sum(group in groups.get(other, ()) for other in withheld) == 1:
                yield project, group


def _lines(lines: Iterable[BudgetLine], withheld: frozenset[str]) -> Iterator[BudgetLine]:
    merged: dict[Group, BudgetLine] = {}
    for line in lines:
        if line.project not in withheld:
            yield line
            continue
        group = _group(line)
        if group in merged:
            merged[group] = replace(merged[group], amount=merged[group].amount + line.amount)
        else:
            shown = line.economic if _is_shown(line) else None
            merged[group] = replace(line, unit=MASK, project=MASK, economic=shown)
    yield from merged.values()
