"""Performance: every project sets objectives and measures what it puts out and brings about (预算法 32)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.core.target import Quantity, Unparsed
from yusuan.core.terms import IndicatorKind, ProjectCategory
from yusuan.rules.books._words import (
    at,
    at_indicator,
    indicator_name,
    is_open,
    judged,
    project_name,
)
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, insufficient, on_facts, on_projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.budget import ObjectiveIndicator, PerformanceIndicator, Project
    from yusuan.rules.spec import Subject, Verdict

# Personnel and standard operations are computed from staff and quotas; nobody sets targets for them.
MEASURED = frozenset(
    {
        ProjectCategory.OTHER_OPERATIONS,
        ProjectCategory.DEPARTMENTAL,
        ProjectCategory.SPECIAL_FUNDS,
    }
)
_RATE = pattern(r"[\u4e00-\u9fff]{2}率")
# Names that stand for whatever a section has to do; several projects measure them differently.
_GENERIC = ("工作", "工程", "项目", "任务", "计划")


def _measured(subject: Subject) -> list[Project]:
    return [p for p in subject.budget.projects if p.category in MEASURED]


def _roots(subject: Subject, project: Project) -> set[IndicatorKind]:
    tree = subject.form.indicator_tree
    return {tree.get(indicator.kind, indicator.kind) for indicator in project.indicators}


def objectives_set(subject: Subject) -> Iterable[Verdict]:
    """A project has an objective and indicators. Cannot judge either."""
    projects = _measured(subject)
    return judged(
        (
            failed(f"{project_name(project)}没有{what}", at(record, project.code))
            for project in projects
            for what, parts, record in (
                ("绩效目标", project.objectives, r.PROJECT_OBJECTIVES),
                ("绩效指标", project.indicators, r.INDICATORS),
            )
            if not parts
        ),
        applies=projects,
    )


def _lacking(subject: Subject, *wanted: IndicatorKind) -> Iterable[Verdict]:
    projects = [p for p in _measured(subject) if p.indicators]
    return judged(
        (
            failed(f"{project_name(project)}没有{kind.value}", at(r.INDICATORS, project.code))
            for project in projects
            for kind in wanted
            if kind not in _roots(subject, project)
        ),
        applies=projects,
    )


def outputs_and_outcomes_measured(subject: Subject) -> Iterable[Verdict]:
    """A project with indicators measures output and outcome. Cannot judge how well."""
    return _lacking(subject, IndicatorKind.OUTPUT, IndicatorKind.OUTCOME)


def satisfaction_measured(subject: Subject) -> Iterable[Verdict]:
    """A project measures satisfaction. Cannot see whether it serves the public directly, so never an error."""
    return _lacking(subject, IndicatorKind.SATISFACTION)


def kinds_fit_form(subject: Subject) -> Iterable[Verdict]:
    """Every indicator has a place in the tree the form prints."""
    tree = subject.form.indicator_tree
    indicators = [(p, i) for p in subject.budget.projects for i in p.indicators]
    return judged(
        (
            failed(
                f"{project_name(project)}指标“{indicator_name(i)}”的类型“{i.kind.value}”不在本版式的指标体系里",
                at_indicator(project, i),
            )
            for project, i in indicators
            if i.kind not in tree
        ),
        applies=indicators,
    )


def targets_read(subject: Subject) -> Iterable[Verdict]:
    """Every target can be read as a value. What cannot is not wrong; rules that need it stay silent."""
    indicators = [(p, i) for p in subject.budget.projects for i in p.indicators]
    return judged(
        (
            insufficient(
                f"{project_name(project)}指标“{indicator_name(i)}”的指标值"
                f"{f'“{i.target}”' if is_open(i) else ''}未读懂，不参与核对",
                at_indicator(project, i),
            )
            for project, i in indicators
            if isinstance(i.target, Unparsed)
        ),
        applies=indicators,
    )


def _department_targets(subject: Subject) -> list[tuple[str, ObjectiveIndicator]]:
    """The department's own targets with the number of their objective; a name used twice says too little."""
    every = [
        (str(number), indicator)
        for number, objective in enumerate(subject.budget.objectives, start=1)
        for indicator in objective.indicators
    ]
    uses = Counter(indicator.name for _, indicator in every)
    return [(number, indicator) for number, indicator in every if uses[indicator.name] == 1]


def _open_indicators(subject: Subject) -> list[tuple[Project, PerformanceIndicator]]:
    return [(p, i) for p in subject.budget.projects for i in p.indicators if is_open(i)]


def targets_agree(subject: Subject) -> Iterable[Verdict]:
    """A department's target asks no more than the project's of the same name. Silent on other names and measures."""
    projects = _open_indicators(subject)
    pairs = [
        (number, own, project, theirs, theirs.target)
        for number, own in _department_targets(subject)
        for project, theirs in projects
        if own.name == theirs.name and isinstance(theirs.target, Quantity)
    ]
    return judged(
        (
            failed(
                f"部门指标“{own.name}”{own.target}，{project_name(project)}的同名指标为 {target}，"
                "部门目标高于支撑它的项目",
                at(r.OBJECTIVE_INDICATORS, number, own.name),
                at_indicator(project, theirs),
            )
            for number, own, project, theirs, target in pairs
            if isinstance(own.target, Quantity) and own.target.is_stricter_than(target)
        ),
        applies=pairs,
    )


def rates_have_a_project(subject: Subject) -> Iterable[Verdict]:
    """A rate the department promises is measured in some project.

    Silent on general names, and where a project counts the same thing: the rate follows from the count.
    """
    rates = [
        (number, own)
        for number, own in _department_targets(subject)
        if _RATE.search(own.name[-3:]) and not own.name.startswith(_GENERIC)
    ]
    indicators = [i for _, i in _open_indicators(subject)]
    if not indicators:
        return []
    return judged(
        (
            failed(
                f"部门指标“{own.name}”{own.target}，没有项目设置这一指标",
                at(r.OBJECTIVE_INDICATORS, number, own.name),
            )
            for number, own in rates
            if not _is_measured(own.name, indicators)
        ),
        applies=rates,
    )


def _is_measured(rate: str, indicators: Sequence[PerformanceIndicator]) -> bool:
    subject = rate[:-3]
    return any(
        rate in i.name
        or i.name in rate
        or (len(subject) > 1 and subject in i.name and not _is_ratio(i))
        for i in indicators
    )


def _is_ratio(indicator: PerformanceIndicator) -> bool:
    target = indicator.target
    return isinstance(target, Quantity) and target.measure is not None and target.measure.is_ratio


def responsibility_named(subject: Subject) -> Iterable[Verdict]:
    """Every objective of the department names who answers for it."""
    objectives = list(enumerate(subject.budget.objectives, start=1))
    return judged(
        (
            failed(
                f"部门分项目标“{o.group}”没有写明责任科室或单位",
                at(r.OBJECTIVES, str(n), "responsible"),
            )
            for n, o in objectives
            if not o.responsible
        ),
        applies=objectives,
    )


RULES = (
    Rule(
        id="projects-set-objectives",
        claim="项目都有绩效目标和绩效指标",
        law="budget-law-32",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请填写绩效目标，并设置产出、效益等指标。",
        check=on_facts(objectives_set),
    ),
    Rule(
        id="outputs-and-outcomes-are-measured",
        claim="项目既有产出指标，也有效益指标",
        law="caiyu-2021-101",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请补设缺少的一级指标。",
        check=on_projects(outputs_and_outcomes_measured),
        needs=(Part.PROJECTS,),
    ),
    Rule(
        id="satisfaction-is-measured",
        claim="项目设置满意度指标",
        law="caiyu-2021-101",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="直接服务公众或者单位的项目，请补设满意度指标；不直接服务对象的可以不设。",
        check=on_projects(satisfaction_measured),
        needs=(Part.PROJECTS,),
    ),
    Rule(
        id="indicator-kinds-fit-the-form",
        claim="指标类型在本版式的指标体系里",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.DETAIL,
        hint="请改用本版式的指标类型（例如成本指标的位置因版式而不同）。",
        check=on_facts(kinds_fit_form),
    ),
    Rule(
        id="targets-can-be-read",
        claim="指标值写成可以核对的形式",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.DETAIL,
        hint="请写成符号、数字和单位（如 ≥95%），或者通行的定性等级。",
        check=on_facts(targets_read),
    ),
    Rule(
        id="department-targets-are-carried-by-projects",
        claim="部门目标不高于支撑它的同名项目指标",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.DETAIL,
        hint="请统一部门目标和项目指标的指标值。",
        check=on_projects(targets_agree),
        needs=(Part.PROJECTS,),
    ),
    Rule(
        id="department-rates-are-measured-in-projects",
        claim="部门承诺的比率在项目里有对应指标",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.DETAIL,
        hint="请在支撑此目标的项目里增设这一指标，或者改用项目已有的指标。",
        check=on_projects(rates_have_a_project),
        needs=(Part.PROJECTS,),
    ),
    Rule(
        id="objectives-name-who-answers",
        claim="部门分项目标写明责任科室或单位",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请补填负责落实此目标的科室或单位。",
        check=on_facts(responsibility_named),
    ),
)
