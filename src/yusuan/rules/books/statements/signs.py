"""Slips of the form's own words and signs in what the text states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.rules.books.statements._judged import said
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict


def template_words(evidence: Evidence) -> Iterable[Verdict]:
    """Of the words the form offers (增加/减少, 增加（减少）) one is left."""
    return said(evidence, Kind.TEMPLATE)


def percent_signs(evidence: Evidence) -> Iterable[Verdict]:
    """A rate or share carries its percent sign."""
    return said(evidence, Kind.PERCENT_SIGN)


RULES = (
    Rule(
        id="template-word-left",
        claim="范本中的选择项已经取舍",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请删去范本中没有选用的词。",
        check=template_words,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="percent-sign-missing",
        claim="增减幅度带有百分号",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请补上百分号。",
        check=percent_signs,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
