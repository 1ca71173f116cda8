"""机关运行经费 in the text against the table that prints it (预算法第十四条)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.narrative.clause import Metric, Topic
from yusuan.rules.published import agreement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.money import Printed
    from yusuan.core.outcomes import Where
    from yusuan.rules.published import Published


def check_running_costs(
    published: Published, printed: Sequence[tuple[Printed, Where]]
) -> Iterator[Outcome]:
    """Every level the text states for this year; silent where no table, or more than one, prints it."""
    if len({figure.fen for figure, _ in printed}) != 1:
        return
    figure, place = printed[0]
    for clause in published.prose.of(Metric.LEVEL):
        stated, period = clause.printed, clause.period
        if (
            clause.subject.topic is not Topic.AGENCY_RUNNING_COSTS
            or stated is None
            or period.year != published.year
            or period.stage is not published.stage
        ):
            continue
        status = agreement(stated, figure.fen, figure.half_digit)
        message = (
            f"文字说明“{clause.text.strip()}”中机关运行经费 {stated} {stated.unit.label} ≠ "
            f"{place.table} {figure} {figure.unit.label}。"
            if status is Status.FAILED
            else ""
        )
        yield Outcome(
            "text-disagrees-with-table",
            status,
            Severity.ERROR,
            message,
            "请对照批复核对这一处，把文字和表格改成同一个数。" if message else "",
            "budget-law-14",
            figure.fen,
            stated.fen,
            (published.where(clause.span[0], "机关运行经费"), place),
        )
