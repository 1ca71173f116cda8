"""What the rules say of one project: read by the core's loader as a budget that holds nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.dataset.sheets import Sheet, SheetRow
from yusuan.core.errors import CatalogError, Faults, ReadError, UnplacedLine
from yusuan.core.outcomes import Severity
from yusuan.pipeline import Run
from yusuan.readers.typed import Typed
from yusuan.rules.books import costing, performance, project_codes, projects, target_quality
from yusuan.web.budgets.checking import Problem, problem_of_fault, problem_of_outcome
from yusuan.web.budgets.dataset import place_of
from yusuan.web.organisation.models import FiscalYear, UnitMembership

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.web.projects.models import Project

_OWN = (r.PROJECTS, r.COSTING, r.PROJECT_OBJECTIVES, r.INDICATORS, r.PROCUREMENT, r.LINES)
_RULES = frozenset(
    rule.id
    for module in (costing, performance, project_codes, projects, target_quality)
    for rule in module.RULES
)
# A project is asked for what the department says elsewhere; not before it stands in a budget.
_OF_DEPARTMENTS = frozenset(
    {
        "department-targets-are-carried-by-projects",
        "department-rates-are-measured-in-projects",
        "objectives-name-who-answers",
    }
)
Content = dict[str, list[dict[str, str]]]


def problems_of(project: Project) -> list[Problem]:
    """Faults and findings of the project as it stands."""
    return problems_in(project, project.content)


def problems_in(
    project: Project, content: Mapping[str, Sequence[Mapping[str, str]]]
) -> list[Problem]:
    """Faults and findings of content the project would have; a place is "<record>-<number>.<field>"."""
    try:
        budget = budget_with(project, content)
        outcomes = Run.of(budget).outcomes
    except ReadError as error:
        return [problem_of_fault(fault) for fault in error.faults]
    except (UnplacedLine, CatalogError) as error:
        return [Problem(Severity.ERROR, str(error), "", "", "", ())]
    wanted = _RULES - _OF_DEPARTMENTS
    return [problem_of_outcome(one) for one in outcomes.findings if one.rule in wanted]


def budget_with(
    project: Project, content: Mapping[str, Sequence[Mapping[str, str]]]
) -> DepartmentalBudget:
    """A budget of the project's unit that holds the project alone; raises ReadError."""
    sheets = {
        record.name: Sheet(
            record,
            [
                SheetRow(values, _placed(f"{record.name}-{number}"))
                for number, values in enumerate(content.get(record.name, ()))
            ],
        )
        for record in _OWN
    }
    sheets[r.DEPARTMENT.name] = Sheet(r.DEPARTMENT, [SheetRow(_department(project), _placed(0))])
    sheets[r.UNITS.name] = Sheet(r.UNITS, [SheetRow(_unit(project), _placed(0))])
    return Typed(Faults()).loaded(project.code, sheets, None)


def _department(project: Project) -> dict[str, str]:
    year = FiscalYear.objects.filter(year__gte=project.first_year).order_by("year").first()
    year = year or FiscalYear.objects.order_by("-year").first()
    return {
        "name": project.department.name,
        "code": project.department.code,
        "division": year.division if year else "",
        "division_name": year.division_name if year else "",
        "edition": year.edition if year else "",
        "fiscal_year": str(year.year if year else project.first_year),
    }


def _unit(project: Project) -> dict[str, str]:
    held = UnitMembership.objects.filter(unit=project.unit_id).order_by("-begins").first()
    nature = held.nature if held else ""
    return {"code": project.unit_id, "name": project.unit.name, "nature": nature}


def _placed(row: int | str) -> Callable[[str], str]:
    return lambda field: place_of(row, field)
