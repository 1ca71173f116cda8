"""Figures the text gives of one thing: the same everywhere, and no more or less than their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.rules.books.changes import stated_changes_add_up
from yusuan.rules.books.statements._judged import said
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, on_either

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict


def levels_agree(evidence: Evidence) -> Iterable[Verdict]:
    """A figure of one year said twice is the same; silent where the tables say that a wider one was meant."""
    return said(evidence, Kind.LEVELS)


def both_sides_balance(evidence: Evidence) -> Iterable[Verdict]:
    """The total of revenue is that of expenditure, where a section states both."""
    return said(evidence, Kind.BALANCE)


def parts_add_up(evidence: Evidence) -> Iterable[Verdict]:
    """What is listed below a total makes it up; silent where a part may be left out."""
    return said(evidence, Kind.PARTS)


def changes_add_up(evidence: Evidence) -> Iterable[Verdict]:
    """The changes of all parts make up the change of the whole."""
    return said(evidence, Kind.CHANGE_PARTS)


def items_within_total(evidence: Evidence) -> Iterable[Verdict]:
    """The items explained one by one are no more than the total above them."""
    return said(evidence, Kind.ITEMS)


RULES = (
    Rule(
        id="contradictory-levels",
        claim="同一个数在文字各处相同",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请查明哪一处是批复数，把另一处改成同一个数。",
        check=levels_agree,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="revenue-equals-expenditure",
        claim="文字所写收入合计等于支出合计",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照收支总表核对收入合计与支出合计。",
        check=both_sides_balance,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="parts-add-up",
        claim="文字列出的各部分之和等于总数",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请逐项核对各部分与总数，改正有误的一处。",
        check=parts_add_up,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="parts-of-a-change-add-up",
        claim="各项增减之和等于总的增减",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请逐项核对各项增减与总的增减，改正有误的一处。",
        check=on_either(stated_changes_add_up, changes_add_up),
        needs=(),
    ),
    Rule(
        id="items-within-total",
        claim="逐项说明的金额之和不超过总额",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请逐项核对：各项之和不会大于总数。",
        check=items_within_total,
        needs=(Part.PRINT, Part.TEXT),
    ),
)
