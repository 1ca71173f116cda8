"""The sums of an export against the rows they sum: nothing is written before all of them hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.core.errors import Fault, Faults
from yusuan.core.money import yuan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.readers.export.sheet import ExportSheet

_NAMED = 3


@dataclass(slots=True)
class Row:
    """A row with amounts (by column, fen): lines, or a sum of the lines of others."""

    number: int
    amounts: dict[int, int]
    is_sum: bool = False
    # What a row without lines lacks of being one, and which codes it says.
    missing: str = ""
    path: dict[str, str] = field(default_factory=dict)
    depth: int = 0
    lines: list[BudgetLine] = field(default_factory=list)
    # What is wrong with it has been said.
    is_said: bool = False


def reconciled(sheet: ExportSheet, rows: Sequence[Row], faults: Faults) -> int:
    """Hold every sum against its rows; one that sums none of what stands beside it is a fault. How many hold."""
    leaves = [n for n, row in enumerate(rows) if row.lines]
    held = 0
    for n, row in enumerate(rows):
        if row.lines or row.is_said or not any(row.amounts.values()):
            continue
        groups = list(_groups(rows, n, leaves))
        if any(_is_of(row, rows, group) for group in groups):
            held += 1
        else:
            # Of the rows it may sum, those it comes nearest to.
            nearest = min(groups, key=lambda group: _distance(row, rows, group), default=[])
            faults.append(_fault(sheet, row, rows, nearest))
    return held


def _groups(rows: Sequence[Row], n: int, leaves: Sequence[int]) -> Iterable[list[int]]:
    """The rows that a sum may sum, the likeliest first."""
    row = rows[n]
    below = [i for i in leaves if n < i < _end(rows, n)]
    start = max((i for i in range(n) if not rows[i].lines), default=-1)
    above = [i for i in leaves if start < i < n]
    if row.is_sum:
        since = max((i for i in range(n) if rows[i].is_sum), default=-1)
        yield [*leaves]
        yield above
        yield [i for i in leaves if since < i < n]
        # One of several levels of sums at the end of what they sum.
        yield [i for i in leaves if i < n]
        yield below
        yield [i for i in leaves if i > n]
    else:
        yield below
        yield above


def _end(rows: Sequence[Row], n: int) -> int:
    """Where the rows below a heading end: at the next heading that does not lie within it."""
    row = rows[n]
    for i in range(n + 1, len(rows)):
        other = rows[i]
        if other.lines:
            continue
        if other.is_sum or (other.depth <= row.depth and not _within(other, row)):
            return i
    return len(rows)


def _within(other: Row, row: Row) -> bool:
    """Tell whether a heading's codes lie below another's: 21303 below 213."""
    pairs = [(other.path.get(key, ""), code) for key, code in row.path.items()]
    return bool(pairs) and all(a.startswith(b) for a, b in pairs) and other.path != row.path


def _is_of(row: Row, rows: Sequence[Row], group: Sequence[int]) -> bool:
    if not group:
        return False
    added = _added(rows, group)
    return all(added[column] == amount for column, amount in row.amounts.items()) and all(
        column in row.amounts or amount == 0 for column, amount in added.items()
    )


def _distance(row: Row, rows: Sequence[Row], group: Sequence[int]) -> int:
    added = _added(rows, group)
    return sum(abs(row.amounts.get(c, 0) - added[c]) for c in {*row.amounts, *added})


def _added(rows: Sequence[Row], group: Sequence[int]) -> Counter[int]:
    added: Counter[int] = Counter()
    for i in group:
        added.update(rows[i].amounts)
    return added


def _fault(sheet: ExportSheet, row: Row, rows: Sequence[Row], group: Sequence[int]) -> Fault:
    """Which cells differ from the rows they should sum; of a row that is no sum, what it lacks."""
    added = _added(rows, group)
    different = [c for c in sorted({*row.amounts, *added}) if row.amounts.get(c, 0) != added[c]]
    said = "；".join(
        f"{sheet.place(row.number, c).split('!')[-1]} 为 {yuan(row.amounts.get(c, 0))}，"
        f"{len(group)} 行明细相加 {yuan(added[c])}"
        for c in different[:_NAMED]
    )
    if row.is_sum:
        allowed = "各行相加之数（元）；请核对导出文件是否完整"
    else:
        allowed = f"一行明细（缺{row.missing}），或其下各行相加之数（元）"
    return Fault(sheet.place(row.number), "", said or "金额", allowed)
