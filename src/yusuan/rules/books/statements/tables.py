"""Figures and items of the text against the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books.statements._alone import purchased, running_costs
from yusuan.rules.books.statements._columns import of_other_stages, running_costs_claimed_nil
from yusuan.rules.books.statements._empty import empty_tables
from yusuan.rules.books.statements._judged import stated
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Table

_CONTENTS = pattern(
    r"(?:人员经费|公用经费)[\d,，.]+万?元，?(?:主要)?包括[:：]?(?P<items>[^。；;]{4,400})"
)
_TAIL = pattern(r"支出$|等$|等支出$")


def text_agrees(evidence: Evidence) -> Iterator[Verdict]:
    """A stated figure is that of a table which prints it. Silent where the words fit no table's figure."""
    yield from stated(evidence)
    yield from running_costs(evidence)
    yield from purchased(evidence)
    yield from of_other_stages(evidence)
    yield from running_costs_claimed_nil(evidence)
    yield from empty_tables(evidence)


def listed_without_money(evidence: Evidence) -> Iterator[Verdict]:
    """Items the text says are paid from basic expenditure, which the basic table prints with nothing."""
    table = next((t for t in evidence.tables if t.id == "general_basic"), None)
    if table is None:
        return
    empty = _empty_rows(table)
    text = "".join(evidence.text.split())
    found = [
        name
        for match in _CONTENTS.finditer(text)
        for word in match["items"].split("、")
        if (name := _TAIL.sub("", folded(word))) in empty
    ]
    if not found:
        return
    place = evidence.text.find("包括", max(0, evidence.text.find("人员经费")))
    yield failed(
        f"文字说明列入基本支出内容的{'、'.join(f'“{name}”' for name in dict.fromkeys(found))}，"
        f"在{table.spec.title}中没有金额",
        evidence.where(max(0, place), "基本支出"),
    )


def _empty_rows(table: Table) -> set[str]:
    """The names of rows that are printed with 0.00 or blank, and with money nowhere."""
    amounts: dict[str, int] = {}
    for rows in table.rows:
        labels = {row.key: _TAIL.sub("", folded(row.label)) for row in rows if row.label}
        for cell in table.cells.values():
            if cell.row in labels:
                label = labels[cell.row]
                amounts[label] = amounts.get(label, 0) + abs(cell.value)
    return {label for label, amount in amounts.items() if not amount}


RULES = (
    Rule(
        id="text-disagrees-with-table",
        claim="文字所写金额与表格一致",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照批复核对这一处，把文字和表格改成同一个数。",
        check=text_agrees,
        needs=(Part.PRINT, Part.TEXT),
        pair=Pair.TEXT,
    ),
    Rule(
        id="listed-item-has-no-money",
        claim="文字列举的支出在表中有金额",
        law="budget-law-14",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按表中有金额的科目改写列举的内容。",
        check=listed_without_money,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
