"""Hebei's departmental budget as printed since 2024: nine tables in 万元, eleven sections."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog import functional
from yusuan.core.codes import Level
from yusuan.core.numerals import list_number
from yusuan.core.terms import (
    APPROPRIATION_SPENDING,
    CARRIED,
    SPENT,
    UNSPENT,
    Fund,
    Nature,
    Origin,
    RevenueSource,
)
from yusuan.editions import hebei_texts as texts
from yusuan.editions.edition import CLASSIC_TREE, Edition, SectionSpec
from yusuan.tables.classes import (
    HOSPITALITY,
    MEETINGS,
    OTHER_TRAVEL,
    OVERSEAS_TRAVEL,
    THREE_PUBLIC,
    THREE_PUBLIC_FORM,
    TRAINING,
    TRAVEL_FOR_TEACHING,
    VEHICLE_OPERATION,
    VEHICLE_PURCHASE,
    VEHICLES,
)
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import (
    APPROPRIATED_FUNDING,
    EVERYTHING,
    OPERATING_SPENDING,
    PERSONNEL_SPENDING,
    Region,
    funds,
    sources,
)
from yusuan.tables.spec import GAP, Column, Listed, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

CURRENT = frozenset({Origin.CURRENT_YEAR})
FUNCTION_HEADER = (("功能分类科目", "科目编码"), ("功能分类科目", "科目名称"))

_SUBITEMS = frozenset({TRAVEL_FOR_TEACHING, OTHER_TRAVEL, VEHICLE_PURCHASE, VEHICLE_OPERATION})


def _fill(rows: Iterable[Listed], foot: Iterable[Listed], height: int) -> tuple[Listed, ...]:
    body, last = tuple(rows), tuple(foot)
    return body + (GAP,) * (height - len(body) - len(last)) + last


def category_rows(year: int, natures: frozenset[Nature]) -> tuple[Listed, ...]:
    """What is spent in each functional category (类) of a year, as numbered rows of a summary table."""
    return tuple(
        Listed(
            f"{list_number(i)}、{entry.name}",
            Region(
                nature=natures,
                function=CodeSet.of(str(entry.code)) if entry.code else CodeSet(frozenset()),
            ),
        )
        for i, entry in enumerate(functional(year).categories(), start=1)
    )


def summary(year: int) -> TableSpec:
    """收支总表: all money, left by fund, right by functional category."""
    right = (
        *category_rows(year, SPENT),
        Listed("本年支出合计", Region(nature=SPENT)),
        Listed("年终结转结余", Region(nature=UNSPENT)),
        Listed("支出总计", EVERYTHING),
    )
    left = _fill(
        (
            Listed("一、一般公共预算拨款收入", Region(funds(Fund.GENERAL_PUBLIC), CURRENT)),
            Listed("二、政府性基金预算拨款收入", Region(funds(Fund.GOVERNMENT_FUNDS), CURRENT)),
            Listed("三、国有资本经营预算拨款收入", Region(funds(Fund.STATE_CAPITAL), CURRENT)),
            Listed("四、财政专户管理资金收入", Region(funds(Fund.SPECIAL_ACCOUNT), CURRENT)),
            Listed("五、单位资金", Region(funds(Fund.UNIT_FUNDS), CURRENT)),
        ),
        (
            Listed("本年收入合计", Region(origin=CURRENT)),
            Listed("上年结转结余", Region(origin=CARRIED)),
            Listed("收入总计", EVERYTHING),
        ),
        len(right),
    )
    column = (Column(("预算数",)),)
    return TableSpec(
        "summary",
        "收支总表",
        (Panel(left, column, "收入"), Panel(right, column, "支出", complete_in="function")),
    )


def revenue() -> TableSpec:
    """收入总表: all money by function and source."""
    by_source = (
        ("小计", EVERYTHING),
        ("财政拨款收入", Region(sources(RevenueSource.APPROPRIATION))),
        ("财政专户收入", Region(sources(RevenueSource.SPECIAL_ACCOUNT))),
        ("事业收入", Region(sources(RevenueSource.SERVICE))),
        ("经营收入", Region(sources(RevenueSource.BUSINESS))),
        ("上级补助收入", Region(sources(RevenueSource.SUPERIOR_GRANT))),
        ("附属单位上缴收入", Region(sources(RevenueSource.SUBSIDIARY_REMITTANCE))),
        ("其他收入", Region(sources(RevenueSource.OTHER))),
    )
    columns = (
        Column(("合计",)),
        *(Column(("本年收入", t), region & Region(origin=CURRENT)) for t, region in by_source),
        Column(("上年结转",), Region(origin=CARRIED)),
    )
    panel = Panel(Tree("function"), columns, row_header=FUNCTION_HEADER)
    return TableSpec("revenue", "收入总表", (panel,), is_wide=True)


def expenditure() -> TableSpec:
    """支出总表: all spending by function and nature."""
    columns = (
        Column(("合计",)),
        *(
            Column((nature.value,), Region(nature=frozenset({nature})))
            for nature in Nature
            if nature in SPENT
        ),
    )
    panel = Panel(Tree("function"), columns, row_header=FUNCTION_HEADER)
    return TableSpec("expenditure", "支出总表", (panel,), region=Region(nature=SPENT), is_wide=True)


def appropriation_summary(year: int) -> TableSpec:
    """财政拨款收支总表: the three appropriated funds, opening and closing balances apart (预算法 8)."""
    three = (
        ("一、一般公共预算拨款", Fund.GENERAL_PUBLIC),
        ("二、政府性基金预算拨款", Fund.GOVERNMENT_FUNDS),
        ("三、国有资本经营预算拨款", Fund.STATE_CAPITAL),
    )
    opening = "年初财政拨款结转和结余"
    right = (
        *category_rows(year, APPROPRIATION_SPENDING),
        Listed("本年支出合计", Region(nature=APPROPRIATION_SPENDING)),
        Listed("年末财政拨款结转和结余", Region(nature=UNSPENT)),
        GAP,
        GAP,
        GAP,
        Listed("支出总计", EVERYTHING),
    )
    left = _fill(
        (Listed(label, Region(funds(fund), CURRENT)) for label, fund in three),
        (
            Listed("本年收入合计", Region(origin=CURRENT)),
            Listed(opening, Region(origin=CARRIED)),
            *(
                Listed(label, Region(funds(fund), CARRIED), opening, indent=1)
                for label, fund in three
            ),
            Listed("收入总计", EVERYTHING),
        ),
        len(right),
    )
    return TableSpec(
        "appropriation_summary",
        "财政拨款收支总表",
        (
            Panel(left, (Column(("金额",)),), "收入"),
            Panel(
                right,
                (
                    Column(("合计",)),
                    Column(("一般公共预算财政拨款",), Region(funds(Fund.GENERAL_PUBLIC))),
                    Column(("政府性基金预算财政拨款",), Region(funds(Fund.GOVERNMENT_FUNDS))),
                    Column(("国有资本经营预算财政拨款",), Region(funds(Fund.STATE_CAPITAL))),
                ),
                "支出",
                complete_in="function",
            ),
        ),
        region=Region(APPROPRIATED_FUNDING),
        is_wide=True,
    )


def fund_expenditure(table_id: str, title: str, fund: Fund, nil_statement: str = "") -> TableSpec:
    """Spending of one fund by function, basic and project (实施条例 6)."""
    columns = (
        Column(("合计",)),
        Column(("基本支出",), Region(nature=frozenset({Nature.BASIC}))),
        Column(("项目支出",), Region(nature=frozenset({Nature.PROJECT}))),
    )
    return TableSpec(
        table_id,
        title,
        (Panel(Tree("function"), columns, row_header=FUNCTION_HEADER),),
        region=Region(funds(fund), nature=APPROPRIATION_SPENDING),
        nil_statement=nil_statement,
    )


def general_basic() -> TableSpec:
    """一般公共预算基本支出表: basic expenditure by departmental economic class (实施条例 6)."""
    head = "一般公共预算基本支出"
    return TableSpec(
        "general_basic",
        "一般公共预算财政拨款基本支出表",
        (
            Panel(
                Tree("economic", deepest=Level.SECTION),
                (
                    Column((head, "合计")),
                    Column((head, "人员经费"), PERSONNEL_SPENDING),
                    Column((head, "公用经费"), OPERATING_SPENDING),
                ),
                row_header=(
                    ("支出部门经济分类科目", "科目编码"),
                    ("支出部门经济分类科目", "科目名称"),
                ),
            ),
        ),
        region=Region(funds(Fund.GENERAL_PUBLIC), nature=frozenset({Nature.BASIC})),
    )


def three_public() -> TableSpec:
    """“三公”经费支出表. Hebei's total also holds meetings and training, printed here in rows of their own.

    Without the two rows the total has parts nobody can see (the 2024 publication this form was taken from
    prints 19.39 over 13.46).
    """
    rows = (
        ("合计", THREE_PUBLIC_FORM),
        ("“三公”经费小计", THREE_PUBLIC),
        ("一、因公出国（境）费", OVERSEAS_TRAVEL),
        ("其中：教学科研人员因公出国（境）费", TRAVEL_FOR_TEACHING),
        ("其他因公出国（境）费", OTHER_TRAVEL),
        ("二、公务用车购置及运维费", VEHICLES),
        ("其中：公务用车购置费", VEHICLE_PURCHASE),
        ("公务用车运行维护费", VEHICLE_OPERATION),
        ("三、公务接待费", HOSPITALITY),
        ("四、会议费", MEETINGS),
        ("五、培训费", TRAINING),
    )
    nature = "资金性质"
    return TableSpec(
        "three_public",
        "财政拨款“三公”经费支出表",
        (
            Panel(
                tuple(
                    Listed(label, Region(economic=codes), indent=int(codes in _SUBITEMS))
                    for label, codes in rows
                ),
                (
                    Column((nature, "合计")),
                    Column((nature, "一般公共预算财政拨款"), Region(funds(Fund.GENERAL_PUBLIC))),
                    Column((nature, "政府性基金预算拨款"), Region(funds(Fund.GOVERNMENT_FUNDS))),
                    Column((nature, "国有资本经营预算财政拨款"), Region(funds(Fund.STATE_CAPITAL))),
                ),
            ),
        ),
        region=Region(
            APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING, economic=THREE_PUBLIC_FORM
        ),
    )


SECTIONS = (
    SectionSpec("duties", "部门职责及机构设置情况"),
    SectionSpec("overview", "部门预算安排的总体情况"),
    SectionSpec("agency_running_costs", "机关运行经费安排情况"),
    SectionSpec("three_public", "财政拨款“三公”经费预算情况及增减变化原因"),
    SectionSpec("objectives", "部门整体绩效目标"),
    SectionSpec("special_funds", "部门主管专项资金预算安排情况及绩效目标"),
    SectionSpec("projects", "部门项目预算安排情况及绩效目标"),
    SectionSpec("procurement", "政府采购预算情况"),
    SectionSpec("assets", "国有资产信息"),
    SectionSpec("terms", "名词解释"),
    SectionSpec("other_matters", "其他需要说明的事项"),
)


@lru_cache
def hebei(year: int) -> Edition:
    """Hebei's edition of a fiscal year."""
    nil = "注：本年度没有{}，空表列示。"
    return Edition(
        id="hebei",
        title="河北省部门预算公开（九张表、十一项说明，万元）",
        year=year,
        tables=(
            summary(year),
            revenue(),
            expenditure(),
            appropriation_summary(year).but(nil_statement=nil.format("财政拨款收支")),
            fund_expenditure(
                "general_expenditure",
                "一般公共预算财政拨款支出表",
                Fund.GENERAL_PUBLIC,
                nil.format("一般公共预算财政拨款安排的支出"),
            ),
            general_basic().but(nil_statement=nil.format("一般公共预算安排的基本支出")),
            fund_expenditure(
                "government_funds",
                "政府性基金预算财政拨款支出表",
                Fund.GOVERNMENT_FUNDS,
                nil.format("政府性基金预算财政拨款安排的支出"),
            ),
            fund_expenditure(
                "state_capital",
                "国有资本经营预算财政拨款支出表",
                Fund.STATE_CAPITAL,
                nil.format("国有资本经营预算财政拨款安排的支出"),
            ),
            three_public().but(nil_statement=nil.format("财政拨款安排的“三公”经费支出")),
        ),
        sections=SECTIONS,
        indicator_tree=CLASSIC_TREE,
        introduction=texts.INTRODUCTION,
        overview=texts.OVERVIEW,
        agency_running_costs=texts.AGENCY_RUNNING_COSTS,
        three_public=texts.THREE_PUBLIC,
        terms=texts.TERMS,
        special_funds_none=texts.SPECIAL_FUNDS_NONE,
        other_matters_none=texts.OTHER_MATTERS_NONE,
        procurement_note=texts.PROCUREMENT_NOTE,
        sources=("秦皇岛经济技术开发区工委政法委 2024 年部门预算公开（版式）",),
    )
