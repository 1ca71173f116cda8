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
from yusuan.editions.edition import TABLES, PartSpec, SectionSpec
from yusuan.editions.national import national
from yusuan.editions.parts import (
    BASIC,
    CURRENT,
    FUNDS,
    OPENING,
    PROJECT,
    appropriation_summary,
    category_rows,
    filled,
    three_public_row,
)
from yusuan.narrative.sentence import Change, FigureName, Sentence
from yusuan.narrative.sentence import Level as Said
from yusuan.tables.classes import THREE_PUBLIC
from yusuan.tables.region import (
    ALL_FUNDING,
    APPROPRIATED_FUNDING,
    BUDGETED,
    EVERYTHING,
    Region,
    funds,
    sources,
)
from yusuan.tables.spec import Column, Listed, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition

_CLOSING = Region(nature=UNSPENT)
_OWN_BALANCE = frozenset({Origin.OWN_BALANCE})
_DISTRIBUTED = frozenset({Nature.SURPLUS_DISTRIBUTION})
_TOTAL = Listed("总计", EVERYTHING)
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


def _summary(year: int) -> TableSpec:
    spending = (
        *category_rows(year, SPENT),
        Listed("本年支出合计", Region(nature=SPENT)),
        Listed("结余分配", Region(nature=_DISTRIBUTED)),
        Listed("年末结转和结余", Region(nature=UNSPENT - _DISTRIBUTED)),
        _TOTAL,
    )
    income = (
        *(f"{title}财政拨款收入" for title, _ in FUNDS),
        *(title for title, _ in _SOURCES),
        "其他收入",
    )
    regions = (
        *(Region(funds(fund)) for _, fund in FUNDS),
        *(Region(sources(source)) for _, source in _SOURCES),
        _OTHER,
    )
    rows = tuple(
        Listed(f"{'一二三四五六七八'[n]}、{label}", region & CURRENT)
        for n, (label, region) in enumerate(zip(income, regions, strict=True))
    )
    foot = (
        Listed("本年收入合计", CURRENT),
        Listed("使用非财政拨款结余", Region(origin=_OWN_BALANCE)),
        Listed("年初结转和结余", Region(origin=CARRIED - _OWN_BALANCE)),
        _TOTAL,
    )
    panels = (
        Panel(filled(rows, foot, len(spending)), _FINAL, "收入"),
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
    return TableSpec("revenue", "收入决算表", (panel,), CURRENT, is_wide=True)


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


def _general_basic() -> TableSpec:
    header = (("经济分类科目编码",), ("科目名称",))
    panel = Panel(Tree("economic", Level.SECTION, total_first=False), _FINAL, row_header=header)
    region = Region(funds(Fund.GENERAL_PUBLIC)) & BASIC
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
    came = (Column(("年初结转和结余",), OPENING), Column(("本年收入",), CURRENT))
    went = (
        Column(("本年支出", "合计"), Region(nature=SPENT)),
        Column(("本年支出", "基本支出"), BASIC),
        Column(("本年支出", "项目支出"), PROJECT),
        Column(("年末结转和结余",), _CLOSING),
    )
    panels = (
        Panel(Tree("function"), came, row_header=_HEADER),
        Panel(Tree("function"), went, row_header=()),
    )
    return TableSpec(
        table_id, f"{title}财政拨款收入支出决算表", panels, Region(funds(fund)), is_wide=True
    )


# The explanation, where final accounts say something else than a budget.
_TOTAL_OUT = FigureName("expenditure", "合计", "本年支出合计")
_BASIC_OUT = FigureName("expenditure", "合计", "基本支出")
_PROJECT_OUT = FigureName("expenditure", "合计", "项目支出")
_GENERAL = FigureName("general_expenditure", "合计", "基本支出")


def _three_public_figure(stage: str, *path: str) -> Said:
    return Said(FigureName("three_public", "合计", "/".join((*path, stage))))


_INTRODUCTION = Sentence(
    "依据《中华人民共和国预算法》及其实施条例关于决算公开的规定，{department}将{year}年度部门决算及有关事项说明如下。"
)

_OVERVIEW: tuple[tuple[str, tuple[Sentence, ...]], ...] = (
    (
        "1、收入决算说明",
        (
            Sentence(
                "{year}年度收入支出总计{total}。本年收入合计{income}，年初结转和结余{opening}，使用非财政拨款结余{own}。",
                {
                    "total": Said(FigureName("summary", "总计", "收入/决算数")),
                    "income": Said(FigureName("summary", "本年收入合计", "收入/决算数")),
                    "opening": Said(FigureName("summary", "年初结转和结余", "收入/决算数")),
                    "own": Said(FigureName("summary", "使用非财政拨款结余", "收入/决算数")),
                },
            ),
        ),
    ),
    (
        "2、支出决算说明",
        (
            Sentence(
                "{year}年度本年支出合计{total}。其中：基本支出{basic}，项目支出{project}。年末结转和结余{closing}。"
                "[project:项目支出主要用于{project_summary}。]",
                {
                    "total": Said(_TOTAL_OUT),
                    "basic": Said(_BASIC_OUT),
                    "project": Said(_PROJECT_OUT),
                    "closing": Said(FigureName("summary", "年末结转和结余", "支出/决算数")),
                },
            ),
        ),
    ),
    (
        "3、与上年相比的变化",
        (
            Sentence(
                "与{last_year}年度决算相比，本年支出{total}，其中：基本支出{basic}[basic:，主要原因是{change_basic}]；"
                "项目支出{project}[project:，主要原因是{change_project}]。",
                {
                    "total": Change(_TOTAL_OUT),
                    "basic": Change(_BASIC_OUT),
                    "project": Change(_PROJECT_OUT),
                },
                otherwise="上年没有可比的决算数（{no_prior_year}），本年不作比较。",
            ),
        ),
    ),
)

_AGENCY_RUNNING_COSTS = (
    Sentence(
        "{year}年度一般公共预算财政拨款基本支出{basic}"
        "[goods:，其中机关运行经费主要用于{agency_running_costs}]。",
        {"basic": Said(_GENERAL), "goods": Said(FigureName("general_basic", "302", "决算数"))},
    ),
)

_THREE_PUBLIC = (
    Sentence(
        "{year}年度财政拨款“三公”经费支出预算为{budget}，支出决算为{total}。其中：因公出国（境）费支出决算{travel}；"
        "公务用车购置及运行维护费支出决算{vehicles}；公务接待费支出决算{hospitality}。",
        {
            "budget": _three_public_figure("预算数", "合计"),
            "total": _three_public_figure("决算数", "合计"),
            "travel": _three_public_figure("决算数", "因公出国（境）费"),
            "vehicles": _three_public_figure("决算数", "公务用车购置及运行维护费", "小计"),
            "hospitality": _three_public_figure("决算数", "公务接待费"),
        },
    ),
)


@lru_cache
def accounts(year: int) -> Edition:
    """The edition of final accounts of a year."""
    nil = "注：本年度没有{}，本表无数据。"
    base = national(year)
    tables = (
        _summary(year),
        _revenue(),
        _expenditure(),
        appropriation_summary(
            year,
            "财政拨款收入支出决算总表",
            label="{}财政拨款",
            value="决算数",
            totals=("总计", "总计"),
        ).but(nil_statement=nil.format("财政拨款收入和支出")),
        base.table("general_expenditure").but(
            title="一般公共预算财政拨款支出决算表",
            nil_statement=nil.format("一般公共预算财政拨款支出"),
        ),
        _general_basic().but(nil_statement=nil.format("一般公共预算财政拨款基本支出")),
        _three_public().but(nil_statement=nil.format("财政拨款“三公”经费支出")),
        *(
            _with_balances(table_id, title, fund).but(
                nil_statement=nil.format(f"{title}财政拨款收入和支出")
            )
            for table_id, (title, fund) in zip(
                ("government_funds", "state_capital"), FUNDS[1:], strict=True
            )
        ),
    )
    titles = {"three_public": "财政拨款“三公”经费支出决算情况", "overview": "决算收支总体情况"}
    return base.but(
        id="accounts",
        title="部门决算公开（九张表，万元）",
        tables=tuple(table.but(is_numbered=False) for table in tables),
        parts=(
            PartSpec("tables", "部门决算公开表", (TABLES,)),
            PartSpec(
                "explanation",
                "部门决算信息公开情况说明",
                tuple(SectionSpec(s.id, titles.get(s.id, s.title)) for s in base.sections),
                _INTRODUCTION,
            ),
        ),
        overview=_OVERVIEW,
        agency_running_costs=_AGENCY_RUNNING_COSTS,
        three_public=_THREE_PUBLIC,
        stage=Stage.FINAL,
        sources=("上海市 2024 年度部门决算公开样表（版式）",),
    )
