"""What the text states against the tables, through regions.

A sentence that names a function item, a fund or a three-public item states a figure that some table prints. Where
the words fit several figures, the text is wrong only if it agrees with none of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.money import last_digit
from yusuan.core.outcomes import Status, Where
from yusuan.core.terms import Fund, RevenueSource
from yusuan.narrative.clauses.clause import LENT, Metric, Period, Subject, Topic
from yusuan.narrative.clauses.words import subject_in
from yusuan.rules.books._stated import THREE_PUBLIC, regions_of
from yusuan.rules.spec import Verdict
from yusuan.tables.region import funds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yusuan.core.money import Printed
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.narrative.figures import Span
    from yusuan.rules.evidence import Counterpart, Evidence
    from yusuan.tables.region import Region


def compared(evidence: Evidence) -> list[tuple[Clause, Verdict]]:
    """The levels of this year that some table prints, held against it; without those whose binding is in doubt."""
    return list(_trusted(evidence, _compared(evidence)))


def stated_figures(evidence: Evidence) -> Mapping[Where, Printed]:
    """What the text says of figures of the tables, by the place of each."""
    return {
        verdict.where[1]: clause.printed
        for clause, verdict in evidence.once(compared)
        if clause.printed is not None and len(verdict.where) == 2  # noqa: PLR2004  the sentence and one cell
    }


def _compared(evidence: Evidence) -> Iterator[tuple[Clause, Verdict]]:
    for clause in evidence.prose.of(Metric.LEVEL):
        if clause.period.year == evidence.year and clause.period.stage is evidence.stage:
            verdict = _compare(evidence, clause)
            if verdict is not None:
                yield clause, verdict


def _trusted(
    evidence: Evidence, compared: Iterable[tuple[Clause, Verdict]]
) -> Iterator[tuple[Clause, Verdict]]:
    """A row named alone may be meant otherwise: it is blamed where others of its list agree with the tables."""
    compared = list(compared)
    lists = _lists(evidence.prose.of(Metric.LEVEL))
    agreed: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for clause, verdict in compared:
        if clause.subject.is_alone:
            is_wrong = verdict.status is Status.FAILED
            (failed if is_wrong else agreed)[lists[clause.span]] += 1
    for clause, verdict in compared:
        own = lists[clause.span]
        is_doubtful = clause.subject.is_alone and agreed[own] < max(2, failed[own])
        if not (is_doubtful and verdict.status is Status.FAILED):
            yield clause, verdict


def _lists(levels: Iterable[Clause]) -> dict[Span, int]:
    """Which list each level stands in: rows named alone follow each other in it."""
    found: dict[Span, int] = {}
    number, was_alone = 0, False
    for clause in levels:
        number += clause.subject.is_alone is not was_alone
        was_alone = clause.subject.is_alone
        found[clause.span] = number
    return found


def _compare(evidence: Evidence, clause: Clause) -> Verdict | None:
    stated = clause.printed
    if stated is None:
        return None
    subject = evidence.named(clause.subject)
    found = list(evidence.counterparts.of(regions_of(subject)))
    if is_lent(subject):
        # The heading above names the money: the total may be of all money all the same.
        found += evidence.counterparts.of(regions_of(replace(subject, money=None)))
    if not found and subject.topic in THREE_PUBLIC and evidence.once(_are_of_one_fund):
        found = list(evidence.counterparts.of(map(_of_one_fund, regions_of(subject))))
    if not found:
        return None
    statuses = [agreement(stated, one.value, one.half_digit) for one in found]
    where = evidence.where(clause.span[0], subject.label)
    for status in (Status.PASSED, Status.ROUNDING):
        if status in statuses:
            return _verdict(status, "", where, stated, found[statuses.index(status)])
    message = (
        f"文字说明“{said(clause)}”中{subject.label} {stated} {stated.unit.label} ≠ "
        f"{found[0].words}。"
    )
    return _verdict(Status.FAILED, message, where, stated, found[0])


def _are_of_one_fund(evidence: Evidence) -> bool:
    """Tell whether the text's 三公 total is the one a table of the general public budget prints: its parts are then too."""
    said = [
        clause.printed
        for clause in evidence.prose.levels(Subject(Topic.THREE_PUBLIC), _own_period(evidence))
        if clause.printed is not None and clause.printed.fen
    ]
    regions = map(_of_one_fund, regions_of(Subject(Topic.THREE_PUBLIC)))
    return any(
        agreement(stated, one.value, one.half_digit) is not Status.FAILED
        for one in evidence.counterparts.of(regions)
        for stated in said
    )


def _of_one_fund(region: Region) -> Region:
    return replace(region, funding=funds(Fund.GENERAL_PUBLIC)).normal()


def _own_period(evidence: Evidence) -> Period:
    return Period(evidence.year, evidence.stage)


def is_lent(subject: Subject) -> bool:
    """Tell whether a total's money stands in a heading above it, and not in its own words."""
    own = subject_in(subject.words)
    is_held = isinstance(subject.money, Fund) or subject.money is RevenueSource.APPROPRIATION
    return is_held and subject.topic in LENT and own is not None and own.money is None


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


def _verdict(
    status: Status, message: str, where: Where, stated: Printed, found: Counterpart
) -> Verdict:
    return Verdict(status, message, (where, *found.where), found.value, stated.fen)
