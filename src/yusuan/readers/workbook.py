"""The workbook: the dataset as sheets, for people who live in Excel. Errors name sheet and cell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.dataset import MOST_ROWS, Sheet, SheetRow
from yusuan.core.errors import Fault, Faults, ReadError
from yusuan.core.patterns import pattern
from yusuan.readers.office.xlsx_cells import Cell, CellSheet, column_letters, read_cells
from yusuan.readers.typed import Column, Headers, Typed, label_of, near, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from yusuan.core import fields as f
    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.places import Places

# Sheets that help people and hold no facts.
_GUIDES = frozenset({"填报说明", "目录"})
_HEADERS = 1
# Excel's mark of a copy, and the word for a table at the end of a name.
_COPY = pattern(r"\(\d+\)$")
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
        self.typed = Typed(self.faults)

    def read(self, places: Places | None = None) -> DepartmentalBudget:
        found, doubted = self._sheets_of(read_cells(self.path))
        sheets = {}
        for record in r.RECORDS:
            sheet = found.get(record.name)
            if sheet is None and record.is_internal and record.name not in doubted:
                sheets[record.name] = Sheet(record, [])
                continue
            if sheet is None:
                if record.name not in doubted:
                    allowed = "含全部工作表的工作簿"
                    self.faults.append(Fault(record.label, "", "缺少这张工作表", allowed))
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
            return self.typed.loaded(str(self.path), sheets, places)
        except ReadError as error:
            said = self._said_once(error.faults)
            count = error.count - len(error.faults) + len(said)
            raise ReadError(error.source, said, count=count) from error

    def _sheets_of(
        self, sheets: Iterable[CellSheet]
    ) -> tuple[dict[str, CellSheet], frozenset[str]]:
        """The sheet of each record, and the records whose sheet may be one that is called otherwise."""
        by_word = {_sheet_word(record.label): record for record in r.RECORDS}
        exact = {record.label: record for record in r.RECORDS}
        found: dict[str, CellSheet] = {}
        others = []
        for sheet in sheets:
            record = exact.get(sheet.name.strip())
            if record is not None:
                found[record.name] = sheet
            elif sheet.name.strip() not in _GUIDES:
                others.append(sheet)
        doubted = set()
        for sheet in others:
            word = _sheet_word(sheet.name)
            record = by_word.get(word)
            if record is not None and record.name not in found:
                found[record.name] = sheet
                continue
            like = record or by_word.get(near(word, by_word) or "") or _holding(sheet)
            if like is None:
                self._passed_over(sheet)
            else:
                doubted.add(like.name)
                allowed = f"“{like.label}”；不是填报内容的，请改成不相近的名称（如“草稿”）或删去"
                self.faults.append(Fault(sheet.name, "", f"工作表与“{like.label}”相近", allowed))
        return found, frozenset(doubted)

    def _passed_over(self, sheet: CellSheet) -> None:
        count = sum(bool(cell.text.strip()) for cell in sheet.cells)
        what = f"其中 {count} 格未读入" if count else "是空的"
        self.typed.remarks.append(f"工作表“{sheet.name[:31]}”不是填报用的表，{what}。")

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
        words = words_of(record)
        for number, cells in by_row.items():
            label = cells[1].text.strip() if 1 in cells else ""
            value = cells[2].text if 2 in cells else ""  # noqa: PLR2004  column B
            if number <= _HEADERS or not (label or value):
                continue
            field = record.field(label) or words.get(label_of(label).word)
            if field is None or field.name in places:
                self._odd_label(record, f"{sheet.name}!A{number}", label, value, field, places)
                continue
            place = places[field.name] = f"{sheet.name}!B{number}"
            written |= self.typed.written(record, Column(field), value, place)
        year = written.get("fiscal_year", "")
        self.typed.year = int(digits[0]) if (digits := _YEAR.findall(year)) else 0
        if any(written.values()):
            yield SheetRow(written, lambda name: places.get(name, sheet.name))

    def _odd_label(
        self,
        record: r.Record,
        place: str,
        label: str,
        value: str,
        field: f.Field | None,
        places: Mapping[str, str],
    ) -> None:
        """A label of column A that names no field, or one a second time."""
        open_ = {w: one for w, one in words_of(record).items() if one.name not in places}
        like = near(label_of(label).word, open_)
        if field is not None:
            self.faults.append(Fault(place, "", "重复的字段", "原有的字段，各一次"))
        elif like is not None and value.strip():
            allowed = f"“{open_[like].label}”；不是这一项的，请换一个不相近的名称"
            self.faults.append(Fault(place, "", f"字段“{label[:30]}”，与它相近", allowed))
        else:
            self.typed.remarks.append(f"{place} “{label[:30]}”不是“{record.label}”的字段，未读入。")

    def _horizontal(self, record: r.Record, sheet: CellSheet) -> Iterator[SheetRow]:
        """Every other sheet: headers in the first row, a record a row."""
        by_row = _by_row(sheet)
        headers = by_row.pop(_HEADERS, {})
        filled = Counter(
            column for row in by_row.values() for column, cell in row.items() if cell.text.strip()
        )
        numbers = sorted(filled.keys() | headers.keys())
        found = self._columns(record, sheet, numbers, headers)
        columns = {numbers[n]: column for n, column in found.columns.items()}
        letters = {column.field.name: column_letters(n) for n, column in columns.items()}
        for number, cells in by_row.items():
            if not any(cell.text.strip() or cell.odd for n, cell in cells.items() if n in columns):
                continue
            place = _row_place(sheet.name, letters, number)
            typed = (
                (column, cells[n].text, place(column.field.name))
                for n, column in columns.items()
                if n in cells
            )
            yield SheetRow(self.typed.row(record, typed), place)
        self.typed.passed_over(found, {n: filled[column] for n, column in enumerate(numbers)})

    def _columns(
        self, record: r.Record, sheet: CellSheet, numbers: list[int], headers: dict[int, Cell]
    ) -> Headers:
        found = self.typed.columns(
            record,
            [
                (
                    f"{sheet.name}!{column_letters(n)}{_HEADERS}",
                    headers[n].text if n in headers else "",
                )
                for n in numbers
            ],
        )
        self.absent |= found.absent.keys()
        for label in () if found.is_doubted else found.absent.values():
            place = f"{sheet.name} 第{_HEADERS}行"
            what = f"缺少这一列{found.unknown}"
            self.faults.append(Fault(place, label, what, "原有的表头"))
        return found


_YEAR = pattern(r"\d{4}")


def _sheet_word(name: str) -> str:
    """A sheet's name without blanks, the mark of a copy, and the word 表 at its end."""
    word = label_of(name).word
    return _COPY.sub("", word).removesuffix("表") or word


def _holding(sheet: CellSheet) -> r.Record | None:
    """The record whose columns a sheet has under another name; None where it has those of none."""
    top = [label_of(cell.text).word for cell in sheet.cells if cell.row == _HEADERS]
    for record in r.RECORDS[1:]:
        words = words_of(record)
        present = {words[word].name for word in top if word in words}
        required = {field.name for field in record.fields if field.is_required}
        if len(required) > _FEW and required <= present:
            return record
    return None


# Two columns called 名称 and 内容 are no proof.
_FEW = 2


def _by_row(sheet: CellSheet) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in sheet.cells:
        rows[cell.row][cell.column] = cell
    return rows


def _place(sheet: CellSheet, cell: Cell) -> str:
    return f"{sheet.name}!{column_letters(cell.column)}{cell.row}"


def _row_place(sheet: str, letters: dict[str, str], row: int) -> Place:
    return lambda name: f"{sheet}!{letters.get(name, '')}{row}"
