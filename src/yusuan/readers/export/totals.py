"""The sums of an export against the rows they sum: nothing is written before all of them hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.errors import Fault, Faults
from yusuan.core.money import yuan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.readers.export.sheet import ExportSheet

_NAMED = 3


@dataclass(slots=True)
class Row:
    """A row with amounts (by column, fen): lines, or a sum of the lines of others."""

    number: int
    amounts: dict[int, int]
    is_sum: bool = False
    # It says 合计 or 总计, not 小计: whatever the sheet holds lies within some sum.
    is_whole: bool = False
    # What a row without lines lacks of being one, and which codes it says.
    missing: str = ""
    path: dict[str, str] = field(default_factory=dict)
    depth: int = 0
    lines: list[BudgetLine] = field(default_factory=list)
    # What is wrong with it has been said.
    is_said: bool = False


def reconciled(sheet: ExportSheet, rows: Sequence[Row], faults: Faults) -> int:
    """Hold every sum against its rows; one that sums none of what stands beside it is a fault. How many hold."""
    sums = _Sums(rows)
    held = 0
    covered: set[int] = set()
    for n, row in enumerate(rows):
        if row.lines or row.is_said or not any(row.amounts.values()):
            continue
        groups = [(sums.between(*ends), ends) for ends in sums.ranges(n)]
        of = next((ends for group, ends in groups if _is_of(row, group)), None)
        if of is None:
            # Of the rows it may sum, those it comes nearest to.
            nearest = min((group for group, _ in groups), key=lambda group: _distance(row, group))
            faults.append(_fault(sheet, row, nearest))
        else:
            held += 1
            covered.update(range(*of))
    if any(row.is_whole for row in rows):
        for n, row in enumerate(rows):
            if row.lines and n not in covered:
                found = "这一行不在任何小计、合计之内"
                faults.append(Fault(sheet.place(row.number), "", found, "合计包含的一行"))
    return held


class Group(NamedTuple):
    """Rows that follow one another: how many of them have lines, and what these add up to by column."""

    lines: int
    added: Mapping[int, int]


class _Sums:
    """What any stretch of rows adds up to, from the sums of all rows before each."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.leaves = [0]
        self.columns: dict[int, list[int]] = {c: [0] for row in rows for c in row.amounts}
        # Before each row: the last that has no lines, and the last that says it is a sum.
        self.heading, self.total = [-1], [-1]
        for n, row in enumerate(rows):
            is_leaf = bool(row.lines)
            self.leaves.append(self.leaves[-1] + is_leaf)
            for column, added in self.columns.items():
                added.append(added[-1] + (row.amounts.get(column, 0) if is_leaf else 0))
            self.heading.append(self.heading[-1] if is_leaf else n)
            self.total.append(n if row.is_sum else self.total[-1])

    def between(self, start: int, end: int) -> Group:
        """The rows from one to before another."""
        added = {column: sums[end] - sums[start] for column, sums in self.columns.items()}
        return Group(self.leaves[end] - self.leaves[start], added)

    def ranges(self, n: int) -> Iterator[tuple[int, int]]:
        """The stretches of rows that a sum may sum."""
        end = _end(self.rows, n)
        yield n + 1, end
        yield self.heading[n] + 1, n
        if self.rows[n].is_sum:
            yield 0, len(self.rows)
            yield self.total[n] + 1, n
            # One of several levels of sums at the end, or at the head, of what they sum.
            yield 0, n
            yield n + 1, len(self.rows)


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


def _is_of(row: Row, group: Group) -> bool:
    return group.lines > 0 and _distance(row, group) == 0


def _distance(row: Row, group: Group) -> int:
    """How far a sum is from what rows add up to; a column it leaves blank must add up to nothing."""
    return sum(abs(row.amounts.get(column, 0) - added) for column, added in group.added.items())


def _fault(sheet: ExportSheet, row: Row, group: Group) -> Fault:
    """Which cells differ from the rows they should sum; of a row that is no sum, what it lacks."""
    added = group.added
    different = [c for c in sorted(added) if row.amounts.get(c, 0) != added[c]]
    said = "；".join(
        f"{sheet.place(row.number, c).split('!')[-1]} 为 {yuan(row.amounts.get(c, 0))}，"
        f"{group.lines} 行明细相加 {yuan(added[c])}"
        for c in different[:_NAMED]
    )
    if row.is_sum:
        allowed = "各行相加之数（元）；请核对导出文件是否完整"
    else:
        allowed = f"一行明细（缺{row.missing}），或其下各行相加之数（元）"
    return Fault(sheet.place(row.number), "", said or "金额", allowed)
