"""Read a published .ods: what its cells show stands in the file as text, so no number is formatted here.

A cell, row or column may say that it is repeated a million times: blanks are never made, and what is filled is
counted before it is.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.readers.blocks import MOST_CELLS, MOST_COLUMNS, fault, text_quota, tidy, unsupported
from yusuan.readers.office.book import document_of
from yusuan.readers.office.sheet import Merge, Sheet, SheetCell, as_formula
from yusuan.readers.safe_xml import attribute, child, local, parsed
from yusuan.readers.safe_zip import SafeZip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from yusuan.core.errors import ReadError
    from yusuan.core.grid import RawDocument
    from yusuan.readers.blocks import Quota

_MOST_MERGES = 50_000
_MOST_SHEETS = 500
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_MOST_STYLES = 10_000
# Lines drawn around more blank rows than a table has were drawn to the end of the sheet.
_MOST_BLANK_ROWS = 1_000
_UNSEEN = frozenset({"collapse", "filter"})
# Read in a cell, and not what it shows: a comment, a drawing.
_BESIDE = frozenset({"annotation", "shapes"})


def read_ods(path: Path) -> RawDocument:
    """Read an OpenDocument spreadsheet; raises ReadError, UnsupportedFormat for its text or slides."""
    book = _Book(path, SafeZip(path))
    sheets = book.visible_sheets()
    return document_of(path, "ods", sheets, book.unseen)


@dataclass
class _Book:
    """One spreadsheet being read."""

    path: Path
    archive: SafeZip
    unseen: list[str] = field(default_factory=list)
    count: int = 0
    # Cell styles that draw lines, table styles that hide the sheet.
    ruled: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    letters: Quota = field(init=False)

    def __post_init__(self) -> None:
        self.letters = text_quota(self._fault)

    def visible_sheets(self) -> list[Sheet]:
        """Every sheet that is not hidden, in order."""
        if "META-INF/manifest.xml" in self.archive:
            manifest = self._part("META-INF/manifest.xml")
            if next(manifest.iter("{*}encryption-data"), None) is not None:
                raise fault(self.path, "加了密码的文件", "未加密的文件")
        content = self._part("content.xml")
        body = child(content, "body", "spreadsheet")
        if body is None:
            raise unsupported(self.path, "OpenDocument 文档，不是表格，请另存为 .docx 或 .pdf")
        if "styles.xml" in self.archive:
            self._styles(self._part("styles.xml"))
        self._styles(content)
        tables = list(body.iterchildren("{*}table"))
        if len(tables) > _MOST_SHEETS:
            raise self._fault(f"有 {len(tables)} 张工作表", f"至多 {_MOST_SHEETS} 张")
        self.unseen += [_name(t) for t in tables if attribute(t, "style-name") in self.hidden]
        return [self._sheet(t) for t in tables if attribute(t, "style-name") not in self.hidden]

    def _part(self, name: str) -> _Element:
        return parsed(self.archive.read(name), name, self._fault)

    def _fault(self, found: str, allowed: str) -> ReadError:
        return fault(self.path, found, allowed)

    def _styles(self, root: _Element) -> None:
        """A style draws lines of its own, or those of the style it is made from, which stands before it."""
        for n, style in enumerate(root.iter("{*}style", "{*}default-style")):
            if n > _MOST_STYLES:
                raise self._fault("样式过多", f"至多 {_MOST_STYLES} 个")
            name = attribute(style, "name")
            shape = child(style, "table-cell-properties")
            lines = {k: v for k, v in _plain(shape).items() if k.startswith("border")}
            if lines:
                is_ruled = any(v not in {"none", ""} for k, v in lines.items() if _is_line(k))
            else:
                is_ruled = attribute(style, "parent-style-name") in self.ruled
            if is_ruled:
                self.ruled.add(name)
            if attribute(child(style, "table-properties"), "display") == "false":
                self.hidden.add(name)

    def _sheet(self, table: _Element) -> Sheet:
        sheet = Sheet(_name(table))
        columns = _columns(table, sheet)
        row = 0
        for element in _inside(table, "table-row"):
            times = _times(element, "number-rows-repeated", _LAST_ROW - row)
            cells = list(self._cells(element, columns, row, sheet))
            is_filled = any(c.text for c in cells)
            if cells and (is_filled or times <= _MOST_BLANK_ROWS):
                self.count += len(cells) * times
                letters = sum(len(cell.text) for cell in cells) * (times - 1)
                self.letters.take(letters, f"工作表“{sheet.name}”第 {row + 1} 行")
                if self.count > MOST_CELLS:
                    raise self._fault("单元格过多", f"至多 {MOST_CELLS} 个有内容的单元格")
                sheet.cells += [c._replace(row=row + n) for n in range(times) for c in cells]
            if attribute(element, "visibility") in _UNSEEN:
                sheet.hidden_rows.add(row, row + times - 1)
            row += times
        return sheet

    def _cells(
        self, row: _Element, columns: list[tuple[int, str]], number: int, sheet: Sheet
    ) -> Iterator[SheetCell]:
        """The cells of a row that hold something or have lines."""
        column = 0
        usual = attribute(row, "default-cell-style-name")
        for element in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
            known = _plain(element)
            times = _times(element, "number-columns-repeated", _LAST_COLUMN - column)
            style = known.get("style-name") or usual or _style_of(columns, column)
            is_ruled = style in self.ruled
            text = tidy(_shown(element))
            is_pending = not text and "formula" in known and "value-type" not in known
            text = as_formula(known["formula"].partition("=")[2]) if is_pending else text
            self.letters.take(len(text) * times, f"工作表“{sheet.name}”第 {number + 1} 行")
            self._merge(known, number, column, sheet)
            if text or (is_ruled and times <= MOST_COLUMNS):
                if self.count + times > MOST_CELLS:
                    raise self._fault("单元格过多", f"至多 {MOST_CELLS} 个有内容的单元格")
                for n in range(times):
                    yield SheetCell(number, column + n, text, is_ruled, is_pending)
            column += times

    def _merge(self, known: dict[str, str], row: int, column: int, sheet: Sheet) -> None:
        rows, columns = (
            _whole(known.get(f"number-{way}-spanned", "1")) or 1 for way in ("rows", "columns")
        )
        if rows * columns > 1 and len(sheet.merges) < _MOST_MERGES:
            bottom = min(row + rows, _LAST_ROW) - 1
            right = min(column + columns, _LAST_COLUMN) - 1
            sheet.merges.append(Merge(row, column, bottom, right))


def _columns(table: _Element, sheet: Sheet) -> list[tuple[int, str]]:
    """Where each run of columns ends, and the style of its cells; hidden ones are noted."""
    found: list[tuple[int, str]] = []
    column = 0
    for element in _inside(table, "table-column"):
        times = _times(element, "number-columns-repeated", _LAST_COLUMN - column)
        if attribute(element, "visibility") in _UNSEEN:
            sheet.hidden_columns.add(column, column + times - 1)
        column += times
        found.append((column, attribute(element, "default-cell-style-name")))
    return found


def _style_of(columns: list[tuple[int, str]], column: int) -> str:
    at = bisect_right(columns, column, key=lambda run: run[0])
    return columns[at][1] if at < len(columns) else ""


def _inside(table: _Element, name: str) -> Iterator[_Element]:
    """The rows or columns of a table, those in groups and headers too, not those of a table in a cell."""
    kind = name.removeprefix("table-")
    groups = {f"table-{kind}-group", f"table-header-{kind}s", f"table-{kind}s"}
    waiting = list(table.iterchildren())[::-1]
    while waiting:
        element = waiting.pop()
        if local(element) == name:
            yield element
        elif local(element) in groups:
            waiting += list(element.iterchildren())[::-1]


def _shown(cell: _Element) -> str:
    """The paragraphs of a cell."""
    return "\n".join("".join(_words(p)) for p in cell.iterchildren("{*}p", "{*}h"))


def _words(paragraph: _Element) -> Iterator[str]:
    """The characters of a paragraph, with what stands for blanks, tabs and breaks."""
    waiting: list[_Element | str] = [paragraph]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        name = local(one)
        parts: list[_Element | str] = []
        if name in {"s", "tab", "line-break"}:
            parts.append("\n" if name == "line-break" else " ")
        elif name not in _BESIDE:
            parts.append(one.text or "")
            parts += one.iterchildren()
        if one is not paragraph:
            parts.append(one.tail or "")
        waiting += parts[::-1]


def _plain(element: _Element | None) -> dict[str, str]:
    """Attributes by their local names."""
    if element is None:
        return {}
    return {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}


def _is_line(name: str) -> bool:
    """Tell a line at a side from what only describes it."""
    return name in {"border", "border-left", "border-right", "border-top", "border-bottom"}


def _name(table: _Element) -> str:
    return attribute(table, "name")


def _times(element: _Element, name: str, most: int) -> int:
    return max(0, min(_whole(attribute(element, name, "1")) or 1, most))


def _whole(text: str) -> int:
    longest = 9
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else 0
