"""Final accounts (部门决算): the nine standard tables in 万元, opening and closing balances beside the year's money.

Lines are final amounts here. The budget stands beside them in the three-public table only (预算数 | 决算数).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.core.terms import (
    APPROPRIATION_SPENDING,
    CARRIED,
    SPENT,
    UNSPENT,
    Fund,
    Nature,
    Origin,
    RevenueSource,
    Stage,
)
from yusuan.editions import accounts_texts as texts
from yusuan.editions.edition import SectionSpec
from yusuan.editions.hebei import category_rows, fund_expenditure, hebei
from yusuan.editions.shanghai import three_public_row
from yusuan.tables.classes import THREE_PUBLIC
from yusuan.tables.region import (
    ALL_FUNDING,
    APPROPRIATED_FUNDING,
    EVERYTHING,
    Ledger,
    Region,
    funds,
    sources,
)
from yusuan.tables.spec import GAP, Column, Listed, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition

BUDGETED = Ledger(stage=Stage.BUDGET)
_CURRENT = Region(origin=frozenset({Origin.CURRENT_YEAR}))
_OPENING = Region(origin=CARRIED)
_CLOSING = Region(nature=UNSPENT)
_OWN_BALANCE = frozenset({Origin.OWN_BALANCE})
_DISTRIBUTED = frozenset({Nature.SURPLUS_DISTRIBUTION})
_TOTAL = Listed("总计", EVERYTHING)
_FUNDS = (
    ("一般公共预算", Fund.GENERAL_PUBLIC),
    ("政府性基金预算", Fund.GOVERNMENT_FUNDS),
    ("国有资本经营预算", Fund.STATE_CAPITAL),
)
_SOURCES = (
    ("上级补助收入", RevenueSource.SUPERIOR_GRANT),
    ("事业收入", RevenueSource.SERVICE),
    ("经营收入", RevenueSource.BUSINESS),
    ("附属单位上缴收入", RevenueSource.SUBSIDIARY_REMITTANCE),
)
# What the form does not name otherwise.
_OTHER = Region(ALL_FUNDING - APPROPRIATED_FUNDING - sources(*(source for _, source in _SOURCES)))
_HEADER = (("项目", "功能分类科目编码"), ("项目", "科目名称"))
_FINAL = (Column(("决算数",)),)


def _filled(rows: tuple[Listed, ...], foot: tuple[Listed, ...], height: int) -> tuple[Listed, ...]:
    return rows + (GAP,) * (height - len(rows) - len(foot)) + foot


def _summary(year: int) -> TableSpec:
    spending = (
        *category_rows(year, SPENT),
        Listed("本年支出合计", Region(nature=SPENT)),
        Listed("结余分配", Region(nature=_DISTRIBUTED)),
        Listed("年末结转和结余", Region(nature=UNSPENT - _DISTRIBUTED)),
        _TOTAL,
    )
    income = (
        *(f"{title}财政拨款收入" for title, _ in _FUNDS),
        *(title for title, _ in _SOURCES),
        "其他收入",
    )
    regions = (
        *(Region(funds(fund)) for _, fund in _FUNDS),
        *(Region(sources(source)) for _, source in _SOURCES),
        _OTHER,
    )
    rows = tuple(
        Listed(f"{'一二三四五六七八'[n]}、{label}", region & _CURRENT)
        for n, (label, region) in enumerate(zip(income, regions, strict=True))
    )
    foot = (
        Listed("本年收入合计", _CURRENT),
        Listed("使用非财政拨款结余", Region(origin=_OWN_BALANCE)),
        Listed("年初结转和结余", Region(origin=CARRIED - _OWN_BALANCE)),
        _TOTAL,
    )
    panels = (
        Panel(_filled(rows, foot, len(spending)), _FINAL, "收入"),
        Panel(spending, _FINAL, "支出", complete_in="function"),
    )
    return TableSpec("summary", "收入支出决算总表", panels)


def _revenue() -> TableSpec:
    columns = (
        Column(("本年收入合计",)),
        Column(("财政拨款收入",), Region(APPROPRIATED_FUNDING)),
        *(Column((title,), Region(sources(source))) for title, source in _SOURCES),
        Column(("其他收入",), _OTHER),
    )
    panel = Panel(Tree("function"), columns, row_header=_HEADER)
    return TableSpec("revenue", "收入决算表", (panel,), _CURRENT, is_wide=True)


def _expenditure() -> TableSpec:
    natures = (
        ("基本支出", Nature.BASIC),
        ("项目支出", Nature.PROJECT),
        ("上缴上级支出", Nature.SUPERIOR_REMITTANCE),
        ("经营支出", Nature.BUSINESS),
        ("对附属单位补助支出", Nature.SUBSIDIARY_GRANT),
    )
    columns = (
        Column(("本年支出合计",)),
        *(Column((title,), Region(nature=frozenset({nature}))) for title, nature in natures),
    )
    panel = Panel(Tree("function"), columns, row_header=_HEADER)
    return TableSpec("expenditure", "支出决算表", (panel,), Region(nature=SPENT), is_wide=True)


def _appropriation_summary(year: int) -> TableSpec:
    opening = "年初财政拨款结转和结余"
    spending = (
        *category_rows(year, APPROPRIATION_SPENDING),
        Listed("本年支出合计", Region(nature=APPROPRIATION_SPENDING)),
        Listed("年末财政拨款结转和结余", _CLOSING),
        GAP,
        GAP,
        GAP,
        _TOTAL,
    )
    by_fund = [(f"{'一二三'[n]}、{t}财政拨款", funds(f)) for n, (t, f) in enumerate(_FUNDS)]
    foot = (
        Listed("本年收入合计", _CURRENT),
        Listed(opening, _OPENING),
        *(Listed(label, Region(fund) & _OPENING, opening, indent=1) for label, fund in by_fund),
        _TOTAL,
    )
    rows = tuple(Listed(label, Region(fund) & _CURRENT) for label, fund in by_fund)
    columns = (
        Column(("合计",)),
        *(Column((f"{title}财政拨款",), Region(funds(fund))) for title, fund in _FUNDS),
    )
    panels = (
        Panel(_filled(rows, foot, len(spending)), _FINAL, "收入"),
        Panel(spending, columns, "支出", complete_in="function"),
    )
    region = Region(APPROPRIATED_FUNDING)
    return TableSpec(
        "appropriation_summary", "财政拨款收入支出决算总表", panels, region, is_wide=True
    )


def _general_basic() -> TableSpec:
    header = (("经济分类科目编码",), ("科目名称",))
    panel = Panel(Tree("economic", Level.SECTION, total_first=False), _FINAL, row_header=header)
    region = Region(funds(Fund.GENERAL_PUBLIC), nature=frozenset({Nature.BASIC}))
    return TableSpec("general_basic", "一般公共预算财政拨款基本支出决算表", (panel,), region)


def _three_public() -> TableSpec:
    stages = (("预算数", Region(ledger=BUDGETED)), ("决算数", EVERYTHING))
    return TableSpec(
        "three_public",
        "财政拨款“三公”经费支出决算表",
        (three_public_row(*stages),),
        Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING, economic=THREE_PUBLIC),
        is_wide=True,
    )


def _with_balances(table_id: str, title: str, fund: Fund) -> TableSpec:
    """A fund from balance to balance: where its money came from, and beside it, row by row, where it went."""
    came = (Column(("年初结转和结余",), _OPENING), Column(("本年收入",), _CURRENT))
    went = (
        Column(("本年支出", "合计"), Region(nature=SPENT)),
        Column(("本年支出", "基本支出"), Region(nature=frozenset({Nature.BASIC}))),
        Column(("本年支出", "项目支出"), Region(nature=frozenset({Nature.PROJECT}))),
        Column(("年末结转和结余",), _CLOSING),
    )
    panels = (
        Panel(Tree("function"), came, row_header=_HEADER),
        Panel(Tree("function"), went, row_header=()),
    )
    return TableSpec(
        table_id, f"{title}财政拨款收入支出决算表", panels, Region(funds(fund)), is_wide=True
    )


@lru_cache
def accounts(year: int) -> Edition:
    """The edition of final accounts of a year."""
    nil = "注：本年度没有{}，本表无数据。"
    general = fund_expenditure(
        "general_expenditure", "一般公共预算财政拨款支出决算表", Fund.GENERAL_PUBLIC
    )
    tables = (
        _summary(year),
        _revenue(),
        _expenditure(),
        _appropriation_summary(year).but(nil_statement=nil.format("财政拨款收入和支出")),
        general.but(nil_statement=nil.format("一般公共预算财政拨款支出")),
        _general_basic().but(nil_statement=nil.format("一般公共预算财政拨款基本支出")),
        _three_public().but(nil_statement=nil.format("财政拨款“三公”经费支出")),
        *(
            _with_balances(table_id, title, fund).but(
                nil_statement=nil.format(f"{title}财政拨款收入和支出")
            )
            for table_id, (title, fund) in zip(
                ("government_funds", "state_capital"), _FUNDS[1:], strict=True
            )
        ),
    )
    base = hebei(year)
    titles = {"three_public": "财政拨款“三公”经费支出决算情况", "overview": "决算收支总体情况"}
    return base.but(
        id="accounts",
        title="部门决算公开（九张表，万元）",
        tables=tuple(table.but(is_numbered=False) for table in tables),
        sections=tuple(SectionSpec(s.id, titles.get(s.id, s.title)) for s in base.sections),
        introduction=texts.INTRODUCTION,
        overview=texts.OVERVIEW,
        agency_running_costs=texts.AGENCY_RUNNING_COSTS,
        three_public=texts.THREE_PUBLIC,
        title_prefix="",
        stage=Stage.FINAL,
        sources=("上海市 2024 年度部门决算公开样表（版式）",),
    )
