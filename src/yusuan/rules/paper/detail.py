"""How finely a document is broken down, and whether every table states its money unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.core.patterns import pattern
from yusuan.rules.evidence import plain
from yusuan.rules.paper.findings import finding
from yusuan.tables import classes
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.codes import Code
    from yusuan.rules.evidence import Evidence
    from yusuan.tables.table import Table

_FUNCTIONAL = ("revenue", "expenditure", "general_expenditure", "government_funds", "state_capital")


def check_detail(evidence: Evidence) -> Iterator[Outcome]:
    """Function to the 项, basic expenditure to the economic 款, vehicles split."""
    for table in evidence.tables:
        if table.id in _FUNCTIONAL:
            yield from _levels(table, Level.ITEM, "功能科目的项级")
        elif table.id == "general_basic":
            yield from _levels(table, Level.SECTION, "经济科目的款级")
        elif table.id == "three_public":
            yield from _vehicles(table)
    yield from _units(evidence)


def _levels(table: Table, level: Level, name: str) -> Iterator[Outcome]:
    """A table none of whose filled rows reaches the level; one missing row is for the sums to find."""
    codes = list(_filled_codes(table))
    if not codes:
        return
    if any(code.level is level for code in codes):
        yield Outcome("not-detailed", Status.PASSED, law="budget-law-regulation-6")
        return
    yield finding(
        "not-detailed",
        f"“{table.spec.title}”没有细化到{name}，只列到 {max(codes, key=lambda c: len(c.digits))} 一级。",
        "请按规定的级次逐行列出。",
        [_place(table)],
        law="budget-law-regulation-6",
    )


def _filled_codes(table: Table) -> Iterator[Code]:
    filled = {cell.key.row for cell in table.figures() if cell.value}
    for panel, rows in zip(table.spec.panels, table.rows, strict=True):
        if isinstance(panel.rows, Tree):
            for row in rows:
                if row.code is not None and row.id in filled:
                    yield row.code


def _vehicles(table: Table) -> Iterator[Outcome]:
    """Vehicle money is shown as purchase and operation."""
    cells = [cell for cell in table.cells.values() if not cell.region.is_empty]
    together = [c for c in cells if c.region.economic == classes.VEHICLES and c.value]
    split = (classes.VEHICLE_PURCHASE, classes.VEHICLE_OPERATION)
    if together and not any(cell.region.economic in split for cell in cells):
        yield finding(
            "vehicles-not-split",
            f"“{table.spec.title}”的公务用车费用没有分列购置费和运行维护费。",
            "请分列公务用车购置费和运行维护费。",
            [together[0].where or _place(table)],
            law="caiyu-2016-143",
        )
    elif together:
        yield Outcome("vehicles-not-split", Status.PASSED, law="caiyu-2016-143")


def _place(table: Table) -> Where:
    first = next((cell.where for cell in table.figures() if cell.where is not None), None)
    return first or Where(table=table.spec.title)


def _pages(table: Table) -> set[int | None]:
    return {cell.where.page for cell in table.cells.values() if cell.where is not None}


_UNIT = pattern(r"(?:金额)?单位[:]?(?:人民币)?(万元|元)(?!素)")


def _units(evidence: Evidence) -> Iterator[Outcome]:
    """One page of a table does not state another unit than the table's first page did."""
    held = {table.id: _pages(table) for table in evidence.tables}
    for table in evidence.tables:
        pages = held[table.id] - {None}
        # A page with a part of another table may state that one's unit.
        others = (held[other] for other in held if other != table.id)
        captioned = {c.where.page for c in evidence.paper.captions if c.table != table.id}.union(
            *others
        )
        stated = [
            (line, match[1])
            for line in evidence.paper.body
            if line.where.page in pages - captioned
            for match in _UNIT.finditer(plain(line.text))
        ]
        other = [line for line, unit in stated if unit != table.spec.unit.label]
        if other and len(other) < len(stated):
            yield finding(
                "wrong-unit",
                f"“{table.spec.title}”各页注明的金额单位不一致：{table.spec.unit.label}与另一页不同。",
                "请核对各页的金额单位，统一为一种。",
                [line.where for line in other],
                severity=Severity.WARNING,
                law="budget-law-19",
            )
