"""Put a made-up department together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from yusuan.core.budget import AssetHolding, BudgetLine, DepartmentalBudget, StatedFigure
from yusuan.core.codes import code
from yusuan.core.terms import (
    APPROPRIATED,
    SPENT,
    AssetCategory,
    Direction,
    Fund,
    Nature,
    Origin,
    RevenueSource,
)
from yusuan.synthetic.basic import basic_lines
from yusuan.synthetic.draw import HUNDRED_YUAN, Draw, Size
from yusuan.synthetic.organisation import organise
from yusuan.synthetic.projects import undertake
from yusuan.synthetic.texts import narrative, objectives, overall_objective

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from yusuan.core.budget import ProcurementLine
    from yusuan.synthetic.organisation import Organisation

# Classes of the three-public table, by its row.
_THREE_PUBLIC = {
    "因公出国（境）费": ("30212",),
    "公务用车购置费": ("31013", "30913"),
    "公务用车运行维护费": ("30231",),
    "公务接待费": ("30217",),
}
_VEHICLES = ("公务用车购置费", "公务用车运行维护费")
_PASSENGER_CAR = "A02030500"
_SMALLEST_COMPLETE = 12


def synthesise(
    seed: int,
    year: int,
    edition: str = "hebei",
    size: Size | None = None,
    *,
    in_hundreds: bool = False,
) -> DepartmentalBudget:
    """Make up a department that breaks no law; the same for the same arguments.

    `in_hundreds` keeps every amount to 100 yuan, so that tables in 万元 lose nothing by rounding.
    """
    draw = Draw(seed, in_hundreds=in_hundreds)
    size = size or _size(draw)
    organisation = organise(draw, year, edition, size.units)
    funded = undertake(draw, organisation, size.projects, is_complete=size.is_complete)
    lines = [line for place in organisation.establishments for line in basic_lines(draw, place)]
    lines += _own_money(draw, organisation, is_complete=size.is_complete)
    lines += [line for each in funded for line in each.lines]
    if size.is_complete:
        lines += _kept_for_next_year(draw, organisation)
    projects = tuple(each.project for each in funded)
    purchases = tuple(purchase for each in funded for purchase in each.purchases)
    last_year = tuple(_last_year(draw, lines))
    return DepartmentalBudget(
        department=organisation.department,
        units=tuple(place.unit for place in organisation.establishments),
        lines=tuple(lines),
        projects=projects,
        overall_objective=overall_objective(organisation),
        objectives=tuple(objectives(organisation, projects)),
        procurement=purchases,
        assets=tuple(_assets(draw, organisation, purchases)),
        prior_year=last_year,
        narrative=narrative(
            organisation,
            projects,
            basic=_direction(lines, last_year, "expenditure", "基本支出"),
            project=_direction(lines, last_year, "expenditure", "项目支出"),
            three_public=_direction(lines, last_year, "three_public", "“三公”经费小计"),
        ),
    )


def _size(draw: Draw) -> Size:
    is_complete = draw.chance(25)
    fewest = _SMALLEST_COMPLETE if is_complete else 3
    return Size(draw.whole(3 if is_complete else 1, 12), draw.whole(fewest, 40), is_complete)


def _own_money(draw: Draw, organisation: Organisation, *, is_complete: bool) -> Iterator[BudgetLine]:
    """What institutions earn and spend outside projects."""
    for place in organisation.establishments:
        if not place.unit.is_public_institution:
            continue
        if is_complete or draw.chance(30):
            amount = draw.yuan(20_000, 900_000)
            yield _unit_funds(place.unit.code, place.running.digits, RevenueSource.SERVICE, Nature.BASIC, "30226", amount)
        if is_complete:
            for source, nature, economic in (
                (RevenueSource.BUSINESS, Nature.BUSINESS, "30226"),
                (RevenueSource.OTHER, Nature.SUPERIOR_REMITTANCE, "39999"),
                (RevenueSource.SUBSIDIARY_REMITTANCE, Nature.SUBSIDIARY_GRANT, "39999"),
            ):
                amount = draw.yuan(5_000, 200_000)
                yield _unit_funds(place.unit.code, place.running.digits, source, nature, economic, amount)


def _unit_funds(  # noqa: PLR0913  the facts of a line
    unit: str, function: str, source: RevenueSource, nature: Nature, economic: str, amount: int
) -> BudgetLine:
    return BudgetLine(
        unit=unit,
        fund=Fund.UNIT_FUNDS,
        source=source,
        origin=Origin.CURRENT_YEAR,
        function=code(function),
        economic=code(economic),
        nature=nature,
        project="",
        amount=amount,
    )


def _kept_for_next_year(draw: Draw, organisation: Organisation) -> Iterator[BudgetLine]:
    for fund, source, origin in (
        (Fund.GENERAL_PUBLIC, RevenueSource.APPROPRIATION, Origin.CARRY_OVER),
        (Fund.UNIT_FUNDS, RevenueSource.SERVICE, Origin.CURRENT_YEAR),
    ):
        yield BudgetLine(
            unit=organisation.establishments[0].unit.code,
            fund=fund,
            source=source,
            origin=origin,
            function=code(organisation.theme.general_affairs),
            economic=None,
            nature=Nature.CLOSING_BALANCE,
            project="",
            amount=draw.yuan(10_000, 400_000),
        )


def _assets(
    draw: Draw, organisation: Organisation, purchases: Iterable[ProcurementLine]
) -> Iterator[AssetHolding]:
    """What the department holds; planned purchases are the goods of the procurement table."""
    planned: Counter[AssetCategory] = Counter()
    for purchase in purchases:
        if purchase.catalogue_code.startswith("A"):
            is_car = purchase.catalogue_code == _PASSENGER_CAR
            planned[AssetCategory.VEHICLES if is_car else AssetCategory.OTHER] += purchase.amount
    staff = sum(place.staff for place in organisation.establishments)
    vehicles = sum(place.vehicles for place in organisation.establishments)
    area = staff * draw.whole(14, 40)
    yield _holding(AssetCategory.BUILDINGS, area, draw.yuan(900 * area, 2600 * area))
    yield AssetHolding(AssetCategory.OFFICE_SPACE, _whole(area // 2))
    value = draw.yuan(70_000 * vehicles, 170_000 * vehicles)
    yield _holding(AssetCategory.VEHICLES, vehicles, value, planned[AssetCategory.VEHICLES])
    devices = draw.whole(0, 9)
    yield _holding(AssetCategory.EQUIPMENT, devices, draw.yuan(200_000 * devices, 600_000 * devices))
    other = draw.yuan(9_000 * staff, 40_000 * staff)
    yield AssetHolding(AssetCategory.OTHER, None, other, planned[AssetCategory.OTHER])
