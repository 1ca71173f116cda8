from __future__ import annotations

import datetime as dt

import pytest

from yusuan.catalog import (
    ProcurementCode,
    ProcurementKind,
    division,
    divisions,
    law,
    laws,
    parameter,
    parameters,
    procurement,
    procurement_catalogue,
)
from yusuan.core.errors import CatalogError

# ── Procurement ───────────────────────────────────────────────────────────────────────────────


def test_a_procurement_code_knows_kind_level_and_parent() -> None:
    operation = ProcurementCode("C16079900")
    assert operation.kind is ProcurementKind.SERVICES
    assert operation.kind.label == "服务"
    assert operation.level == 3
    assert str(operation.parent) == "C16070000"
    assert operation.parent is not None
    assert str(operation.parent.parent) == "C16000000"
    assert ProcurementCode("C16000000").parent is None
    assert ProcurementCode("A05040101").level == 4


@pytest.mark.parametrize(
    "digits", ["", "D16079900", "C1607990", "C160799001", "C00000000", "C16009900", "16079900"]
)
def test_a_malformed_procurement_code_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="not a procurement code"):
        ProcurementCode(digits)


def test_every_recorded_procurement_code_has_its_parent() -> None:
    known = procurement_catalogue()
    assert all(code.parent is None or code.parent in known for code in known)
    assert procurement(ProcurementCode("C16079900")).name == "其他运行维护服务"


def test_an_unrecorded_procurement_code_offers_its_ancestor() -> None:
    with pytest.raises(CatalogError) as caught:
        procurement(ProcurementCode("C16070500"))
    assert caught.value.nearest[0] == "C16070000"


# ── Divisions ─────────────────────────────────────────────────────────────────────────────────


def test_a_development_zone_lies_under_its_city_without_a_national_code() -> None:
    zone = division("130311")
    assert zone.name == "秦皇岛经济技术开发区"
    assert not zone.in_gb2260
    assert [each.code for each in zone.lineage] == ["130000", "130300", "130311"]
    assert zone.full_name == "河北省秦皇岛经济技术开发区"
    assert division("310107").full_name == "上海市普陀区"
    assert division("1303").name == "秦皇岛市"
    assert division("13").parent is None


def test_every_division_lies_in_one_of_34_provinces() -> None:
    provinces = {each.code for each in divisions().values() if each.code.endswith("0000")}
    assert len(provinces) == 34
    assert {each.lineage[0].code for each in divisions().values()} == provinces


def test_prefectures_are_complete() -> None:
    prefectures = [c for c in divisions() if c.endswith("00") and not c.endswith("0000")]
    assert len(prefectures) == 333


def test_an_unknown_division_offers_neighbours() -> None:
    with pytest.raises(CatalogError) as caught:
        division("130312")
    assert "130311" in caught.value.nearest


# ── Law ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("law_id", "citation"),
    [
        ("budget-law-46", "预算法第四十六条"),
        ("budget-law-92-3", "预算法第九十二条第三项"),
        ("budget-law-regulation-6", "预算法实施条例第六条"),
        ("disclosure-regulation-20-7", "政府信息公开条例第二十条第七项"),
        ("caiyu-2016-143", "财预〔2016〕143号"),
        ("practice", "形式惯例"),
        ("arithmetic", "数字关系"),
    ],
)
def test_a_law_is_cited_by_short_name_and_article(law_id: str, citation: str) -> None:
    assert law(law_id).citation == citation


def test_every_reference_is_complete() -> None:
    for law_id, reference in laws().items():
        assert reference.id == law_id
        assert all((reference.title, reference.short, reference.source, reference.gist)), law_id
        assert reference.last_checked >= dt.date(2026, 11, 22)
        # An article is only as good as the version it was read in.
        assert reference.version is not None or not reference.article


def test_an_unknown_article_offers_others_of_the_same_law() -> None:
    with pytest.raises(CatalogError) as caught:
        law("budget-law-999")
    assert caught.value.nearest
    assert all(near.startswith("budget-law") for near in caught.value.nearest)
    with pytest.raises(CatalogError):
        law("999")


# ── Thresholds ────────────────────────────────────────────────────────────────────────────────


def test_every_threshold_has_law_and_whole_numbers() -> None:
    for each in parameters().values():
        assert each.law.id == each.law_id
        assert each.verified <= each.law.verified
        assert each.what
        assert each.measure
        assert all(type(value) is int for _, value in each.values)


def test_a_threshold_has_the_value_of_the_day() -> None:
    share = parameter("sme-works-reserve-share")
    assert share.on(dt.date(2022, 6, 30)) == 30
    assert share.on(dt.date(2022, 7, 1)) == 40
    assert parameter("publication-days").on(dt.date(2024, 3, 1)) == 20
    with pytest.raises(CatalogError, match="has no value on 2014-12-31"):
        parameter("publication-days").on(dt.date(2014, 12, 31))
    with pytest.raises(CatalogError) as caught:
        parameter("sme-reserve")
    assert "sme-reserve-share" in caught.value.nearest
