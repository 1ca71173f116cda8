"""Tables that count carried-over money, and tables beside them that do not: two scopes are no error, a slip is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.printed import evidence_of_print
from yusuan.core.outcomes import Severity, Status
from yusuan.rules.check import check

if TYPE_CHECKING:
    from pathlib import Path

APPROPRIATION = """
# 岚溪县水务局2026年部门预算
## 财政拨款收支总表
单位：万元
| 收入 | | 支出 | |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、本年收入 | 303.00 | 一、本年支出 | 313.00 |
| （一）一般公共预算 | 303.00 | （一）社会保障和就业支出 | 27.00 |
| 二、上年结转 | 10.00 | （二）农林水支出 | 286.00 |
| （一）一般公共预算 | 10.00 | 二、结转下年 | |
| 收入总计 | 313.00 | 支出总计 | 313.00 |
## 一般公共预算支出表
单位：万元
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| | 合计 | 303.00 | 227.00 | 76.00 |
| 208 | 社会保障和就业支出 | 27.00 | 27.00 | |
| 20805 | 行政事业单位养老支出 | 27.00 | 27.00 | |
| 2080505 | 机关事业单位基本养老保险缴费支出 | 27.00 | 27.00 | |
| 213 | 农林水支出 | 276.00 | 200.00 | 76.00 |
| 21303 | 水利 | 276.00 | 200.00 | 76.00 |
| 2130301 | 行政运行 | 200.00 | 200.00 | |
| 2130314 | 防汛 | 76.00 | | 76.00 |
{note}
"""
NOTES = {
    "no note": "",
    "without what was carried over": "注：本表不含上年结转。",
    "what the table shows": "说明：本表反映当年拨款安排的支出，未包括上年结转资金。",
}
ACCOUNTS = """
# 岚溪县水务局2026年度部门决算
## 收入支出决算总表
金额单位：万元
| 收入 | | 支出 | |
| 项目 | 决算数 | 项目 | 决算数 |
| 一、一般公共预算财政拨款收入 | 400.00 | 一、农林水支出 | 397.00 |
| 二、政府性基金预算财政拨款收入 | 53.00 | 二、其他支出 | 62.00 |
| 本年收入合计 | 453.00 | 本年支出合计 | 459.00 |
| 年初结转和结余 | 9.00 | 年末结转和结余 | 3.00 |
| 总计 | 462.00 | 总计 | 462.00 |
## 政府性基金预算财政拨款收入支出决算表
金额单位：万元
| 科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | 本年支出 | 本年支出 | 年末结转和结余 |
| 科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余 |
| | 合计 | 9.00 | 53.00 | {spent} | | {spent} | |
| 229 | 其他支出 | 9.00 | 53.00 | {spent} | | {spent} | |
| 22960 | 彩票公益金安排的支出 | 9.00 | 53.00 | {spent} | | {spent} | |
| 2296003 | 用于体育事业的彩票公益金支出 | 9.00 | 53.00 | {spent} | | {spent} | |
"""


def errors(text: str, folder: Path) -> list[str]:
    said = check(evidence_of_print({"print": text}, folder))
    return [
        o.message
        for o in said.findings
        if o.status is Status.FAILED and o.severity is Severity.ERROR
    ]


@pytest.mark.parametrize("note", NOTES)
def test_a_table_of_this_years_grants_beside_one_of_all_money(note: str, tmp_path: Path) -> None:
    assert errors(APPROPRIATION.format(note=NOTES[note]), tmp_path) == []


@pytest.mark.parametrize("note", NOTES)
def test_a_slip_in_such_a_table_is_found(note: str, tmp_path: Path) -> None:
    slip = APPROPRIATION.format(note=NOTES[note]).replace(
        "| 防汛 | 76.00 | | 76.00 |", "| 防汛 | 67.00 | | 67.00 |"
    )
    assert any("67.00" in message or "防汛" in message for message in errors(slip, tmp_path))


def test_what_is_not_said_of_two_scopes_is_told(tmp_path: Path) -> None:
    said = check(evidence_of_print({"print": APPROPRIATION.format(note="")}, tmp_path))
    told = [
        o.message for o in said.findings if o.status is Status.REFUSED and "上年结转" in o.message
    ]
    assert len(told) == 1
    assert "10.00 万元" in told[0]


def test_accounts_spend_what_was_carried_over(tmp_path: Path) -> None:
    assert errors(ACCOUNTS.format(spent="62.00"), tmp_path) == []
    assert errors(ACCOUNTS.format(spent="26.00"), tmp_path)
