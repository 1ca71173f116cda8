"""All that a text states, judged once: what is wrong in one place stands under its cause, whichever rule finds it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Status
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.contradictions import contradictions
from yusuan.rules.books import rule
from yusuan.rules.books.statements._causes import consequences
from yusuan.rules.books.statements._compared import compared
from yusuan.rules.spec import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.core.outcomes import Outcome
    from yusuan.narrative.agreement.contradiction import Claim
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.narrative.figures import Span
    from yusuan.rules.evidence import Evidence

# Claims that only compare levels; a level the tables refute is the cause of their failing.
_OF_LEVELS = frozenset({Kind.LEVELS, Kind.ITEMS, Kind.PARTS, Kind.BALANCE})


def claims(evidence: Evidence) -> tuple[Claim, ...]:
    """What the text says against itself."""
    return contradictions(evidence.prose)


def said(evidence: Evidence, kind: Kind) -> Sequence[Verdict]:
    """What one comparison of the text with itself came to, without what follows from a figure the tables refute."""
    return evidence.once(_judged).of_itself.get(kind, ())


def stated(evidence: Evidence) -> Sequence[Verdict]:
    """The stated figures against the tables, what fails because of one below it."""
    return evidence.once(_judged).against_tables


@dataclass(frozen=True, slots=True)
class _Judged:
    against_tables: Sequence[Verdict]
    of_itself: Mapping[Kind, Sequence[Verdict]]


def _judged(evidence: Evidence) -> _Judged:
    every = evidence.once(compared)
    wrong = {clause.span: (clause, v) for clause, v in every if v.status is Status.FAILED}
    right = [(clause, v) for clause, v in every if v.status is not Status.FAILED]
    agreed = {clause.span for clause, _ in right}
    found = evidence.once(claims)
    causes = _causes(evidence, wrong, found)
    behind: dict[Span, list[Outcome]] = defaultdict(list)
    of_itself: dict[Kind, list[Verdict]] = defaultdict(list)
    for n, claim in enumerate(found):
        verdict = _verdict(evidence, claim)
        if n in causes:
            behind[causes[n]].append(rule(claim.kind.value).outcome(verdict, evidence))
            continue
        if claim.kind in _OF_LEVELS and claim.is_finding and agreed.issuperset(claim.spans):
            # The tables say the same of every level: what the sentence leaves out stands there.
            verdict = replace(verdict, status=Status.NOT_APPLICABLE, message="")
        of_itself[claim.kind].append(verdict)
    same: dict[tuple[str, int | None], Verdict] = {}
    for span, (_, verdict) in wrong.items():
        explained = replace(verdict, proofs=tuple(behind[span]))
        # The same wrong figure said twice of one subject is one finding with two places.
        key = explained.where[0].row, explained.actual
        same[key] = _joined(same[key], explained) if key in same else explained
    return _Judged((*(verdict for _, verdict in right), *same.values()), of_itself)


def _verdict(evidence: Evidence, claim: Claim) -> Verdict:
    """A claim at its places in the text; one the words leave open did not apply."""
    places = dict.fromkeys(evidence.where(span[0]) for span in claim.spans)
    return Verdict(claim.status, claim.message, tuple(places), severity=claim.severity)


def _causes(
    evidence: Evidence, wrong: Mapping[Span, tuple[Clause, Verdict]], every: Sequence[Claim]
) -> dict[int, Span]:
    """The wrong figure behind each claim that fails because of one, by the claim's position."""
    failed = {n: claim for n, claim in enumerate(every) if claim.is_finding}
    right = {
        span: (clause, verdict.expected)
        for span, (clause, verdict) in wrong.items()
        if verdict.expected is not None
    }
    numbers = list(failed)
    found = consequences(evidence.prose, right, list(failed.values()))
    causes = {numbers[n]: span for n, span in found.items()}
    for n, claim in failed.items():
        # Levels that contradict each other, and the tables say which is wrong: that is the finding.
        refuted = [span for span in claim.spans if span in wrong]
        if claim.kind in _OF_LEVELS and n not in causes and refuted:
            causes[n] = refuted[0]
    return causes


def _joined(one: Verdict, other: Verdict) -> Verdict:
    where = (*one.where, *(place for place in other.where if place not in one.where))
    return replace(one, where=where, proofs=(*one.proofs, *other.proofs))
