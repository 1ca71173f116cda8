"""A budget as rows somebody could have typed, by unit; needs no database: a process that reads files uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.dataset.dump import dump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.budget import DepartmentalBudget

# Which field of a record says whose part it stands in; records of neither kind are the department's own.
BY_UNIT = {r.LINES.name: "unit", r.PROJECTS.name: "unit", r.UNITS.name: "code"}
BY_PROJECT = (r.COSTING, r.PROJECT_OBJECTIVES, r.INDICATORS, r.PROCUREMENT)


def typed_rows(budget: DepartmentalBudget) -> Mapping[str | None, list[tuple[str, dict[str, str]]]]:
    """A budget as rows by unit (None: the department's own): record and written fields, blanks left out."""
    sheets = dump(budget)
    at = {row["code"]: row["unit"] for row in sheets[r.PROJECTS.name]}
    found: dict[str | None, list[tuple[str, dict[str, str]]]] = {None: []}
    for record in r.RECORDS:
        if record is r.APPROVED:
            continue
        for row in sheets[record.name]:
            unit: str | None = None
            if record.name in BY_UNIT:
                unit = row[BY_UNIT[record.name]]
            elif record in BY_PROJECT:
                unit = at.get(row["project"])
            written = {name: text for name, text in row.items() if text != ""}
            found.setdefault(unit, []).append((record.name, written))
    return found
