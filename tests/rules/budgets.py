"""Budgets for rule tests: a small valid one that a case changes in a few fields, and the subject rules look at."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yusuan.catalog import names
from yusuan.core import records as r
from yusuan.core.dataset import Sheet, SheetRow, load
from yusuan.core.terms import Stage
from yusuan.editions import edition
from yusuan.rules.evidence import Evidence
from yusuan.rules.spec import Form, Subject
from yusuan.tables.derive import derive
from yusuan.tables.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.budget import DepartmentalBudget

BASE = Path(__file__).with_name("base.toml")
Rows = list[dict[str, str]]


def subject_of(budget: DepartmentalBudget, tables: Mapping[str, Any] | None = None) -> Subject:
    """Derive the budget's tables and put them beside the form of its edition."""
    changes = tables or {}
    department = budget.department
    own = edition(department.edition, department.fiscal_year)
    name = names(department.fiscal_year, budget.code_names)
    derived = {spec.id: derive(spec, budget.lines, name) for spec in own.tables}
    nil = {spec.id: spec.nil_statement for spec in own.tables} | changes.get("nil_statements", {})
    return Subject(
        budget,
        {
            table_id: _changed(table, changes)
            for table_id, table in derived.items()
            if table_id not in changes.get("without", ())
        },
        Form(
            year=department.fiscal_year,
            indicator_tree=own.indicator_tree,
            table_titles={spec.id: spec.title for spec in own.tables},
            nil_statements=nil,
            section_titles={
                section.id: section.title
                for section in own.sections
                if section.id not in changes.get("without_sections", ())
            },
        ),
    )


def evidence_of(subject: Subject) -> Evidence:
    """The facts and their tables as a check takes them."""
    year = subject.form.year
    return Evidence(
        "",
        year,
        Stage.BUDGET,
        tuple(subject.tables.values()),
        projects=subject.budget.projects,
        objectives=subject.budget.objectives,
        facts=subject,
    )


def _changed(table: Table, changes: Mapping[str, Any]) -> Table:
    """The table as a poor reader or a careless clerk would leave it."""
    dropped = set(changes.get("without_rows", {}).get(table.id, ()))
    labels = changes.get("labels", {}).get(table.id, {})
    unread = set(changes.get("unread", {}).get(table.id, ()))
    if not (dropped or labels or unread):
        return table
    return Table(
        table.spec,
        tuple(
            tuple(
                replace(row, label=labels.get(row.key, row.label))
                for row in rows
                if row.key not in dropped
            )
            for rows in table.rows
        ),
        {
            key: replace(cell, recognised=cell.row not in unread)
            for key, cell in table.cells.items()
            if cell.row not in dropped
        },
    )


def changed_budget(changes: Mapping[str, Any]) -> DepartmentalBudget:
    """The base budget with the sheets of a case laid over it."""
    sheets = {
        record.name: Sheet(
            record,
            [
                SheetRow(row, lambda field, n=n, record=record: f"{record.label} 第{n}行 {field}")  # type: ignore[misc]
                for n, row in enumerate(_laid_over(record.name, changes.get(record.name, ())), 1)
            ],
        )
        for record in r.RECORDS
    }
    return load("case", sheets)


def _laid_over(sheet: str, changes: list[dict[str, Any]] | str) -> Rows:
    """`"none"` empties the sheet. `nth` names a row of the base by its number; `gone` takes it out; without `nth` one is added."""
    if isinstance(changes, str):
        return []
    rows: list[dict[str, str] | None] = [dict(row) for row in base_rows()[sheet]]
    for change in changes:
        fields = {name: value for name, value in change.items() if name not in {"nth", "gone"}}
        if "nth" not in change:
            rows.append(fields)
        elif change.get("gone"):
            rows[change["nth"] - 1] = None
        else:
            rows[change["nth"] - 1] = {**(rows[change["nth"] - 1] or {}), **fields}
    return [row for row in rows if row is not None]


@cache
def base_rows() -> Mapping[str, Rows]:
    """The rows of the base budget by sheet."""
    content = tomllib.loads(BASE.read_text(encoding="utf-8"))
    lines = content.pop("lines")
    table = [lines["columns"], *lines["rows"]]
    return {record.name: content.get(record.name, []) for record in r.RECORDS} | {
        "lines": list(csv.DictReader(table))
    }
