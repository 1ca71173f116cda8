"""Stated figures against tables beside their regions: budgets printed beside accounts, items without money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.core.patterns import pattern
from yusuan.narrative.agreement.amounts import HUNDRED, float_free, printed_rate
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.clauses.clause import Metric, Topic
from yusuan.rules.published.prose import agreement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.money import Printed
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.rules.evidence import Evidence, LooseFigure
    from yusuan.tables.table import Table

_RULE = "text-disagrees-with-table"
_HINT = "请对照批复核对这一处，把文字和表格改成同一个数。"
_THREE_PUBLIC = frozenset(
    {
        *(Topic.THREE_PUBLIC, Topic.OVERSEAS_TRAVEL, Topic.OFFICIAL_VEHICLES),
        *(Topic.VEHICLE_PURCHASE, Topic.VEHICLE_OPERATION, Topic.OFFICIAL_HOSPITALITY),
    }
)


def check_figures(evidence: Evidence) -> Iterator[Outcome]:
    """Every outcome on what the text says of figures that are no region of a table."""
    loose = evidence.loose_figures
    yield from _loose(evidence, loose)
    yield from _completion(evidence, loose)
    yield from _claimed_nil(evidence, loose)
    yield from listed_without_money(evidence)


def _loose(evidence: Evidence, loose: Sequence[LooseFigure]) -> Iterator[Outcome]:
    for clause in evidence.prose.of(Metric.LEVEL):
        topic, stage = clause.subject.topic, clause.period.stage
        # The tables' own regions hold the three-public figures of the document's stage.
        if topic not in _THREE_PUBLIC or stage is evidence.stage:
            continue
        if clause.period.year != evidence.year or clause.printed is None:
            continue
        rivals = [figure for figure in loose if (figure.topic, figure.stage) == (topic, stage)]
        if rivals:
            yield _against(evidence, clause, clause.printed, rivals)


def _against(
    evidence: Evidence, clause: Clause, stated: Printed, rivals: Sequence[LooseFigure]
) -> Outcome:
    where = evidence.where(clause.span[0], clause.subject.label)
    for figure in rivals:
        status = agreement(stated, figure.value.fen, figure.value.half_digit)
        if status is not Status.FAILED:
            return Outcome(_RULE, status, where=(where, figure.where))
    figure = rivals[0]
    return Outcome(
        _RULE,
        Status.FAILED,
        Severity.ERROR,
        f"文字说明中{clause.subject.label}{clause.period.stage.value if clause.period.stage else ''} "
        f"{stated} {stated.unit.label} ≠ {figure.where.table}“{figure.where.column}” "
        f"{figure.value} {figure.value.unit.label}。",
        _HINT,
        "budget-law-14",
        figure.value.fen,
        stated.fen,
        (where, figure.where),
    )


def _completion(evidence: Evidence, loose: Sequence[LooseFigure]) -> Iterator[Outcome]:
    """A three-public rate of completion whose budget only the table prints."""
    prose = evidence.prose
    for clause in prose.of(Metric.COMPLETION):
        topic, base = clause.subject.topic, clause.base
        if topic not in _THREE_PUBLIC or base is None or clause.percent is None:
            continue
        if base.year != evidence.year or prose.levels(clause.subject, base):
            continue
        budgets = [f for f in loose if (f.topic, f.stage) == (topic, base.stage) and f.value.fen]
        spent = [
            c
            for c in prose.levels(clause.subject, clause.period)
            if c.section == clause.section and c.printed is not None
        ]
        if budgets and spent:
            yield _rate(evidence, clause, spent[0], budgets)


def _rate(
    evidence: Evidence, clause: Clause, spent: Clause, budgets: Sequence[LooseFigure]
) -> Outcome:
    rule = Kind.COMPLETION.value
    where = evidence.where(clause.span[0], clause.subject.label)
    if clause.percent is None or spent.amount is None:
        return Outcome(rule, Status.NOT_APPLICABLE, where=(where,))
    stated = printed_rate(clause.percent)
    final = spent.amount.interval
    for figure in budgets:
        half = figure.value.half_digit
        low, high = final.low / (figure.value.fen + half), final.high / (figure.value.fen - half)
        if low * HUNDRED <= stated.high and stated.low <= high * HUNDRED:
            return Outcome(rule, Status.PASSED, where=(where, figure.where))
    figure = budgets[0]
    right = float_free(final.value / figure.value.fen * HUNDRED, 2)
    return Outcome(
        rule,
        Status.FAILED,
        Severity.ERROR,
        f"{clause.subject.label}：决算{spent.amount} ÷ {figure.where.table}预算数 {figure.value} "
        f"{figure.value.unit.label}，完成率应为{right}%，文中为{clause.percent}。",
        "请核对完成率、预算数和决算数。",
        "budget-law-14",
        where=(where, figure.where),
        suggestion=f"{right}%",
    )


_NO_RUNNING_COSTS = pattern(
    r"(?:没有|无)(?:安排)?(?:财政拨款的?)?机关运行经费(?!.{0,4}(?:变|增|减))"
)


def _claimed_nil(evidence: Evidence, loose: Sequence[LooseFigure]) -> Iterator[Outcome]:
    """The text says there is no operating expenditure, and the table prints some."""
    printed = [f for f in loose if f.topic is Topic.AGENCY_RUNNING_COSTS and f.value.fen]
    match = _NO_RUNNING_COSTS.search(evidence.text)
    if not printed or match is None:
        return
    figure = printed[0]
    yield Outcome(
        _RULE,
        Status.FAILED,
        Severity.ERROR,
        f"文字说明称没有机关运行经费，{figure.where.table}印有 {figure.value} {figure.value.unit.label}。",
        _HINT,
        "budget-law-14",
        figure.value.fen,
        0,
        (evidence.where(match.start(), "机关运行经费"), figure.where),
    )


# --- items listed although they have no money -------------------------------------------------------------

_CONTENTS = pattern(
    r"(?:人员经费|公用经费)[\d,，.]+万?元，?(?:主要)?包括[:：]?(?P<items>[^。；;]{4,400})"
)
_TAIL = pattern(r"支出$|等$|等支出$")


def listed_without_money(evidence: Evidence) -> Iterator[Outcome]:
    """Items the text says are paid from basic expenditure, which the basic table prints with nothing."""
    table = next((t for t in evidence.tables if t.id == "general_basic"), None)
    if table is None:
        return
    empty = _empty_rows(table)
    text = "".join(evidence.text.split())
    found = [
        name
        for match in _CONTENTS.finditer(text)
        for word in match["items"].split("、")
        if (name := _TAIL.sub("", folded(word))) in empty
    ]
    if not found:
        return
    place = evidence.text.find("包括", max(0, evidence.text.find("人员经费")))
    yield Outcome(
        "listed-item-has-no-money",
        Status.FAILED,
        Severity.INFO,
        f"文字说明列入基本支出内容的{'、'.join(f'“{name}”' for name in dict.fromkeys(found))}，"
        f"在{table.spec.title}中没有金额。",
        "请按表中有金额的科目改写列举的内容。",
        "budget-law-14",
        where=(evidence.where(max(0, place), "基本支出"),),
    )


def _empty_rows(table: Table) -> set[str]:
    """The names of rows that are printed with 0.00 or blank, and with money nowhere."""
    amounts: dict[str, int] = {}
    for rows in table.rows:
        labels = {row.key: _TAIL.sub("", folded(row.label)) for row in rows if row.label}
        for cell in table.cells.values():
            if cell.row in labels:
                label = labels[cell.row]
                amounts[label] = amounts.get(label, 0) + abs(cell.value)
    return {label for label, amount in amounts.items() if not amount}
