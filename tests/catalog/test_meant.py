"""A code that does not go where it was typed is answered with what it may stand for."""

from __future__ import annotations

import pytest

from yusuan.catalog.meant import MISPLACED, meant


@pytest.mark.parametrize(
    ("dimension", "written", "name", "words"),
    [
        ("economic", "301", "", "301 是类级“工资福利支出”，下面的款有 30101 基本工资"),
        ("function", "20131", "", "下面的项有 2013101 行政运行"),
        (
            "economic",
            "20131",
            "",
            f"20131 是功能科目“党委办公厅（室）及相关机构事务”的编码，{MISPLACED}",
        ),
        ("economic", "2013101", "", f"2013101 是功能科目“行政运行”的编码，{MISPLACED}"),
        ("function", "30201", "", f"30201 是部门经济科目“办公费”的编码，{MISPLACED}"),
        ("function", "２０１３１", "", "20131 是款级"),
        ("economic", "基本工资", "", "名称相符的有 30101 基本工资"),
        ("economic", "", "办公费", "名称相符的有 30201 办公费"),
        ("economic", "30210", "", "相近的有 30211 差旅费"),
        ("function", "2013109", "类/款/专项业务", "专项业务"),
    ],
)
def test_a_code_of_another_level_column_or_spelling(
    dimension: str, written: str, name: str, words: str
) -> None:
    said = meant(dimension, 2024, written, name)
    assert words in said
    assert len(said) <= 120
    assert not any(word in said for word in ("function", "economic", "COLUMN", "None"))


@pytest.mark.parametrize(
    "written", ["", "不是名称", "1", "99999999999", "30", "3.01", "\u0661\u0662\u0663"]
)
def test_where_nothing_is_near_nothing_is_said(written: str) -> None:
    assert meant("economic", 2024, written) == ""
    assert meant("economic", 1949, written) == ""
