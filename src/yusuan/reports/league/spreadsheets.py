"""Results tables for spreadsheets: CSV for programs, one workbook for people, a sheet a table.

In CSV columns are named in English and values stand as they are: UTF-8, LF. Sheets have headings that filter.
"""

from __future__ import annotations

import datetime as dt
import io
from itertools import chain, islice
from typing import TYPE_CHECKING

from yusuan.core.spreadsheets import MOST_CHARACTERS, MOST_ROWS, cell_length, in_csv
from yusuan.reports.league import Kind
from yusuan.writers.html import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from yusuan.reports.league import Cell, Column, LeagueTable


def write_league_csv(table: LeagueTable) -> bytes:
    """The table; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    head = [column.key for column in table.columns]
    rows = ([_in_csv(cell) for cell in row] for row in table.rows)
    return in_csv(chain([head], rows)).encode("utf-8", "replace")


def _in_csv(cell: Cell) -> str:
    return "" if cell is None else str(cell).replace("\r\n", "\n").replace("\0", "")


def write_league_xlsx(tables: Sequence[LeagueTable], *, on: dt.date) -> bytes:
    """The workbook; equal tables and days give equal bytes. What Excel has no room for is left to the CSV."""
    import xlsxwriter

    out = io.BytesIO()
    # Rows come in order and may be many; a source's text must never become a formula or a link.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime.combine(on, dt.time())})
        head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1})
        body = {
            kind: book.add_format({"text_wrap": kind is Kind.TEXT, "valign": "top", **extra})
            for kind, extra in _LOOKS.items()
        }
        for table in tables:
            _write(book.add_worksheet(table.title), table, head, body)
    return out.getvalue()


_LOOKS: dict[Kind, dict[str, str | int]] = {
    Kind.TEXT: {},
    Kind.NUMBER: {"num_format": "#,##0"},
    Kind.ORDINAL: {"num_format": "0"},
    Kind.AMOUNT: {"align": "right"},
    Kind.SHARE: {"num_format": "0.0%"},
    Kind.LINK: {"font_color": "#1B5E9B", "underline": 1},
    Kind.TERM: {},
}


def _write(sheet: Worksheet, table: LeagueTable, head: Format, body: dict[Kind, Format]) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.label, head)
    last = 0
    for last, row in enumerate(islice(table.rows, MOST_ROWS - 1), start=1):
        for number, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _put(sheet, (last, number), table, column, cell, body[column.kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, last), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _put(
    sheet: Worksheet,
    at: tuple[int, int],
    table: LeagueTable,
    column: Column,
    cell: Cell,
    look: Format,
) -> None:
    if cell is None:
        return
    if column.kind in {Kind.NUMBER, Kind.ORDINAL} and isinstance(cell, int):
        sheet.write_number(*at, cell, look)
    elif column.kind is Kind.SHARE and isinstance(cell, int):
        sheet.write_number(*at, cell / 1000, look)
    elif column.kind is Kind.LINK and cell:
        sheet.write_url(*at, f"external:{cell}", look, str(cell).rsplit("/", 1)[-1])
    else:
        text = printable(table.for_people(column, cell))
        # Whole in the CSV file and in JSON.
        is_whole = cell_length(text) <= MOST_CHARACTERS
        sheet.write_string(*at, text if is_whole else text[: MOST_CHARACTERS // 2] + "……", look)
