"""Read a published .xlsx: every sheet's tables and texts as shown, printed precision included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from yusuan.core.errors import UnsupportedFormat
from yusuan.core.patterns import pattern
from yusuan.readers.blocks import MOST_CELLS, fault, text_quota, tidy
from yusuan.readers.office.book import document_of
from yusuan.readers.office.number_format import code_of, number_of, shown
from yusuan.readers.office.sheet import Merge, Sheet, SheetCell, as_formula
from yusuan.readers.office.xlsx_cells import Package, unescaped
from yusuan.readers.safe_xml import MOST_NODES, attribute, local, node_bound
from yusuan.readers.safe_zip import SafeZip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from yusuan.core.grid import RawDocument

_REFERENCE = pattern(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_MOST_MERGES = 50_000
_LAST_COLUMN = 16_384
_LAST_ROW = 1_048_576
_SIDES = frozenset(("left", "right", "top", "bottom", "start", "end"))


class _Look(NamedTuple):
    """How a cell style prints a number, and whether it draws lines."""

    code: str
    is_ruled: bool


_PLAIN = _Look("", is_ruled=False)
_T = TypeVar("_T")


def read_xlsx_document(path: Path) -> RawDocument:
    """Read a published workbook; raises ReadError when it is damaged, hostile or no .xlsx."""
    book = _Published(path, SafeZip(path))
    sheets = book.visible_sheets()
    return document_of(path, "xlsx", sheets, book.unseen)


class _Published(Package):
    """The parts of a published workbook: stored results of formulas are what people saw."""

    def __init__(self, path: Path, archive: SafeZip) -> None:
        super().__init__(archive)
        self.path = path
        self.looks: list[_Look] = []
        self.unseen: list[str] = []
        self.nodes = 0
        self.letters = text_quota(self.fault)

    def visible_sheets(self) -> list[Sheet]:
        """Every sheet that is not hidden, in order."""
        book = self._target("_rels/.rels", "officeDocument")
        if book is None:
            raise self.fault("不是 Excel 工作簿", ".xlsx 文件")
        if not book.endswith(".xml"):
            error = fault(self.path, "二进制工作簿（.xlsb）", ".xlsx 工作簿（可另存为）")
            raise UnsupportedFormat(error.source, error.faults)
        folder, name = book.rpartition("/")[::2]
        relations = self._relations(f"{folder}/_rels/{name}.rels")
        parts = dict(relations.values())
        if "sharedStrings" in parts:
            shared = self._elements(parts["sharedStrings"], "si")
            self.shared = [self._string(si) for si in shared]
        if "styles" in parts:
            self.looks = self._looks(parts["styles"])
        named: list[tuple[str, str]] = []
        for element in self._elements(book, "workbookPr", "sheet"):
            if local(element) == "workbookPr":
                self.is_1904 = element.get("date1904") in {"1", "true"}
            elif element.get("state", "visible") != "visible":
                self.unseen.append(element.get("name", ""))
            else:
                named.append((element.get("name", ""), attribute(element, "id")))
        return [self._published(title, part) for title, part in self.parts_of(named, relations)]

    def _elements(self, part: str, *names: str) -> Iterator[_Element]:
        """The elements of a part, as long as all parts together are of a size to be read."""
        self.nodes += node_bound(self.archive.read(part))
        if self.nodes > MOST_NODES:
            raise self.fault("内容过多", f"至多 {MOST_NODES} 个节点")
        return super()._elements(part, *names)

    def _looks(self, part: str) -> list[_Look]:
        custom: dict[int, str] = {}
        borders: list[bool] = []
        looks: list[_Look] = []
        for element in self._elements(part, "numFmt", "border", "cellXfs"):
            name = local(element)
            if name == "numFmt":
                custom[_whole(element.get("numFmtId"))] = element.get("formatCode", "")
            elif name == "border":
                borders.append(_draws_lines(element))
            else:
                looks += [
                    _Look(
                        code_of(number := _whole(xf.get("numFmtId")), custom.get(number)),
                        is_ruled=_at(borders, _whole(xf.get("borderId"))) or False,
                    )
                    for xf in element.iterchildren("{*}xf")
                ]
        return looks

    def _string(self, element: _Element) -> str:
        """The text of runs put together, without the readings above them."""
        parts = (
            unescaped(t.text or "")
            for t in element.iter("{*}t")
            if (parent := t.getparent()) is not None and local(parent) != "rPh"
        )
        return "".join(parts)

    def _published(self, name: str, part: str) -> Sheet:
        sheet = Sheet(name)
        last_row = -1
        shows_zeros = True
        for element in self._elements(part, "sheetView", "col", "row", "mergeCell"):
            kind = local(element)
            if kind == "sheetView":
                shows_zeros = element.get("showZeros", "1") not in {"0", "false"}
            elif kind == "col":
                _hide_columns(sheet, element)
            elif kind == "mergeCell" and len(sheet.merges) < _MOST_MERGES:
                sheet.merges += _merges(element.get("ref", ""))
            elif kind == "row":
                last_row = (_whole(element.get("r")) or last_row + 2) - 1
                if last_row >= _LAST_ROW:
                    raise self.fault("行号超出范围", "完好的 .xlsx 文件")
                if element.get("hidden") in {"1", "true"}:
                    sheet.hidden_rows.add(last_row, last_row)
                self._fill(sheet, element, last_row, shows_zeros=shows_zeros)
        return sheet

    def _fill(self, sheet: Sheet, row: _Element, number: int, *, shows_zeros: bool) -> None:
        column = -1
        for element in row.iterchildren("{*}c"):
            match = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column(match[1]) if match else column + 1
            if column >= _LAST_COLUMN:
                raise self.fault("列号超出范围", "完好的 .xlsx 文件")
            look = _at(self.looks, _whole(element.get("s"))) or _PLAIN
            written = self._shown(element, look.code, shows_zeros=shows_zeros)
            self.letters.take(len(written), f"工作表“{sheet.name}”第 {number + 1} 行")
            text = tidy(written)
            formula = "" if text else _pending(element)
            if text or formula or look.is_ruled:
                cell = SheetCell(number, column, text or formula, look.is_ruled, bool(formula))
                sheet.cells.append(cell)
                self.count += 1
        if self.count > MOST_CELLS:
            raise self.fault("单元格过多", f"至多 {MOST_CELLS} 个有内容的单元格")

    def _shown(self, element: _Element, code: str, *, shows_zeros: bool) -> str:
        """What a cell shows; of a formula its stored result."""
        value = next(element.iterchildren("{*}v"), None)
        written = (value.text or "") if value is not None else ""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inside = next(element.iterchildren("{*}is"), None)
            return self._string(inside) if inside is not None else ""
        if not written:
            return ""
        if kind == "n":
            number = number_of(written)
            if number is None:
                return written[:40]
            is_unseen = number == 0 and not shows_zeros
            return "" if is_unseen else shown(number, code, is_1904=self.is_1904)
        return self._text(kind, written)

    def _text(self, kind: str, written: str) -> str:
        if kind == "s":
            index = _whole(written)
            return _at(self.shared, index) or "" if written.isdigit() else ""
        if kind == "b":
            return "TRUE" if written.strip() in {"1", "true"} else "FALSE"
        # An error such as #REF! was printed, so it is read.
        return unescaped(written)


def _pending(element: _Element) -> str:
    """A formula without a stored result; one that gives an empty text says that it is a text."""
    formula = next(element.iterchildren("{*}f"), None)
    value = next(element.iterchildren("{*}v"), None)
    has_result = element.get("t", "n") != "n" or (value is not None and value.text)
    return "" if formula is None or has_result else as_formula(formula.text or "")


def _at(values: list[_T], index: int) -> _T | None:
    return values[index] if index < len(values) else None


def _whole(text: str | None) -> int:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,7}", text) else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _draws_lines(border: _Element) -> bool:
    return any(local(side) in _SIDES and side.get("style", "none") != "none" for side in border)


def _hide_columns(sheet: Sheet, element: _Element) -> None:
    if element.get("hidden") in {"1", "true"}:
        first, last = _whole(element.get("min")), min(_whole(element.get("max")), _LAST_COLUMN)
        sheet.hidden_columns.add(max(first - 1, 0), last - 1)


def _merges(reference: str) -> list[Merge]:
    ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004
        return []
    (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
    merge = Merge(int(top) - 1, _column(left), int(bottom) - 1, _column(right))
    return [merge] if merge.top <= merge.bottom and merge.left <= merge.right else []
