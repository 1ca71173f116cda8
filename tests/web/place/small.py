"""A small place for tests: two divisions, two departments with three units each, one user a role and scope."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yusuan.synthetic.department import synthesise
from yusuan.synthetic.draw import Size
from yusuan.web.accounts.holding import actor_of
from yusuan.web.accounts.models import Membership, User
from yusuan.web.acting import building
from yusuan.web.budgets.dataset import rows_for
from yusuan.web.budgets.models import Book, Part, Row
from yusuan.web.budgets.typed import typed_rows
from yusuan.web.clock import now
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

    from yusuan.core.budget import BudgetUnit
    from yusuan.web.policy import Actor

YEAR = 2026
PASSWORD = "heshan-shili-wanyi"  # noqa: S105  of tests
DAY = dt.date(2026, 1, 5)
_BEGINS = dt.date(2020, 1, 1)


def make_place(departments: int = 2) -> list[Book]:
    """Make the place and return a book of each department, its rows filled and without errors."""
    with building():
        return [_department(number) for number in range(departments)]


def _department(number: int) -> Book:
    budget = synthesise(7 + number, YEAR, "hebei", Size(units=3, projects=4))
    year, _ = FiscalYear.objects.get_or_create(
        year=YEAR,
        defaults={
            "state": FiscalYear.State.OPEN,
            "edition": "hebei",
            "division": budget.department.division,
            "division_name": budget.department.division_name,
        },
    )
    division = Division.objects.create(code=f"ke{number}", name=f"业务{number + 1}科")
    department = Department.objects.create(
        code=budget.department.code,
        name=budget.department.name,
        short_name=budget.department.short_name,
        division=division,
    )
    book = Book.objects.create(department=department, year=year, since=now())
    Part.objects.create(book=book, since=now())
    for unit in budget.units:
        Part.objects.create(book=book, unit=unit_of(department, unit), since=now())
    typed = typed_rows(budget)
    for part in book.parts.all():
        Row.objects.bulk_create(rows_for(part, typed.get(part.unit_id, [])))
    _users(number, book)
    return book


def _users(number: int, book: Book) -> None:
    """`<role><number>` for each role: preparer0 is of the first unit, preparer0b of the second."""
    units = [part.unit_id or "" for part in book.parts.exclude(unit=None)]
    own = (ScopeKind.DEPARTMENT, book.department_id)
    division = (ScopeKind.DIVISION, book.department.division_id)
    held = {
        f"preparer{number}": (Role.UNIT_PREPARER, ScopeKind.UNIT, units[0]),
        f"preparer{number}b": (Role.UNIT_PREPARER, ScopeKind.UNIT, units[1]),
        f"reviewer{number}": (Role.DEPARTMENT_REVIEWER, *own),
        f"publisher{number}": (Role.PUBLISHER, *own),
        f"secrecy{number}": (Role.SECRECY_REVIEWER, *own),
        f"head{number}": (Role.HEAD, *own),
        f"finance{number}": (Role.FINANCE_DIVISION, *division),
        f"performance{number}": (Role.PERFORMANCE, *division),
    }
    if number == 0:
        held |= {
            "budget": (Role.BUDGET_DIVISION, ScopeKind.ALL, ""),
            "auditor": (Role.AUDITOR, ScopeKind.ALL, ""),
            "administrator": (Role.ADMINISTRATOR, ScopeKind.ALL, ""),
        }
    enrol(held, str(number))


def enrol(held: Mapping[str, tuple[Role, ScopeKind, str]], more: str = "") -> None:
    """Users by name with the role each holds, called by it and by what is `more`; the password of tests opens all."""
    for username, (role, kind, scope) in held.items():
        user = User(username=username, name=f"{role.label}{more}")
        user.set_password(PASSWORD)
        user.save()
        Membership.objects.create(
            user=user, role=role, scope_kind=kind, scope=scope, begins=_BEGINS
        )


def unit_of(department: Department, unit: BudgetUnit) -> Unit:
    """A unit, the department's from long ago."""
    made = Unit.objects.create(code=unit.code, name=unit.name)
    UnitMembership.objects.create(
        unit=made,
        department=department,
        nature=unit.nature.value,
        rank=unit.rank,
        funding_form=unit.funding_form,
        begins=_BEGINS,
    )
    return made


def actor(username: str) -> Actor:
    """The user as an actor, today."""
    return actor_of(User.objects.get(username=username), DAY)


def submitted_units(book: Book) -> None:
    """Every unit's part submitted and accepted, warnings explained, as if by its own people."""
    from yusuan.web.budgets.checking import checked
    from yusuan.web.comments.models import Waiver
    from yusuan.web.workflow.states import PartState

    with building():
        book.parts.update(state=PartState.ACCEPTED)
        one, other = User.objects.order_by("pk")[:2]
        for warning in checked(book).warnings:
            Waiver.objects.create(
                book=book,
                rule=warning.rule,
                finding=warning.id,
                message=warning.message,
                reason="已核实",
                asked_by=one,
                asked_at=now(),
                approved_by=other,
                approved_at=now(),
                expires=dt.date(2099, 1, 1),
            )
