"""Stated figures against columns that are no region of a table: budgets printed beside accounts, running costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Status
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Metric, Topic
from yusuan.rules.books._stated import THREE_PUBLIC
from yusuan.rules.books.statements._compared import agreement
from yusuan.rules.spec import Verdict, failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.money import Printed
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.rules.evidence import Evidence, LooseFigure

_LAW = "budget-law-14"


def of_other_stages(evidence: Evidence) -> Iterator[Verdict]:
    """Three-public figures of another stage: the budget printed in a column beside the accounts."""
    loose = evidence.loose_figures
    for clause in evidence.prose.of(Metric.LEVEL):
        topic, stage = clause.subject.topic, clause.period.stage
        # The tables' own regions hold the three-public figures of the document's stage.
        if topic not in THREE_PUBLIC or stage is evidence.stage:
            continue
        if clause.period.year != evidence.year or clause.printed is None:
            continue
        rivals = [figure for figure in loose if (figure.topic, figure.stage) == (topic, stage)]
        if rivals:
            yield _against(evidence, clause, clause.printed, rivals)


def _against(
    evidence: Evidence, clause: Clause, stated: Printed, rivals: Sequence[LooseFigure]
) -> Verdict:
    where = evidence.where(clause.span[0], clause.subject.label)
    for figure in rivals:
        status = agreement(stated, figure.value.fen, figure.value.half_digit)
        if status is not Status.FAILED:
            return Verdict(status, where=(where, figure.where))
    figure = rivals[0]
    return failed(
        f"文字说明中{clause.subject.label}{clause.period.stage.value if clause.period.stage else ''} "
        f"{stated} {stated.unit.label} ≠ {figure.where.table}“{figure.where.column}” "
        f"{figure.value} {figure.value.unit.label}",
        where,
        figure.where,
        expected=figure.value.fen,
        actual=stated.fen,
        law=_LAW,
    )


_NO_RUNNING_COSTS = pattern(
    r"(?:没有|无)(?:安排)?(?:财政拨款的?)?机关运行经费(?!.{0,4}(?:变|增|减))"
)


def running_costs_claimed_nil(evidence: Evidence) -> Iterator[Verdict]:
    """The text says there are no running costs, and a table prints some."""
    printed = [
        f for f in evidence.loose_figures if f.topic is Topic.AGENCY_RUNNING_COSTS and f.value.fen
    ]
    match = _NO_RUNNING_COSTS.search(evidence.text)
    if not printed or match is None:
        return
    figure = printed[0]
    yield failed(
        f"文字说明称没有机关运行经费，{figure.where.table}印有 {figure.value} {figure.value.unit.label}",
        evidence.where(match.start(), "机关运行经费"),
        figure.where,
        expected=figure.value.fen,
        actual=0,
        law=_LAW,
    )
