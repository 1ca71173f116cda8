"""Shares of a whole: the one named, the one whose parts are listed, or the one above the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.patterns import pattern
from yusuan.narrative.agreement.amounts import (
    HUNDRED,
    level_of,
    printed_rate,
)
from yusuan.narrative.agreement.changes import levels
from yusuan.narrative.agreement.contradiction import Claim, Kind, open_claim
from yusuan.narrative.agreement.levels import misdated, ratio
from yusuan.narrative.agreement.slips import without_sign
from yusuan.narrative.clauses.clause import HELD, PURCHASES, Extent, Metric, Topic
from yusuan.narrative.figures import less

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from yusuan.narrative.clauses.clause import Clause, Prose, Subject
    from yusuan.narrative.figures import Span

_THIS_YEAR = pattern(r"本年|当年")


def check_shares(prose: Prose, broken: Container[Span] = ()) -> Iterator[Claim]:
    """Check 占 … % against the part and the whole it is a share of; a `broken` figure is a finding already."""
    for clause in prose.of(Metric.SHARE):
        if clause.subject.topic in PURCHASES or (clause.whole and clause.whole.topic in PURCHASES):
            continue  # the rule on procurement knows whose shares they are
        if clause.lacks_percent_sign:
            yield without_sign(clause, "占比")
        wholes: list[Clause] = []
        if clause.part_of is not None:
            wholes = [prose.clauses[clause.part_of], *_named_beside(prose, clause)]
        elif clause.whole is not None:
            wholes = _wholes(prose, clause.whole, clause)
            wholes = wholes or misdated(prose, clause.whole, clause)
        else:
            wholes = _whole_of_list(prose, clause)
        parts = levels(prose, clause.subject, clause.period, clause)
        parts = [part for part in parts if part.span[1] <= clause.span[0]][-1:]
        pairs = [
            (p, w)
            for p in parts
            for w in wholes
            if w.amount and level_of(w).low > 0 and not (p.span in broken or w.span in broken)
        ]
        if clause.percent is None or not pairs:
            yield open_claim(Kind.SHARE, clause)
            continue
        claim = ratio(Kind.SHARE, clause, pairs, "占比")
        if claim.is_finding and _is_of_this_year(clause) and _share_their_sum(prose, clause):
            claim = open_claim(Kind.SHARE, clause)
        yield claim


def _named_beside(prose: Prose, clause: Clause) -> list[Clause]:
    """The wholes that shares right before name: 占“三公”经费的96%；公务接待费…，占4%."""
    return [
        whole
        for other in prose.of(Metric.SHARE)
        if other.whole is not None and 0 < clause.span[0] - other.span[1] <= _LIST
        for whole in _wholes(prose, other.whole, other)
    ]


def _wholes(prose: Prose, whole: Subject, near: Clause) -> list[Clause]:
    """The amounts of a whole that is named; 不含年末结转 is the year's alone, or the total less what is left."""
    found = [one for one in prose.levels(whole, near.period) if whole.fits(one.subject)]
    if whole.money is None:
        # 一般公共预算基本支出…，其中人员经费…，占基本支出的…: what was said last above is meant before all others.
        above = [
            one
            for one in prose.of(Metric.LEVEL)
            if one.section == near.section
            and one.span[1] <= near.span[0]
            and one.subject.topic is whole.topic
            and (one.subject.money is None or one.subject.money in HELD)
            and one.subject.code is None
            and one.period == near.period
        ]
        here = [one for one in found if one.section == near.section]
        found = list(dict.fromkeys((*here, *reversed(above), *found)))
    if not _WITHOUT.search(whole.words):
        return found
    own = [one for one in found if one.subject.extent is Extent.YEAR]
    left = [
        one
        for one in prose.of(Metric.LEVEL)
        if one.section == near.section and one.subject.topic in {Topic.CLOSING, Topic.CARRY_OVER}
    ]
    if own or len(left) != 1:
        return own
    return [
        replace(one, amount=rest)
        for one in found
        if (rest := less(one.amount, left[0].amount)) is not None
    ]


_WITHOUT = pattern(r"不含|扣除|剔除|除")

_WHOLES = frozenset({Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH, Topic.BASIC, Topic.PROJECT})


def _whole_of_list(prose: Prose, clause: Clause) -> list[Clause]:
    """The total above a list whose shares do not name it: the one that most of the list's shares fit."""
    siblings = [
        (part, printed_rate(share.percent))
        for share in prose.of(Metric.SHARE)
        if share.section == clause.section
        and share.part_of is None
        and share.whole is None
        and share.percent is not None
        and (part := _own_level(prose, share)) is not None
    ]
    best: list[Clause] = []
    most = len(siblings) // 2
    for whole in prose.of(Metric.LEVEL):
        is_above = whole.span[1] <= clause.span[0] and whole.section == clause.section
        if whole.subject.topic not in _WHOLES or not is_above or level_of(whole).low <= 0:
            continue
        if _is_divided(whole, [part for part, _ in siblings], clause):
            return [whole]
        fits = sum(_is_share(level_of(part), level_of(whole), rate) for part, rate in siblings)
        if fits > max(most, 1):
            best, most = [whole], fits
    return best


# A list right behind its whole.
_LIST = 160


def _is_divided(whole: Clause, parts: list[Clause], share: Clause) -> bool:
    """Tell whether the parts around a share, right behind a total, make it: 支出100：基本支出72，占72%；项目支出28，占28%."""
    near = [
        part
        for part in parts
        if whole.span[1] <= part.span[0] <= whole.span[1] + _LIST and part.period == whole.period
    ]
    is_near = any(part.span[1] <= share.span[0] <= part.span[1] + _LIST for part in near)
    total = sum(map(level_of, near), Interval.exact(0))
    return is_near and len(near) > 1 and not compare(total, level_of(whole)).is_beyond


def _own_level(prose: Prose, share: Clause) -> Clause | None:
    """The level a share follows."""
    parts = levels(prose, share.subject, share.period, share)
    before = [part for part in parts if part.span[1] <= share.span[0]]
    return before[-1] if before else None


def _is_of_this_year(share: Clause) -> bool:
    """Tell 占本年支出合计, from which carried-over money may be left out, from 占支出总计."""
    return share.whole is not None and _THIS_YEAR.search(share.whole.words) is not None


def _share_their_sum(prose: Prose, share: Clause) -> bool:
    """Tell whether the shares of one whole are exactly those of the sum of their parts: it is the whole meant."""
    parts = []
    for other in prose.of(Metric.SHARE):
        if (other.whole, other.period, other.section) == (share.whole, share.period, share.section):
            own = [
                c for c in levels(prose, other.subject, other.period, other) if c.span < other.span
            ]
            if not own or other.percent is None:
                return False
            parts.append((level_of(own[-1]), printed_rate(other.percent)))
    total = sum((level for level, _ in parts), Interval.exact(0))
    if len(parts) < 2 or total.low <= 0:  # noqa: PLR2004
        return False
    return all(_is_share(level, total, rate) for level, rate in parts)


def _is_share(part: Interval, whole: Interval, rate: Interval) -> bool:
    """Tell whether a printed share may be that of a part in a whole above nothing."""
    return (
        part.low * HUNDRED <= rate.high * whole.high and part.high * HUNDRED >= rate.low * whole.low
    )
