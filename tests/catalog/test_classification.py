from __future__ import annotations

import re
import time
from collections import Counter
from importlib import resources
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
    sources,
)
from yusuan.catalog.classification import _classification, _load
from yusuan.catalog.entries import _provenance, provenance, rows
from yusuan.core.codes import Level, code
from yusuan.core.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable

YEARS = range(2014, 2028)
KINDS: list[Callable[[int], Classification]] = [
    functional,
    departmental_economic,
    government_economic,
]
MEMORY = {"general", "general-doubtful", "practice", "supervise-2009"}
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


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_code_has_one_name_in_a_year(folder: str) -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in rows(folder):
        span = provenance(row)
        spans.setdefault(row["code"], []).append((span.since or 0, span.until or 9999))
    for digits, valid in spans.items():
        assert all(since <= until for since, until in valid), digits
        assert all(a[1] < b[0] for a, b in pairwise(sorted(valid))), digits


@pytest.mark.parametrize(
    "folder", [*FOLDERS, "variants", "procurement", "divisions", "economic_mapping"]
)
def test_every_row_says_where_it_comes_from(folder: str) -> None:
    for row in rows(folder):
        assert row.get("name", "-").strip() == row.get("name", "-") != ""
        assert row["verified"] in {"true", "false"}
        named = provenance(row).sources
        assert named
        assert set(named) <= set(sources())
        # Memory alone verifies nothing.
        assert row["verified"] == "false" or not set(named) <= MEMORY


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
        ("215", 2014, "资源勘探电力信息等支出"),
        ("21305", 2021, "扶贫"),
        ("21305", 2022, "巩固脱贫衔接乡村振兴"),
        ("21305", 2024, "巩固脱贫攻坚成果衔接乡村振兴"),
        ("2050702", 2021, "工读学校教育"),
        ("2050702", 2022, "专门学校教育"),
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
    for kind in KINDS:
        with pytest.raises(CatalogError, match="for 2013") as caught:
            kind(2013)
        assert caught.value.nearest == ("2014",)


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
        entry
        for entry in departmental_economic(2024)
        if entry.code.level is Level.SECTION
        and "sh-final-accounts-form" in entry.provenance.sources
    ]
    assert len(printed) == 61
    assert all(entry.verified for entry in printed)


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


# ── The whole list, and the names of other years ──────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "categories", "sections", "items"),
    [
        (functional, 30, 280, 1400),
        (departmental_economic, 10, 95, 1),
        (government_economic, 15, 60, 0),
    ],
)
def test_the_list_of_a_year_goes_down_to_its_last_level(
    kind: Callable[[int], Classification], categories: int, sections: int, items: int
) -> None:
    held = Counter(entry.code.level for entry in kind(2026))
    assert held[Level.CATEGORY] == categories
    assert held[Level.SECTION] >= sections
    assert held[Level.ITEM] >= items


@pytest.mark.parametrize("folder", [*FOLDERS, "variants"])
def test_the_files_are_split_at_commas_and_stand_in_code_order(folder: str) -> None:
    text = resources.files("yusuan.catalog").joinpath(folder, "codes.csv").read_text("utf-8")
    lines = text.splitlines()[1:]
    assert all(line.count(",") == 5 and '"' not in line for line in lines)
    keys = [(digits, since) for digits, _, since, *_ in (line.split(",") for line in lines)]
    assert keys == sorted(set(keys))
    assert all(code(digits).digits == digits for digits, _ in keys)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_name_is_written_in_full_width_without_blanks(folder: str) -> None:
    # 维修(护)费 is printed so by the forms that were read.
    odd = [r["name"] for r in rows(folder) if re.search(r"[ -~\s\u3000]", r["name"])]
    assert set(odd) <= {"维修(护)费"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_category_name_leads_to_two_codes(kind: Callable[[int], Classification]) -> None:
    owners: dict[str, set[str]] = {}
    for year in YEARS:
        for category in kind(year).categories():
            owners.setdefault(folded(category.name), set()).add(str(category.code))
    assert all(len(codes) == 1 for codes in owners.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_known_later_verifies_nothing_for_earlier_years(
    kind: Callable[[int], Classification],
) -> None:
    assert not any(entry.verified for year in range(2014, 2018) for entry in kind(year))
    assert any(entry.verified for entry in kind(2024))
    assert any(entry.verified for entry in kind(2020))


def test_a_year_after_the_last_list_has_its_names() -> None:
    assert [e.name for e in functional(2027)] == [e.name for e in functional(2026)]


def test_the_economic_sections_of_2017_have_the_names_of_2017() -> None:
    assert departmental_economic(2017).name(code("30311")) == "住房公积金"
    assert departmental_economic(2018).get(code("30104")) is None
    assert departmental_economic(2018).name(code("30307")) == "医疗费补助"


@pytest.mark.parametrize(
    ("name", "digits"),
    [
        ("卫生健康支出", "210"),
        ("医疗卫生与计划生育支出", "210"),
        ("医疗卫生支出", "210"),
        ("文化体育与传媒支出", "207"),
        ("国土海洋气象等支出", "220"),
        ("资源勘探信息等支出", "215"),
    ],
)
def test_a_category_is_known_by_its_names_of_any_year(name: str, digits: str) -> None:
    assert functional(2024).category_called(name) == code(digits)
    assert functional(2016).category_called(name) == code(digits)
    assert functional(2024).category_called("教育") is None


def test_all_names_of_a_code_come_oldest_first() -> None:
    named = functional(2024).all_names(code("21305"))
    assert [entry.name for entry in named] == [
        "扶贫",
        "巩固脱贫衔接乡村振兴",
        "巩固脱贫攻坚成果衔接乡村振兴",
    ]
    assert functional(2024).all_names(code("29999")) == ()


def test_codes_until_now_hold_withdrawn_ones_and_none_of_later_years() -> None:
    held = {str(entry.code) for entry in functional(2019).until_now()}
    assert "20115" in held
    assert "234" not in held
    assert code("20115") not in functional(2019)


@pytest.mark.parametrize(
    ("digits", "year", "name", "is_accepted"),
    [
        ("210", 2024, "卫生健康支出", True),
        # Its successor was read in documents of 2023: out of date from then on.
        ("210", 2024, "医疗卫生与计划生育支出", False),
        ("210", 2023, "医疗卫生与计划生育支出", False),
        # Nothing read is as old as that: the year of the change may be wrong.
        ("210", 2021, "医疗卫生与计划生育支出", True),
        ("22402", 2023, "消防事务", True),
        ("22402", 2026, "消防事务", False),
        # The name of a later year.
        ("20805", 2018, "行政事业单位养老支出", True),
        # Two documents, two names; a name of a later list.
        ("22198", 2025, "其他住房保障支出", True),
        ("2130135", 2024, "农业资源保护修复与利用", True),
        ("2130135", 2024, "其他农业支出", False),
        ("2010101", 2024, "一般行政管理事务", False),
        ("29999", 2024, "没有的科目", False),
    ],
)
def test_a_name_is_accepted_unless_it_is_known_to_be_wrong(
    digits: str,
    year: int,
    name: str,
    is_accepted: bool,  # noqa: FBT001  parametrised
) -> None:
    assert functional(year).accepts(code(digits), name) is is_accepted


def test_later_editions_name_capital_spending_without_a_number() -> None:
    catalogue = government_economic(2024)
    assert catalogue.name(code("503")) == "机关资本性支出（一）"
    assert catalogue.accepts(code("503"), "机关资本性支出")
    assert not government_economic(2018).accepts(code("503"), "机关资本性支出")


def test_a_variant_is_not_the_name_already_listed() -> None:
    for row in rows("variants"):
        kind = {"2": functional, "3": departmental_economic, "5": government_economic}[
            row["code"][0]
        ]
        year = int(row["since"])
        assert folded(kind(year).name(code(row["code"]))) != folded(row["name"])


def test_a_dated_source_carries_its_year_in_its_id() -> None:
    for key, source in sources().items():
        assert source.title
        if source.year is not None and key != "reform-2017-repost":
            assert str(source.year) in key.split("-")
            assert 2018 <= source.year <= 2027


def test_a_first_reading_of_the_longest_list_is_cheap() -> None:
    spent = []
    for _ in range(5):
        for cached in (_classification, _load, _provenance, code):
            cached.cache_clear()
        start = time.process_time()
        functional(2026)
        spent.append(time.process_time() - start)
    # Seven milliseconds where it was measured; ten times that is something else.
    assert min(spent) < 0.07


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
