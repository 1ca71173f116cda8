"""Items the text explains under a name that no table prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core.codes import Level
from yusuan.core.money import last_digit
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.narrative.clauses.clause import Metric
from yusuan.narrative.item_names import codes_named, is_verified

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.core.codes import Code
    from yusuan.narrative.clauses.clause import Clause, Item
    from yusuan.rules.evidence import Evidence
    from yusuan.tables.table import Cell, Table

_LEVELS = 3


def _plain(name: str) -> str:
    return folded(name).removesuffix("支出")


def _labels(table: Table) -> dict[Code, str]:
    return {
        row.code: _plain(row.label)
        for rows in table.rows
        for row in rows
        if row.code is not None and row.label
    }


def check_items(evidence: Evidence) -> Iterator[Outcome]:
    """Items under a name no table prints, and items under a 款 that is not theirs."""
    yield from misplaced(evidence)
    yield from _unprinted(evidence)


def _unprinted(evidence: Evidence) -> Iterator[Outcome]:
    """An item under a name no table prints, whose money one row has that no other item explains."""
    by_id = {table.id: table for table in evidence.tables}
    table = by_id.get("general_expenditure") or by_id.get("expenditure")
    if table is None:
        return
    prose = evidence.prose
    labels = _labels(table)
    codes = [evidence.named(item.subject).code for item in prose.items]
    explained = {member for member in codes if member in labels}
    for place, item in enumerate(prose.items):
        if len(item.subject.names) != _LEVELS or codes[place] in labels:
            continue
        rows = [
            cell
            for cell in _totals(table)
            if cell.code not in explained and _is_of(cell, item, evidence, place)
        ]
        # A row of that name exists: then it is the amount that differs, not the name.
        if len(rows) == 1 and _plain(item.subject.names[-1]) not in labels.values():
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
        labels = _labels(table)
        if cells and cells[0].amount is not None:
            yield _Total(row.code, row.label, cells[0], labels.get(row.code.category, ""))


def _is_of(row: _Total, item: Item, evidence: Evidence, place: int) -> bool:
    if _plain(item.subject.names[0]) != row.category or not row.cell.value:
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


def _other_name(item: Item, row: _Total, evidence: Evidence) -> Outcome:
    printed = item.subject.names[-1]
    where = evidence.where(item.span[0], f"{row.code} {row.label}")
    return Outcome(
        "item-name-differs",
        Status.FAILED,
        Severity.WARNING,
        f"文字说明的“{printed}（项）”在表中没有；金额相同而未作说明的一行是 {row.code}“{row.label}”。",
        f"请核对科目名称，应与表中“{row.label}”一致。",
        "classification",
        where=(where, row.cell.where) if row.cell.where else (where,),
        suggestion=row.label,
    )


# --- names that do not stand below each other -------------------------------------------------------------


def misplaced(evidence: Evidence) -> Iterator[Outcome]:
    """An item explained under a 款 that is another one's, where the tables print it under its own."""
    labels: dict[Code, str] = {}
    for table in evidence.tables:
        labels |= {member: name for member, name in _labels(table).items() if _is_function(member)}
    reported: set[tuple[str, ...]] = set()
    for item in evidence.prose.items:
        names = item.subject.names
        if len(names) != _LEVELS or names in reported:
            continue
        if evidence.named(item.subject).code is not None:
            continue
        owners = [
            member
            for member, label in labels.items()
            if member.level is Level.ITEM and label == _plain(names[-1])
        ]
        sections = _sections(names[1], labels, evidence.year)
        if not owners or not sections or any(owner.parent in sections for owner in owners):
            continue
        reported.add(names)
        yield _under_another(item, owners[0], sections, labels, evidence)


def _is_function(member: Code) -> bool:
    return member.digits.startswith("2")


def _sections(name: str, labels: Mapping[Code, str], year: int) -> set[Code]:
    """The 款 that bear a name, in the tables or in the classification of any year until this one."""
    wanted = _plain(name)
    found = {m for m, label in labels.items() if m.level is Level.SECTION and label == wanted}
    return found | codes_named(name, Level.SECTION, year)


def _under_another(
    item: Item,
    owner: Code,
    sections: set[Code],
    labels: Mapping[Code, str],
    evidence: Evidence,
) -> Outcome:
    *_, above, printed = item.subject.names
    is_sure = any(m in labels or is_verified(m, evidence.year) for m in sections)
    right = labels.get(owner.parent, "") if owner.parent is not None else ""
    own = f"{owner.parent}“{right}”" if right else str(owner.parent)
    return Outcome(
        "code-name-mismatch",
        Status.FAILED,
        Severity.WARNING if is_sure else Severity.INFO,
        f"文字说明把“{printed}（项）”列在“{above}（款）”（{min(sections)}）之下，表中它是 {owner}，属于 {own}。",
        "请核对类、款、项的名称，三级应当是同一科目。",
        "classification",
        where=(evidence.where(item.span[0], f"{above} {printed}"),),
        suggestion=right,
    )
