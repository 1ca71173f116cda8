"""What is remembered of one document of a batch: a line of the journal, and all that the sums are made from."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeAlias

# A finding as `yusuan check --format json` gives it; a waived one has its waiver beside it, key "waiver".
Finding: TypeAlias = dict[str, Any]


# Rules that add up or multiply printed figures: what they find is money.
_SUMS = frozenset(
    {
        "table-arithmetic",
        "cross-table",
        "form-amounts-add-up",
        "asset-parts-add-up",
        "purchases-add-up",
        "quantity-times-price",
    }
)
# And those that hold the text against the tables and against itself, where a slip of the pen looks like millions.
OF_FIGURES = _SUMS | {
    "text-disagrees-with-table",
    "parts-add-up",
    "parts-of-a-change-add-up",
    "items-within-total",
    "change-amount",
    "contradictory-levels",
    "revenue-equals-expenditure",
    "attachment-disagrees-with-print",
}
# One figure ten thousand times the other is 元 written for 万元: a wrong word, and no money.
_UNIT_SLIP = Decimal(9_900)


def confirmed_money(finding: Finding) -> int:
    """The money a finding is about, fen; nothing where it is no error of figures, or nobody knows where it stands."""
    is_error = finding["severity"] == "error" and finding["status"] == "failed"
    is_placed = any(where["row"] or where["column"] for where in finding["where"])
    if not (is_error and is_placed and finding["rule"] in _SUMS and finding["difference"]):
        return 0
    sizes = sorted(abs(Decimal(finding[name])) for name in ("expected", "actual"))
    if sizes[0] and sizes[1] / sizes[0] >= _UNIT_SLIP:
        return 0
    return int(abs(Decimal(finding["difference"])) * 100)


class State(enum.Enum):
    """How far a document came. Everything but CHECKED has a reason."""

    CHECKED = "checked"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    # The system failed, not the document: a full disk, too many files.
    UNFINISHED = "unfinished"

    @property
    def label(self) -> str:
        """The words inspectors read."""
        return _LABELS[self]

    @property
    def is_final(self) -> bool:
        """Tell whether trying again would give the same: a busy machine may be why it did not."""
        return self in {State.CHECKED, State.UNREADABLE, State.REFUSED}


_LABELS = {
    State.CHECKED: "已核对",
    State.UNREADABLE: "未能核对：无法读取",
    State.REFUSED: "未能核对：不作猜测",
    State.CRASHED: "未能核对：程序中止",
    State.TIMED_OUT: "未能核对：超时",
    State.OUT_OF_MEMORY: "未能核对：内存超限",
    State.UNFINISHED: "未能核对：系统一时出错",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One document of a batch. `digest` is of its content, `fingerprint` of everything else the result rests on."""

    name: str
    state: State
    digest: str = ""
    fingerprint: str = ""
    reason: str = ""
    department: str = ""
    kind: str = ""
    year: int | None = None
    pages: int | None = None
    tables: int = 0
    figures: int = 0
    # Points out of a hundred as printed; empty where none are given.
    score: str = ""
    # Why there are none, where too little was checked.
    unscored: str = ""
    findings: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    # Numbers of the waivers that are over and met a finding.
    expired: tuple[int, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    # Written reports: form and path below the batch's directory.
    reports: dict[str, str] = field(default_factory=dict)

    @property
    def confirmed(self) -> int:
        """Money that is wrong beyond doubt, fen: the differences of error-level sums whose place is known."""
        return sum(map(confirmed_money, self.findings))

    @property
    def wrong_figures(self) -> int:
        """Error-level findings on figures that stand."""
        return sum(1 for f in self.findings if f["severity"] == "error" and f["rule"] in OF_FIGURES)

    def count(self, severity: str) -> int:
        """Findings of a severity that stand."""
        return sum(1 for finding in self.findings if finding["severity"] == severity)

    @property
    def has_errors(self) -> bool:
        """Tell whether error-level findings stand that would forbid publication."""
        return any(
            finding["severity"] == "error" and finding["status"] in {"failed", "refused"}
            for finding in self.findings
        )

    def without_findings(self) -> Record:
        """The record without what takes room."""
        return replace(self, findings=(), waived=(), titles={})

    def as_line(self) -> bytes:
        """One line of JSON, ended."""
        shown = {name: getattr(self, name) for name in self.__slots__} | {"state": self.state.value}
        return json.dumps(shown, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def of_line(cls, line: bytes) -> Record:
        """The record of a line; raises ValueError for one that is torn or not ours."""
        try:
            shown = json.loads(line)
            shown["state"] = State(shown["state"])
            for name in ("findings", "waived", "expired"):
                shown[name] = tuple(shown[name])
            return cls(**shown)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError("not a record") from error
