"""What people type, understood where its meaning is clear: headers nearly right, units in them, names behind codes.

Whatever is not taken is said: a header that looks like a field's is a fault (nobody guesses), any other is a remark.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from yusuan.catalog import CLASSIFICATIONS
from yusuan.catalog.meant import meant
from yusuan.core import fields as f
from yusuan.core import records as r
from yusuan.core.coded import coded
from yusuan.core.codes import code
from yusuan.core.dataset import Known, load
from yusuan.core.errors import CatalogError, Fault, Faults
from yusuan.core.money import MoneyUnit, parse_amount, yuan
from yusuan.core.patterns import pattern
from yusuan.core.plain_text import half_width, squeezed
from yusuan.editions import EDITIONS, unknown
from yusuan.editions.stated import named
from yusuan.vocabulary.field_words import FIELD_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.catalog import Classification
    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.dataset import Sheet, SheetRow
    from yusuan.core.places import Places

_CODES = frozenset({f.FUNCTION, f.ECONOMIC})
_UNIT = pattern(r"[(\[{:](?:单位:?)?(元|千元|万元|%)[)\]}]?$")
_SQUARE = str.maketrans("[]{}<>【】〔〕「」《》〈〉［］", "()" * 9)
_MARKS = pattern(r"[*:#“”\"'、,。.]+")
_CATALOGUE = pattern(r"[ABC]\d{2,12}")
_NEAR, _NEAR_IDENTIFIER = 0.6, 0.8
_SHOWN = 30


class Label(NamedTuple):
    """A header as compared: its word, and the unit written with it."""

    word: str
    unit: str


def label_of(text: str) -> Label:
    """A header without blanks, marks and the unit it states."""
    plain = squeezed(text).translate(_SQUARE)
    unit = _UNIT.search(plain)
    bare = plain[: unit.start()] if unit else plain
    return Label(_MARKS.sub("", bare).strip("()-"), unit[1] if unit else "")


class Column(NamedTuple):
    """A field that a column holds, and how many fen one of its amounts is."""

    field: f.Field
    unit: MoneyUnit = MoneyUnit.YUAN


class Headers(NamedTuple):
    """What the headers of a record's table are: fields by number, and headers of nothing (place, text)."""

    record: r.Record
    columns: dict[int, Column]
    others: dict[int, tuple[str, str]]
    # A header looked like a field's, and was asked about.
    is_doubted: bool = False

    @property
    def absent(self) -> dict[str, str]:
        """Required fields no header names, with their labels."""
        present = {column.field.name for column in self.columns.values()}
        fields = self.record.fields
        return {f.name: f.label for f in fields if f.is_required and f.name not in present}

    @property
    def unknown(self) -> str:
        """The headers of nothing, for a message that says what is absent."""
        named = "、".join(f"“{shown}”" for _, shown in self.others.values() if shown)
        return f"；未认出的表头 {named[:60]}" if named else ""


def words_of(record: r.Record) -> dict[str, f.Field]:
    """Every word a header of the record may be, folded."""
    words: dict[str, f.Field] = {}
    for field in record.fields:
        also = FIELD_WORDS.get((record.name, field.name), "").split()
        for word in (field.name, field.label, *also):
            words.setdefault(label_of(word).word, field)
    return words


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word a word looks like: written nearly so, or the one within the other."""
    known = [one for one in known if one.isascii() == word.isascii()]
    if word.isascii():
        return next(iter(difflib.get_close_matches(word, known, 1, _NEAR_IDENTIFIER)), None)
    within = [one for one in known if len(word) > 1 and (one in word or word in one)]
    close = difflib.get_close_matches(word, within or known, 1, _NEAR)
    return close[0] if close else (max(within, key=len) if within else None)


class Typed:
    """The understanding of one source: what is wrong with what was typed, and what was passed over."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.remarks: list[str] = []
        self.year = 0

    # --- headers ------------------------------------------------------------------------------------------

    def columns(self, record: r.Record, headers: Sequence[tuple[str, str]]) -> Headers:
        """The field of each header (place, text) by its number, and the headers of nothing.

        A header like that of a field nobody found is a fault. Required fields nobody finds are not said here.
        """
        words = words_of(record)
        columns: dict[int, Column] = {}
        others: dict[int, tuple[str, str]] = {}
        taken = set()
        for number, (place, text) in enumerate(headers):
            label = label_of(text)
            field = record.field(text.strip()) or words.get(label.word)
            if field is None:
                others[number] = (place, text.strip()[:_SHOWN])
            elif field.name in taken:
                self.faults.append(Fault(place, field.label, "重复的表头", "每列一次"))
            else:
                taken.add(field.name)
                columns[number] = Column(field, self._unit(field, label, place))
        is_doubted = False
        left = [word for word, field in words.items() if field.name not in taken]
        for place, shown in others.values():
            like = near(label_of(shown).word, left) if shown else None
            if like is not None:
                is_doubted = True
                allowed = f"“{words[like].label}”；不是这一栏的，请换一个不相近的名称（如“备注1”）"
                self.faults.append(Fault(place, "", f"表头“{shown}”，与它相近", allowed))
        return Headers(record, columns, others, is_doubted=is_doubted)

    def passed_over(self, headers: Headers, filled: Mapping[int, int]) -> None:
        """Say of the columns of nothing how many cells were not read."""
        for number, (place, shown) in headers.others.items():
            count = filled.get(number, 0)
            if not shown and not count:
                continue
            named = f"“{shown}”不是“{headers.record.label}”的栏目" if shown else "这一列没有表头"
            what = f"其下 {count} 格未读入" if count else "其下没有内容"
            self.remarks.append(f"{place} {named}，{what}。")

    def _unit(self, field: f.Field, label: Label, place: str) -> MoneyUnit:
        if field.kind is not f.AMOUNT or label.unit in {"", "%"}:
            return MoneyUnit.YUAN
        unit = MoneyUnit.from_label(label.unit)
        if unit is not MoneyUnit.YUAN:
            self.remarks.append(f"{place} 表头写明{unit.label}：这一列的金额已换算成元读入。")
        return unit

    # --- records ---------------------------------------------------------------------------------------------

    def row(self, record: r.Record, cells: Iterable[tuple[Column, str, str]]) -> dict[str, str]:
        """The fields of one record, out of its cells: column, text, place."""
        written: dict[str, str] = {}
        for column, text, place in cells:
            typed = self.written(record, column, text, place)
            # A name in a column of its own goes before the one behind a code.
            written |= {name: value for name, value in typed.items() if not written.get(name)}
        return written

    def loaded(
        self, source: str, sheets: dict[str, Sheet], places: Places | None
    ) -> DepartmentalBudget:
        """The budget they mean; raises ReadError with everything that is wrong."""
        resolved(sheets, self)
        known = Known(unknown, named, meant)
        return load(source, sheets, self.faults, known, places, remarks=self.remarks)

    # --- values -------------------------------------------------------------------------------------------

    def written(self, record: r.Record, column: Column, text: str, place: str) -> dict[str, str]:
        """What was typed into one cell, as fields are written everywhere: the field, and its code's name."""
        field = column.field
        if field.kind is f.AMOUNT and column.unit is not MoneyUnit.YUAN:
            return {field.name: _in_yuan(text, column.unit)}
        if field is r.DEPARTMENT.field("edition"):
            return {field.name: _edition(text)}
        if field.kind not in _CODES and field.name != "catalogue_code":
            return {field.name: text}
        found = coded(text)
        is_other = field.kind not in _CODES and found and not _CATALOGUE.fullmatch(found.code)
        if found is None or is_other:
            return {field.name: text}
        written = {field.name: found.code}
        if field.kind in _CODES and not self._is_known(field, found.code, found.name, text, place):
            beside = record.field(f"{field.name}_name")
            written |= {beside.name: found.name} if beside else {}
        if field.name == "catalogue_code" and (beside := record.field("catalogue_name")):
            written[beside.name] = found.name
        return written

    def _is_known(self, field: f.Field, digits: str, name: str, text: str, place: str) -> bool:
        """Whether the catalogue has the code; a name typed with it must be that code's."""
        try:
            book: Classification = CLASSIFICATIONS[field.kind.name](self.year)
            member = code(digits)
        except (CatalogError, ValueError):
            return True
        known = book.get(member)
        if known is None:
            return False
        if known.verified and not book.accepts(member, name):
            allowed = f"编码与名称一致（{digits} {known.name}）"
            self.faults.append(Fault(place, field.label, f"“{text.strip()[:60]}”", allowed))
        return True

    def resolved(self, field: f.Field, text: str, place: str, known: Mapping[str, str]) -> str:
        """The code of a unit or project typed with its name; a name that is another's is a fault."""
        plain = half_width(text)
        if not plain or plain in known:
            return text
        found = coded(text)
        if found is None or found.code not in known:
            named = [digits for digits, name in known.items() if name == text.strip()]
            return named[0] if len(named) == 1 else text
        name = known[found.code]
        if name and squeezed(name) != squeezed(found.name):
            allowed = f"“{found.code} {name}”，与“{REFERENCES[field.name].label}”表一致"
            self.faults.append(Fault(place, field.label, f"“{text.strip()[:60]}”", allowed))
        return found.code


def resolved(sheets: dict[str, Sheet], typed: Typed) -> None:
    """Put the code where a unit or project was typed with its name, or by its name alone."""
    known = {
        there.name: {
            half_width(row.written.get("code", "")): row.written.get("name", "").strip()
            for row in sheets[there.name].rows
        }
        for there in REFERENCES.values()
        if there.name in sheets
    }
    for name, sheet in sheets.items():
        for field in sheet.record.fields:
            there = REFERENCES.get(field.name)
            if there is None or there.name not in known or name == there.name:
                continue
            codes = known[there.name]
            rows = [_with_code(field, row, codes, typed) for row in sheet.rows]
            sheet = replace(sheet, rows=rows)  # noqa: PLW2901  field after field
        sheets[name] = sheet


def _with_code(field: f.Field, row: SheetRow, known: Mapping[str, str], typed: Typed) -> SheetRow:
    text = row.written.get(field.name, "")
    code_ = typed.resolved(field, text, row.place(field.name), known)
    return row if code_ is text else replace(row, written={**row.written, field.name: code_})


REFERENCES = {
    "unit": r.UNITS,
    "project": r.PROJECTS,
    "payer": r.UNITS,
    "receiver": r.UNITS,
}


def _in_yuan(text: str, unit: MoneyUnit) -> str:
    """An amount of another unit in yuan; what is no amount stays as it is, for the loader to say."""
    try:
        return yuan(parse_amount(text, unit).fen) if text.strip() else text
    except ValueError:
        return text


def _edition(text: str) -> str:
    """The edition of an entry of the drop-down: its identifier with its title."""
    first = half_width(text).split(maxsplit=1)[:1]
    return first[0] if first and first[0] in EDITIONS else text.strip()
