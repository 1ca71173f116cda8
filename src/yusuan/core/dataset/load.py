"""From sheets of written fields to a budget: the one loader behind every interchange format.

A reader turns its format into `Sheet`s; everything that can be wrong with the content is found here, all at
once, and said in the reader's words for a place (file and line, sheet and cell).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.dataset.allowed import Allowed
from yusuan.core.dataset.assemble import assemble, own
from yusuan.core.dataset.code_names import typed_names
from yusuan.core.dataset.contradictions import contradictions
from yusuan.core.dataset.sheets import Known, Sheet, SheetRow, Values, label_of
from yusuan.core.errors import Fault, Faults, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.places import Places

_NOTHING = Known()


def load(
    source: str,
    sheets: Mapping[str, Sheet],
    faults: Iterable[Fault] = (),
    known: Known = _NOTHING,
    places: Places | None = None,
    *,
    remarks: Iterable[str] = (),
) -> DepartmentalBudget:
    """Build the budget; raises ReadError with every fault of every sheet (and those already found).

    A sheet that could not be read at all is left out of `sheets`: its fault has been said. `places` is told where each
    record was read; `remarks` say what was passed over.
    """
    found = faults if isinstance(faults, Faults) else Faults(faults)
    heads = sheets["department"].rows if "department" in sheets else ()
    year = next((head.written.get("fiscal_year", "") for head in heads), "")
    allowed = Allowed(known.meant, year)
    parsed = {
        record.name: _parse(sheets[record.name], found, allowed) if record.name in sheets else []
        for record in r.RECORDS
    }
    if "department" in sheets and not parsed["department"]:
        found.append(Fault(r.DEPARTMENT.label, "", "", "一行部门信息"))
    for head, row in parsed["department"]:
        for name, takes in known.amiss(head).items():
            place, label = row.place(name), label_of("department", name)
            found.append(Fault(place, label, f"“{head[name]}”", takes))
        _name_figures(head, parsed["prior_year"], known.named, found)
    unread = parsed.keys() - {
        name for name, sheet in sheets.items() if sheet.is_whole and not sheet.absent
    }
    if parsed["lines"] and not parsed["units"] and "units" not in unread:
        found.append(Fault(r.UNITS.label, "", "", "至少一个预算单位"))
        unread.add("units")
    found += contradictions(parsed, unread, allowed)
    beside = {name: [(v, row.place) for v, row in rows] for name, rows in parsed.items()}
    names = typed_names(beside, found)
    if found:
        raise ReadError(source, found)
    if places is not None:
        places.keep(beside)
    budget = replace(
        assemble({name: [own(v) for v, _ in rows] for name, rows in parsed.items()}),
        code_names=names,
        remarks=tuple(remarks),
    )
    return budget if r.APPROVED.name in sheets else replace(budget, approved=None)


def _name_figures(
    head: Values,
    rows: Iterable[tuple[Values, SheetRow]],
    named: Callable[[Values, Values], Mapping[str, str] | tuple[str, str]],
    faults: Faults,
) -> None:
    """Give last year's figures the contract's names; what is blank has been said."""
    for values, row in rows:
        if any(values[name] is None for name in _FIGURE):
            continue
        found = named(head, values)
        if isinstance(found, tuple):
            field, allowed = found
            label = label_of("prior_year", field)
            faults.append(Fault(row.place(field), label, f"“{values[field][:_SHOWN]}”", allowed))
        else:
            values.update(found)


_FIGURE = ("table", "row", "column")


def _parse(sheet: Sheet, faults: Faults, allowed: Allowed) -> list[tuple[Values, SheetRow]]:
    parsed = []
    for row in sheet.rows:
        for name in row.written:
            if sheet.record.field(name) is None:
                known = "、".join(field.label for field in sheet.record.fields)
                faults.append(Fault(row.place(name), name, "", f"已知的字段（{known}）"))
        parsed.append((_values(sheet, row, faults, allowed), row))
    return parsed


def _values(sheet: Sheet, row: SheetRow, faults: Faults, allowed: Allowed) -> Values:
    record, absent = sheet.record, sheet.absent
    values: Values = {}
    for field in record.fields:
        raw = row.written.get(field.name, "").strip()
        values[field.name] = None
        if raw == "":
            if field.is_required and field.name not in absent:
                takes = allowed.of(field, row.written)
                faults.append(Fault(row.place(field.name), field.label, "空白", takes))
            continue
        try:
            values[field.name] = field.kind.parse(raw)
        except (ValueError, KeyError):
            shown = raw if len(raw) <= _SHOWN else raw[:_SHOWN] + "…"
            takes = allowed.of(field, row.written)
            faults.append(Fault(row.place(field.name), field.label, f"“{shown}”", takes))
    return values


_SHOWN = 60
