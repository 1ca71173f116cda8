"""Sichuan's form: tables numbered in groups (公开表 1-1, 3-2) in an appendix, 三公 once for each fund that pays it.

What each project does and what the whole department aims at are tables of the appendix too (公开表 6 and 7).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.core.terms import APPROPRIATION_SPENDING, SPENT, UNSPENT, Fund, Nature, RevenueSource
from yusuan.editions import texts
from yusuan.editions.edition import TABLES, PartSpec, SectionSpec
from yusuan.editions.layout import GLOSSARY, explanation, numbered_parts, profile
from yusuan.editions.national import national
from yusuan.editions.parts import (
    BASIC,
    CURRENT,
    FUND_COLUMNS,
    FUNDS,
    OPENING,
    PROJECT,
    category_rows,
    filled,
    fund_rows,
    numbered,
)
from yusuan.narrative.sentence import Change, FigureName, Sentence
from yusuan.narrative.sentence import Level as Said
from yusuan.tables import classes
from yusuan.tables.region import (
    APPROPRIATED_FUNDING,
    EVERYTHING,
    OPERATING_SPENDING,
    PERSONNEL_SPENDING,
    Region,
    funds,
    sources,
)
from yusuan.tables.spec import Column, Listed, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition

_BUDGETED = (Column(("预算数",)),)
_HEADER = (
    *(("项目", "科目编码", level) for level in "类款项"),
    ("项目", "科目名称"),
)
_CLASS_HEADER = (*(("项目", "科目编码", level) for level in "类款"), ("项目", "科目名称"))
_SOURCES = (
    *((f"{title}拨款收入", Region(funds(fund))) for title, fund in FUNDS),
    ("财政专户管理资金收入", Region(funds(Fund.SPECIAL_ACCOUNT))),
    ("事业收入", Region(sources(RevenueSource.SERVICE))),
    ("事业单位经营收入", Region(sources(RevenueSource.BUSINESS))),
    ("上级补助收入", Region(sources(RevenueSource.SUPERIOR_GRANT))),
    ("附属单位上缴收入", Region(sources(RevenueSource.SUBSIDIARY_REMITTANCE))),
    ("其他收入", Region(sources(RevenueSource.OTHER))),
)
_INCOME_FOOT = (
    Listed("本年收入合计", CURRENT),
    Listed("上年结转", OPENING),
    Listed("收入总计", EVERYTHING),
)


def _spending_foot(spent: frozenset[Nature]) -> tuple[Listed, ...]:
    return (
        Listed("本年支出合计", Region(nature=spent)),
        Listed("结转下年", Region(nature=UNSPENT)),
        Listed("支出总计", EVERYTHING),
    )


def _summary(year: int) -> TableSpec:
    spending = (*category_rows(year, SPENT), *_spending_foot(SPENT))
    income = numbered((label, region & CURRENT) for label, region in _SOURCES)
    panels = (
        Panel(filled(income, _INCOME_FOOT, len(spending)), _BUDGETED, "收入"),
        Panel(spending, _BUDGETED, "支出", complete_in="function"),
    )
    return TableSpec("summary", "部门收支总表", panels)


def _revenue() -> TableSpec:
    columns = (
        Column(("合计",)),
        Column(("上年结转",), OPENING),
        *(Column((label,), region & CURRENT) for label, region in _SOURCES),
    )
    panel = Panel(Tree("function"), columns, row_header=_HEADER)
    return TableSpec("revenue", "部门收入总表", (panel,), is_wide=True)


def _expenditure() -> TableSpec:
    natures = (
        ("基本支出", Nature.BASIC),
        ("项目支出", Nature.PROJECT),
        ("上缴上级支出", Nature.SUPERIOR_REMITTANCE),
        ("对附属单位补助支出", Nature.SUBSIDIARY_GRANT),
        ("事业单位经营支出", Nature.BUSINESS),
    )
    columns = (
        Column(("合计",)),
        *(Column((label,), Region(nature=frozenset({nature}))) for label, nature in natures),
    )
    panel = Panel(Tree("function"), columns, row_header=_HEADER)
    return TableSpec("expenditure", "部门支出总表", (panel,), Region(nature=SPENT), is_wide=True)


def _appropriation_summary(year: int) -> TableSpec:
    spending = (
        *category_rows(year, APPROPRIATION_SPENDING),
        *_spending_foot(APPROPRIATION_SPENDING),
    )
    income = numbered(fund_rows("拨款收入"))
    panels = (
        Panel(filled(income, _INCOME_FOOT, len(spending)), _BUDGETED, "收入"),
        Panel(spending, FUND_COLUMNS, "支出", complete_in="function"),
    )
    region = Region(APPROPRIATED_FUNDING)
    title = "财政拨款收支预算总表"
    return TableSpec("appropriation_summary", title, panels, region, is_wide=True)


def _by_class() -> TableSpec:
    panel = Panel(Tree("economic", Level.SECTION), FUND_COLUMNS, row_header=_CLASS_HEADER)
    region = Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING)
    title = "财政拨款支出预算表（部门经济分类科目）"
    return TableSpec("appropriation_economic", title, (panel,), region, is_wide=True)


def _by_function(table_id: str, title: str, fund: Fund) -> TableSpec:
    columns = (Column(("合计",)), Column(("基本支出",), BASIC), Column(("项目支出",), PROJECT))
    panel = Panel(Tree("function"), columns, row_header=_HEADER)
    region = Region(funds(fund), nature=APPROPRIATION_SPENDING)
    return TableSpec(table_id, title, (panel,), region)


def _general_basic() -> TableSpec:
    columns = (
        Column(("基本支出", "合计")),
        Column(("基本支出", "人员经费"), PERSONNEL_SPENDING),
        Column(("基本支出", "公用经费"), OPERATING_SPENDING),
    )
    panel = Panel(Tree("economic", Level.SECTION), columns, row_header=_CLASS_HEADER)
    region = Region(funds(Fund.GENERAL_PUBLIC)) & BASIC
    return TableSpec("general_basic", "一般公共预算基本支出预算表", (panel,), region)


def _general_project() -> TableSpec:
    panel = Panel(Tree("function"), (Column(("金额",)),), row_header=_HEADER)
    region = Region(funds(Fund.GENERAL_PUBLIC)) & PROJECT
    title = "一般公共预算项目支出预算表"
    return TableSpec("general_expenditure_project", title, (panel,), region)


_CARS = "公务用车费"


def _three_public(table_id: str, title: str, fund: Fund) -> TableSpec:
    rows = (
        Listed("合计", Region(economic=classes.THREE_PUBLIC)),
        Listed("一、因公出国（境）费用", Region(economic=classes.OVERSEAS_TRAVEL)),
        Listed("二、公务接待费", Region(economic=classes.HOSPITALITY)),
        Listed(f"三、{_CARS}", Region(economic=classes.VEHICLES)),
        Listed("其中：公务用车购置费", Region(economic=classes.VEHICLE_PURCHASE), indent=1),
        Listed("公务用车运行维护费", Region(economic=classes.VEHICLE_OPERATION), indent=1),
    )
    region = Region(funds(fund), nature=APPROPRIATION_SPENDING, economic=classes.THREE_PUBLIC)
    title = f"{title}“三公”经费支出预算表"
    return TableSpec(table_id, title, (Panel(rows, _BUDGETED),), region)


def _tables(year: int) -> tuple[tuple[str, TableSpec], ...]:
    """Every table with its number in the form."""
    nil = "注：本年度没有{}，本表无数据。"
    appropriated = nil.format("财政拨款收支")
    general = FUNDS[0]
    return (
        ("1", _summary(year)),
        ("1-1", _revenue()),
        ("1-2", _expenditure()),
        ("2", _appropriation_summary(year).but(nil_statement=appropriated)),
        ("2-1", _by_class().but(nil_statement=appropriated)),
        (
            "3",
            _by_function("general_expenditure", "一般公共预算支出预算表", general[1]).but(
                nil_statement=nil.format("一般公共预算安排的支出")
            ),
        ),
        ("3-1", _general_basic().but(nil_statement=nil.format("一般公共预算安排的基本支出"))),
        ("3-2", _general_project().but(nil_statement=nil.format("一般公共预算安排的项目支出"))),
        (
            "3-3",
            _three_public("three_public", *general).but(
                nil_statement=nil.format("一般公共预算安排的“三公”经费支出")
            ),
        ),
        (
            "4",
            _by_function("government_funds", "政府性基金预算支出预算表", FUNDS[1][1]).but(
                nil_statement=nil.format("政府性基金预算安排的支出")
            ),
        ),
        (
            "4-1",
            _three_public("government_funds_three_public", *FUNDS[1]).but(
                nil_statement=nil.format("政府性基金预算安排的“三公”经费支出")
            ),
        ),
        (
            "5",
            _by_function("state_capital", "国有资本经营预算支出预算表", FUNDS[2][1]).but(
                nil_statement=nil.format("国有资本经营预算安排的支出")
            ),
        ),
    )


def _income(row: str) -> Said:
    return Said(FigureName("summary", row, "收入/预算数"))


def _three(row: str) -> FigureName:
    return FigureName("three_public", row, "预算数")


_RUNNING = FigureName("general_basic", "合计", "基本支出/公用经费")
_OVERVIEW = (
    (
        "1、收入预算情况",
        (
            Sentence(
                "{year}年收入预算总额为{total}，其中：一般公共预算拨款收入{general}，政府性基金预算拨款收入{government}，"
                "国有资本经营预算拨款收入{capital}，财政专户管理资金收入{special}，事业收入{service}，"
                "事业单位经营收入{business}，上级补助收入{superior}，附属单位上缴收入{subsidiary}，其他收入{other}，"
                "上年结转{carried}。",
                {
                    "total": _income("收入总计"),
                    "general": _income("一般公共预算拨款收入"),
                    "government": _income("政府性基金预算拨款收入"),
                    "capital": _income("国有资本经营预算拨款收入"),
                    "special": _income("财政专户管理资金收入"),
                    "service": _income("事业收入"),
                    "business": _income("事业单位经营收入"),
                    "superior": _income("上级补助收入"),
                    "subsidiary": _income("附属单位上缴收入"),
                    "other": _income("其他收入"),
                    "carried": _income("上年结转"),
                },
            ),
        ),
    ),
    (
        "2、支出预算情况",
        (
            texts.reading(
                texts.SPENDING,
                personnel=Said(FigureName("general_basic", "合计", "基本支出/人员经费")),
                operating=Said(_RUNNING),
            ),
        ),
    ),
    ("3、与上年相比的变化", (texts.SPENDING_CHANGE,)),
)
_THREE_PUBLIC = (
    Sentence(
        "{year}年一般公共预算安排的“三公”经费{total}。其中：因公出国（境）费{travel}；公务接待费{hospitality}；公务用车费{vehicles}"
        "（公务用车购置费{purchase}，公务用车运行维护费{operation}）。",
        {
            "total": Said(_three("合计")),
            "travel": Said(_three("因公出国（境）费用")),
            "hospitality": Said(_three("公务接待费")),
            "vehicles": Said(_three(_CARS)),
            "purchase": Said(_three("公务用车购置费")),
            "operation": Said(_three("公务用车运行维护费")),
        },
    ),
    texts.reading(texts.THREE_PUBLIC[1], total=Change(_three("合计"))),
)
_EXPLANATION = (
    SectionSpec("overview", "收支预算情况说明"),
    SectionSpec("three_public", "“三公”经费财政拨款预算安排情况说明"),
    SectionSpec("agency_running_costs", "机关运行经费安排情况说明"),
    SectionSpec("procurement", "政府采购情况说明"),
    SectionSpec("assets", "国有资产占有使用情况说明"),
    SectionSpec("special_funds", "部门主管专项资金情况说明"),
    SectionSpec("other_matters", "其他重要事项的情况说明"),
)
_APPENDIX = (
    TABLES,
    SectionSpec("projects", "部门预算项目绩效目标表", number="公开表6　"),
    SectionSpec("objectives", "部门整体支出绩效目标表", number="公开表7　"),
)


@lru_cache
def sichuan(year: int) -> Edition:
    """Sichuan's edition of a fiscal year."""
    return national(year).but(
        id="sichuan",
        title="四川省部门预算公开（公开表1至7，万元）",
        tables=tuple(
            table.but(is_numbered=False, number=f"公开表{number}")
            for number, table in _tables(year)
        ),
        parts=numbered_parts(
            profile("职能简介", "机构设置"),
            explanation("{year}年部门预算情况说明", _EXPLANATION, texts.INTRODUCTION),
            GLOSSARY,
            PartSpec("tables", "{year}年部门预算公开表", _APPENDIX),
        ),
        overview=_OVERVIEW,
        agency_running_costs=(
            texts.reading(texts.AGENCY_RUNNING_COSTS[0], operating=Said(_RUNNING)),
        ),
        three_public=_THREE_PUBLIC,
        sources=("四川省级部门预算公开表（表号和表名）",),
    )
