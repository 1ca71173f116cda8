"""Texts in the cells of a workbook: whole, or refused with their place. xlsxwriter alone cuts what is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.errors import DoesNotFit
from yusuan.core.spreadsheets import MOST_CHARACTERS, MOST_ROWS, cell_length

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_SHOWN = 20


def require_room(text: str, row: int, place: str) -> None:
    """Raise DoesNotFit for what a cell, or a sheet, has no room for; `place` names it for people."""
    length = cell_length(text)
    if length > MOST_CHARACTERS:
        msg = (
            f"{place}：“{text[:_SHOWN]}…”共 {length:,} 字，Excel 每格至多 {MOST_CHARACTERS:,} 字；"
            "请分段或精简，或不写 xlsx"
        )
        raise DoesNotFit(msg)
    if row >= MOST_ROWS:
        msg = f"{place}：行数超过 Excel 的上限 {MOST_ROWS:,} 行；请不写 xlsx"
        raise DoesNotFit(msg)


def put_text(
    page: Worksheet, row: int, column: int, text: str, style: Format | None, place: str = ""
) -> None:
    """A text as it is, never a formula; raises DoesNotFit."""
    require_room(text, row, place or page.get_name())
    page.write_string(row, column, text, style)
