"""Prose held against itself: what one sentence says must fit what the others say.

Only clauses are looked at, no table. Whatever the words leave open is not applicable, never a finding.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Status

if TYPE_CHECKING:
    from yusuan.core.codes import Code
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.narrative.figures import Span


class Kind(enum.Enum):
    """What was compared."""

    GROWTH_RATE = "growth-rate"
    CHANGE_AMOUNT = "change-amount"
    DIRECTION = "change-direction"
    NEGATIVE_BASE = "negative-base"
    YEAR = "wrong-year"
    UNIT = "wrong-unit"
    LEVELS = "contradictory-levels"
    BALANCE = "revenue-equals-expenditure"
    PARTS = "parts-add-up"
    CHANGE_PARTS = "parts-of-a-change-add-up"
    ITEMS = "items-within-total"
    SHARE = "share"
    COMPLETION = "completion-rate"
    REASON_MISSING = "change-without-reason"
    REASON_EMPTY = "empty-reason"
    REASON_DIRECTION = "reason-against-direction"
    COPIED = "copied-from-another-item"
    NAME = "code-name-mismatch"
    PERCENT_SIGN = "percent-sign-missing"
    TEMPLATE = "template-word-left"


@dataclass(frozen=True, slots=True)
class Claim:
    """One comparison and how it ended; the message is Chinese, for clerks, and empty unless it failed.

    `expected` and `actual` are printed as in prose; spans count characters of the text read.
    """

    kind: Kind
    status: Status
    spans: tuple[Span, ...]
    message: str = ""
    severity: Severity = Severity.ERROR
    expected: str = ""
    actual: str = ""
    code: Code | None = None

    @property
    def is_finding(self) -> bool:
        """Tell whether somebody has to look at this."""
        return self.status is Status.FAILED

    @property
    def holds(self) -> bool:
        """Tell whether figures were compared and agree."""
        return self.status in {Status.PASSED, Status.ROUNDING}


def passed(kind: Kind, *clauses: Clause, rounded: bool = False) -> Claim:
    """A comparison that holds, exactly or within what rounding hides."""
    status = Status.ROUNDING if rounded else Status.PASSED
    return Claim(kind, status, tuple(clause.span for clause in clauses))


def open_claim(kind: Kind, *clauses: Clause) -> Claim:
    """A comparison the words do not allow: a base of nothing, a part left out."""
    return Claim(kind, Status.NOT_APPLICABLE, tuple(clause.span for clause in clauses))
