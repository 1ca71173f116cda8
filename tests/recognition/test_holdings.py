"""Asset and procurement tables: rows by label over page breaks, figures with their precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.samples_path import samples_dir
from yusuan.core.grid import RawCell, RawGrid, TextBlock
from yusuan.core.money import MoneyUnit
from yusuan.core.outcomes import Status
from yusuan.pipeline import Inspection
from yusuan.recognition.holdings import asset_holdings, published_purchases
from yusuan.recognition.tables import Logical, logical_tables
from yusuan.rules.books.tables.holdings import (
    assets_add_up,
    purchases_add_up,
    purchases_multiply,
)

if TYPE_CHECKING:
    from yusuan.core.holdings import Holdings, Purchases

SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
SHANGHAI = (
    "shanghai-putuo-finance-2025-budget.pdf",
    "shanghai-putuo-planning-2024-final-accounts.pdf",
    "shanghai-wanli-2023-budget.pdf",
    "shanghai-wanli-2024-budget.pdf",
    "shanghai-welfare-2024-unit-budget.pdf",
)


def grid(*rows: str, page: int | None = None) -> RawGrid:
    """A grid from rows whose cells are parted by strokes."""
    cells = [
        RawCell(text, r, c)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
        if text
    ]
    return RawGrid(tuple(cells), len(rows), len(rows[0].split("|")), page)


def tables(*blocks: RawGrid | str) -> list[Logical]:
    """The logical tables of text lines and grids."""
    return logical_tables([TextBlock(b) if isinstance(b, str) else b for b in blocks])


def assets(*blocks: RawGrid | str) -> Holdings:
    found = asset_holdings(tables(*blocks), "a.pdf")
    assert found is not None
    return found


def purchases(*blocks: RawGrid | str) -> Purchases:
    found = published_purchases(tables(*blocks), "a.pdf")
    assert found is not None
    return found


def test_the_asset_table_of_the_seed_is_read_over_its_page_break() -> None:
    found = asset_holdings(Inspection(samples_dir() / SEED).disclosure.others, SEED)
    assert found is not None
    assert found.total is None
    assert found.total_place.row == "资产总额"
    assert {
        label: (row.quantity, None if row.value is None else str(row.value), row.is_part)
        for label, row in found.rows.items()
    } == {
        "房屋": ("45", "30.18", True),
        "办公用房": ("", None, False),
        "车辆": ("6", "60.60", True),
        "单价在20万元以上的设备": ("", None, True),
        "其他固定资产": ("", "872.58", True),
    }


def test_the_purchases_of_the_seed_are_read() -> None:
    found = published_purchases(Inspection(samples_dir() / SEED).disclosure.others, SEED)
    assert found is not None
    assert str(found.total) == "59.84"
    (item,) = found.items
    assert (item.code, item.quantity, item.unit) == ("C16079900", "200", "个")
    assert (str(item.price), str(item.amount)) == ("0.30", "59.84")
    assert item.name == "其他运行维护服务"
    # Its header prints carried money and reserves over one column, so what pays is not guessed.
    assert item.funds is None


@pytest.mark.parametrize("name", SHANGHAI)
def test_nothing_else_is_taken_for_assets_or_purchases(name: str) -> None:
    others = Inspection(samples_dir() / name).disclosure.others
    assert asset_holdings(others, name) is None
    assert published_purchases(others, name) is None


def test_asset_values_may_be_in_yuan() -> None:
    found = assets(
        grid(
            "项目|数量|价值（元）",
            "资产总额||1,000.00",
            "1、房屋|2|600.00",
            "其中：办公用房|1|",
            "2、车辆|1|400.00",
        )
    )
    assert found.total is not None
    assert (found.total.fen, found.total.unit) == (100_000, MoneyUnit.YUAN)
    assert [row.label for row in found.parts] == ["房屋", "车辆"]


def test_a_value_that_is_no_amount_is_kept_as_unread() -> None:
    found = assets(
        grid("项目|数量|价值（万元）", "资产总额||9.00", "1、房屋|2|6.O0", "2、车辆|1|3.00")
    )
    assert (found.rows["房屋"].value, found.rows["房屋"].unread) == (None, "6.O0")


HEAD = "采购物品名称|政府采购目录序号|计量单位|数量|单价|合计|一般公共预算拨款|单位资金|预留中小微企业份额"


def test_items_are_told_from_totals_and_know_what_pays_for_them() -> None:
    found = purchases(
        "单位：万元",
        grid(
            HEAD,
            "合计|||||3.60|3.00|0.60|3.60",
            "本级小计|||||3.60|3.00|0.60|3.60",
            "台式计算机|A02010105|台|6|0.50|3.00|3.00||3.00",
            "打印纸|a05040101|箱|30|0.02|0.60||0.60|0.60",
        ),
    )
    assert str(found.total) == "3.60"
    assert [(i.name, i.code, str(i.amount)) for i in found.items] == [
        ("台式计算机", "A02010105", "3.00"),
        ("打印纸", "A05040101", "0.60"),
    ]
    assert [[str(f) for f in i.funds or ()] for i in found.items] == [["3.00"], ["0.60"]]


def test_without_a_unit_of_money_nothing_is_guessed() -> None:
    table = grid(HEAD, "台式计算机|A02010105|台|6|0.50|3.00|3.00||3.00")
    found = published_purchases(tables(table), "a.pdf")
    assert found is not None
    assert (found.items, found.total, found.has_unit) == ((), None, False)
    (outcome,) = purchases_add_up(found)
    assert outcome.status is Status.REFUSED
    assert "--unit" in outcome.hint
    told = published_purchases(tables(table), "a.pdf", MoneyUnit.YUAN)
    assert told is not None
    assert [item.amount.fen for item in told.items] == [300]


@pytest.mark.parametrize(("price", "fund"), [("0.5O", "3.00"), ("0.50", "3.0O")])
def test_a_price_or_fund_not_read_is_said(price: str, fund: str) -> None:
    found = purchases(
        "单位：万元", grid(HEAD, f"台式计算机|A02010105|台|6|{price}|3.00|{fund}||3.00")
    )
    said = [*purchases_add_up(found), *purchases_multiply(found)]
    assert [o.status for o in said].count(Status.INSUFFICIENT) == 1
    assert Status.FAILED not in {o.status for o in said}


ASSETS = ("项目|数量|价值", "资产总额||75.00", "房屋（平方米）|100|45.00", "车辆（台、辆）|2|30.00")


def test_the_unit_of_assets_is_stated_or_told_or_refused() -> None:
    without = assets(grid(*ASSETS))
    (outcome,) = assets_add_up([], without)
    assert outcome.status is Status.REFUSED
    assert "--unit" in outcome.hint
    stated = assets("单位：元", grid(*ASSETS))
    assert stated.total is not None
    assert stated.total.fen == 7_500
    told = asset_holdings(tables(grid(*ASSETS)), "a.pdf", MoneyUnit.WAN_YUAN)
    assert told is not None
    assert told.total is not None
    assert told.total.fen == 75_000_000


@pytest.mark.parametrize("row", range(1, 4))
def test_an_amount_not_read_is_said_and_counts_as_nothing(row: int) -> None:
    rows = list(ASSETS)
    rows[row] = rows[row].rsplit("|", 1)[0] + "|4S.00"
    (outcome,) = assets_add_up([], assets("单位：万元", grid(*rows)))
    assert outcome.status is Status.INSUFFICIENT
