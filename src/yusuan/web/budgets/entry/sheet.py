"""One kind of record of a part, laid out for typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core import fields as f
from yusuan.core import records as r

if TYPE_CHECKING:
    from yusuan.core.fields import Field
    from yusuan.core.records import Record
    from yusuan.web.budgets.models import Part

A_PAGE = 500
_OF_UNITS = (
    r.LINES,
    r.PROJECTS,
    r.COSTING,
    r.PROJECT_OBJECTIVES,
    r.INDICATORS,
    r.PROCUREMENT,
    r.UNITS,
)
_OF_DEPARTMENT = (
    r.DEPARTMENT,
    r.OBJECTIVES,
    r.OBJECTIVE_INDICATORS,
    r.ASSETS,
    r.TRANSFERS,
    r.PRIOR_YEAR,
    r.NARRATIVE,
)
# Of final accounts, names that follow from codes, and days that the working place knows better than anybody types.
_LEFT_OUT = {
    r.LINES.name: {"stage"},
    r.DEPARTMENT.name: {
        "published_on",
        "approved_on",
        "secrecy_review",
        "secrecy_reviewed_on",
        "head",
        "head_signed_on",
        "timing_reason",
        "timing_approver",
    },
}
_RIGHT = (f.AMOUNT, f.NUMBER, f.PERCENT, f.WHOLE)
_CODES = (f.FUNCTION, f.ECONOMIC)
# Units other than the one whose part it is: offered by name.
_OTHER_UNITS = frozenset({"payer", "receiver"})
_WIDE = frozenset({"text", "purpose", "description", "basis", "overall_objective", "note"})


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a column: how it is typed and shown."""

    field: Field
    kind: str

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen, where there is a list."""
        return self.field.kind.choices


def records_of(part: Part) -> tuple[Record, ...]:
    """What is entered in a part: a unit's, or the department's own."""
    return _OF_UNITS if part.unit_id is not None else _OF_DEPARTMENT


def record_of(part: Part, name: str) -> Record:
    """The record asked for, the first of the part where it has none of that name."""
    own = records_of(part)
    return next((record for record in own if record.name == name), own[0])


def columns_of(record: Record) -> list[Column]:
    """The columns of a record, in the order clerks know."""
    left_out = _LEFT_OUT.get(record.name, set())
    return [
        Column(field, _kind(field))
        for field in record.fields
        if field.kind is not f.CODE_NAME and field.name not in left_out
    ]


def _kind(field: Field) -> str:
    if field.kind in _CODES:
        return field.kind.name
    if field.name == "catalogue_code":
        return "catalogue"
    if field.name in _OTHER_UNITS:
        return "unit"
    if field.kind in _RIGHT:
        return "amount" if field.kind is f.AMOUNT else "number"
    if field.kind.choices or field.name in _WIDE:
        return "choice" if field.kind.choices else "wide"
    return "name" if field.kind is f.TEXT else "text"
