"""The cells of an export, exact, from any format systems write: .xlsx, .xls, .csv."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.errors import Fault, Faults, ReadError, UnsupportedFormat
from yusuan.core.patterns import pattern
from yusuan.readers.inside import LARGEST_FILE, file_content
from yusuan.readers.office.xlsx_cells import column_letters, read_cells
from yusuan.readers.text.plain import csv_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv")
MOST_ROWS = 200_000
_MOST_MERGED = 2_000_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_RANGE = pattern(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


class Value(NamedTuple):
    """What stands in a cell; `is_merged` where it stands in another cell of the same merge, `odd` where it is none."""

    text: str
    is_merged: bool = False
    odd: str = ""


@dataclass(slots=True)
class ExportSheet:
    """One sheet: its filled cells by row and column, counted from 1, merges filled."""

    name: str
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """The text of a cell, empty where there is none."""
        value = self.rows.get(row, {}).get(column)
        return value.text.strip() if value else ""

    def place(self, row: int, column: int | None = None) -> str:
        """What a cell, or a row, is called."""
        return f"{self.name}!{column_letters(column)}{row}" if column else f"{self.name} 第{row}行"


def read_sheets(path: Path) -> list[ExportSheet]:
    """Every sheet of an export; raises ReadError, UnsupportedFormat."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return [_csv(path)]
    if suffix == ".xls":
        return _xls(path)
    if suffix in {".xlsx", ".xlsm"}:
        found = []
        for sheet in read_cells(path):
            one = ExportSheet(sheet.name)
            for cell in sheet.cells:
                one.rows.setdefault(cell.row, {})[cell.column] = Value(cell.text, odd=cell.odd)
            _fill(one, filter(None, map(_corners, sheet.merges)), path)
            found.append(one)
        return found
    allowed = "预算一体化系统导出的 .xlsx、.xls 或 .csv"
    raise UnsupportedFormat(str(path), [Fault(path.name, "", suffix or "无扩展名", allowed)])


def _corners(merge: str) -> tuple[int, int, int, int] | None:
    found = _RANGE.fullmatch(merge)
    if found is None:
        return None
    return int(found[2]), _number(found[1]), int(found[4]), _number(found[3])


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _fill(sheet: ExportSheet, merges: Iterable[tuple[int, int, int, int]], path: Path) -> None:
    """Put the text of a merge into all its cells."""
    filled = 0
    last = max(sheet.rows, default=0)
    for top, left, bottom, right in merges:
        text = sheet.text(top, left)
        bottom_ = min(bottom, last)
        filled += max(0, bottom_ - top + 1) * (right - left + 1)
        if filled > _MOST_MERGED:
            raise ReadError(
                str(path), [Fault(sheet.name, "", "合并单元格过多", "正常大小的导出文件")]
            )
        if not text:
            continue
        for row in range(top, bottom_ + 1):
            for column in range(left, right + 1):
                sheet.rows.setdefault(row, {}).setdefault(column, Value(text, is_merged=True))


def _csv(path: Path) -> ExportSheet:
    content = file_content(path)
    if len(content) > LARGEST_FILE:
        raise ReadError(str(path), [Fault(path.name, "", "文件过大", "64 MB 以内的文件")])
    text = ""
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ReadError(str(path), [Fault(path.name, "", "无法识别的编码", "UTF-8 或 GBK 文本")])
    faults = Faults()
    sheet = ExportSheet(path.name)
    for number, (_, values) in enumerate(csv_rows(path.name, text, faults), start=1):
        cells = {n: Value(value) for n, value in enumerate(values, start=1) if value.strip()}
        if cells and number <= MOST_ROWS:
            sheet.rows[number] = cells
    if faults:
        raise ReadError(str(path), list(faults))
    return sheet


def _xls(path: Path) -> list[ExportSheet]:
    from yusuan.readers.office.xls import stored_cells

    found = []
    for name, cells, merges in stored_cells(path):
        one = ExportSheet(name)
        for row, column, text in cells:
            one.rows.setdefault(row + 1, {})[column + 1] = Value(text)
        _fill(one, ((m.top + 1, m.left + 1, m.bottom + 1, m.right + 1) for m in merges), path)
        found.append(one)
    return found
