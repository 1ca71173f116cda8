"""What a file would change in a part: rows matched by what identifies them, the rest added or removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core import records as r

if TYPE_CHECKING:
    from collections.abc import Sequence

Typed = tuple[str, dict[str, str]]
# What tells one row of a record from another; amounts and texts are what changes.
_IDENTITY = {
    r.LINES.name: ("unit", "fund", "source", "origin", "function", "economic", "nature", "project"),
    r.PROJECTS.name: ("code",),
    r.COSTING.name: ("project", "name"),
    r.PROJECT_OBJECTIVES.name: ("project",),
    r.INDICATORS.name: ("project", "kind", "name"),
    r.PROCUREMENT.name: ("project", "name", "catalogue_code"),
    r.UNITS.name: ("code",),
    r.OBJECTIVES.name: ("number",),
    r.OBJECTIVE_INDICATORS.name: ("objective", "name"),
    r.ASSETS.name: ("category",),
    r.TRANSFERS.name: ("payer", "receiver", "nature", "source"),
    r.PRIOR_YEAR.name: ("table", "row", "column"),
    r.NARRATIVE.name: ("name",),
    r.DEPARTMENT.name: (),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A row that would be added, removed or changed: its old and new values (None: not there)."""

    record: str
    old: dict[str, str] | None
    new: dict[str, str] | None
    # The place of the old row among the present ones.
    at: int | None = None

    @property
    def kind(self) -> str:
        """In a word."""
        if self.old is None:
            return "新增"
        return "删除" if self.new is None else "修改"

    @property
    def label(self) -> str:
        """The kind of record."""
        return r.BY_NAME[self.record].label

    @property
    def name(self) -> str:
        """What identifies the row, for people."""
        values = self.new or self.old or {}
        fields = _IDENTITY[self.record]
        return " ".join(values[name] for name in fields if values.get(name))

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """The fields that differ: label, old, new."""
        old, new = self.old or {}, self.new or {}
        record = r.BY_NAME[self.record]
        return [
            (field.label, old.get(field.name, ""), new.get(field.name, ""))
            for field in record.fields
            if old.get(field.name, "") != new.get(field.name, "")
        ]


def planned(present: Sequence[Typed], wanted: Sequence[Typed]) -> list[Change]:
    """The changes that make the present rows the wanted ones; equal rows are left as they are."""
    changes: list[Change] = []
    for record in r.BY_NAME:
        old = [(n, values) for n, (kind, values) in enumerate(present) if kind == record]
        new = [values for kind, values in wanted if kind == record]
        changes += _of_record(record, old, new)
    return changes


def _of_record(
    record: str, old: list[tuple[int, dict[str, str]]], new: list[dict[str, str]]
) -> list[Change]:
    left = list(old)
    unmatched: list[dict[str, str]] = []
    for values in new:
        same = next((one for one in left if one[1] == values), None)
        if same is None:
            unmatched.append(values)
        else:
            left.remove(same)
    changes: list[Change] = []
    added: list[dict[str, str]] = []
    for values in unmatched:
        key = _key(record, values)
        near = next((one for one in left if _key(record, one[1]) == key), None)
        if near is None:
            added.append(values)
            continue
        left.remove(near)
        changes.append(Change(record, near[1], values, near[0]))
    changes += [Change(record, None, values) for values in added]
    changes += [Change(record, values, None, at) for at, values in left]
    return changes


def _key(record: str, values: dict[str, str]) -> tuple[str, ...]:
    return tuple(values.get(name, "") for name in _IDENTITY[record])
