"""What each column of a table is: row number, code, name, or money filtered some way."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.terms import Stage
from yusuan.recognition.words import folded, header_meaning, said_ledger
from yusuan.tables.region import OWN, Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.recognition.logical import Logical
    from yusuan.recognition.words import Said
    from yusuan.tables.region import Region

_AMOUNT = re.compile(r"[-+−]?(\d{1,3}([,，]\d{3})+|\d+)(\.\d+)?|[-—－]+")
_CODE_PIECE = re.compile(r"\d{1,3}|\d{5}|\d{7}")
_CODE_WORD = re.compile(r".*(编码|代码|编号)|[类款项]")
_NAME_WORD = re.compile(r"项目|.*名称|科目|支出项目|收入项目|指标|经费项目")
_SUBJECT_NAME = re.compile(r".*科目名称|.*科目")
_REMARK = re.compile(r"备注|说明|.*原因|附注")
_TOTAL = re.compile(r"(本年)?(收入|支出)?(合计|总计|小计)")
_MOSTLY = 0.6


class Role(enum.Enum):
    """What a column holds."""

    ROW_NUMBER = "序号"
    CODE = "编码"
    NAME = "名称"
    VALUE = "金额"
    FOREIGN = "其他"


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """A column's role, and for money what its header filters (None when the words are unknown)."""

    number: int
    role: Role
    path: tuple[str, ...]
    region: Region | None = None


class Own(NamedTuple):
    """Year and stage of the document: what its columns count where they do not say otherwise."""

    year: int | None = None
    stage: Stage | None = None


def roles(table: Logical, own: Own = Own()) -> tuple[ColumnRole, ...]:  # noqa: B008  a value
    """The role of every column, by header words and by what stands in it."""
    found = [_role(table, n) for n in range(table.width)]
    return tuple(_with_ledgers(found, own))


def _with_ledgers(found: Sequence[ColumnRole], own: Own) -> list[ColumnRole]:
    """Money columns of another year or stage count the lines of another ledger.

    Where no column is the document's own, the words differ only in how they name it: all columns are.
    """
    said = {c.number: said_ledger(c.path) for c in found if c.role is Role.VALUE}
    stages = {s.stage for s in said.values()} - {None}
    stage = own.stage if own.stage in stages or not stages else _latest(stages)
    ledgers = {number: _ledger(s, Own(own.year, stage)) for number, s in said.items()}
    if OWN not in ledgers.values() and len(set(ledgers.values())) == 1:
        return list(found)
    return [
        replace(c, region=replace(c.region, ledger=ledgers[c.number]))
        if c.region is not None and ledgers.get(c.number, OWN) != OWN
        else c
        for c in found
    ]


def _latest(stages: Iterable[Stage | None]) -> Stage | None:
    """Of several stages, the one a document is published for: final amounts, else what is planned."""
    order = (Stage.FINAL, Stage.BUDGET, Stage.ADJUSTED, Stage.EXECUTED)
    return next((stage for stage in order if stage in stages), None)


def _ledger(said: Said, own: Own) -> Ledger:
    years_back = said.years_back or 0
    if said.year is not None and own.year is not None:
        years_back = own.year - said.year
    stage = None if years_back == 0 and said.stage is own.stage else said.stage
    return Ledger(years_back, stage)


def _role(table: Logical, number: int) -> ColumnRole:
    path = table.header[number]
    texts = ["".join(line.text(number).split()) for line in table.lines]
    filled = [text for text in texts if text]
    last = _last_word(path)
    region = None if _ends_in_total_row(path) else header_meaning(path)
    if _REMARK.fullmatch(last):
        role = Role.FOREIGN
    elif _CODE_WORD.fullmatch(last) and all(_TOTAL.fullmatch(folded(text)) for text in filled):
        role = Role.CODE
    elif last in {"序号", "行次"} or (number == 0 and _counts_up(filled)):
        role = Role.ROW_NUMBER
    elif _share(_CODE_PIECE, _without_totals(filled)) >= _MOSTLY and (
        _CODE_WORD.fullmatch(last) or region is None
    ):
        role = Role.CODE
    elif filled and _share(_AMOUNT, filled) >= _MOSTLY:
        role = Role.VALUE if region is not None else Role.FOREIGN
    elif filled:
        role = Role.NAME
    elif _CODE_WORD.fullmatch(last):
        role = Role.CODE
    elif region is not None:
        role = Role.VALUE
    elif _NAME_WORD.fullmatch(last):
        role = Role.NAME
    else:
        role = Role.FOREIGN
    return ColumnRole(number, role, path, region if role is Role.VALUE else None)


def _last_word(path: Sequence[str]) -> str:
    """The word nearest the column."""
    if not path:
        return ""
    return folded(path[-2] if _ends_in_total_row(path) else path[-1])


def _ends_in_total_row(path: Sequence[str]) -> bool:
    """A total row taken for a header leaves 合计 under 科目编码 and 科目名称: it is no word of theirs."""
    if len(path) < 2 or not _TOTAL.fullmatch(folded(path[-1])):  # noqa: PLR2004  a word above it
        return False
    above = folded(path[-2])
    return bool(_CODE_WORD.fullmatch(above) or _SUBJECT_NAME.fullmatch(above))


def _without_totals(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if not _TOTAL.fullmatch(folded(text))]


def _share(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(bool(pattern.fullmatch(text)) for text in texts) / len(texts) if texts else 0.0


def _counts_up(texts: Sequence[str]) -> bool:
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= 3]  # noqa: PLR2004
    return len(numbers) == len(texts) > 2 and all(  # noqa: PLR2004
        later - earlier == 1 for earlier, later in pairwise(numbers)
    )


@dataclass(frozen=True, slots=True)
class PanelColumns:
    """One half of a table: where its codes and names stand, and its money columns."""

    codes: tuple[int, ...]
    name: int | None
    values: tuple[ColumnRole, ...]


def panels(columns: Sequence[ColumnRole]) -> tuple[PanelColumns, ...]:
    """Cut the columns into panels: a new one begins where names or codes come after money."""
    found: list[PanelColumns] = []
    codes: list[int] = []
    name: int | None = None
    values: list[ColumnRole] = []
    for column in columns:
        if column.role in {Role.CODE, Role.NAME} and values:
            found.append(PanelColumns(tuple(codes), name, tuple(values)))
            codes, name, values = [], None, []
        if column.role is Role.CODE:
            codes.append(column.number)
        elif column.role is Role.NAME and (name is None or _names_subject(column)):
            name = column.number
        elif column.role is Role.VALUE:
            values.append(column)
    if values:
        found.append(PanelColumns(tuple(codes), name, tuple(values)))
    return tuple(found)


def _names_subject(column: ColumnRole) -> bool:
    """Of several columns of words (单位名称, 科目名称) the one that names the row."""
    return bool(_SUBJECT_NAME.fullmatch(_last_word(column.path)))
