"""The projects as citizens look at them: the largest first, what each promises, and who answers for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from yusuan.core.budget import MASK
from yusuan.documents.grids import plain_grid
from yusuan.documents.project_tables import wan
from yusuan.documents.publication import GridCell, ProjectEntry, ProjectList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.budget import DepartmentalBudget, Project
    from yusuan.documents.publication import Grid

_INDICATORS = 2


def places(projects: Sequence[Project]) -> tuple[str, ...]:
    """What the part of each project is called in links: by its code, which stays when projects are added.

    By its number where the code is no word a link can hold, or another project's too.
    """
    shared = Counter(project.code for project in projects)
    return tuple(
        p.code if shared[p.code] == 1 and p.code.isascii() and p.code.isalnum() else f"n{n:02d}"
        for n, p in enumerate(projects, start=1)
    )


def project_list(budget: DepartmentalBudget) -> ProjectList | None:
    """All projects with the places of their own parts; None where there is no project."""
    if not budget.projects:
        return None
    units = {unit.code: unit.name for unit in budget.units}
    answers = _responsible(budget)
    entries = [
        ProjectEntry(
            code=project.code,
            name=project.name,
            unit=units.get(project.unit, project.unit),
            category=project.category.value,
            amount=None if _is_hidden(project) else project.amount,
            text=MASK if _is_hidden(project) else f"{wan(project.amount)}万元",
            objective=project.objectives[0].text if project.objectives else "",
            indicators=tuple(f"{i.name}{i.target}" for i in project.indicators if not i.classified)[
                :_INDICATORS
            ],
            responsible=answers.get(n, ""),
            place=place,
        )
        for n, (project, place) in enumerate(
            zip(budget.projects, places(budget.projects), strict=True), start=1
        )
    ]
    ranked = sorted(entries, key=lambda entry: -1 if entry.amount is None else -entry.amount)
    return ProjectList("projects", "项目：钱用来做什么，谁负责", tuple(ranked))


def _is_hidden(project: Project) -> bool:
    return "amount" in project.classified


def _responsible(budget: DepartmentalBudget) -> Mapping[int, str]:
    """Who answers for each project, by its number.

    The department's own objectives name a section. It answers for a project where both promise the very same
    (indicator and target), or where it is the project's unit itself. Silent where two sections would.
    """
    of_promise: dict[tuple[str, str], set[str]] = defaultdict(set)
    for objective in budget.objectives:
        for indicator in objective.indicators:
            of_promise[indicator.name, str(indicator.target)].add(objective.responsible)
    named = {objective.responsible for objective in budget.objectives}
    units = {unit.code: unit.name for unit in budget.units}
    found = {}
    for n, project in enumerate(budget.projects, start=1):
        promised: set[str] = set()
        for i in project.indicators:
            promised |= of_promise.get((i.name, str(i.target)), set())
        if not promised and units.get(project.unit) in named:
            promised = {units[project.unit]}
        if len(promised) == 1:
            found[n] = promised.pop()
    return found


def objectives_grid(budget: DepartmentalBudget) -> Grid | None:
    """Who promises what: the department's objectives with the section that answers and its indicators."""
    if not budget.objectives:
        return None
    rows = list(_objective_rows(budget))
    return plain_grid(
        "promises",
        [("工作",), ("责任科室",), ("绩效目标",), ("绩效指标",)],
        rows,
        (2, 1.5, 4, 3.5),
        captions=("", "", ""),
        summary=f"部门绩效目标和责任科室，共{len(rows)}项",
    )


def _objective_rows(budget: DepartmentalBudget) -> Iterator[list[GridCell]]:
    for objective in budget.objectives:
        measured = "、".join(f"{i.name}{i.target}" for i in objective.indicators)
        texts = (objective.group, objective.responsible, objective.text, measured)
        yield [GridCell(text) for text in texts]
