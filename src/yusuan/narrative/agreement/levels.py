"""Levels of prose against each other: two amounts for one thing, shares, completion rates."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core.interval import compare
from yusuan.core.outcomes import Severity, Status
from yusuan.narrative.agreement.amounts import (
    HUNDRED,
    float_free,
    level_of,
    magnitude,
    printed_rate,
    ratio_of,
    value_of,
)
from yusuan.narrative.agreement.changes import ONE_MEANING, Pair, levels
from yusuan.narrative.agreement.contradiction import Claim, Kind, open_claim, passed
from yusuan.narrative.clauses.clause import Metric, Period, Stage, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause, Prose, Subject

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
        yield ratio(Kind.COMPLETION, clause, pairs, "完成率")


def _from_difference(prose: Prose, clause: Clause, final: Sequence[Clause]) -> Claim | None:
    """A rate beside 决算数大于预算数N, where the budget itself is not said: it is the final amount less N."""
    for change in prose.of(Metric.CHANGE):
        near = 0 <= change.span[0] - clause.span[1] <= _SENTENCE
        same = (change.subject, change.base) == (clause.subject, clause.base)
        if not (near and same) or change.change is None or change.direction is None or not final:
            continue
        moved = value_of(change)
        if moved is None or clause.percent is None:
            return None
        level = level_of(final[0])
        budget = level - moved
        if budget.low <= 0:
            return None
        rate = ratio_of(level, budget)
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


def ratio(kind: Kind, clause: Clause, pairs: Sequence[tuple[Clause, Clause]], word: str) -> Claim:
    """A printed ratio against those of the pairs of part and whole; it passes where it is one of them."""
    if clause.percent is None:
        return open_claim(kind, clause)
    stated = printed_rate(clause.percent)
    for part, whole in pairs:
        ratio = ratio_of(level_of(part), level_of(whole))
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
