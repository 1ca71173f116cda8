"""Put a made-up department together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.core.budget import AssetHolding, BudgetLine, DepartmentalBudget
from yusuan.core.codes import code
from yusuan.core.money import FEN_PER_YUAN
from yusuan.core.terms import AssetCategory, Fund, Nature, Origin, RevenueSource
from yusuan.synthetic.basic import basic_lines
from yusuan.synthetic.draw import Draw, Size
from yusuan.synthetic.history import History
from yusuan.synthetic.organisation import organise
from yusuan.synthetic.projects import undertake
from yusuan.synthetic.texts import narrative, objectives, overall_objective
from yusuan.tables.controls import approved_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import ProcurementLine
    from yusuan.synthetic.organisation import Organisation

_PASSENGER_CAR = "A02030500"
# Equipment of 200,000 yuan a piece has a row of its own.
_DEAR = 200_000 * FEN_PER_YUAN
_SMALLEST_COMPLETE = 12
_OWN_BALANCE = 36_000 * FEN_PER_YUAN


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
    organisation = organise(draw, year, edition, size.units, is_worded=size.is_worded)
    funded = undertake(draw, organisation, size)
    lines = [line for place in organisation.establishments for line in basic_lines(draw, place)]
    if not size.is_plain:
        lines += _own_money(draw, organisation, is_complete=size.is_complete)
    lines += [line for each in funded for line in each.lines]
    if size.is_complete:
        lines += _kept_for_next_year(draw, organisation)
        lines.append(_from_own_balance(organisation))
    projects = tuple(each.project for each in funded)
    purchases = tuple(purchase for each in funded for purchase in each.purchases)
    history = History.of(draw, edition, year, lines)
    return DepartmentalBudget(
        department=organisation.department,
        units=tuple(place.unit for place in organisation.establishments),
        lines=tuple(lines),
        projects=projects,
        overall_objective=overall_objective(organisation),
        objectives=tuple(objectives(organisation, projects)),
        procurement=purchases,
        assets=tuple(_assets(draw, organisation, purchases)),
        approved=approved_as(lines, [place.unit.code for place in organisation.establishments]),
        prior_year=history.figures,
        narrative=narrative(
            organisation,
            projects,
            basic=history.direction(lines, Nature.BASIC),
            project=history.direction(lines, Nature.PROJECT),
            three_public=history.three_public_direction(lines),
        )
        | ({} if purchases else {"procurement": "无"}),
    )


def _size(draw: Draw) -> Size:
    is_complete = draw.chance(25)
    fewest = _SMALLEST_COMPLETE if is_complete else 3
    return Size(draw.whole(3 if is_complete else 1, 12), draw.whole(fewest, 40), is_complete)


def _own_money(
    draw: Draw, organisation: Organisation, *, is_complete: bool
) -> Iterator[BudgetLine]:
    """What institutions earn and spend outside projects."""
    for place in organisation.establishments:
        if not place.unit.is_public_institution:
            continue
        if is_complete or draw.chance(30):
            amount = draw.yuan(20_000, 900_000)
            yield _unit_funds(
                place.unit.code,
                place.running.digits,
                RevenueSource.SERVICE,
                Nature.BASIC,
                "30226",
                amount,
            )
        if is_complete:
            for source, nature, economic in (
                (RevenueSource.BUSINESS, Nature.BUSINESS, "30226"),
                (RevenueSource.OTHER, Nature.SUPERIOR_REMITTANCE, "39999"),
                (RevenueSource.SUBSIDIARY_REMITTANCE, Nature.SUBSIDIARY_GRANT, "39999"),
            ):
                amount = draw.yuan(5_000, 200_000)
                yield _unit_funds(
                    place.unit.code, place.running.digits, source, nature, economic, amount
                )


def _unit_funds(
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


def _from_own_balance(organisation: Organisation) -> BudgetLine:
    """A gap that an institution's own balance of earlier years fills."""
    place = next(
        (p for p in organisation.establishments if p.unit.is_public_institution),
        organisation.establishments[0],
    )
    line = _unit_funds(
        place.unit.code,
        place.running.digits,
        RevenueSource.OTHER,
        Nature.BASIC,
        "30226",
        _OWN_BALANCE,
    )
    return replace(line, origin=Origin.OWN_BALANCE)


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
            planned[_asset_category(purchase)] += purchase.amount
    staff = sum(place.staff for place in organisation.establishments)
    vehicles = sum(place.vehicles for place in organisation.establishments)
    area = staff * draw.whole(14, 40)
    yield AssetHolding(
        AssetCategory.BUILDINGS, Decimal(area), draw.yuan(900 * area, 2600 * area), 0
    )
    yield AssetHolding(AssetCategory.OFFICE_SPACE, Decimal(area // 2))
    yield AssetHolding(
        AssetCategory.VEHICLES,
        Decimal(vehicles),
        draw.yuan(70_000 * vehicles, 170_000 * vehicles),
        planned[AssetCategory.VEHICLES],
    )
    devices = draw.whole(0, 9)
    yield AssetHolding(
        AssetCategory.EQUIPMENT,
        Decimal(devices),
        draw.yuan(200_000 * devices, 600_000 * devices),
        planned[AssetCategory.EQUIPMENT],
    )
    other = draw.yuan(9_000 * staff, 40_000 * staff)
    yield AssetHolding(AssetCategory.OTHER, None, other, planned[AssetCategory.OTHER])


def _asset_category(purchase: ProcurementLine) -> AssetCategory:
    if purchase.catalogue_code == _PASSENGER_CAR:
        return AssetCategory.VEHICLES
    return AssetCategory.EQUIPMENT if purchase.unit_price >= _DEAR else AssetCategory.OTHER
