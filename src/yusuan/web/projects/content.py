"""A project's content as a form: tables of fields, as many rows as there are and some to spare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yusuan.core import records as r
from yusuan.core.errors import NotReady
from yusuan.web.acting import acting
from yusuan.web.budgets.entry.sheet import Column, columns_of
from yusuan.web.budgets.normal import normal
from yusuan.web.policy.actions import PROJECT_EDIT
from yusuan.web.projects.models import Project
from yusuan.web.visible import subject_of_project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.web.policy import Actor
    from yusuan.web.projects.checking import Content

_SPARE = 2
_MOST = 200
TABLES = (
    r.PROJECTS,
    r.COSTING,
    r.LINES,
    r.PROJECT_OBJECTIVES,
    r.INDICATORS,
    r.PROCUREMENT,
)
# What the project itself says of each row.
_KNOWN = frozenset({"project", "code", "unit", "category", "nature"})


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of record of a project: its columns, and rows of (column, text, name of the input)."""

    name: str
    label: str
    columns: list[Column]
    rows: list[list[tuple[Column, str, str]]]


def tables_of(content: Content) -> list[Table]:
    """The tables of a form."""
    return [_table(record, content.get(record.name, [])) for record in TABLES]


def _table(record: r.Record, rows: list[dict[str, str]]) -> Table:
    label = "资金构成" if record is r.LINES else record.label
    columns = [one for one in columns_of(record) if one.field.name not in _KNOWN]
    spare = 0 if record is r.PROJECTS else _SPARE
    shown = [*rows, *({} for _ in range(spare))]
    return Table(
        record.name,
        label,
        columns,
        [
            [
                (one, row.get(one.field.name, ""), f"{record.name}-{number}-{one.field.name}")
                for one in columns
            ]
            for number, row in enumerate(shown)
        ],
    )


def posted(project: Project, given: Mapping[str, str]) -> Content:
    """The content a form sends: rows that hold anything, each with what the project says of it."""
    found: Content = {}
    for record in TABLES:
        fields = {one.field.name: one.field for one in columns_of(record)}
        rows: list[dict[str, str]] = []
        for number in range(_MOST):
            row = {
                name: text
                for name, field in fields.items()
                if (text := normal(field, given.get(f"{record.name}-{number}-{name}", "")))
            }
            if row:
                rows.append(row | known_of(project, record))
        if rows:
            found[record.name] = rows
    return found


def known_of(project: Project, record: r.Record) -> dict[str, str]:
    """What the project says of a row of a record."""
    if record is r.PROJECTS:
        return {"code": project.code, "unit": project.unit_id, "category": project.category}
    if record is r.LINES:
        return {"unit": project.unit_id, "project": project.code, "nature": "项目支出"}
    return {"project": project.code}


def save(actor: Actor, project: Project, content: Content, revision: int) -> Project:
    """Keep the content; raises NotReady where somebody else saved since `revision`, NotAllowed.

    Whatever was accepted of the project was accepted as it stood: it is declared again.
    """
    from yusuan.web.projects.steps import chain_of_project

    with acting(actor, PROJECT_EDIT, subject_of_project(project)) as act:
        locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        if locked.revision != revision:
            raise NotReady(_("这个项目刚刚被别人改过。您填的还在下面；请对照后再保存。"))
        before: dict[str, Any] = {"content": locked.content, "state": locked.state}
        if locked.content == content:
            act.is_idle = True
            return locked
        locked.content = content
        head = next(iter(content.get(r.PROJECTS.name, ())), {})
        locked.name = head.get("name", locked.name)[:120]
        locked.state = Project.State.DECLARED
        locked.revision += 1
        locked.save()
        after = {"content": content, "state": locked.state}
        act.record(locked, before, after, chain=chain_of_project(locked))
    return locked
