"""Reasons of changes: there is one, and it is written out (财预〔2016〕143号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Pair, Severity
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.rules.books.changes import changes_have_reasons
from yusuan.rules.books.statements._judged import said
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, on_either

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict


def stated_changes_have_reasons(evidence: Evidence) -> Iterable[Verdict]:
    """A change has its reason in its item, or anywhere in its section; silent where the form explains none."""
    return said(evidence, Kind.REASON_MISSING)


def reasons_are_written(evidence: Evidence) -> Iterable[Verdict]:
    """Words that announce a reason have one behind them."""
    return said(evidence, Kind.REASON_EMPTY)


RULES = (
    Rule(
        id="change-without-reason",
        claim="增减变化写明原因",
        law="caiyu-2016-143",
        severity=Severity.ERROR,
        dimension=Dimension.DETAIL,
        hint="请写明增减的具体原因，不要只写金额。",
        check=on_either(changes_have_reasons, stated_changes_have_reasons),
        needs=(),
        looks_through=True,
        pair=Pair.YEARS,
    ),
    Rule(
        id="empty-reason",
        claim="“主要原因是”之后写出了原因",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.DETAIL,
        hint="请写出原因；没有变化的，删去这半句。",
        check=reasons_are_written,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
