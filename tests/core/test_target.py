"""Target values: the grammar, the laws of reading and printing, and the 249 of the seed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples_path import samples_dir
from yusuan.core.measure import Measure
from yusuan.core.target import (
    DueDate,
    Masked,
    Operator,
    Phrase,
    Quantity,
    Target,
    Trend,
    Unparsed,
    canonical,
    parse_target,
)
from yusuan.core.terms import Direction

SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
LEVEL_TWO = re.compile(
    r"(数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|服务对象满意度)指标"
)


def quantity(text: str) -> Quantity:
    target = parse_target(text)
    assert isinstance(target, Quantity), target
    return target


def seed_targets() -> list[str]:
    """Read the target column; a row cut by a page break goes on in the next page's first row."""
    text = (samples_dir() / SEED).read_text(encoding="utf-8")
    projects = text[
        text.index("\n七、部门项目预算安排情况及绩效目标\n\n") : text.index(
            "\n八、政府采购预算情况\n\n"
        )
    ]
    targets: list[str] = []
    for line in projects.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        level_two = next((i for i, cell in enumerate(cells[:2]) if LEVEL_TWO.fullmatch(cell)), None)
        if level_two is not None:
            # A lost first cell moves the row to the left: count from the second level.
            targets.append(cells[level_two + 3])
        elif len(cells) == 6 and not cells[0] and not cells[1]:
            targets[-1] += cells[4]
    return targets


def test_every_target_of_the_seed_parses() -> None:
    targets = seed_targets()
    assert len(targets) == 249
    assert [text for text in targets if isinstance(parse_target(text), Unparsed)] == []


def test_the_seed_holds_the_known_kinds_of_targets() -> None:
    def kind(target: Target) -> str:
        if isinstance(target, Quantity):
            return target.operator.value or "bare"
        return "qualitative" if isinstance(target, Trend | Phrase) else type(target).__name__

    counts = Counter(kind(parse_target(text)) for text in seed_targets())
    assert counts == {
        "≥": 105,
        "≤": 56,
        "bare": 44,
        "qualitative": 37,
        "Masked": 6,
        "DueDate": 1,
    }


def test_the_seed_uses_only_known_measures() -> None:
    found = [parse_target(text) for text in seed_targets()]
    measures = {t.measure for t in found if isinstance(t, Quantity) and t.measure is not None}
    assert all(measure.is_known for measure in measures)
    assert {str(m) for m in measures if m.is_rate} == {
        "元/人",
        "万元/人",
        "万元/次",
        "元/月",
        "元/次",
        "套/人",
        "元/套",
        "元/千字",
    }


def test_the_value_cut_by_a_page_break_is_whole() -> None:
    assert seed_targets().count("较上年进一步提升") == 9


CASES: list[tuple[str, Target]] = [
    ("≥95%", Quantity("95", Measure("%"), "≥")),
    ("≥ 95.0 ％", Quantity("95.0", Measure("％"), "≥")),
    (r"$\geq 95\%$", Quantity("95", Measure("%"), "≥")),
    ("$\\leq$ 3 万元", Quantity("3", Measure("万元"), "≤")),
    (">= 3 次", Quantity("3", Measure("次"), ">=")),
    ("＞150.00（家）", Quantity("150.00", Measure("家"), ">", is_bracketed=True)),
    ("=5.00(万人次)", Quantity("5.00", Measure("万人次"), "=", is_bracketed=True)),
    ("≥13459.00(平方米)", Quantity("13459.00", Measure("平方米"), "≥", is_bracketed=True)),
    ("不低于98%", Quantity("98", Measure("%"), "不低于")),
    ("100 件以上", Quantity("100", Measure("件"), "以上")),
    ("3天以内", Quantity("3", Measure("天"), "以内")),
    ("1,500件", Quantity("1,500", Measure("件"))),
    ("≤0.2 万元/次", Quantity("0.2", Measure("万元", "次"), "≤")),
    ("≤200 元／千字", Quantity("200", Measure("元", "千字"), "≤")),
    ("150元/人·天", Quantity("150", Measure("元", "人·天"))),
    ("12月", Quantity("12", Measure("月"))),
    ("42", Quantity("42")),
    ("2024 年 12 月", DueDate("2024年12月", date(2024, 12, 31))),
    ("2024年2月底前", DueDate("2024年2月底前", date(2024, 2, 29))),
    ("2024-06-30", DueDate("2024-06-30", date(2024, 6, 30))),
    ("2024年", DueDate("2024年", date(2024, 12, 31))),
    ("比上年提高", Trend("比上年提高")),
    ("较上年提高 10%", Trend("较上年提高", Quantity("10", Measure("%")))),
    ("同比下降5%以上", Trend("同比下降", Quantity("5", Measure("%"), "以上"))),
    ("完全保障", Phrase("完全保障")),
    ("按标准支付", Phrase("按标准支付")),
    ("效果良好", Phrase("效果良好")),
    (" 涉 密", Masked()),
]


@pytest.mark.parametrize(("text", "target"), CASES, ids=[text for text, _ in CASES])
def test_a_target_reads_as(text: str, target: Target) -> None:
    assert parse_target(text) == target
    assert parse_target(str(target)) == target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12月底",
        "10-20人",
        "100%完成",
        "≥95%以上",
        "≥",
        "2024年13月",
        "2024年2月30日",
        "2,3件",
        "5特别长的计量单位",
        "5特别单位",
        "较上年提高到位",
        "3元/",
        "保密",
    ],
)
def test_what_the_grammar_does_not_know_is_kept(text: str) -> None:
    assert parse_target(text) == Unparsed(text)


@given(st.text())
def test_printing_gives_the_canonical_text(text: str) -> None:
    target = parse_target(text)
    assert str(target) == canonical(text)
    assert parse_target(str(target)) == target


DIGITS = st.from_regex(r"\A-?(0|[1-9][0-9]{0,6})(\.[0-9]{1,3})?\Z")
MEASURES = st.builds(
    Measure,
    st.sampled_from(["元", "万元", "人", "件", "套", "%", "平米"]),
    st.sampled_from(["", "人", "次", "千字", "月", "人·天"]),
).filter(lambda measure: not (measure.is_rate and measure.numerator == "%"))
QUANTITIES = st.builds(
    Quantity,
    DIGITS,
    MEASURES,
    st.sampled_from(["", "≥", ">", "≤", "<", "=", ">=", "不低于", "不超过", "以上", "以内"]),
    st.booleans(),
)
TARGETS = QUANTITIES | st.builds(
    Trend, st.sampled_from(["比上年提高", "较上年进一步提升", "同比下降"]), st.none() | QUANTITIES
)


@given(TARGETS)
def test_what_is_printed_reads_back(target: Target) -> None:
    assert parse_target(str(target)) == target


@given(QUANTITIES, QUANTITIES)
def test_stricter_is_a_strict_order(a: Quantity, b: Quantity) -> None:
    assert not (a.is_stricter_than(b) and b.is_stricter_than(a))
    assert not a.is_stricter_than(a)
    assert not (a.same_as(b) and a.is_stricter_than(b))
    assert a.same_as(b) == b.same_as(a)


@given(QUANTITIES, QUANTITIES, DIGITS)
def test_meeting_the_stricter_meets_the_other(a: Quantity, b: Quantity, actual: str) -> None:
    if a.is_stricter_than(b) and a.operator.holds(Fraction(actual), a.value):
        assert b.operator.holds(Fraction(actual), b.value)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("≥98%", "≥95%", True),
        ("≥98%", "≥93％", True),
        ("100%", "≥97%", True),
        ("100%", "≥100%", False),
        (">95%", "≥95%", True),
        ("≥95%", ">95%", False),
        ("≤3万元", "≤4万元", True),
        ("≤3000元", "≤0.4万元", True),
        ("≥95%", "≤99%", False),
        ("≤5", "≥5", False),
        ("34条", "36条", False),
        ("≥98%", "≥95人", False),
        ("≥12名", "≥10人", True),
        ("≤0.3元/人", "≤1元/套", False),
    ],
)
def test_stricter_means_more_is_asked(a: str, b: str, expected: bool) -> None:  # noqa: FBT001
    assert quantity(a).is_stricter_than(quantity(b)) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("95%", "=95.0％", True),
        ("≥0.3万元/人", "不低于3000元/人", True),
        ("548平米", "548平方米", True),
        ("12个月", "12月", True),
        ("≥95%", "95%", False),
        ("≤3次", "≤3人次", False),
    ],
)
def test_the_same_may_be_written_in_many_ways(a: str, b: str, expected: bool) -> None:  # noqa: FBT001
    assert quantity(a).same_as(quantity(b)) is expected


def test_a_bare_number_reads_as_equal() -> None:
    assert quantity("100%").operator is Operator.NONE
    assert Operator.NONE.holds(Fraction(100), Fraction(100))
    assert not Operator.NONE.holds(Fraction(99), Fraction(100))


def test_money_becomes_fen_and_nothing_else_does() -> None:
    assert quantity("≤1.84万元").fen == 1_840_000
    assert quantity("≤850元/人").fen == 85_000
    assert quantity("3亿元").fen == 30_000_000_000
    assert quantity("0.001元").fen is None
    assert quantity("≥12人").fen is None
    assert quantity("≥12").fen is None
    assert quantity("≥90分").fen is None


def test_a_trend_knows_its_direction() -> None:
    trends = [parse_target(text) for text in ("比上年提高", "较上年有所下降", "与上年持平")]
    assert [t.direction for t in trends if isinstance(t, Trend)] == list(Direction)


def test_a_count_is_exact_and_an_amount_is_not() -> None:
    assert quantity("12人").interval.low == 12
    assert quantity("15.8万元").interval.low == Fraction(15_750_000)
    assert quantity("15.8万元").interval.high == Fraction(15_850_000)
    assert quantity("5.00万人次").interval.high == 50_050
    assert quantity("7").interval.low == Fraction(13, 2)
