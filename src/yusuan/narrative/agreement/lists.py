"""Longer lists of prose: explained items under their total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.interval import Interval
from yusuan.core.outcomes import Status
from yusuan.core.terms import Fund, RevenueSource
from yusuan.narrative.agreement.amounts import interval_of, printed_like
from yusuan.narrative.agreement.contradiction import Claim, Kind, open_claim, passed
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
