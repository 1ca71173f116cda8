"""Slips in the words of a change: two directions at once, a rate without its sign, a choice of the form left in."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Status
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.clauses.clause import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause


def is_nothing(change: Clause) -> bool:
    """Tell a change of 0.00, whatever word stands before it."""
    figures = [figure for figure in (change.change, change.percent) if figure is not None]
    return bool(figures) and not any(figure.interval.value for figure in figures)


_TO_NOTHING = pattern(r"[为至到]\s*0[.0]*\s*[万亿元]")


def _by_nothing(change: Clause) -> bool:
    """Tell 增加0.00万元，与上年持平, which says one thing twice, from 减少为0.00万元."""
    return is_nothing(change) and _TO_NOTHING.search(change.text) is None


_NEXT = 24


def two_words(changes: Sequence[Clause]) -> Iterator[Claim]:
    """Find 减少 and 持平 said of one thing in one breath, against the same year."""
    for one, other in pairwise(changes):
        same = (one.subject, one.section, one.item, one.base) == (
            other.subject,
            other.section,
            other.item,
            other.base,
        )
        words = {one.direction, other.direction}
        if (
            one.subject.topic is Topic.OTHER
            or not same
            or Direction.UNCHANGED not in words
            or len(words) == 1
            or None in words
        ):
            continue
        if other.span[1] - one.span[1] > _NEXT or any(_by_nothing(c) for c in (one, other)):
            continue
        said = "、".join(c.direction.value for c in (one, other) if c.direction)
        yield Claim(
            Kind.DIRECTION,
            Status.FAILED,
            (one.span, other.span),
            f"{one.subject.label}：同一句中既写{said}，说法矛盾。请核对增减方向。",
            Severity.WARNING,
            actual=said,
            code=one.code,
        )


def without_sign(clause: Clause, what: str) -> Claim:
    """The finding that a rate or share stands without its sign."""
    return Claim(
        Kind.PERCENT_SIGN,
        Status.FAILED,
        (clause.span,),
        f"{clause.subject.label}：{what}{clause.percent}后缺少“%”。",
        Severity.WARNING,
        expected=f"{clause.percent}%",
        actual=str(clause.percent),
    )


def check_words(clause: Clause, *, is_turned: bool) -> Iterator[Claim]:
    """Find a rate without its sign, a rival word left from the template, two words at odds.

    `is_turned`: the direction was found wrong already.
    """
    if clause.lacks_percent_sign:
        yield without_sign(clause, "增减幅度")
    if clause.leftover:
        yield Claim(
            Kind.TEMPLATE,
            Status.FAILED,
            (clause.span,),
            f"{clause.subject.label}：“（{clause.leftover}）”是范本中的选择项，应删去。",
            Severity.WARNING,
            actual=clause.leftover,
        )
    word, second = clause.direction, clause.percent_direction
    if second is not None and word is not None and word is not second and not is_turned:
        yield Claim(
            Kind.DIRECTION,
            Status.FAILED,
            (clause.span,),
            f"{clause.subject.label}：同一句中金额为{word.value}、幅度为{second.value}，方向不一。请核对。",
            expected=word.value,
            actual=second.value,
        )
