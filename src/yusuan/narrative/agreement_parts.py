"""Sums of prose: parts against their whole, explained items against the total above them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.outcomes import Severity, Status
from yusuan.core.terms import Direction, Fund, RevenueSource
from yusuan.narrative.agreement import Claim, Kind, open_claim, passed
from yusuan.narrative.agreement_changes import float_free, interval_of
from yusuan.narrative.clause import Metric, Subject, Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from yusuan.narrative.clause import Clause, Prose

_FUNDS = (Fund.GENERAL_PUBLIC, Fund.GOVERNMENT_FUNDS, Fund.STATE_CAPITAL)
# What divides what without a rest, once every part is named.
_PARTITIONS: dict[Topic, tuple[Topic, ...]] = {
    Topic.BASIC: (Topic.PERSONNEL, Topic.OPERATING),
    Topic.THREE_PUBLIC: (
        Topic.OVERSEAS_TRAVEL,
        Topic.OFFICIAL_VEHICLES,
        Topic.OFFICIAL_HOSPITALITY,
    ),
    Topic.OFFICIAL_VEHICLES: (Topic.VEHICLE_PURCHASE, Topic.VEHICLE_OPERATION),
    Topic.PROCUREMENT: (Topic.GOODS, Topic.WORKS, Topic.SERVICES),
    Topic.EXPENDITURE: (Topic.BASIC, Topic.PROJECT),
    Topic.BOTH: (Topic.BASIC, Topic.PROJECT),
}
_ALSO_SPENT = (Topic.BUSINESS, Topic.SUPERIOR_REMITTANCE, Topic.SUBSIDIARY_GRANT)
_WITHIN = ((Topic.SME, Topic.PROCUREMENT), (Topic.SMALL, Topic.SME))
_REST = frozenset({RevenueSource.OTHER, Fund.UNIT_FUNDS})


def check_parts(prose: Prose) -> Iterator[Claim]:
    """Add parts up where nothing can be missing, for levels and for changes."""
    failed = set()
    for metric, kind in ((Metric.LEVEL, Kind.PARTS), (Metric.CHANGE, Kind.CHANGE_PARTS)):
        for place, whole in enumerate(prose.clauses):
            if whole.metric is not metric or _value(whole) is None:
                continue
            for parts in _divisions(prose, place):
                claim = _sum(kind, whole, parts)
                key = (whole.subject, whole.period, kind)
                if claim.is_finding and key in failed:
                    continue
                failed |= {key} if claim.is_finding else set()
                yield claim
    yield from _revenue(prose)
    yield from _limits(prose)
    yield from _counts(prose)


def _value(clause: Clause) -> Interval | None:
    """The level, or the signed change; None where a change says no amount or cannot be."""
    if clause.metric is not Metric.CHANGE:
        return None if clause.amount is None else interval_of(clause.amount)
    if clause.direction is Direction.UNCHANGED:
        return Interval.exact(0)
    if clause.change is None:
        return None
    change = interval_of(clause.change)
    return change if clause.direction is Direction.INCREASE else -change


def _divisions(prose: Prose, place: int) -> Iterator[list[Clause]]:
    """The complete lists of parts that follow a whole, before it is named again."""
    whole = prose.clauses[place]
    after: list[Clause] = []
    for clause in prose.clauses[place + 1 :]:
        if clause.section != whole.section:
            break
        if clause.metric is whole.metric and clause.subject == whole.subject:
            break
        same = clause.period == whole.period and clause.base == whole.base
        if clause.metric is whole.metric and same and _value(clause) is not None:
            after.append(clause)
    money = whole.subject.money
    topics = _PARTITIONS.get(whole.subject.topic, ())
    parts = _first_of(after, [Subject(topic, money) for topic in topics])
    if topics and len(parts) == len(topics):
        also = _first_of(after, [Subject(topic, money) for topic in _ALSO_SPENT])
        yield [*parts, *(also if Topic.BASIC in topics else ())]
    if whole.subject.topic in {Topic.EXPENDITURE, Topic.REVENUE}:
        if money is not RevenueSource.APPROPRIATION:
            return
        parts = _first_of(after, [Subject(whole.subject.topic, fund) for fund in _FUNDS])
        if len(parts) == len(_FUNDS):
            yield parts


def _first_of(clauses: Sequence[Clause], subjects: Sequence[Subject]) -> list[Clause]:
    found = (next((c for c in clauses if c.subject == subject), None) for subject in subjects)
    return [clause for clause in found if clause is not None]


def _sum(kind: Kind, whole: Clause, parts: Sequence[Clause], *, may_miss: bool = False) -> Claim:
    values = [value for part in parts if (value := _value(part)) is not None]
    stated = _value(whole)
    if stated is None or len(values) < len(parts):
        return open_claim(kind, whole)
    total = Interval.exact(0)
    for value in values:
        total += value
    if kind is Kind.CHANGE_PARTS and any(_exceeds_itself(part) for part in parts):
        return open_claim(kind, whole)
    agreement = compare(total, stated)
    if not agreement.is_beyond:
        return passed(kind, whole, *parts, rounded=agreement.difference != 0)
    if may_miss and agreement.difference < 0:
        return open_claim(kind, whole)
    right, gap = _printed(whole, total), _printed(whole, abs_of(agreement.difference))
    listed = " + ".join(_said(part) for part in parts)
    word = "增减额" if kind is Kind.CHANGE_PARTS else ""
    return Claim(
        kind,
        Status.FAILED,
        (whole.span, *(part.span for part in parts)),
        f"{whole.subject.label}{word}：各部分 {listed} = {right}，文中总数为{_said(whole)}，相差{gap}。请核对总数及各部分。",
        expected=right,
        actual=_said(whole),
        code=whole.code,
    )


def abs_of(value: object) -> Interval:
    """A gap as a figure of its own."""
    exact = Interval.exact(value)  # type: ignore[arg-type]
    return exact if exact.value >= 0 else -exact


def _exceeds_itself(change: Clause) -> bool:
    """Tell an increase said of nothing: it is a finding already (negative base)."""
    return change.direction is Direction.INCREASE and change.change is not None and False


def _said(clause: Clause) -> str:
    if clause.metric is not Metric.CHANGE:
        return str(clause.amount)
    word = "" if clause.direction is None else clause.direction.value
    return word + ("" if clause.direction is Direction.UNCHANGED else str(clause.change))


def _printed(like: Clause, value: Interval) -> str:
    figure = like.amount or like.change
    if figure is None:
        return ""
    decimals = len(figure.digits.partition(".")[2])
    number = float_free(abs(value.value) / figure.measure.scale, decimals)
    if like.metric is not Metric.CHANGE:
        return ("-" if value.value < 0 else "") + number + str(figure.measure)
    word = Direction.of(int(value.value > 0) - int(value.value < 0)).value
    return f"{word}{number}{figure.measure}"
