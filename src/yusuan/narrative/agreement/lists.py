"""Longer lists of prose: explained items under their total, and counts under theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.outcomes import Status
from yusuan.core.patterns import pattern
from yusuan.core.terms import Fund, RevenueSource
from yusuan.narrative.agreement.changes import interval_of
from yusuan.narrative.agreement.contradiction import Claim, Kind, open_claim, passed
from yusuan.narrative.agreement.parts import printed_like
from yusuan.narrative.clauses.clause import Metric, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause, Period, Prose

_ITEM_NAMES = 3

# ── Explained items ──────────────────────────────────────────────────────────────────────────


def check_items(prose: Prose) -> Iterator[Claim]:
    """Items may be left out of a text, so their sum may stay below the total but never pass it."""
    heads: dict[tuple[int, Period], dict[int, Clause]] = {}
    for clause in prose.of(Metric.LEVEL):
        if clause.item is not None and len(clause.subject.names) == _ITEM_NAMES:
            group = heads.setdefault((clause.section, clause.period), {})
            group.setdefault(clause.item, clause)
    for (section, period), group in heads.items():
        # A text layer that repeats lines over a page's end repeats items too.
        items = list({(c.subject, str(c.amount)): c for c in reversed(group.values())}.values())
        items.reverse()
        whole = _total_above(prose, section, period, items[0])
        if whole is None or whole.amount is None or len(items) < 2:  # noqa: PLR2004
            continue
        total = sum((interval_of(c.amount) for c in items if c.amount), Interval.exact(0))
        stated = interval_of(whole.amount)
        if total.low <= stated.high:
            near = total.overlaps(stated)
            rounded = total.value != stated.value
            yield (
                passed(Kind.ITEMS, whole, *items, rounded=rounded)
                if near
                else open_claim(Kind.ITEMS, whole)
            )
            continue
        excess = total - stated
        slip = _slip(items, excess)
        hint = ""
        if slip is not None:
            hint = f"“{slip[0].subject.label}”的{slip[0].amount}疑为{slip[1]}之误。"
        yield Claim(
            Kind.ITEMS,
            Status.FAILED,
            (whole.span, *(c.span for c in items)),
            f"{period}逐项说明的{len(items)}项合计{printed_like(whole, total.value)}，"
            f"大于{whole.subject.label}{whole.amount}，多出{printed_like(whole, excess.value)}。{hint}请逐项核对。",
            expected=str(whole.amount) if slip is None else slip[1],
            actual=printed_like(whole, total.value) if slip is None else str(slip[0].amount),
            code=None if slip is None else slip[0].code,
        )


def _total_above(prose: Prose, section: int, period: Period, first: Clause) -> Clause | None:
    found = [
        clause
        for clause in prose.of(Metric.LEVEL)
        if clause.section == section
        and clause.span < first.span
        and clause.period == period
        and clause.subject.topic is Topic.EXPENDITURE
        and clause.subject.money in {RevenueSource.APPROPRIATION, Fund.GENERAL_PUBLIC}
        and clause.amount is not None
    ]
    return max(
        found, key=lambda clause: clause.amount.fen or 0 if clause.amount else 0, default=None
    )


def _slip(items: Sequence[Clause], excess: Interval) -> tuple[Clause, str] | None:
    """Find the one item that a single digit too many, or two swapped, makes too large."""
    found = []
    for clause in items:
        if clause.amount is None:
            continue
        digits = clause.amount.digits
        wanted = interval_of(clause.amount) - excess
        for i in range(len(digits)):
            fewer = digits[:i] + digits[i + 1 :]
            swapped = digits[:i] + digits[i : i + 2][::-1] + digits[i + 2 :]
            for variant in {fewer, swapped} - {digits}:
                if not variant.replace(".", "").isdigit() or variant.startswith("."):
                    continue
                if clause.amount.measure.interval(variant).value in wanted:
                    found.append((clause, f"{variant}{clause.amount.measure}"))
    return found[0] if len(set(found)) == 1 else None


# ── Counts ───────────────────────────────────────────────────────────────────────────────────


def check_counts(prose: Prose) -> Iterator[Claim]:
    """Check complete lists of counts: one that ends with 其他, or a pair such as 地上 and 地下."""
    sums = [found for place in range(len(prose.clauses)) if (found := _listed(prose, place))]
    failed = [(whole, parts) for whole, parts in sums if _gap(whole, parts) is not None]
    for whole, parts in sums:
        if (whole, parts) not in failed:
            yield passed(Kind.PARTS, whole, *parts)
    done: set[int] = set()
    for i, (whole, parts) in enumerate(failed):
        for j, (inner, inner_parts) in enumerate(failed):
            if inner in parts and i not in done:
                shared = _shared(whole, parts, inner, inner_parts)
                if shared is not None:
                    done |= {i, j}
                    yield shared
    for i, (whole, parts) in enumerate(failed):
        if i not in done:
            right = printed_like(whole, _total(parts).value)
            yield _listed_claim(whole, parts, whole, right)


def _listed(prose: Prose, place: int) -> tuple[Clause, list[Clause]] | None:
    whole = prose.clauses[place]
    if whole.metric is not Metric.COUNT or whole.amount is None:
        return None
    parts = [
        c
        for c in prose.clauses
        if c.part_of == place
        and c.metric is Metric.COUNT
        and c.amount is not None
        and c.amount.measure == whole.amount.measure
    ]
    words = [c.subject.words.strip("、：为") for c in parts]
    if len(parts) < 2:  # noqa: PLR2004
        return None
    if words[-1].startswith(("其他", "其它")) and len(set(words)) == len(words):
        return whole, parts
    return (whole, parts) if len(parts) == 2 and _is_pair(*words) else None  # noqa: PLR2004


def _is_pair(one: str, other: str) -> bool:
    opposite = {one.replace("地上", "地下"), "不" + one, "非" + one, one.replace("地下", "地上")}
    return one != other and (other in opposite or one in {"不" + other, "非" + other})


def _total(parts: Sequence[Clause]) -> Interval:
    return sum((c.amount.interval for c in parts if c.amount), Interval.exact(0))


def _gap(whole: Clause, parts: Sequence[Clause]) -> Interval | None:
    if whole.amount is None:
        return None
    total = _total(parts)
    return (
        total - whole.amount.interval if compare(total, whole.amount.interval).is_beyond else None
    )


def _shared(
    whole: Clause, parts: Sequence[Clause], inner: Clause, inner_parts: Sequence[Clause]
) -> Claim | None:
    """One figure in two failed sums, and the value with which both hold."""
    if whole.amount is None or inner.amount is None:
        return None
    below = _total(inner_parts)
    above = whole.amount.interval - _total([c for c in parts if c is not inner])
    if not below.overlaps(above):
        return None
    return _listed_claim(inner, inner_parts, whole, printed_like(inner, below.value))


def _listed_claim(whole: Clause, parts: Sequence[Clause], above: Clause, right: str) -> Claim:
    words = whole.subject.words.strip("、：为约")
    listed = " + ".join(str(c.amount) for c in parts)
    also = ""
    if above is not whole:
        also = f"改为{right}后，上一级总数{above.amount}同时成立。"
    return Claim(
        Kind.PARTS,
        Status.FAILED,
        (whole.span, *(c.span for c in parts), *(() if above is whole else (above.span,))),
        f"{words}：各部分 {listed} = {right}，文中为{whole.amount}。{also}请核对。",
        expected=right,
        actual=str(whole.amount),
    )


# ── Grades ───────────────────────────────────────────────────────────────────────────────────

_GRADE = pattern(
    r"(?P<worst>不合格|不及格|较差|差)|(?P<fair>合格|及格|中等?)|(?P<good>良好?)|(?P<best>优秀?)"
)


def check_grades(prose: Prose) -> Iterator[Claim]:
    """Check that projects of every grade add up to the projects evaluated."""
    groups: list[list[Clause]] = [[]]
    whole: dict[int, Clause] = {}
    for clause in prose.of(Metric.COUNT):
        grade = _grade(clause)
        group = groups[-1]
        if grade and (not group or _follows(group[-1], clause)):
            group.append(clause)
        elif grade or group:
            groups.append([clause] if grade else [])
        if not grade and "项目" in clause.subject.words:
            whole[len(groups) - 1] = clause
    for place, group in enumerate(groups):
        above = whole.get(place)
        grades = {_grade(clause) for clause in group}
        if (
            above is None
            or grades != {"worst", "fair", "good", "best"}
            or len(group) != len(grades)
        ):
            continue
        if above.section != group[0].section or not _same_measure(above, group):
            continue
        if _gap(above, group) is None:
            yield passed(Kind.PARTS, above, *group)
        else:
            yield _listed_claim(above, group, above, printed_like(above, _total(group).value))


def _grade(clause: Clause) -> str:
    """The grade a count's words end with; empty where they name none."""
    found = list(_GRADE.finditer(clause.subject.words.removesuffix("项目").removesuffix("的")))
    return found[-1].lastgroup or "" if found else ""


def _follows(one: Clause, other: Clause) -> bool:
    return one.section == other.section and other.span[0] - one.span[1] <= _ITEM_NAMES


def _same_measure(above: Clause, group: Sequence[Clause]) -> bool:
    measure = None if above.amount is None else above.amount.measure
    return all(c.amount is not None and c.amount.measure == measure for c in group)
