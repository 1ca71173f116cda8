"""Counts of units, offices, staff, vehicles, projects and grades: against what divides them and the names listed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
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
    for one in (division for division, judgement in judged if judgement is Judgement.SHORT):
        message = (
            f"{_name(one.whole)}：各部分 {_sum(one)} = {_printed(one.whole, one.total)}，文中为 {one.whole}，"
            "可能有未写出的部分"
        )
        yield failed(message, *where([one.whole, *one.parts]), severity=Severity.INFO)
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


# --- the units below the organ, said twice ------------------------------------------------------------------

_ITSELF = pattern(r"本级|本部|局机关|\(机关\)")
_BELOW = pattern(
    r"(?:本级|本部|机关)(?:以及|及其|和|及|与|、)(?:所属|下属|下设)?(?:的)?(?P<n>\d{1,3})[个家](?:所属|下属|直属|二级|下级|基层)?(?:的)?(?:预算)?单位"
)
_SENTENCE = pattern(r"[^。\n]*")
# Of another year, or only some of them.
_OTHER_UNITS = pattern(r"上年|去年|原有|新增|增加|减少|撤销|划转|较|比|财政拨款单位|部分")
_OF_YEAR = pattern(r"(?<!\d)(20\d\d)年")


def units_are_said_once(evidence: Evidence) -> Iterator[Verdict]:
    """As many units below the organ wherever they are counted with it: a list that names it counts one more."""
    clean, places = evidence.squeezed
    found: dict[int, tuple[int, str]] = {}
    for listed in counted_lists(clean):
        number, start = listed.count.number, listed.count.span[0]
        if (
            number is None
            or not listed.holds
            or not listed.is_of_units
            or len(listed.names) > number
        ):
            continue
        rest = _SENTENCE.match(clean, start)
        if (
            rest
            and len(_ITSELF.findall(rest[0])) == 1
            and _is_of_the_year(clean, start, evidence.year)
        ):
            found.setdefault(
                number - 1,
                (start, f"“{_name(listed.count)} {listed.count}”连同本级，即下属 {number - 1} 个"),
            )
    for match in _BELOW.finditer(clean):
        if _is_of_the_year(clean, match.start(), evidence.year):
            found.setdefault(int(match["n"]), (match.start(), f"“{match[0]}”"))
    if len(found) == 1:
        yield passed()
    elif found:
        (place, words), (other, others), *_ = found.values()
        yield failed(
            f"下属单位的个数前后不同：{words}；{others}",
            evidence.where(places[place]),
            evidence.where(places[other]),
        )


def _is_of_the_year(clean: str, place: int, year: int) -> bool:
    start = max(clean.rfind(sign, 0, place) for sign in "。;；\n") + 1
    before = clean[start:place]
    return not _OTHER_UNITS.search(before) and {int(y) for y in _OF_YEAR.findall(before)} <= {year}


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
    Rule(
        id="units-are-said-once",
        claim="本级以外的单位个数前后一致",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照预算单位名单核对个数，各处写成同一个数。",
        check=units_are_said_once,
        needs=(Part.PRINT, Part.TEXT),
    ),
)
