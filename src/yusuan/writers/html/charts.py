"""Lay the pictures of a page out: bars beside their words, which are text of the page that wraps and is never cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.money import MoneyUnit, format_amount, round_half_up
from yusuan.documents.publication import ChartKind
from yusuan.writers.html import printable
from yusuan.writers.html.shapes import tenths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markupsafe import Markup

    from yusuan.documents.publication import Chart, ChartItem
    from yusuan.tables.table import CellKey

    Number = Callable[[CellKey | None], int | None]


class BarView(NamedTuple):
    """One bar: its style, its length in per cent, and what is written beside it."""

    kind: str
    length: str
    year: str = ""
    value: str = ""
    figure: int | None = None


class BarsView(NamedTuple):
    """What is said of one label, and its bars."""

    label: str
    value: str
    remark: str
    figure: int | None
    bars: tuple[BarView, ...]


class EndView(NamedTuple):
    """One end of the flow: the number and colour it has in the drawing, and its money."""

    number: int
    tone: str
    label: str
    value: str
    share: str
    figure: int | None


@dataclass(frozen=True, slots=True)
class ChartView:
    """A picture ready for the page; the flow has a drawing with its ends and bands, the others have bars."""

    id: str
    title: str
    alternative: str
    kind: str
    bars: tuple[BarsView, ...] = ()
    drawing: Markup | None = None
    sources: tuple[EndView, ...] = ()
    uses: tuple[EndView, ...] = ()
    total: str = ""
    total_figure: int | None = None
    bands: tuple[tuple[str, str, str, str, int | None], ...] = ()


def view_bars(chart: Chart, number: Number) -> ChartView:
    """Lay bars out. `number` gives the explanation of a table figure its number in the page."""
    bars = (_changes if chart.kind is ChartKind.CHANGE else _bars)(chart.items, number)
    return ChartView(chart.id, chart.title, chart.alternative, chart.kind.value, tuple(bars))


# ── Words and proportions ────────────────────────────────────────────────────────────────────


def money(fen: int) -> str:
    """An amount in 万元; one that two decimals would show as nothing keeps all it needs."""
    text = format_amount(fen, MoneyUnit.WAN_YUAN)
    if fen and not text.strip("-0."):
        text = format_amount(fen, MoneyUnit.WAN_YUAN, 6).rstrip("0")
    return f"{text}万元"


def percent(part: int, whole: int) -> str:
    """A share in per cent with one decimal."""
    share = round_half_up(part * 1000, whole) // whole if whole > 0 else 0
    return f"{'-' if share < 0 else ''}{abs(share) // 10}.{abs(share) % 10}%"


def _length(part: int, whole: int) -> str:
    """A length for SVG, in per cent; never so small that money disappears from the picture."""
    length = max(0, part) * 1000 // whole if whole > 0 else 0
    return tenths(max(length, 4 if part > 0 else 0)) + "%"


def whole_of(items: Sequence[ChartItem]) -> int:
    """What the bars or bands of a picture are parts of."""
    return sum(max(0, item.amount) for item in items)


def _change(item: ChartItem) -> str:
    if item.before is None:
        return "上年数未提供"
    difference = item.amount - item.before
    if difference == 0:
        return "与上年持平"
    word = "增加" if difference > 0 else "减少"
    rate = f"，{percent(abs(difference), item.before)}" if item.before > 0 else ""
    return f"比上年{word}{money(abs(difference))}{rate}"


# ── Bars ─────────────────────────────────────────────────────────────────────────────────────


def _bars(items: Sequence[ChartItem], number: Number) -> Iterator[BarsView]:
    """One bar a label, longest first, all measured against the longest."""
    ranked = sorted(items, key=lambda item: -item.amount)
    longest, total = max((item.amount for item in items), default=0), whole_of(items)
    for item in ranked:
        bar = BarView("t0", _length(item.amount, longest))
        share = f"占{percent(item.amount, total)}"
        yield BarsView(printable(item.label), money(item.amount), share, number(item.key), (bar,))


def _changes(items: Sequence[ChartItem], number: Number) -> Iterator[BarsView]:
    """Last year's bar above this year's."""
    longest = max((max(item.amount, item.before or 0) for item in items), default=0)
    for item in items:
        bars = [
            BarView(
                "t0", _length(item.amount, longest), "本年", money(item.amount), number(item.key)
            )
        ]
        if item.before is not None:
            was = BarView("was", _length(item.before, longest), "上年", money(item.before))
            bars.insert(0, was)
        yield BarsView(printable(item.label), "", _change(item), None, tuple(bars))
