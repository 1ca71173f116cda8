"""Interval arithmetic of printed figures: laws, and the comparisons of the rule book."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.interval import Agreement, Closeness, Interval, compare, compare_with_limit
from yusuan.core.measure import Measure

NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
INTERVALS = st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda three: Interval(*sorted(three)))
PRINTED = st.decimals(min_value=-(10**6), max_value=10**6, places=2).map(str)


def people(digits: str) -> Interval:
    return Measure("人").interval(digits)


def yuan(digits: str) -> Interval:
    return Measure("元").interval(digits)


def wan_yuan(digits: str) -> Interval:
    return Measure("万元").interval(digits)


@given(INTERVALS, INTERVALS, INTERVALS)
def test_sums_and_products_are_commutative_and_associative(
    a: Interval, b: Interval, c: Interval
) -> None:
    assert a + b == b + a
    assert a * b == b * a
    assert (a + b) + c == a + (b + c)
    assert (a * b) * c == a * (b * c)


@given(INTERVALS)
def test_zero_and_one_are_neutral(a: Interval) -> None:
    assert a + Interval.exact(0) == a
    assert a * Interval.exact(1) == a


@given(INTERVALS, INTERVALS, INTERVALS)
def test_a_product_of_a_sum_lies_in_the_sum_of_products(
    a: Interval, b: Interval, c: Interval
) -> None:
    assert (a * b + a * c).covers(a * (b + c))


@given(INTERVALS, INTERVALS, st.tuples(st.fractions(0, 1), st.fractions(0, 1)))
def test_results_hold_every_result_of_members(
    a: Interval, b: Interval, places: tuple[Fraction, Fraction]
) -> None:
    x = a.low + (a.high - a.low) * places[0]
    y = b.low + (b.high - b.low) * places[1]
    assert x + y in a + b
    assert x - y in a - b
    assert x * y in a * b


@given(INTERVALS, INTERVALS)
def test_intervals_overlap_where_there_is_no_distance(a: Interval, b: Interval) -> None:
    assert a.overlaps(b) == b.overlaps(a) == (a.distance(b) == 0)
    assert a.distance(b) == b.distance(a) >= 0


@given(PRINTED)
def test_a_printed_figure_stands_for_half_its_last_digit(digits: str) -> None:
    interval = Interval.printed(digits)
    assert interval.value == Fraction(digits)
    assert interval.high - interval.low == Fraction(1, 100)


@given(INTERVALS, INTERVALS)
def test_agreement_is_exact_rounding_or_beyond(a: Interval, b: Interval) -> None:
    agreement = compare(a, b)
    assert agreement.difference == a.value - b.value
    assert agreement.is_beyond == (not a.overlaps(b))
    assert (agreement.closeness is Closeness.EXACT) == (a.value == b.value)


@given(INTERVALS, INTERVALS)
def test_only_an_excess_is_beyond_a_limit(a: Interval, limit: Interval) -> None:
    assert compare_with_limit(a, limit).is_beyond == (a.low > limit.high)


def test_the_last_digit_gives_the_width() -> None:
    assert Interval.printed("15.8") == Interval.around(Fraction("15.8"), Fraction("0.05"))
    assert Interval.printed("1,500") == Interval.around(1500, Fraction(1, 2))
    assert Interval.printed("0.30", 1_000_000) == Interval.around(300_000, 5_000)


def test_an_interval_holds_its_value() -> None:
    with pytest.raises(ValueError, match="low ≤ value ≤ high"):
        Interval(Fraction(2), Fraction(1), Fraction(3))


@pytest.mark.parametrize(
    ("agreement", "closeness", "difference"),
    [
        (compare(people("200") * wan_yuan("0.30"), wan_yuan("59.84")), Closeness.ROUNDING, 160_000),
        (compare(people("36") * yuan("4380"), wan_yuan("15.8")), Closeness.ROUNDING, -32_000),
        (compare(people("12") * yuan("850"), wan_yuan("1.00")), Closeness.BEYOND, 20_000),
        (compare(people("200") * yuan("2992"), wan_yuan("59.84")), Closeness.EXACT, 0),
        (
            compare_with_limit(people("452") * yuan("44"), wan_yuan("2")),
            Closeness.ROUNDING,
            -11_200,
        ),
        (compare_with_limit(people("3") * yuan("44"), wan_yuan("2")), Closeness.WITHIN, -1_986_800),
    ],
)
def test_the_comparisons_of_the_rule_book(
    agreement: Agreement, closeness: Closeness, difference: int
) -> None:
    assert (agreement.closeness, int(agreement.difference)) == (closeness, difference)


def test_a_count_is_exact_and_everything_else_has_a_last_digit() -> None:
    assert people("12") == Interval.exact(12)
    assert people("1,200") == Interval.exact(1200)
    assert people("12.5").high == Fraction("12.55")
    assert Measure("平米").interval("548").high == Fraction("548.5")
    assert Measure("万人次").interval("5").low == 45_000
    assert Measure("%").interval("95").low == Fraction("94.5")
    assert Measure("套", "人").interval("1") == Interval.exact(1)


def test_measures_compare_by_kind_and_scale() -> None:
    per_person = Measure.parse("万元/人")
    assert (per_person.is_price, per_person.is_money, per_person.is_rate) == (True, False, True)
    assert per_person.scale == 1_000_000
    assert per_person.is_same_kind(Measure.parse("元/名"))
    assert Measure.parse("元/千字").scale == Fraction(1, 10)
    assert Measure("‰").is_ratio
    assert Measure("‰").is_same_kind(Measure("％"))
    assert not Measure("分").is_money
    assert not Measure("坨").is_known
    assert Measure.parse("元/人·天").denominators == ("人", "天")
    assert str(Measure.parse("套/人")) == "套/人"
