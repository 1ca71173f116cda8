"""A workbook as a document: the blocks of its sheets, and in words what of it was not read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from yusuan.core.grid import RawDocument
from yusuan.core.patterns import pattern
from yusuan.core.records import RECORDS
from yusuan.readers.blocks import Quota, fault, unsupported
from yusuan.readers.office.sheet import MOST_MERGED, place_of, sheet_blocks
from yusuan.readers.office.xlsx_cells import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from yusuan.core.grid import Block
    from yusuan.readers.office.sheet import Sheet

_FIGURE = pattern(r"\d")
# Places named in a remark; more are counted.
_MOST_NAMED = 5


def document_of(
    path: Path, form: str, sheets: Iterable[Sheet], unseen: Sequence[str]
) -> RawDocument:
    """The document that visible sheets are, with what of it nobody sees; `unseen` are hidden sheets.

    Raises UnsupportedFormat for a workbook of facts, which is no published document.
    """
    blocks: list[Block] = []
    remarks = [f"隐藏的工作表未读入：{'、'.join(unseen)}；应公开的请取消隐藏。"] if unseen else []
    pending: list[str] = []
    sheets = list(sheets)
    merged = Quota(MOST_MERGED, "合并单元格所及的格数", partial(fault, path))
    if _holds_facts({sheet.name for sheet in sheets} | set(unseen)):
        raise unsupported(path, f"数据集工作簿存成了 {path.suffix or form}，请另存为 .xlsx")
    for sheet in sheets:
        blocks += sheet_blocks(sheet, merged)
        remarks += [words] if (words := _hidden(sheet)) else []
        pending += [place_of(sheet, cell) for cell in sheet.cells if cell.is_pending]
    if pending:
        named = "、".join(pending[:_MOST_NAMED]) + ("等" if len(pending) > _MOST_NAMED else "")
        remarks.append(
            f"{len(pending)} 个公式没有保存计算结果（{named}），这些格的数未读出；"
            "请用 Excel 或 WPS 打开、保存一次后再核对。"
        )
    return RawDocument(str(path), form, tuple(blocks), remarks=tuple(remarks))


def _hidden(sheet: Sheet) -> str:
    """Which of a sheet's filled rows and columns are hidden, in words; empty when none is."""
    filled = [cell for cell in sheet.cells if cell.text]
    rows = {cell.row for cell in filled if cell.row in sheet.hidden_rows}
    columns = {cell.column for cell in filled if cell.column in sheet.hidden_columns}
    if not rows and not columns:
        return ""
    figures = sum(
        bool(_FIGURE.search(cell.text))
        for cell in filled
        if cell.row in rows or cell.column in columns
    )
    named = [
        f"{_ranges(sorted(rows), lambda n: str(n + 1))} 行" if rows else "",
        f"{_ranges(sorted(columns), lambda n: column_letters(n + 1))} 列" if columns else "",
    ]
    where = "、".join(filter(None, named))
    return f"工作表“{sheet.name}”第 {where}被隐藏，其中 {figures} 个数未读入；应公开的请取消隐藏。"


def _ranges(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Numbers with neighbours put together: 2、12–14."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    ends = [(name(run[0]), name(run[-1])) for run in found]
    return "、".join(first if first == last else f"{first}–{last}" for first, last in ends)


def _holds_facts(names: AbstractSet[str]) -> bool:
    """Tell our own workbook, also one that lost a sheet, or had one renamed."""
    return sum(record.label in names for record in RECORDS) > len(RECORDS) // 3
