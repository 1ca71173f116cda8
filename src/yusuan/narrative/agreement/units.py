"""Slips of the unit: 231.70元 beside 231.70万元 in one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Status
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.clauses.clause import Metric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.narrative.clauses.clause import Clause, Prose

_YUAN, _WAN = "元", "万元"
# Fewer digits than these come twice by chance.
_LEAST = 3


def check_units(prose: Prose) -> Iterator[Claim]:
    """Find amounts in 元 whose digits the same section prints in 万元; a 元 with two decimals is seldom a total."""
    said: dict[tuple[str, int], Clause] = {}
    for clause in prose.of(Metric.LEVEL):
        if clause.unit == _WAN and clause.amount is not None:
            said.setdefault((clause.amount.digits, clause.section), clause)
    for clause in prose.of(Metric.LEVEL):
        amount = clause.amount
        if amount is None or clause.unit != _YUAN or "." not in amount.digits:
            continue
        other = said.get((amount.digits, clause.section))
        if other is None or sum(sign.isdigit() for sign in amount.digits) < _LEAST:
            continue
        yield Claim(
            Kind.UNIT,
            Status.FAILED,
            (clause.span, other.span),
            f"{clause.subject.label}：文中为{amount}，同处另有{other.amount}，单位疑误，应为“万元”。请核对单位。",
            expected=str(other.amount),
            actual=str(amount),
            code=clause.code,
        )
