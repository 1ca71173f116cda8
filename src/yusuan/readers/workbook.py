"""The workbook: the dataset as sheets, for people who live in Excel. Errors name sheet and cell."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic, functional
from yusuan.catalog.meant import meant
from yusuan.core import fields as f
from yusuan.core import records as r
from yusuan.core.codes import code
from yusuan.core.dataset import MOST_ROWS, Sheet, SheetRow, load
from yusuan.core.errors import CatalogError, Fault, Faults, ReadError
from yusuan.core.patterns import pattern
from yusuan.editions import unknown
from yusuan.editions.stated import named
from yusuan.readers.office.xlsx_cells import Cell, CellSheet, column_letters, read_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.places import Places

# Sheets that help people and hold no facts.
_GUIDES = frozenset({"填报说明", "目录"})
_DIGITS = frozenset({f.AMOUNT, f.NUMBER, f.PERCENT, f.WHOLE, f.DATE, f.FUNCTION, f.ECONOMIC})
_CODES = {f.FUNCTION: functional, f.ECONOMIC: departmental_economic}
_CODE_AND_NAME = pattern(r"(\d{3,7})\s+(\S.*)", re.ASCII | re.DOTALL)
_DATE = pattern(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_HEADERS = 1
Place = Callable[[str], str]


def read_workbook(path: Path, places: Places | None = None) -> DepartmentalBudget:
    """Read a workbook; raises ReadError naming sheet and cell of everything wrong."""
    return _Workbook(path).read(places)


class _Workbook:
    """One reading of a workbook; collects faults until every sheet has been looked at."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults = Faults()
        self.odd: set[str] = set()
        self.absent: set[str] = set()
        self.year: int | None = None

    def read(self, places: Places | None = None) -> DepartmentalBudget:
        found = {sheet.name.strip(): sheet for sheet in read_cells(self.path)}
        labels = [record.label for record in r.RECORDS]
        for name in sorted(found.keys() - {*labels} - _GUIDES):
            self.faults.append(Fault(name, "", "未知的工作表", "、".join(labels)))
        sheets = {}
        for record in r.RECORDS:
            sheet = found.get(record.label)
            if sheet is None and record.is_internal:
                sheets[record.name] = Sheet(record, [])
                continue
            if sheet is None:
                self.faults.append(
                    Fault(record.label, "", "缺少这张工作表", "含全部工作表的工作簿")
                )
                continue
            self._oddities(sheet)
            self.absent.clear()
            is_vertical = record is r.DEPARTMENT
            rows = list((self._vertical if is_vertical else self._horizontal)(record, sheet))
            if len(rows) > MOST_ROWS:
                self.faults.append(
                    Fault(record.label, "", f"{len(rows)} 行", f"至多 {MOST_ROWS} 行")
                )
            sheets[record.name] = Sheet(record, rows[:MOST_ROWS], frozenset(self.absent))
        try:
            return load(str(self.path), sheets, self.faults, unknown, named, meant, places)
        except ReadError as error:
            said = self._said_once(error.faults)
            count = error.count - len(error.faults) + len(said)
            raise ReadError(error.source, said, count=count) from error

    def _said_once(self, faults: Iterable[Fault]) -> list[Fault]:
        """Faults in the order of the sheets; an odd cell is not also called blank."""
        order = {record.label: number for number, record in enumerate(r.RECORDS)}
        kept = [fault for fault in faults if fault.place not in self.odd or fault.found != "空白"]
        return sorted(kept, key=lambda fault: order.get(re.split("[! ]", fault.place)[0], -1))

    def _oddities(self, sheet: CellSheet) -> None:
        for merge in sheet.merges:
            place = f"{sheet.name}!{merge}"
            self.faults.append(Fault(place, "", "合并单元格", "不合并、逐格填写"))
        for cell in sheet.cells:
            if cell.odd:
                allowed = "数值或文字（公式请“选择性粘贴”为数值）"
                self.odd.add(_place(sheet, cell))
                self.faults.append(Fault(_place(sheet, cell), "", cell.odd, allowed))

    def _vertical(self, record: r.Record, sheet: CellSheet) -> Iterator[SheetRow]:
        """The department's sheet: a field a row, its label in column A and its value in B."""
        by_row = _by_row(sheet)
        written: dict[str, str] = {}
        places: dict[str, str] = {}
        for number, cells in by_row.items():
            label = cells[1].text.strip() if 1 in cells else ""
            value = cells[2].text if 2 in cells else ""  # noqa: PLR2004  column B
            if number <= _HEADERS or not (label or value):
                continue
            field = record.field(label)
            if field is None or field.name in places:
                found = "重复的字段" if field else f"未知的字段“{label}”"
                self.faults.append(
                    Fault(f"{sheet.name}!A{number}", "", found, "原有的字段，各一次")
                )
                continue
            places[field.name] = f"{sheet.name}!B{number}"
            written[field.name] = self._written(field, value, places[field.name])
        if written.get("fiscal_year", "").isdecimal():
            self.year = int(written["fiscal_year"])
        if any(written.values()):
            yield SheetRow(written, lambda name: places.get(name, sheet.name))

    def _horizontal(self, record: r.Record, sheet: CellSheet) -> Iterator[SheetRow]:
        """Every other sheet: headers in the first row, a record a row."""
        by_row = _by_row(sheet)
        headers = by_row.pop(_HEADERS, {})
        fields = self._fields(record, sheet, headers)
        letters = {field.name: column_letters(column) for column, field in fields.items()}
        strays = set()
        for number, cells in by_row.items():
            strays |= cells.keys() - headers.keys()
            if not any(cell.text.strip() or cell.odd for cell in cells.values()):
                continue
            place = _row_place(sheet.name, letters, number)
            written = {
                field.name: self._written(field, cells[column].text, place(field.name))
                for column, field in fields.items()
                if column in cells
            }
            yield SheetRow(written, place)
        for column in sorted(strays):
            place_ = f"{sheet.name}!{column_letters(column)}{_HEADERS}"
            self.faults.append(Fault(place_, "", "这一列没有可识别的表头却有内容", "原有的表头"))

    def _fields(
        self, record: r.Record, sheet: CellSheet, headers: dict[int, Cell]
    ) -> dict[int, f.Field]:
        fields: dict[int, f.Field] = {}
        for column, cell in headers.items():
            field = record.field(cell.text.strip())
            place = _place(sheet, cell)
            if field is None:
                labels = "、".join(field.label for field in record.fields)
                self.faults.append(Fault(place, "", f"未知的表头“{cell.text[:60]}”", labels))
            elif field in fields.values():
                self.faults.append(Fault(place, field.label, "重复的表头", "每列一次"))
            else:
                fields[column] = field
        for field in record.fields:
            if field.is_required and field not in fields.values():
                place = f"{sheet.name} 第{_HEADERS}行"
                self.faults.append(Fault(place, field.label, "缺少这一列", "原有的表头"))
                self.absent.add(field.name)
        return fields

    def _written(self, field: f.Field, text: str, place: str) -> str:
        """What a person typed, in the way the field is written everywhere else."""
        if field.kind not in _DIGITS:
            return text
        plain = unicodedata.normalize("NFKC", text).strip()
        if field.kind is f.DATE and (match := _DATE.fullmatch(plain)):
            return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
        if field.kind in _CODES and (match := _CODE_AND_NAME.fullmatch(plain)):
            self._check_name(field, match, place)
            return match[1]
        return plain

    def _check_name(self, field: f.Field, match: re.Match[str], place: str) -> None:
        """A name picked together with its code must still be that code's."""
        try:
            book, member = _CODES[field.kind](self.year or 0), code(match[1])
        except (CatalogError, ValueError):
            return
        known = book.get(member)
        if known is not None and known.verified and not book.accepts(member, match[2]):
            allowed = f"编码与名称一致（{match[1]} {known.name}）"
            self.faults.append(Fault(place, field.label, f"“{match[0][:60]}”", allowed))


def _by_row(sheet: CellSheet) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in sheet.cells:
        rows[cell.row][cell.column] = cell
    return rows


def _place(sheet: CellSheet, cell: Cell) -> str:
    return f"{sheet.name}!{column_letters(cell.column)}{cell.row}"


def _row_place(sheet: str, letters: dict[str, str], row: int) -> Place:
    return lambda name: f"{sheet}!{letters.get(name, '')}{row}"
