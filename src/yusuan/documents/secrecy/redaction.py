"""Findings that may travel: a report of a check is passed on more easily than the facts it speaks of.

Of what is withheld or classified no amount, no name and no text stays in a finding; what is wrong and where does.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from yusuan.core import records as r
from yusuan.core.budget import MASK
from yusuan.core.outcomes import Outcomes
from yusuan.core.patterns import pattern
from yusuan.documents.secrecy.mask import groups_of, tells_classes
from yusuan.vocabulary.money_words import money_in, without_money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.outcomes import Outcome
    from yusuan.documents.secrecy.mask import Withheld

_QUOTED = pattern(r"“[^“”]*”|「[^「」]*」")
# A shorter piece of a text says nothing of it.
_TELLING = 4
_DIGITS = 3
# Figures without a unit that may be money all the same: with decimals, or of five digits and more.
_FIGURE = pattern(r"(?<![\w.])(?:\d[\d,]*\.\d+|\d{5,}|\d{1,3}(?:,\d{3})+)(?![\w.%％])")


@dataclass(frozen=True)
class Redaction:
    """What must not be said: texts, names by which withheld projects are spoken of, and amounts in fen."""

    texts: tuple[str, ...]
    projects: frozenset[str]
    names: tuple[str, ...]
    amounts: frozenset[int]

    @classmethod
    def of(cls, budget: DepartmentalBudget, withheld: Withheld) -> Redaction:
        """From the facts and what a publication of them withholds."""
        away = withheld.projects | withheld.items.keys()
        lines = (*budget.lines, *budget.budgeted)
        hidden = [line for line in lines if line.project in withheld.projects]
        by_class = tells_classes(budget)
        amounts = {line.amount for line in hidden}
        for stage in (budget.lines, budget.budgeted):
            own = (line for line in stage if line.project in withheld.projects)
            groups = groups_of(own, by_class=by_class).values()
            amounts |= {fen for of_group in groups for fen in of_group.values()}
        for project in budget.projects:
            items = [i.amount for i in project.costing if project.code in away and i.amount]
            amounts |= {project.amount, *items} if project.code in away else set()
        return cls(
            tuple(sorted(set(_classified_texts(budget)), key=len, reverse=True)),
            frozenset(away),
            tuple(p.name for p in budget.projects if p.code in away and len(p.name) >= _TELLING),
            frozenset(amounts - {0}),
        )

    def applied(self, outcomes: Outcomes) -> Outcomes:
        """The same outcomes, with nothing in them that may not travel."""
        return Outcomes.of(map(self._told, outcomes.every))

    def _told(self, outcome: Outcome) -> Outcome:
        is_about = self._is_about(outcome)
        bare = is_about or any(map(self._is_telling, (outcome.expected, outcome.actual)))
        return replace(
            outcome,
            message=self._clean(outcome.message, is_about=is_about),
            hint=self._clean(outcome.hint, is_about=False),
            suggestion=self._clean(outcome.suggestion, is_about=is_about),
            expected=None if bare else outcome.expected,
            actual=None if bare else outcome.actual,
            where=tuple(
                replace(w, row=self._without_texts(w.row), column=self._without_texts(w.column))
                for w in outcome.where
            ),
            proofs=tuple(map(self._told, outcome.proofs)),
        )

    def _is_about(self, outcome: Outcome) -> bool:
        """Tell whether a finding speaks of a project of which something is withheld."""
        # A line may be one of a withheld project's, whether the finding says so or not.
        lines = r.LINES.label if self.projects else None
        if any(where.row in self.projects or where.table == lines for where in outcome.where):
            return True
        words = (*self.projects, *self.names)
        return any(word in outcome.message for word in words)

    def _clean(self, text: str, *, is_about: bool) -> str:
        kept = self._without_texts(text)
        if is_about:
            # Factors, sums and differences tell as much as the amount itself.
            return _FIGURE.sub(MASK, without_money(kept, MASK))
        said = [s for s in money_in(kept) if any(map(self._is_telling, s.amounts))]
        for piece in reversed(said):
            kept = kept[: piece.start] + MASK + kept[piece.end :]
        return kept

    def _is_telling(self, fen: int | None) -> bool:
        """Tell whether a figure is a withheld amount, and no coincidence: round ones are everywhere."""
        return fen in self.amounts and len(str(fen).rstrip("0")) >= _DIGITS

    def _without_texts(self, text: str) -> str:
        for secret in self.texts:
            text = text.replace(secret, MASK)
        return _QUOTED.sub(lambda quoted: self._quotation(quoted[0]), text)

    def _quotation(self, quoted: str) -> str:
        inner = quoted[1:-1].strip("…. ")
        is_secret = len(inner) >= _TELLING and any(inner in secret for secret in self.texts)
        return f"{quoted[0]}{MASK}{quoted[-1]}" if is_secret else quoted


def _classified_texts(budget: DepartmentalBudget) -> Iterator[str]:
    for project in budget.projects:
        yield from _texts(project)
        for part in (*project.costing, *project.objectives, *project.indicators):
            yield from _texts(part)
    for line in budget.procurement:
        if line.classified and len(line.name) >= _TELLING:
            yield line.name


def _texts(part: Any) -> Iterator[str]:  # noqa: ANN401  any record with a `classified` field
    for field in fields(part):
        value = getattr(part, field.name)
        is_text = isinstance(value, str) or field.name == "target"
        if is_text and field.name in part.classified and len(str(value)) >= _TELLING:
            yield str(value)
