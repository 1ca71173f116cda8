"""Jiangsu's form: a summary in three panels, names of functions without 支出, 会议费 and 培训费 beside 三公.

单位预留机动经费 is money the finance authority keeps back for units; a department budgets none of it, so that its
row stays empty and the form says why (单位不需填列).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.core.terms import APPROPRIATION_SPENDING, SPENT, UNSPENT, Fund, Nature
from yusuan.editions import texts
from yusuan.editions.edition import TABLES, PartSpec, SectionSpec
from yusuan.editions.layout import GLOSSARY, explanation, numbered_parts, profile
from yusuan.editions.national import national
from yusuan.editions.parts import (
    BASIC,
    CURRENT,
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
    ORGANS,
    PERSONNEL_SPENDING,
    Region,
    funds,
)
from yusuan.tables.spec import Column, Listed, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition

_AMOUNT = (Column(("金额",)),)
_GENERAL = Region(funds(Fund.GENERAL_PUBLIC))
# The summary of the form knows none of them; without rows they would stand in its total and in no part.
_OTHER_NATURES = (
    ("事业单位经营支出", Region(nature=frozenset({Nature.BUSINESS}))),
    ("上缴上级支出", Region(nature=frozenset({Nature.SUPERIOR_REMITTANCE}))),
    ("对附属单位补助支出", Region(nature=frozenset({Nature.SUBSIDIARY_GRANT}))),
)
_HEADER = (("科目编码",), ("科目名称",))
_CLASS_HEADER = (
    ("部门预算支出经济分类科目", "科目编码"),
    ("部门预算支出经济分类科目", "科目名称"),
)
_INCOME = (
    *numbered(fund_rows("资金")),
    *numbered(
        (
            ("财政专户管理资金", Region(funds(Fund.SPECIAL_ACCOUNT)) & CURRENT),
            ("其他资金", Region(funds(Fund.UNIT_FUNDS)) & CURRENT),
        ),
        len(FUNDS) + 1,
    ),
)
_INCOME_FOOT = (
    Listed("当年收入小计", CURRENT),
    Listed("上年结转资金", OPENING),
    Listed("收入合计", EVERYTHING),
)
_KEPT = Listed("结转下年资金", Region(nature=UNSPENT))
_SPENT = (Listed("当年支出小计", Region(nature=SPENT)), _KEPT, Listed("支出合计", EVERYTHING))


def _summary(year: int) -> TableSpec:
    by_function = (*category_rows(year, SPENT, says_spending=False), *_SPENT)
    by_purpose = (
        *numbered((("基本支出", BASIC), ("项目支出", PROJECT))),
        Listed("三、单位预留机动经费"),
        *numbered(_OTHER_NATURES, 4),
    )
    height = len(by_function)
    panels = (
        Panel(filled(_INCOME, _INCOME_FOOT, height), _AMOUNT, "收入"),
        Panel(
            by_function,
            _AMOUNT,
            "功能分类",
            row_header=(("科目名称",),),
            complete_in="function",
        ),
        Panel(filled(by_purpose, _SPENT, height), _AMOUNT, "支出用途"),
    )
    note = "注：单位预留机动经费由财政部门统一安排，单位不需填列。"
    return TableSpec("summary", "收支预算总表", panels, note=note)


def _expenditure() -> TableSpec:
    columns = (
        Column(("合计",)),
        Column(("基本支出",), BASIC),
        Column(("项目支出",), PROJECT),
        *(Column((title,), region) for title, region in _OTHER_NATURES),
    )
    panel = Panel(Tree("function"), columns, row_header=_HEADER)
    return TableSpec("expenditure", "支出预算总表", (panel,), Region(nature=SPENT), is_wide=True)


def _appropriation_summary(year: int) -> TableSpec:
    spending = (
        *category_rows(year, APPROPRIATION_SPENDING, says_spending=False),
        Listed("当年支出小计", Region(nature=APPROPRIATION_SPENDING)),
        _KEPT,
        Listed("支出合计", EVERYTHING),
    )
    income = numbered(fund_rows())
    panels = (
        Panel(filled(income, _INCOME_FOOT, len(spending)), _AMOUNT, "收入"),
        Panel(spending, _AMOUNT, "支出", complete_in="function"),
    )
    region = Region(APPROPRIATED_FUNDING)
    return TableSpec("appropriation_summary", "财政拨款收支预算总表", panels, region)


def _by_function(table_id: str, title: str, region: Region) -> TableSpec:
    columns = (Column(("合计",)), Column(("基本支出",), BASIC), Column(("项目支出",), PROJECT))
    panel = Panel(Tree("function"), columns, row_header=_HEADER)
    return TableSpec(table_id, title, (panel,), region & Region(nature=APPROPRIATION_SPENDING))


def _basic(table_id: str, title: str, region: Region) -> TableSpec:
    columns = (
        Column(("合计",)),
        Column(("人员经费",), PERSONNEL_SPENDING),
        Column(("公用经费",), OPERATING_SPENDING),
    )
    panel = Panel(Tree("economic", Level.SECTION), columns, row_header=_CLASS_HEADER)
    return TableSpec(table_id, title, (panel,), region & BASIC)


def _running_costs() -> TableSpec:
    columns = (Column(("机关运行经费支出",)),)
    panel = Panel(Tree("economic", Level.SECTION), columns, row_header=_HEADER)
    region = OPERATING_SPENDING & _GENERAL & ORGANS
    title = "一般公共预算机关运行经费支出预算表"
    return TableSpec("general_economic", title, (panel,), region)


_THREE = "“三公”经费合计"
_CARS = "公务用车购置及运行维护费"


def _three_public() -> TableSpec:
    rows = (
        Listed(_THREE, Region(economic=classes.THREE_PUBLIC)),
        Listed("一、因公出国（境）费", Region(economic=classes.OVERSEAS_TRAVEL)),
        Listed(f"二、{_CARS}", Region(economic=classes.VEHICLES)),
        Listed("其中：公务用车购置费", Region(economic=classes.VEHICLE_PURCHASE), indent=1),
        Listed("公务用车运行维护费", Region(economic=classes.VEHICLE_OPERATION), indent=1),
        Listed("三、公务接待费", Region(economic=classes.HOSPITALITY)),
        Listed("会议费", Region(economic=classes.MEETINGS)),
        Listed("培训费", Region(economic=classes.TRAINING)),
    )
    region = Region(
        _GENERAL.funding, nature=APPROPRIATION_SPENDING, economic=classes.THREE_PUBLIC_FORM
    )
    title = "一般公共预算“三公”经费、会议费、培训费支出预算表"
    return TableSpec("three_public", title, (Panel(rows, _AMOUNT),), region)


def _income(row: str) -> Said:
    return Said(FigureName("summary", row, "收入/金额"))


def _three(row: str) -> FigureName:
    return FigureName("three_public", row, "金额")


_OVERVIEW = (
    (
        "1、收入预算",
        (
            Sentence(
                "{year}年度收入预算总计{total}，其中：一般公共预算资金{general}，政府性基金预算资金{government}，"
                "国有资本经营预算资金{capital}，财政专户管理资金{special}，其他资金{own}，上年结转资金{carried}。",
                {
                    "total": _income("收入合计"),
                    "general": _income("一般公共预算资金"),
                    "government": _income("政府性基金预算资金"),
                    "capital": _income("国有资本经营预算资金"),
                    "special": _income("财政专户管理资金"),
                    "own": _income("其他资金"),
                    "carried": _income("上年结转资金"),
                },
            ),
        ),
    ),
    (
        "2、支出预算",
        (
            texts.reading(
                texts.SPENDING,
                personnel=Said(FigureName("general_basic", "合计", "人员经费")),
                operating=Said(FigureName("general_basic", "合计", "公用经费")),
            ),
        ),
    ),
    ("3、与上年相比的变化", (texts.SPENDING_CHANGE,)),
)
_THREE_PUBLIC = (
    Sentence(
        "{year}年度一般公共预算安排的“三公”经费{total}。其中：因公出国（境）费{travel}；公务用车购置及运行维护费{vehicles}"
        "（公务用车购置费{purchase}，公务用车运行维护费{operation}）；公务接待费{hospitality}。",
        {
            "total": Said(_three(_THREE)),
            "travel": Said(_three("因公出国（境）费")),
            "vehicles": Said(_three(_CARS)),
            "purchase": Said(_three("公务用车购置费")),
            "operation": Said(_three("公务用车运行维护费")),
            "hospitality": Said(_three("公务接待费")),
        },
    ),
    texts.reading(texts.THREE_PUBLIC[1], total=Change(_three(_THREE))),
    Sentence(
        "{year}年度一般公共预算安排的会议费{meetings}，培训费{training}。",
        {"meetings": Said(_three("会议费")), "training": Said(_three("培训费"))},
    ),
)
_AGENCY_RUNNING_COSTS = (
    Sentence(
        "{year}年度一般公共预算安排的机关运行经费{operating}，主要用于{agency_running_costs}。",
        {"operating": Said(FigureName("general_economic", "合计", "机关运行经费支出"))},
    ),
)
_EXPLANATION = (
    SectionSpec("overview", "收支预算总体情况说明"),
    SectionSpec("three_public", "一般公共预算“三公”经费、会议费、培训费支出预算情况说明"),
    SectionSpec("agency_running_costs", "一般公共预算机关运行经费支出预算情况说明"),
    SectionSpec("procurement", "政府采购支出预算情况说明"),
    SectionSpec("assets", "国有资产占用情况说明"),
    SectionSpec("objectives", "部门整体绩效目标"),
    SectionSpec("projects", "项目绩效目标设置情况说明"),
    SectionSpec("special_funds", "专项资金情况说明"),
    SectionSpec("other_matters", "其他重要事项说明"),
)


@lru_cache
def jiangsu(year: int) -> Edition:
    """Jiangsu's edition of a fiscal year."""
    nil = "注：本部门没有{}，本表无数据。"
    given = {
        "general_expenditure": FUNDS[0],
        "government_funds": FUNDS[1],
        "state_capital": FUNDS[2],
    }
    by_fund = {
        name: _by_function(name, f"{title}支出预算表", Region(funds(fund))).but(
            nil_statement=nil.format(f"{title}安排的支出")
        )
        for name, (title, fund) in given.items()
    }
    appropriated = Region(APPROPRIATED_FUNDING)
    income = Panel((*_INCOME, *_INCOME_FOOT), _AMOUNT)
    tables = (
        _summary(year),
        TableSpec("revenue", "收入预算总表", (income,)),
        _expenditure(),
        _appropriation_summary(year).but(nil_statement=nil.format("财政拨款收支")),
        _by_function("appropriation_expenditure", "财政拨款支出预算表", appropriated).but(
            nil_statement=nil.format("财政拨款安排的支出")
        ),
        _basic("appropriation_basic", "财政拨款基本支出预算表", appropriated).but(
            nil_statement=nil.format("财政拨款安排的基本支出")
        ),
        by_fund["general_expenditure"],
        _basic("general_basic", "一般公共预算基本支出预算表", _GENERAL).but(
            nil_statement=nil.format("一般公共预算安排的基本支出")
        ),
        _three_public().but(
            nil_statement=nil.format("一般公共预算安排的“三公”经费、会议费和培训费")
        ),
        by_fund["government_funds"],
        by_fund["state_capital"],
        _running_costs().but(nil_statement=nil.format("一般公共预算安排的机关运行经费")),
    )
    return national(year).but(
        id="jiangsu",
        title="江苏省部门预算公开（十二张表，万元）",
        tables=tuple(
            table.but(is_numbered=False, number=f"公开{n:02d}表")
            for n, table in enumerate(tables, 1)
        ),
        parts=numbered_parts(
            profile("主要职能", "部门机构设置及预算单位构成情况"),
            PartSpec("tables", "{year}年度部门预算表", (TABLES,)),
            explanation("{year}年度部门预算情况说明", _EXPLANATION, texts.INTRODUCTION),
            GLOSSARY,
        ),
        overview=_OVERVIEW,
        agency_running_costs=_AGENCY_RUNNING_COSTS,
        three_public=_THREE_PUBLIC,
        sources=(
            "江苏省委办公厅 2018 年度部门预算公开（版式）",
            "无锡市水利局 2026 年度部门预算公开",
        ),
    )
