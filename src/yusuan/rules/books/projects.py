"""Projects: funding against lines, payment plans, carry-over (实施条例 41, 预算法 42)."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.project_code import ProjectCode
from yusuan.core.terms import APPROPRIATED, Nature, Origin
from yusuan.rules.books._words import at, at_project, judged, listed, money, project_name
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, on_facts, on_projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from yusuan.core.budget import BudgetLine, Project
    from yusuan.rules.spec import Subject, Verdict

_FULL = 100
_MONTHS = ("3月底", "6月底", "10月底", "12月底")
_PLAN_FIELDS = ("march", "june", "october", "december")


def _shown(subject: Subject) -> list[Project]:
    """The projects whose amounts can be seen: a public view may withhold some."""
    return [project for project in subject.budget.projects if not project.is_withheld]


def _by_project(subject: Subject) -> Mapping[str, Sequence[BudgetLine]]:
    """The spending lines of every project; what is kept for next year is not spent."""
    lines: dict[str, list[BudgetLine]] = defaultdict(list)
    for line in subject.budget.lines:
        if line.project and line.nature is not Nature.CLOSING_BALANCE:
            lines[line.project].append(line)
    return lines


def funding_matches_lines(subject: Subject) -> Iterable[Verdict]:
    """Fiscal and other part are the sums of the project's lines by fund. Cannot tell which side is right."""
    projects, lines = _shown(subject), _by_project(subject)
    return judged(
        (v for p in projects for v in _funding(p, lines.get(p.code, ()))), applies=projects
    )


def _funding(project: Project, lines: Sequence[BudgetLine]) -> Iterator[Verdict]:
    fiscal = sum(line.amount for line in lines if line.fund in APPROPRIATED)
    other = sum(line.amount for line in lines) - fiscal
    for label, field, stated, computed in (
        ("财政资金", "fiscal_amount", project.fiscal_amount, fiscal),
        ("其他资金", "other_amount", project.other_amount, other),
    ):
        if stated != computed:
            yield failed(
                f"{project_name(project)}{label} {money(stated)} ≠ 预算明细合计 {money(computed)}，"
                f"相差 {money(abs(stated - computed))}",
                at_project(project, field),
                expected=computed,
                actual=stated,
            )


def function_matches_lines(subject: Subject) -> Iterable[Verdict]:
    """A project's lines carry its function. Silent on a project without lines."""
    lines = _by_project(subject)
    projects = [p for p in subject.budget.projects if lines.get(p.code)]
    return judged(
        (
            failed(
                f"{project_name(project)}的功能科目是 {project.function}，预算明细用了 {listed(others)}",
                at_project(project, "function"),
            )
            for project in projects
            if (others := _other_functions(project, lines[project.code]))
        ),
        applies=projects,
    )


def _other_functions(project: Project, lines: Sequence[BudgetLine]) -> list[str]:
    if project.function is None:
        return []
    return sorted({str(line.function) for line in lines if line.function != project.function})


def projects_have_money(subject: Subject) -> Iterable[Verdict]:
    """A project in the budget has money in it. Cannot see a project kept for its targets only."""
    projects, lines = _shown(subject), _by_project(subject)
    return judged(
        (
            failed(f"{project_name(project)}没有任何预算明细", at_project(project, "code"))
            for project in projects
            if not lines.get(project.code)
        ),
        applies=projects,
    )


def purposes_stated(subject: Subject) -> Iterable[Verdict]:
    """A project says what its money is for, in words or as a costing."""
    projects = subject.budget.projects
    return judged(
        (
            failed(f"{project_name(project)}没有填写资金用途或测算", at_project(project, "purpose"))
            for project in projects
            if not project.purpose and not project.costing
        ),
        applies=projects,
    )


def _plans(subject: Subject) -> list[tuple[Project, list[tuple[int, Decimal]]]]:
    """Projects with the months of their plan that are filled in."""
    filled = (
        (p, [(n, step) for n, step in enumerate(p.payment_plan.steps) if step is not None])
        for p in subject.budget.projects
    )
    return [(project, steps) for project, steps in filled if steps]


def plans_never_fall(subject: Subject) -> Iterable[Verdict]:
    """Cumulative percentages never fall; equal steps and blank months are fine."""
    plans = _plans(subject)
    return judged(
        (
            failed(
                f"{project_name(project)}资金支出计划 {_MONTHS[n]} {now}% 低于 {_MONTHS[before]} {earlier}%",
                at_project(project, _PLAN_FIELDS[n]),
            )
            for project, steps in plans
            for (before, earlier), (n, now) in pairwise(steps)
            if now < earlier
        ),
        applies=plans,
    )


def plans_end_at_full(subject: Subject) -> Iterable[Verdict]:
    """A plan reaches 100 % in December. Silent on a blank December: it may be unread, not missing."""
    ends = [(p, p.payment_plan.december) for p in subject.budget.projects]
    ends = [(project, end) for project, end in ends if end is not None]
    return judged(
        (
            failed(
                f"{project_name(project)}资金支出计划 12月底为 {end}%，应为 100%",
                at_project(project, "december"),
            )
            for project, end in ends
            if end != _FULL
        ),
        applies=ends,
    )


def carry_over_has_a_past(subject: Subject) -> Iterable[Verdict]:
    """Money carried over serves a project that existed last year. Judges by the year in the project code."""
    year = subject.form.year
    carried = sorted(
        {
            line.project
            for line in subject.budget.lines
            if line.origin is Origin.CARRY_OVER and line.project
        }
    )
    coded = [(code, entered) for code in carried if (entered := ProjectCode.parse(code).year)]
    return judged(
        (
            failed(
                f"项目 {code} 有上年结转资金，而编码显示它在 {entered} 年才入库",
                at(r.LINES, code, "origin"),
            )
            for code, entered in coded
            if entered >= year
        ),
        applies=coded,
    )


RULES = (
    Rule(
        id="project-funding-matches-its-lines",
        claim="项目的财政资金、其他资金等于其预算明细之和",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照批复核对项目金额和明细，改正有误的一处。",
        check=on_facts(funding_matches_lines),
        pair=Pair("明细", "项目所填"),
    ),
    Rule(
        id="project-function-matches-its-lines",
        claim="项目的功能科目与其预算明细一致",
        law="budget-law-regulation-40",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对项目和明细的功能科目；确有两个科目的，请分列两个项目。",
        check=on_facts(function_matches_lines),
    ),
    Rule(
        id="projects-have-money",
        claim="列入预算的项目都有预算明细",
        law="budget-law-regulation-41",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请补录明细，或者把没有安排资金的项目移出预算。",
        check=on_facts(projects_have_money),
    ),
    Rule(
        id="projects-state-their-purpose",
        claim="项目写明资金用途或测算",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请写明资金用在哪里、怎样测算。",
        check=on_facts(purposes_stated),
    ),
    Rule(
        id="payment-plans-never-fall",
        claim="累计支出计划不下降",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="计划是累计数，请核对是否误填为当期数。",
        check=on_projects(plans_never_fall),
        needs=(Part.PROJECTS,),
    ),
    Rule(
        id="payment-plans-end-at-100",
        claim="支出计划年底达到100%",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对12月底的累计百分比；年底用不完的资金应当调减预算。",
        check=on_projects(plans_end_at_full),
        needs=(Part.PROJECTS,),
    ),
    Rule(
        id="carry-over-serves-an-earlier-project",
        claim="结转资金用于上年已有的项目",
        law="budget-law-42",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="结转资金只能用于原项目，请核对项目编码和资金来源。",
        check=on_facts(carry_over_has_a_past),
    ),
)
