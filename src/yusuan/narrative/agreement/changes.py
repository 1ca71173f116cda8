"""Levels, changes and rates of prose held against each other."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.outcomes import Severity, Status
from yusuan.core.terms import Direction
from yusuan.narrative.agreement.amounts import (
    HUNDRED,
    float_free,
    growth,
    interval_of,
    level_of,
    magnitude,
    printed_rate,
    value_of,
)
from yusuan.narrative.agreement.contradiction import Claim, Kind, open_claim, passed
from yusuan.narrative.agreement.slips import check_words, two_words
from yusuan.narrative.clauses.clause import Metric, Stage, Topic
from yusuan.narrative.clauses.context import is_same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause, Period, Prose, Subject

# Figures that mean one thing wherever a document says them.
ONE_MEANING = frozenset(
    {
        *(Topic.THREE_PUBLIC, Topic.OVERSEAS_TRAVEL, Topic.OFFICIAL_VEHICLES),
        *(Topic.VEHICLE_PURCHASE, Topic.VEHICLE_OPERATION, Topic.OFFICIAL_HOSPITALITY),
        *(Topic.AGENCY_RUNNING_COSTS, Topic.REVENUE, Topic.EXPENDITURE, Topic.BASIC, Topic.PROJECT),
    }
)


_MANY = 100


def levels(prose: Prose, subject: Subject, period: Period | None, near: Clause) -> list[Clause]:
    """The levels of a subject at a period, in the same item, else section, else anywhere."""
    said = prose.levels(subject, period)
    # A text that says one thing hundreds of times is no budget: the sayings nearest are enough.
    place = bisect_left(said, near.span, key=lambda clause: clause.span)
    found = [
        one for one in said[max(0, place - _MANY) : place + _MANY] if subject.fits(one.subject)
    ]
    if subject.topic is Topic.OTHER:
        found = [clause for clause in found if is_same(clause.subject, subject)]
    if near.item is not None:
        return [clause for clause in found if clause.item == near.item]
    here = [clause for clause in found if clause.section == near.section]
    return here or (found if subject.topic in ONE_MEANING else [])


@dataclass(frozen=True, slots=True)
class Pair:
    """The two levels of a change; the base may be the level less the change."""

    current: Clause
    now: Interval
    then: Interval
    base: Clause | None = None

    @property
    def rate(self) -> Interval | None:
        """The growth in percent; None from a base of nothing."""
        if self.then.low <= 0:
            return None
        return growth(self.then, self.now)


def check_changes(prose: Prose) -> Iterator[Claim]:
    """Check every change against the levels the text gives for both its years."""
    for clause in prose.of(Metric.CHANGE):
        claims = _as_said(prose, clause)
        yield from claims
        is_turned = any(c.is_finding and c.kind is Kind.DIRECTION for c in claims)
        yield from check_words(clause, is_turned=is_turned)
    yield from two_words(prose.of(Metric.CHANGE))


def _as_said(prose: Prose, clause: Clause) -> list[Claim]:
    """The claims of a change under the reading that holds; where none surely fails in all of them, none is made."""
    readings = [
        list(_claims(prose, replace(clause, subject=subject)))
        for subject in (clause.subject, *clause.rivals)
    ]
    for claims in readings:
        if any(claim.kind in _OF_AMOUNTS and claim.holds for claim in claims) and not any(
            claim.is_finding for claim in claims
        ):
            return claims
    if clause.subject.topic is Topic.OTHER and clause.rivals and any(readings[1:]):
        # 总预算…，含下属单位…；比上年增加…: what nobody knows is named between; the change is the whole's.
        return next(claims for claims in readings[1:] if claims)
    if not clause.is_sure and (len(readings) == 1 or not all(readings)):
        if not any(claim.is_finding for claim in readings[0]):
            return readings[0]
        return [open_claim(Kind.CHANGE_AMOUNT, clause)]
    return readings[0]


# What only holds where the figures fit; a direction may fit by chance.
_OF_AMOUNTS = frozenset({Kind.CHANGE_AMOUNT, Kind.GROWTH_RATE})


def _claims(prose: Prose, clause: Clause) -> Iterator[Claim]:
    stale = _own_base(prose, clause)
    if stale is not None:
        yield stale
        return
    current = _distinct(levels(prose, clause.subject, clause.period, clause))
    base = _distinct(levels(prose, clause.subject, clause.base, clause))
    pairs = [
        Pair(c, level_of(c), level_of(b), b) for c in current for b in base if c.period != b.period
    ]
    yield from _direction(clause, pairs)
    yield from _change_amount(clause, pairs)
    is_below = any(level_of(b).value < 0 for b in base)
    impossible = [] if is_below else _negative_base(clause, current)
    yield from impossible
    if not impossible:
        yield from _growth(clause, pairs or _implied(clause, current))


def _own_base(prose: Prose, clause: Clause) -> Claim | None:
    """A change whose two years are one, or the base the later: a year was not carried forward."""
    base, period = clause.base, clause.period
    if base is None or base.year is None or period.year is None or prose.year is None:
        return None
    if clause.subject.topic is Topic.OTHER or not _is_alike(base, period):
        return None
    if base.year < period.year or period.year > prose.year:
        return None
    if period.year < base.year == prose.year and f"{base.year}年" in clause.text:
        return None  # 2024年…，与2025年持平: last year's figure is held against this year's
    said = f"{clause.subject.label}：{period}比{base}，"
    if period.year == prose.year:
        said += f"比较的是同一年，比较的年度应为{prose.year - 1}年。"
    else:
        said += f"年度有误，本年度应为{prose.year}年。"
    return Claim(
        Kind.YEAR,
        Status.FAILED,
        (clause.span,),
        f"{said}请核对年度。",
        Severity.WARNING,
        expected=f"{prose.year - 1}年" if period.year == prose.year else f"{prose.year}年",
        actual=f"{period.year}年",
        code=clause.code,
    )


def _is_alike(base: Period, period: Period) -> bool:
    """Tell whether two amounts are of one stage, or a budget is held against what was spent: never of its own year."""
    if base.stage is period.stage:
        return True
    is_spent = base.stage in {Stage.EXECUTED, Stage.FINAL}
    return period.stage is Stage.BUDGET and is_spent and base.year == period.year


def _distinct(said: Sequence[Clause]) -> list[Clause]:
    """The first clause of each amount."""
    found: dict[str, Clause] = {}
    for clause in said:
        found.setdefault(str(clause.amount), clause)
    return list(found.values())


def _implied(clause: Clause, current: Sequence[Clause]) -> list[Pair]:
    """Take the base as the level less the change, where the text gives no base."""
    change = value_of(clause)
    if change is None or clause.direction in {None, Direction.UNCHANGED}:
        return []
    return [Pair(c, level_of(c), level_of(c) - change) for c in current]


def _direction(clause: Clause, pairs: Sequence[Pair]) -> Iterator[Claim]:
    if clause.direction is None or not pairs:
        return
    pair = pairs[0]
    fits = any(_fits_word(clause.direction, p) for p in pairs)
    if fits and not _is_said_of_equals(clause, pairs):
        yield passed(Kind.DIRECTION, clause)
        return
    right = Direction.of(1 if pair.now.value > pair.then.value else -1)
    if pair.now.overlaps(pair.then):
        right = Direction.UNCHANGED
    word = clause.direction.value
    yield Claim(
        Kind.DIRECTION,
        Status.FAILED,
        _spans(clause, pair),
        f"{clause.subject.label}：{_both(clause, pair)}，应为“{right.value}”，文中表述为“{word}”。请核对增减方向及两年数。",
        expected=right.value,
        actual=word,
        code=clause.code,
    )


def _fits_word(word: Direction, pair: Pair) -> bool:
    if word is Direction.UNCHANGED:
        return pair.now.overlaps(pair.then)
    # Equal figures may hide a small change; that is the rate's business.
    if word is Direction.INCREASE:
        return pair.now.high >= pair.then.low
    return pair.now.low <= pair.then.high


def _is_said_of_equals(clause: Clause, pairs: Sequence[Pair]) -> bool:
    """Tell 大于预算 without an amount, said of two figures that are printed alike."""
    return (
        clause.direction is not Direction.UNCHANGED
        and clause.change is None
        and clause.percent is None
        and all(p.base is not None and str(p.current.amount) == str(p.base.amount) for p in pairs)
    )


def _both(clause: Clause, pair: Pair) -> str:
    before = "" if pair.base is None else f"{clause.base}{pair.base.amount}，"
    return f"{before}{clause.period}{pair.current.amount}"


def _spans(clause: Clause, pair: Pair) -> tuple[tuple[int, int], ...]:
    base = () if pair.base is None else (pair.base.span,)
    return (clause.span, pair.current.span, *base)


def _change_amount(clause: Clause, pairs: Sequence[Pair]) -> Iterator[Claim]:
    stated = value_of(clause)
    if clause.change is None or clause.direction is None or stated is None or not pairs:
        return
    results = [compare(p.now - p.then, stated) for p in pairs]
    best = min(results, key=lambda agreement: abs(agreement.difference))
    if not best.is_beyond:
        yield passed(Kind.CHANGE_AMOUNT, clause, rounded=best.difference != 0)
        return
    if any(not _fits_word(clause.direction, p) for p in pairs):
        return  # the direction is the finding
    pair = pairs[0]
    right = _money(abs(pair.now.value - pair.then.value))
    yield Claim(
        Kind.CHANGE_AMOUNT,
        Status.FAILED,
        _spans(clause, pair),
        f"{clause.subject.label}：{_both(clause, pair)}，相差{right}，文中写{clause.direction.value}{clause.change}。"
        "请核对增减额及两年数。",
        expected=right,
        actual=str(clause.change),
        code=clause.code,
    )


def _money(fen: Fraction) -> str:
    return f"{float_free(fen / 1_000_000, 2)}万元"


def _negative_base(clause: Clause, current: Sequence[Clause]) -> list[Claim]:
    """Find an increase by more than the whole level: the year before would be below nothing."""
    if clause.change is None or clause.direction is not Direction.INCREASE or not current:
        return []
    change = interval_of(clause.change)
    if any(change.low <= level_of(c).high for c in current):
        return []
    level = current[0]
    nothing = not level_of(level).value
    return [
        Claim(
            Kind.NEGATIVE_BASE,
            Status.FAILED,
            (clause.span, level.span),
            f"{clause.subject.label}：{clause.period}仅{level.amount}，却写比{clause.base}增加{clause.change}，"
            f"推算{clause.base}为负数。"
            + ("疑误抄上文增减额，应为“持平”。" if nothing else "请核对增减额。"),
            expected=Direction.UNCHANGED.value if nothing else "",
            actual=f"增加{clause.change}",
            code=clause.code,
        )
    ]


# ── Rates ────────────────────────────────────────────────────────────────────────────────────


def _of_nothing(clause: Clause, pairs: Sequence[Pair]) -> Claim | None:
    """A rate of growth from nothing; 100 % is often written so, and 0 where nothing grew."""
    if clause.percent is None or not pairs:
        return None
    if not all(p.then.value == 0 and p.now.low > p.then.high for p in pairs):
        return None
    if Fraction(clause.percent.digits.replace(",", "")) in {0, HUNDRED}:
        return None
    pair = pairs[0]
    return Claim(
        Kind.GROWTH_RATE,
        Status.FAILED,
        _spans(clause, pair),
        f"{clause.subject.label}：{clause.base}为0，{clause.period}{pair.current.amount}，无法计算增减幅度，"
        f"文中为{clause.percent}。请删去幅度，或者核对上年数。",
        actual=str(clause.percent),
        code=clause.code,
    )


def _growth(clause: Clause, pairs: Sequence[Pair]) -> Iterator[Claim]:
    if clause.percent is None or clause.direction is Direction.UNCHANGED:
        return
    baseless = _of_nothing(clause, pairs)
    if baseless is not None:
        yield baseless
        return
    rates = [(pair, rate) for pair in pairs if (rate := pair.rate) is not None]
    if not rates:
        yield open_claim(Kind.GROWTH_RATE, clause)
        return
    stated = printed_rate(clause.percent)
    results = [compare(magnitude(rate), stated) for _, rate in rates]
    if any(not result.is_beyond for result in results):
        yield passed(Kind.GROWTH_RATE, clause, rounded=True)
        return
    decimals = len(clause.percent.digits.partition(".")[2])
    pair, rate = rates[0]
    right = f"{float_free(abs(rate.value), decimals)}%"
    others = "；".join(
        f"按{p.current.amount}计算为{float_free(abs(r.value), decimals)}%"
        for p, r in rates[1:]
        if r.value != rate.value
    )
    word = "" if clause.direction is None else clause.direction.value
    yield Claim(
        Kind.GROWTH_RATE,
        Status.FAILED,
        _spans(clause, pair),
        f"{clause.subject.label}：{_both(clause, pair)}，"
        + (f"{word}{clause.change}，" if clause.change is not None and pair.base is None else "")
        + f"重算为{word}{right}，文中为{clause.percent}"
        + (f"（{others}）" if others else "")
        + "。请核对增减幅度。",
        expected=right,
        actual=str(clause.percent),
        code=clause.code,
    )
