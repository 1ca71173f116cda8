"""What is done to base data, each an act in the journal. Raises NotAllowed, and NotReady with what to do.

Units move by ending one membership and beginning another on the same day: no day has two, and history stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.web.acting import acting, as_record
from yusuan.web.organisation.models import (
    FiscalYear,
    Staffing,
    Standard,
    StatutoryDay,
    Unit,
    UnitMembership,
)
from yusuan.web.policy import Subject
from yusuan.web.policy.actions import BASE_DATA

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Model

    from yusuan.web.organisation.models import Department
    from yusuan.web.policy import Actor

_PLACE = Subject()


def create(actor: Actor, made: Model) -> None:
    """A new year, division, department or standard; raises NotReady where there is one of its code."""
    with acting(actor, BASE_DATA, _PLACE) as act:
        if type(made)._default_manager.filter(pk=made.pk).exists():  # noqa: SLF001
            raise NotReady(_("已经有了：%(what)s") % {"what": made})
        made.save(force_insert=True)
        act.record(made, None, as_record(made))


def change(actor: Actor, made: Department | Standard, revision: int) -> None:
    """Write what was shown at a revision; raises NotReady where somebody has changed it since."""
    with acting(actor, BASE_DATA, _PLACE) as act:
        kept = type(made)._default_manager.select_for_update().get(pk=made.pk)  # noqa: SLF001
        _require(kept.revision, revision)
        made.revision = revision + 1
        made.save()
        act.record(made, as_record(kept), as_record(made))


def move(actor: Actor, unit: Unit, revision: int, begins: dt.date, given: dict[str, Any]) -> None:
    """From a day on a unit is `given` (department, nature, rank, funding_form)."""
    with acting(actor, BASE_DATA, _PLACE) as act:
        unit = _locked_unit(unit, revision)
        if unit.memberships.filter(begins__gte=begins).exists():
            raise NotReady(_("这一天或以后已有隶属关系，请选更晚的日子"))
        for held in unit.memberships.filter(Q(ends=None) | Q(ends__gt=begins)):
            before = as_record(held)
            held.ends = begins
            held.save(update_fields=["ends"])
            act.record(held, before, as_record(held))
        made = UnitMembership.objects.create(unit=unit, begins=begins, **given)
        act.record(made, None, as_record(made))


def create_unit(actor: Actor, code: str, name: str, begins: dt.date, given: dict[str, Any]) -> Unit:
    """A new unit, of a department from its first day."""
    if Unit.objects.filter(pk=code).exists():
        raise NotReady(_("这个编码已有单位"))
    with acting(actor, BASE_DATA, _PLACE) as act:
        unit = Unit.objects.create(code=code, name=name)
        act.record(unit, None, as_record(unit))
        made = UnitMembership.objects.create(unit=unit, begins=begins, **given)
        act.record(made, None, as_record(made))
    return unit


def count_staff(
    actor: Actor, unit: Unit, revision: int, as_of: dt.date, given: dict[str, int]
) -> None:
    """Staff of a unit on a day; the same day again puts it right."""
    with acting(actor, BASE_DATA, _PLACE) as act:
        unit = _locked_unit(unit, revision)
        kept = Staffing.objects.filter(unit=unit, as_of=as_of).first()
        before = None if kept is None else as_record(kept)
        made, _new = Staffing.objects.update_or_create(unit=unit, as_of=as_of, defaults=given)
        act.record(made, before, as_record(made))


def set_day(actor: Actor, year: FiscalYear, kind: str, on: dt.date, law: str) -> None:
    """The day by which a step of a year is asked."""
    with acting(actor, BASE_DATA, _PLACE) as act:
        kept = StatutoryDay.objects.filter(year=year, kind=kind).first()
        before = None if kept is None else as_record(kept)
        made, _new = StatutoryDay.objects.update_or_create(
            year=year, kind=kind, defaults={"on": on, "law": law}
        )
        act.record(made, before, as_record(made))


def copy_standards(actor: Actor, year: FiscalYear) -> int:
    """Last year's standards that the year does not have yet; how many."""
    had = set(year.standards.values_list("code", flat=True))
    last = Standard.objects.filter(year_id=year.year - 1).exclude(code__in=had)
    if not last:
        raise NotReady(_("上年没有可以复制的定额"))
    with acting(actor, BASE_DATA, _PLACE) as act:
        for one in last:
            one.pk, one.year, one.revision = None, year, 0
            one.save()
            act.record(one, None, as_record(one))
    return len(last)


def _locked_unit(unit: Unit, revision: int) -> Unit:
    """The unit, nobody else changing it; raises NotReady where somebody has since it was shown."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    _require(locked.revision, revision)
    locked.revision += 1
    locked.save(update_fields=["revision"])
    return locked


def _require(present: int, seen: int) -> None:
    if present != seen:
        raise NotReady(_("别人刚改过，请重新打开本页再改"))
