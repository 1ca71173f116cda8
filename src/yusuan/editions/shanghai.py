"""Shanghai's budget form since 2022: nine tables in 元, funds in one row with their origin, 三公 in one row in 万元.

The form has no row for money carried over: it counts in the source and the class it belongs to. What a unit keeps
for next year has no place in it either, so the edition adds one row (结转下年) to both summaries.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit
from yusuan.core.terms import (
    APPROPRIATION_SPENDING,
    SPENT,
    UNSPENT,
    RevenueSource,
)
from yusuan.editions import texts
from yusuan.editions.edition import TABLES, PartSpec, SectionSpec
from yusuan.editions.layout import GLOSSARY, explanation, profile
from yusuan.editions.national import national
from yusuan.editions.parts import (
    BASIC,
    FUND_COLUMNS,
    FUNDS,
    category_rows,
    filled,
    general_basic,
    three_public_row,
)
from yusuan.narrative.sentence import Change, FigureName, Level, Sentence
from yusuan.tables import classes
from yusuan.tables.region import (
    ALL_FUNDING,
    ALL_NATURES,
    APPROPRIATED_FUNDING,
    EVERYTHING,
    OPERATING_SPENDING,
    ORGANS,
    PERSONNEL_SPENDING,
    Region,
    funds,
    sources,
)
from yusuan.tables.spec import Column, Listed, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition

# Forms with two natures only: whatever is not basic is project expenditure.
_PROJECT = Region(nature=ALL_NATURES - BASIC.nature)
_SERVICE = Region(sources(RevenueSource.SERVICE))
_BUSINESS = Region(sources(RevenueSource.BUSINESS))
_OTHER = Region(ALL_FUNDING - APPROPRIATED_FUNDING - _SERVICE.funding - _BUSINESS.funding)
_FUNCTION_HEADER = (
    *(("项目", "功能分类科目编码", level) for level in "类款项"),
    ("项目", "功能分类科目名称"),
)
_KEPT = Listed("结转下年", Region(nature=UNSPENT))


def _summary(year: int) -> TableSpec:
    spending = (*category_rows(year, SPENT), _KEPT, Listed("支出总计", EVERYTHING))
    income = (
        Listed("一、财政拨款收入", Region(APPROPRIATED_FUNDING)),
        *(
            Listed(f"{n}、{title}", Region(funds(fund)), indent=1)
            for n, (title, fund) in enumerate(FUNDS, start=1)
        ),
        Listed("二、事业收入", _SERVICE),
        Listed("三、事业单位经营收入", _BUSINESS),
        Listed("四、其他收入", _OTHER),
    )
    head, basic = "预算数", ("预算数", "基本支出")
    columns = (
        Column((head, "合计")),
        Column((*basic, "人员经费"), PERSONNEL_SPENDING),
        Column((*basic, "公用经费"), OPERATING_SPENDING),
        Column((head, "项目支出"), _PROJECT),
    )
    return TableSpec(
        "summary",
        "财务收支预算总表",
        (
            Panel(
                filled(income, (Listed("收入总计", EVERYTHING),), len(spending)),
                (Column(("预算数",)),),
                "本年收入",
            ),
            Panel(spending, columns, "本年支出", complete_in="function"),
        ),
        unit=MoneyUnit.YUAN,
        is_wide=True,
    )


def _revenue() -> TableSpec:
    head = "收入预算"
    columns = (
        Column((head, "合计")),
        Column((head, "财政拨款收入"), Region(APPROPRIATED_FUNDING)),
        Column((head, "事业收入"), _SERVICE),
        Column((head, "事业单位经营收入"), _BUSINESS),
        Column((head, "其他收入"), _OTHER),
    )
    panel = Panel(Tree("function", total_first=False), columns, row_header=_FUNCTION_HEADER)
    return TableSpec("revenue", "收入预算总表", (panel,), unit=MoneyUnit.YUAN, is_wide=True)


def _by_nature(table_id: str, title: str, head: str, region: Region) -> TableSpec:
    columns = (
        Column((head, "合计")),
        Column((head, "基本支出"), BASIC),
        Column((head, "项目支出"), _PROJECT),
    )
    panel = Panel(Tree("function", total_first=False), columns, row_header=_FUNCTION_HEADER)
    return TableSpec(table_id, title, (panel,), region, MoneyUnit.YUAN, is_wide=True)


def _appropriation_summary(year: int) -> TableSpec:
    spending = (
        *category_rows(year, APPROPRIATION_SPENDING),
        _KEPT,
        Listed("支出总计", EVERYTHING),
    )
    income = tuple(
        Listed(f"{'一二三'[n]}、{title}", Region(funds(fund)))
        for n, (title, fund) in enumerate(FUNDS)
    )
    return TableSpec(
        "appropriation_summary",
        "财政拨款收支预算总表",
        (
            Panel(
                filled(income, (Listed("收入总计", EVERYTHING),), len(spending)),
                (Column(("预算数",)),),
                "财政拨款收入",
            ),
            Panel(spending, FUND_COLUMNS, "财政拨款支出", complete_in="function"),
        ),
        Region(APPROPRIATED_FUNDING),
        MoneyUnit.YUAN,
        is_wide=True,
    )


def _general_basic() -> TableSpec:
    title = "一般公共预算基本支出部门预算经济分类预算表"
    header = (
        *(("项目", "经济分类科目编码", level) for level in "类款"),
        ("项目", "部门经济分类科目名称"),
    )
    return general_basic(title, header, total_first=False).but(unit=MoneyUnit.YUAN)


_RUNNING = "机关运行经费预算数"


def _three_public() -> TableSpec:
    """The three items in one row, and beside them what running the organs costs."""
    three = three_public_row()
    running = OPERATING_SPENDING & Region(funds(FUNDS[0][1])) & ORGANS
    beside = Panel(three.rows, (Column((_RUNNING,), running),), row_header=(), is_partial=True)
    items = replace(three, region=Region(economic=classes.THREE_PUBLIC))
    return TableSpec(
        "three_public",
        "“三公”经费和机关运行经费预算表",
        (items, beside),
        Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING),
        MoneyUnit.WAN_YUAN,
        is_wide=True,
        note="注：机关运行经费为行政单位和参公事业单位一般公共预算基本支出中的公用经费。",
    )


# The explanation, where this form says or finds something else than the national one.
_TOTAL_OUT = FigureName("expenditure", "合计", "支出预算/合计")
_BASIC_OUT = FigureName("expenditure", "合计", "支出预算/基本支出")
_PROJECT_OUT = FigureName("expenditure", "合计", "支出预算/项目支出")


def _income(row: str) -> Level:
    return Level(FigureName("summary", row, "本年收入/预算数"))


def _three_public_figure(*path: str) -> FigureName:
    return FigureName("three_public", "合计", "/".join(path))


_OVERVIEW: tuple[tuple[str, tuple[Sentence, ...]], ...] = (
    (
        "1、收入说明",
        (
            Sentence(
                "{year}年预算收入共{total}，其中：财政拨款收入{appropriation}，事业收入{service}，"
                "事业单位经营收入{business}，其他收入{other}。",
                {
                    "total": _income("收入总计"),
                    "appropriation": _income("财政拨款收入"),
                    "service": _income("事业收入"),
                    "business": _income("事业单位经营收入"),
                    "other": _income("其他收入"),
                },
            ),
        ),
    ),
    (
        "2、支出说明",
        (
            texts.reading(
                texts.SPENDING,
                total=Level(_TOTAL_OUT),
                basic=Level(_BASIC_OUT),
                project=Level(_PROJECT_OUT),
            ),
        ),
    ),
    (
        "3、与上年相比的变化",
        (
            texts.reading(
                texts.SPENDING_CHANGE,
                total=Change(_TOTAL_OUT),
                basic=Change(_BASIC_OUT),
                project=Change(_PROJECT_OUT),
            ),
        ),
    ),
)

_THREE_PUBLIC = (
    Sentence(
        "{year}年财政拨款安排“三公”经费{total}。其中：因公出国（境）费{travel}；公务用车购置及运行维护费{vehicles}"
        "（公务用车购置费{purchase}，公务用车运行维护费{operation}）；公务接待费{hospitality}。",
        {
            "total": Level(_three_public_figure("合计")),
            "travel": Level(_three_public_figure("因公出国（境）费")),
            "vehicles": Level(_three_public_figure("公务用车购置及运行维护费", "小计")),
            "purchase": Level(_three_public_figure("公务用车购置及运行维护费", "购置费")),
            "operation": Level(_three_public_figure("公务用车购置及运行维护费", "运行维护费")),
            "hospitality": Level(_three_public_figure("公务接待费")),
        },
    ),
    texts.reading(texts.THREE_PUBLIC[1], total=Change(_three_public_figure("合计"))),
)


_AGENCY_RUNNING_COSTS = (
    Sentence(
        "{year}年安排机关运行经费{operating}，主要用于{agency_running_costs}。",
        {"operating": Level(_three_public_figure(_RUNNING))},
    ),
)
_MATTERS = (
    SectionSpec("agency_running_costs", "机关运行经费预算"),
    SectionSpec("procurement", "政府采购预算情况"),
    SectionSpec("assets", "国有资产占有使用情况"),
    SectionSpec("objectives", "部门整体绩效目标"),
    SectionSpec("special_funds", "部门主管专项资金情况"),
    SectionSpec("other_matters", "其他需要说明的事项"),
    SectionSpec("projects", "项目经费情况说明"),
)


@lru_cache
def shanghai(year: int) -> Edition:
    """Shanghai's edition of a fiscal year."""
    spending = Region(nature=SPENT)
    nil = "注：本年度没有{}，本表为空表。"
    by_fund = {
        "general_expenditure": FUNDS[0],
        "government_funds": FUNDS[1],
        "state_capital": FUNDS[2],
    }
    tables = (
        _summary(year),
        _revenue(),
        _by_nature("expenditure", "支出预算总表", "支出预算", spending),
        _appropriation_summary(year).but(nil_statement=nil.format("财政拨款收支")),
        *(
            _by_nature(
                table_id,
                f"{title}支出功能分类预算表",
                f"{title}支出",
                Region(funds(fund), nature=APPROPRIATION_SPENDING),
            ).but(nil_statement=nil.format(f"{title}安排的支出"))
            for table_id, (title, fund) in by_fund.items()
        ),
        _general_basic().but(nil_statement=nil.format("一般公共预算安排的基本支出")),
        _three_public().but(nil_statement=nil.format("财政拨款安排的“三公”经费支出")),
    )
    return national(year).but(
        id="shanghai",
        title="上海市部门预算公开（九张表，元）",
        tables=tuple(table.but(is_numbered=False) for table in tables),
        parts=(
            PartSpec(
                "profile",
                "部门概况",
                (*profile("部门主要职能", "部门机构设置").sections, *GLOSSARY.sections),
            ),
            explanation(
                "部门预算编制说明",
                (
                    SectionSpec("overview", "部门预算收支情况"),
                    SectionSpec("three_public", "“三公”经费预算情况"),
                ),
                texts.INTRODUCTION,
            ),
            PartSpec("tables", "部门预算表", (TABLES,)),
            PartSpec("matters", "其他相关情况说明", _MATTERS),
        ),
        overview=_OVERVIEW,
        agency_running_costs=_AGENCY_RUNNING_COSTS,
        three_public=_THREE_PUBLIC,
        title_prefix="部门",
        sources=("上海市普陀区 2026 年单位预算公开样表（版式）",),
    )
