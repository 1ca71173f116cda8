"""Where several corrections are equally simple, what the text says of the figures decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.printed import evidence_of_print
from yusuan.core.outcomes import Severity, Status
from yusuan.rules.check import check

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.outcomes import Outcome

# 27.00 + 176.00 is not 223.00: each of the three may be the wrong one.
TABLE = """
# 岚溪县水务局2026年部门预算
{text}
## 一般公共预算支出表
单位：万元
| 科目编码 | 科目名称 | 合计 |
| 208 | 社会保障和就业支出 | 27.00 |
| 213 | 农林水支出 | 176.00 |
| | 合计 | 223.00 |
"""
TOTAL = "2026年一般公共预算支出{}万元。"
ITEMS = "1.社会保障和就业支出（类）{}万元。\n2.农林水支出（类）{}万元。"


def finding(text: str, folder: Path) -> Outcome:
    said = check(evidence_of_print({"print": TABLE.format(text=text)}, folder))
    found = [
        o
        for o in said.findings
        if o.rule in {"table-arithmetic", "cross-table"}
        and o.status is Status.FAILED
        and o.severity is Severity.ERROR
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # It says what one of them should be, or what all but one are.
        (ITEMS.format("27.00", "196.00"), "213"),
        (ITEMS.format("47.00", "176.00"), "208"),
        (TOTAL.format("203.00") + ITEMS.format("27.00", "176.00"), "合计"),
        (TOTAL.format("223.00") + ITEMS.format("27.00", "196.00"), "213"),
        (ITEMS.format("27.00", "176.00"), "合计"),
    ],
)
def test_the_text_tells_which_is_wrong(text: str, row: str, tmp_path: Path) -> None:
    assert finding(text, tmp_path).where[0].row == row


@pytest.mark.parametrize(
    "text", ["本部门负责水务工作。", TOTAL.format("223.00") + ITEMS.format("27.00", "176.00")]
)
def test_a_text_that_says_nothing_or_the_same_decides_nothing(text: str, tmp_path: Path) -> None:
    assert "或将" in finding(text, tmp_path).suggestion
