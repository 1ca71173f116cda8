"""The objective table of each project, and the procurement and asset tables, as grids."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from yusuan.core.budget import MASK
from yusuan.core.money import FEN_PER_YUAN, MoneyUnit, format_amount
from yusuan.core.terms import AssetCategory
from yusuan.documents.grids import Path, plain_grid
from yusuan.documents.publication import Align, Grid, GridCell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from yusuan.core.budget import CostItem, DepartmentalBudget, PerformanceIndicator, Project
    from yusuan.core.terms import IndicatorKind

_HEAD = {"align": Align.CENTER, "is_header": True}
_WIDTHS = (1.5, 1.5, 1.25, 1.25, 1.7, 1.5, 1.7, 2.2)
_MONTHS = ("3月底", "6月底", "10月底", "12月底")
INDICATOR_HEADER: tuple[str, ...] = (
    "一级指标",
    "二级指标",
    "三级指标",
    "绩效指标描述",
    "指标值",
    "指标值确定依据",
)


def wan(fen: int | None) -> str:
    """An amount in 万元 with two decimals; a blank stays blank."""
    return "" if fen is None else format_amount(fen, MoneyUnit.WAN_YUAN)


def priced(fen: int) -> str:
    """An amount with its unit, no digit lost and none too many: 22万元, 1.56万元, 112元, 0.56元."""
    if fen and fen % (100 * FEN_PER_YUAN) == 0:
        return f"{format_amount(fen, MoneyUnit.WAN_YUAN).rstrip('0').rstrip('.')}万元"
    return f"{in_yuan(fen)}元"


def in_yuan(fen: int) -> str:
    """An amount in yuan, with fen only where there are any."""
    return format_amount(fen, MoneyUnit.YUAN).removesuffix(".00")


def objective_grids(
    project: Project, number: int, tree: Mapping[IndicatorKind, IndicatorKind], department: str
) -> tuple[Grid, Grid]:
    """The two halves of a project's objective table: its form, then its indicators."""
    grid_id = f"project-{number:02d}"
    form = plain_grid(
        grid_id,
        (),
        list(_form_rows(project)),
        _WIDTHS,
        captions=(department, "", "单位：万元"),
        summary=f"{project.name}：预算规模、资金用途、支出计划和绩效目标",
    )
    header: list[GridCell] = []
    for title, span in zip(INDICATOR_HEADER, (1, 1, 2, 2, 1, 1), strict=True):
        header.append(GridCell(title, colspan=span, align=Align.CENTER, is_header=True))
    indicators = Grid(
        f"{grid_id}-indicators",
        (tuple(header), *_indicator_rows(project.indicators, tree)),
        _WIDTHS,
        1,
        summary=f"{project.name}：绩效指标，共{len(project.indicators)}项",
    )
    return form, indicators


def _form_rows(project: Project) -> Iterator[tuple[GridCell, ...]]:
    def head(text: str, colspan: int = 1, rowspan: int = 1) -> GridCell:
        return GridCell(text, colspan=colspan, rowspan=rowspan, align=Align.CENTER, is_header=True)

    hidden = "amount" in project.classified

    def money(fen: int) -> GridCell:
        text = MASK if hidden else wan(fen) if fen else ""
        return GridCell(text, align=Align.RIGHT)

    yield (
        head("项目编码"),
        GridCell(project.code, colspan=3),
        head("项目名称"),
        GridCell(project.name, colspan=3),
    )
    yield (
        head("预算规模及资金用途", rowspan=2),
        head("预算数"),
        money(project.amount),
        head("其中：财政资金", colspan=2),
        money(project.fiscal_amount),
        head("其他资金"),
        money(project.other_amount),
    )
    yield (GridCell("\n".join(purpose_lines(project)), colspan=7),)
    spans = (2, 2, 2, 1)
    yield (
        head("资金支出计划（%）", rowspan=2),
        *(head(month, colspan=span) for month, span in zip(_MONTHS, spans, strict=True)),
    )
    yield tuple(
        GridCell(_percent(step), colspan=span, align=Align.CENTER)
        for step, span in zip(project.payment_plan.steps, spans, strict=True)
    )
    goals = "\n".join(f"{n}. {o.text}" for n, o in enumerate(project.objectives, start=1))
    yield (head("绩效目标"), GridCell(goals, colspan=7))


def _percent(step: Decimal | None) -> str:
    return "" if step is None else f"{step.normalize():f}%"


def purpose_lines(project: Project) -> list[str]:
    """The purpose and its costing, one numbered line each."""
    lines = [project.purpose] if project.purpose else []
    items = [_cost_line(item) for item in project.costing]
    if len(items) == 1 and not lines:
        return [f"{items[0]}。"]
    ends = ["；"] * (len(items) - 1) + ["。"]
    numbered = enumerate(zip(items, ends, strict=False), start=1)
    return lines + [f"{n}. {item}{end}" for n, (item, end) in numbered]


def _cost_line(item: CostItem) -> str:
    parts = [item.name if item.amount is None else f"{item.name}{priced(item.amount)}"]
    if item.quantity is not None and item.unit_price is not None:
        periods = "" if item.periods == 1 else f" × {item.periods}"
        quantity = f"{item.quantity.normalize():f}{item.measure}"
        parts.append(f"{quantity} × {in_yuan(item.unit_price)}元{periods}")
    if item.note:
        parts.append(item.note)
    return "，".join(parts)


def _indicator_rows(
    indicators: tuple[PerformanceIndicator, ...], tree: Mapping[IndicatorKind, IndicatorKind]
) -> Iterator[tuple[GridCell, ...]]:
    """Rows with the first two levels merged over neighbours of the same kind."""
    for parent, of_parent in groupby(indicators, key=lambda i: tree.get(i.kind, i.kind)):
        first_of_parent = list(of_parent)
        for kind, of_kind in groupby(first_of_parent, key=lambda i: i.kind):
            for n, indicator in enumerate(members := list(of_kind)):
                row = []
                if indicator is first_of_parent[0]:
                    row.append(
                        GridCell(parent.value, rowspan=len(first_of_parent), align=Align.CENTER)
                    )
                if n == 0:
                    row.append(GridCell(kind.value, rowspan=len(members), align=Align.CENTER))
                yield (
                    *row,
                    GridCell(indicator.name, colspan=2),
                    GridCell(indicator.description, colspan=2),
                    GridCell(str(indicator.target), align=Align.CENTER),
                    GridCell(indicator.basis),
                )


# --- procurement ------------------------------------------------------------------------------------------

_FUNDS = (
    "一般公共预算拨款",
    "基金预算拨款",
    "国有资本经营预算拨款",
    "财政专户核拨",
    "单位资金",
    "上年结转结余",
)


def procurement_grid(
    budget: DepartmentalBudget, captions: tuple[str, str, str], notes: tuple[str, ...]
) -> Grid:
    """The procurement table: total, each unit's subtotal, then its purchases."""
    year = budget.department.fiscal_year
    money = "政府采购金额（当年部门预算安排资金）"
    header: list[Path] = [
        ("政府采购项目来源", "项目名称"),
        ("政府采购项目来源", "预算资金"),
        ("采购物品名称",),
        ("政府采购目录序号",),
        ("计量单位",),
        ("数量",),
        ("单价（元）",),
        (money, "合计"),
        *((money, fund) for fund in _FUNDS),
        (f"{year}年预留中小微企业份额",),
    ]
    return plain_grid(
        "procurement",
        header,
        list(_procurement_rows(budget, len(header))),
        (2.4, 1.2, 1.8, 1.4, 0.8, 0.9, 1.0, 1.2, 1.2, 1.0, 1.1, 1.0, 1.0, 1.0, 1.3),
        captions=captions,
        notes=notes,
        summary=f"{year}年政府采购预算，共{len(budget.procurement)}项",
    )


def _procurement_rows(budget: DepartmentalBudget, width: int) -> Iterator[list[GridCell]]:
    lines = budget.procurement
    if not lines:
        yield [GridCell("") for _ in range(width)]
        return
    projects = {project.code: project for project in budget.projects}
    names = {unit.code: unit.name for unit in budget.units}
    yield _procurement_total("合计", lines)
    by_unit = sorted(lines, key=lambda line: projects[line.project].unit)
    for unit, of_unit in groupby(by_unit, key=lambda line: projects[line.project].unit):
        members = tuple(of_unit)
        yield _procurement_total(f"{names.get(unit, unit)}小计", members)
        for line in members:
            project = projects[line.project]
            hidden = "amount" in project.classified
            yield [
                GridCell(project.name),
                _right(MASK if hidden else wan(project.amount)),
                GridCell(line.name),
                GridCell(line.catalogue_code, align=Align.CENTER),
                GridCell(line.measure, align=Align.CENTER),
                _right(f"{line.quantity.normalize():f}"),
                _right(in_yuan(line.unit_price)),
                _right(wan(line.amount)),
                *(_right(wan(part)) for part in line.amounts),
                _right(wan(line.sme_reserve)),
            ]


def _procurement_total(label: str, lines: tuple) -> list[GridCell]:  # type: ignore[type-arg]
    def add(values: list[int | None]) -> str:
        given = [value for value in values if value is not None]
        return wan(sum(given)) if given else ""

    by_fund = list(zip(*(line.amounts for line in lines), strict=True))
    return [
        GridCell(label, colspan=2, is_total=True, align=Align.CENTER),
        *(GridCell("", is_total=True) for _ in range(5)),
        _right(wan(sum(line.amount for line in lines)), is_total=True),
        *(_right(add(list(parts)), is_total=True) for parts in by_fund),
        _right(add([line.sme_reserve for line in lines]), is_total=True),
    ]


def _right(text: str, *, is_total: bool = False) -> GridCell:
    return GridCell(text, align=Align.RIGHT, is_total=is_total)


# --- assets -----------------------------------------------------------------------------------------------


def asset_grid(budget: DepartmentalBudget, captions: tuple[str, str, str], threshold: str) -> Grid:
    """The asset table at the end of last year."""
    held = {holding.category: holding for holding in budget.assets}
    labels = {
        AssetCategory.BUILDINGS: "1、房屋（平方米）",
        AssetCategory.OFFICE_SPACE: "其中：办公用房（平方米）",
        AssetCategory.VEHICLES: "2、车辆（台、辆）",
        AssetCategory.EQUIPMENT: f"3、单价{threshold}以上的设备（台、套）",
        AssetCategory.OTHER: "4、其他固定资产",
    }
    rows: list[list[GridCell | str]] = [
        [
            GridCell("资产总额", is_total=True, align=Align.CENTER),
            GridCell("", is_total=True),
            _right(wan(budget.asset_value), is_total=True),
        ]
    ]
    for category, label in labels.items():
        holding = held.get(category)
        quantity = holding.quantity if holding else None
        rows.append(
            [
                GridCell(label, indent=1 if category is AssetCategory.OFFICE_SPACE else 0),
                _right("" if quantity is None else f"{quantity.normalize():f}"),
                _right(wan(holding.value) if holding else ""),
            ]
        )
    return plain_grid(
        "assets",
        [("项目",), ("数量",), ("价值（万元）",)],
        rows,
        (3.5, 1.5, 2),
        captions=captions,
        summary="上年末固定资产占用情况",
    )
