"""The open data attached to a published document against its print: what is printed is authoritative."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.money import yuan
from yusuan.core.outcomes import Outcome, Pair, Severity, Status, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.tables.table import Cell, Table

# Table, row and column of a figure as contracts name them, and its amount in fen.
Attached: TypeAlias = tuple[str, str, str, int]

_HINT = "印出的数是公布的数：请核对批复，改正有误的一方后重新公开。"


def check_attached(tables: Iterable[Table], attached: Sequence[Attached]) -> tuple[Outcome, ...]:
    """One outcome a figure that stands in both: passed, or failed where the two differ.

    A figure that stands in one of them only is no outcome: how a row is named may differ.
    """
    stated: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for table, row, column, amount in attached:
        stated[table, row, column].append(amount)
    printed: dict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    titles: dict[str, str] = {}
    for one in tables:
        titles[one.id] = one.spec.title
        for cell in one.figures():
            printed[cell.key.table, cell.row, cell.key.column].append(cell)
    return tuple(
        _outcome(cell, amount, titles)
        for key, cells in printed.items()
        if len(stated.get(key, ())) == len(cells)
        for cell, amount in zip(cells, stated[key], strict=True)
    )


def _outcome(cell: Cell, amount: int, titles: Mapping[str, str]) -> Outcome:
    is_same = cell.value == amount
    title = titles[cell.key.table]
    message = (
        ""
        if is_same
        else f"{title}“{cell.row}”行“{cell.key.column}”列：印出 {yuan(cell.value)} 元，"
        f"所附开放数据为 {yuan(amount)} 元。"
    )
    return Outcome(
        "attachment-disagrees-with-print",
        Status.PASSED if is_same else Status.FAILED,
        Severity.WARNING,
        message,
        "" if is_same else _HINT,
        "practice",
        pair=Pair("所附数据", "印出"),
        expected=amount,
        actual=cell.value,
        where=(cell.where or Where(table=title, row=cell.row, column=cell.key.column),),
    )
