"""Items the text explains: under the name of a table's row, with words and reasons of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.core.money import last_digit
from yusuan.core.outcomes import Pair, Severity
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.clauses.clause import Metric
from yusuan.rules.books.changes import stated_reasons_fit
from yusuan.rules.books.statements._judged import said
from yusuan.rules.books.statements._names import LEVELS, labels_of, plain_name
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.codes import Code
    from yusuan.narrative.clauses.clause import Clause, Item
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Cell, Table


def items_are_printed(evidence: Evidence) -> Iterator[Verdict]:
    """An item under a name no table prints, whose money one row has that no other item explains."""
    by_id = {table.id: table for table in evidence.tables}
    table = by_id.get("general_expenditure") or by_id.get("expenditure")
    if table is None:
        return
    prose = evidence.prose
    labels = labels_of(table)
    codes = [evidence.named(item.subject).code for item in prose.items]
    explained = {member for member in codes if member in labels}
    for place, item in enumerate(prose.items):
        if len(item.subject.names) != LEVELS or codes[place] in labels:
            continue
        rows = [
            cell
            for cell in _totals(table)
            if cell.code not in explained and _is_of(cell, item, evidence, place)
        ]
        # A row of that name exists: then it is the amount that differs, not the name.
        if len(rows) == 1 and plain_name(item.subject.names[-1]) not in labels.values():
            yield _other_name(item, rows[0], evidence)


@dataclass(frozen=True, slots=True)
class _Total:
    """An item row with its total."""

    code: Code
    label: str
    cell: Cell
    category: str


def _totals(table: Table) -> Iterator[_Total]:
    for row in (row for rows in table.rows for row in rows):
        if row.code is None or row.code.level is not Level.ITEM:
            continue
        cells = [cell for cell in table.cells.values() if cell.row == row.key]
        labels = labels_of(table)
        if cells and cells[0].amount is not None:
            yield _Total(row.code, row.label, cells[0], labels.get(row.code.category, ""))


def _is_of(row: _Total, item: Item, evidence: Evidence, place: int) -> bool:
    if plain_name(item.subject.names[0]) != row.category or not row.cell.value:
        return False
    levels: list[Clause] = [
        c
        for c in evidence.prose.of(Metric.LEVEL)
        if c.item == place
        and c.period.year == evidence.year
        and c.period.stage is evidence.stage
        and c.printed is not None
    ]
    return bool(levels) and all(
        abs(c.printed.fen - row.cell.value) < last_digit(c.printed.unit, c.printed.decimals)
        for c in levels
        if c.printed is not None
    )


def _other_name(item: Item, row: _Total, evidence: Evidence) -> Verdict:
    printed = item.subject.names[-1]
    where = evidence.where(item.span[0], f"{row.code} {row.label}")
    return failed(
        f"文字说明的“{printed}（项）”在表中没有；金额相同而未作说明的一行是 {row.code}“{row.label}”",
        *((where, row.cell.where) if row.cell.where else (where,)),
        hint=f"请核对科目名称，应与表中“{row.label}”一致。",
        suggestion=row.label,
    )


# --- words of another item --------------------------------------------------------------------------------


def reasons_fit(evidence: Evidence) -> Iterable[Verdict]:
    """A reason points the way the figure went; silent on what may turn it (last year, other money)."""
    if evidence.facts is not None:
        return stated_reasons_fit(evidence.facts, evidence.stage)
    return said(evidence, Kind.REASON_DIRECTION)


def words_are_own(evidence: Evidence) -> Iterable[Verdict]:
    """Purpose and reason of an item do not name another item of the same text."""
    return said(evidence, Kind.COPIED)


RULES = (
    Rule(
        id="reason-against-direction",
        claim="所述原因与增减方向一致",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对增减方向，或改写原因。",
        check=reasons_fit,
        pair=Pair.YEARS,
        needs=(),
        looks_through=True,
    ),
    Rule(
        id="copied-from-another-item",
        claim="用途和原因说的是本科目，没有误抄",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改为本科目的用途和原因。",
        check=words_are_own,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="item-name-differs",
        claim="文字所写科目在表中有同名的行",
        law="classification",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对科目名称，应与表中的一致。",
        check=items_are_printed,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
