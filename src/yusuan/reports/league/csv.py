"""A results table as CSV for programs: UTF-8, LF, names of columns in English, values as they are."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from yusuan.reports.league.table import Kind

if TYPE_CHECKING:
    from yusuan.reports.league.table import Cell, LeagueTable

# A spreadsheet that opens the file would take these for the start of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_league_csv(table: LeagueTable) -> bytes:
    """The table; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    kinds = [column.kind for column in table.columns]
    for row in table.rows:
        writer.writerow([_written(kind, cell) for kind, cell in zip(kinds, row, strict=True)])
    return out.getvalue().encode("utf-8", "replace")


def _written(kind: Kind, cell: Cell) -> str:
    if cell is None:
        return ""
    text = str(cell).replace("\r\n", "\n").replace("\0", "")
    # A negative amount is no formula.
    is_ours = kind in {Kind.NUMBER, Kind.AMOUNT, Kind.SHARE}
    return f"'{text}" if not is_ours and text.startswith(_FORMULA_STARTS) else text
