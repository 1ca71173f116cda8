"""Where the records of a source were read: kept beside the budget, so that equal facts stay equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from yusuan.core import records as r
from yusuan.core.budget import ControlTotal
from yusuan.core.place_words import CELL, line_name
from yusuan.core.terms import Stage
from yusuan.core.transfers import transfer_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The place of a record's field, in the words of its format: 预算明细!I5, lines.csv 第17行.
Place: TypeAlias = Callable[[str], str]
_Row: TypeAlias = tuple[Mapping[str, Any], Place]

# The fields a finding may name a row by.
_KEYS = {
    r.UNITS.name: ("code",),
    r.LINES.name: ("function", "economic", "project", "unit"),
    r.PROJECTS.name: ("code",),
    r.OBJECTIVES.name: ("number",),
    r.OBJECTIVE_INDICATORS.name: ("objective",),
    r.PROCUREMENT.name: ("project", "catalogue_code"),
    r.ASSETS.name: ("category",),
    r.PRIOR_YEAR.name: ("row",),
    r.NARRATIVE.name: ("name",),
}
# No finding is about a row of theirs that is not there.
_NONE_IS_MISSING = (r.LINES, r.APPROVED, r.TRANSFERS)
_RECORDS = {label: record for record in r.RECORDS for label in (record.label, record.name)}


class Places:
    """The place of every record, by kind of record and in the order of the facts; empty for facts made in memory."""

    def __init__(self) -> None:
        self._rows: Mapping[str, Sequence[_Row]] = {}

    def keep(self, rows: Mapping[str, Sequence[_Row]]) -> None:
        """Remember the rows of each record: their values by field, and the place of each field."""
        # As facts hold them: a document's own lines, then those of the budget beside it.
        own_first = sorted(
            rows.get(r.LINES.name, ()), key=lambda one: one[0]["stage"] is Stage.BUDGET
        )
        self._rows = {**rows, r.LINES.name: own_first}
        vars(self).pop("_by_key", None)

    def of_lines(self, numbers: Iterable[int], field: str = "amount") -> list[str]:
        """The places of some lines, counted from 0 in the order of the facts."""
        return self.numbered(r.LINES, numbers, field)

    def numbered(self, record: r.Record, numbers: Iterable[int], field: str) -> list[str]:
        """The places of some records of a kind that facts hold in the order they were read, counted from 0."""
        rows = self._rows.get(record.name, ())
        return [rows[number][1](field) for number in numbers if number < len(rows)]

    def of(self, label: str, row: str = "", column: str = "") -> list[str]:
        """The places a finding means that names a sheet, a row by its code or name, and a field by its label."""
        record = _RECORDS.get(label)
        if record is None:
            return []
        field = record.field(column)
        rows = self._rows.get(record.name, ())
        named = self._by_key.get((record.name, row), []) if row else list(rows)
        if not named:
            return self._instead(record, row)
        if field is None:
            return [place("name" if column else _first(record)) for _, place in _at(named, column)]
        # A code may stand in several fields of a line: the one in question counts.
        held = [(one, one[0].get(field.name)) for one in named]
        exact = [one for one, value in held if row and _written(value) == row]
        below = [one for one, value in held if row in _above(value)]
        return [place(field.name) for _, place in exact or below or named]

    def _instead(self, record: r.Record, row: str) -> list[str]:
        """Where a row that is missing belongs: to its project, else behind the last row of its sheet or file."""
        if (r.PROJECTS.name, row) in self._by_key:
            return self.of(r.PROJECTS.label, row)
        rows = self._rows.get(record.name, ())
        if not rows or record in _NONE_IS_MISSING:
            return []
        values, place = rows[-1]
        last = place(_first(record))
        cell = CELL.fullmatch(last)
        if cell is None:
            # A text is a file of its own, called what it is called.
            return [last.replace(_written(values.get("name")), row)] if row else []
        letters = cell["own"].rstrip("0123456789")
        number = int(cell["own"].removeprefix(letters)) + 1
        return [f"{cell['head']}{letters}{number}{cell['tail']}"]

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], list[_Row]]:
        found: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        for name, rows in self._rows.items():
            for one in rows:
                for key in dict.fromkeys(_names(name, one[0])):
                    found[name, key].append(one)
        for n, one in enumerate(self._rows.get(r.LINES.name, ())):
            found[r.LINES.name, line_name(n)].append(one)
        return found


def _names(record: str, values: Mapping[str, Any]) -> Iterator[str]:
    for key in _KEYS.get(record, ("project",)):
        if values.get(key) is not None:
            yield _written(values[key])
    if record == r.PROCUREMENT.name:
        yield f"{_written(values.get('project'))} {_written(values.get('name'))}"
    if record == r.TRANSFERS.name:
        yield transfer_name(values["payer"], values["receiver"], values["source"])
    if record == r.APPROVED.name:
        yield ControlTotal(values["measure"], 0, values["unit"] or "").called
    for code in ("function", "economic"):
        # A finding may be about the code above the one that was typed.
        yield from _above(values.get(code)) if record == r.LINES.name else ()


def _above(value: object) -> list[str]:
    """The codes a code lies below."""
    return [str(one) for one in getattr(value, "lineage", ())]


def _written(value: object) -> str:
    return "" if value is None else str(getattr(value, "value", value))


def _at(rows: Sequence[_Row], column: str) -> Sequence[_Row]:
    """The rows that bear a name, or stand in a column of that name; all of them where none does."""
    named = [one for one in rows if column in {one[0].get("name"), one[0].get("column")}]
    return (named if column else ()) or rows


def _first(record: r.Record) -> str:
    return record.fields[0].name
