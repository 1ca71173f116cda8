"""Regions behave as sets of lines: checked on drawn lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests import strategies as some
from yusuan.core.codes import code
from yusuan.core.terms import SPENT, Fund, Nature, Origin, RevenueSource
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import (
    ALL_FUNDING,
    ALL_NATURES,
    ALL_ORIGINS,
    APPROPRIATED_FUNDING,
    DIMENSIONS,
    EVERYTHING,
    FUNDINGS,
    Region,
    facts_of,
    funds,
    in_words,
    leaves,
    sources,
)

if TYPE_CHECKING:
    from yusuan.core.budget import BudgetLine


def subsets(members: frozenset[object]) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(sorted(members, key=str)))


@st.composite
def code_sets(draw: st.DrawFn, digits: tuple[str, ...]) -> CodeSet:
    branches = st.frozensets(st.sampled_from(digits).map(code), max_size=3)
    return CodeSet(draw(st.none() | branches), draw(branches)).normal()


REGIONS = st.builds(
    Region,
    funding=st.just(ALL_FUNDING) | subsets(ALL_FUNDING),
    origin=st.just(ALL_ORIGINS) | subsets(ALL_ORIGINS),
    nature=st.just(ALL_NATURES) | subsets(ALL_NATURES),
    function=code_sets(("201", "20101", "2010101", "204", "2040607", "208")),
    economic=code_sets(("301", "302", "30212", "3021201", "310")),
    project=st.none() | st.frozensets(st.sampled_from(some.PROJECTS), max_size=2),
)
LINES = st.lists(some.single_lines(), max_size=12)


def held(region: Region, lines: list[BudgetLine]) -> list[BudgetLine]:
    return [line for line in lines if region.admits(line)]


@given(REGIONS, REGIONS, LINES)
def test_the_lines_two_regions_share(one: Region, other: Region, lines: list[BudgetLine]) -> None:
    assert held(one & other, lines) == held(one, held(other, lines))


@given(REGIONS, LINES)
def test_the_normal_form_admits_the_same_lines(region: Region, lines: list[BudgetLine]) -> None:
    """On sound lines: an appropriation is never spent on business, remittances or grants."""
    assert held(region.normal(), lines) == held(region, lines)
    assert region.normal().normal() == region.normal()


@given(REGIONS, REGIONS, LINES)
def test_a_region_within_another_admits_no_other_line(
    one: Region, other: Region, lines: list[BudgetLine]
) -> None:
    if one <= other:
        assert set(held(one, lines)) <= set(held(other, lines))


@given(REGIONS, LINES)
def test_an_empty_region_admits_nothing(region: Region, lines: list[BudgetLine]) -> None:
    if region.is_empty:
        assert held(region, lines) == []


@given(REGIONS)
def test_only_restricted_dimensions_are_named(region: Region) -> None:
    restricted = region.restricted()
    assert set(restricted) <= set(DIMENSIONS)
    assert (restricted == ()) == (region == EVERYTHING)


@given(some.single_lines())
def test_facts_follow_the_dimensions(line: BudgetLine) -> None:
    facts = dict(zip(DIMENSIONS, facts_of(line), strict=True))
    assert facts["funding"] == (line.fund, line.source)
    assert facts["economic"] is line.economic
    assert facts["project"] == line.project


def test_every_fund_and_source_is_an_atom() -> None:
    assert {fund for fund, _ in FUNDINGS} == set(Fund)
    assert {source for _, source in FUNDINGS} == set(RevenueSource)
    assert funds(Fund.UNIT_FUNDS) == ALL_FUNDING - APPROPRIATED_FUNDING - funds(
        Fund.SPECIAL_ACCOUNT
    )
    assert sources(RevenueSource.APPROPRIATION) == APPROPRIATED_FUNDING


def test_a_leaf_holds_no_other() -> None:
    basic = Region(nature=frozenset({Nature.BASIC}))
    nothing = Region(function=CodeSet(frozenset()))
    assert leaves([EVERYTHING, basic, None, nothing]) == {1}
    assert leaves([basic, basic]) == {0, 1}


def test_a_region_in_words() -> None:
    assert in_words(EVERYTHING) == "全部资金"
    region = Region(
        APPROPRIATED_FUNDING,
        frozenset({Origin.CURRENT_YEAR}),
        frozenset({Nature.BASIC}),
        function=CodeSet.of("204"),
        economic=CodeSet.of("30212", without=("3021201",)),
        project=frozenset({"P1"}),
    )
    words = in_words(region, lambda kind, digits: {"204": "公共安全支出"}.get(digits, kind))
    assert words == (
        "财政拨款 · 本年 · 基本支出 · 功能科目 204 公共安全支出 · 经济科目 30212 economic（不含 3021201） · 项目P1"
    )
    assert in_words(Region(funds(Fund.UNIT_FUNDS))) == "单位资金"
    assert in_words(Region(sources(RevenueSource.SERVICE))) == "事业收入"
    assert in_words(Region(nature=SPENT)) == "本年支出"
    assert in_words(Region(frozenset(), economic=CodeSet.except_for("301"))) == (
        "（无） · 经济科目 全部（不含 301）"
    )
