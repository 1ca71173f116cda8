"""Levels, changes and rates of prose held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.outcomes import Severity, Status
from yusuan.core.terms import Direction
from yusuan.narrative.agreement import Claim, Kind, open_claim, passed
from yusuan.narrative.clause import Metric, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.clause import Clause, Period, Prose, Subject
    from yusuan.narrative.figures import Figure

_HUNDRED = 100
# Figures that mean one thing wherever a document says them.
_ONE_MEANING = frozenset(
    {
        *(Topic.THREE_PUBLIC, Topic.OVERSEAS_TRAVEL, Topic.OFFICIAL_VEHICLES),
        *(Topic.VEHICLE_PURCHASE, Topic.VEHICLE_OPERATION, Topic.OFFICIAL_HOSPITALITY),
        *(Topic.AGENCY_RUNNING_COSTS, Topic.REVENUE, Topic.EXPENDITURE, Topic.BASIC, Topic.PROJECT),
    }
)


def interval_of(figure: Figure) -> Interval:
    """What a figure of prose may stand for; a plain 0 is nothing at all."""
    found = figure.interval
    if not found.value and "." not in figure.digits:
        return Interval.exact(0)
    return found


def levels(prose: Prose, subject: Subject, period: Period | None, near: Clause) -> list[Clause]:
    """The levels of a subject at a period, in the same item, else section, else anywhere."""
    found = [
        clause
        for clause in prose.of(Metric.LEVEL)
        if clause.subject == subject and clause.period == period and clause.amount is not None
    ]
    if near.item is not None:
        return [clause for clause in found if clause.item == near.item]
    here = [clause for clause in found if clause.section == near.section]
    return here or (found if subject.topic in _ONE_MEANING else [])


@dataclass(frozen=True, slots=True)
class _Pair:
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
        return Interval(
            (self.now.low / self.then.high - 1) * _HUNDRED,
            (self.now.value / self.then.value - 1) * _HUNDRED,
            (self.now.high / self.then.low - 1) * _HUNDRED,
        )


def check_changes(prose: Prose) -> Iterator[Claim]:
    """Check every change against the levels the text gives for both its years."""
    for clause in prose.of(Metric.CHANGE):
        current = levels(prose, clause.subject, clause.period, clause)
        base = levels(prose, clause.subject, clause.base, clause)
        pairs = [
            _Pair(c, _of(c), _of(b), b) for c in current for b in base if c.period != b.period
        ]
        yield from _direction(clause, pairs)
        yield from _change_amount(clause, pairs)
        impossible = _negative_base(clause, current)
        yield from impossible
        if not impossible:
            yield from _growth(clause, pairs or _implied(clause, current))
        yield from _wording(clause)


def _of(clause: Clause) -> Interval:
    if clause.amount is None:
        raise ValueError(f"a level without an amount: {clause.text!r}")
    return interval_of(clause.amount)


def _implied(clause: Clause, current: Sequence[Clause]) -> list[_Pair]:
    """Take the base as the level less the change, where the text gives no base."""
    if clause.change is None or clause.direction in {None, Direction.UNCHANGED}:
        return []
    change = interval_of(clause.change)
    sign = 1 if clause.direction is Direction.INCREASE else -1
    return [_Pair(c, _of(c), _of(c) - change * Interval.exact(sign)) for c in current]


def _direction(clause: Clause, pairs: Sequence[_Pair]) -> Iterator[Claim]:
    if clause.direction is None or not pairs:
        return
    pair = pairs[0]
    fits = any(_fits_word(clause.direction, p) for p in pairs)
    if fits:
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
        f"{clause.subject.label}：{_both(clause, pair)}，应为“{right.value}”，文中写“{word}”。请核对增减方向及两年数。",
        expected=right.value,
        actual=word,
        code=clause.code,
    )


def _fits_word(word: Direction, pair: _Pair) -> bool:
    if word is Direction.UNCHANGED:
        return pair.now.overlaps(pair.then)
    # Equal figures may hide a small change; that is the rate's business.
    if word is Direction.INCREASE:
        return pair.now.high >= pair.then.low
    return pair.now.low <= pair.then.high


def _both(clause: Clause, pair: _Pair) -> str:
    before = "" if pair.base is None else f"{clause.base}{pair.base.amount}，"
    return f"{before}{clause.period}{pair.current.amount}"


def _spans(clause: Clause, pair: _Pair) -> tuple[tuple[int, int], ...]:
    base = () if pair.base is None else (pair.base.span,)
    return (clause.span, pair.current.span, *base)


def _change_amount(clause: Clause, pairs: Sequence[_Pair]) -> Iterator[Claim]:
    if clause.change is None or clause.direction is None or not pairs:
        return
    sign = {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.UNCHANGED: 0}
    stated = interval_of(clause.change) * Interval.exact(sign[clause.direction])
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


def float_free(value: Fraction, decimals: int) -> str:
    """Print a fraction rounded half up, without a float."""
    scaled = int(abs(value) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole}.{str(rest).rjust(decimals, '0')}" if decimals else f"{sign}{whole}"


def _negative_base(clause: Clause, current: Sequence[Clause]) -> list[Claim]:
    """Find an increase by more than the whole level: the year before would be below nothing."""
    if clause.change is None or clause.direction is not Direction.INCREASE or not current:
        return []
    change = interval_of(clause.change)
    if any(change.low <= _of(c).high for c in current):
        return []
    level = current[0]
    nothing = not _of(level).value
    return [
        Claim(
            Kind.NEGATIVE_BASE,
            Status.FAILED,
            (clause.span, level.span),
            f"{clause.subject.label}：{clause.period}仅{level.amount}，却写比{clause.base}增加{clause.change}，"
            f"推算{clause.base}为负数。" + ("疑误抄上文增减额，应为“持平”。" if nothing else "请核对增减额。"),
            expected=Direction.UNCHANGED.value if nothing else "",
            actual=f"增加{clause.change}",
            code=clause.code,
        )
    ]


# ── Rates ────────────────────────────────────────────────────────────────────────────────────


def printed_rate(figure: Figure) -> Interval:
    """What a printed percentage may stand for, whether it was rounded or cut off."""
    decimals = len(figure.digits.partition(".")[2])
    step = Fraction(1, 10**decimals)
    value = Fraction(figure.digits.replace(",", ""))
    return Interval(value - step / 2, value, value + step)


def _magnitude(rate: Interval) -> Interval:
    if rate.low >= 0:
        return rate
    if rate.high <= 0:
        return -rate
    return Interval(Fraction(0), abs(rate.value), max(-rate.low, rate.high))


def _growth(clause: Clause, pairs: Sequence[_Pair]) -> Iterator[Claim]:
    if clause.percent is None or clause.direction is Direction.UNCHANGED:
        return
    rates = [(pair, rate) for pair in pairs if (rate := pair.rate) is not None]
    if not rates:
        yield open_claim(Kind.GROWTH_RATE, clause)
        return
    stated = printed_rate(clause.percent)
    results = [compare(_magnitude(rate), stated) for _, rate in rates]
    if any(not result.is_beyond for result in results):
        yield passed(Kind.GROWTH_RATE, clause, rounded=True)
        return
    decimals = len(clause.percent.digits.partition(".")[2])
    pair, rate = rates[0]
    right = f"{float_free(abs(rate.value), decimals)}%"
    others = "；".join(
        f"按{p.current.amount}计算为{float_free(abs(r.value), decimals)}%" for p, r in rates[1:]
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


def check_completion(prose: Prose) -> Iterator[Claim]:
    """Check 完成年初预算的 … % against both levels."""
    for clause in prose.of(Metric.COMPLETION):
        if clause.percent is None:
            continue
        final = levels(prose, clause.subject, clause.period, clause)
        budget = levels(prose, clause.subject, clause.base, clause)
        pairs = [(f, b) for f in final for b in budget if _of(b).low > 0 and f.period != b.period]
        if not pairs:
            yield open_claim(Kind.COMPLETION, clause)
            continue
        yield _ratio(Kind.COMPLETION, clause, pairs, "完成率")


def check_shares(prose: Prose) -> Iterator[Claim]:
    """Check 占 … % against the part and the whole it is a share of."""
    for clause in prose.of(Metric.SHARE):
        wholes: list[Clause] = []
        if clause.part_of is not None:
            wholes = [prose.clauses[clause.part_of]]
        elif clause.whole is not None:
            wholes = [
                level
                for level in prose.of(Metric.LEVEL)
                if level.subject == clause.whole and level.period == clause.period
            ]
        parts = levels(prose, clause.subject, clause.period, clause)
        parts = [part for part in parts if part.span[1] <= clause.span[0]][-1:]
        pairs = [(p, w) for p in parts for w in wholes if w.amount and _of(w).low > 0]
        if clause.percent is None or not pairs:
            yield open_claim(Kind.SHARE, clause)
            continue
        yield _ratio(Kind.SHARE, clause, pairs, "占比")


def _ratio(kind: Kind, clause: Clause, pairs: Sequence[tuple[Clause, Clause]], word: str) -> Claim:
    if clause.percent is None:
        return open_claim(kind, clause)
    stated = printed_rate(clause.percent)
    for part, whole in pairs:
        low, high = _of(part).low / _of(whole).high, _of(part).high / _of(whole).low
        ratio = Interval(low * _HUNDRED, _of(part).value / _of(whole).value * _HUNDRED, high * _HUNDRED)
        if not compare(ratio, stated).is_beyond:
            return passed(kind, clause, rounded=ratio.value != stated.value)
    part, whole = pairs[0]
    decimals = len(clause.percent.digits.partition(".")[2])
    right = f"{float_free(_of(part).value / _of(whole).value * _HUNDRED, decimals)}%"
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
        if in_item or clause.subject.topic in _ONE_MEANING:
            key = (clause.item if in_item else None, clause.subject, clause.period)
            groups.setdefault(key, []).append(clause)
    for group in groups.values():
        first, *rest = group
        rival = next((c for c in rest if compare(_of(c), _of(first)).is_beyond), None)
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
                if (rate := _Pair(level, _of(level), _of(base)).rate) is not None
                and _magnitude(rate).overlaps(stated)
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


def _wording(clause: Clause) -> Iterator[Claim]:
    """Find a rate without its sign, a rival word left from the template, two words at odds."""
    if clause.lacks_percent_sign:
        yield Claim(
            Kind.PERCENT_SIGN,
            Status.FAILED,
            (clause.span,),
            f"{clause.subject.label}：增减幅度{clause.percent}后缺少“%”。",
            Severity.WARNING,
            expected=f"{clause.percent}%",
            actual=str(clause.percent),
        )
    if clause.leftover:
        yield Claim(
            Kind.TEMPLATE,
            Status.FAILED,
            (clause.span,),
            f"{clause.subject.label}：“（{clause.leftover}）”是范本中的选择项，应删去。",
            Severity.WARNING,
            actual=clause.leftover,
        )
    word, second = clause.direction, clause.percent_direction
    if second is not None and word is not None and word is not second:
        yield Claim(
            Kind.DIRECTION,
            Status.FAILED,
            (clause.span,),
            f"{clause.subject.label}：同一句先写“{word.value}”，后写“{second.value}”，方向不一。",
            expected=word.value,
            actual=second.value,
        )
