"""Project codes: family, check character, division and year. A wrong code is advice, never a rejection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.project_code import CodeFamily, ProjectCode
from yusuan.rules.books._words import at_project, judged, project_name
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, on_facts, on_projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import Project
    from yusuan.rules.spec import Subject, Verdict


def _coded(subject: Subject) -> Iterator[tuple[Project, ProjectCode]]:
    return ((p, ProjectCode.parse(p.code)) for p in subject.budget.projects)


def check_characters(subject: Subject) -> Iterable[Verdict]:
    """The last character follows from the first twenty. Empirical; silent on other families."""
    coded = [(p, code) for p, code in _coded(subject) if code.check_ok is not None]
    return judged(
        (
            failed(
                f"{project_name(project)}编码 {code} 的校验位是 {code.text[-1]}，"
                f"按前20位推算应为 {code.expected_check or '（含不用的字符）'}",
                at_project(project, "code"),
            )
            for project, code in coded
            if not code.check_ok
        ),
        applies=coded,
    )


def families_known(subject: Subject) -> Iterable[Verdict]:
    """A code has the shape of a family met so far. Provinces not met yet may build theirs differently."""
    coded = list(_coded(subject))
    return judged(
        (
            failed(
                f"{project_name(project)}编码 {code} 不属于已知的编码规则",
                at_project(project, "code"),
            )
            for project, code in coded
            if code.family is CodeFamily.UNKNOWN
        ),
        applies=coded,
    )


def divisions_agree(subject: Subject) -> Iterable[Verdict]:
    """A code names the department's division or one above it (transfers). Silent on codes without one."""
    own = subject.budget.department.division
    coded = [(p, code) for p, code in _coded(subject) if code.division is not None]
    return judged(
        (
            failed(
                f"{project_name(project)}编码里的财政区划是 {code.division}，本部门是 {own}",
                at_project(project, "code"),
            )
            for project, code in coded
            if not _is_above(code.division or "", own)
        ),
        applies=coded,
    )


def _is_above(division: str, own: str) -> bool:
    """Tell whether a division is the same or holds the other; 100000 is the centre, above all."""
    return division in {own, own[:4] + "00", own[:2] + "0000", "100000"}


def years_agree(subject: Subject) -> Iterable[Verdict]:
    """A project entered the library no later than the budget's year; earlier is rolled over, and fine."""
    year = subject.form.year
    coded = [(p, code) for p, code in _coded(subject) if code.year is not None]
    return judged(
        (
            failed(
                f"{project_name(project)}编码里的年份是 {code.year} 年，晚于预算年度 {year} 年",
                at_project(project, "code"),
            )
            for project, code in coded
            if code.year is not None and code.year > year
        ),
        applies=coded,
    )


RULES = (
    Rule(
        id="project-codes-check",
        claim="项目编码的校验位正确",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照项目库核对编码，可能抄错一位；校验规则由公开编码归纳得出。",
        check=on_projects(check_characters),
        needs=(Part.PROJECTS,),
    ),
    Rule(
        id="project-code-families-are-known",
        claim="项目编码属于已知的编码规则",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照项目库核对编码；当地另有规则的可忽略。",
        check=on_facts(families_known),
    ),
    Rule(
        id="project-codes-name-the-division",
        claim="项目编码中的财政区划是本地或上级",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对项目编码和部门的财政区划编码。",
        check=on_facts(divisions_agree),
    ),
    Rule(
        id="project-codes-are-not-of-the-future",
        claim="项目编码中的年份不晚于预算年度",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对项目编码和预算年度。",
        check=on_facts(years_agree),
    ),
)
