"""Draw the pictures of a page as inline SVG that stretches with the page while its letters keep their size.

Every picture is laid out in pixels downwards and in per cent of the page's width across, all in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from yusuan.core.money import MoneyUnit, format_amount, round_half_up
from yusuan.documents.publication import ChartKind
from yusuan.writers.html import printable
from yusuan.writers.html.shapes import box, cut, mark, tenths, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from yusuan.documents.publication import Chart, ChartItem
    from yusuan.tables.table import CellKey

    Number = Callable[[CellKey | None], int | None]

# What a label may take of half a phone's width (12 Chinese characters of 13 px), and of a whole one.
_HALF_LINE = 11
_LINE = 14
_TONES = 6
_FLOW_HEIGHT = 300
_FLOW_GAP = 50
_FLOW_TARGETS = 8


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of the table that says what the picture shows; `figure` numbers the explanation."""

    head: tuple[str, ...]
    values: tuple[str, ...]
    figure: int | None


@dataclass(frozen=True, slots=True)
class ChartView:
    """A picture ready for the page: the drawing, its words, and the same in a table."""

    id: str
    title: str
    alternative: str
    kind: str
    drawing: Markup
    columns: tuple[str, ...]
    heads: int
    rows: tuple[ChartRow, ...]


def view_chart(chart: Chart, number: Number) -> ChartView:
    """Lay a picture out. `number` gives the explanation of a table figure its number in the page."""
    height, shapes = _DRAW[chart.kind](chart.items, number)
    drawing = Markup(
        '<svg class="chart" role="img" aria-labelledby="{0}-t {0}-d" width="100%" height="{1}">'
        '<title id="{0}-t">{2}</title><desc id="{0}-d">{3}</desc>{4}</svg>'
    ).format(
        f"k-{printable(chart.id)}",
        height,
        printable(chart.title),
        printable(chart.alternative),
        Markup("").join(shapes),
    )
    columns, heads, rows = _table(chart, number)
    return ChartView(
        chart.id, chart.title, chart.alternative, chart.kind.value, drawing, columns, heads, rows
    )


# ── Words and proportions ────────────────────────────────────────────────────────────────────


def _money(fen: int) -> str:
    return f"{format_amount(fen, MoneyUnit.WAN_YUAN)}万元"


def _per_mille(part: int, whole: int) -> int:
    return round_half_up(part * 1000, whole) // whole if whole > 0 else 0


def _percent(part: int, whole: int) -> str:
    share = _per_mille(part, whole)
    return f"{'-' if share < 0 else ''}{abs(share) // 10}.{abs(share) % 10}%"


def _width(part: int, whole: int, full: int = 1000) -> str:
    """A length for SVG, in per cent; never so small that money disappears from the picture."""
    length = max(0, part) * full // whole if whole > 0 else 0
    return tenths(max(length, 4 if part > 0 else 0)) + "%"


def _total(items: Sequence[ChartItem]) -> int:
    return sum(max(0, item.amount) for item in items)


def _change(item: ChartItem) -> str:
    if item.before is None:
        return ""
    difference = item.amount - item.before
    if difference == 0:
        return "与上年持平"
    word = "增加" if difference > 0 else "减少"
    rate = f"，{_percent(abs(difference), item.before)}" if item.before > 0 else ""
    return f"{word}{_money(abs(difference))}{rate}"


# ── Bars, shares and changes ─────────────────────────────────────────────────────────────────


def _bars(items: Sequence[ChartItem], number: Number) -> tuple[int, list[Markup]]:
    """One bar a label, longest first, all measured against the longest."""
    ranked = sorted(items, key=lambda item: -item.amount)
    longest, total = max((item.amount for item in items), default=0), _total(items)
    shapes = []
    for n, item in enumerate(ranked):
        top = n * 52
        share = _percent(item.amount, total)
        drawn = (
            text(cut(item.label, _LINE), x="0", y=top + 18, kind="name")
            + text(f"{_money(item.amount)}　{share}", x="100%", y=top + 18, kind="num", at_end=True)
            + box(x="0", y=top + 26, width="100%", height=12, kind="track")
            + box(x="0", y=top + 26, width=_width(item.amount, longest), height=12, kind="t0")
        )
        shapes.append(mark(number(item.key), f"{item.label} {_money(item.amount)}", drawn))
    return max(1, len(ranked)) * 52, shapes


def _share(items: Sequence[ChartItem], number: Number) -> tuple[int, list[Markup]]:
    """One bar in parts, and below it what each part is."""
    total, start, shapes = _total(items), 0, []
    for n, item in enumerate(items):
        end = start + max(0, item.amount)
        left, right = (mark * 1000 // total if total else 0 for mark in (start, end))
        start, top, share = end, 62 + n * 32, _percent(item.amount, total)
        drawn = (
            box(
                x=f"{tenths(left)}%",
                y=0,
                width=f"{tenths(right - left)}%",
                height=40,
                kind=f"part t{n % _TONES}",
            )
            + box(x="0", y=top, width="14", height=14, kind=f"t{n % _TONES}")
            + text(cut(item.label, _LINE), x="22", y=top + 12, kind="name")
            + text(f"{_money(item.amount)}　{share}", x="100%", y=top + 12, kind="num", at_end=True)
        )
        shapes.append(mark(number(item.key), f"{item.label} {share}", drawn))
    return 62 + max(1, len(items)) * 32, shapes


def _changes(items: Sequence[ChartItem], number: Number) -> tuple[int, list[Markup]]:
    """Last year's bar above this year's; amounts stand at their ends, so bars stop short of the edge."""
    longest = max((max(item.amount, item.before or 0) for item in items), default=0)
    shapes, top = [], 0
    for item in items:
        head = text(cut(item.label, _LINE), x="0", y=top + 18, kind="name")
        head += text(_change(item), x="100%", y=top + 18, kind="soft", at_end=True)
        top += 28
        for year, amount, kind in (("上年", item.before, "was"), ("本年", item.amount, "t0")):
            if amount is not None:
                length = _width(amount, longest, 600)
                head += box(x="0", y=top, width=length, height=16, kind=kind)
                head += Markup('<svg x="{}" y="{}" overflow="visible">{}</svg>').format(
                    length, top, text(f"{year} {_money(amount)}", x="8", y=13, kind="num")
                )
                top += 22
        shapes.append(mark(number(item.key), f"{item.label} {_change(item)}", head))
        top += 14
    return max(1, top), shapes


# ── Flow ─────────────────────────────────────────────────────────────────────────────────────


def _flow(items: Sequence[ChartItem], number: Number) -> tuple[int, list[Markup]]:
    """Sources at the left edge, uses at the right, a band as thick as the money between them."""
    total = _total(items)
    bands = [(i, max(10, i.amount * _FLOW_HEIGHT * 10 // total)) for i in items if i.amount > 0]
    bands = _fold(bands)
    sources = _stack([(item.source, thick) for item, thick in bands])
    targets = _stack([(item.label, thick) for item, thick in bands])
    height = max((end for _, end in (*sources.values(), *targets.values())), default=0)
    shapes = [
        Markup(
            '<svg width="100%" height="{0}" class="bands" viewBox="0 0 1000 {0}" '
            'preserveAspectRatio="none">{1}</svg>'
        ).format(height // 10 + 1, Markup("").join(_bands(bands, sources, targets, height, number)))
    ]
    for side, nodes in ((0, sources), (1, targets)):
        drop = _drop(nodes, height)
        for n, (label, (start, end)) in enumerate(nodes.items()):
            money = sum(i.amount for i, _ in bands if (i.source, i.label)[side] == label)
            shapes.append(
                _node(
                    label,
                    f"{_money(money)}　{_percent(money, total)}",
                    span=(start + drop, end + drop),
                    tone=n % _TONES if side == 0 else None,
                )
            )
    return height // 10 + 4, shapes


def _fold(bands: list[tuple[ChartItem, int]]) -> list[tuple[ChartItem, int]]:
    """The bands with the smallest uses together, where there are more uses than a picture can name."""
    sizes: dict[str, int] = {}
    for item, _ in bands:
        sizes[item.label] = sizes.get(item.label, 0) + item.amount
    if len(sizes) <= _FLOW_TARGETS:
        return bands
    named = set(sorted(sizes, key=lambda label: -sizes[label])[: _FLOW_TARGETS - 1])
    rest = f"其他{len(sizes) - len(named)}项"
    folded = [
        (item if item.label in named else replace(item, label=rest, key=None), thick)
        for item, thick in bands
    ]
    return sorted(folded, key=lambda band: band[0].label == rest)


def _stack(parts: Sequence[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    """Where each node starts and ends, in tenths of a pixel, with room above it for two lines of words."""
    sizes: dict[str, int] = {}
    for label, thick in parts:
        sizes[label] = sizes.get(label, 0) + thick
    places, top = {}, 0
    for label, size in sizes.items():
        top += _FLOW_GAP * 10
        places[label] = (top, top + size)
        top += size
    return places


def _drop(nodes: dict[str, tuple[int, int]], height: int) -> int:
    """How far the shorter side moves down to stand in the middle."""
    return (height - max((end for _, end in nodes.values()), default=0)) // 2


def _bands(
    bands: Sequence[tuple[ChartItem, int]],
    sources: dict[str, tuple[int, int]],
    targets: dict[str, tuple[int, int]],
    height: int,
    number: Number,
) -> Iterator[Markup]:
    down, across = _drop(sources, height), _drop(targets, height)
    left = {label: start + down for label, (start, _) in sources.items()}
    right = {label: start + across for label, (start, _) in targets.items()}
    tones = {label: n % _TONES for n, label in enumerate(sources)}
    for item, thick in bands:
        a, b = left[item.source], right[item.label]
        left[item.source] += thick
        right[item.label] += thick
        ends = [tenths(v) for v in (a, b, b + thick, a + thick)]
        path = Markup(
            '<path class="t{4}" d="M0 {0}C480 {0} 520 {1} 1000 {1}V{2}C520 {2} 480 {3} 0 {3}Z"/>'
        ).format(*ends, tones[item.source])
        title = f"{item.source} → {item.label} {_money(item.amount)}"
        yield mark(number(item.key), title, path)


def _node(label: str, value: str, *, span: tuple[int, int], tone: int | None) -> Markup:
    """A node with its words above it: at the left edge in its colour, at the right edge in ink."""
    start, end = span
    at_end = tone is None
    x = "100%" if at_end else "0"
    bar = box(
        x="0",
        y=tenths(start),
        width="8",
        height=tenths(max(20, end - start)),
        kind="node" if at_end else f"t{tone}",
    )
    if at_end:
        bar = Markup(
            '<svg x="100%" overflow="visible"><g transform="translate(-8 0)">{}</g></svg>'
        ).format(bar)
    top = start // 10
    return Markup("<g><title>{}</title>{}{}{}</g>").format(
        printable(f"{label} {value}"),
        bar,
        text(cut(label, _HALF_LINE), x=x, y=top - 25, kind="name halo", at_end=at_end),
        text(value, x=x, y=top - 8, kind="num halo", at_end=at_end),
    )


# ── The same in a table ──────────────────────────────────────────────────────────────────────


def _table(chart: Chart, number: Number) -> tuple[tuple[str, ...], int, tuple[ChartRow, ...]]:
    items, total = chart.items, _total(chart.items)
    columns: tuple[str, ...] = ("项目", "金额", "占比")
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        ((i.label,), (_money(i.amount), _percent(i.amount, total))) for i in items
    ]
    if chart.kind is ChartKind.FLOW:
        columns = ("来源", "用途", "金额", "占比")
        rows = [((i.source, *head), cells) for i, (head, cells) in zip(items, rows, strict=True)]
    elif chart.kind is ChartKind.CHANGE:
        columns = ("项目", "本年", "上年", "增减")
        rows = [
            (
                (i.label,),
                (_money(i.amount), "" if i.before is None else _money(i.before), _change(i)),
            )
            for i in items
        ]
    numbers = [number(item.key) for item in items]
    heads = 2 if chart.kind is ChartKind.FLOW else 1
    return (
        columns,
        heads,
        tuple(ChartRow(*row, n) for row, n in zip(rows, numbers, strict=True)),
    )


_DRAW: dict[ChartKind, Callable[[Sequence[ChartItem], Number], tuple[int, list[Markup]]]] = {
    ChartKind.FLOW: _flow,
    ChartKind.BARS: _bars,
    ChartKind.SHARE: _share,
    ChartKind.CHANGE: _changes,
}
