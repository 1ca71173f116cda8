"""The sheet `目录`: the codes, editions and texts that drop-downs offer, in plain sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic, functional
from yusuan.core import fields as f
from yusuan.core import records as r
from yusuan.core.codes import Code, Level, code
from yusuan.core.errors import CatalogError
from yusuan.editions import EDITIONS
from yusuan.editions.stated import forms_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from yusuan.catalog import Classification
    from yusuan.core.budget import DepartmentalBudget

CATALOGUE = "目录"
SPARE_ROWS = 1_000
# The names a figure of last year goes by, and where they are listed.
_STATED = (("table", "表", "H"), ("row", "行", "I"), ("column", "列", "J"))
# Units and projects that drop-downs offer by name, beyond those there are.
_PICKED = 300


@dataclass(slots=True)
class Lists:
    """Where the drop-downs of each kind come from, as ranges of cells, and what they show for what is written."""

    ranges: dict[str, str]
    shown: dict[f.Kind, dict[str, str]]
    # Editions by identifier: with the title people know them by.
    editions: dict[str, str]


def write_catalogue(
    page: Worksheet,
    budget: DepartmentalBudget,
    sheets: Mapping[str, Sequence[Mapping[str, str]]],
    head: Format,
) -> Lists:
    """Write what the drop-downs offer in a budget's year and form; units and projects as its own sheets have them."""
    year, stated = budget.department.fiscal_year, forms_names(budget)
    functions = _entries(functional, year, {Level.ITEM})
    economic = _entries(departmental_economic, year, {Level.SECTION, Level.ITEM})
    texts = [(r.NARRATIVE_NAMES[name], use) for name, use in r.NARRATIVE_TEXTS.items()]
    editions = {name: f"{name} {make(year).title}" for name, make in EDITIONS.items()}
    columns: tuple[tuple[str, int, list[str]], ...] = (
        ("功能科目", 44, [shown for _, shown, _ in functions]),
        ("所属类款", 56, [within for _, _, within in functions]),
        ("部门经济科目", 36, [shown for _, shown, _ in economic]),
        ("所属类", 28, [within for _, _, within in economic]),
        ("说明项", 24, [name for name, _ in texts]),
        ("用途", 36, [purpose for _, purpose in texts]),
        ("版式", 48, [*editions.values()]),
        *((f"上年数：{title}", 36, names) for title, names in stated.items()),
    )
    for column, (title, width, values) in enumerate(columns):
        page.set_column(column, column, width)
        page.write_string(0, column, title, head)
        for row, value in enumerate(values, start=1):
            page.write_string(row, column, value)
    picked = {
        name: _picked(page, len(columns) + n, record, sheets[record.name], head)
        for n, (name, record) in enumerate((("unit", r.UNITS), ("project", r.PROJECTS)))
    }
    page.freeze_panes(1, 0)
    page.protect("", {"select_locked_cells": True, "autofilter": True})
    ranges = {
        "function": _range(CATALOGUE, "A", len(functions)),
        "economic": _range(CATALOGUE, "C", len(economic)),
        "narrative": _range(CATALOGUE, "E", len(texts)),
        "edition": _range(CATALOGUE, "G", len(editions)),
        **{
            f"prior_year.{name}": _range(CATALOGUE, letter, len(stated[title]))
            for name, title, letter in _STATED
        },
        "objective": _range(r.OBJECTIVES.label, "A", SPARE_ROWS),
        **picked,
    }
    shown = {
        f.FUNCTION: {digits: text for digits, text, _ in functions},
        f.ECONOMIC: {digits: text for digits, text, _ in economic},
    }
    return Lists({name: cells for name, cells in ranges.items() if cells}, shown, editions)


def _picked(
    page: Worksheet,
    column: int,
    record: r.Record,
    rows: Sequence[Mapping[str, str]],
    head: Format,
) -> str:
    """The units or projects of the workbook, code and name, as they are filled in: what their drop-downs offer."""
    sheet, letter = record.label, chr(ord("A") + column)
    page.set_column(column, column, 36)
    page.write_string(0, column, f"{sheet}（编码 名称）", head)
    # By row number: rows of the sheet may be deleted, inserted and sorted.
    code_, name = (f"INDEX('{sheet}'!${letter_}:${letter_},ROW())" for letter_ in "AB")
    formula = f'=IF({code_}="","",{code_}&" "&{name})'
    for row in range(1, len(rows) + _PICKED + 1):
        known = rows[row - 1] if row <= len(rows) else None
        shown = f"{known['code']} {known['name']}" if known else ""
        page.write_formula(row, column, formula, None, shown)
    # As many as there are: nobody scrolls through blanks.
    return f"=OFFSET('{CATALOGUE}'!${letter}$2,0,0,MAX(1,COUNTA('{sheet}'!$A:$A)-1),1)"


def _range(sheet: str, column: str, rows: int) -> str:
    return f"='{sheet}'!${column}$2:${column}${rows + 1}" if rows else ""


def _entries(
    classification: Callable[[int], Classification], year: int, levels: Iterable[Level]
) -> list[tuple[str, str, str]]:
    """Digits, digits with name, and the names above, of every code a line may carry."""
    try:
        known = classification(year)
    except CatalogError:
        return []
    return [
        (
            entry.code.digits,
            f"{entry.code.digits} {entry.name}",
            " › ".join(_name(known, c) for c in entry.code.lineage[:-1]),
        )
        for entry in sorted(known, key=lambda e: e.code.digits)
        if entry.code.level in levels
    ]


def _name(known: Classification, member: Code) -> str:
    entry = known.get(code(member.digits))
    return entry.name if entry else member.digits
