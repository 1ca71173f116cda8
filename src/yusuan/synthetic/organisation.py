"""A made-up department and its units: one administrative unit first, then executive ones and institutions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import cycle
from typing import TYPE_CHECKING

from yusuan.catalog import divisions
from yusuan.core.budget import BudgetUnit, Department, SignOff
from yusuan.core.codes import Code, code
from yusuan.core.terms import UnitNature
from yusuan.synthetic.themes import THEMES

if TYPE_CHECKING:
    from yusuan.catalog import FiscalDivision
    from yusuan.synthetic.draw import Draw
    from yusuan.synthetic.themes import Theme

_COUNTY = "县"
_PEOPLE = (
    "周岚",
    "吴晓峰",
    "郑文博",
    "孙丽华",
    "冯海洋",
    "陈思远",
    "褚明",
    "卫国强",
    "蒋雨",
    "沈亦凡",
)


@dataclass(frozen=True, slots=True)
class Establishment:
    """A unit with what its basic expenditure depends on."""

    unit: BudgetUnit
    running: Code
    staff: int
    retired: int
    vehicles: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """A department with its theme and units."""

    department: Department
    theme: Theme
    establishments: tuple[Establishment, ...]


def organise(
    draw: Draw, year: int, edition: str, units: int, *, is_worded: bool = False
) -> Organisation:
    """Found a department somewhere; where `is_worded`, it and its units carry every name they ever had."""
    theme = draw.one(THEMES)
    counties = [d for d in divisions().values() if d.name.endswith(_COUNTY)]
    place = draw.one(counties)
    number = f"{draw.whole(101, 699)}"
    establishments = tuple(
        _establish(draw, theme, place, f"{number}{n:03d}", n) for n in range(1, units + 1)
    )
    department = _department(draw, year, edition, theme, place, number)
    if is_worded:
        department = replace(department, name=_worded(department.name, theme.executive))
        establishments = tuple(
            replace(e, unit=replace(e.unit, name=_worded(e.unit.name, kind.name)))
            for e, kind in zip(establishments, cycle(theme.institutions), strict=False)
        )
    return Organisation(department, theme, establishments)


def _worded(name: str, other: str) -> str:
    """A name with the further names on its seal."""
    return (
        f"{name}（加挂{other}管理办公室、公共服务与安全保障指导中心、"
        "党员干部现代远程教育和信访接待联络站牌子）"
    )


def _department(
    draw: Draw, year: int, edition: str, theme: Theme, place: FiscalDivision, number: str
) -> Department:
    approved = dt.date(year, 2, draw.whole(1, 28))
    published = approved + dt.timedelta(days=draw.whole(6, 20))
    reviewer, head = draw.some(_PEOPLE, 2)
    return Department(
        name=f"{place.name}{theme.bureau}",
        short_name=f"{place.name}{theme.bureau}",
        code=number,
        division=place.code,
        division_name=place.name,
        edition=edition,
        fiscal_year=year,
        published_on=published,
        approved_on=approved,
        sign_offs=SignOff(
            reviewer, approved + dt.timedelta(days=2), head, approved + dt.timedelta(days=4)
        ),
    )


def _establish(
    draw: Draw, theme: Theme, place: FiscalDivision, unit_code: str, n: int
) -> Establishment:
    """The first unit is the bureau itself, the second an institution, the third executes under civil-service rules."""
    if n == 1:
        unit = BudgetUnit(
            unit_code,
            f"{place.name}{theme.bureau}（本级）",
            UnitNature.ADMINISTRATIVE,
            "正科级",
            "财政拨款",
        )
        return Establishment(unit, code(theme.running), *_strength(draw, 18, 60), draw.whole(1, 6))
    if n == 3:  # noqa: PLR2004  the third
        unit = BudgetUnit(
            unit_code,
            f"{place.name}{theme.executive}",
            UnitNature.CIVIL_SERVICE,
            "副科级",
            "财政拨款",
        )
        return Establishment(unit, code(theme.running), *_strength(draw, 10, 40), draw.whole(0, 4))
    kind = theme.institutions[(n - 2 - (n > 3)) % len(theme.institutions)]  # noqa: PLR2004  after the third
    round_trip = (n - 2 - (n > 3)) // len(theme.institutions)  # noqa: PLR2004  as above
    name = kind.name if not round_trip else f"{kind.name}{'东西南北中新'[round_trip % 6]}区分部"
    unit = BudgetUnit(
        unit_code,
        f"{place.name}{name}",
        UnitNature.PUBLIC_INSTITUTION,
        "股级",
        draw.one(("财政性资金基本保证", "财政性资金定额或定项补助")),
    )
    return Establishment(unit, code(kind.function), *_strength(draw, 8, 120), draw.whole(0, 2))


def _strength(draw: Draw, fewest: int, most: int) -> tuple[int, int]:
    staff = draw.whole(fewest, most)
    return staff, draw.whole(0, staff // 2)
