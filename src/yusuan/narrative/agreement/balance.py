"""Revenue against expenditure, where nothing is carried over or all of it is in both."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.interval import Agreement, compare
from yusuan.core.outcomes import Severity, Status
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction, Fund, RevenueSource
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
    for money in (None, RevenueSource.APPROPRIATION):
        yield from _of_all(prose, money, broken)
    for fund in Fund:
        yield from _changes_of_a_fund(prose, fund, broken)


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


def _of_all(prose: Prose, money: RevenueSource | None, broken: Container[Span]) -> Iterator[Claim]:
    """Every level and change of one side against the first of the other."""
    for metric in (Metric.LEVEL, Metric.CHANGE):
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
            if _are_opposite(revenue, clause):
                yield from _twins(prose, revenue, clause)
                continue
            yield _balance(revenue, clause, compare(value, stated))


def _changes_of_a_fund(prose: Prose, fund: Fund, broken: Container[Span]) -> Iterator[Claim]:
    """One fund's revenue and expenditure, alike this year and changed by as much: they cannot go opposite ways.

    Last year's may have differed by what was carried into it, so changes of unlike size say nothing.
    """
    revenue, expenditure = (
        [
            clause
            for clause in prose.of(Metric.CHANGE)
            if clause.subject == Subject(topic, fund)
            and clause.is_sure
            and clause.span not in broken
            and clause.period.stage is Stage.BUDGET
            and clause.base is not None
            and clause.base.stage is Stage.BUDGET
        ]
        for topic in (Topic.REVENUE, Topic.EXPENDITURE)
    )
    if len(revenue) != 1 or len(expenditure) != 1:
        return
    one, other = revenue[0], expenditure[0]
    if (one.period, one.base) != (other.period, other.base) or not _levels_agree(prose, one, other):
        return
    if _are_opposite(one, other):
        yield from _twins(prose, one, other)


def _levels_agree(prose: Prose, one: Clause, other: Clause) -> bool:
    """Tell whether the text gives both one level, and no other."""
    said = [
        value
        for clause in (one, other)
        for level in prose.levels(clause.subject, clause.period)
        if (value := value_of(level)) is not None
    ]
    both = all(prose.levels(clause.subject, clause.period) for clause in (one, other))
    return both and all(value.overlaps(said[0]) for value in said)


def _are_opposite(one: Clause, other: Clause) -> bool:
    """Tell whether two changes are of one size and go opposite ways."""
    first, second = value_of(one), value_of(other)
    if one.metric is not Metric.CHANGE or first is None or second is None or not first.value:
        return False
    return {one.direction, other.direction} == _BOTH_WAYS and first.overlaps(-second)


_BOTH_WAYS = {Direction.INCREASE, Direction.DECREASE}


def _twins(prose: Prose, one: Clause, other: Clause) -> Iterator[Claim]:
    """Two changes of which one has the wrong word; what the text says of both sides at once tells which."""
    size = value_of(one)
    witnesses = [
        clause
        for clause in prose.of(Metric.CHANGE)
        if clause.subject.topic is Topic.BOTH
        and (clause.period, clause.base) == (one.period, one.base)
        and (value := value_of(clause)) is not None
        and size is not None
        and (value.overlaps(size) or value.overlaps(-size))
    ]
    wrong, right = other, one
    advice = "请核对两处的增减方向。"
    if len({clause.direction for clause in witnesses}) == 1:
        if witnesses[0].direction is not one.direction:
            wrong, right = one, other
        word = "" if right.direction is None else right.direction.value
        advice = f"文中收支总体也写“{word}”，请改正{wrong.subject.label}的增减方向。"
    yield Claim(
        Kind.BALANCE,
        Status.FAILED,
        (wrong.span, right.span, *(clause.span for clause in witnesses[:1])),
        f"{one.period}：{one.subject.label}比{one.base}{said_amount(one)}，{other.subject.label}{said_amount(other)}；"
        f"收支应相等，增减额相同而方向相反。{advice}",
        Severity.WARNING,
        expected=said_amount(right),
        actual=said_amount(wrong),
    )


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
