"""The rules of the book that published projects can be held to: those that need no budget lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.budget import Department, DepartmentalBudget
from yusuan.rules.books import rule
from yusuan.rules.check import run
from yusuan.rules.spec import Form, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.core.budget import DepartmentObjective, Project
    from yusuan.core.outcomes import Outcome
    from yusuan.core.terms import IndicatorKind

# Advice about wording is left out: a reviewer of three hundred documents wants what is wrong.
RULES = (
    "outputs-and-outcomes-are-measured",
    "satisfaction-is-measured",
    "department-targets-are-carried-by-projects",
    "department-rates-are-measured-in-projects",
    "project-codes-check",
    "payment-plans-never-fall",
    "payment-plans-end-at-100",
    "texts-multiply-right",
    "rates-times-quantities-fit-the-budget",
)


def check_projects(
    projects: Sequence[Project],
    objectives: Sequence[DepartmentObjective],
    *,
    year: int,
    tree: Mapping[IndicatorKind, IndicatorKind],
) -> list[Outcome]:
    """The outcomes of the project rules; empty where a document prints no project."""
    if not projects:
        return []
    department = Department("", "", "", "", "", year)
    budget = DepartmentalBudget(department, projects=tuple(projects), objectives=tuple(objectives))
    return run((rule(name) for name in RULES), Subject(budget, {}, Form(year, tree)))
