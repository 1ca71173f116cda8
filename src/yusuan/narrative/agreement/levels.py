"""Levels of prose against each other: two amounts for one thing, shares, completion rates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.outcomes import Severity, Status
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction
from yusuan.narrative.agreement.changes import (
    HUNDRED,
    ONE_MEANING,
    Pair,
    float_free,
    interval_of,
    level_of,
    levels,
    magnitude,
    printed_rate,
)
from yusuan.narrative.agreement.contradiction import Claim, Kind, open_claim, passed
from yusuan.narrative.clauses.clause import PURCHASES, Extent, Metric, Period, Stage, Topic
from yusuan.narrative.figures import less

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause, Prose, Subject
    from yusuan.narrative.figures import Span

_THIS_YEAR = pattern(r"本年|当年")
# A change follows its level within so many characters.
_SENTENCE = 60

# ── Ratios ───────────────────────────────────────────────────────────────────────────────────


def check_completion(prose: Prose) -> Iterator[Claim]:
    """Check 完成年初预算的 … % against both levels."""
    for clause in prose.of(Metric.COMPLETION):
        if clause.percent is None:
            continue
        final = levels(prose, clause.subject, clause.period, clause)
        budget = _bases(prose, clause)
        if budget and all(not level_of(b).value for b in budget):
            yield from _of_nothing(clause, final, budget)
            continue
        pairs = [
            (f, b) for f in final for b in budget if level_of(b).low > 0 and f.period != b.period
        ]
        if not pairs:
            yield _from_difference(prose, clause, final) or open_claim(Kind.COMPLETION, clause)
            continue
        yield _ratio(Kind.COMPLETION, clause, pairs, "完成率")


def _from_difference(prose: Prose, clause: Clause, final: Sequence[Clause]) -> Claim | None:
    """A rate beside 决算数大于预算数N, where the budget itself is not said: it is the final amount less N."""
    for change in prose.of(Metric.CHANGE):
        near = 0 <= change.span[0] - clause.span[1] <= _SENTENCE
        same = (change.subject, change.base) == (clause.subject, clause.base)
        if not (near and same) or change.change is None or change.direction is None or not final:
            continue
        sign = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.UNCHANGED: 0}
        level = level_of(final[0])
        budget = level - interval_of(change.change) * Interval.exact(sign[change.direction])
        if budget.low <= 0 or clause.percent is None:
            return None
        rate = Interval(
            level.low / budget.high * HUNDRED,
            level.value / budget.value * HUNDRED,
            level.high / budget.low * HUNDRED,
        )
        if not compare(rate, printed_rate(clause.percent)).is_beyond:
            return passed(Kind.COMPLETION, clause, rounded=True)
        decimals = max(len(clause.percent.digits.partition(".")[2]), 2)
        right = f"{float_free(rate.value, decimals)}%"
        return Claim(
            Kind.COMPLETION,
            Status.FAILED,
            (clause.span, change.span, final[0].span),
            f"{clause.subject.label}：{clause.period}{final[0].amount}，{change.direction.value}{change.change}，"
            f"完成率应为{right}，文中为{clause.percent}。请核对完成率和差额。",
            expected=right,
            actual=str(clause.percent),
            code=clause.code,
        )
    return None


def _bases(prose: Prose, clause: Clause) -> list[Clause]:
    """The budgets a rate may refer to: 完成预算 may mean the adjusted one, 完成年初预算 may not."""
    found = levels(prose, clause.subject, clause.base, clause)
    if clause.base is not None and clause.base.stage is Stage.BUDGET and "年初" not in clause.text:
        adjusted = Period(clause.base.year, Stage.ADJUSTED)
        found = [*found, *levels(prose, clause.subject, adjusted, clause)]
    return found


def _of_nothing(
    clause: Clause, final: Sequence[Clause], budget: Sequence[Clause]
) -> Iterator[Claim]:
    """A rate of completion of a budget of nothing; 0 % and 100 % are often written so and mean nothing."""
    if clause.percent is None:
        return
    spent = [level for level in final if level_of(level).value]
    if not spent or Fraction(clause.percent.digits.replace(",", "")) in {0, HUNDRED}:
        yield open_claim(Kind.COMPLETION, clause)
        return
    yield Claim(
        Kind.COMPLETION,
        Status.FAILED,
        (clause.span, spent[0].span, budget[0].span),
        f"{clause.subject.label}：{clause.base}为{budget[0].amount}，不存在完成率，文中为{clause.percent}。"
        "请核对预算数，或者删去完成率。",
        actual=str(clause.percent),
        code=clause.code,
    )


def check_shares(prose: Prose, broken: Container[Span] = ()) -> Iterator[Claim]:
    """Check 占 … % against the part and the whole it is a share of; a `broken` figure is a finding already."""
    for clause in prose.of(Metric.SHARE):
        if clause.subject.topic in PURCHASES or (clause.whole and clause.whole.topic in PURCHASES):
            continue  # the rule on procurement knows whose shares they are
        if clause.lacks_percent_sign:
            yield Claim(
                Kind.PERCENT_SIGN,
                Status.FAILED,
                (clause.span,),
                f"{clause.subject.label}：占比{clause.percent}后缺少“%”。",
                Severity.WARNING,
                expected=f"{clause.percent}%",
                actual=str(clause.percent),
            )
        wholes: list[Clause] = []
        if clause.part_of is not None:
            wholes = [prose.clauses[clause.part_of]]
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
        claim = _ratio(Kind.SHARE, clause, pairs, "占比")
        if claim.is_finding and _is_of_this_year(clause) and _share_their_sum(prose, clause):
            claim = open_claim(Kind.SHARE, clause)
        yield claim


def _wholes(prose: Prose, whole: Subject, near: Clause) -> list[Clause]:
    """The amounts of a whole that is named; 不含年末结转 is the year's alone, or the total less what is left."""
    found = [one for one in prose.levels(whole, near.period) if whole.fits(one.subject)]
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
        fits = sum(
            level_of(part).low * HUNDRED <= rate.high * level_of(whole).high
            and level_of(part).high * HUNDRED >= rate.low * level_of(whole).low
            for part, rate in siblings
        )
        if fits > max(most, 1):
            best, most = [whole], fits
    return best


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
    return all(
        level.low * HUNDRED <= rate.high * total.high
        and level.high * HUNDRED >= rate.low * total.low
        for level, rate in parts
    )


def misdated(prose: Prose, subject: Subject, near: Clause) -> list[Clause]:
    """The total of a section under a year it cannot mean: 2022年…，较上年增加, in a text on 2023.

    A level of the very year its own sentence compares it with, and none of the year meant.
    """
    if near.period.year != prose.year or prose.levels(subject, near.period):
        return []
    meant = [c for c in prose.misdated if c.subject == subject and c.section == near.section]
    return [
        level
        for change in meant
        for level in prose.levels(subject, change.period)
        if level.section == near.section and 0 <= change.span[0] - level.span[1] <= _SENTENCE
    ]


def _ratio(kind: Kind, clause: Clause, pairs: Sequence[tuple[Clause, Clause]], word: str) -> Claim:
    if clause.percent is None:
        return open_claim(kind, clause)
    stated = printed_rate(clause.percent)
    for part, whole in pairs:
        low, high = (
            level_of(part).low / level_of(whole).high,
            level_of(part).high / level_of(whole).low,
        )
        ratio = Interval(
            low * HUNDRED, level_of(part).value / level_of(whole).value * HUNDRED, high * HUNDRED
        )
        if not compare(ratio, stated).is_beyond:
            return passed(kind, clause, rounded=ratio.value != stated.value)
    part, whole = pairs[0]
    decimals = len(clause.percent.digits.partition(".")[2])
    right = f"{float_free(level_of(part).value / level_of(whole).value * HUNDRED, decimals)}%"
    return Claim(
        kind,
        Status.FAILED,
        (clause.span, part.span, whole.span),
        f"{clause.subject.label}：{part.amount} ÷ {whole.amount}，{word}应为{right}，文中为{clause.percent}。请核对。",
        expected=right,
        actual=str(clause.percent),
        code=clause.code,
    )


# ── Levels ───────────────────────────────────────────────────────────────────────────────────


def check_levels(prose: Prose) -> Iterator[Claim]:
    """Find two amounts for one thing: an item's head against its 预算安排, or two sentences."""
    groups: dict[object, list[Clause]] = {}
    for clause in prose.of(Metric.LEVEL):
        in_item = clause.item is not None and clause.subject.topic is Topic.FUNCTION
        if in_item or clause.subject.topic in ONE_MEANING:
            key = (
                clause.item if in_item else None,
                clause.subject,
                clause.period,
                clause.subject.extent,
            )
            groups.setdefault(key, []).append(clause)
    for group in groups.values():
        first, *rest = group
        rival = next((c for c in rest if compare(level_of(c), level_of(first)).is_beyond), None)
        if rival is None:
            if rest:
                yield passed(Kind.LEVELS, *group)
            continue
        yield _rivals(prose, first, rival)


def _rivals(prose: Prose, first: Clause, rival: Clause) -> Claim:
    """Say which of two amounts the printed rate supports; else the one named first."""
    right, wrong = first, rival
    for change in prose.of(Metric.CHANGE):
        if change.item != first.item or change.subject != first.subject or change.percent is None:
            continue
        stated = printed_rate(change.percent)
        for base in levels(prose, change.subject, change.base, change):
            fits = [
                level
                for level in (first, rival)
                if (rate := Pair(level, level_of(level), level_of(base)).rate) is not None
                and magnitude(rate).overlaps(stated)
            ]
            if fits == [rival]:
                right, wrong = rival, first
    copied = [
        other
        for other in prose.of(Metric.LEVEL)
        if other.item not in {None, wrong.item}
        and wrong.item is not None
        and other.amount is not None
        and other.amount.fen == (wrong.amount.fen if wrong.amount else None)
        and other.period == wrong.period
    ]
    source = f"，与“{copied[0].subject.label}”的数相同，疑为误抄" if copied else ""
    return Claim(
        Kind.LEVELS,
        Status.FAILED,
        (wrong.span, right.span),
        f"{first.subject.label}：{first.period}前后两处不一，{first.amount}与{rival.amount}；{wrong.amount}疑误{source}。请按批复数核对。",
        Severity.ERROR if first.item is not None else Severity.WARNING,
        expected=str(right.amount),
        actual=str(wrong.amount),
        code=first.code,
    )
