"""What may be typed into a part: the kinds of rows and the fields of its page, and no code of another unit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yusuan.core import records as r
from yusuan.core.errors import NotReady
from yusuan.web.budgets.entry.sheet import columns_of, records_of
from yusuan.web.budgets.models import Part, Row
from yusuan.web.budgets.typed import BY_UNIT

if TYPE_CHECKING:
    from yusuan.core.fields import Field


class Owning:
    """The bounds of one part, for as long as one save takes."""

    def __init__(self, part: Part) -> None:
        self.part = part

    def require_record(self, name: str) -> None:
        """Raise NotReady for a kind of rows that is not entered in the part."""
        if name not in {record.name for record in records_of(self.part)}:
            raise NotReady(_("没有这一类内容：%(name)s") % {"name": name})

    def field(self, record: str, name: str) -> Field:
        """A field that is typed; raises NotReady for one that follows from others, or that later steps fill."""
        found = next((one for one in columns_of(r.BY_NAME[record]) if one.field.name == name), None)
        if found is None:
            raise NotReady(_("没有这一栏：%(name)s") % {"name": name})
        return found.field

    def require_own(self, record: str, field: str, text: str) -> None:
        """Raise NotReady for the code of another unit or of its project: what is wrong otherwise the check finds."""
        if self.part.unit_id is None or not text:
            return
        if BY_UNIT.get(record) == field:
            is_foreign = text in self._units or (
                record == r.UNITS.name and text != self.part.unit_id
            )
        else:
            is_project = field == "project" or (record, field) == (r.PROJECTS.name, "code")
            is_foreign = is_project and text in self._projects
        if is_foreign:
            raise NotReady(_("“%(code)s”属于其他单位，不能填在这里") % {"code": text})

    @cached_property
    def _units(self) -> frozenset[str]:
        others = Part.objects.filter(book=self.part.book_id).exclude(unit=self.part.unit_id)
        return frozenset(unit for unit in others.values_list("unit_id", flat=True) if unit)

    @cached_property
    def _projects(self) -> frozenset[str]:
        others = Row.objects.filter(part__book=self.part.book_id, record=r.PROJECTS.name)
        kept = others.exclude(part=self.part).values_list("values", flat=True)
        return frozenset(values["code"] for values in kept if values.get("code"))
