"""What is there before anybody works: years with their days, divisions, departments, units, staff, standards, users."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from yusuan.core.money import FEN_PER_YUAN
from yusuan.core.terms import Nature
from yusuan.web.accounts.models import Membership, User
from yusuan.web.county import cast as c
from yusuan.web.county.drawn import EDITION, establishments, head_of, told
from yusuan.web.organisation.models import (
    Department,
    Division,
    FiscalYear,
    Staffing,
    Standard,
    StatutoryDay,
    Unit,
    UnitMembership,
)
from yusuan.web.policy import Role, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.web.county.cast import Cast

_BEGINS = dt.date(2020, 1, 1)
_KIND = StatutoryDay.Kind
# So many days from the day the county is looked at, so that some are past and some to come.
_DAYS = {
    _KIND.FIRST_UP: -20,
    _KIND.CEILINGS: -8,
    _KIND.SECOND_UP: 12,
    _KIND.CONGRESS: 50,
    _KIND.APPROVAL: 70,
    _KIND.UNIT_APPROVAL: 85,
    _KIND.PUBLICATION: 90,
}
_LAWS = {
    _KIND.APPROVAL: "预算法第五十二条",
    _KIND.UNIT_APPROVAL: "预算法第五十二条",
    _KIND.PUBLICATION: "预算法第十四条",
}
_PER = Standard.Per
_STANDARDS = (
    ("DE01", "办公费定额", _PER.POST, 4_000, "30201"),
    ("DE02", "水费定额", _PER.POST, 200, "30205"),
    ("DE03", "电费定额", _PER.POST, 900, "30206"),
    ("DE04", "邮电费定额", _PER.POST, 700, "30207"),
    ("DE05", "差旅费定额", _PER.STAFF, 2_400, "30211"),
    ("DE06", "培训费定额", _PER.STAFF, 600, "30216"),
    ("DE07", "公务用车运行维护费定额", _PER.VEHICLE, 26_000, "30231"),
    ("DE08", "离退休人员公用经费定额", _PER.RETIRED, 500, "30299"),
)


def make_base(years: Sequence[int], departments: Sequence[Cast], on: dt.date) -> None:
    """Make everything; the last of `years` is the one being prepared on the day `on`."""
    for code, name in c.DIVISIONS.items():
        Division.objects.create(code=code, name=name)
    for year in years:
        _year(year, departments[0], on, is_present=year == years[-1])
    for cast in departments:
        _department(cast, years[-1])
    _users(departments)


def _year(year: int, any_cast: Cast, on: dt.date, *, is_present: bool) -> None:
    head = head_of(any_cast, year)
    made = FiscalYear.objects.create(
        year=year,
        state=FiscalYear.State.OPEN,
        edition=EDITION,
        division=head["division"],
        division_name=head["division_name"],
    )
    present = on if is_present else dt.date(year - 1, 12, 1)
    StatutoryDay.objects.bulk_create(
        StatutoryDay(
            year=made, kind=kind, on=present + dt.timedelta(days=days), law=_LAWS.get(kind, "")
        )
        for kind, days in _DAYS.items()
    )
    Standard.objects.bulk_create(
        Standard(
            year=made,
            code=code,
            name=name,
            per=per,
            amount=yuan * FEN_PER_YUAN,
            function="",
            economic=economic,
            nature=Nature.BASIC.value,
            ground=f"{c.COUNTY}{year}年部门预算编制办法",
        )
        for code, name, per, yuan, economic in _STANDARDS
    )


def _department(cast: Cast, year: int) -> None:
    head = head_of(cast, year)
    department = Department.objects.create(
        code=head["code"],
        name=head["name"],
        short_name=head.get("short_name", ""),
        division_id=cast.division,
    )
    for place in establishments(cast, year):
        drawn = place.unit
        unit = Unit.objects.create(code=drawn.code, name=told(cast, drawn.name))
        UnitMembership.objects.create(
            unit=unit,
            department=department,
            nature=drawn.nature.value,
            rank=drawn.rank,
            funding_form=drawn.funding_form,
            begins=_BEGINS,
        )
        Staffing.objects.create(
            unit=unit,
            as_of=dt.date(year - 1, 9, 30),
            posts=place.staff + 2,
            staff=place.staff,
            retired=place.retired,
            vehicles=place.vehicles,
        )


def _users(departments: Sequence[Cast]) -> None:
    password = make_password(c.PASSWORD)

    def user(username: str, name: str, role: Role, kind: ScopeKind, scope: str) -> None:
        made = User.objects.create(username=username, name=name, password=password)
        Membership.objects.create(
            user=made, role=role, scope_kind=kind, scope=scope, begins=_BEGINS
        )

    for username, role, name in c.BUREAU_ROLES:
        user(username, name, role, ScopeKind.ALL, "")
    number = 0
    for key in c.DIVISIONS:
        user(f"{key}-ke", c.name_of(number), Role.FINANCE_DIVISION, ScopeKind.DIVISION, key)
        number += 1
    for cast in departments:
        department = head_of(cast, 2026)["code"]
        for suffix, role in c.DEPARTMENT_ROLES:
            number += 1
            name = c.name_of(number)
            user(f"{cast.key}-{suffix}", name, role, ScopeKind.DEPARTMENT, department)
        for n in range(1, cast.units + 1):
            number += 1
            unit = f"{department}{n:03d}"
            name = c.name_of(number)
            user(f"{cast.key}-danwei{n}", name, Role.UNIT_PREPARER, ScopeKind.UNIT, unit)
