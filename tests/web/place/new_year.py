"""A department of two units before its year is opened: its people are there, its budget is on nobody's desk yet."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from yusuan.synthetic.department import synthesise
from yusuan.synthetic.draw import Size
from yusuan.web.budgets.typed import typed_rows
from yusuan.web.policy.roles import Role, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.budget import DepartmentalBudget

YEAR = 2027


@cache
def budget() -> DepartmentalBudget:
    """What its people are about to type; one warning is in it, that needs a reason."""
    return synthesise(1, YEAR, "hebei", Size(units=2, projects=3))


def rows() -> Mapping[str | None, list[tuple[str, dict[str, str]]]]:
    """The same as rows, by unit."""
    return typed_rows(budget())


def make_new_year() -> None:
    """Make it: the year is there and closed, the department and its units have users."""
    from tests.web.place.small import enrol, unit_of
    from yusuan.web.acting import building
    from yusuan.web.organisation.models import Department, Division, FiscalYear

    head = budget().department
    with building():
        FiscalYear.objects.create(
            year=YEAR,
            edition="hebei",
            division=head.division,
            division_name=head.division_name,
        )
        Division.objects.create(code="ke", name="业务科")
        department = Department.objects.create(
            code=head.code, name=head.name, short_name=head.short_name, division_id="ke"
        )
        held = {
            "reviewer": (Role.DEPARTMENT_REVIEWER, ScopeKind.DEPARTMENT, head.code),
            "publisher": (Role.PUBLISHER, ScopeKind.DEPARTMENT, head.code),
            "secrecy": (Role.SECRECY_REVIEWER, ScopeKind.DEPARTMENT, head.code),
            "head": (Role.HEAD, ScopeKind.DEPARTMENT, head.code),
            "finance": (Role.FINANCE_DIVISION, ScopeKind.DIVISION, "ke"),
            "budget": (Role.BUDGET_DIVISION, ScopeKind.ALL, ""),
        }
        for number, unit in enumerate(budget().units, start=1):
            unit_of(department, unit)
            held[f"preparer{number}"] = (Role.UNIT_PREPARER, ScopeKind.UNIT, unit.code)
        enrol(held)
