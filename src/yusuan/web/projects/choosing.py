"""Choose projects of the library into a year's budget: their records become rows of the unit's part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yusuan.core import records as r
from yusuan.core.errors import NotReady
from yusuan.web.acting import acting
from yusuan.web.budgets.models import Part, Row
from yusuan.web.budgets.saving import allow_for, locked_part, raise_revisions
from yusuan.web.projects.content import TABLES
from yusuan.web.projects.models import Choice, Project
from yusuan.web.visible import chain_of_book, subject_of_part

if TYPE_CHECKING:
    from yusuan.web.acting import Act
    from yusuan.web.policy import Actor

_CHOOSABLE = (Project.State.IN_LIBRARY, Project.State.SELECTED, Project.State.EXECUTING)


def choosable(part: Part) -> list[Project]:
    """The projects of the part's unit that may be in its year's budget."""
    year = part.book.year_id
    found = Project.objects.filter(
        unit=part.unit_id, state__in=_CHOOSABLE, first_year__lte=year, last_year__gte=year
    )
    return list(found.order_by("code"))


def choose(actor: Actor, part: Part, project: Project) -> None:
    """Put a project's records into the part, in place of those of the same project; raises NotAllowed, NotReady."""
    with acting(actor, allow_for(part), subject_of_part(part)) as act:
        locked = locked_part(part.pk)
        _require(actor, locked, project)
        _replace(act, locked, project, project.content)
        Choice.objects.get_or_create(
            project=project,
            year_id=locked.book.year_id,
            defaults={"user_id": actor.user_id, "at": act.at},
        )
        _turn(act, locked, project, Project.State.SELECTED)


def unchoose(actor: Actor, part: Part, project: Project) -> None:
    """Take a project out of the part again."""
    with acting(actor, allow_for(part), subject_of_part(part)) as act:
        locked = locked_part(part.pk)
        _require(actor, locked, project)
        _replace(act, locked, project, {})
        Choice.objects.filter(project=project, year_id=locked.book.year_id).delete()
        _turn(act, locked, project, Project.State.IN_LIBRARY)


def _require(actor: Actor, part: Part, project: Project) -> None:

    allow_for(part).require(actor, subject_of_part(part))
    if project.unit_id != part.unit_id or project.state not in _CHOOSABLE:
        raise NotReady(_("只能列入本单位已入库的项目"))


def _replace(
    act: Act, part: Part, project: Project, content: dict[str, list[dict[str, str]]]
) -> None:
    chain = chain_of_book(part.book)
    for record in TABLES:
        key = "code" if record is r.PROJECTS else "project"
        own = [
            row
            for row in part.rows.filter(record=record.name)
            if row.values.get(key) == project.code
        ]
        for row in own:
            act.record(row, {"record": row.record, "values": row.values}, None, chain=chain)
            row.delete()
        last = part.rows.filter(record=record.name).order_by("-position").first()
        at = last.position if last else 0
        for number, values in enumerate(content.get(record.name, []), start=1):
            row = Row.objects.create(
                part=part, record=record.name, position=at + number, values=values
            )
            act.record(row, None, {"record": row.record, "values": values}, chain=chain)
    raise_revisions(part)


def _turn(act: Act, part: Part, project: Project, state: Project.State) -> None:
    before = {"state": project.state}
    project.state = state
    project.save(update_fields=["state"])
    act.record(project, before, {"state": state}, chain=chain_of_book(part.book))
