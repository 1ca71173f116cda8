"""Which part of a sum is wrong: the one whose own change speaks for the value that makes the sum right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval
from yusuan.narrative.agreement.amounts import (
    growth,
    magnitude,
    printed_like,
    printed_rate,
    value_of,
)
from yusuan.narrative.clauses.clause import Metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.narrative.agreement.contradiction import Claim
    from yusuan.narrative.clauses.clause import Clause, Prose


def with_cause(prose: Prose, claim: Claim, whole: Clause, parts: Sequence[Clause]) -> Claim:
    """The claim with the one part that makes the sum right and its own rate of change as well."""
    values = [value_of(part) for part in parts]
    total = value_of(whole)
    if total is None or any(value is None for value in values):
        return claim
    gap = total - sum((value for value in values if value is not None), Interval.exact(0))
    fitting = [
        (part, value + gap)
        for part, value in zip(parts, values, strict=True)
        if value is not None and _fits_its_change(prose, part, value, value + gap)
    ]
    if len(fitting) != 1:
        return claim
    part, right = fitting[0]
    printed = printed_like(part, right.value)
    return replace(
        claim,
        message=f"{claim.message.removesuffix('请核对总数及各部分。')}"
        f"{part.subject.label}{part.amount}疑为{printed}：总数和它的增减幅度都与{printed}相符。",
        expected=printed,
        actual=str(part.amount),
    )


def _fits_its_change(prose: Prose, part: Clause, now: Interval, then: Interval) -> bool:
    """Tell whether a change said of a part holds with another level, and not with its own."""
    for change in prose.of(Metric.CHANGE):
        if (change.subject, change.period) != (part.subject, part.period):
            continue
        moved = value_of(change)
        if (
            moved is None
            or change.percent is None
            or not 0 <= change.span[0] - part.span[1] < _NEAR
        ):
            continue
        fits = [
            magnitude(growth(level - moved, level)).overlaps(printed_rate(change.percent))
            for level in (now, then)
            if (level - moved).low > 0
        ]
        return fits == [False, True]
    return False


_NEAR = 60
