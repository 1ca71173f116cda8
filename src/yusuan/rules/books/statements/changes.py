"""Changes the text states: rate, amount and word against the two years' figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Pair, Severity
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.rules.books.changes import directions_match
from yusuan.rules.books.statements._judged import said
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, on_either

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict


def growth_rates(evidence: Evidence) -> Iterable[Verdict]:
    """A rate of growth is that of the two figures beside it, or of the figure and its change."""
    return said(evidence, Kind.GROWTH_RATE)


def change_amounts(evidence: Evidence) -> Iterable[Verdict]:
    """A change is the difference of the two figures beside it."""
    return said(evidence, Kind.CHANGE_AMOUNT)


def change_words(evidence: Evidence) -> Iterable[Verdict]:
    """A word for the way figures went fits both figures, and the other words of its sentence."""
    return said(evidence, Kind.DIRECTION)


def bases(evidence: Evidence) -> Iterable[Verdict]:
    """Nothing grows by more than it amounts to: last year's figure would be less than nothing."""
    return said(evidence, Kind.NEGATIVE_BASE)


RULES = (
    Rule(
        id="growth-rate",
        claim="增减幅度与按两年数重算的一致",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按两年的数重算增减幅度，并核对所用的上年数。",
        check=growth_rates,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="change-amount",
        claim="增减额等于两年数之差",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按两年的数重算增减额，并核对所用的上年数。",
        check=change_amounts,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="change-direction",
        claim="“增加”“减少”“持平”与数字相符",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按两年的数改正“增加”“减少”或“持平”，原因也要与之相符。",
        check=on_either(directions_match, change_words),
        needs=(),
        pair=Pair.YEARS,
    ),
    Rule(
        id="negative-base",
        claim="由增减额推算的上年数不为负",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对本年数与增减额：增加的数不会大于本年数。",
        check=bases,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
