"""The total of a three-public table against its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.printed import evidence_of_print
from yusuan.core.outcomes import Severity, Status
from yusuan.rules.check import check

if TYPE_CHECKING:
    from pathlib import Path

_PRINT = """
# 岚州省白石市审计局2025年部门预算
# 2025年一般公共预算“三公”经费支出表
单位：万元
| 项目 | 2025年预算数 |
| 合计 | {total} |
| 1、因公出国（境）费 | {none} |
| 2、公务接待费 | {parts[0]} |
| 3、公务用车购置及运行维护费 | {parts[1]} |
| 其中：公务用车购置费 | {none} |
| 公务用车运行维护费 | {parts[1]} |
{more}"""


def _errors(folder: Path, total: str, none: str, *parts: str, more: str = "") -> list[str]:
    text = _PRINT.format(total=total, none=none, parts=parts, more=more)
    return [
        outcome.message
        for outcome in check(evidence_of_print({"print": text}, folder)).findings
        if outcome.rule == "table-arithmetic"
        and outcome.status is Status.FAILED
        and outcome.severity is Severity.ERROR
    ]


@pytest.mark.parametrize(
    ("total", "none", "parts"),
    [
        ("8.90", "0.00", ("2.40", "6.20")),
        # A bare 0 hides no amount that the figures beside it would show.
        ("8.9", "0", ("2.4", "6.2")),
        ("7.60", "0", ("1.40", "6.00")),
        ("12.80", "", ("2.80", "11.00")),
        ("80600", "0", ("20600", "61000")),
    ],
)
def test_a_total_that_no_further_row_explains_is_wrong(
    tmp_path: Path, total: str, none: str, parts: tuple[str, str]
) -> None:
    assert len(_errors(tmp_path, total, none, *parts)) == 1


@pytest.mark.parametrize(
    ("total", "none", "parts", "more"),
    [
        ("8.60", "0", ("2.40", "6.20"), ""),
        ("9", "0", ("2.4", "6.2"), ""),
        ("11.10", "0", ("2.40", "6.20"), "| 4、会议费 | 2.50 |"),
    ],
)
def test_a_rounded_total_and_one_that_counts_meetings_are_right(
    tmp_path: Path, total: str, none: str, parts: tuple[str, str], more: str
) -> None:
    assert _errors(tmp_path, total, none, *parts, more=more) == []
