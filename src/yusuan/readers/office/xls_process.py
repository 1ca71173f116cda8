"""The process that opens an .xls with xlrd: `python -m … FILE` writes what the sheets hold, as JSON.

xlrd trusts what a file says of itself; here it may fail in any way it likes. Numbers go out as stored, with their
format, so that the reader prints them as it prints those of an .xlsx.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yusuan.core.limits import limit_this_process
from yusuan.readers.blocks import MOST_CELLS

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.compdoc import CompDoc
    from xlrd.sheet import Sheet

_MEMORY = 1 << 30
_SECONDS = 20
_MOST_MERGES = 50_000
_MOST_SHEETS = 500
_ENCRYPTED = "encrypted"


def main() -> None:
    """Answer with the content, or with why there is none."""
    limit_this_process(memory=_MEMORY, seconds=_SECONDS)
    content = Path(sys.argv[1]).read_bytes()
    try:
        answer = _answer(content)
    except MemoryError:
        answer = {"is": "large", "what": "内容过多"}
    except Exception:  # noqa: BLE001  whatever xlrd stumbles over, the file is damaged
        answer = {"is": "damaged"}
    sys.stdout.write(json.dumps(answer))


def _answer(content: bytes) -> dict[str, Any]:
    """`is` says what the file holds; of a workbook follow the sheets."""
    from xlrd import open_workbook
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDoc

    names = _streams(CompDoc(content, logfile=io.StringIO()))
    if not names & {"workbook", "book"}:
        known = {
            "encryptedpackage": _ENCRYPTED,
            "worddocument": "doc",
            "powerpoint document": "ppt",
        }
        return {"is": next((said for name, said in known.items() if name in names), "other")}
    try:
        book = open_workbook(
            file_contents=content,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
            logfile=io.StringIO(),
            # Offices write sector tables that are a little wrong, and Excel opens them.
            ignore_workbook_corruption=True,
        )
    except XLRDError as error:
        # The library has no other way to tell.
        return {"is": _ENCRYPTED if _ENCRYPTED in str(error) else "damaged"}
    return _workbook(book)


def _streams(compound: CompDoc) -> set[str]:
    """The streams at the top: what lies deeper belongs to embedded objects."""
    root = compound.dirlist[0]
    return {compound.dirlist[child].name.lower() for child in root.children}


def _workbook(book: Book) -> dict[str, Any]:
    if book.nsheets > _MOST_SHEETS:
        return {"is": "large", "what": f"工作表超过 {_MOST_SHEETS} 张"}
    sheets: list[dict[str, Any]] = []
    hidden: list[str] = []
    count = 0
    for n in range(book.nsheets):
        sheet = book.sheet_by_index(n)
        if sheet.visibility:
            hidden.append(sheet.name)
        else:
            sheets.append(_sheet(sheet))
            count += len(sheets[-1]["cells"])
        book.unload_sheet(n)
        if count > MOST_CELLS:
            return {"is": "large", "what": f"单元格超过 {MOST_CELLS} 个"}
    return {
        "is": "workbook",
        "unseen": hidden,
        "is_1904": book.datemode == 1,
        "looks": _looks(book),
        "sheets": sheets,
    }


def _looks(book: Book) -> list[tuple[int, str | None, bool]]:
    """Of every cell style the number of its format, the format where the author wrote it, and whether it has lines."""
    custom = {one.format_key: one.format_str for one in book.format_list}
    sides = ("left", "right", "top", "bottom")
    return [
        (
            xf.format_key,
            custom.get(xf.format_key),
            any(getattr(xf.border, f"{side}_line_style") for side in sides),
        )
        for xf in book.xf_list
    ]


def _sheet(sheet: Sheet) -> dict[str, Any]:
    rows = {r for r, row in sheet.rowinfo_map.items() if row.hidden}
    columns = {c for c, column in sheet.colinfo_map.items() if column.hidden}
    return {
        "name": sheet.name,
        "shows_zeros": bool(getattr(sheet, "show_zero_values", True)),
        "rows": sorted(rows),
        "columns": sorted(columns),
        "merges": [
            (top, left, bottom - 1, right - 1)
            for top, bottom, left, right in sheet.merged_cells[:_MOST_MERGES]
            if top < bottom and left < right
        ],
        "cells": [
            (r, c, sheet.cell_xf_index(r, c), _value(kind, value))
            for r in range(sheet.nrows)
            for c, (kind, value) in enumerate(
                zip(sheet.row_types(r), sheet.row_values(r), strict=True)
            )
            if kind != _EMPTY
        ],
    }


_EMPTY, _TEXT, _NUMBER, _DATE, _TRUTH, _ERROR, _BLANK = range(7)


def _value(kind: int, value: Any) -> str | float:  # noqa: ANN401  what the library gives
    """A text, or a number as stored; of a formula its stored result, which is what was printed."""
    from xlrd import error_text_from_code

    if kind in {_NUMBER, _DATE}:
        return float(value)
    if kind == _TRUTH:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR:
        return error_text_from_code.get(value, "#N/A")
    return str(value)


if __name__ == "__main__":
    main()
