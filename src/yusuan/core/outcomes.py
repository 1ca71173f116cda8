"""Outcomes of checks: values with a place, never exceptions."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Status(enum.Enum):
    """What a check can say; "no findings" and "did not run" are different things."""

    PASSED = "passed"
    FAILED = "failed"
    ROUNDING = "rounding"
    NOT_APPLICABLE = "not_applicable"
    INSUFFICIENT = "insufficient"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The word clerks read."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.PASSED: "通过",
    Status.FAILED: "不通过",
    Status.ROUNDING: "尾差",
    Status.NOT_APPLICABLE: "不适用",
    Status.INSUFFICIENT: "数据不足",
    Status.REFUSED: "不予采信",
}


class Severity(enum.Enum):
    """Law or arithmetic: error. Plausibility: warning. Wording and quality advice: info."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The word clerks read."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a figure or a text; every part that does not apply is empty."""

    file: str = ""
    page: int | None = None
    table: str = ""
    row: str = ""
    column: str = ""
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (self.file, self.table, self.row, self.column) if part)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one check at one place. Amounts are fen; the message is Chinese, for clerks."""

    rule: str
    status: Status
    severity: Severity = Severity.ERROR
    message: str = ""
    hint: str = ""
    law: str = ""
    expected: int | None = None
    actual: int | None = None
    where: tuple[Where, ...] = ()
    suggestion: str = ""
    # What fails because of this: the sums a wrong figure breaks. They stand under their cause, not beside it.
    proofs: tuple[Outcome, ...] = ()

    @property
    def difference(self) -> int | None:
        """Actual minus expected, in fen."""
        if self.expected is None or self.actual is None:
            return None
        return self.actual - self.expected

    @property
    def is_finding(self) -> bool:
        """Tell whether somebody has to look at this."""
        return self.status in {Status.FAILED, Status.INSUFFICIENT, Status.REFUSED}

    @property
    def blocks_publication(self) -> bool:
        """Tell whether a final document may not be written because of this."""
        return self.severity is Severity.ERROR and self.status in {Status.FAILED, Status.REFUSED}


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everything a check said; never mutated by a check."""

    every: tuple[Outcome, ...] = field(default=())

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Outcomes:
        """Collect outcomes."""
        return cls(tuple(outcomes))

    @property
    def findings(self) -> tuple[Outcome, ...]:
        """What needs attention, errors first, otherwise in the order of the checks."""
        order = list(Severity)
        found = [outcome for outcome in self.every if outcome.is_finding]
        return tuple(sorted(found, key=lambda outcome: order.index(outcome.severity)))

    @property
    def blocking(self) -> tuple[Outcome, ...]:
        """The findings that forbid publication."""
        return tuple(outcome for outcome in self.every if outcome.blocks_publication)

    def summary(self) -> dict[str, int]:
        """Count outcomes by status; every status is present."""
        counts = Counter(outcome.status for outcome in self.every)
        return {status.value: counts[status] for status in Status}
