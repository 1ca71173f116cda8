"""Slips of the unit: 231.70元 beside 231.70万元 in one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Status
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.clauses.clause import Metric, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.narrative.clauses.clause import Clause, Prose

_YUAN, _WAN = "元", "万元"
# Fewer digits than these come twice by chance.
_LEAST = 3
# A total below 10,000 yuan (in fen) among so many in 万元 is none.
_SMALL, _MANY = 1_000_000, 2


def check_units(prose: Prose) -> Iterator[Claim]:
    """Find amounts of a text's own money in 元 where all others are in 万元, or whose digits it prints in 万元."""
    known = [
        (clause, clause.amount or clause.change)
        for clause in prose.clauses
        if clause.metric in {Metric.LEVEL, Metric.CHANGE}
        and clause.subject.topic is not Topic.OTHER
    ]
    said: dict[str, Clause] = {}
    wan = yuan = 0
    for clause, figure in known:
        if figure is not None and str(figure.measure) == _WAN:
            said.setdefault(figure.digits, clause)
            wan += 1
        elif figure is not None and str(figure.measure) == _YUAN and figure.interval.value:
            yuan += 1
    for clause, amount in known:
        if amount is None or str(amount.measure) != _YUAN or "." not in amount.digits:
            continue
        if not amount.interval.value:
            continue  # nothing is nothing in any unit
        other = said.get(amount.digits)
        is_copy = other is not None and sum(map(str.isdigit, amount.digits)) >= _LEAST
        is_lonely = wan >= _MANY * yuan and 0 < amount.interval.value < _SMALL
        if not is_copy and not is_lonely:
            continue
        yield Claim(
            Kind.UNIT,
            Status.FAILED,
            (clause.span, other.span) if is_copy and other is not None else (clause.span,),
            f"{clause.subject.label}：文中为{amount}，"
            + (f"另有{amount.digits}万元，" if is_copy else "其余金额都以万元为单位，")
            + "单位疑误，应为“万元”。请核对单位。",
            expected=f"{amount.digits}万元",
            actual=str(amount),
            code=clause.code,
        )
