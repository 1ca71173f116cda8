"""Assets: the asset table against itself, procurement and capital money (资产管理条例 45, 实施条例 32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.codes import code
from yusuan.core.outcomes import Severity
from yusuan.core.terms import ASSET_PARTS, AssetCategory
from yusuan.rules.books._words import at, judged, money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, insufficient, on_facts, passed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.spec import Subject, Verdict

_CAPITAL = (code("309"), code("310"))
_VEHICLE_OPERATION = code("30231")
GOODS_AND_WORKS = ("A", "B")


def rows_complete(subject: Subject) -> Iterable[Verdict]:
    """Buildings, vehicles, equipment and other assets each have a row with a value; zero is a value."""
    return judged(
        (
            failed(
                f"国有资产缺少“{category.value}”一行或其价值", at(r.ASSETS, category.value, "value")
            )
            for category in ASSET_PARTS
            if (holding := subject.budget.holding(category)) is None or holding.value is None
        ),
        applies=True,
    )


def total_is_its_parts(subject: Subject) -> Iterable[Verdict]:
    """The stated total is the sum of the rows. Silent where no total is stated, or a row is not known."""
    stated = subject.budget.holding(AssetCategory.TOTAL)
    parts = subject.budget.asset_parts
    if stated is None or stated.value is None or parts is None:
        return []
    if stated.value == parts:
        return [passed()]
    message = f"资产总额填 {money(stated.value)}，各类合计 {money(parts)}，相差 {money(abs(stated.value - parts))}"
    return [
        failed(
            message,
            at(r.ASSETS, AssetCategory.TOTAL.value, "value"),
            expected=parts,
            actual=stated.value,
        )
    ]


def offices_within_buildings(subject: Subject) -> Iterable[Verdict]:
    """Office space is part of the buildings. Silent where a figure is blank."""
    offices = subject.budget.holding(AssetCategory.OFFICE_SPACE)
    buildings = subject.budget.holding(AssetCategory.BUILDINGS)
    if offices is None or buildings is None:
        return []
    compared = [
        (label, field, part, whole)
        for label, field in (("面积", "quantity"), ("价值", "value"))
        if (part := getattr(offices, field)) is not None
        and (whole := getattr(buildings, field)) is not None
    ]
    return judged(
        (
            failed(
                f"办公用房{label} {_said(field, part)} 大于房屋{label} {_said(field, whole)}",
                at(r.ASSETS, AssetCategory.OFFICE_SPACE.value, field),
            )
            for label, field, part, whole in compared
            if part > whole
        ),
        applies=compared,
    )


def _said(field: str, value: int) -> str:
    return money(value) if field == "value" else f"{value} 平方米"


def _bought(subject: Subject) -> int:
    """Goods and works in the procurement table: what can become an asset."""
    lines = subject.budget.procurement
    return sum(p.amount for p in lines if p.catalogue_code.startswith(GOODS_AND_WORKS))


def planned_is_procured(subject: Subject) -> Iterable[Verdict]:
    """Planned asset purchases show up in a procurement table that lists any goods or works.

    Cannot tell purchases below the threshold, which need no procurement. Silent where none are planned, and on a
    public view that withholds the purchases of a project.
    """
    planned = subject.budget.planned_purchase
    if not planned or any(project.is_withheld for project in subject.budget.projects):
        return []
    bought = _bought(subject)
    if bought:
        return [passed()]
    message = f"国有资产拟购置 {money(planned)}，政府采购预算里没有货物和工程"
    return [
        failed(message, at(r.ASSETS, field="planned_purchase"), expected=bought, actual=planned)
    ]


def planned_fits_procured(subject: Subject) -> Iterable[Verdict]:
    """Planned asset purchases are no more than goods and works procured. Small ones may stand outside the table."""
    planned, bought = subject.budget.planned_purchase, _bought(subject)
    if not planned or not bought:
        return []
    if planned <= bought:
        return [passed()]
    message = (
        f"国有资产拟购置 {money(planned)}，政府采购预算里的货物和工程为 {money(bought)}，"
        f"多出 {money(planned - bought)}"
    )
    return [
        failed(message, at(r.ASSETS, field="planned_purchase"), expected=bought, actual=planned)
    ]


def planned_has_capital_money(subject: Subject) -> Iterable[Verdict]:
    """Planned asset purchases have capital expenditure (309, 310) to pay them. Cannot see gifts or transfers of assets."""
    planned = subject.budget.planned_purchase
    if not planned:
        return []
    capital = sum(
        line.amount
        for line in subject.budget.lines
        if line.economic is not None and any(line.economic.within(branch) for branch in _CAPITAL)
    )
    if planned <= capital:
        return [passed()]
    message = (
        f"国有资产拟购置 {money(planned)}，预算里的资本性支出（309、310）只有 {money(capital)}"
    )
    return [
        failed(message, at(r.ASSETS, field="planned_purchase"), expected=capital, actual=planned)
    ]


def vehicles_exist(subject: Subject) -> Iterable[Verdict]:
    """Money for running vehicles goes with vehicles. Cannot see rented ones."""
    operation = sum(
        line.amount
        for line in subject.budget.lines
        if line.economic is not None and line.economic.within(_VEHICLE_OPERATION)
    )
    if operation == 0:
        return []
    vehicles = subject.budget.holding(AssetCategory.VEHICLES)
    if vehicles is None or vehicles.quantity is None:
        return [
            insufficient("没有填写车辆数量", at(r.ASSETS, AssetCategory.VEHICLES.value, "quantity"))
        ]
    if vehicles.quantity:
        return [passed()]
    message = f"公务用车运行维护费 {money(operation)}，国有资产里的车辆为 0 辆"
    return [failed(message, at(r.ASSETS, AssetCategory.VEHICLES.value, "quantity"))]


RULES = (
    Rule(
        id="asset-rows-are-complete",
        claim="国有资产各类都已列示",
        law="state-assets-regulation-45",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按资产年报补填；没有此类资产的填 0。",
        check=on_facts(rows_complete),
    ),
    Rule(
        id="asset-total-is-the-sum",
        claim="资产总额等于各类之和",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照资产年报核对总额和各类。",
        check=on_facts(total_is_its_parts),
    ),
    Rule(
        id="offices-are-within-buildings",
        claim="办公用房不大于房屋",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照资产年报核对两行。",
        check=on_facts(offices_within_buildings),
    ),
    Rule(
        id="planned-assets-are-procured",
        claim="拟购置资产列入政府采购预算",
        law="procurement-law-33",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请在政府采购预算里补列，或者改正拟购置金额。",
        check=on_facts(planned_is_procured),
    ),
    Rule(
        id="planned-assets-fit-procurement",
        claim="拟购置资产不超过采购的货物和工程",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对两处金额；限额标准以下的零星购置请在说明里写明。",
        check=on_facts(planned_fits_procured),
    ),
    Rule(
        id="planned-assets-have-capital-money",
        claim="拟购置资产有资本性支出安排",
        law="budget-law-regulation-32",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对购置资产的经济科目是否列入资本性支出。",
        check=on_facts(planned_has_capital_money),
    ),
    Rule(
        id="vehicle-money-goes-with-vehicles",
        claim="有车辆才有公务用车运行维护费",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对车辆数量和公务用车运行维护费；租用车辆请在说明里写明。",
        check=on_facts(vehicles_exist),
    ),
)
