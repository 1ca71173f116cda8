"""Exact intervals: what a printed figure may stand for, and how two figures agree."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """All the values a figure may stand for, with the value it names."""

    low: Fraction
    value: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            msg = f"an interval needs low ≤ value ≤ high: {self.low}, {self.value}, {self.high}"
            raise ValueError(msg)

    @classmethod
    def exact(cls, value: Fraction | int) -> Interval:
        """Hold one value: a count, or an amount taken from facts."""
        number = Fraction(value)
        return cls(number, number, number)

    @classmethod
    def around(cls, value: Fraction | int, half_width: Fraction | int) -> Interval:
        """Hold everything within a half width of a value."""
        number = Fraction(value)
        return cls(number - half_width, number, number + half_width)

    @classmethod
    def printed(cls, digits: str, scale: Fraction | int = 1) -> Interval:
        """Read a printed decimal as ± half its last digit, in units of `scale`.

        An integer amount has a last digit too: 4380 stands for 4379.5 to 4380.5.
        """
        plain = digits.replace(",", "")
        _, _, decimals = plain.partition(".")
        half_digit = Fraction(1, 2 * 10 ** len(decimals))
        return cls.around(Fraction(plain), half_digit) * cls.exact(scale)

    def __add__(self, other: Interval) -> Interval:
        """Give the interval of all sums."""
        return Interval(self.low + other.low, self.value + other.value, self.high + other.high)

    def __neg__(self) -> Interval:
        """Mirror at zero."""
        return Interval(-self.high, -self.value, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        """Give the interval of all differences."""
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """Give the interval of all products."""
        if self.low == self.high and other.low == other.high:
            return Interval.exact(self.value * other.value)
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), self.value * other.value, max(corners))

    def __contains__(self, value: Fraction | int) -> bool:
        """Tell whether the figure may stand for this value."""
        return self.low <= value <= self.high

    def covers(self, other: Interval) -> bool:
        """Tell whether every value of the other is one of ours."""
        return self.low <= other.low and other.high <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Tell whether one value can stand for both."""
        return self.low <= other.high and other.low <= self.high

    def distance(self, other: Interval) -> Fraction:
        """Measure the gap between two intervals; 0 where they overlap."""
        return max(self.low - other.high, other.low - self.high, Fraction(0))


class Closeness(enum.Enum):
    """How near a computed figure comes to a stated one."""

    EXACT = "相符"
    ROUNDING = "尾差"
    WITHIN = "未超"
    BEYOND = "不符"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A computed figure held against a stated one; the difference is computed less stated."""

    closeness: Closeness
    computed: Interval
    stated: Interval

    @property
    def difference(self) -> Fraction:
        """What the computed figure has more than the stated one, in their unit."""
        return self.computed.value - self.stated.value

    @property
    def is_beyond(self) -> bool:
        """Tell whether rounding cannot explain the difference."""
        return self.closeness is Closeness.BEYOND


def compare(computed: Interval, stated: Interval) -> Agreement:
    """Hold a computed figure against the figure it should equal."""
    if computed.value == stated.value:
        return Agreement(Closeness.EXACT, computed, stated)
    near = computed.overlaps(stated)
    return Agreement(Closeness.ROUNDING if near else Closeness.BEYOND, computed, stated)


def compare_with_limit(computed: Interval, limit: Interval) -> Agreement:
    """Hold a computed figure against a ceiling: anything below it is within."""
    agreement = compare(computed, limit)
    if agreement.is_beyond and agreement.difference < 0:
        return Agreement(Closeness.WITHIN, computed, limit)
    return agreement
