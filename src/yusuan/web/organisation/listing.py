"""A county's departments and units, taken over from a sheet: all of them, or none and why, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yusuan.core.terms import UnitNature
from yusuan.web.acting import acting, as_record
from yusuan.web.organisation.models import Department, Division, Unit, UnitMembership
from yusuan.web.policy import Subject
from yusuan.web.policy.actions import BASE_DATA

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Model

    from yusuan.web.policy import Actor

    # What codes of divisions and of departments are called.
    _Names = dict[tuple[type[Division | Department], str], str]

_COLUMNS, _NEEDED = 9, 7
_MOST = 5000
_CODE = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the sheet."""

    division: str
    division_name: str
    department: str
    department_name: str
    unit: str
    unit_name: str
    nature: str
    rank: str
    funding_form: str


def listed(text: str) -> tuple[list[Listed], list[str]]:
    """The lines, and what is wrong with them, each with its number; a heading is passed over."""
    found, faults = [], []
    names = {
        (model, code): name
        for model in (Division, Department)
        for code, name in model.objects.values_list("code", "name")
    }
    seen = set(Unit.objects.values_list("code", flat=True))
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or (number == 1 and any("编码" in cell for cell in cells)):
            continue
        cells += [""] * (_COLUMNS - len(cells))
        one = Listed(*cells[:_COLUMNS])
        said = _wrong(one, cells, names, seen)
        seen.add(one.unit)
        found.append(one)
        faults += [_("第 %(n)d 行：%(said)s") % {"n": number, "said": said}] if said else []
    if len(found) > _MOST:
        faults.append(_("一次最多 %(n)d 行") % {"n": _MOST})
    return found, faults


def _wrong(one: Listed, cells: list[str], names: _Names, seen: set[str]) -> str:
    if not all(cells[:_NEEDED]):
        return _("前七列都要填；各列之间用制表符分开，从表格里复制即可")
    codes = (one.division, one.department, one.unit)
    if any(len(code) > _CODE or not code.isascii() or not code.isalnum() for code in codes):
        return _("编码只用字母和数字，不超过 20 位")
    if not nature_of(one.nature):
        natures = "、".join(nature.value for nature in UnitNature)
        return _("单位性质“%(was)s”应为：%(may)s") % {"was": one.nature, "may": natures}
    if one.unit in seen:
        return _("单位 %(code)s 已有，或在上面出现过") % {"code": one.unit}
    for model, code, name in (
        (Division, one.division, one.division_name),
        (Department, one.department, one.department_name),
    ):
        known = names.setdefault((model, code), name)
        if known != name:
            return _("编码 %(code)s 的名称是“%(name)s”") % {"code": code, "name": known}
    return ""


def nature_of(written: str) -> str:
    """The nature a sheet means, "" for none: 公益一类事业单位 is a 事业单位, 参公事业单位 is one of its own."""
    return max((one.value for one in UnitNature if one.value in written), key=len, default="")


def take_over(actor: Actor, lines: list[Listed], begins: dt.date) -> int:
    """Make what is not there yet; how many units. Raises NotAllowed."""
    with acting(actor, BASE_DATA, Subject()) as act:
        for one in lines:
            division, is_new = Division.objects.get_or_create(
                code=one.division, defaults={"name": one.division_name}
            )
            made: list[Model] = [division] if is_new else []
            department, is_new = Department.objects.get_or_create(
                code=one.department,
                defaults={"name": one.department_name, "division": division},
            )
            made += [department] if is_new else []
            unit = Unit.objects.create(code=one.unit, name=one.unit_name)
            held = UnitMembership.objects.create(
                unit=unit,
                department=department,
                nature=nature_of(one.nature),
                rank=one.rank[:20],
                funding_form=one.funding_form[:40],
                begins=begins,
            )
            for what in (*made, unit, held):
                act.record(what, None, as_record(what))
        act.is_idle = not lines
    return len(lines)
