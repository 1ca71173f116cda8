"""Rules on the wording of a whole document: unfinished, cut off or said twice is found, what is whole is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.edited import BUDGET, findings, rules, sample, with_line
from yusuan.core.outcomes import Severity

if TYPE_CHECKING:
    from yusuan.core.grid import RawDocument


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("本年支出比2023年预算增加 万元，主要原因是人员增加。", "figure-left-blank"),
        ("项目支出占 %，其余为基本支出。", "figure-left-blank"),
        ("公务接待费预算为，与上年相同。", "figure-left-blank"),
        ("机关运行经费比2023年预算减少5万元，减少的主要原因是", "sentence-breaks-off"),
        ("机密★10年", "secrecy-mark-left"),
        ("内部资料 注意保存", "secrecy-mark-left"),
    ],
)
def test_wording_left_unfinished_is_found(line: str, rule: str) -> None:
    assert rules(
        with_line(sample(BUDGET), "二、机关运行经费预算", line, "三、政府采购预算情况")
    ) == [rule]


@pytest.mark.parametrize(
    "lines",
    [
        ("金额单位为万元，保留两位小数。",),
        # A page ends in the middle of a sentence, and the next one goes on.
        ("本年机关运行经费比2023年预算减少5万元，减少的主要原因是", "办公用品采购减少。"),
        ("做好保密工作，机密文件按规定管理。",),
        ("主要用于以下三个方面，", "（一）人员支出，", "（二）公用支出。"),
    ],
)
def test_wording_that_is_whole_is_silent(lines: tuple[str, ...]) -> None:
    assert rules(with_line(sample(BUDGET), "二、机关运行经费预算", *lines)) == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("机关运行经费比2023年预算增加增加5万元，增长2%。", "增加"),
        ("2024年预算预算安排机关运行经费12万元。", "预算"),
        ("安排机关运行经费经费106.70万元，用于日常开支。", "经费"),
        ("一般公共预算支出支出比上年减少，其中人员减少。", "支出"),
        ("与2023年预算相比，支出支出总额减少12万元。", "支出"),
        ("及时听取各方面的意见意见。", "意见"),
        ("收入10万元，其中其中人员经费8万元。", "其中"),
    ],
)
def test_a_word_said_twice_is_found(line: str, word: str) -> None:
    (found,) = [
        f
        for f in findings(with_line(sample(BUDGET), "二、机关运行经费", line))
        if f.rule == "no-word-is-doubled"
    ]
    assert f"“{word}”" in found.message
    assert found.severity is Severity.INFO


@pytest.mark.parametrize(
    "line",
    [
        "我们刚刚完成检查，常常回访，各区区级单位都已参加。",
        "提高公证服务服务对象的满意度，一步一步推进各项工作。",
        "纳入部门预算预算单位共3个，综治工作工作经费按规定使用。",
        "其他支出支出12.5万元，基本支出支出30万元。",
        "社会福利社会福利事业单位10万元，用于用于体育事业的彩票公益金支出5万元。",
        "编制单位：某某局 单位单位：万元",
        "某某县教育局 教育局所属学校共12所",
        "第一行讲的是人员经费\n人员经费之外是公用经费",
    ],
)
def test_what_rightly_repeats_is_silent(line: str) -> None:
    assert "no-word-is-doubled" not in rules(with_line(sample(BUDGET), "二、机关运行经费", line))


@pytest.mark.parametrize(
    "later", ["3. 2050202 小学教育2024年预算安排5万元。", "八、政府采购预算情况"]
)
def test_a_sentence_cut_off_before_an_item_or_a_title_is_found(
    own: RawDocument, later: str
) -> None:
    """The next line begins with an item's code, or is a title that only the contents page shows to be one."""
    cut_off = "2. 2050201 学前教育2024年预算安排3万元，主要原因是业务量扩大，"
    document = with_line(own, "十一、其他需要说明的事项", cut_off, later)
    assert "sentence-breaks-off" in rules(document)
