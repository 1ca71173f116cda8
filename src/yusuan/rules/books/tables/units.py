"""The money unit a table states on each of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import plain
from yusuan.rules.spec import Part, Rule, failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Table

_UNIT = pattern(r"(?:金额)?单位[:]?(?:人民币)?(万元|元)(?!素)")


def units_agree(evidence: Evidence) -> Iterator[Verdict]:
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
            yield failed(
                f"“{table.spec.title}”各页注明的金额单位不一致：{table.spec.unit.label}与另一页不同",
                *(line.where for line in other),
            )


def _pages(table: Table) -> set[int | None]:
    return {cell.where.page for cell in table.cells.values() if cell.where is not None}


RULES = (
    Rule(
        id="wrong-unit",
        claim="各张表的金额单位一致、写明",
        law="budget-law-19",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对各页的金额单位，统一为一种。",
        check=units_agree,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
)
