"""What our own forms print that no table met before did: totals below which money is handed on, lists of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from yusuan.core.grid import RawCell, RawDocument, RawGrid, TextBlock
from yusuan.core.terms import SPENT, Nature
from yusuan.pipeline import recognise

if TYPE_CHECKING:
    from yusuan.recognition.disclosure import Disclosure

TITLE = "青岩县水务局2026年部门预算"
HEADS = ["收入", "预算", "支出", "预算"]
INCOME = [["一、一般公共预算拨款", "90.00"], ["二、事业收入", "10.00"]]


def document(*blocks: RawGrid | TextBlock) -> RawDocument:
    return RawDocument("a.html", "html", (TextBlock(TITLE, level=1), *blocks))


def grid(*rows: list[str]) -> RawGrid:
    cells = [RawCell(text, n, k) for n, row in enumerate(rows) for k, text in enumerate(row)]
    return RawGrid(tuple(cells), len(rows), len(rows[0]))


def summary(*handed_on: list[str]) -> Disclosure:
    spent = [["一、基本支出", "60.00"], ["二、项目支出", "30.00"], ["本年支出合计", "90.00"]]
    right = [*spent, *handed_on, ["支出总计", "100.00"]]
    left = [
        *INCOME,
        ["本年收入合计", "100.00"],
        *[["", ""]] * (len(right) - 4),
        ["收入总计", "100.00"],
    ]
    rows = [[*a, *b] for a, b in zip(left, right, strict=True)]
    blocks = (TextBlock("收支总体情况表"), TextBlock("单位：万元"), grid(HEADS, *rows))
    return recognise(document(*blocks))


def spent_in_the_year(found: Disclosure) -> frozenset[Nature]:
    (table,) = found.tables
    row = next(row for row in table.rows[1] if row.key == "本年支出合计")
    assert row.region is not None
    return row.region.nature


def test_money_handed_on_below_the_years_total_was_counted_in_it() -> None:
    assert spent_in_the_year(summary(["三、上缴上级支出", "10.00"])) == SPENT - {
        Nature.SUPERIOR_REMITTANCE
    }


def test_a_balance_below_the_years_total_takes_nothing_from_it() -> None:
    assert spent_in_the_year(summary(["结转下年", "10.00"])) == SPENT


@pytest.mark.parametrize("heads", [["单位名称", "单位性质", "单位规格", "经费保障形式"]])
def test_a_list_of_units_was_read_as_an_empty_table_of_spending(heads: list[str]) -> None:
    units = grid(heads, ["水务局本级", "行政单位", "正科级", "财政拨款"])
    found = recognise(document(TextBlock("政府性基金预算支出表"), TextBlock("单位：万元"), units))
    assert found.tables == ()
    assert found.refused == ()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("一般公共预算项目支出预算表", "general_expenditure_project"),
        ("一般公共预算支出预算表", "general_expenditure"),
    ],
)
def test_project_expenditure_took_the_name_of_all_expenditure(title: str, name: str) -> None:
    rows = [["科目编码", "科目名称", "金额"], ["", "合计", "30.00"], ["213", "农林水支出", "30.00"]]
    found = recognise(document(TextBlock(title), TextBlock("单位：万元"), grid(*rows)))
    assert [table.id for table in found.tables] == [name]
