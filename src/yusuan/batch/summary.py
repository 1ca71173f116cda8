"""All documents of a batch summed up: who stands where, which causes go how far, how right each rule is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from yusuan.batch.causes import Causes
from yusuan.batch.record import State
from yusuan.rules.waivers import Verdict, Waivers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from yusuan.batch.record import Record


@dataclass(frozen=True, slots=True)
class Standing:
    """One document in the league, without its findings."""

    record: Record
    errors: int
    warnings: int
    infos: int
    waived: int
    # Fen of the differences of error-level sums whose place is known, and how many errors are of figures.
    confirmed: int = 0
    wrong_figures: int = 0

    @property
    def order(self) -> tuple[object, ...]:
        """Checked documents first: most money wrong beyond doubt, then most wrong figures, then other errors."""
        return (
            self.record.state is not State.CHECKED,
            -self.confirmed,
            -self.wrong_figures,
            -self.errors,
            -self.warnings,
            _points(self.record.score),
            -self.infos,
            self.record.name,
        )


@dataclass(slots=True)
class RuleCount:
    """How often a rule spoke, and what people said about it."""

    standing: int = 0
    accepted: int = 0
    false_alarms: int = 0

    @property
    def findings(self) -> int:
        """All it found, waived or not."""
        return self.standing + self.judged

    @property
    def judged(self) -> int:
        """Those that people waived, as true or as false."""
        return self.accepted + self.false_alarms


@dataclass(slots=True)
class WaiverUse:
    """What one waiver did in a batch: findings taken out, of which carried over; findings it no longer covers."""

    findings: int = 0
    carried_over: int = 0
    too_late: int = 0


@dataclass
class Summary:
    """Sums over records that come in the order of their names; equal records give equal sums."""

    waivers: Waivers
    on: dt.date
    standings: list[Standing] = field(default_factory=list)
    states: Counter[State] = field(default_factory=Counter)
    causes: Causes = field(default_factory=Causes)
    rules: dict[str, RuleCount] = field(default_factory=dict)
    uses: dict[int, WaiverUse] = field(default_factory=dict)
    has_errors: bool = False

    @classmethod
    def of(cls, records: Iterable[Record], waivers: Waivers, *, on: dt.date) -> Summary:
        """Sum up."""
        summary = cls(waivers, on)
        for record in records:
            summary._add(record)
        summary.standings.sort(key=lambda standing: standing.order)
        return summary

    def _add(self, record: Record) -> None:
        self.states[record.state] += 1
        self.has_errors |= record.has_errors
        self.causes.add(record)
        self.standings.append(
            Standing(
                # The league of a province must fit into memory; its findings need not.
                record.without_findings(),
                record.count("error"),
                record.count("warning"),
                record.count("info"),
                len(record.waived),
                record.confirmed,
                record.wrong_figures,
            )
        )
        for finding in record.findings:
            decision = finding["decision"]
            if decision is None:
                self._rule(finding["rule"]).standing += 1
            else:
                self._rule(finding["rule"]).accepted += 1
                self._use(decision["number"]).findings += 1
        for finding in record.waived:
            waiver = finding["waiver"]
            if waiver["verdict"] == Verdict.FALSE_ALARM.value:
                self._rule(finding["rule"]).false_alarms += 1
            else:
                self._rule(finding["rule"]).accepted += 1
            use = self._use(waiver["number"])
            use.findings += 1
            use.carried_over += bool(waiver["carried_over"])
        for number in record.expired:
            self._use(number).too_late += 1

    def _rule(self, rule: str) -> RuleCount:
        return self.rules.setdefault(rule, RuleCount())

    def _use(self, number: int) -> WaiverUse:
        return self.uses.setdefault(number, WaiverUse())

    @property
    def documents(self) -> int:
        """All of them."""
        return len(self.standings)

    @property
    def checked(self) -> int:
        """Those that were checked."""
        return self.states[State.CHECKED]

    @property
    def findings(self) -> dict[str, int]:
        """Standing findings by severity."""
        return {
            "error": sum(s.errors for s in self.standings),
            "warning": sum(s.warnings for s in self.standings),
            "info": sum(s.infos for s in self.standings),
        }

    @property
    def unfinished(self) -> dict[str, int]:
        """Why documents will be tried again, and how many for each reason."""
        records = (standing.record for standing in self.standings)
        return Counter(
            f"{record.state.label}：{record.reason}"
            for record in records
            if not record.state.is_final
        )

    @property
    def waived(self) -> int:
        """Findings taken out of the count."""
        return sum(s.waived for s in self.standings)


def _points(score: str) -> Decimal:
    """A score to sort by; a document without one stands behind those with few points."""
    try:
        return Decimal(score)
    except InvalidOperation:
        return Decimal("Infinity")
