"""Figures of the text that one table alone prints: running costs, the procurement total (预算法第十四条)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Status
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Metric, Subject, Topic
from yusuan.rules.books._stated import regions_of
from yusuan.rules.books.statements._compared import agreement, said
from yusuan.rules.evidence import PlacedFigure
from yusuan.rules.spec import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.money import Printed
    from yusuan.core.outcomes import Where
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.rules.evidence import Evidence

_LAW = "budget-law-14"
# 机关运行经费…万元，即…公用经费: the sentence itself says what else the figure is.
_SAME_AS_OPERATING = pattern(r"即[^。;]*公用经费")


def purchased(evidence: Evidence) -> Iterator[Verdict]:
    """The procurement total against its table."""
    found = evidence.purchases
    if found is not None and found.total is not None:
        printed = [PlacedFigure(found.total, found.total_place)]
        yield from _against_table(evidence, Topic.PROCUREMENT, printed)


def _against_table(
    evidence: Evidence, topic: Topic, printed: Sequence[PlacedFigure]
) -> Iterator[Verdict]:
    """Every level the text states for this year; silent where no table, or two that differ, print it."""
    if len({one.printed.fen for one in printed}) != 1:
        return
    figure, place = printed[0].printed, printed[0].where
    for clause, stated in _levels(evidence, topic):
        status = agreement(stated, figure.fen, figure.half_digit)
        message = (
            f"文字说明“{said(clause)}”中{topic.value} {stated} {stated.unit.label} ≠ "
            f"{place.table or '表格'} {figure} {figure.unit.label}。"
        )
        yield _verdict(evidence, clause, stated, status, message, figure.fen, (place,))


def running_costs(evidence: Evidence) -> Iterator[Verdict]:
    """机关运行经费 against its table, and against operating costs, of which it is a part or the whole."""
    yield from _against_table(evidence, Topic.AGENCY_RUNNING_COSTS, evidence.running_costs)
    operating = list(evidence.counterparts.of(regions_of(Subject(Topic.OPERATING))))
    if not operating:
        return
    whole = operating[0]
    for clause, stated in _levels(evidence, Topic.AGENCY_RUNNING_COSTS):
        end = evidence.text.find("。", clause.span[1])
        is_whole = _SAME_AS_OPERATING.search(evidence.text, clause.span[1], max(end, 0))
        slack = stated.half_digit + whole.half_digit
        if is_whole:
            status = agreement(stated, whole.value, whole.half_digit)
            claim = "文中称两者相同，却不等于"
        else:
            status = Status.PASSED if stated.fen <= whole.value + slack else Status.FAILED
            claim = "大于它所属的公用经费"
        message = f"文字说明“{said(clause)}”中机关运行经费 {stated} {stated.unit.label} {claim} {whole.words}。"
        yield _verdict(evidence, clause, stated, status, message, whole.value, whole.where)


def _levels(evidence: Evidence, topic: Topic) -> Iterator[tuple[Clause, Printed]]:
    for clause in evidence.prose.of(Metric.LEVEL):
        period = clause.period
        # Accounts go on calling purchases a budget; their table prints one figure.
        is_staged = period.stage is evidence.stage or topic is Topic.PROCUREMENT
        is_own = period.year == evidence.year and is_staged
        if is_own and clause.subject.topic is topic and clause.printed is not None:
            yield clause, clause.printed


def _verdict(
    evidence: Evidence,
    clause: Clause,
    stated: Printed,
    status: Status,
    message: str,
    value: int,
    places: tuple[Where, ...],
) -> Verdict:
    words = message if status is Status.FAILED else ""
    where = (evidence.where(clause.span[0], clause.subject.label), *places)
    return Verdict(status, words, where, value, stated.fen, law=_LAW)
