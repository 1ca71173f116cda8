"""An export of a budget system, turned into lines: sheet → mapping → rows → lines, its totals held against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.errors import Fault, ReadError
from yusuan.readers.export.mapping import AMOUNT, UNITS, ColumnMap, money_of
from yusuan.readers.export.propose import proposed, year_of
from yusuan.readers.export.sheet import SUFFIXES, read_sheets

__all__ = ["SUFFIXES", "Export", "is_export", "read_export"]

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.readers.export.sheet import ExportSheet


class Export(NamedTuple):
    """The sheet of an export that holds its rows, what its columns are, and the sheets that were left."""

    sheet: ExportSheet
    mapping: ColumnMap
    year: int | None
    others: tuple[str, ...]

    @property
    def open_questions(self) -> tuple[str, ...]:
        """What people must decide before anything can be read, in words."""
        asked = []
        if self.mapping.unit not in UNITS:
            asked.append("没有写明金额单位：请把“金额单位”改为 元 或 万元")
        asked += [
            f"“{header}”栏有金额，不知是哪种资金：请改为一种资金，或“不读”"
            for header in self.mapping.open_columns
        ]
        asked += [f"“{word}”是什么资金或类别：请在“词语”里改定" for word in self.mapping.open_words]
        roles = set(self.mapping.columns.values())
        asked += [
            f"没有认出“{role}”栏" for role in ("功能科目", "部门经济科目") if role not in roles
        ]
        if not any(role == AMOUNT or money_of(role) for role in roles):
            asked.append("没有认出金额栏：请把它改为“金额”或一种资金")
        if "单位" not in roles and not self.mapping.budget_unit:
            asked.append("没有单位栏：请在“预算单位”写明编码和名称，如 901001-某某局")
        return tuple(asked)


def read_export(path: Path, given: ColumnMap | None = None) -> Export:
    """Open an export; raises ReadError where no sheet has a header that looks like one."""
    sheets = [sheet for sheet in read_sheets(path) if sheet.rows]
    named = [sheet for sheet in sheets if given and sheet.name == given.sheet]
    found = [(sheet, proposed(sheet, given)) for sheet in named or sheets]
    usable = [pair for pair in found if pair[1].header]
    if not usable:
        allowed = "有表头的明细（预算单位、功能科目、部门经济科目、金额等栏）"
        raise ReadError(str(path), [Fault(path.name, "", "没有认出表头", allowed)])
    sheet, mapping = max(usable, key=lambda pair: len(_keys(pair[1])))
    others = tuple(one.name for one in sheets if one is not sheet)
    return Export(sheet, mapping, year_of(sheet, mapping.header), others)


def _keys(mapping: ColumnMap) -> set[str]:
    return {role for role in mapping.columns.values() if role not in {"不读", "无金额"}}


def is_export(path: Path) -> bool:
    """Tell whether a file looks like an export of a budget system rather than a published document."""
    try:
        found = read_export(path)
    except ReadError:
        return False
    roles = set(found.mapping.columns.values())
    is_detailed = {"功能科目", "部门经济科目"} <= roles
    return is_detailed and bool(roles & {"单位", "项目编码"})
