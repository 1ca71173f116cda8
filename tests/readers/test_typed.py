"""What people type: headers, amounts, years, dates and codes with names are understood where their meaning is clear."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from yusuan.core import fields as f
from yusuan.core import records as r
from yusuan.core.coded import coded
from yusuan.core.codes import code
from yusuan.core.errors import Faults
from yusuan.core.money import MoneyUnit
from yusuan.readers.typed import Column, Typed, label_of, near, words_of


@pytest.mark.parametrize(
    "text",
    [
        "2013101-行政运行",
        "2013101 行政运行",
        "2013101　行政运行",
        "[2013101]行政运行",
        "【2013101】行政运行",
        "（2013101）行政运行",
        "2013101—行政运行",
        "2013101——行政运行",
        "2013101：行政运行",
        "2013101行政运行",
        "２０１３１０１－行政运行",
        "行政运行（2013101）",
    ],
)
def test_a_code_with_its_name_is_told_apart(text: str) -> None:
    assert coded(text) == ("2013101", "行政运行")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("901001-青岩县水务局本级", ("901001", "青岩县水务局本级")),
        ("216-001 政法委", ("216-001", "政法委")),
        ("53042724-2024年水库维修", ("53042724", "2024年水库维修")),
        ("30213-维修（护）费", ("30213", "维修（护）费")),
        ("2013101", None),
        ("216-001", None),
        ("行政运行", None),
        ("", None),
    ],
)
def test_groups_years_and_brackets_stay_where_they_belong(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert coded(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "金额（元）",
        "金额(元)",
        "金额[元]",
        "金额【元】",
        "金额〔元〕",
        "金额：元",
        "金额",
        " 金 额 ",
        "预算金额",
    ],
)
def test_a_header_is_known_whatever_its_brackets(text: str) -> None:
    assert words_of(r.LINES)[label_of(text).word].name == "amount"


def test_ten_thousand_yuan_in_a_header_is_kept() -> None:
    assert label_of("金额（万元）") == ("金额", "万元")


@pytest.mark.parametrize("text", ["金额数", "金额合计", "部门经济", "功能", "单位的编码"])
def test_a_header_that_nearly_matches_is_noticed(text: str) -> None:
    assert near(label_of(text).word, words_of(r.LINES)) is not None


@pytest.mark.parametrize("text", ["备注", "序号", "经办人", "复核", "电话"])
def test_a_note_is_like_no_field(text: str) -> None:
    assert near(label_of(text).word, words_of(r.LINES)) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (f.AMOUNT, "96,000元", 9_600_000),
        (f.AMOUNT, "￥6000", 600_000),
        (f.AMOUNT, "¥6,000.00", 600_000),
        (f.AMOUNT, "９６０００", 9_600_000),
        (f.AMOUNT, "9.6万元", 9_600_000),
        (f.WHOLE, "2026年", 2026),
        (f.WHOLE, "２０２６年度", 2026),
        (f.DATE, "2026年3月5日", dt.date(2026, 3, 5)),
        (f.DATE, "2026/3/5", dt.date(2026, 3, 5)),
        (f.DATE, "２０２６．３．５", dt.date(2026, 3, 5)),
        (f.DATE, "2026-03-05 00:00:00", dt.date(2026, 3, 5)),
        (f.FUNCTION, "２０１３１０１", code("2013101")),
        (f.CODE, "９０１００１", "901001"),
        (f.NUMBER, "１，２００", Decimal(1200)),
        (f.PERCENT, "５０％", Decimal(50)),
    ],
)
def test_values_are_read_as_people_write_them(kind: f.Kind, text: str, value: object) -> None:
    assert kind.parse(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (f.AMOUNT, "约6000"),
        (f.WHOLE, "2026年3月"),
        (f.DATE, "2026年2月30日"),
        (f.FUNCTION, "20131"),
    ],
)
def test_what_is_not_clear_is_not_guessed(kind: f.Kind, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        kind.parse(text)


def test_the_masks_of_a_project_are_named_in_chinese() -> None:
    masks = r.PROJECTS.field("涉密字段")
    assert masks is not None
    assert masks.kind.parse("资金用途、金额") == {"purpose", "amount"}
    assert masks.kind.shown("amount、purpose") == "金额、资金用途"
    assert "purpose" not in masks.kind.allowed


def test_an_amount_below_ten_thousand_yuan_is_exact() -> None:
    typed = Typed(Faults())
    amount = words_of(r.LINES)["金额"]
    column = Column(amount, MoneyUnit.WAN_YUAN)
    assert typed.written(r.LINES, column, "12.345678", "I2") == {"amount": "123456.78"}
    assert typed.written(r.LINES, column, "12元", "I2") == {"amount": "12.00"}
