"""A score per dimension of the national inspection, from deductions that anyone can recompute.

100 points a dimension, less for every distinct finding by its severity, at most so many findings of one rule;
the total is the weighted mean of the dimensions on which anything could be checked. The weights of the official
inspection are not published: ours are stated. docs/scoring.md says the same in words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Status
from yusuan.rules.check_items import Dimension, check_item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.core.outcomes import Outcome, Outcomes

FULL_MARKS = 100
# Points taken off for one finding.
DEDUCTIONS = {Severity.ERROR: 10, Severity.WARNING: 3, Severity.INFO: 1}
# Of one rule at one severity, so many findings count: a fault of the template is not forty faults.
MOST_COUNTED = 3
WEIGHTS = {
    Dimension.COMPLETENESS: 25,
    Dimension.DETAIL: 15,
    Dimension.TIMELINESS: 10,
    Dimension.MANNER: 10,
    Dimension.TRUTHFULNESS: 40,
}
_CHECKED = frozenset({Status.PASSED, Status.FAILED, Status.ROUNDING})


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one rule costs at one severity: so many findings, of which so many count."""

    rule: str
    severity: Severity
    findings: int

    @property
    def counted(self) -> int:
        """The findings that cost points."""
        return min(self.findings, MOST_COUNTED)

    @property
    def points(self) -> int:
        """The points taken off."""
        return self.counted * DEDUCTIONS[self.severity]


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark in one dimension; `checked` counts the checks that came to an answer."""

    dimension: Dimension
    checked: int
    deductions: tuple[Deduction, ...]

    @property
    def deducted(self) -> int:
        """All points taken off, before the mark stops at nought."""
        return sum(deduction.points for deduction in self.deductions)

    @property
    def points(self) -> int | None:
        """0 to 100; None where nothing could be checked."""
        return max(0, FULL_MARKS - self.deducted) if self.checked else None

    @property
    def findings(self) -> int:
        """How many distinct findings there are."""
        return sum(deduction.findings for deduction in self.deductions)


@dataclass(frozen=True, slots=True)
class Score:
    """The marks in the order of the dimensions; `unscored` says why they are none, where too little was checked."""

    marks: tuple[Mark, ...]
    unscored: str = ""

    @property
    def total(self) -> Fraction | None:
        """The weighted mean of what could be checked, exact; None where nothing could be."""
        if self.unscored:
            return None
        known = [(WEIGHTS[m.dimension], m.points) for m in self.marks if m.points is not None]
        if not known:
            return None
        return Fraction(sum(w * p for w, p in known), sum(w for w, _ in known))

    @property
    def total_in_words(self) -> str:
        """The total with one decimal, halves up as Excel rounds; empty where there is none."""
        total = self.total
        if total is None:
            return ""
        tenths = int(total * 10 + Fraction(1, 2))
        return f"{tenths // 10}.{tenths % 10}"


def costs_points(outcomes: Iterable[Outcome]) -> tuple[bool, ...]:
    """For each outcome, whether it is a failure not told before: what we could not read costs nothing."""
    told: set[tuple[object, ...]] = set()
    answers = []
    for outcome in outcomes:
        name = (outcome.rule, outcome.severity, outcome.message, outcome.where)
        answers.append(outcome.status is Status.FAILED and name not in told)
        told.add(name)
    return tuple(answers)


# Sums of fewer figures than this say little of a document.
_FEWEST_SUMS = 5
_SUMS = frozenset({"table-arithmetic", "cross-table"})


@dataclass(frozen=True, slots=True)
class Reach:
    """How much there was to check in a published document: tables, amounts other than 0, numbers refused."""

    tables: int
    amounts: int
    refused: int


def too_little(reach: Reach, outcomes: Outcomes) -> str:
    """Why a published document gets no score, Chinese; empty where enough of it was checked."""
    sums = sum(o.rule in _SUMS and o.status in _CHECKED for o in outcomes.every)
    if not reach.tables:
        return "没有识别出预算表，没有可以核对的金额"
    if not reach.amounts:
        return "识别出的表中没有金额（空白表样，或数字没有读出）"
    if reach.refused > reach.amounts:
        return f"表中多数数字未予采信（未采信 {reach.refused:,} 个，采信 {reach.amounts:,} 个）"
    if sums < _FEWEST_SUMS:
        return f"只核对了 {sums} 项数字关系，不足以评分"
    return ""


def score(outcomes: Outcomes, unscored: str = "") -> Score:
    """The score of everything a check said; none, with the reason, where there is one."""
    checked = Counter(
        check_item(outcome.rule).dimension
        for outcome in outcomes.every
        if outcome.status in _CHECKED
    )
    findings = outcomes.findings
    found = Counter(
        (outcome.rule, outcome.severity)
        for outcome, costs in zip(findings, costs_points(findings), strict=True)
        if costs
    )
    deductions = [Deduction(rule, severity, n) for (rule, severity), n in found.items()]
    return Score(
        tuple(
            Mark(
                dimension,
                checked[dimension],
                tuple(d for d in deductions if check_item(d.rule).dimension is dimension),
            )
            for dimension in Dimension
        ),
        unscored,
    )
