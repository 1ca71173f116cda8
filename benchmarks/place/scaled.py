"""A place of any size: the departments of the example county, again and again under other codes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from yusuan.core.money import MoneyUnit, parse_amount, yuan
from yusuan.web.accounts.models import Membership, User
from yusuan.web.acting import building
from yusuan.web.budgets.models import Book, Part, Row
from yusuan.web.clock import now
from yusuan.web.county.cast import DEPARTMENTS, DIVISIONS
from yusuan.web.county.drawn import EDITION, head_of, rows_of
from yusuan.web.organisation.models import (
    Department,
    Division,
    FiscalYear,
    Unit,
    UnitMembership,
)
from yusuan.web.policy import Role, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.web.county.cast import Cast

YEAR = 2027
_BEGINS = dt.date(2020, 1, 1)
# Fields that hold the code of a unit or department.
_CODES = {
    "units": ("code",),
    "lines": ("unit",),
    "projects": ("unit",),
    "department": ("code",),
    "transfers": ("payer", "receiver"),
}


def make_scaled(times: int, split: int = 1) -> dict[str, int]:
    """Make `times` copies of the twelve departments with forty units, all being entered; how much there is of what.

    Each line is split into `split` lines that add up to it.
    """
    with building():
        for code, name in DIVISIONS.items():
            Division.objects.create(code=code, name=name)
        head = head_of(DEPARTMENTS[0], YEAR)
        year = FiscalYear.objects.create(
            year=YEAR,
            state=FiscalYear.State.OPEN,
            edition=EDITION,
            division=head["division"],
            division_name=head["division_name"],
        )
        for number in range(times):
            for cast in DEPARTMENTS:
                _department(cast, number, year, split)
    return {
        "departments": Department.objects.count(),
        "units": Unit.objects.count(),
        "rows": Row.objects.count(),
        "lines": Row.objects.filter(record="lines").count(),
    }


def _department(cast: Cast, number: int, year: FiscalYear, split: int) -> None:
    rows = rows_of(cast, YEAR)
    head = head_of(cast, YEAR)

    def recoded(code: str) -> str:
        return f"{number:02d}{code}" if number else code

    def values(record: str, written: Mapping[str, str]) -> dict[str, str]:
        return {**written, **{name: recoded(written[name]) for name in _CODES.get(record, ())}}

    department = Department.objects.create(
        code=recoded(head["code"]), name=head["name"], division_id=cast.division
    )
    book = Book.objects.create(department=department, year=year, since=now())
    for unit, typed in rows.items():
        made = None
        if unit is not None:
            record = next(v for kind, v in typed if kind == "units")
            made = Unit.objects.create(code=recoded(unit), name=record["name"])
            UnitMembership.objects.create(
                unit=made, department=department, nature=record["nature"], begins=_BEGINS
            )
        part = Part.objects.create(book=book, unit=made, since=now())
        at: dict[str, int] = {}
        stored = []
        for kind, written in typed:
            for one in _split(kind, values(kind, written), split):
                at[kind] = at.get(kind, 0) + 1
                stored.append(Row(part=part, record=kind, position=at[kind], values=one))
        Row.objects.bulk_create(stored)
        if made is not None:
            enrol(f"preparer-{made.code}", Role.UNIT_PREPARER, ScopeKind.UNIT, made.code)
    enrol(
        f"reviewer-{department.code}",
        Role.DEPARTMENT_REVIEWER,
        ScopeKind.DEPARTMENT,
        department.code,
    )


def _split(kind: str, values: dict[str, str], parts: int) -> list[dict[str, str]]:
    if kind != "lines":
        return [values]
    amount = parse_amount(values["amount"], MoneyUnit.YUAN).fen
    shares = [amount // parts] * (parts - 1)
    shares.append(amount - sum(shares))
    return [{**values, "amount": yuan(share)} for share in shares if share]


def enrol(username: str, role: Role, kind: ScopeKind, scope: str) -> User:
    """Somebody who holds a role; no password opens the account."""
    user = User.objects.create(username=username, name=role.label, password=make_password(None))
    Membership.objects.create(user=user, role=role, scope_kind=kind, scope=scope, begins=_BEGINS)
    return user
