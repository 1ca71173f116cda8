"""The cells of an .xlsx workbook as people see them, and what makes a cell unfit to be a fact.

Read from the XML itself: exact digits, formulas, merges and number formats in one pass, and no table of
blanks for a stray value in the last row. Entities are never expanded.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
from dataclasses import dataclass, field
from decimal import Context, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.errors import Fault, ReadError, UnsupportedFormat
from yusuan.core.patterns import pattern
from yusuan.readers.blocks import OLE, Quota
from yusuan.readers.safe_xml import node_bound
from yusuan.readers.safe_zip import SafeZip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from lxml.etree import _Element

MOST_CELLS = 2_500_000
MOST_SHEETS = 500
# Between two rows, texts or styles: what a parser holds at once. A row has 16,384 cells at most.
_MOST_AT_ONCE = 500_000
# Characters in all cells together.
_MOST_TEXT = 64_000_000
# Excel keeps 15 digits; what it stores beyond them is the noise of binary fractions (0.30000000000000004).
_EXCEL = Context(prec=15)
_LARGEST_EXPONENT = 400
_ESCAPE = pattern(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = pattern(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


class Cell(NamedTuple):
    """A cell that holds something. Rows and columns count from 1; `odd` says why it is no plain value."""

    row: int
    column: int
    text: str
    odd: str = ""


@dataclass(slots=True)
class CellSheet:
    """One sheet: its filled cells in reading order, and its merged ranges."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_cells(path: Path) -> list[CellSheet]:
    """Read every sheet of a workbook; raises ReadError when it is damaged, hostile or no .xlsx."""
    try:
        with path.open("rb") as stream:
            start = stream.read(len(OLE))
    except OSError as error:
        raise ReadError(
            str(path), [Fault(path.name, "", "无法打开", "可读的 .xlsx 文件")]
        ) from error
    if start == OLE:
        found = "旧版 .xls，或加了密码的工作簿"
        raise UnsupportedFormat(
            str(path), [Fault(path.name, "", found, "未加密的 .xlsx（可另存为）")]
        )
    return Package(SafeZip(path)).sheets()


class Package:
    """The parts of one workbook."""

    def __init__(self, archive: SafeZip) -> None:
        self.archive = archive
        self.is_1904 = False
        self.shared: list[str] = []
        self.formats: list[str] = []
        self.count = 0
        self.letters = Quota(_MOST_TEXT, "文字的字数", self.fault)

    def sheets(self) -> list[CellSheet]:
        """All sheets with their cells; raises ReadError for what is no workbook."""
        book = self._target("_rels/.rels", "officeDocument")
        if book is None:
            raise self.fault("不是 Excel 工作簿", ".xlsx 文件")
        relations = self._relations(_rels_of(book))
        names: list[tuple[str, str]] = []
        for element in self._elements(book, "workbookPr", "sheet"):
            if _local(element) == "workbookPr":
                self.is_1904 = element.get("date1904") in {"1", "true"}
            else:
                names.append((element.get("name", ""), _relation_id(element)))
        parts = dict(relations.values())
        if "sharedStrings" in parts:
            shared = self._elements(parts["sharedStrings"], "si")
            self.shared = [_rich_text(si) for si in shared]
        if "styles" in parts:
            self.formats = self._formats(parts["styles"])
        return [self._sheet(name, part) for name, part in self.parts_of(names, relations)]

    def parts_of(
        self, named: Sequence[tuple[str, str]], relations: Mapping[str, tuple[str, str]]
    ) -> list[tuple[str, str]]:
        """The part of each sheet of cells (a chart sheet holds none); no two sheets may share one."""
        if len(named) > MOST_SHEETS:
            raise self.fault(f"有 {len(named)} 张工作表", f"至多 {MOST_SHEETS} 张")
        found = [
            (name, relations[identity][1])
            for name, identity in named
            if identity in relations and relations[identity][0] == "worksheet"
        ]
        # One part may be named a hundred thousand times, and would be read as often.
        owners: dict[str, str] = {}
        for name, part in found:
            if part in owners:
                found_ = f"工作表“{owners[part][:31]}”与“{name[:31]}”是同一个部分"
                raise self.fault(found_, "每张工作表各有内容的工作簿")
            owners[part] = name
        return found

    def _target(self, rels: str, kind: str) -> str | None:
        found = self._relations(rels).values()
        return next((part for k, part in found if k == kind), None)

    def _relations(self, rels: str) -> dict[str, tuple[str, str]]:
        """Kind (last word of the type) and part name of every relation, by id."""
        base = posixpath.dirname(posixpath.dirname(rels))
        found = {}
        for element in self._elements(rels, "Relationship"):
            if element.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", base, element.get("Target", "")))
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            found[element.get("Id", "")] = (kind, target.lstrip("/"))
        return found

    def _formats(self, part: str) -> list[str]:
        custom = {}
        applied: list[str] = []
        for element in self._elements(part, "numFmt", "cellXfs"):
            if _local(element) == "numFmt":
                custom[element.get("numFmtId", "")] = element.get("formatCode", "")
            else:
                applied = [xf.get("numFmtId", "0") for xf in element.iterchildren("{*}xf")]
        return [_format_kind(number, custom.get(number, "")) for number in applied]

    def _sheet(self, name: str, part: str) -> CellSheet:
        sheet = CellSheet(name)
        last_row = 0
        for element in self._elements(part, "row", "mergeCell"):
            if _local(element) == "mergeCell":
                sheet.merges.append(element.get("ref", "")[:20])
                continue
            last_row = _whole(element.get("r")) or last_row + 1
            sheet.cells += self._row(element, last_row)
            if self.count > MOST_CELLS:
                raise self.fault("单元格过多", f"至多 {MOST_CELLS} 个有内容的单元格")
        return sheet

    def _row(self, row: _Element, number: int) -> Iterator[Cell]:
        last_column = 0
        for element in row.iterchildren("{*}c"):
            match = _REFERENCE.fullmatch(element.get("r", ""))
            last_column = _column_number(match[1]) if match else last_column + 1
            text, odd = self._content(element)
            if text or odd:
                self.count += 1
                self.letters.take(len(text), f"第 {number} 行")
                yield Cell(number, last_column, text, odd)

    def _content(self, element: _Element) -> tuple[str, str]:
        """What a cell shows, and what is odd about it."""
        parts = {_local(child): child for child in element}
        kind = element.get("t", "n")
        if "f" in parts:
            return "", "含公式"
        if kind == "inlineStr":
            return (_rich_text(parts["is"]) if "is" in parts else ""), ""
        value = (parts["v"].text or "") if "v" in parts else ""
        if value and kind == "s":
            return self._shared_text(value)
        if value and kind == "n":
            return self._number(value, element.get("s", "0"))
        return ("", f"错误值 {value[:20]}") if kind == "e" else (_special(kind, value), "")

    def _shared_text(self, written: str) -> tuple[str, str]:
        index = _whole(written)
        if index is None or index >= len(self.shared):
            return "", "引用的文本不存在"
        return self.shared[index], ""

    def _number(self, written: str, style: str) -> tuple[str, str]:
        try:
            value = _EXCEL.create_decimal(written.strip())
        except ArithmeticError:
            return "", f"无法识别的数值 {written[:20]}"
        if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
            return "", f"无法识别的数值 {written[:20]}"
        index = _whole(style)
        shown = self.formats[index] if index is not None and index < len(self.formats) else ""
        if shown == "date" and (day := self._date(value)) is not None:
            return day.isoformat(), ""
        if shown == "percent":
            return f"{_plain(value * 100)}%", ""
        return _plain(value), ""

    def _date(self, serial: Decimal) -> dt.date | None:
        whole = int(serial)
        last_serial = 2_958_465  # 9999-12-31
        if not 1 <= whole <= last_serial - (1462 if self.is_1904 else 0):
            return None
        if self.is_1904:
            return dt.date(1904, 1, 1) + dt.timedelta(whole)
        # Excel believes that 1900 was a leap year: day 60 never was.
        return dt.date(1899, 12, 31 if whole < 60 else 30) + dt.timedelta(whole)  # noqa: PLR2004

    def _elements(self, part: str, *names: str) -> Iterator[_Element]:
        """The elements of some names in a part, each forgotten once it has been used."""
        from lxml import etree

        content = self.archive.read(part)
        if any(mark in content for mark in _DOCTYPES):
            raise self.fault(f"{part} 含文档类型声明（DTD）", "不含 DTD 的工作簿")
        if _most_at_once(content, names) > _MOST_AT_ONCE:
            raise self.fault(f"{part} 的一行过大", f"一行至多 {_MOST_AT_ONCE} 个节点")
        try:
            events = etree.iterparse(
                io.BytesIO(content),
                events=("end",),
                tag=[f"{{*}}{name}" for name in names],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
            )
            for _, element in events:
                if element.getroottree().docinfo.doctype:
                    raise self.fault(f"{part} 含文档类型声明（DTD）", "不含 DTD 的工作簿")
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except (etree.XMLSyntaxError, UnicodeError, ValueError, LookupError) as error:
            raise self.fault(f"{part} 不是完好的 XML", "完好的 .xlsx 文件") from error

    def fault(self, found: str, allowed: str) -> ReadError:
        """The error that names this workbook."""
        return ReadError(self.archive.source, [Fault(self.archive.place, "", found, allowed)])


def _most_at_once(content: bytes, names: Sequence[str]) -> int:
    """How many nodes at most stand between two elements of these names: no more are held at once."""
    if node_bound(content) <= _MOST_AT_ONCE:
        return 0
    starts = [m.start() for m in re.finditer(rb"<(?:\w+:)?(?:%b)\b" % _either(names), content)]
    edges = pairwise([0, *starts, len(content)])
    return max(node_bound(content[start:end]) for start, end in edges)


def _either(names: Sequence[str]) -> bytes:
    return "|".join(names).encode()


def _local(element: _Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _relation_id(element: _Element) -> str:
    found = (value for key, value in element.attrib.items() if str(key).endswith("}id"))
    return str(next(found, ""))


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _rich_text(element: _Element) -> str:
    """The text of runs put together, without the readings (furigana) above them."""
    texts = (
        # Escapes are closed within a run.
        unescaped(t.text or "")
        for t in element.iter("{*}t")
        if (parent := t.getparent()) is not None and _local(parent) != "rPh"
    )
    return "".join(texts)


def _special(kind: str, value: str) -> str:
    """A truth value, a date in ISO form, or the text a formula left behind."""
    if kind == "b":
        return "是" if value.strip() in {"1", "true"} else "否"
    is_date = kind == "d"
    return value[: len("2024-03-15")] if is_date else unescaped(value)


def unescaped(text: str) -> str:
    """Undo Excel's `_x000D_` for characters XML cannot hold; every line ends in a line feed."""
    plain = _ESCAPE.sub(_character, text) if "_x" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _character(match: re.Match[str]) -> str:
    point = int(match[1], 16)
    is_surrogate = 0xD800 <= point <= 0xDFFF  # noqa: PLR2004
    return match[0] if is_surrogate else chr(point)


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else None


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


_BUILT_IN = {
    **dict.fromkeys(("9", "10"), "percent"),
    **dict.fromkeys((str(n) for n in (*range(14, 23), *range(27, 37), *range(50, 59))), "date"),
}
# Literal text, escaped characters, fillers, colours and conditions say nothing about the kind.
_NO_KIND = pattern(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def _format_kind(number: str, code: str) -> str:
    if not code:
        return _BUILT_IN.get(number, "")
    bare = _NO_KIND.sub("", code).lower()
    if "%" in bare:
        return "percent"
    return "date" if "general" not in bare and set(bare) & set("ymd") else ""
