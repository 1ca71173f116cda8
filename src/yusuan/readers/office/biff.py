"""The sheets of an Excel 97–2003 workbook (BIFF8) as shown: stored results, number formats, merges, lines."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from yusuan.readers.blocks import MOST_CELLS, tidy
from yusuan.readers.office.biff_texts import CONTINUE, shared_texts, text_at, word_at
from yusuan.readers.office.number_format import code_of, number_of, shown
from yusuan.readers.office.sheet import Merge, Sheet, SheetCell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_BOF, _EOF, _FILEPASS, _DATE_1904, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x22, 0x85
_SST, _FORMAT, _XF = 0xFC, 0x41E, 0xE0
_ROW, _COLUMN, _MERGED, _WINDOW = 0x208, 0x7D, 0xE5, 0x23E
_NUMBER, _RK, _MULTIPLE_RK, _BLANK, _MULTIPLE_BLANK = 0x203, 0x27E, 0xBD, 0x201, 0xBE
_LABEL, _SHARED_LABEL, _FORMULA, _STRING, _TRUTH = 0x204, 0xFD, 0x06, 0x207, 0x205
_BIFF8 = 0x600
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
_MOST_MERGES = 50_000
_MOST_SHEETS = 500
# Sheets may claim to begin at the same place, again and again.
_MOST_RECORDS = 4_000_000


class DamagedWorkbook(ValueError):
    """Records that cannot be. The message is for the user, Chinese."""


class UnreadWorkbook(DamagedWorkbook):
    """Whole, but of a kind that is not read: encrypted, or older than Excel 97."""


class _Look(NamedTuple):
    format: int
    is_ruled: bool


@dataclass(slots=True)
class Workbook:
    """What a workbook stream says; hidden sheets are named only."""

    sheets: list[Sheet] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def read_workbook_stream(stream: bytes) -> Workbook:
    """Read all visible sheets; raises DamagedWorkbook."""
    try:
        return _Reading(stream).read()
    except (struct.error, IndexError) as error:
        raise DamagedWorkbook("记录不完整") from error


class _Reading:
    """One workbook being read: what its first part says about all sheets, then sheet by sheet."""

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.formats: dict[int, str] = {}
        self.looks: list[_Look] = []
        self.texts: list[str] = []
        self.is_1904 = False
        self.shows_zeros = True
        self.count = 0
        self.read_records = 0
        # A formula whose text comes in a record of its own.
        self.waiting: tuple[int, int, int] | None = None
        self.sheet = Sheet("")

    def read(self) -> Workbook:
        """The workbook."""
        book = Workbook()
        places: list[tuple[int, str]] = []
        records = list(self._records(0))
        if not records or records[0][0] != _BOF or word_at(records[0][1], 0) != _BIFF8:
            raise UnreadWorkbook("Excel 95 或更早的工作簿")
        for n, (kind, body) in enumerate(records):
            if kind == _FILEPASS:
                raise UnreadWorkbook("加了密码的工作簿")
            if kind == _BOUNDSHEET:
                name = text_at(body, 6, length_bytes=1)
                hidden, sort = body[4] & 3, body[5]
                if hidden:
                    book.unseen.append(name)
                elif sort == 0:
                    places.append((struct.unpack_from("<I", body)[0], name))
            elif kind == _SST:
                self.texts = list(shared_texts(body, _continued(records, n)))
            else:
                self._global(kind, body)
        if len(places) > _MOST_SHEETS:
            raise DamagedWorkbook(f"工作表超过 {_MOST_SHEETS} 张")
        for place, name in places:
            book.sheets.append(self._sheet(place, name))
        return book

    def _global(self, kind: int, body: bytes) -> None:
        if kind == _DATE_1904:
            self.is_1904 = word_at(body, 0) == 1
        elif kind == _FORMAT:
            self.formats[word_at(body, 0)] = text_at(body, 2)
        elif kind == _XF:
            self.looks.append(_Look(word_at(body, 2), is_ruled=word_at(body, 10) != 0))

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """The records from a place to the end of the part that begins there."""
        depth = 0
        while at + 4 <= len(self.stream):
            kind, size = struct.unpack_from("<HH", self.stream, at)
            body = self.stream[at + 4 : at + 4 + size]
            if len(body) < size:
                raise DamagedWorkbook("记录不完整")
            self.read_records += 1
            if self.read_records > _MOST_RECORDS:
                raise DamagedWorkbook(f"记录超过 {_MOST_RECORDS} 条")
            depth += (kind == _BOF) - (kind == _EOF)
            # A chart inside a sheet is a part of its own.
            if depth <= 1:
                yield kind, body
            if depth <= 0:
                return
            at += 4 + size

    def _sheet(self, place: int, name: str) -> Sheet:
        self.sheet = Sheet(name)
        self.shows_zeros = True
        self.waiting = None
        zeros = [b for k, b in self._records(place) if k == _WINDOW]
        self.shows_zeros = all(word_at(body, 0) & 0x10 for body in zeros)
        for kind, body in self._records(place):
            read = _READ.get(kind)
            if read is not None:
                read(self, body)
            if self.count > MOST_CELLS:
                raise DamagedWorkbook(f"单元格超过 {MOST_CELLS} 个")
        return self.sheet

    # --- cells ------------------------------------------------------------------------------------

    def _add(self, row: int, column: int, look: int, value: Decimal | str) -> None:
        style = self.looks[look] if look < len(self.looks) else _Look(0, is_ruled=False)
        if isinstance(value, Decimal):
            code = code_of(style.format, self.formats.get(style.format))
            is_unseen = value == 0 and not self.shows_zeros
            value = "" if is_unseen else shown(value, code, is_1904=self.is_1904)
        text = tidy(value)
        if text or style.is_ruled:
            self.sheet.cells.append(SheetCell(row, column, text, style.is_ruled))
            self.count += 1

    def number(self, body: bytes) -> None:
        row, column, look = struct.unpack_from("<HHH", body)
        self._add(row, column, look, _double(body, 6))

    def packed(self, body: bytes) -> None:
        row, column, look, packed = struct.unpack_from("<HHHI", body)
        self._add(row, column, look, _unpacked(packed))

    def several_packed(self, body: bytes) -> None:
        row, column = struct.unpack_from("<HH", body)
        for n in range((len(body) - 6) // 6):
            look, packed = struct.unpack_from("<HI", body, 4 + 6 * n)
            self._add(row, column + n, look, _unpacked(packed))

    def blank(self, body: bytes) -> None:
        row, column, look = struct.unpack_from("<HHH", body)
        self._add(row, column, look, "")

    def several_blank(self, body: bytes) -> None:
        row, column = struct.unpack_from("<HH", body)
        for n in range((len(body) - 6) // 2):
            self._add(row, column + n, word_at(body, 4 + 2 * n), "")

    def label(self, body: bytes) -> None:
        row, column, look = struct.unpack_from("<HHH", body)
        self._add(row, column, look, text_at(body, 6))

    def shared_label(self, body: bytes) -> None:
        row, column, look, index = struct.unpack_from("<HHHI", body)
        self._add(row, column, look, self.texts[index] if index < len(self.texts) else "")

    def truth(self, body: bytes) -> None:
        row, column, look, value, is_error = struct.unpack_from("<HHHBB", body)
        self._add(row, column, look, _truth(value, is_error=bool(is_error)))

    def formula(self, body: bytes) -> None:
        """A formula by its stored result, which is what was printed."""
        row, column, look = struct.unpack_from("<HHH", body)
        self.waiting = None
        if body[12:14] != b"\xff\xff":
            self._add(row, column, look, _double(body, 6))
            return
        text, truth, error = 0, 1, 2
        if body[6] == text:
            self.waiting = (row, column, look)
        elif body[6] in {truth, error}:
            self._add(row, column, look, _truth(body[8], is_error=body[6] == error))
        else:
            self._add(row, column, look, "")

    def string(self, body: bytes) -> None:
        if self.waiting is not None:
            self._add(*self.waiting, text_at(body, 0))
            self.waiting = None

    # --- the sheet --------------------------------------------------------------------------------

    def row(self, body: bytes) -> None:
        is_hidden = 0x20
        if word_at(body, 12) & is_hidden:
            self.sheet.hidden_rows.add(word_at(body, 0))

    def column(self, body: bytes) -> None:
        first, last, _, _, flags = struct.unpack_from("<5H", body)
        if flags & 1:
            self.sheet.hidden_columns.update(range(first, min(last, 255) + 1))

    def merged(self, body: bytes) -> None:
        for n in range(min(word_at(body, 0), (len(body) - 2) // 8)):
            top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * n)
            is_real = top <= bottom and left <= right
            if is_real and len(self.sheet.merges) < _MOST_MERGES:
                self.sheet.merges.append(Merge(top, left, bottom, right))


_READ: Mapping[int, Callable[[_Reading, bytes], None]] = {
    _NUMBER: _Reading.number,
    _RK: _Reading.packed,
    _MULTIPLE_RK: _Reading.several_packed,
    _BLANK: _Reading.blank,
    _MULTIPLE_BLANK: _Reading.several_blank,
    _LABEL: _Reading.label,
    _SHARED_LABEL: _Reading.shared_label,
    _TRUTH: _Reading.truth,
    _FORMULA: _Reading.formula,
    _STRING: _Reading.string,
    _ROW: _Reading.row,
    _COLUMN: _Reading.column,
    _MERGED: _Reading.merged,
}


def _double(body: bytes, at: int) -> Decimal | str:
    """The stored binary fraction by its shortest digits: those that were typed or computed."""
    written = repr(struct.unpack_from("<d", body, at)[0])
    number = number_of(written)
    return written if number is None else number


def _unpacked(packed: int) -> Decimal | str:
    """A number in 30 bits: whole or the upper half of a binary fraction, perhaps in hundredths."""
    is_hundredths, is_whole = packed & 1, packed & 2
    if is_whole:
        number: Decimal | str = Decimal(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        number = _double(struct.pack("<II", 0, packed & 0xFFFFFFFC), 0)
    return number / 100 if is_hundredths and isinstance(number, Decimal) else number


def _truth(value: int, *, is_error: bool) -> str:
    if is_error:
        return _ERRORS.get(value, "#N/A")
    return "TRUE" if value else "FALSE"


def _continued(records: list[tuple[int, bytes]], n: int) -> Iterator[bytes]:
    for kind, body in records[n + 1 :]:
        if kind != CONTINUE:
            return
        yield body
