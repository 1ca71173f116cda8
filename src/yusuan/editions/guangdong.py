"""Guangdong's form: 情况表 with one column each, codes in brackets before the names, 行政经费 beside 三公.

It lists what is spent by nature where others list it by function; by function it is shown for appropriations only.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic
from yusuan.core.codes import Level
from yusuan.core.terms import APPROPRIATION_SPENDING, UNSPENT, Fund, Nature, RevenueSource
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
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import (
    APPROPRIATED_FUNDING,
    EVERYTHING,
    OPERATING_SPENDING,
    ORGANS,
    Region,
    funds,
    sources,
)
from yusuan.tables.spec import Column, Listed, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition

_BUDGETED = (Column(("预算",)),)
_SOURCES = (
    ("事业收入", RevenueSource.SERVICE),
    ("事业单位经营收入", RevenueSource.BUSINESS),
    ("其他收入", RevenueSource.OTHER),
    ("上级补助收入", RevenueSource.SUPERIOR_GRANT),
    ("附属单位上缴收入", RevenueSource.SUBSIDIARY_REMITTANCE),
)
_SPENT_AT_HOME = (Nature.BASIC, Nature.PROJECT, Nature.BUSINESS)


def _of(*natures: Nature) -> Region:
    return Region(nature=frozenset(natures))


_SPENT = numbered(
    (("基本支出", BASIC), ("项目支出", PROJECT), ("事业单位经营支出", _of(Nature.BUSINESS)))
)
_HANDED_ON = numbered(
    (
        ("对附属单位补助支出", _of(Nature.SUBSIDIARY_GRANT)),
        ("上缴上级支出", _of(Nature.SUPERIOR_REMITTANCE)),
        ("结转下年", Region(nature=UNSPENT)),
    ),
    len(_SPENT) + 1,
)


def _income() -> tuple[Listed, ...]:
    rows = [*fund_rows("拨款"), ("财政专户拨款", Region(funds(Fund.SPECIAL_ACCOUNT)))]
    rows += [(title, Region(sources(source))) for title, source in _SOURCES]
    return numbered((label, region & CURRENT) for label, region in rows)


_INCOME_FOOT = (
    Listed("本年收入合计", CURRENT),
    Listed("上年结转结余", OPENING),
    Listed("收入总计", EVERYTHING),
)


def _summary() -> TableSpec:
    spending = (
        *_SPENT,
        Listed("本年支出合计", _of(*_SPENT_AT_HOME)),
        *_HANDED_ON,
        Listed("支出总计", EVERYTHING),
    )
    income = (*_income(), *_INCOME_FOOT)
    panels = (
        Panel(income, _BUDGETED, "收入"),
        Panel(filled(spending[:-1], spending[-1:], len(income)), _BUDGETED, "支出"),
    )
    return TableSpec("summary", "收支总体情况表", panels)


def _expenditure(year: int) -> TableSpec:
    by_class = tuple(
        Listed(
            entry.name,
            BASIC & Region(economic=CodeSet.of(str(entry.code))),
            "基本支出",
            indent=1,
        )
        for entry in departmental_economic(year).categories()
    )
    rows = (
        _SPENT[0],
        *by_class,
        *_SPENT[1:],
        Listed("本年支出合计", _of(*_SPENT_AT_HOME)),
        *_HANDED_ON[:-1],
        Listed("支出总计", EVERYTHING),
    )
    spending = Region(nature=frozenset(Nature) - UNSPENT)
    return TableSpec("expenditure", "支出总体情况表", (Panel(rows, _BUDGETED),), spending)


def _appropriation_summary(year: int) -> TableSpec:
    spending = (
        *category_rows(year, APPROPRIATION_SPENDING),
        Listed("本年支出合计", Region(nature=APPROPRIATION_SPENDING)),
        Listed("结转下年", Region(nature=UNSPENT)),
        Listed("支出总计", EVERYTHING),
    )
    income = numbered(fund_rows())
    panels = (
        Panel(filled(income, _INCOME_FOOT, len(spending)), _BUDGETED, "收入"),
        Panel(spending, _BUDGETED, "支出", complete_in="function"),
    )
    region = Region(APPROPRIATED_FUNDING)
    return TableSpec("appropriation_summary", "财政拨款收支总体情况表", panels, region)


def _by_function(table_id: str, title: str, fund: tuple[str, Fund]) -> TableSpec:
    head = f"{fund[0]}支出"
    columns = (
        Column((head, "小计")),
        Column((head, "其中：基本支出"), BASIC),
        Column((head, "项目支出"), PROJECT),
    )
    panel = Panel(Tree("function"), columns, row_header=(("功能科目名称",),))
    region = Region(funds(fund[1]), nature=APPROPRIATION_SPENDING)
    return TableSpec(table_id, title, (panel,), region)


def _by_class(table_id: str, title: str, nature: Region) -> TableSpec:
    header = (("部门预算支出经济科目",),)
    panel = Panel(Tree("economic", Level.SECTION), _BUDGETED, row_header=header)
    return TableSpec(table_id, title, (panel,), Region(funds(Fund.GENERAL_PUBLIC)) & nature)


_RUNNING = OPERATING_SPENDING & Region(funds(Fund.GENERAL_PUBLIC)) & ORGANS


def _three_public() -> TableSpec:
    rows = (
        Listed("行政经费", _RUNNING),
        Listed("“三公”经费", Region(economic=classes.THREE_PUBLIC)),
        Listed(
            "其中：（一）因公出国（境）支出", Region(economic=classes.OVERSEAS_TRAVEL), indent=1
        ),
        Listed("（二）公务用车购置及运行维护支出", Region(economic=classes.VEHICLES), indent=1),
        Listed("1.公务用车购置费", Region(economic=classes.VEHICLE_PURCHASE), indent=2),
        Listed("2.公务用车运行维护费", Region(economic=classes.VEHICLE_OPERATION), indent=2),
        Listed("（三）公务接待费支出", Region(economic=classes.HOSPITALITY), indent=1),
    )
    region = Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING)
    return TableSpec(
        "three_public",
        "财政拨款安排的行政经费及“三公”经费预算表",
        (Panel(rows, FUND_COLUMNS, is_partial=True),),
        region,
        note="注：行政经费为行政单位和参公事业单位一般公共预算基本支出中的公用经费。",
    )


_IN = "收入/预算"
_OUT = FigureName("expenditure", "支出总计", "预算")
_BASIC_OUT = FigureName("expenditure", "基本支出", "预算")
_PROJECT_OUT = FigureName("expenditure", "项目支出", "预算")


def _three(row: str) -> FigureName:
    return FigureName("three_public", row, "合计")


_OVERVIEW = (
    (
        "1、收入预算",
        (
            Sentence(
                "{year}年本部门收入预算{total}，其中：一般公共预算拨款{general}，政府性基金预算拨款{government}，"
                "国有资本经营预算拨款{capital}，财政专户拨款{special}，上年结转结余{carried}。",
                {
                    name: Said(FigureName("summary", row, _IN))
                    for name, row in {
                        "total": "收入总计",
                        "general": "一般公共预算拨款",
                        "government": "政府性基金预算拨款",
                        "capital": "国有资本经营预算拨款",
                        "special": "财政专户拨款",
                        "carried": "上年结转结余",
                    }.items()
                },
            ),
        ),
    ),
    (
        "2、支出预算",
        (
            Sentence(
                "{year}年本部门支出预算{total}，其中：基本支出{basic}，项目支出{project}。项目支出主要用于{project_summary}。",
                {"total": Said(_OUT), "basic": Said(_BASIC_OUT), "project": Said(_PROJECT_OUT)},
            ),
            texts.reading(
                texts.SPENDING_CHANGE,
                total=Change(_OUT),
                basic=Change(_BASIC_OUT),
                project=Change(_PROJECT_OUT),
            ),
        ),
    ),
)
_THREE_PUBLIC = (
    texts.reading(
        texts.THREE_PUBLIC[0],
        total=Said(_three("“三公”经费")),
        travel=Said(_three("（一）因公出国（境）支出")),
        vehicles=Said(_three("（二）公务用车购置及运行维护支出")),
        purchase=Said(_three("公务用车购置费")),
        operation=Said(_three("公务用车运行维护费")),
        hospitality=Said(_three("（三）公务接待费支出")),
    ),
    texts.reading(texts.THREE_PUBLIC[1], total=Change(_three("“三公”经费"))),
)
_AGENCY_RUNNING_COSTS = (
    Sentence(
        "{year}年安排行政经费（机关运行经费）{operating}，主要用于{agency_running_costs}。",
        {"operating": Said(_three("行政经费"))},
    ),
)
_EXPLANATION = (
    SectionSpec("overview", "部门预算收支增减变化情况"),
    SectionSpec("three_public", "“三公”经费安排情况"),
    SectionSpec("agency_running_costs", "机关运行经费安排情况"),
    SectionSpec("procurement", "政府采购情况"),
    SectionSpec("assets", "国有资产占有使用情况"),
    SectionSpec("objectives", "部门整体绩效目标"),
    SectionSpec("projects", "项目预算安排情况及绩效目标"),
    SectionSpec("special_funds", "部门主管专项资金情况"),
    SectionSpec("other_matters", "其他需要说明的事项"),
)


@lru_cache
def guangdong(year: int) -> Edition:
    """Guangdong's edition of a fiscal year."""
    nil = "注：本表本年无发生额：没有{}。"
    project = "一般公共预算项目支出情况表（按经济分类科目）"
    tables = (
        _summary(),
        TableSpec("revenue", "收入总体情况表", (Panel((*_income(), *_INCOME_FOOT), _BUDGETED),)),
        _expenditure(year),
        _appropriation_summary(year).but(nil_statement=nil.format("财政拨款收支")),
        _by_function(
            "general_expenditure", "一般公共预算支出情况表（按功能分类科目）", FUNDS[0]
        ).but(nil_statement=nil.format("一般公共预算安排的支出")),
        _by_class("general_basic", "一般公共预算基本支出情况表（按经济分类科目）", BASIC).but(
            nil_statement=nil.format("一般公共预算安排的基本支出")
        ),
        _by_class("general_economic", project, PROJECT).but(
            nil_statement=nil.format("一般公共预算安排的项目支出")
        ),
        _three_public().but(nil_statement=nil.format("行政经费和“三公”经费支出")),
        _by_function("government_funds", "政府性基金预算支出情况表", FUNDS[1]).but(
            nil_statement=nil.format("政府性基金预算安排的支出")
        ),
        _by_function("state_capital", "国有资本经营预算支出情况表", FUNDS[2]).but(
            nil_statement=nil.format("国有资本经营预算安排的支出")
        ),
    )
    return national(year).but(
        id="guangdong",
        title="广东省部门预算公开（十张表，万元）",
        tables=tuple(
            table.but(is_numbered=False, number=f"表{n}") for n, table in enumerate(tables, 1)
        ),
        parts=numbered_parts(
            profile(),
            PartSpec("tables", "{year}年部门预算表", (TABLES,)),
            explanation("{year}年部门预算情况说明", _EXPLANATION, texts.INTRODUCTION),
            GLOSSARY,
        ),
        overview=_OVERVIEW,
        agency_running_costs=_AGENCY_RUNNING_COSTS,
        three_public=_THREE_PUBLIC,
        sources=("广州市信访局 2026 年部门预算公开（版式）", "广东省直部门预算公开表（表名）"),
    )
