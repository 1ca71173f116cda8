"""A total's money may stand in the heading above it: then the total is wrong only if it agrees with neither meaning."""

from __future__ import annotations

import pytest

from yusuan.core.terms import Stage
from yusuan.narrative.clauses.clause import Metric
from yusuan.narrative.clauses.read import read_prose
from yusuan.rules.books.statements._compared import is_lent


@pytest.mark.parametrize(
    ("text", "lent"),
    [
        ("（二）财政拨款收支情况\n支出预算总计5万元。", True),
        ("三、政府性基金预算支出情况\n2026年本部门支出预算5万元。", True),
        ("（二）财政拨款收支情况\n财政拨款支出预算总计5万元。", False),
        ("（二）收支情况\n财政拨款支出预算总计5万元。", False),
        ("（二）收支情况\n支出预算总计5万元。", False),
        ("（二）收支情况\n其他收入5万元。", False),
    ],
)
def test_a_total_below_a_heading_has_its_money_lent(text: str, lent: bool) -> None:  # noqa: FBT001
    (clause,) = read_prose(text, year=2026, stage=Stage.BUDGET).of(Metric.LEVEL)
    assert is_lent(clause.subject) is lent
