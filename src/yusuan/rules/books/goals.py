"""Goals in words against the indicators that measure them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.core.target import Operator, Quantity
from yusuan.rules.books._words import at, is_open, judged, project_name
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import PerformanceIndicator, Project
    from yusuan.rules.spec import Subject, Verdict

# 完成率达到100%, 覆盖面达到98%以上: what is promised, and how much of it.
_PROMISE = pattern(
    r"(?P<what>[\u4e00-\u9fff]{2,24}?)(?:均|都|全部)?(?:要|应|须)?"
    r"(?:达到|保持在|保持|不低于|不少于|达|为|≥|≧|>=)\s*(?P<number>\d{1,9}(?:\.\d{1,9})?)\s*[%％]"
)
_LAST = 3
_FLOORS = frozenset({Operator.AT_LEAST, Operator.MORE_THAN, Operator.EQUAL, Operator.NONE})


def _promises(subject: Subject) -> Iterator[tuple[Project, str, Fraction, list[Quantity]]]:
    """Shares an open goal promises, with the project's shares of the same kind (完成率 with 完成率)."""
    for project in subject.budget.projects:
        if not project.indicators or not all(is_open(i) for i in project.indicators):
            continue
        ratios = [(i, t) for i in project.indicators if (t := _floor(i)) is not None]
        for goal in project.objectives:
            if ("%" not in goal.text and "％" not in goal.text) or "text" in goal.classified:
                continue
            for match in _PROMISE.finditer(goal.text):
                what, number = match["what"], Fraction(match["number"])
                same = [t for i, t in ratios if i.name.endswith(what[-_LAST:])]
                if not same and any(t.number == number for _, t in ratios):
                    continue
                yield project, f"{what}{match['number']}%", number, same


def _floor(indicator: PerformanceIndicator) -> Quantity | None:
    target = indicator.target
    if not isinstance(target, Quantity) or target.measure is None or not target.measure.is_ratio:
        return None
    return target if target.operator in _FLOORS else None


def goals_are_matched(subject: Subject) -> Iterable[Verdict]:
    """A share promised in words is no more than the indicator of its kind. Judges by the last three characters."""
    promises = [promise for promise in _promises(subject) if promise[3]]
    return judged(
        (
            failed(
                f"{project_name(project)}绩效目标写“{what}”，对应指标只要求 {max(same, key=lambda t: t.number)}",
                at(r.PROJECT_OBJECTIVES, project.code, "text"),
            )
            for project, what, number, same in promises
            if all(target.number < number for target in same)
        ),
        applies=promises,
    )


def goals_are_measured(subject: Subject) -> Iterable[Verdict]:
    """A share promised in words has an indicator. Silent where any share indicator has the same number."""
    promises = list(_promises(subject))
    return judged(
        (
            failed(
                f"{project_name(project)}绩效目标写“{what}”，没有衡量它的指标",
                at(r.PROJECT_OBJECTIVES, project.code, "text"),
            )
            for project, what, _, same in promises
            if not same
        ),
        applies=promises,
    )


RULES = (
    Rule(
        id="goals-are-no-stricter-than-indicators",
        claim="绩效目标里的比率不高于对应指标",
        law="caiyu-2021-101",
        severity=Severity.INFO,
        dimension=Dimension.DETAIL,
        hint="请统一目标文字和指标值。",
        check=on_facts(goals_are_matched),
    ),
    Rule(
        id="goal-shares-have-an-indicator",
        claim="绩效目标里的比率有指标衡量",
        law="caiyu-2021-101",
        severity=Severity.INFO,
        dimension=Dimension.DETAIL,
        hint="请增设衡量这一比率的指标，或者从目标文字里删去。",
        check=on_facts(goals_are_measured),
    ),
)
