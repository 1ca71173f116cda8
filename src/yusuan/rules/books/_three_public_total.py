"""The total of a published three-public table: what it holds beyond the rows printed."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from yusuan.core.codes import code
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.rules.books.tables.holdings import wan
from yusuan.rules.spec import failed, insufficient, passed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.codes import Code
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Cell, Row, Table

_THREE_PUBLIC = frozenset(map(code, ("30212", "31013", "30913", "30231", "30217")))
_MORE = (code("30215"), code("30216"))
_MORE_WORDS = pattern(r"会议|培训")


def printed_total_shows_parts(evidence: Evidence) -> Iterator[Verdict]:
    """A total above the three-public subtotal shows what else it holds. Never calls the total wrong."""
    by_id = {table.id: table for table in evidence.tables}
    table = by_id.get("three_public")
    if table is None:
        return
    torn = [row.label for rows in table.rows for row in rows if _is_torn(row)]
    rows: dict[str, dict[frozenset[Code], Cell]] = {}
    for cell in table.cells.values():
        if cell.region.ledger.of:  # words nobody understood: no part of the total we know of
            continue
        within = cell.region.economic.within
        torn += [] if cell.recognised else [cell.label]
        if within and not cell.region.economic.without:
            rows.setdefault(cell.key.column, {}).setdefault(frozenset(within), cell)
    for cells in rows.values():
        subtotal = cells.get(frozenset(_THREE_PUBLIC))
        total = next((c for codes, c in cells.items() if codes > _THREE_PUBLIC), None)
        if subtotal is None or total is None or total.amount is None:
            continue
        visible = subtotal.value + sum(
            cells[frozenset({more})].value for more in _MORE if frozenset({more}) in cells
        )
        rest = total.value - visible
        slack = sum(c.printed.half_digit for c in (total, subtotal) if c.printed)
        if abs(rest) <= slack:
            yield passed()
        elif torn:
            yield _torn(table, torn)
        else:
            yield _unexplained(table, total, subtotal, rest, _hidden(by_id, cells, rest, slack))
        return  # The columns after the first repeat it by fund.


def _is_torn(row: Row) -> bool:
    """Tell whether a row is there by its label and was not understood: its part is not missing."""
    return row.region is None and bool(_MORE_WORDS.search(row.label))


def _unexplained(
    table: Table, total: Cell, subtotal: Cell, rest: int, hidden: Sequence[Cell]
) -> Verdict:
    named = "、".join(f"{c.label or c.row} {wan(c.value)}" for c in hidden)
    reason = f"，应是基本支出表中的{named}未单列" if hidden else "，表中没有列出构成"
    places = [c.where or Where(table=table.spec.title, row=c.row) for c in (total, *hidden)]
    return failed(
        f"{table.spec.title}合计 {wan(total.value)} 与“三公”经费小计 {wan(subtotal.value)} "
        f"相差 {wan(abs(rest))}{reason}",
        *places,
        expected=total.value - rest,
        actual=total.value,
    )


def _torn(table: Table, labels: Sequence[str]) -> Verdict:
    return insufficient(
        f"{table.spec.title}有未读出的行或数字，合计的构成无法核对（并非表中有错）",
        *(Where(table=table.spec.title, row=label) for label in labels),
        hint="请对照原件补录后重新核对。",
    )


def _hidden(
    by_id: dict[str, Table], cells: dict[frozenset[Code], Cell], rest: int, slack: int
) -> Sequence[Cell]:
    """The meeting and training figures of the basic table that make up the difference; none where they do not."""
    basic = by_id.get("general_basic")
    if basic is None:
        return ()
    found: dict[frozenset[Code], Cell] = {}
    for cell in basic.figures():
        within = cell.region.economic.within or frozenset()
        if len(within) == 1 and next(iter(within)) in _MORE and frozenset(within) not in cells:
            found.setdefault(within, cell)
    for size in range(1, len(found) + 1):
        for chosen in combinations(found.values(), size):
            if abs(sum(cell.value for cell in chosen) - rest) <= slack:
                return chosen
    return ()
