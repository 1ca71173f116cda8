"""Shares and rates of completion against the figures they are reckoned of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Status
from yusuan.narrative.agreement.amounts import HUNDRED, float_free, printed_rate
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.clauses.clause import Metric
from yusuan.rules.books._stated import THREE_PUBLIC
from yusuan.rules.books.statements._judged import said
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, Verdict, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause
    from yusuan.rules.evidence import Evidence, LooseFigure


def shares(evidence: Evidence) -> Iterable[Verdict]:
    """A share is that of the part in some whole its section states."""
    return said(evidence, Kind.SHARE)


def completion_rates(evidence: Evidence) -> Iterator[Verdict]:
    """A rate of completion is that of the final figure in the budget, which the text or only the table gives."""
    yield from said(evidence, Kind.COMPLETION)
    yield from of_printed_budgets(evidence)


def of_printed_budgets(evidence: Evidence) -> Iterator[Verdict]:
    """A three-public rate of completion whose budget only the table prints."""
    prose = evidence.prose
    for clause in prose.of(Metric.COMPLETION):
        topic, base = clause.subject.topic, clause.base
        if topic not in THREE_PUBLIC or base is None or clause.percent is None:
            continue
        if base.year != evidence.year or prose.levels(clause.subject, base):
            continue
        budgets = [
            figure
            for figure in evidence.loose_figures
            if (figure.topic, figure.stage) == (topic, base.stage) and figure.value.fen
        ]
        spent = [
            c
            for c in prose.levels(clause.subject, clause.period)
            if c.section == clause.section and c.printed is not None
        ]
        if budgets and spent:
            yield _rate(evidence, clause, spent[0], budgets)


def _rate(
    evidence: Evidence, clause: Clause, spent: Clause, budgets: Sequence[LooseFigure]
) -> Verdict:
    where = evidence.where(clause.span[0], clause.subject.label)
    if clause.percent is None or spent.amount is None:
        return Verdict(Status.NOT_APPLICABLE, where=(where,))
    stated = printed_rate(clause.percent)
    final = spent.amount.interval
    for figure in budgets:
        half = figure.value.half_digit
        low, high = final.low / (figure.value.fen + half), final.high / (figure.value.fen - half)
        if low * HUNDRED <= stated.high and stated.low <= high * HUNDRED:
            return passed(where, figure.where)
    figure = budgets[0]
    right = float_free(final.value / figure.value.fen * HUNDRED, 2)
    return failed(
        f"{clause.subject.label}：决算{spent.amount} ÷ {figure.where.table}预算数 {figure.value} "
        f"{figure.value.unit.label}，完成率应为{right}%，文中为{clause.percent}",
        where,
        figure.where,
        suggestion=f"{right}%",
    )


RULES = (
    Rule(
        id="share",
        claim="所占比重与金额重算的一致",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按所列金额重算比重，并核对以哪个总数为准。",
        check=shares,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="completion-rate",
        claim="完成比例与预算数、决算数重算的一致",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按预算数、决算数重算完成比例。",
        check=completion_rates,
        needs=(Part.PRINT, Part.TEXT),
    ),
)
