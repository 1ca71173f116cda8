"""Final accounts: every figure has a meaning, sums follow fund by fund and stage by stage, nothing is called wrong."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.samples_path import samples_dir
from yusuan.core.grid import RawCell, RawDocument, RawGrid, TextBlock
from yusuan.core.outcomes import Status
from yusuan.core.terms import CARRIED, UNSPENT, BasicKind, Nature, Origin, Stage
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import Figures
from yusuan.pipeline import Inspection
from yusuan.recognition.disclosure import Disclosure, recognise
from yusuan.tables.region import OWN, Ledger

PLANNING = "shanghai-putuo-planning-2024-final-accounts.pdf"
BLANK = "shanghai-final-accounts-blank-form.pdf"
NINE = {
    *("summary", "revenue", "expenditure", "appropriation_summary", "general_expenditure"),
    *("general_basic", "three_public", "government_funds", "state_capital"),
}


@lru_cache
def inspected(name: str) -> Inspection:
    return Inspection(samples_dir() / name)


@pytest.mark.parametrize("name", [PLANNING, BLANK])
def test_the_nine_tables_are_read(name: str) -> None:
    assert {table.id for table in inspected(name).printed} == NINE
    assert inspected(name).disclosure.refused == ()


def test_every_printed_figure_of_the_sample_has_a_meaning() -> None:
    figures = {t.id: sum(1 for _ in t.figures()) for t in inspected(PLANNING).printed}
    assert figures["general_basic"] == 67
    assert figures["three_public"] == 12
    unread = [
        row.label
        for table in inspected(PLANNING).printed
        for rows in table.rows
        for row in rows
        if row.region is None and row.label
    ]
    assert unread == []


def test_budget_and_final_three_public_figures_are_two_ledgers() -> None:
    table = next(t for t in inspected(PLANNING).printed if t.id == "three_public")
    cells = {c.key.column.rpartition("/")[2]: c for c in table.figures() if c.value}
    assert cells["预算数"].region.ledger == Ledger(stage=Stage.BUDGET)
    assert cells["决算数"].region.ledger == OWN
    assert {c.region.ledger for c in table.figures()} == {OWN, Ledger(stage=Stage.BUDGET)}
    sums = [i for i in identities(inspected(PLANNING).printed) if i.left.table == "three_public"]
    for stage in ("预算数", "决算数"):
        wholes = {i.left.column for i in sums if len(i.right) > 1 and i.left.column.endswith(stage)}
        assert {w.split("/")[-2] for w in wholes} == {"合计", "小计"}
    crossed = [i for i in sums if len({k.column.endswith("预算数") for k in i}) > 1]
    assert crossed == []


@pytest.mark.parametrize("name", [PLANNING, BLANK])
def test_no_table_is_called_wrong(name: str) -> None:
    rules = {"table-arithmetic", "cross-table", "table-recognised"}
    wrong = [o for o in inspected(name).outcomes.findings if o.rule in rules]
    assert wrong == []


def test_last_digits_that_do_not_add_up_are_rounding() -> None:
    rounding = [o for o in inspected(PLANNING).outcomes.every if o.status is Status.ROUNDING]
    rows = {where.row for o in rounding for where in o.where}
    # 210 and 212 between tables, the total of table 4, three rows of table 5, 人员 and 302 of table 6.
    assert {"卫生健康支出", "城乡社区支出", "212", "21201", "2120101", "302"} <= rows
    assert "人员经费合计" in rows


def grid(*rows: str) -> RawGrid:
    cells = [
        RawCell(text, r, c)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
        if text
    ]
    return RawGrid(tuple(cells), len(rows), len(rows[0].split("|")))


def accounts(*blocks: RawGrid | str) -> Disclosure:
    lines = ("测试局2024年度部门决算", *blocks)
    return recognise(
        RawDocument(
            "a.pdf", "text", tuple(TextBlock(b) if isinstance(b, str) else b for b in lines)
        )
    )


SUMMARY = (
    "收入支出决算总表",
    "单位：万元",
    grid(
        "收入|收入|支出|支出",
        "项目|决算数|项目|决算数",
        "一、一般公共预算财政拨款收入|100.00|一、一般公共服务支出|90.00",
        "二、事业收入|40.00|二、教育支出|30.00",
        "本年收入合计|140.00|本年支出合计|120.00",
        "使用非财政拨款结余|5.00|结余分配|8.00",
        "年初结转和结余|10.00|年末结转和结余|27.00",
        "总计|155.00|总计|155.00",
    ),
)


def failing(found: Disclosure) -> list[str]:
    figures = Figures.of(found.tables).cells
    return [
        i.left.row
        for i in identities(found.tables)
        if i.is_equation and figures[i.left].value != sum(figures[part].value for part in i.right)
    ]


def test_balances_used_and_distributed_are_parts_of_the_totals() -> None:
    found = accounts(*SUMMARY)
    cells = {c.row: c.region for c in found.tables[0].figures()}
    assert cells["使用非财政拨款结余"].origin == {Origin.OWN_BALANCE}
    assert cells["年初结转和结余"].origin == CARRIED - {Origin.OWN_BALANCE}
    assert cells["结余分配"].nature == {Nature.SURPLUS_DISTRIBUTION}
    assert cells["年末结转和结余"].nature == UNSPENT - {Nature.SURPLUS_DISTRIBUTION}
    assert failing(found) == []


@pytest.mark.parametrize("amount", ["5.00", "8.00", "27.00", "155.00", "120.00"])
def test_one_wrong_balance_breaks_a_sum(amount: str) -> None:
    title, unit, table = SUMMARY
    assert isinstance(table, RawGrid)
    (place, *_) = [n for n, cell in enumerate(table.cells) if cell.text == amount]
    cells = list(table.cells)
    wrong = cells[place]
    cells[place] = RawCell("61.00", wrong.row, wrong.column)
    assert failing(accounts(title, unit, RawGrid(tuple(cells), table.rows, table.columns)))


def test_a_fund_from_balance_to_balance() -> None:
    found = accounts(
        "政府性基金预算财政拨款收入支出决算表",
        "单位：万元",
        grid(
            "项目|项目|年初结转和结余|本年收入|本年支出|本年支出|本年支出|年末结转和结余",
            "功能分类科目编码|科目名称|年初结转和结余|本年收入|小计|基本支出|项目支出|年末结转和结余",
            "合计|合计|10.00|50.00|45.00||45.00|15.00",
            "229|其他支出|10.00|50.00|45.00||45.00|15.00",
            "22960|彩票公益金安排的支出|10.00|50.00|45.00||45.00|15.00",
            "2296002|用于社会福利的彩票公益金支出|10.00|50.00|45.00||45.00|15.00",
        ),
    )
    (table,) = found.tables
    assert table.id == "government_funds"
    by_column = {c.key.column: c.region for c in table.figures()}
    assert by_column["年初结转和结余"].origin == CARRIED - {Origin.OWN_BALANCE}
    assert by_column["本年收入"].origin == {Origin.CURRENT_YEAR}
    assert by_column["年末结转和结余"].nature == {Nature.CLOSING_BALANCE}
    assert failing(found) == []


def test_stacks_under_personnel_and_operating_are_one_table() -> None:
    """The national form: one stack under 人员经费, two under 公用经费, their sums in a merged last row."""
    rows = (
        "人员经费|人员经费|人员经费|公用经费|公用经费|公用经费|公用经费|公用经费|公用经费",
        "科目编码|科目名称|金额|科目编码|科目名称|金额|科目编码|科目名称|金额",
        "301|工资福利支出|30.00|302|商品和服务支出|12.00|30217|公务接待费|2.00",
        "30101|基本工资|30.00|30201|办公费|10.00|310|资本性支出|5.00",
        "303|对个人和家庭的补助|4.00||||31002|办公设备购置|5.00",
        "30302|退休费|4.00||||||",
    )
    table = grid(*rows)
    n = len(rows)
    last = (
        RawCell("人员经费合计", n, 0, colspan=2),
        RawCell("34.00", n, 2),
        RawCell("公用经费合计", n, 3, colspan=5),
        RawCell("17.00", n, 8),
    )
    found = accounts(
        "一般公共预算财政拨款基本支出决算表",
        "金额单位：万元",
        RawGrid((*table.cells, *last), n + 1, table.columns),
    )
    (basic,) = found.tables
    read = {c.row: c.value for c in basic.figures()}
    assert read["302"] == 12_000_000
    assert (read["人员经费合计"], read["公用经费合计"]) == (34_000_000, 17_000_000)
    regions = {c.row: c.region for c in basic.figures()}
    assert regions["公用经费合计"].kind == {BasicKind.OPERATING}
    assert failing(found) == []


def test_years_beside_each_other_are_never_taken_for_one() -> None:
    found = accounts(
        "一般公共预算财政拨款支出决算表",
        "单位：元",
        grid(
            "科目编码|科目名称|2023年决算数|2024年年初预算数|2024年决算数|2024年决算数|2024年决算数|比上年增减",
            "科目编码|科目名称|2023年决算数|2024年年初预算数|小计|基本支出|项目支出|比上年增减",
            "合计|合计|70.00|90.00|80.00|60.00|20.00|10.00",
            "201|一般公共服务支出|70.00|90.00|80.00|60.00|20.00|10.00",
        ),
    )
    (table,) = found.tables
    ledgers = {c.key.column: c.region.ledger for c in table.figures()}
    assert ledgers == {
        "2023年决算数": Ledger(1, Stage.FINAL),
        "2024年年初预算数": Ledger(0, Stage.BUDGET),
        "2024年决算数/小计": OWN,
        "2024年决算数/基本支出": OWN,
        "2024年决算数/项目支出": OWN,
        # Nobody's money: read and kept, compared with nothing.
        "比上年增减": Ledger(stage=None, of=frozenset({"比上年增减"})),
    }
    assert failing(found) == []
