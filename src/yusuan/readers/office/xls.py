"""Read a published .xls (Excel 5 to 2003, or of WPS): xlrd opens it in a process of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from yusuan.readers.blocks import content_of, fault, tidy, unsupported
from yusuan.readers.limited import answer_of
from yusuan.readers.office.book import document_of
from yusuan.readers.office.number_format import code_of, number_of, shown
from yusuan.readers.office.sheet import Merge, Sheet, SheetCell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.core.grid import RawDocument

_PROCESS = "yusuan.readers.office.xls_process"
_SAVE_AS = "未加密、完好的 .xls 文件，或用 Excel、WPS 另存的 .xlsx"
_OTHERS = {
    "doc": "旧版 Word 或 WPS 文字文档，请另存为 .docx 或 .pdf",
    "ppt": "演示文稿，请另存为 .pdf",
    "other": "旧版 Office 文件，请另存为 .docx、.xlsx 或 .pdf",
}


def read_xls(path: Path) -> RawDocument:
    """Read a legacy workbook; raises ReadError, UnsupportedFormat for other files in the same envelope."""
    answer = _answer(path)
    looks = [(code_of(number, custom), is_ruled) for number, custom, is_ruled in answer["looks"]]
    sheets = [_sheet(one, looks, is_1904=answer["is_1904"]) for one in answer["sheets"]]
    return document_of(path, "xls", sheets, answer["unseen"])


def stored_cells(path: Path) -> Iterator[tuple[str, list[tuple[int, int, str]], list[Merge]]]:
    """The visible sheets with what their cells store, not what formats show: row and column from 0, text."""
    for one in _answer(path)["sheets"]:
        cells = [(row, column, _stored(value)) for row, column, _, value in one["cells"]]
        merges = [Merge(*edges) for edges in one["merges"]]
        yield one["name"], [cell for cell in cells if cell[2]], merges


def _stored(value: str) -> str:
    number = number_of(value) if isinstance(value, _Stored) else None
    if number is None:
        return tidy(value)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _answer(path: Path) -> dict[str, Any]:
    content_of(path)
    # A binary fraction by its shortest digits: those that were typed or computed.
    answer: dict[str, Any] = json.loads(
        answer_of(_PROCESS, path), parse_float=_Stored, parse_constant=str
    )
    kind = answer["is"]
    if kind == "encrypted":
        raise fault(path, "加了密码的文件", "未加密的文件")
    if kind == "damaged":
        raise fault(path, "旧版 Office 文件，已损坏", _SAVE_AS)
    if kind == "large":
        raise fault(path, answer["what"], "正常大小的工作簿")
    if kind in _OTHERS:
        raise unsupported(path, _OTHERS[kind])
    return answer


class _Stored(str):
    """The digits of a stored number, told apart from a text."""

    __slots__ = ()


def _sheet(answer: dict[str, Any], looks: list[tuple[str, bool]], *, is_1904: bool) -> Sheet:
    sheet = Sheet(
        answer["name"],
        merges=[Merge(*edges) for edges in answer["merges"]],
    )
    for row in answer["rows"]:
        sheet.hidden_rows.add(row, row)
    for column in answer["columns"]:
        sheet.hidden_columns.add(column, column)
    for row, column, look, value in answer["cells"]:
        code, is_ruled = looks[look] if look < len(looks) else ("", False)
        number = number_of(value) if isinstance(value, _Stored) else None
        if number is None:
            text = tidy(value)
        elif number == 0 and not answer["shows_zeros"]:
            text = ""
        else:
            text = tidy(shown(number, code, is_1904=is_1904))
        if text or is_ruled:
            sheet.cells.append(SheetCell(row, column, text, is_ruled))
    return sheet
