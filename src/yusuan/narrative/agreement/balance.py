"""Revenue against expenditure, where nothing is carried over or all of it is in both."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.interval import Agreement, compare
from yusuan.core.outcomes import Severity, Status
from yusuan.core.patterns import pattern
from yusuan.core.terms import RevenueSource
from yusuan.narrative.agreement.amounts import (
    said_amount,
    value_of,
)
from yusuan.narrative.agreement.contradiction import Claim, Kind, passed
from yusuan.narrative.clauses.clause import Extent, Metric, Stage, Subject, Topic

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from yusuan.narrative.clauses.clause import Clause, Prose
    from yusuan.narrative.figures import Span

_CARRIED = pattern(r"结[转余]")


def check_balance(prose: Prose, broken: Container[Span] = ()) -> Iterator[Claim]:
    """A budget's revenue is its expenditure, unless something is carried over; so are its changes."""
    carried = [
        clause
        for clause in prose.of(Metric.LEVEL)
        if clause.subject.topic is Topic.CARRY_OVER
        or (clause.subject.topic is Topic.OTHER and _CARRIED.search(clause.subject.words))
    ]
    is_carried = any(value.value for c in carried if (value := value_of(c)) is not None)
    yield from _grand_totals(prose, but=None if is_carried else Stage.BUDGET)
    if is_carried:
        return
    for metric in (Metric.LEVEL, Metric.CHANGE):
        for money in (None, RevenueSource.APPROPRIATION):
            first: dict[tuple[object, ...], Clause] = {}
            for clause in prose.of(metric):
                value = value_of(clause)
                if clause.subject not in _both_sides(money) or value is None:
                    continue
                if clause.period.stage is not Stage.BUDGET or clause.span in broken:
                    continue
                # What was executed the year before need not balance.
                if clause.base is not None and clause.base.stage is not Stage.BUDGET:
                    continue
                revenue = first.setdefault((clause.period, clause.base), clause)
                stated = value_of(revenue)
                if revenue.subject == clause.subject or stated is None:
                    continue
                yield _balance(revenue, clause, compare(value, stated))


def _grand_totals(prose: Prose, *, but: Stage | None) -> Iterator[Claim]:
    """收入总计 and 支出总计 hold what was and is carried over: said in one sentence, they are one figure."""
    for one, other in pairwise(prose.of(Metric.LEVEL)):
        subjects = one.subject, other.subject
        if subjects != (Subject(Topic.REVENUE), Subject(Topic.EXPENDITURE)):
            continue
        if any(s.extent is not Extent.GRAND for s in subjects) or one.period != other.period:
            continue
        if one.period.stage is but:
            continue  # held against each other anyhow
        value, stated = value_of(other), value_of(one)
        if value is not None and stated is not None and other.span[0] - one.span[1] <= _BREATH:
            yield _balance(one, other, compare(value, stated))


_BREATH = 12


def _both_sides(money: RevenueSource | None) -> tuple[Subject, ...]:
    return tuple(Subject(t, money) for t in (Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH))


def _balance(one: Clause, other: Clause, agreement: Agreement) -> Claim:
    if not agreement.is_beyond:
        return passed(Kind.BALANCE, one, other, rounded=agreement.difference != 0)
    word = "的增减额" if one.metric is Metric.CHANGE else ""
    is_grand = one.subject.extent is other.subject.extent is Extent.GRAND
    why = "总计已含结转结余" if is_grand else "文中没有结转结余"
    return Claim(
        Kind.BALANCE,
        Status.FAILED,
        (other.span, one.span),
        f"{one.period}：{one.subject.label}{said_amount(one)}，{other.subject.label}{said_amount(other)}；{why}，"
        f"收支{word}应相等。请核对两数。",
        Severity.WARNING,
        expected=said_amount(one),
        actual=said_amount(other),
    )
