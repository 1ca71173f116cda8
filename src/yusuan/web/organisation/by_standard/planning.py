"""What standards ask of a part, beside what is typed there already; nothing typed is changed unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from yusuan.core import fields as f
from yusuan.core import records as r
from yusuan.core.errors import NotReady
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource
from yusuan.preparation import standards as pure
from yusuan.web.budgets.models import Row
from yusuan.web.budgets.saving import Change, Edit, Inserted
from yusuan.web.organisation.models import Staffing, Standard, UnitMembership

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from yusuan.web.budgets.models import Part

_COUNTED = ("posts", "staff", "retired", "vehicles")
# Standards are paid from the general public budget of the year.
_FIXED = {
    "fund": Fund.GENERAL_PUBLIC.value,
    "source": RevenueSource.APPROPRIATION.value,
    "origin": Origin.CURRENT_YEAR.value,
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A line standards ask for, and the row it would change; no row: a new one."""

    line: pure.Computed
    row: Row | None

    @property
    def text(self) -> str:
        """The amount as it is typed, yuan."""
        return f.AMOUNT.write(self.line.amount)

    @property
    def stands(self) -> str:
        """What is typed there now."""
        return "" if self.row is None else str(self.row.values.get("amount", ""))

    @property
    def is_changed(self) -> bool:
        """Tell whether writing it changes anything."""
        return self.stands != self.text


def staffing_of(part: Part) -> Staffing:
    """The last count of the unit before the year begins or in it; raises NotReady without one."""
    found = Staffing.objects.filter(unit=part.unit_id, as_of__year__lte=part.book.year_id)
    last = found.order_by("as_of").last()
    if last is None:
        raise NotReady(_("还没有这个单位的人员情况：请先在基础数据中填写"))
    return last


def planned(part: Part, on: dt.date, function: str = "") -> list[Planned]:
    """The lines of a unit's part; raises NotReady without standards, staff, or a function where one is needed."""
    stored = Standard.objects.filter(year=part.book.year_id)
    if part.unit_id is None or not stored:
        raise NotReady(_("本年度没有定额标准，或这是部门部分"))
    counted = staffing_of(part)
    counts = {name: getattr(counted, name) for name in _COUNTED}
    nature = _nature(part, on)
    rows = list(Row.objects.filter(part=part, record=r.LINES.name))
    main = function or main_function(rows)
    asked = [
        pure.Standard(
            one.code,
            one.name,
            one.per,
            one.amount,
            one.function,
            one.economic,
            one.nature,
            one.unit_nature,
            one.ground,
        )
        for one in stored
    ]
    lines = pure.computed(asked, counts, nature, main)
    if any(not line.function for line in lines):
        raise NotReady(_("请先填一行基本支出，才知道单位的主要功能科目"))
    return [Planned(line, _row_of(line, rows)) for line in lines]


def main_function(rows: Sequence[Row]) -> str:
    """The function most of the unit's basic lines are under; "" without any."""
    basic = [
        str(row.values.get("function", ""))
        for row in rows
        if row.values.get("nature") == Nature.BASIC.value and row.values.get("function")
    ]
    return max(sorted(set(basic)), key=basic.count, default="")


def edit_of(part: Part, plan: Sequence[Planned], operation: str) -> Edit:
    """The save that writes the plan."""
    changes, inserted = [], []
    for number, one in enumerate(plan):
        if not one.is_changed:
            continue
        if one.row is not None:
            changes.append(Change(one.row.pk, "amount", one.stands, one.text))
            continue
        token = f"standard-{number}"
        inserted.append(Inserted(token, r.LINES.name))
        fields = {"unit": str(part.unit_id), **_FIXED, **_key(one.line), "amount": one.text}
        changes += [Change(token, name, "", text) for name, text in fields.items()]
    return Edit(operation, changes, inserted)


def _key(line: pure.Computed) -> dict[str, str]:
    return {"function": line.function, "economic": line.economic, "nature": line.nature}


def _row_of(line: pure.Computed, rows: Sequence[Row]) -> Row | None:
    """The row of the same function, item, nature and fund without a project; two of them are for people to settle."""
    asked = {**_FIXED, **_key(line), "project": "", "stage": ""}
    same = [
        row for row in rows if all(row.values.get(name, "") == text for name, text in asked.items())
    ]
    if len(same) > 1:
        raise NotReady(
            _("%(economic)s 有 %(n)s 行相同，请先合并成一行")
            % {"economic": line.economic, "n": len(same)}
        )
    return same[0] if same else None


def _nature(part: Part, on: dt.date) -> str:
    held = UnitMembership.objects.filter(Q(ends=None) | Q(ends__gt=on), unit=part.unit_id)
    present = held.filter(begins__lte=on).last()
    return "" if present is None else present.nature
