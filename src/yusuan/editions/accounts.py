"""Final accounts (部门决算): the nine standard tables in 万元, opening and closing balances beside the year's money.

Lines are final amounts here, with the budget's lines beside them: 预算数 stands in the three-public table, and in the
sentences that say how much of what was budgeted was spent.
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
from yusuan.editions.layout import GLOSSARY, explanation, numbered_parts, profile
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
from yusuan.narrative.sentence import Change, Completion, EachItem, FigureName, Sentence
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
    from yusuan.narrative.sentence import Slot

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


def _final(table: str, row: str, column: str) -> Said:
    return Said(FigureName(table, row, column))


_INTRODUCTION = Sentence(
    "依据《中华人民共和国预算法》及其实施条例关于决算公开的规定，{department}将{year}年度部门决算及有关事项说明如下。"
)
_TOTALS = Sentence(
    "{year}年度收入支出总计{total}。本年收入合计{income}，年初结转和结余{opening}，使用非财政拨款结余{own}；"
    "本年支出合计{spent}，结余分配{given}，年末结转和结余{closing}。",
    {
        "total": _final("summary", "总计", "收入/决算数"),
        "income": _final("summary", "本年收入合计", "收入/决算数"),
        "opening": _final("summary", "年初结转和结余", "收入/决算数"),
        "own": _final("summary", "使用非财政拨款结余", "收入/决算数"),
        "spent": _final("summary", "本年支出合计", "支出/决算数"),
        "given": _final("summary", "结余分配", "支出/决算数"),
        "closing": _final("summary", "年末结转和结余", "支出/决算数"),
    },
)
_INCOME = Sentence(
    "{year}年度本年收入合计{income}，其中：财政拨款收入{appropriation}，上级补助收入{superior}，事业收入{service}，"
    "经营收入{business}，附属单位上缴收入{subsidiary}，其他收入{other}。",
    {
        name: _final("revenue", "合计", column)
        for name, column in {
            "income": "本年收入合计",
            "appropriation": "财政拨款收入",
            "superior": "上级补助收入",
            "service": "事业收入",
            "business": "经营收入",
            "subsidiary": "附属单位上缴收入",
            "other": "其他收入",
        }.items()
    },
)
_TOTAL_OUT = FigureName("expenditure", "合计", "本年支出合计")
_BASIC_OUT = FigureName("expenditure", "合计", "基本支出")
_PROJECT_OUT = FigureName("expenditure", "合计", "项目支出")
_SPENDING = Sentence(
    "{year}年度本年支出合计{total}。其中：基本支出{basic}，项目支出{project}，上缴上级支出{superior}，经营支出{business}，"
    "对附属单位补助支出{subsidiary}。[project:项目支出主要用于{project_summary}。]",
    {
        "total": Said(_TOTAL_OUT),
        "basic": Said(_BASIC_OUT),
        "project": Said(_PROJECT_OUT),
        "superior": _final("expenditure", "合计", "上缴上级支出"),
        "business": _final("expenditure", "合计", "经营支出"),
        "subsidiary": _final("expenditure", "合计", "对附属单位补助支出"),
    },
)
_SPENDING_CHANGE = Sentence(
    "与{last_year}年度决算相比，本年支出{total}，其中：基本支出{basic}[basic:，主要原因是{change_basic}]；"
    "项目支出{project}[project:，主要原因是{change_project}]。",
    {"total": Change(_TOTAL_OUT), "basic": Change(_BASIC_OUT), "project": Change(_PROJECT_OUT)},
    otherwise="上年没有可比的决算数（{no_prior_year}），本年不作比较。",
)
_APPROPRIATIONS = Sentence(
    "{year}年度财政拨款收入支出总计{total}。本年收入{income}，年初财政拨款结转和结余{opening}；"
    "本年支出{spent}，年末财政拨款结转和结余{closing}。",
    {
        "total": _final("appropriation_summary", "总计", "收入/决算数"),
        "income": _final("appropriation_summary", "本年收入合计", "收入/决算数"),
        "opening": _final("appropriation_summary", "年初财政拨款结转和结余", "收入/决算数"),
        "spent": _final("appropriation_summary", "本年支出合计", "支出/合计"),
        "closing": _final("appropriation_summary", "年末财政拨款结转和结余", "支出/合计"),
    },
)
_QUOTED = "general_budgeted"


def _against_budget(row: str) -> dict[str, Slot]:
    """A final amount of general public money, what was budgeted for it, and how much of that was spent."""
    final = FigureName("general_expenditure", row, "合计")
    budgeted = FigureName(_QUOTED, row, "年初预算数")
    return {
        "budget": Said(budgeted),
        "final": Said(final),
        "done": Completion(final, budgeted),
    }


_GENERAL = (
    Sentence(
        "{year}年度一般公共预算财政拨款支出年初预算为{budget}，支出决算为{final}，{done}。"
        "其中：基本支出{basic}，项目支出{project}。",
        _against_budget("合计")
        | {
            "basic": _final("general_expenditure", "合计", "基本支出"),
            "project": _final("general_expenditure", "合计", "项目支出"),
        },
    ),
    EachItem(
        Sentence(
            "{number}．{category}（类）{section}（款）{item}（项）：年初预算为{budget}，支出决算为{final}，{done}。",
            _against_budget(""),
        )
    ),
)
_GENERAL_BASIC = Sentence(
    "{year}年度一般公共预算财政拨款基本支出{basic}，按经济分类科目列示在公开表中。",
    {"basic": _final("general_basic", "合计", "决算数")},
)


def _three(stage: str, *path: str) -> FigureName:
    return FigureName("three_public", "合计", "/".join((*path, stage)))


_VEHICLES = ("公务用车购置及运行维护费", "小计")
_THREE_PUBLIC = (
    Sentence(
        "{year}年度财政拨款“三公”经费支出年初预算为{budget}，支出决算为{total}，{done}。"
        "其中：因公出国（境）费支出决算{travel}；公务用车购置及运行维护费支出决算{vehicles}；公务接待费支出决算{hospitality}。",
        {
            "budget": Said(_three("预算数", "合计")),
            "total": Said(_three("决算数", "合计")),
            "done": Completion(_three("决算数", "合计"), _three("预算数", "合计")),
            "travel": Said(_three("决算数", "因公出国（境）费")),
            "vehicles": Said(_three("决算数", *_VEHICLES)),
            "hospitality": Said(_three("决算数", "公务接待费")),
        },
    ),
    Sentence(
        "与{last_year}年度决算相比，“三公”经费支出{total}[total:，主要原因是{three_public_change}]。",
        {"total": Change(_three("决算数", "合计"))},
        otherwise="上年没有可比的“三公”经费决算数（{no_prior_year}），本年不作比较。",
    ),
)


def _of_fund(table: str, title: str) -> Sentence:
    return Sentence(
        f"{{year}}年度{title}财政拨款年初结转和结余{{opening}}，本年收入{{income}}，本年支出{{spent}}，年末结转和结余{{closing}}。",
        {
            "opening": _final(table, "合计", "年初结转和结余"),
            "income": _final(table, "合计", "本年收入"),
            "spent": _final(table, "合计", "本年支出/合计"),
            "closing": _final(table, "合计", "年末结转和结余"),
        },
    )


_AGENCY_RUNNING_COSTS = (Sentence("{year}年度机关运行经费主要用于{agency_running_costs}。"),)
_EXPLANATION = (
    SectionSpec("totals_told", "收入支出决算总体情况说明", (_TOTALS,)),
    SectionSpec("income_told", "收入决算情况说明", (_INCOME,)),
    SectionSpec("overview", "支出决算情况说明", (_SPENDING, _SPENDING_CHANGE)),
    SectionSpec("appropriations_told", "财政拨款收入支出决算总体情况说明", (_APPROPRIATIONS,)),
    SectionSpec("general_told", "一般公共预算财政拨款支出决算情况说明", _GENERAL),
    SectionSpec("basic_told", "一般公共预算财政拨款基本支出决算情况说明", (_GENERAL_BASIC,)),
    SectionSpec("three_public", "财政拨款“三公”经费支出决算情况说明", _THREE_PUBLIC),
    *(
        SectionSpec(
            f"{table}_told",
            f"{title}财政拨款收入支出决算情况说明",
            (_of_fund(table, title),),
        )
        for table, (title, _) in zip(("government_funds", "state_capital"), FUNDS[1:], strict=True)
    ),
    SectionSpec("agency_running_costs", "机关运行经费支出情况说明", _AGENCY_RUNNING_COSTS),
    SectionSpec("procurement", "政府采购支出情况说明"),
    SectionSpec("assets", "国有资产占用情况说明"),
    SectionSpec("objectives", "部门整体绩效目标"),
    SectionSpec("projects", "项目绩效目标"),
    SectionSpec("special_funds", "部门主管专项资金情况说明"),
    SectionSpec("other_matters", "其他重要事项说明"),
)


def _general_budgeted() -> TableSpec:
    """What was budgeted for every item from general public money, as the sentences quote it."""
    columns = (Column(("年初预算数",), Region(ledger=BUDGETED)),)
    region = Region(funds(Fund.GENERAL_PUBLIC), nature=APPROPRIATION_SPENDING)
    panel = Panel(Tree("function"), columns, row_header=_HEADER)
    return TableSpec(_QUOTED, "一般公共预算财政拨款支出年初预算", (panel,), region)


_TERMS = (
    ("财政拨款收入", "本年度从同级财政取得的一般公共预算、政府性基金预算和国有资本经营预算拨款。"),
    ("事业收入", "事业单位开展专业业务及其辅助活动取得的收入。"),
    ("经营收入", "事业单位在专业业务之外开展不独立核算的经营活动取得的收入。"),
    ("年初结转和结余", "以前年度没有用完、结转到本年度继续使用的资金。"),
    ("使用非财政拨款结余", "用以前年度积累的非财政拨款结余弥补本年度收支差额的资金。"),
    ("结余分配", "按规定提取的专用基金和缴纳的所得税等。"),
    ("年末结转和结余", "本年度没有用完、结转到以后年度继续使用的资金。"),
    ("基本支出", "保障机构正常运转、完成日常工作任务的支出，包括人员经费和公用经费。"),
    ("项目支出", "在基本支出之外为完成特定任务和事业发展目标发生的支出。"),
    (
        "“三公”经费",
        "用财政拨款支付的因公出国（境）费、公务用车购置及运行维护费和公务接待费。",
    ),
    ("机关运行经费", "行政单位和参公事业单位用一般公共预算财政拨款安排的日常公用经费支出。"),
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
    return base.but(
        id="accounts",
        title="部门决算公开（九张表，万元）",
        tables=tuple(table.but(is_numbered=False) for table in tables),
        quoted=(_general_budgeted(),),
        parts=numbered_parts(
            profile("主要职能", "部门决算单位构成"),
            PartSpec("tables", "{year}年度部门决算表", (TABLES,)),
            explanation("{year}年度部门决算情况说明", _EXPLANATION, _INTRODUCTION),
            GLOSSARY,
        ),
        terms=_TERMS,
        procurement_note="注：涉密采购按有关规定执行，不在本表列示。",
        overview=(),
        agency_running_costs=(),
        three_public=(),
        stage=Stage.FINAL,
        sources=("上海市 2024 年度部门决算公开样表（版式）",),
    )
