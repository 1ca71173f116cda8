"""What a published document must agree with besides its tables' identities: its own text.

Text is compared with tables through regions: a sentence that names a function item, a fund or a three-public
item states a figure that some table prints. Where the words fit several figures, the text is wrong only if it
agrees with none of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.money import last_digit
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.core.terms import Fund, RevenueSource
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.clauses.clause import Metric, Topic
from yusuan.narrative.clauses.words import subject_in
from yusuan.narrative.contradictions import contradictions
from yusuan.rules.published.grounds import ground_of, hint_of
from yusuan.rules.published.stated import regions_of
from yusuan.rules.published.text_causes import consequences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.money import Printed
    from yusuan.narrative.agreement.contradiction import Claim
    from yusuan.narrative.clauses.clause import Clause, Subject
    from yusuan.narrative.figures import Span
    from yusuan.rules.evidence import Counterpart, Evidence

# Claims that only compare levels; a level the tables refute is the cause of their failing.
_OF_LEVELS = frozenset({Kind.LEVELS, Kind.ITEMS, Kind.PARTS, Kind.BALANCE})
_LENT = frozenset({Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH, Topic.BASIC, Topic.PROJECT})
_LENT |= {Topic.PERSONNEL, Topic.OPERATING}
_HINT = "请对照批复核对这一处，把文字和表格改成同一个数。"


def check_prose(evidence: Evidence) -> Iterator[Outcome]:
    """Every stated figure against the tables, then what the text says against itself."""
    wrong: dict[Span, tuple[Clause, Outcome]] = {}
    agreed: set[Span] = set()
    for clause, outcome in evidence.once(compared):
        if outcome.status is Status.FAILED:
            wrong[clause.span] = clause, outcome
        else:
            agreed.add(clause.span)
            yield outcome
    behind: dict[Span, list[Outcome]] = defaultdict(list)
    found = list(_contradictions(evidence))
    causes = _causes(evidence, wrong, [claim for claim, _ in found])
    for n, (claim, outcome) in enumerate(found):
        if n in causes:
            behind[causes[n]].append(outcome)
        elif claim.kind in _OF_LEVELS and claim.is_finding and agreed.issuperset(claim.spans):
            # The tables say the same of every level: what the sentence leaves out stands there.
            yield replace(outcome, status=Status.NOT_APPLICABLE, message="", hint="")
        else:
            yield outcome
    same: dict[tuple[str, int | None], Outcome] = {}
    for span, (_, outcome) in wrong.items():
        explained = replace(outcome, proofs=tuple(behind[span]))
        # The same wrong figure said twice of one subject is one finding with two places.
        key = explained.where[0].row, explained.actual
        same[key] = _joined(same[key], explained) if key in same else explained
    yield from same.values()


def _causes(
    evidence: Evidence, wrong: Mapping[Span, tuple[Clause, Outcome]], said: Sequence[Claim]
) -> dict[int, Span]:
    """The wrong figure behind each claim that fails because of one, by the claim's position."""
    failed = {n: claim for n, claim in enumerate(said) if claim.is_finding}
    right = {
        span: (clause, outcome.expected)
        for span, (clause, outcome) in wrong.items()
        if outcome.expected is not None
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


def _joined(one: Outcome, other: Outcome) -> Outcome:
    where = (*one.where, *(w for w in other.where if w not in one.where))
    return replace(one, where=where, proofs=(*one.proofs, *other.proofs))


def compared(evidence: Evidence) -> list[tuple[Clause, Outcome]]:
    """The levels of this year that some table prints, held against it; without those whose binding is in doubt."""
    return list(_trusted(evidence, _compared(evidence)))


def claims(evidence: Evidence) -> tuple[Claim, ...]:
    """What the text says against itself."""
    return contradictions(evidence.prose)


def _compared(evidence: Evidence) -> Iterator[tuple[Clause, Outcome]]:
    for clause in evidence.prose.of(Metric.LEVEL):
        if clause.period.year == evidence.year and clause.period.stage is evidence.stage:
            outcome = _compare(evidence, clause)
            if outcome is not None:
                yield clause, outcome


def _trusted(
    evidence: Evidence, compared: Iterable[tuple[Clause, Outcome]]
) -> Iterator[tuple[Clause, Outcome]]:
    """A row named alone may be meant otherwise: it is blamed where others of its list agree with the tables."""
    compared = list(compared)
    lists = _lists(evidence.prose.of(Metric.LEVEL))
    agreed: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for clause, outcome in compared:
        if clause.subject.is_alone:
            is_wrong = outcome.status is Status.FAILED
            (failed if is_wrong else agreed)[lists[clause.span]] += 1
    for clause, outcome in compared:
        own = lists[clause.span]
        is_doubtful = clause.subject.is_alone and agreed[own] < max(2, failed[own])
        if not (is_doubtful and outcome.status is Status.FAILED):
            yield clause, outcome


def _lists(levels: Iterable[Clause]) -> dict[Span, int]:
    """Which list each level stands in: rows named alone follow each other in it."""
    found: dict[Span, int] = {}
    number, was_alone = 0, False
    for clause in levels:
        number += clause.subject.is_alone is not was_alone
        was_alone = clause.subject.is_alone
        found[clause.span] = number
    return found


def _contradictions(evidence: Evidence) -> Iterator[tuple[Claim, Outcome]]:
    """What the text says against itself; a claim the words leave open did not apply."""
    for claim in evidence.once(claims):
        places = (evidence.where(span[0]) for span in claim.spans)
        yield (
            claim,
            Outcome(
                claim.kind.value,
                claim.status,
                claim.severity,
                claim.message,
                hint_of(claim.kind) if claim.status is Status.FAILED else "",
                ground_of(claim.kind),
                where=tuple(dict.fromkeys(places)),
            ),
        )


def _compare(evidence: Evidence, clause: Clause) -> Outcome | None:
    stated = clause.printed
    if stated is None:
        return None
    subject = evidence.named(clause.subject)
    found = list(evidence.counterparts.of(regions_of(subject)))
    if is_lent(subject):
        # The heading above names the money: the total may be of all money all the same.
        found += evidence.counterparts.of(regions_of(replace(subject, money=None)))
    if not found:
        return None
    statuses = [agreement(stated, one.value, one.half_digit) for one in found]
    where = evidence.where(clause.span[0], subject.label)
    for status in (Status.PASSED, Status.ROUNDING):
        if status in statuses:
            return _outcome(status, "", where, stated, found[statuses.index(status)])
    message = (
        f"文字说明“{said(clause)}”中{subject.label} {stated} {stated.unit.label} ≠ "
        f"{found[0].words}。"
    )
    return _outcome(Status.FAILED, message, where, stated, found[0])


def is_lent(subject: Subject) -> bool:
    """Tell whether a total's money stands in a heading above it, and not in its own words."""
    own = subject_in(subject.words)
    is_held = isinstance(subject.money, Fund) or subject.money is RevenueSource.APPROPRIATION
    return is_held and subject.topic in _LENT and own is not None and own.money is None


def said(clause: Clause) -> str:
    """The words of a clause without the heading above it."""
    return clause.text.strip().rpartition("\n")[2]


def agreement(stated: Printed, fen: int, half_digit: int = 0) -> Status:
    """Compare by printed precision; a figure cut off instead of rounded is off by less than one digit."""
    difference = abs(stated.fen - fen)
    if difference == 0:
        return Status.PASSED
    if difference <= stated.half_digit + half_digit or difference < last_digit(
        stated.unit, stated.decimals
    ):
        return Status.ROUNDING
    return Status.FAILED


def _outcome(
    status: Status, message: str, where: Where, stated: Printed, found: Counterpart
) -> Outcome:
    return Outcome(
        "text-disagrees-with-table",
        status,
        Severity.ERROR,
        message,
        _HINT if status is Status.FAILED else "",
        "arithmetic",
        found.value,
        stated.fen,
        (where, *found.where),
    )
