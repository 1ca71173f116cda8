"""Basic expenditure of made-up units: pay, contributions with their functional mirrors, running costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.budget import BudgetLine
from yusuan.core.codes import Code, code
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource, UnitNature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.synthetic.draw import Draw
    from yusuan.synthetic.organisation import Establishment

# Yuan a month for each of the staff, from and to.
_PAY = {
    UnitNature.ADMINISTRATIVE: {"30101": (3600, 5200), "30102": (2600, 4100), "30103": (900, 1900)},
    UnitNature.CIVIL_SERVICE: {"30101": (3400, 4900), "30102": (2300, 3600), "30103": (800, 1600)},
    UnitNature.PUBLIC_INSTITUTION: {
        "30101": (3300, 4800),
        "30102": (300, 900),
        "30107": (1900, 3200),
    },
}
# Contributions: percent of pay, economic class and the functional item that mirrors it.
_CONTRIBUTIONS = (
    (16, "30108", "2080505"),
    (8, "30109", "2080506"),
    (3, "30111", "2101103"),
    (12, "30113", "2210201"),
)
# Yuan a year for each of the staff.
_RUNNING = {
    "30201": (600, 1900),
    "30202": (90, 500),
    "30205": (40, 260),
    "30206": (150, 900),
    "30207": (200, 1100),
    "30208": (300, 1500),
    "30209": (200, 1300),
    "30211": (200, 1500),
    "30213": (100, 700),
    "30215": (30, 200),
    "30216": (90, 600),
    "30226": (200, 2600),
    "30229": (150, 500),
    "30299": (60, 700),
}
_MONTHS = 12


def basic_lines(draw: Draw, place: Establishment) -> Iterator[BudgetLine]:
    """What one unit needs to exist, all of it current appropriation of the general public budget."""
    nature = place.unit.nature
    pay = 0
    for economic, (low, high) in _PAY[nature].items():
        amount = draw.yuan(low * place.staff * _MONTHS, high * place.staff * _MONTHS)
        pay += amount
        yield _line(place, place.running, economic, amount)
    for percent, economic, function in _CONTRIBUTIONS:
        yield _line(place, code(function), economic, draw.share(pay, percent))
    medical = "2101102" if place.unit.is_public_institution else "2101101"
    yield _line(place, code(medical), "30110", draw.share(pay, 7))
    yield _line(place, place.running, "30112", draw.share(pay, 1))
    if place.retired:
        pensions = code("2080502" if place.unit.is_public_institution else "2080501")
        yield _line(place, pensions, "30302", draw.yuan(2000 * place.retired, 9000 * place.retired))
        if draw.chance(40):
            yield _line(place, pensions, "30301", draw.yuan(60_000, 190_000))
    yield _line(place, place.running, "30228", draw.share(pay, 2))
    for economic, (low, high) in _RUNNING.items():
        if draw.chance(75):
            amount = draw.yuan(low * place.staff, high * place.staff)
            yield _line(place, place.running, economic, amount)
    if place.vehicles:
        amount = draw.yuan(15_000 * place.vehicles, 36_000 * place.vehicles)
        yield _line(place, place.running, "30231", amount)
    if nature is UnitNature.ADMINISTRATIVE:
        yield _line(place, place.running, "30217", draw.yuan(3_000, 60_000))
        yield _line(
            place, place.running, "30239", draw.yuan(650 * 12 * place.staff, 9000 * place.staff)
        )
        yield _line(place, place.running, "31002", draw.yuan(5_000, 90_000))
    yield _line(place, place.running, "30309", draw.yuan(300, 9_000))


def _line(place: Establishment, function: Code, economic: str, amount: int) -> BudgetLine:
    return BudgetLine(
        unit=place.unit.code,
        fund=Fund.GENERAL_PUBLIC,
        source=RevenueSource.APPROPRIATION,
        origin=Origin.CURRENT_YEAR,
        function=function,
        economic=code(economic),
        nature=Nature.BASIC,
        project="",
        amount=amount,
    )
