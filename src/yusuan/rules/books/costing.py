"""Costing: items, products in texts and prices of indicators, held against the money they claim."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.interval import Closeness, Interval, compare
from yusuan.core.money import MoneyUnit, last_digit
from yusuan.core.outcomes import Pair, Severity, Status
from yusuan.core.target import Operator, Quantity
from yusuan.core.terms import IndicatorKind
from yusuan.narrative.quantities import (
    check_cost,
    cost_statements,
    indicator_costs,
    rate_times_quantity,
)
from yusuan.rules.books._words import (
    at,
    at_indicator,
    at_project,
    is_open,
    judged,
    money,
    project_name,
)
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import (
    Part,
    Rule,
    Verdict,
    failed,
    on_either,
    on_facts,
    on_projects,
    printed_projects,
    rounding,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import CostItem, Project
    from yusuan.core.interval import Agreement
    from yusuan.core.outcomes import Where
    from yusuan.narrative.quantities import CostStatement
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Subject

# Officials round costings to 0.01 万元; an amount that is whole in it may have been rounded.
HUNDRED_YUAN = 10_000
COSTS = frozenset(
    {
        IndicatorKind.COST,
        IndicatorKind.ECONOMIC_COST,
        IndicatorKind.SOCIAL_COST,
        IndicatorKind.ENVIRONMENTAL_COST,
    }
)
_LAST_DIGIT = last_digit(MoneyUnit.WAN_YUAN, 2)
_FLOORS = frozenset({Operator.AT_LEAST, Operator.MORE_THAN})
PER_UNIT = ("每", "平均", "人均", "单位成本", "单价", "标准")


def stated_amount(fen: int) -> Interval:
    """An amount of the facts as a costing may have rounded it: to 0.01 万元, or exact."""
    return Interval.around(fen, HUNDRED_YUAN // 2 if fen % HUNDRED_YUAN == 0 else 0)


_LESS = "请补上还没有测算的内容，或者对照批复核对项目预算数。"
_MORE = "请核对测算有没有重复或多算的内容，或者对照批复核对项目预算数。"


def costing_adds_up(subject: Subject) -> Iterable[Verdict]:
    """The costing items sum to the project's budget. Silent where an item has no amount or hides it."""
    projects = [
        p
        for p in subject.budget.projects
        if p.costing
        and not p.is_withheld
        and all(item.amount is not None and "amount" not in item.classified for item in p.costing)
    ]
    return judged(
        (
            failed(
                f"{project_name(project)}测算合计 {money(total)} ≠ 预算数 {money(project.amount)}，"
                f"相差 {money(abs(total - project.amount))}",
                at(r.COSTING, project.code, "amount"),
                expected=project.amount,
                actual=total,
                hint=_MORE if total > project.amount else _LESS,
            )
            for project in projects
            if (total := sum(item.amount or 0 for item in project.costing)) != project.amount
        ),
        applies=projects,
    )


def costing_multiplies(subject: Subject) -> Iterable[Verdict]:
    """Quantity × price × periods is the item's amount, up to rounding. Silent where a factor is missing or hidden."""
    found: list[Verdict] = []
    looked_at = 0
    for project in subject.budget.projects:
        for item in project.costing:
            product = _product(item)
            if product is None or item.amount is None or item.classified - {"note"}:
                continue
            looked_at += 1
            agreement = compare(product, stated_amount(item.amount))
            periods = "" if item.periods == 1 else f" × {item.periods}"
            factors = f"{item.quantity:f}{item.measure} × {money(item.unit_price or 0)}{periods}"
            found += _verdict(
                agreement,
                f"{project_name(project)}测算“{item.name}” {factors}",
                at(r.COSTING, project.code, "amount"),
            )
    return judged(found, applies=looked_at)


def _product(item: CostItem) -> Interval | None:
    if item.quantity is None or item.unit_price is None:
        return None
    return Interval.exact(Fraction(item.quantity) * item.unit_price * item.periods)


def _verdict(agreement: Agreement, subject: str, where: Where) -> Iterator[Verdict]:
    computed, stated = round(agreement.computed.value), round(agreement.stated.value)
    if agreement.closeness is Closeness.ROUNDING:
        yield rounding(f"{subject} = {money(computed)}，与 {money(stated)} 属四舍五入", where)
    if agreement.is_beyond:
        yield failed(
            f"{subject} = {money(computed)} ≠ {money(stated)}，相差 {money(abs(computed - stated))}",
            where,
            expected=computed,
            actual=stated,
        )


def texts_multiply(subject: Subject) -> Iterable[Verdict]:
    """Products a text spells out give the amount it claims. Silent where a reader could multiply differently."""
    found: list[Verdict] = []
    looked_at = 0
    for project in subject.budget.projects:
        for what, statement, where in _statements(project):
            agreement = check_cost(statement)
            if agreement is not None:
                looked_at += 1
                found += _verdict(agreement, f"{project_name(project)}{what} {statement}", where)
    return judged(found, applies=looked_at)


def _statements(project: Project) -> Iterator[tuple[str, CostStatement, Where]]:
    """Everything the open texts of a project multiply; only a text that names money can claim any."""
    texts = [
        ("资金用途", project.purpose, at_project(project, "purpose"), project.classified, "purpose")
    ]
    texts += [
        ("测算说明", item.note, at(r.COSTING, project.code, "note"), item.classified, "note")
        for item in project.costing
    ]
    texts += [
        (
            "绩效目标",
            goal.text,
            at(r.PROJECT_OBJECTIVES, project.code, "text"),
            goal.classified,
            "text",
        )
        for goal in project.objectives
    ]
    for what, text, where, classified, field in texts:
        if "元" in text and field not in classified:
            yield from ((what, statement, where) for statement in cost_statements(text))
    for indicator in project.indicators:
        if "元" in indicator.description and not indicator.classified:
            where = at_indicator(project, indicator)
            for statement in indicator_costs(indicator.description, indicator.target):
                yield f"指标“{indicator.name}”", statement, where


def rates_fit_budget(subject: Subject) -> Iterable[Verdict]:
    """A price indicator times its quantity stays within the budget. Silent where two prices share a unit."""
    found: list[Verdict] = []
    looked_at = 0
    for project in subject.budget.projects:
        if not project.has_amount:
            continue
        indicators = [(i.name, i.target) for i in project.indicators if is_open(i)]
        for check in rate_times_quantity(indicators, project.amount):
            looked_at += 1
            if check.agreement.is_beyond:
                found.append(
                    _too_dear(
                        project, dict(indicators), check.price, check.quantities, check.agreement
                    )
                )
    return judged(found, applies=looked_at)


def _too_dear(
    project: Project,
    targets: dict[str, object],
    price: str,
    quantities: tuple[str, ...],
    agreement: Agreement,
) -> Verdict:
    product = round(agreement.computed.value)
    factors = " × ".join(f"{name} {targets[name]}" for name in (price, *quantities))
    return failed(
        f"{project_name(project)} {factors} = {money(product)}，"
        f"超过预算数 {money(project.amount)}，多出 {money(product - project.amount)}",
        at(r.INDICATORS, project.code, price),
        expected=project.amount,
        actual=product,
    )


def cost_targets_sum(subject: Subject) -> Iterable[Verdict]:
    """Cost targets in money sum to the budget. Silent where some are prices, words or per-unit amounts and the rest is less."""
    found: list[Verdict] = []
    looked_at = 0
    for project in subject.budget.projects:
        costs = [i for i in project.indicators if i.kind in COSTS]
        if not project.has_amount or not all(is_open(i) for i in costs):
            continue
        limits = [t for i in costs if (t := _limit(i.name, i.target)) is not None]
        if not limits:
            continue
        looked_at += 1
        total = sum((limit.interval for limit in limits[1:]), limits[0].interval)
        agreement = compare(total, Interval.exact(project.amount))
        is_partial = len(limits) < len(costs) and agreement.difference < 0
        if agreement.is_beyond and not is_partial:
            found.append(_sum_differs(project, agreement))
    return judged(found, applies=looked_at)


def printed_cost_targets_sum(evidence: Evidence) -> Iterator[Verdict]:
    """Cost targets sum to the budget, whose last printed digit in 万元 may hide half of itself."""
    for verdict in cost_targets_sum(evidence.once(printed_projects)):
        is_hidden = (
            verdict.status is Status.FAILED
            and verdict.expected is not None
            and verdict.actual is not None
            and not verdict.expected % _LAST_DIGIT
            and 2 * abs(verdict.actual - verdict.expected) <= _LAST_DIGIT
        )
        yield Verdict(Status.ROUNDING, where=verdict.where) if is_hidden else verdict


def _limit(name: str, target: object) -> Quantity | None:
    """A cost target that is an amount of money for the whole; None for prices, floors and words."""
    if not isinstance(target, Quantity) or target.measure is None or not target.measure.is_money:
        return None
    return None if target.operator in _FLOORS or any(w in name for w in PER_UNIT) else target


def _sum_differs(project: Project, agreement: Agreement) -> Verdict:
    total = round(agreement.computed.value)
    return failed(
        f"{project_name(project)}成本指标合计 {money(total)} ≠ 预算数 {money(project.amount)}，"
        f"相差 {money(abs(total - project.amount))}",
        at(r.INDICATORS, project.code, "成本指标"),
        expected=project.amount,
        actual=total,
    )


RULES = (
    Rule(
        id="costing-sums-to-the-budget",
        claim="测算各项之和等于项目预算数",
        law="arithmetic",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对测算的各项内容和项目预算数。",
        check=on_facts(costing_adds_up),
        pair=Pair("预算数", "测算合计"),
    ),
    Rule(
        id="costing-items-multiply",
        claim="测算的数量乘以单价等于金额",
        law="arithmetic",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对数量、单价、期数和金额。",
        check=on_facts(costing_multiplies),
        pair=Pair.PRODUCT,
    ),
    Rule(
        id="texts-multiply-right",
        claim="文字里写出的数量乘以单价等于所写金额",
        law="arithmetic",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对文字中的数量、单价和金额。",
        check=on_projects(texts_multiply),
        needs=(Part.PROJECTS,),
        pair=Pair("相乘得", "文中"),
    ),
    Rule(
        id="rates-times-quantities-fit-the-budget",
        claim="单价指标乘以数量指标不超过项目预算数",
        law="arithmetic",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对单价、数量和预算数，调整其中一个。",
        check=on_projects(rates_fit_budget),
        needs=(Part.PROJECTS,),
        pair=Pair("预算数", "单价乘数量"),
    ),
    Rule(
        id="cost-targets-sum-to-the-budget",
        claim="成本指标的金额之和等于项目预算数",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对成本指标是否涵盖全部资金；按单位计的成本请写明计量单位（如 元/人）。",
        check=on_either(cost_targets_sum, printed_cost_targets_sum),
        needs=(Part.PROJECTS,),
        pair=Pair("预算数", "成本指标"),
    ),
)
