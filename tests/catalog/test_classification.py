from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from yusuan.catalog import (
    Classification,
    departmental_economic,
    folded,
    functional,
    government_economic,
    government_economic_of,
    latest_year,
    sources,
)
from yusuan.catalog.entries import provenance, rows
from yusuan.core.codes import Level, code
from yusuan.core.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable

YEARS = range(2018, 2028)
KINDS: list[Callable[[int], Classification]] = [
    functional,
    departmental_economic,
    government_economic,
]
FOLDERS = ["functional", "departmental_economic", "government_economic"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", YEARS)
def test_every_code_has_its_parent_in_the_same_year(
    kind: Callable[[int], Classification], year: int
) -> None:
    catalogue = kind(year)
    orphans = [
        str(entry.code)
        for entry in catalogue
        if entry.code.parent is not None and entry.code.parent not in catalogue
    ]
    assert orphans == []


def test_names_do_not_change_after_the_latest_year() -> None:
    known = [(entry.code, entry.name) for entry in functional(latest_year())]
    assert known == [(entry.code, entry.name) for entry in functional(latest_year() + 9)]


def test_functional_parents_exist_back_to_2014() -> None:
    for year in range(2014, 2018):
        catalogue = functional(year)
        assert all(e.code.parent is None or e.code.parent in catalogue for e in catalogue), year


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_code_has_one_name_in_a_year(folder: str) -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in rows(folder):
        span = provenance(row)
        spans.setdefault(row["code"], []).append((span.since or 0, span.until or 9999))
    for digits, valid in spans.items():
        assert all(since <= until for since, until in valid), digits
        assert all(a[1] < b[0] for a, b in pairwise(sorted(valid))), digits


@pytest.mark.parametrize("folder", [*FOLDERS, "procurement", "divisions", "economic_mapping"])
def test_every_row_says_where_it_comes_from(folder: str) -> None:
    for row in rows(folder):
        assert row.get("name", "-").strip() == row.get("name", "-") != ""
        assert row["verified"] in {"true", "false"}
        named = provenance(row).sources
        assert named
        assert set(named) <= set(sources())
        # Memory alone verifies nothing.
        assert row["verified"] == "false" or not set(named) <= {"general", "practice"}


@pytest.mark.parametrize(
    ("kind", "first", "deepest"),
    [
        (functional, "2", Level.ITEM),
        (departmental_economic, "3", Level.ITEM),
        (government_economic, "5", Level.SECTION),
    ],
)
def test_levels_are_those_of_the_classification(
    kind: Callable[[int], Classification], first: str, deepest: Level
) -> None:
    assert all(entry.code.digits.startswith(first) for entry in kind(2024))
    assert max(entry.code.level for entry in kind(2024)) is deepest


def test_the_summary_table_lists_31_categories_in_order() -> None:
    listed = functional(2024).categories()
    assert len(listed) == 31
    assert (listed[0].name, listed[-1].name) == ("一般公共服务支出", "人行科目")
    assert listed[-1].code is None
    assert [row.code for row in listed[:3]] == [code("201"), code("202"), code("203")]
    assert str(listed[19].code) == "221"
    assert all(row.code in functional(2024) for row in listed if row.code)


@pytest.mark.parametrize(
    ("digits", "year", "name"),
    [
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("210", 2019, "卫生健康支出"),
        ("207", 2018, "文化体育与传媒支出"),
        ("207", 2024, "文化旅游体育与传媒支出"),
        ("215", 2019, "资源勘探信息等支出"),
        ("215", 2020, "资源勘探工业信息等支出"),
        ("220", 2018, "国土海洋气象等支出"),
        ("220", 2019, "自然资源海洋气象等支出"),
        ("20805", 2019, "行政事业单位离退休"),
        ("20805", 2020, "行政事业单位养老支出"),
        ("2200199", 2018, "其他国土资源事务支出"),
        ("2200199", 2024, "其他自然资源事务支出"),
    ],
)
def test_a_renamed_code_has_the_name_of_its_year(digits: str, year: int, name: str) -> None:
    assert functional(year).name(code(digits)) == name


@pytest.mark.parametrize(("digits", "first"), [("224", 2019), ("234", 2020)])
def test_a_new_category_is_unknown_before_its_first_year(digits: str, first: int) -> None:
    assert code(digits) not in functional(first - 1)
    assert code(digits) in functional(first)


def test_an_unknown_code_offers_the_nearest() -> None:
    with pytest.raises(CatalogError, match="no functional code 2080515 in 2024") as caught:
        functional(2024).name(code("2080515"))
    assert caught.value.nearest[0] == "2080505"
    assert "2080506" in caught.value.nearest
    assert functional(2024).get(code("2080515")) is None


def test_a_year_before_the_catalogue_begins_is_refused() -> None:
    with pytest.raises(CatalogError, match="for 2017") as caught:
        departmental_economic(2017)
    assert caught.value.nearest == ("2018",)


def test_the_wrong_codes_of_known_documents_are_not_taken() -> None:
    # A welfare institution printed 7|11|02 for 210|11|02, and list numbers for 302 sections.
    assert all(entry.code.level >= Level.CATEGORY for entry in functional(2024))
    assert code("71102") not in functional(2024)
    economic = departmental_economic(2024)
    assert economic.name(code("30202")) == "印刷费"
    assert code("30210") not in economic
    assert economic.name(code("303")) == "对个人和家庭的补助"


def test_children_are_one_level_below() -> None:
    below = functional(2024).children(code("20805"))
    assert {"2080505", "2080506", "2080599"} <= {str(entry.code) for entry in below}
    assert all(entry.code.parent == code("20805") for entry in below)
    assert functional(2024).children(code("2080505")) == ()


def test_basic_expenditure_has_61_departmental_sections() -> None:
    printed = [
        row
        for row in rows("departmental_economic", "published")
        if len(row["code"]) == Level.SECTION
    ]
    assert len(printed) == 61
    assert all(row["verified"] == "true" for row in printed)


def test_the_local_sub_item_is_marked_as_practice() -> None:
    entry = departmental_economic(2024).entry(code("3021201"))
    assert not entry.verified
    assert entry.provenance.sources == ("practice",)


def test_search_finds_by_code_and_by_name() -> None:
    catalogue = departmental_economic(2024)
    assert [str(e.code) for e in catalogue.search("维修（护）")] == ["30213"]
    assert [str(e.code) for e in catalogue.search("3021")][:2] == ["30211", "30212"]


def test_brackets_of_either_width_are_the_same_name() -> None:
    assert folded("维修（护）费") == folded("维修(护)费")
    assert folded("其它 行政事业单位养老支出") == "其他行政事业单位养老支出"


# ── Departmental → government ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("is_public_institution", [False, True])
def test_every_departmental_section_has_a_government_counterpart(
    is_public_institution: bool,  # noqa: FBT001  parametrised
) -> None:
    without = {
        str(entry.code)
        for entry in departmental_economic(2024)
        if entry.code.level is Level.SECTION
        and government_economic_of(
            entry.code, is_public_institution=is_public_institution, year=2024
        )
        is None
    }
    # 绩效工资 is paid by public institutions only.
    assert without == (set() if is_public_institution else {"30107"})


def test_counterparts_are_government_sections() -> None:
    target = government_economic(2024)
    for row in rows("economic_mapping"):
        for digits in (row["administrative"], row["public_institution"]):
            assert not digits or code(digits) in target
            assert not digits or code(digits).level is Level.SECTION


@pytest.mark.parametrize(
    ("digits", "administrative", "institution"),
    [
        ("30101", "50101", "50501"),
        ("30113", "50103", "50501"),
        ("30217", "50206", "50502"),
        ("30226", "50205", "50502"),
        ("30302", "50905", "50905"),
        ("30913", "50403", "50602"),
        ("31013", "50303", "50601"),
        ("3021201", "50207", "50502"),
    ],
)
def test_the_counterpart_depends_on_the_nature_of_the_unit(
    digits: str, administrative: str, institution: str
) -> None:
    found = [
        str(government_economic_of(code(digits), is_public_institution=flag, year=2024))
        for flag in (False, True)
    ]
    assert found == [administrative, institution]


def test_a_category_or_unknown_section_has_no_single_counterpart() -> None:
    with pytest.raises(CatalogError, match="is a category"):
        government_economic_of(code("302"), is_public_institution=False, year=2024)
    with pytest.raises(CatalogError, match="no departmental economic code 30210"):
        government_economic_of(code("30210"), is_public_institution=False, year=2024)
