"""One wrong unit word is one finding, and a slip of one figure stays what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.printed import evidence_of_print
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.rules.check import check
from yusuan.rules.unit_words import under_unit_words

if TYPE_CHECKING:
    from pathlib import Path

SUMS = {"wrong-unit", "cross-table", "table-arithmetic", "text-disagrees-with-table"}


def said(n: int, expected: int, actual: int, table: str = "支出表") -> Outcome:
    where = (Where(page=1, table="文字说明", row=f"第{n}处"), Where(page=9, table=table))
    rule = "text-disagrees-with-table"
    return Outcome(rule, Status.FAILED, Severity.ERROR, f"第{n}处", "", "", expected, actual, where)


SLIPS = [said(n, 100_000_00 * n, 100_000_000_000 * n) for n in range(1, 6)]
UNIT = Outcome("wrong-unit", Status.FAILED, message="单位", where=(Where(table="支出表"),))


def test_many_figures_of_the_text_ten_thousand_times_off_are_one_finding() -> None:
    other = said(9, 500_00, 700_00)
    (found, left) = under_unit_words([*SLIPS, other])
    assert (found.rule, found.status, len(found.proofs)) == ("wrong-unit", Status.FAILED, 5)
    assert "单位写作万元，疑应为元" in found.message
    assert [place.row for place in found.where] == [f"第{n}处" for n in range(1, 6)]
    assert left == other


def test_the_other_way_round_the_other_unit_is_meant() -> None:
    turned = [said(n, 100_000_000 * n, 100_00 * n) for n in range(1, 5)]
    (found,) = under_unit_words(turned)
    assert "单位写作元，疑应为万元" in found.message


def test_what_a_table_of_a_wrong_unit_makes_of_the_text_stands_under_it() -> None:
    (found,) = under_unit_words([SLIPS[0], UNIT, SLIPS[1]])
    assert found.rule == "wrong-unit"
    assert found.proofs == (SLIPS[0], SLIPS[1])


def test_one_or_two_are_slips_of_their_own() -> None:
    assert under_unit_words(SLIPS[:2]) == tuple(SLIPS[:2])
    assert under_unit_words([said(1, 0, 5), said(2, 5, 0)]) == (said(1, 0, 5), said(2, 5, 0))


def test_figures_too_small_for_any_item_are_the_tables_fault() -> None:
    small = [said(n, 100_00 * n, 100_000_000 * n) for n in range(1, 6)]
    (found,) = under_unit_words(small)
    assert "“支出表”注明单位为元" in found.message
    assert "应为万元" in found.message
    assert found.where[0] == Where(table="支出表")


def test_the_same_of_two_tables_stays_a_slip_of_the_text() -> None:
    small = [said(n, 100_00 * n, 100_000_000 * n, f"表{n % 2}") for n in range(1, 6)]
    (found,) = under_unit_words(small)
    assert found.message.startswith("文字说明有 5 处")


TABLE = """
# 澜川县审计局2026年部门预算
# {title}
单位：{unit}
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| | 合计 | {k}392.00 | {k}314.00 | 78.00 |
| 201 | 一般公共服务支出 | {k}324.00 | {k}246.00 | 78.00 |
| 20108 | 审计事务 | {k}324.00 | {k}246.00 | 78.00 |
| 2010801 | 行政运行 | {k}246.00 | {k}246.00 | |
| 2010804 | 审计业务 | 78.00 | | 78.00 |
| 221 | 住房保障支出 | 68.00 | 68.00 | |
| 22102 | 住房改革支出 | 68.00 | 68.00 | |
| 2210201 | 住房公积金 | 68.00 | 68.00 | |
"""


def two_tables(first: str, second: str, thousands: str = "") -> str:
    tables = (("部门支出预算表", first), ("一般公共预算支出预算表", second))
    return "".join(TABLE.format(title=title, unit=unit, k=thousands) for title, unit in tables)


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [("万元", "元", "一般公共预算支出预算表"), ("元", "万元", "部门支出预算表")],
)
def test_a_table_of_the_same_digits_in_another_unit_is_one_finding(
    first: str, second: str, wrong: str, tmp_path: Path
) -> None:
    found = check(evidence_of_print({"print": two_tables(first, second)}, tmp_path))
    (one,) = [o for o in found.findings if o.status is Status.FAILED and o.rule in SUMS]
    assert one.rule == "wrong-unit"
    assert f"“{wrong}”注明单位为元" in one.message


def test_of_two_tables_whose_figures_fit_either_unit_neither_is_blamed(tmp_path: Path) -> None:
    found = check(evidence_of_print({"print": two_tables("万元", "元", "20")}, tmp_path))
    assert "wrong-unit" not in {o.rule for o in found.findings}
