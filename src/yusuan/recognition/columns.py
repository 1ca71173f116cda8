"""What each column of a table is: row number, code, name, or money filtered some way."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.recognition.words import folded, header_meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.recognition.logical import Logical
    from yusuan.tables.region import Region

_AMOUNT = re.compile(r"[-+−]?(\d{1,3}([,，]\d{3})+|\d+)(\.\d+)?|[-—－]+")
_CODE_PIECE = re.compile(r"\d{1,3}|\d{5}|\d{7}")
_CODE_WORD = re.compile(r".*编码|[类款项]|科目代码")
_NAME_WORD = re.compile(r"项目|.*名称|科目|支出项目|收入项目|指标|经费项目")
_TOTAL = re.compile(r"合计|总计")
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


def roles(table: Logical) -> tuple[ColumnRole, ...]:
    """The role of every column, by header words and by what stands in it."""
    found = [_role(table, n) for n in range(table.width)]
    stages = {folded(column.path[-1]) for column in found if column.path}
    if {"预算数", "决算数"} <= stages:
        # Accounts print the budget beside the final amount; the table is about the final one.
        found = [
            ColumnRole(c.number, Role.FOREIGN, c.path)
            if c.role is Role.VALUE and folded(c.path[-1]) in _OTHER_STAGES
            else c
            for c in found
        ]
    return tuple(found)


_OTHER_STAGES = frozenset({"预算数", "年初预算数", "调整预算数", "全年预算数"})


def _role(table: Logical, number: int) -> ColumnRole:
    path = table.header[number]
    texts = ["".join(line.text(number).split()) for line in table.lines]
    filled = [text for text in texts if text]
    last = folded(path[-1]) if path else ""
    region = header_meaning(path)
    if _CODE_WORD.fullmatch(last) and all(_TOTAL.fullmatch(folded(text)) for text in filled):
        role = Role.CODE
    elif last in {"序号", "行次"} or (number == 0 and _counts_up(filled)):
        role = Role.ROW_NUMBER
    elif _share(_CODE_PIECE, filled) >= _MOSTLY and (_CODE_WORD.fullmatch(last) or region is None):
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
        elif column.role is Role.NAME and name is None:
            name = column.number
        elif column.role is Role.VALUE:
            values.append(column)
    if values:
        found.append(PanelColumns(tuple(codes), name, tuple(values)))
    return tuple(found)
