"""Counts of units, offices, staff, vehicles, projects and grades: against what divides them and the names listed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.narrative.counts import (
    CountedList,
    Division,
    Judgement,
    counted_lists,
    divisions,
    judge,
)
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.interval import Interval
    from yusuan.core.outcomes import Where
    from yusuan.narrative.counts import Count
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_SHOWN = 3


def parts_make_the_count(evidence: Evidence) -> Iterator[Verdict]:
    """A count is the sum of what it is divided into; one figure in two broken sums is one finding."""
    clean, places = evidence.squeezed

    def where(counts: Iterable[Count]) -> tuple[Where, ...]:
        return tuple(evidence.where(places[count.span[0]]) for count in counts)

    judged = [(one, judge(one)) for one in divisions(clean)]
    yield from (passed() for _, judgement in judged if judgement is Judgement.HOLDS)
    broken = [one for one, judgement in judged if judgement is Judgement.BROKEN]
    explained = {id(one) for _, below, above in _shared(broken) for one in (below, above)}
    for wrong, below, above in _shared(broken):
        right = _printed(wrong, below.total)
        message = (
            f"{_name(wrong)}：各部分 {_sum(below)} = {right}，文中为 {wrong}；改为 {right} 后，"
            f"{above.whole.what} {above.whole} 也等于各部分之和"
        )
        yield failed(message, *where([wrong, *below.parts, above.whole]), suggestion=right)
    for one in broken:
        if id(one) in explained:
            continue
        right = _printed(one.whole, one.total)
        message = f"{_name(one.whole)}：各部分 {_sum(one)} = {right}，文中为 {one.whole}"
        severity = None if one.total.value > one.whole.value.value else Severity.WARNING
        yield failed(message, *where([one.whole, *one.parts]), severity=severity)


def _shared(broken: Sequence[Division]) -> Iterator[tuple[Count, Division, Division]]:
    """A part of one broken sum that is the whole of another, where the sum below mends both."""
    for above in broken:
        for below in broken:
            if below.whole in above.parts:
                mended = above.total - below.whole.value + below.total
                if mended.overlaps(above.whole.value):
                    yield below.whole, below, above


def _name(count: Count) -> str:
    return count.what if len(count.what) <= 16 else f"…{count.what[-16:]}"  # noqa: PLR2004


def _sum(division: Division) -> str:
    itself = ["本级 1"] if division.has_self else []
    return " + ".join([*itself, *(f"{part.what[-10:]} {part.digits}" for part in division.parts)])


def _printed(count: Count, value: Interval) -> str:
    """A sum in the measure of a count."""
    number = value.value / count.measure.scale
    decimals = f"{Decimal(number.numerator) / number.denominator:f}"
    return f"{decimals}{count.measure}"


def lists_have_the_count(evidence: Evidence) -> Iterator[Verdict]:
    """As many offices or units are named as the text says there are."""
    clean, places = evidence.squeezed
    for found in counted_lists(clean):
        if found.holds:
            yield passed()
            continue
        place = evidence.where(places[found.count.span[0]])
        yield failed(
            f"文中称{_name(found.count)} {found.count}，列出的有 {len(found.names)} 个（{_named(found)}）",
            place,
        )


def _named(found: CountedList) -> str:
    shown = "、".join(name[:20] for name in found.names[:_SHOWN])
    return (
        f"{shown}…{found.names[-1][:20]}"
        if len(found.names) > _SHOWN + 1
        else "、".join(found.names)
    )


RULES = (
    Rule(
        id="counts-add-up",
        claim="文字中的数量等于所列各部分之和",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对总数和各分项，改成互相一致的数。",
        check=parts_make_the_count,
        needs=(Part.PRINT, Part.TEXT),
    ),
    Rule(
        id="counts-match-their-lists",
        claim="文字中的机构、单位个数与所列名单一致",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对个数，并检查名单有没有遗漏。",
        check=lists_have_the_count,
        needs=(Part.PRINT, Part.TEXT),
    ),
)
