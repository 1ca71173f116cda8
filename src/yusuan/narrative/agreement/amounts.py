"""Figures of clauses as amounts: what they may stand for, how they are printed, and rates between them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.terms import Direction
from yusuan.narrative.clauses.clause import Metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.interval import Agreement
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.narrative.figures import Figure

HUNDRED = 100


def interval_of(figure: Figure) -> Interval:
    """What a figure of prose may stand for; a plain 0 is nothing at all."""
    found = figure.interval
    if not found.value and "." not in figure.digits:
        return Interval.exact(0)
    return found


def level_of(clause: Clause) -> Interval:
    """What the amount of a level or count may stand for."""
    if clause.amount is None:
        raise ValueError(f"a level without an amount: {clause.text!r}")
    return interval_of(clause.amount)


def float_free(value: Fraction, decimals: int) -> str:
    """Print a fraction rounded half up, without a float."""
    scaled = int(abs(value) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole}.{str(rest).rjust(decimals, '0')}" if decimals else f"{sign}{whole}"


def printed_rate(figure: Figure) -> Interval:
    """What a printed percentage may stand for, whether it was rounded or cut off."""
    decimals = len(figure.digits.partition(".")[2])
    step = Fraction(1, 10**decimals)
    value = Fraction(figure.digits.replace(",", ""))
    return Interval(value - step / 2, value, value + step)


def magnitude(rate: Interval) -> Interval:
    """The rate without its sign: prose says it in a word."""
    if rate.low >= 0:
        return rate
    if rate.high <= 0:
        return -rate
    return Interval(Fraction(0), abs(rate.value), max(-rate.low, rate.high))


def growth(then: Interval, now: Interval) -> Interval:
    """How much was changed, in percent of a base above nothing; less is negative."""
    return Interval(
        (now.low / then.high - 1) * HUNDRED,
        (now.value / then.value - 1) * HUNDRED,
        (now.high / then.low - 1) * HUNDRED,
    )


def ratio_of(part: Interval, whole: Interval) -> Interval:
    """A part in percent of a whole above nothing."""
    return Interval(
        part.low / whole.high * HUNDRED,
        part.value / whole.value * HUNDRED,
        part.high / whole.low * HUNDRED,
    )


def value_of(clause: Clause) -> Interval | None:
    """The level, or the signed change; None where a change says no amount or cannot be."""
    if clause.metric is not Metric.CHANGE:
        return None if clause.amount is None else interval_of(clause.amount)
    if clause.direction is Direction.UNCHANGED:
        return Interval.exact(0)
    if clause.change is None:
        return None
    change = interval_of(clause.change)
    return change if clause.direction is Direction.INCREASE else -change


def added(whole: Clause, parts: Sequence[Clause]) -> Agreement | None:
    """The sum of parts held against their whole; None where one of them says no amount."""
    values = [value for part in parts if (value := value_of(part)) is not None]
    stated = value_of(whole)
    if stated is None or len(values) < len(parts):
        return None
    return compare(sum(values, Interval.exact(0)), stated)


def has_value(clause: Clause) -> bool:
    """Tell whether a clause says how much."""
    figure = clause.change if clause.metric is Metric.CHANGE else clause.amount
    return figure is not None or clause.direction is Direction.UNCHANGED


def said_amount(clause: Clause) -> str:
    """The amount, or the direction and amount of a change, as printed."""
    if clause.metric is not Metric.CHANGE:
        return str(clause.amount)
    word = "" if clause.direction is None else clause.direction.value
    return word + ("" if clause.direction is Direction.UNCHANGED else str(clause.change))


def printed_like(like: Clause, value: Fraction) -> str:
    """A number in the measure and with the decimals of a clause's own figure."""
    figure = like.amount or like.change
    if figure is None:
        return ""
    decimals = len(figure.digits.partition(".")[2])
    return f"{float_free(value / figure.measure.scale, decimals)}{figure.measure}"


def printed_value(like: Clause, value: Fraction) -> str:
    """A value as a clause would print it: a change with its direction."""
    if like.metric is not Metric.CHANGE:
        return printed_like(like, value)
    if not value:
        return Direction.UNCHANGED.value
    return Direction.of(1 if value > 0 else -1).value + printed_like(like, abs(value))
