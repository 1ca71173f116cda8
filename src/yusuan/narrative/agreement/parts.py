"""Sums of prose: parts against their whole, explained items against the total above them."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.outcomes import Status
from yusuan.core.terms import Fund, RevenueSource
from yusuan.narrative.agreement.amounts import (
    added,
    has_value,
    printed_like,
    printed_value,
    said_amount,
    value_of,
)
from yusuan.narrative.agreement.contradiction import Claim, Kind, open_claim, passed
from yusuan.narrative.agreement.levels import misdated
from yusuan.narrative.agreement.located import with_cause
from yusuan.narrative.clauses.clause import Extent, Metric, Subject, Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause, Prose
    from yusuan.narrative.figures import Span

_FUNDS = (Fund.GENERAL_PUBLIC, Fund.GOVERNMENT_FUNDS, Fund.STATE_CAPITAL)
# What divides what without a rest, once every part is named.
_SPENDING = (
    (Topic.BASIC, Topic.PROJECT),
    (Topic.PERSONNEL, Topic.OPERATING, Topic.PROJECT),
)
_PARTITIONS: dict[Topic, tuple[tuple[Topic, ...], ...]] = {
    Topic.BASIC: ((Topic.PERSONNEL, Topic.OPERATING),),
    Topic.THREE_PUBLIC: (
        (Topic.OVERSEAS_TRAVEL, Topic.OFFICIAL_VEHICLES, Topic.OFFICIAL_HOSPITALITY),
        (
            *(Topic.OVERSEAS_TRAVEL, Topic.OFFICIAL_HOSPITALITY),
            *(Topic.VEHICLE_PURCHASE, Topic.VEHICLE_OPERATION),
        ),
    ),
    Topic.OFFICIAL_VEHICLES: ((Topic.VEHICLE_PURCHASE, Topic.VEHICLE_OPERATION),),
    Topic.EXPENDITURE: _SPENDING,
    Topic.BOTH: _SPENDING,
}
_ALSO_SPENT = (Topic.BUSINESS, Topic.SUPERIOR_REMITTANCE, Topic.SUBSIDIARY_GRANT)
_BESIDE = 3
_REST = frozenset({RevenueSource.OTHER, Fund.UNIT_FUNDS})


def is_complete(whole: Topic, parts: Collection[Topic]) -> bool:
    """Tell whether some parts are all there are of a whole."""
    return any(set(parts) >= set(topics) for topics in _PARTITIONS.get(whole, ()))


def check_parts(prose: Prose, broken: Container[Span] = ()) -> Iterator[Claim]:
    """Add parts up where nothing can be missing; a `broken` change is a finding already."""
    failed: set[tuple[Kind, Subject]] = set()
    for metric, kind in ((Metric.LEVEL, Kind.PARTS), (Metric.CHANGE, Kind.CHANGE_PARTS)):
        for place, whole in enumerate(prose.clauses):
            topic = whole.subject.topic
            divides = topic in _PARTITIONS or topic in {Topic.REVENUE, Topic.FUNCTION}
            if whole.metric is not metric or not divides or not has_value(whole):
                continue
            for parts in _divisions(prose, place):
                if any(part.span in broken for part in (whole, *parts)):
                    continue
                claim = _sum(kind, whole, parts, may_miss=_may_miss(prose, whole, parts))
                if claim.is_finding and metric is Metric.LEVEL:
                    claim = with_cause(prose, claim, whole, parts)
                if claim.is_finding and (kind, whole.subject) in failed:
                    continue
                failed |= {(kind, whole.subject)} if claim.is_finding else set()
                yield claim
    yield from _composed(prose)
    yield from _revenue(prose)


def _composed(prose: Prose) -> Iterator[Claim]:
    """收入总计由本年收入、年初结转组成: whatever the parts are, they add up."""
    parts_of: dict[int, list[Clause]] = defaultdict(list)
    for clause in prose.of(Metric.LEVEL):
        if clause.part_of is not None:
            parts_of[clause.part_of].append(clause)
    for place, listed in sorted(parts_of.items()):
        whole = prose.clauses[place]
        # 收入总计…，其中：…；支出总计…: the other side's total ends the list.
        parts = list(takewhile(lambda part: part.subject.extent is not Extent.GRAND, listed))
        if whole.metric is not Metric.LEVEL:
            continue
        if place not in prose.complete and not _are_of_the_form(whole, parts):
            continue
        is_one_sentence = "。" not in whole.text and all(
            c.section == whole.section and c.period.year == whole.period.year for c in parts
        )
        if len(parts) > 1 and is_one_sentence:
            yield _sum(Kind.PARTS, whole, parts)


_CARRIED = frozenset({Topic.CARRY_OVER, Topic.CLOSING})


def _are_of_the_form(whole: Clause, parts: Sequence[Clause]) -> bool:
    """Tell 总计，包括本年合计、结余分配、年末结转: the rows of the form that make a grand total, and no others."""
    is_grand = whole.subject.extent is Extent.GRAND
    has_year = any(
        part.subject.topic is whole.subject.topic and part.subject.extent is Extent.YEAR
        for part in parts
    )
    return is_grand and has_year and any(part.subject.topic in _CARRIED for part in parts)


def _divisions(prose: Prose, place: int) -> Iterator[list[Clause]]:
    """The complete lists of parts that follow a whole, before it is named again."""
    whole = prose.clauses[place]
    after = _after(prose, place)
    if whole.subject.topic is Topic.FUNCTION:
        yield from _of_item(whole, place, after)
        return
    if whole.subject.topic is Topic.BASIC:
        yield from _of_classes(place, after)
    money = whole.subject.money
    for topics in _PARTITIONS.get(whole.subject.topic, ()):
        parts = _first_of(after, [Subject(topic, money) for topic in topics])
        if len(parts) < len(topics):
            parts = _paragraphs(prose, place, topics) or _misdated_parts(prose, place, topics)
        if len(parts) == len(topics):
            also = _first_of(after, [Subject(topic, money) for topic in _ALSO_SPENT])
            yield [*parts, *(also if Topic.PROJECT in topics else ())]
            break
    if whole.subject.topic in {Topic.EXPENDITURE, Topic.REVENUE}:
        if money is not RevenueSource.APPROPRIATION:
            return
        parts = _first_of(after, [Subject(whole.subject.topic, fund) for fund in _FUNDS])
        if len(parts) == len(_FUNDS):
            yield parts


def _after(prose: Prose, place: int) -> list[Clause]:
    """The figures of a whole's kind and period behind it, up to where it is named again."""
    whole, found = prose.clauses[place], []
    for clause in prose.clauses[place + 1 :]:
        if clause.section != whole.section:
            break
        if clause.metric is whole.metric and clause.subject == whole.subject:
            break
        same = clause.period == whole.period and clause.base == whole.base
        if clause.metric is whole.metric and same and has_value(clause):
            found.append(clause)
    return found


def _of_classes(place: int, after: Sequence[Clause]) -> Iterator[list[Clause]]:
    """Basic spending by economic class: wages, goods and services, transfers to people, and what else is listed."""
    found: dict[str, Clause] = {}
    for clause in after:
        if clause.subject.topic is not Topic.ECONOMIC or clause.code is None:
            break
        found.setdefault(clause.code.digits, clause)
    # The first one says whose part it is; the others follow it, a line each.
    if set(_MUST_LIST) <= set(found) and next(iter(found.values())).part_of == place:
        yield list(found.values())


_MUST_LIST = ("301", "302", "303")


def _of_item(whole: Clause, place: int, after: Sequence[Clause]) -> Iterator[list[Clause]]:
    """Basic and project spending of one item: 其中基本支出…，项目支出…."""
    topics = (Topic.BASIC, Topic.PROJECT)
    parts = _first_of(after, [Subject(topic, None, whole.subject.names) for topic in topics])
    if len(parts) == len(topics) and all(part.part_of == place for part in parts):
        yield parts


def _paragraphs(prose: Prose, place: int, topics: Sequence[Topic]) -> list[Clause]:
    """Personnel and operating costs a paragraph each: only the first stands under 其中 and its money."""
    whole = prose.clauses[place]
    if whole.subject.topic is not Topic.BASIC or whole.metric is not Metric.LEVEL:
        return []
    found: dict[Topic, Clause] = {}
    for clause in prose.clauses[place + 1 :]:
        if clause.metric is not Metric.LEVEL and clause.subject.topic in {*topics, Topic.BASIC}:
            continue
        is_part = (
            clause.metric is Metric.LEVEL
            and clause.subject.topic in topics
            and clause.subject.money in {whole.subject.money, None}
            and clause.subject.topic not in found
        )
        near = clause.section == whole.section and clause.period == whole.period
        # The first one says whose part it is; anything else between ends the list.
        if not is_part or not near or (not found and clause.part_of != place):
            break
        found[clause.subject.topic] = clause
    return [found[topic] for topic in topics if topic in found]


def _misdated_parts(prose: Prose, place: int, topics: Sequence[Topic]) -> list[Clause]:
    """The parts of this year below a total that was left under the year before."""
    whole = prose.clauses[place]
    if not any(change.subject == whole.subject for change in prose.misdated):
        return []
    after = [
        clause
        for clause in prose.clauses[place + 1 :]
        if clause.section == whole.section
        and clause.metric is whole.metric is Metric.LEVEL
        and clause.period.stage is whole.period.stage
        and clause.period.year == prose.year != whole.period.year
    ]
    if not after or whole not in misdated(prose, whole.subject, after[0]):
        return []
    return _first_of(after, [Subject(topic, whole.subject.money) for topic in topics])


_NEARLY_ALL = Interval(Fraction(999, 10), Fraction(100), Fraction(1001, 10))


def _may_miss(prose: Prose, whole: Clause, parts: Sequence[Clause]) -> bool:
    """Tell whether all spending may hold natures a sentence leaves out: it names two of five, without shares."""
    if whole.subject not in {Subject(Topic.EXPENDITURE), Subject(Topic.BOTH)}:
        return False
    if whole.subject.extent is Extent.GRAND and not any(
        part.part_of is not None and prose.clauses[part.part_of] is whole for part in parts
    ):
        return True  # what is left at the end of the year stands beside them
    if whole.metric is Metric.CHANGE:
        return not _is_all(prose, whole, parts)
    total = Fraction(0)
    for share in prose.of(Metric.SHARE):
        near = any(0 <= share.span[0] - part.span[1] <= _BESIDE for part in parts)
        if near and share.percent is not None:
            total += Fraction(share.percent.digits.replace(",", ""))
    return total not in _NEARLY_ALL


def _is_all(prose: Prose, whole: Clause, parts: Sequence[Clause]) -> bool:
    """Tell whether the levels of the parts are all there is, so that their changes are too."""
    totals = [
        v for c in prose.levels(whole.subject, whole.period) if (v := value_of(c)) is not None
    ]
    found = _first_of(
        [c for c in prose.of(Metric.LEVEL) if c.period == whole.period],
        [part.subject for part in parts],
    )
    values = [value for c in found if (value := value_of(c)) is not None]
    if not totals or len(values) < len(parts):
        return True
    return any(not compare(sum(values, Interval.exact(0)), v).is_beyond for v in totals)


def _first_of(clauses: Sequence[Clause], subjects: Sequence[Subject]) -> list[Clause]:
    found = (next((c for c in clauses if c.subject == subject), None) for subject in subjects)
    return [clause for clause in found if clause is not None]


def _sum(kind: Kind, whole: Clause, parts: Sequence[Clause], *, may_miss: bool = False) -> Claim:
    agreement = added(whole, parts)
    if agreement is None:
        return open_claim(kind, whole)
    if not agreement.is_beyond:
        return passed(kind, whole, *parts, rounded=agreement.difference != 0)
    if may_miss and (agreement.difference < 0 or kind is Kind.CHANGE_PARTS):
        return open_claim(kind, whole)
    right = printed_value(whole, agreement.computed.value)
    listed = " + ".join(said_amount(part) for part in parts)
    word = "增减额" if kind is Kind.CHANGE_PARTS else ""
    gap = printed_like(whole, abs(agreement.difference))
    return Claim(
        kind,
        Status.FAILED,
        (whole.span, *(part.span for part in parts)),
        f"{whole.subject.label}{word}：各部分 {listed} = {right}，文中总数为{said_amount(whole)}，相差{gap}。请核对总数及各部分。",
        expected=right,
        actual=said_amount(whole),
        code=whole.code,
    )


def _revenue(prose: Prose) -> Iterator[Claim]:
    """Total revenue against its kinds; a list that ends with 其他 or 单位资金 is complete."""
    for place, whole in enumerate(prose.clauses):
        plain = whole.subject == Subject(Topic.REVENUE)
        if not plain or whole.metric is not Metric.LEVEL:
            continue
        parts = [
            c
            for c in prose.clauses
            if c.part_of == place
            and c.metric is Metric.LEVEL
            and c.period == whole.period
            and c.subject.topic in {Topic.REVENUE, Topic.CARRY_OVER}
        ]
        moneys = [part.subject.money for part in parts]
        if RevenueSource.APPROPRIATION in moneys:
            parts = [part for part in parts if part.subject.money not in _FUNDS]
        if parts and len(set(moneys)) == len(moneys):
            yield _sum(Kind.PARTS, whole, parts, may_miss=not _REST & set(moneys))
