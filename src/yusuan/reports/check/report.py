"""The report of a check as values: what it said about one source, finding by finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from yusuan.catalog import law, laws
from yusuan.core.money import FEN_PER_YUAN, MoneyUnit, format_amount
from yusuan.core.outcomes import Outcome, Outcomes, Pair, Status
from yusuan.reports.lines import say
from yusuan.rules.check_items import CheckItem, check_item
from yusuan.rules.scoring import Reach, Score, costs_points, score, too_little
from yusuan.rules.text_numbers import text_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from yusuan.core.outcomes import Where
    from yusuan.pipeline import Inspection, Run
    from yusuan.recognition.disclosure import Numbers
    from yusuan.recognition.profile import Profile
    from yusuan.rules.evidence import TextNumbers
    from yusuan.rules.waivers import Waiver
    from yusuan.tables.table import Table


@dataclass(frozen=True)
class Report:
    """What a check said about one source, with its tables. `path` is a PDF file whose pages can be shown."""

    source: str
    department: str
    outcomes: Outcomes
    identities: int
    titles: Mapping[str, str]
    tables: tuple[Table, ...] = field(default=(), repr=False)
    path: Path | None = None
    pages: int | None = None
    is_document: bool = False
    profile: Profile | None = None
    numbers: Numbers | None = None
    # Where the figures of the text went; None where nobody counted.
    text_numbers: TextNumbers | None = None
    # Who publishes, and for which year: what a decision on a finding is written for.
    publisher: str = ""
    year: int | None = None
    # What people said of findings that stand: by the finding's id.
    decisions: Mapping[str, Waiver] = field(default_factory=dict)

    @classmethod
    def of(cls, run: Run | Inspection, *, is_internal: bool = False) -> Report:
        """Check a source. Only a report that stays in the house says what is classified."""
        # A dataset has no document; only a PDF file has pages that can be drawn.
        document, disclosure = getattr(run, "document", None), getattr(run, "disclosure", None)
        is_pdf = document is not None and document.format == "pdf"
        return cls(
            source=str(run.source),
            department=run.title,
            outcomes=run.outcomes if is_internal else run.travelling,
            identities=len(run.identities),
            titles=run.titles,
            tables=tuple(run.printed),
            path=run.source if is_pdf else None,
            pages=document.pages if document is not None else None,
            is_document=document is not None,
            profile=disclosure.profile if disclosure is not None else None,
            numbers=disclosure.numbers if disclosure is not None else None,
            text_numbers=text_numbers(run.evidence),
            publisher=disclosure.department if disclosure else run.evidence.department,
            year=run.evidence.year,
        )

    @property
    def name(self) -> str:
        """The source without the folders it lies in: reports are passed on."""
        return PurePath(self.source).name or self.source

    @cached_property
    def units(self) -> dict[str, MoneyUnit]:
        """The money unit each table is printed in, by its id and by its title."""
        specs = [table.spec for table in self.tables]
        return {name: spec.unit for spec in specs for name in (spec.id, spec.title)}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What somebody has to look at, errors first."""
        found = self.outcomes.findings
        return tuple(
            Finding(
                outcome,
                self.titles,
                self.source,
                number,
                costs,
                self.units,
                self.decisions.get(outcome.id),
            )
            for number, (outcome, costs) in enumerate(
                zip(found, costs_points(found), strict=True), start=1
            )
        )

    @cached_property
    def score(self) -> Score:
        """The score per dimension of the national inspection; none of a document of which little was checked."""
        return score(self.outcomes, "" if self.numbers is None else self._too_little(self.numbers))

    def _too_little(self, numbers: Numbers) -> str:
        amounts = sum(1 for table in self.tables for cell in table.figures() if cell.value)
        return too_little(Reach(len(self.tables), amounts, numbers.refused), self.outcomes)

    @property
    def has_errors(self) -> bool:
        """Tell whether anything stands in the way of publication."""
        return bool(self.outcomes.blocking)

    @cached_property
    def counts(self) -> dict[Status, int]:
        """Outcomes by status, every status present."""
        summary = self.outcomes.summary()
        return {status: summary[status.value] for status in Status}

    @property
    def summary(self) -> str:
        """The counts in one line."""
        parts = (f"{status.label} {n:,}" for status, n in self.counts.items())
        derived = say("由表义推导的勾稽关系 {n} 条", n=f"{self.identities:,}")
        return " · ".join(parts) + f"（{derived}）"

    @property
    def numbers_in_words(self) -> str:
        """Where every number of a document's tables went; empty for a dataset."""
        if self.numbers is None:
            return ""
        return say(
            "已读为金额 {read} 个 · 在其他表中原样保留 {kept} 个 · 未予采信 {refused} 个",
            read=f"{self.numbers.read:,}",
            kept=f"{self.numbers.kept:,}",
            refused=f"{self.numbers.refused:,}",
        )

    @property
    def text_numbers_in_words(self) -> str:
        """Where every figure of the text went; empty where nobody counted."""
        if self.text_numbers is None:
            return ""
        return say(
            "已比对 {compared} 个 · 没有可比的数 {alone} 个 · 未能读懂 {unclear} 个",
            compared=f"{self.text_numbers.compared:,}",
            alone=f"{self.text_numbers.alone:,}",
            unclear=f"{self.text_numbers.unclear:,}",
        )

    @property
    def coverage(self) -> tuple[tuple[str, str], ...]:
        """What was compared and what was not: of the tables, and of the text where it was counted."""
        lines = (
            ("表中数字", self.numbers_in_words),
            ("文中数字", self.text_numbers_in_words),
        )
        return tuple(line for line in lines if line[1])


@dataclass(frozen=True)
class Finding:
    """An outcome in its five parts: what, where, how much, by which rule, next step; and its proofs.

    `number` counts all findings of a report from 1; `costs_points` where it takes points off the score.
    """

    outcome: Outcome
    titles: Mapping[str, str]
    source: str = ""
    number: int = 0
    costs_points: bool = False
    units: Mapping[str, MoneyUnit] = field(default_factory=dict)
    decision: Waiver | None = None

    @property
    def id(self) -> str:
        """The name that stays, whatever else is found; the number is only its place in this report."""
        return self.outcome.id

    @property
    def what(self) -> str:
        """The message; the rule's name where it has none."""
        return self.outcome.message or self.outcome.rule

    @property
    def where(self) -> str:
        """The places, at most three of them."""
        places = [self.place(where) for where in self.outcome.where]
        shown = "；".join(dict.fromkeys(place for place in places[:_PLACES] if place))
        more = say("等 {n} 处", n=len(places))
        return f"{shown} {more}" if len(places) > _PLACES else shown

    def place(self, where: Where) -> str:
        """One place; the file is named only where it is another than the source."""
        file = "" if where.file == self.source else where.file
        page = say("第{n}页", n=where.page) if where.page is not None else ""
        table = self.titles.get(where.table, where.table)
        return " ".join(part for part in (file, page, table, where.row, where.column) if part)

    @property
    def item(self) -> CheckItem:
        """The item of the check sheet it belongs to, with its dimension."""
        return check_item(self.outcome.rule)

    @property
    def proofs(self) -> tuple[Finding, ...]:
        """What fails because of this."""
        return tuple(
            Finding(proof, self.titles, self.source, units=self.units)
            for proof in self.outcome.proofs
        )

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """The two figures and how far the second is off, each with what it is; nothing without two figures."""
        outcome = self.outcome
        gap = outcome.difference
        if outcome.expected is None or outcome.actual is None or gap is None:
            return ()
        pair = outcome.pair or Pair.CORRECTION
        expected, actual = pair.labels
        more, less = ("增加", "减少") if pair is Pair.YEARS else ("多", "少")
        return (
            (expected, self.amount(outcome.expected)),
            (actual, self.amount(outcome.actual)),
            ("相差" if gap == 0 else (more if gap > 0 else less), self.amount(abs(gap))),
        )

    @property
    def how_much(self) -> str:
        """The two figures and their difference in one line."""
        return "，".join(f"{label} {amount}" for label, amount in self.figures)

    @property
    def decided(self) -> str:
        """What somebody decided on it, who and why; empty where nobody did."""
        if self.decision is None:
            return ""
        reason = f"：{self.decision.reason}" if self.decision.reason else ""
        return f"{self.decision.verdict.label}{reason}（{self.decision.approver}）"

    def amount(self, fen: int) -> str:
        """An amount in the unit of the table it stands in, ten thousand yuan elsewhere."""
        places = self.outcome.where
        if places and self.units.get(places[0].table) is MoneyUnit.YUAN:
            decimals = 0 if fen % FEN_PER_YUAN == 0 else 2
            return f"{format_amount(fen, MoneyUnit.YUAN, decimals, grouped=True)} 元"
        return in_wan(fen)

    @property
    def ground(self) -> str:
        """The law cited, and the name of the rule."""
        cited = law(self.outcome.law).citation if self.outcome.law in laws() else self.outcome.law
        return f"{cited}（{self.outcome.rule}）" if cited else self.outcome.rule

    @property
    def next_step(self) -> str:
        """What to do."""
        return " ".join(part for part in (self.outcome.suggestion, self.outcome.hint) if part)


_PLACES = 3


def in_wan(fen: int) -> str:
    """An amount as people of the field say it; to the fen where two decimals would hide some."""
    written = format_amount(fen, MoneyUnit.WAN_YUAN, 6, grouped=True)
    kept = written.rstrip("0")
    missing = 2 - len(kept.partition(".")[2])
    return f"{kept}{'0' * missing}万元"
