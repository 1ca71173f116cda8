"""Named rules for what meaning does not give: law, completeness, performance, plausibility.

A rule is a value: what it needs of the evidence, what it claims, its law, how grave a breach is and what to do. Its
`check` looks at the evidence and yields verdicts; a rule that yields nothing did not apply.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, TypeAlias

from yusuan.catalog import law
from yusuan.core.budget import Department, DepartmentalBudget
from yusuan.core.errors import SpecError
from yusuan.core.outcomes import Outcome, Pair, Severity, Status, Where
from yusuan.core.terms import Stage

if TYPE_CHECKING:
    from yusuan.core.budget import LastYear, StatedFigure
    from yusuan.core.terms import IndicatorKind
    from yusuan.narrative.sentence import Sentence
    from yusuan.rules.dimension import Dimension
    from yusuan.rules.evidence import Evidence
    from yusuan.tables.table import Table


class Part(enum.Enum):
    """A part of the evidence; a rule does not apply where one it needs is not there."""

    # What a department states, before anything is printed.
    FACTS = "facts"
    # What a published document prints.
    PRINT = "print"
    TABLES = "tables"
    TEXT = "text"
    PROJECTS = "projects"
    OBJECTIVES = "objectives"
    FORMS = "forms"
    PURCHASES = "purchases"
    HOLDINGS = "holdings"
    # The documents it is compared with.
    BESIDE = "beside"

    def of(self, evidence: Evidence) -> bool:
        """Tell whether the evidence has this part."""
        match self:
            case Part.FACTS:
                return evidence.facts is not None
            case Part.PRINT:
                return evidence.facts is None
            case Part.TEXT:
                return bool(evidence.texts)
            case Part.FORMS:
                return bool(evidence.forms or evidence.coded_forms)
            case Part.PURCHASES | Part.HOLDINGS:
                return getattr(evidence, self.value) is not None
            case _:
                return bool(getattr(evidence, self.value))


@dataclass(frozen=True, slots=True)
class Form:
    """What the edition asks of a publication, as far as rules need to know it."""

    year: int
    indicator_tree: Mapping[IndicatorKind, IndicatorKind]
    table_titles: Mapping[str, str] = field(default_factory=dict)
    nil_statements: Mapping[str, str] = field(default_factory=dict)
    section_titles: Mapping[str, str] = field(default_factory=dict)
    # What the explanation says, with the figures it takes.
    sentences: tuple[Sentence, ...] = ()
    # What its amounts are, and whether it has a place for the budget beside them.
    stage: Stage = Stage.BUDGET
    prints_budget: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What rules look at: the facts, the tables derived from them (exact fen) and the form they fill."""

    budget: DepartmentalBudget
    tables: Mapping[str, Table]
    form: Form
    # Last year's own publication, where one was given beside the facts.
    last_year: LastYear | None = None

    def amount(self, table: str, row: str, column: str) -> int | None:
        """A table figure in fen by its contract names; None when blank or not there."""
        if table not in self.tables:
            return None
        for cell in self.tables[table].cells.values():
            if cell.row == row and cell.key.column == column and cell.amount is not None:
                return cell.amount
        return None

    def prior(self, table: str, row: str, column: str) -> StatedFigure | None:
        """Last year's figure of the same name, where the dataset states it."""
        wanted = (table, row, column)
        return next(
            (s for s in self.budget.prior_year if (s.table, s.row, s.column) == wanted), None
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says about one place; severity, hint and law are the rule's where it has none of its own."""

    status: Status
    message: str = ""
    where: tuple[Where, ...] = ()
    expected: int | None = None
    actual: int | None = None
    suggestion: str = ""
    severity: Severity | None = None
    # What to do about this finding, where the rule's own hint says too little.
    hint: str = ""
    # The paragraph this place falls under, where the rule rests on several.
    law: str = ""
    # What the two figures are called, where it is not what the rule calls them.
    pair: Pair | None = None
    # What fails because of this: it stands under its cause.
    proofs: tuple[Outcome, ...] = ()

    @property
    def is_compared(self) -> bool:
        """Tell whether it says two figures."""
        return self.expected is not None and self.actual is not None

    def calling(self, pair: Pair) -> Verdict:
        """The same, its two figures called otherwise than the rule calls them."""
        return replace(self, pair=pair)


def passed(*where: Where, law: str = "") -> Verdict:
    """The rule holds here."""
    return Verdict(Status.PASSED, where=where, law=law)


def failed(
    message: str,
    *where: Where,
    expected: int | None = None,
    actual: int | None = None,
    suggestion: str = "",
    severity: Severity | None = None,
    hint: str = "",
    law: str = "",
) -> Verdict:
    """The rule is broken here. The message is Chinese: what, where, how much."""
    places = tuple(dict.fromkeys(where))
    return Verdict(
        Status.FAILED, message, places, expected, actual, suggestion, severity, hint, law
    )


def insufficient(message: str, *where: Where, hint: str = "") -> Verdict:
    """Something the rule needs is not known."""
    return Verdict(Status.INSUFFICIENT, message, where, hint=hint)


def rounding(message: str, *where: Where) -> Verdict:
    """The figures differ by no more than their printed precision hides."""
    return Verdict(Status.ROUNDING, message, where)


# What everybody knows to be right needs no paragraph.
_NO_LAW = frozenset({"practice", "arithmetic"})


def _cited(verdict: Verdict, law_id: str) -> str:
    """The message of a finding with the ground it rests on; a sentence in any case."""
    is_law = law_id not in _NO_LAW and verdict.status is Status.FAILED
    ground = f"（{law(law_id).citation}）" if is_law else ""
    return f"{verdict.message.removesuffix('。')}{ground}。" if verdict.message else ""


Check: TypeAlias = Callable[["Evidence"], Iterable[Verdict]]
FactsCheck: TypeAlias = Callable[[Subject], Iterable[Verdict]]


def on_facts(check: FactsCheck) -> Check:
    """A check of the facts as a check of the evidence that holds them."""

    @wraps(check)
    def of_evidence(evidence: Evidence) -> Iterable[Verdict]:
        return () if evidence.facts is None else check(evidence.facts)

    return of_evidence


def on_either(facts: FactsCheck, printed: Check) -> Check:
    """One claim with a check for each side: what a department states, and what a document prints."""

    @wraps(facts)
    def of_evidence(evidence: Evidence) -> Iterable[Verdict]:
        return printed(evidence) if evidence.facts is None else facts(evidence.facts)

    if printed.__doc__:
        of_evidence.__doc__ = f"{facts.__doc__} In print: {printed.__doc__}"
    return of_evidence


def on_projects(check: FactsCheck) -> Check:
    """A check that looks at projects and objectives alone, whether they are stated or printed."""
    return on_either(check, lambda evidence: check(evidence.once(printed_projects)))


def printed_projects(evidence: Evidence) -> Subject:
    """The projects and objectives a document prints, as rules on facts look at them."""
    budget = DepartmentalBudget(
        Department("", "", "", "", "", evidence.year),
        projects=tuple(evidence.projects),
        objectives=tuple(evidence.objectives),
    )
    return Subject(budget, {}, Form(evidence.year, evidence.indicator_tree))


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it claims, the law (an id of the catalogue; `practice`, `arithmetic`), where it counts."""

    id: str
    claim: str
    law: str
    severity: Severity
    dimension: Dimension
    hint: str
    check: Check
    needs: tuple[Part, ...] = (Part.FACTS,)
    # It goes through all that was read and speaks only of what is wrong: no outcome means nothing was found.
    looks_through: bool = False
    # What the two figures it compares are called.
    pair: Pair | None = None

    def __post_init__(self) -> None:
        if not (self.id and self.claim and self.law and self.hint):
            msg = f"rule {self.id!r} needs id, claim, law and hint"
            raise SpecError(msg)

    @property
    def is_on_print(self) -> bool:
        """Tell whether documents are held to it, and not only what a department states."""
        return Part.FACTS not in self.needs

    def applies(self, evidence: Evidence) -> bool:
        """Tell whether the evidence has every part the rule needs."""
        return all(part.of(evidence) for part in self.needs)

    def run(self, evidence: Evidence) -> Iterable[Outcome]:
        """Turn verdicts into outcomes; what is not known is never more than information."""
        verdicts = list(self.check(evidence))
        if not verdicts and (not self.looks_through or evidence.facts is not None):
            yield Outcome(self.id, Status.NOT_APPLICABLE, self.severity, law=self.law)
        for verdict in verdicts:
            yield self.outcome(verdict, evidence)

    def outcome(self, verdict: Verdict, evidence: Evidence) -> Outcome:
        """What is said of one place, with what the rule says of every place."""
        v = verdict
        is_open = v.status in {Status.INSUFFICIENT, Status.REFUSED}
        return Outcome(
            rule=self.id,
            status=v.status,
            severity=v.severity or (Severity.INFO if is_open else self.severity),
            message=self._said(v, evidence),
            hint=v.hint or (self.hint if v.status is Status.FAILED else ""),
            law=v.law or self.law,
            expected=v.expected,
            actual=v.actual,
            pair=(v.pair or self.pair) if v.is_compared else None,
            where=v.where,
            suggestion=v.suggestion,
            proofs=v.proofs,
        )

    def _said(self, verdict: Verdict, evidence: Evidence) -> str:
        # A report on a document shows the ground beside the finding; a clerk's list has no such place.
        law_id = (verdict.law or self.law) if evidence.facts is not None else "practice"
        return _cited(verdict, law_id)


def run(rules: Iterable[Rule], evidence: Evidence) -> list[Outcome]:
    """The outcomes of the rules that apply. One that breaks is refused with its reason: nothing else is lost."""
    outcomes: list[Outcome] = []
    for rule in rules:
        if not rule.applies(evidence):
            continue
        try:
            outcomes += rule.run(evidence)
        except MemoryError:
            # Of the process, not of the rule: what was left out would depend on the machine.
            raise
        except Exception as reason:  # noqa: BLE001  whatever a strange document does to one rule
            refused = f"规则“{rule.claim}”无法执行：{reason}"
            outcomes.append(Outcome(rule.id, Status.REFUSED, rule.severity, refused, law=rule.law))
    return outcomes
