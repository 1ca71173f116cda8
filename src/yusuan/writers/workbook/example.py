"""A small department that passes every check: what `yusuan new` starts people off with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from yusuan.catalog import names
from yusuan.core.budget import (
    AssetHolding,
    BudgetLine,
    BudgetUnit,
    CostItem,
    Department,
    DepartmentalBudget,
    DepartmentObjective,
    ObjectiveIndicator,
    PaymentPlan,
    PerformanceIndicator,
    PerformanceObjective,
    ProcurementLine,
    Project,
    SignOff,
    StatedFigure,
)
from yusuan.core.codes import code
from yusuan.core.project_code import check_character
from yusuan.core.target import parse_target
from yusuan.core.terms import (
    AssetCategory,
    Fund,
    IndicatorKind,
    Nature,
    Origin,
    ProjectCategory,
    RevenueSource,
    Stage,
    UnitNature,
)
from yusuan.editions import edition as find_edition
from yusuan.editions.stated import asked
from yusuan.narrative.known import KnownFigures
from yusuan.tables.controls import approved_as
from yusuan.tables.derive import derive

_UNIT = "901001"
_YUAN, _WAN = 100, 1_000_000
_BASIC = (
    ("2010301", "30101", 96),
    ("2010301", "30102", 42),
    ("2010301", "30103", 8),
    ("2080505", "30108", 23),
    ("2101101", "30110", 11),
    ("2210201", "30113", 18),
    ("2010301", "30201", 6),
    ("2010301", "30211", 4),
    ("2010301", "30217", 1),
    ("2010301", "30239", 9),
)
_INDICATORS = (
    (IndicatorKind.QUANTITY, "购置电脑数量", "≥10台", "年内配发到岗位的电脑台数", "更新计划"),
    (IndicatorKind.QUALITY, "验收合格率", "=100%", "一次验收合格的设备占比", "采购合同"),
    (
        IndicatorKind.TIMELINESS,
        "配发完成时限",
        "2026年10月底前",
        "全部设备交付使用的日期",
        "更新计划",
    ),
    (IndicatorKind.COST, "单台购置成本", "≤5000元/台", "每台电脑的采购价格", "资产配置标准"),
    (
        IndicatorKind.SOCIAL,
        "群众平均等候时间",
        "≤15分钟",
        "窗口业务从取号到办理的平均时间",
        "上年统计",
    ),
    (IndicatorKind.BENEFICIARY, "窗口人员满意度", "≥90%", "问卷中选择满意的人员占比", "问卷调查"),
)
_NARRATIVE = {
    "duties": (
        "示例局负责本区便民服务工作，设综合科、服务科两个内设机构。\n\n"
        "纳入本部门预算编制范围的预算单位共一个：示例局（本级）。"
    ),
    "agency_running_costs": "办公、差旅、公务接待和公务交通补贴等机关日常运转开支",
    "project_summary": "服务窗口办公设备更新",
    "change_basic": "人员正常晋级增资",
    "change_project": "新增办公设备更新项目",
    "three_public_change": "严格控制公务接待支出",
    "safeguards": "按科室分解绩效目标，每季度核对支出进度，年底开展绩效自评。",
    "special_funds": "无",
    "other_matters": "无",
}


def example_department(*, edition: str = "hebei", fiscal_year: int = 2026) -> DepartmentalBudget:
    """One unit, eleven lines, one project with its targets, purchase and assets; all consistent."""
    project = _project(fiscal_year)
    lines = (*_lines(), _line("2010302", "31002", 5, Nature.PROJECT, project.code))
    is_final = find_edition(edition, fiscal_year).is_final
    # Final accounts are approved and published in the year after.
    year = fiscal_year + is_final
    return DepartmentalBudget(
        department=Department(
            name="示例区示例局",
            short_name="示例局",
            code="901",
            division="130302",
            division_name="示例区",
            edition=edition,
            fiscal_year=fiscal_year,
            published_on=dt.date(year, 3, 15),
            approved_on=dt.date(year, 2, 28),
            approval_number=f"示例财预〔{year}〕1号",
            sign_offs=SignOff(
                "张三（示例）",
                dt.date(year, 3, 10),
                "李四（示例）",
                dt.date(year, 3, 12),
            ),
        ),
        units=(
            BudgetUnit(_UNIT, "示例局（本级）", UnitNature.ADMINISTRATIVE, "正科级", "财政拨款"),
        ),
        lines=lines,
        budgeted=tuple(replace(line, stage=Stage.BUDGET) for line in lines) if is_final else (),
        projects=(project,),
        overall_objective=f"{fiscal_year}年更新服务窗口办公设备，缩短群众办事等候时间。",
        objectives=(
            DepartmentObjective(
                "便民服务",
                "服务科",
                "窗口设备稳定运行，群众办事更快",
                (ObjectiveIndicator("购置电脑数量", parse_target("≥10台")),),
            ),
        ),
        procurement=(
            ProcurementLine(
                project=project.code,
                name="台式计算机",
                catalogue_code="A02010105",
                measure="台",
                quantity=Decimal(10),
                unit_price=5000 * _YUAN,
                general_public=5 * _WAN,
                sme_reserve=5 * _WAN,
            ),
        ),
        assets=_assets(),
        approved=approved_as(lines, [_UNIT]),
        prior_year=_prior_year(edition, fiscal_year),
        narrative=dict(_NARRATIVE),
    )


def _line(
    function: str, economic: str, wan: int, nature: Nature = Nature.BASIC, project: str = ""
) -> BudgetLine:
    return BudgetLine(
        _UNIT,
        Fund.GENERAL_PUBLIC,
        RevenueSource.APPROPRIATION,
        Origin.CURRENT_YEAR,
        code(function),
        code(economic),
        nature,
        project,
        wan * _WAN,
    )


def _lines() -> list[BudgetLine]:
    return [_line(function, economic, wan) for function, economic, wan in _BASIC]


def _project(year: int) -> Project:
    body = f"130302{year % 100:02d}P00XA1000001"
    return Project(
        code=body + (check_character(body) or ""),
        name="服务窗口办公设备更新",
        category=ProjectCategory.DEPARTMENTAL,
        unit=_UNIT,
        function=code("2010302"),
        fiscal_amount=5 * _WAN,
        other_amount=0,
        purpose="更换服务窗口使用超过六年的台式计算机。",
        payment_plan=PaymentPlan(Decimal(0), Decimal(50), Decimal(100), Decimal(100)),
        costing=(CostItem("台式计算机", 5 * _WAN, Decimal(10), "台", 5000 * _YUAN),),
        objectives=(PerformanceObjective("为服务窗口更换10台计算机，缩短群众办事等候时间。"),),
        indicators=tuple(
            PerformanceIndicator(
                kind, name, parse_target(target.replace("2026", str(year))), description, basis
            )
            for kind, name, target, description, basis in _INDICATORS
        ),
    )


def _assets() -> tuple[AssetHolding, ...]:
    nothing = (Decimal(0), 0, 0)
    return (
        AssetHolding(AssetCategory.BUILDINGS, Decimal(400), 60 * _WAN, 0),
        AssetHolding(AssetCategory.OFFICE_SPACE, Decimal(320), 48 * _WAN, 0),
        AssetHolding(AssetCategory.VEHICLES, *nothing),
        AssetHolding(AssetCategory.EQUIPMENT, *nothing),
        AssetHolding(AssetCategory.OTHER, Decimal(86), 32 * _WAN, 5 * _WAN),
    )


def _prior_year(edition: str, year: int) -> tuple[StatedFigure, ...]:
    """What the edition's sentences compare, of a year that spent four less on wages and had no project."""
    form = find_edition(edition, year)
    wages, *others = _lines()
    lines = (replace(wages, amount=wages.amount - 4 * _WAN), *others)
    tables = [derive(spec, lines, names(year)) for spec in form.tables]
    figures = KnownFigures(tables, ())
    return tuple(StatedFigure(*name, figures.level(name)[0] or 0) for name in asked(form))
