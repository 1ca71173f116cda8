"""Texts against the tables: costs a text names and no table shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic
from yusuan.core import records as r
from yusuan.core.codes import code
from yusuan.core.outcomes import Severity
from yusuan.rules.books._words import at, judged
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.spec import Subject, Verdict

_OPERATING = (code("302"), code("310"))
_SHORT_NAMES = {"物业管理": "30209"}


def running_costs_are_printed(subject: Subject) -> Iterable[Verdict]:
    """Costs the running-costs text names have a row in the basic table. Knows full official names only."""
    words = subject.budget.narrative.get("agency_running_costs", "")
    table = subject.tables.get("general_basic")
    if not words or table is None:
        return []
    printed = {str(member) for codes in table.skeleton for member in codes}
    named = {digits: name for name, digits in _SHORT_NAMES.items() if name in words}
    for branch in _OPERATING:
        for entry in departmental_economic(subject.form.year).children(branch):
            if entry.name in words:
                named[str(entry.code)] = entry.name
    return judged(
        (
            failed(
                f"机关运行经费说明提到“{name}”，{table.spec.title}没有 {digits} 一行",
                at(r.NARRATIVE, "agency_running_costs", "text"),
            )
            for digits, name in sorted(named.items())
            if digits not in printed
        ),
        applies=True,
    )


RULES = (
    Rule(
        id="running-costs-stand-in-the-basic-table",
        claim="机关运行经费说明提到的支出在基本支出表里有对应科目",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改写说明，或者核对基本支出的经济科目。",
        check=on_facts(running_costs_are_printed),
    ),
)
