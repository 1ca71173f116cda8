"""The money unit: the same on each page of a table, and of the amounts of the text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.rules.books.statements._judged import said
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import plain
from yusuan.rules.spec import Part, Rule, failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Table

_UNIT = pattern(r"(?:金额)?单位[:]?(?:人民币)?(万元|元)(?!素)")
_OF_AN_AMOUNT = "请核对金额单位，改为“万元”，或者改写数字。"


def units_agree(evidence: Evidence) -> Iterator[Verdict]:
    """No page of a table states another unit than its first, and no amount of the text stands in 元 by mistake."""
    yield from _between_pages(evidence)
    for verdict in said(evidence, Kind.UNIT):
        yield replace(verdict, hint=_OF_AN_AMOUNT, law="arithmetic")


def _between_pages(evidence: Evidence) -> Iterator[Verdict]:
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
