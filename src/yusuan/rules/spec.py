"""Named rules for what meaning does not give: law, completeness, performance, plausibility.

A rule is a value: what it claims, its law, how grave a breach is and what to do. Its `check` looks at the
subject and yields verdicts; a rule that yields nothing did not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from yusuan.catalog import law
from yusuan.core.errors import SpecError, YusuanError
from yusuan.core.outcomes import Outcome, Severity, Status, Where

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget, StatedFigure
    from yusuan.core.terms import IndicatorKind
    from yusuan.tables.table import Table


@dataclass(frozen=True, slots=True)
class Form:
    """What the edition asks of a publication, as far as rules need to know it."""

    year: int
    indicator_tree: Mapping[IndicatorKind, IndicatorKind]
    table_titles: Mapping[str, str] = field(default_factory=dict)
    nil_statements: Mapping[str, str] = field(default_factory=dict)
    section_titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What rules look at: the facts, the tables derived from them (exact fen) and the form they fill."""

    budget: DepartmentalBudget
    tables: Mapping[str, Table]
    form: Form

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
    """What a rule says about one place; the rule's own law, severity and hint are added by the runner."""

    status: Status
    message: str = ""
    where: tuple[Where, ...] = ()
    expected: int | None = None
    actual: int | None = None
    suggestion: str = ""


def passed(*where: Where) -> Verdict:
    """The rule holds here."""
    return Verdict(Status.PASSED, where=where)


def failed(
    message: str,
    *where: Where,
    expected: int | None = None,
    actual: int | None = None,
    suggestion: str = "",
) -> Verdict:
    """The rule is broken here. The message is Chinese: what, where, how much."""
    return Verdict(Status.FAILED, message, where, expected, actual, suggestion)


def insufficient(message: str, *where: Where) -> Verdict:
    """Something the rule needs is not known."""
    return Verdict(Status.INSUFFICIENT, message, where)


def rounding(message: str, *where: Where) -> Verdict:
    """The figures differ by no more than their printed precision hides."""
    return Verdict(Status.ROUNDING, message, where)


def _cited(verdict: Verdict, law_id: str) -> str:
    """The message of a finding with the ground it rests on; a sentence in any case."""
    ground = f"（{law(law_id).citation}）" if verdict.status is Status.FAILED else ""
    return f"{verdict.message}{ground}。" if verdict.message else ""


Check: TypeAlias = Callable[[Subject], Iterable[Verdict]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule. `law` is an id of the catalogue's law list, or `practice`; `finding_class` is domain.md §3."""

    id: str
    claim: str
    law: str
    severity: Severity
    finding_class: str
    hint: str
    check: Check

    def __post_init__(self) -> None:
        if not (self.id and self.claim and self.law and self.hint):
            msg = f"rule {self.id!r} needs id, claim, law and hint"
            raise SpecError(msg)

    def run(self, subject: Subject) -> Iterable[Outcome]:
        """Turn verdicts into outcomes; what is not known is never more than information."""
        verdicts = list(self.check(subject))
        if not verdicts:
            yield Outcome(self.id, Status.NOT_APPLICABLE, self.severity, law=self.law)
        for v in verdicts:
            yield Outcome(
                rule=self.id,
                status=v.status,
                severity=Severity.INFO if v.status is Status.INSUFFICIENT else self.severity,
                message=_cited(v, self.law),
                hint=self.hint if v.status is Status.FAILED else "",
                law=self.law,
                expected=v.expected,
                actual=v.actual,
                where=v.where,
                suggestion=v.suggestion,
            )


def run(rules: Iterable[Rule], subject: Subject) -> list[Outcome]:
    """The outcomes of some rules. A rule that cannot go on is refused with its reason, never a finding."""
    outcomes: list[Outcome] = []
    for rule in rules:
        try:
            outcomes += rule.run(subject)
        except YusuanError as reason:
            refused = f"规则“{rule.claim}”无法执行：{reason}"
            outcomes.append(Outcome(rule.id, Status.REFUSED, rule.severity, refused, law=rule.law))
    return outcomes
