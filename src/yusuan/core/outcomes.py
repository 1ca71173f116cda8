"""Outcomes of checks: values with a place, never exceptions."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from yusuan.core.place_words import listed

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
class Pair:
    """What the two figures of an outcome are called, expected first: only one of them may be the wrong one.

    Which one is wrong is said (`CORRECTION`) only where arithmetic or the form leaves no other.
    """

    CORRECTION: ClassVar[Pair]
    SUM: ClassVar[Pair]
    WHOLE: ClassVar[Pair]
    PLACES: ClassVar[Pair]
    TEXT: ClassVar[Pair]
    YEARS: ClassVar[Pair]
    DOCUMENTS: ClassVar[Pair]
    PRODUCT: ClassVar[Pair]
    APPROVAL: ClassVar[Pair]

    expected: str
    actual: str
    more: str = "多"
    less: str = "少"

    @property
    def label(self) -> str:
        """The words for both."""
        return "、".join(self.labels)

    @property
    def labels(self) -> tuple[str, str]:
        """The word for each."""
        return self.expected, self.actual


Pair.CORRECTION = Pair("应为", "实为")
Pair.SUM = Pair("各项之和", "合计")
Pair.WHOLE = Pair("整体", "部分")
Pair.PLACES = Pair("另一处", "此处")
Pair.TEXT = Pair("表中", "文中")
Pair.YEARS = Pair("上年", "本年", "增加", "减少")
Pair.DOCUMENTS = Pair("对照文件", "本文件")
Pair.APPROVAL = Pair("批复", "预算")
Pair.PRODUCT = Pair("数量乘单价", "所列金额")


@dataclass(frozen=True, slots=True)
class ReadAt:
    """Where what a finding is about was written: the first places in the source, and how many there are."""

    first: tuple[str, ...]
    count: int

    def __str__(self) -> str:
        return listed(self.first, self.count)


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
    # What `expected` and `actual` are; None where the rule does not say.
    pair: Pair | None = None
    # The same in every run, whatever else is found: made when a check ends.
    id: str = ""
    # The cells of a workbook or lines of a folder behind each place, the fewest first.
    read_at: tuple[ReadAt, ...] = ()

    @property
    def difference(self) -> int | None:
        """Actual minus expected, in fen."""
        if self.expected is None or self.actual is None:
            return None
        return self.actual - self.expected

    @property
    def is_finding(self) -> bool:
        """Tell whether somebody has to look at this; what is refused without a word is told once, elsewhere."""
        if self.status is Status.REFUSED:
            return bool(self.message)
        return self.status is Status.FAILED or self.status is Status.INSUFFICIENT

    @property
    def blocks_publication(self) -> bool:
        """Tell whether a final document may not be written because of this."""
        is_wrong = self.status is Status.FAILED or self.status is Status.REFUSED
        return is_wrong and self.severity is Severity.ERROR


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
        """What needs attention: errors first, then page by page; what stands on no page comes last."""
        found = [outcome for outcome in self.every if outcome.is_finding]
        return tuple(sorted(found, key=_reading_order))

    @property
    def blocking(self) -> tuple[Outcome, ...]:
        """The findings that forbid publication."""
        return tuple(outcome for outcome in self.every if outcome.blocks_publication)

    def summary(self) -> dict[str, int]:
        """Count outcomes by status; every status is present."""
        counts = Counter(outcome.status for outcome in self.every)
        return {status.value: counts[status] for status in Status}


_GRAVEST_FIRST = list(Severity)


def _reading_order(outcome: Outcome) -> tuple[int, bool, int, float]:
    """By severity, by the page of the first place that has one, and by how far down it stands there."""
    placed = next((where for where in outcome.where if where.page is not None), None)
    page = 0 if placed is None or placed.page is None else placed.page
    top = placed.box[1] if placed is not None and placed.box is not None else 0.0
    return _GRAVEST_FIRST.index(outcome.severity), placed is None, page, top
