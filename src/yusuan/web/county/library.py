"""The project library of the county: what stands in the present year's budgets, and projects at every step before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.web.acting import as_the_system
from yusuan.web.clock import now, stopped
from yusuan.web.county import course, people
from yusuan.web.county.drawn import rows_of
from yusuan.web.journal.chain import Said
from yusuan.web.organisation.models import Unit
from yusuan.web.projects.content import TABLES
from yusuan.web.projects.models import Choice, Project
from yusuan.web.projects.steps import chain_of_project, take

if TYPE_CHECKING:
    from yusuan.web.county.cast import Cast
    from yusuan.web.projects.checking import Content

_LASTS = 3
S = Project.State


def filled(cast: Cast, year: int, department: str) -> None:
    """The projects of a department's budget, chosen; and of the first unit three more on their way."""
    found = [
        (unit, content)
        for unit, rows in rows_of(cast, year).items()
        if unit is not None
        for content in _projects(rows)
    ]
    with stopped(course.days_before(70)), as_the_system("示范数据") as said:
        for unit, content in found:
            project = _made(unit, content, year, department, S.SELECTED)
            finance = people.division(cast)
            Choice.objects.create(project=project, year_id=year, user_id=finance.user_id, at=now())
            said.append(_said(project))
        waiting = [
            _made(unit, _second(content, number), year, department, S.DECLARED)
            for number, (unit, content) in enumerate(found[:3], start=1)
        ]
        said.extend(_said(project) for project in waiting)
    _on_their_way(cast, waiting)


def _on_their_way(cast: Cast, waiting: list[Project]) -> None:
    """One waits for the department, one for finance, one was returned."""
    for number, project in enumerate(waiting):
        unit = people.actor(f"{cast.key}-danwei{int(project.unit_id[-3:])}")
        with stopped(course.days_before(30 - number)):
            take(unit, project, "submit")
        project.refresh_from_db()
        if number == 0:
            continue
        with stopped(course.days_before(20 - number)):
            take(people.of_department(cast, "shenhe"), project, "accept_department")
        project.refresh_from_db()
        if number > 1:
            with stopped(course.days_before(6)):
                reason = "与上年项目内容重复，请说明新增部分。"
                take(people.division(cast), project, "return_finance", reason)


def _projects(rows: list[tuple[str, dict[str, str]]]) -> list[Content]:
    heads = [values for record, values in rows if record == r.PROJECTS.name]
    found: list[Content] = []
    for head in heads:
        content: Content = {r.PROJECTS.name: [dict(head)]}
        for table in TABLES[1:]:
            own = [
                dict(values)
                for record, values in rows
                if record == table.name and values.get("project") == head["code"]
            ]
            if own:
                content[table.name] = own
        found.append(content)
    return found


def _second(content: Content, number: int) -> Content:
    """The same project once more, as its second stage."""
    head = content[r.PROJECTS.name][0]
    code = f"{head['code'][:-1]}{'RST'[number - 1]}"
    made: Content = {}
    for name, rows in content.items():
        key = "code" if name == r.PROJECTS.name else "project"
        made[name] = [{**row, key: code} for row in rows]
    made[r.PROJECTS.name][0]["name"] = f"{head['name']}（二期）"
    return made


def _made(unit: str, content: Content, year: int, department: str, state: S) -> Project:
    head = content[r.PROJECTS.name][0]
    return Project.objects.create(
        code=head["code"],
        unit=Unit.objects.get(pk=unit),
        department_id=department,
        name=head["name"],
        category=head["category"],
        state=state,
        first_year=year,
        last_year=year + _LASTS - 1,
        content=content,
    )


def _said(project: Project) -> Said:
    chain = chain_of_project(project)
    after = {"name": project.name, "state": project.state}
    return Said(chain, "project_edit", "projects.project", project.code, None, after)
