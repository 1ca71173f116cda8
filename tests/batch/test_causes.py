"""The same fault in many documents is one cause; what only looks alike is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.batch.causes import Causes, cause_of, skeleton
from yusuan.batch.record import Finding, Record, State


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "第3页的“合计”为 12.50 万元，应为 1,312.5 万元。",
            "第11页的“小计”为 0.01 万元，应为 7 万元。",
        ),
        ("“甲”、“乙”等 21 处留有未删去的“XX”。", "“丙”留有未删去的“（如有）”。"),
        (
            "2080506 机关事业单位职业年金缴费支出 887.36 万元不符。",
            "2101102 事业单位医疗 1 万元不符。",
        ),
        ("各部分之和（1.20 + 3）不等于 5。", "各部分之和（1 + 2 + 3.5）不等于 5.00。"),
        ("增减幅度 13.95 % 有误", "增减幅度 -2% 有误"),
    ],
)
def test_particulars_do_not_matter(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("收入合计 3 万元不等于支出合计 4 万元。", "支出合计 3 万元不等于收入合计 4 万元。"),
        ("应为增加，文中为减少。", "应为减少，文中为增加。"),
    ],
)
def test_words_do(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text(max_size=80), st.lists(st.text(max_size=5), max_size=3))
def test_a_skeleton_is_one_line(message: str, names: list[str]) -> None:
    assert "\n" not in skeleton(message, names)


def _finding(message: str, row: str = "合计", rule: str = "sums-agree") -> Finding:
    place = {"table": "summary", "row": row, "column": "支出"}
    return {"rule": rule, "severity": "error", "message": message, "where": [place]}


def _record(name: str, *findings: Finding) -> Record:
    return Record(
        name, State.CHECKED, department=f"某区{name}", findings=findings, titles={"summary": "总表"}
    )


def test_reach_counts_documents_and_orders_by_them() -> None:
    causes = Causes()
    for name in "甲乙丙丁":
        causes.add(_record(f"{name}局", _finding(f"某区{name}局的合计 1 不符。")))
    causes.add(_record("戊局", *(_finding(f"名称 {n} 有误", rule="names") for n in range(9))))
    (first, reach), (_, second) = causes.by_reach()
    assert first.words == "…的合计 # 不符。"
    assert (reach.documents, reach.findings) == (4, 4)
    assert reach.examples == ["甲局", "乙局", "丙局"]
    assert (second.documents, second.findings) == (1, 9)


def test_a_printed_row_is_a_place_and_an_item_of_spending_is_not() -> None:
    rows = ("2010101", "2080506 职业年金", "合计", "小计")
    found = [cause_of(_finding("不符", row), _record("甲局")) for row in rows]
    assert found[0] == found[1]
    assert len(set(found)) == 3
