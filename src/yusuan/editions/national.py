"""The national form (财预〔2016〕143号 and the ninth table since): the base every other edition is made from.

Nine tables in 万元, eleven sections. The three-public table stands before the fund tables.
"""

from __future__ import annotations

from functools import lru_cache

from yusuan.core.terms import (
    APPROPRIATION_SPENDING,
    SPENT,
    UNSPENT,
    Fund,
    Nature,
    RevenueSource,
)
from yusuan.editions import texts
from yusuan.editions.edition import CLASSIC_TREE, TABLES, Edition, PartSpec, SectionSpec
from yusuan.editions.parts import (
    BASIC,
    CURRENT,
    OPENING,
    PROJECT,
    appropriation_summary,
    category_rows,
    filled,
    general_basic,
)
from yusuan.tables import classes
from yusuan.tables.region import APPROPRIATED_FUNDING, EVERYTHING, Region, funds, sources
from yusuan.tables.spec import Column, Listed, Panel, TableSpec, Tree

_FUNCTION_HEADER = (("功能分类科目", "科目编码"), ("功能分类科目", "科目名称"))
_ECONOMIC_HEADER = (("支出部门经济分类科目", "科目编码"), ("支出部门经济分类科目", "科目名称"))


def _summary(year: int) -> TableSpec:
    """收支总表: all money, left by fund, right by functional category."""
    right = (
        *category_rows(year, SPENT),
        Listed("本年支出合计", Region(nature=SPENT)),
        Listed("年终结转结余", Region(nature=UNSPENT)),
        Listed("支出总计", EVERYTHING),
    )
    left = filled(
        (
            Listed("一、一般公共预算拨款收入", Region(funds(Fund.GENERAL_PUBLIC)) & CURRENT),
            Listed("二、政府性基金预算拨款收入", Region(funds(Fund.GOVERNMENT_FUNDS)) & CURRENT),
            Listed("三、国有资本经营预算拨款收入", Region(funds(Fund.STATE_CAPITAL)) & CURRENT),
            Listed("四、财政专户管理资金收入", Region(funds(Fund.SPECIAL_ACCOUNT)) & CURRENT),
            Listed("五、单位资金", Region(funds(Fund.UNIT_FUNDS)) & CURRENT),
        ),
        (
            Listed("本年收入合计", CURRENT),
            Listed("上年结转结余", OPENING),
            Listed("收入总计", EVERYTHING),
        ),
        len(right),
    )
    column = (Column(("预算数",)),)
    return TableSpec(
        "summary",
        "部门收支总表",
        (Panel(left, column, "收入"), Panel(right, column, "支出", complete_in="function")),
    )


def _revenue() -> TableSpec:
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
        *(Column(("本年收入", title), region & CURRENT) for title, region in by_source),
        Column(("上年结转",), OPENING),
    )
    panel = Panel(Tree("function"), columns, row_header=_FUNCTION_HEADER)
    return TableSpec("revenue", "部门收入总表", (panel,), is_wide=True)


def _expenditure() -> TableSpec:
    """支出总表: all spending by function and nature."""
    columns = (
        Column(("合计",)),
        *(
            Column((nature.value,), Region(nature=frozenset({nature})))
            for nature in Nature
            if nature in SPENT
        ),
    )
    panel = Panel(Tree("function"), columns, row_header=_FUNCTION_HEADER)
    spending = Region(nature=SPENT)
    return TableSpec("expenditure", "部门支出总表", (panel,), region=spending, is_wide=True)


THREE_PUBLIC_ITEMS = (
    Listed("一、因公出国（境）费", Region(economic=classes.OVERSEAS_TRAVEL)),
    Listed(
        "其中：教学科研人员因公出国（境）费",
        Region(economic=classes.TRAVEL_FOR_TEACHING),
        indent=1,
    ),
    Listed("其他因公出国（境）费", Region(economic=classes.OTHER_TRAVEL), indent=1),
    Listed("二、公务用车购置及运维费", Region(economic=classes.VEHICLES)),
    Listed("其中：公务用车购置费", Region(economic=classes.VEHICLE_PURCHASE), indent=1),
    Listed("公务用车运行维护费", Region(economic=classes.VEHICLE_OPERATION), indent=1),
    Listed("三、公务接待费", Region(economic=classes.HOSPITALITY)),
)


def _three_public() -> TableSpec:
    """“三公”经费支出表: the three items only, as most places print it."""
    nature = "资金性质"
    columns = (
        Column((nature, "合计")),
        Column((nature, "一般公共预算财政拨款"), Region(funds(Fund.GENERAL_PUBLIC))),
        Column((nature, "政府性基金预算拨款"), Region(funds(Fund.GOVERNMENT_FUNDS))),
        Column((nature, "国有资本经营预算财政拨款"), Region(funds(Fund.STATE_CAPITAL))),
    )
    items = Region(economic=classes.THREE_PUBLIC)
    panel = Panel((Listed("合计", items), *THREE_PUBLIC_ITEMS), columns)
    region = Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING) & items
    return TableSpec("three_public", "一般公共预算“三公”经费支出表", (panel,), region=region)


def _fund_expenditure(table_id: str, title: str, fund: Fund, nil_statement: str) -> TableSpec:
    """Spending of one fund by function, basic and project (实施条例 6)."""
    columns = (Column(("合计",)), Column(("基本支出",), BASIC), Column(("项目支出",), PROJECT))
    return TableSpec(
        table_id,
        title,
        (Panel(Tree("function"), columns, row_header=_FUNCTION_HEADER),),
        region=Region(funds(fund), nature=APPROPRIATION_SPENDING),
        nil_statement=nil_statement,
    )


def _tables(year: int) -> tuple[TableSpec, ...]:
    nil = "注：本年度没有{}，空表列示。"
    return (
        _summary(year),
        _revenue(),
        _expenditure(),
        appropriation_summary(
            year, "财政拨款收支总表", label="{}拨款", value="金额", totals=("收入总计", "支出总计")
        ).but(nil_statement=nil.format("财政拨款收支")),
        _fund_expenditure(
            "general_expenditure",
            "一般公共预算支出表",
            Fund.GENERAL_PUBLIC,
            nil.format("一般公共预算财政拨款安排的支出"),
        ),
        general_basic("一般公共预算基本支出表", _ECONOMIC_HEADER, total_first=True).but(
            nil_statement=nil.format("一般公共预算安排的基本支出")
        ),
        _three_public().but(nil_statement=nil.format("财政拨款安排的“三公”经费支出")),
        _fund_expenditure(
            "government_funds",
            "政府性基金预算支出表",
            Fund.GOVERNMENT_FUNDS,
            nil.format("政府性基金预算财政拨款安排的支出"),
        ),
        _fund_expenditure(
            "state_capital",
            "国有资本经营预算支出表",
            Fund.STATE_CAPITAL,
            nil.format("国有资本经营预算财政拨款安排的支出"),
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


# Tables first, then all that is said of them.
PARTS = (
    PartSpec("tables", "部门预算公开表", (TABLES,)),
    PartSpec("explanation", "部门预算信息公开情况说明", SECTIONS, texts.INTRODUCTION),
)


@lru_cache
def national(year: int) -> Edition:
    """The national edition of a fiscal year."""
    return Edition(
        id="national",
        title="全国通用部门预算公开（九张表，万元）",
        year=year,
        tables=_tables(year),
        parts=PARTS,
        indicator_tree=CLASSIC_TREE,
        overview=texts.OVERVIEW,
        agency_running_costs=texts.AGENCY_RUNNING_COSTS,
        three_public=texts.THREE_PUBLIC,
        terms=texts.TERMS,
        procurement_note=texts.PROCUREMENT_NOTE,
        sources=("财预〔2016〕143号", "国有资本经营预算支出表（第九张表）"),
    )


@lru_cache
def national_eight(year: int) -> Edition:
    """The form before its ninth table joined; state capital money stands in its summaries only."""
    base = national(year)
    return base.but(
        id="national-8",
        title="全国通用部门预算公开（八张表，万元）",
        tables=tuple(table for table in base.tables if table.id != "state_capital"),
        sources=("财预〔2016〕143号",),
    )
