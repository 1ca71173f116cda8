"""Deriving tables: which rows a form prints, what is blank, what a cell is called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from yusuan.catalog import names
from yusuan.core.budget import BudgetLine
from yusuan.core.codes import code
from yusuan.core.money import MoneyUnit, parse_amount
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource
from yusuan.editions import EDITIONS
from yusuan.tables.derive import derive
from yusuan.tables.spec import GAP, Column, Listed, TableSpec, without_list_number
from yusuan.tables.table import Cell, CellKey, Table, print_amount

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE = BudgetLine(
    unit="101001",
    fund=Fund.GENERAL_PUBLIC,
    source=RevenueSource.APPROPRIATION,
    origin=Origin.CURRENT_YEAR,
    function=code("2040607"),
    economic=code("30212"),
    nature=Nature.BASIC,
    project="",
    amount=1_234_567,
)
TEACHING = replace(LINE, economic=code("3021201"), amount=1)


def table(name: str, lines: Iterable[BudgetLine]) -> Table:
    return derive(EDITIONS["hebei"](2024).table(name), lines, names(2024))


def amount(found: Table, row: str, column: str) -> int | None:
    return found.cells[CellKey(found.id, row, column)].amount


def test_a_row_stands_for_every_level_above_a_code() -> None:
    found = table("expenditure", [LINE])
    assert [row.key for row in found.rows[0]] == ["合计", "204", "20406", "2040607"]
    assert [row.label for row in found.rows[0]][1:] == ["公共安全支出", "司法", "公共法律服务"]
    assert found.rows[0][0].is_total


def test_rows_come_in_the_order_of_codes() -> None:
    functions = ("2210201", "2010101", "2040607", "2010102")
    found = table("revenue", [replace(LINE, function=code(digits)) for digits in functions])
    digits = [row.key for row in found.rows[0]][1:]
    assert digits == sorted(digits)


def test_a_table_without_money_prints_no_row() -> None:
    found = table("government_funds", [LINE])
    assert found.rows == ((),)
    assert found.is_nil
    assert not found.cells


def test_a_form_that_lists_its_rows_prints_them_without_money() -> None:
    found = table("summary", [])
    assert found.is_nil
    assert len(found.rows[1]) == 34
    assert len(found.rows[0]) == len(found.rows[1])


def test_a_blank_cell_is_not_zero() -> None:
    found = table("expenditure", [replace(LINE, amount=0)])
    assert amount(found, "合计", "基本支出") == 0
    assert amount(found, "合计", "项目支出") is None
    assert [cell.value for cell in found.cells.values()] == [0] * len(found.cells)


def test_basic_expenditure_stops_at_the_section() -> None:
    found = table("general_basic", [LINE, TEACHING])
    assert [row.key for row in found.rows[0]] == ["合计", "302", "30212"]
    assert amount(found, "30212", "一般公共预算基本支出/公用经费") == 1_234_568


def test_travel_for_teaching_is_shown_apart() -> None:
    found = table("three_public", [LINE, TEACHING])
    column = "资金性质/合计"
    assert amount(found, "教学科研人员因公出国（境）费", column) == 1
    assert amount(found, "其他因公出国（境）费", column) == 1_234_567
    assert amount(found, "因公出国（境）费", column) == 1_234_568


def test_projects_pay_for_three_public_spending_too() -> None:
    paid = replace(LINE, nature=Nature.PROJECT, project="P", economic=code("30231"))
    assert (
        amount(table("three_public", [paid]), "公务用车运行维护费", "资金性质/合计") == paid.amount
    )
    own = replace(paid, fund=Fund.UNIT_FUNDS, source=RevenueSource.OTHER)
    assert table("three_public", [own]).is_nil


def test_money_kept_for_next_year_is_not_spent() -> None:
    kept = replace(LINE, nature=Nature.CLOSING_BALANCE, economic=None)
    assert amount(table("summary", [kept]), "年终结转结余", "支出/预算数") == kept.amount
    assert amount(table("summary", [kept]), "收入总计", "收入/预算数") == kept.amount
    assert amount(table("revenue", [kept]), "2040607", "合计") == kept.amount
    assert table("expenditure", [kept]).is_nil


@pytest.mark.parametrize("origin", [Origin.CARRY_OVER, Origin.BALANCE])
def test_money_of_last_year_is_not_revenue_of_this_year(origin: Origin) -> None:
    carried = replace(LINE, origin=origin)
    found = table("revenue", [carried])
    assert amount(found, "合计", "上年结转") == carried.amount
    assert amount(found, "合计", "本年收入/小计") is None
    left = table("appropriation_summary", [carried])
    opening = "年初财政拨款结转和结余/一般公共预算拨款"
    assert amount(left, opening, "收入/金额") == carried.amount
    assert left.cells[CellKey(left.id, opening, "收入/金额")].row == "一般公共预算拨款"


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("一、一般公共预算拨款收入", "一般公共预算拨款收入"),
        ("三十一、人行科目", "人行科目"),
        ("其中：公务用车购置费", "公务用车购置费"),
        ("合计", "合计"),
        ("“三公”经费小计", "“三公”经费小计"),
    ],
)
def test_contracts_name_a_row_without_its_list_number(label: str, key: str) -> None:
    assert without_list_number(label) == key
    assert Listed(label).key == key


def test_a_gap_has_no_cells() -> None:
    found = table("summary", [LINE])
    gaps = [row for row in found.rows[0] if row.region is None]
    assert gaps
    assert GAP.region is None
    assert all(found.cell(0, row, 0) is None for row in gaps)


def test_a_table_without_the_place_of_a_spec_asks_nothing_of_the_edition() -> None:
    spec = EDITIONS["hebei"](2024).table("summary")
    assert not spec.has_tree
    assert spec.but(title="别的表").title == "别的表"
    assert Column(("一", "二")).path == "一/二"
    assert isinstance(spec, TableSpec)


def test_a_printed_figure_keeps_its_precision() -> None:
    found = table("expenditure", [LINE])
    cell = found.cells[CellKey("expenditure", "合计", "合计")]
    assert print_amount(cell, found.spec) == "1.23"
    assert print_amount(replace(cell, amount=None), found.spec) == ""
    as_printed = replace(cell, printed=parse_amount("1.2", MoneyUnit.WAN_YUAN))
    assert print_amount(as_printed, found.spec) == "1.2"


def test_replaced_amounts_leave_the_table_as_it_was() -> None:
    found = table("expenditure", [LINE])
    key = CellKey("expenditure", "合计", "合计")
    misprinted = found.with_amounts({key: None})
    assert misprinted.cells[key].amount is None
    assert found.cells[key].amount == LINE.amount
    assert misprinted.skeleton == found.skeleton
    assert len(list(misprinted.figures())) == len(list(found.figures())) - 1
    assert all(isinstance(cell, Cell) for cell in misprinted.figures())
