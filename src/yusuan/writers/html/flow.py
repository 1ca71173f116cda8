"""Draw the flow of money as inline SVG that stretches with the page while its letters keep their size.

Laid out in pixels downwards and in per cent of the page's width across, all in whole numbers. Names and figures
stand in the drawing only where there is room; else its ends are numbered, and the list below it names them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from yusuan.documents.publication import ChartItem
from yusuan.writers.html import printable
from yusuan.writers.html.charts import ChartView, EndView, money, percent, whole_of
from yusuan.writers.html.shapes import box, cut, mark, tenths, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from yusuan.documents.publication import Chart
    from yusuan.writers.html.charts import Number

# What a label may take of half the narrowest drawing with words.
_HALF_LINE = 11
_TONES = 6
_FLOW_HEIGHT = 300
_FLOW_GAP = 50
_FLOW_USES = 8


def view_flow(chart: Chart, number: Number) -> ChartView:
    """Sources at the left edge, uses at the right, a band as thick as the money between them."""
    items = chart.items
    sources = chart.sources or _summed(items, [item.source for item in items])
    uses = chart.uses or _summed(items, [item.label for item in items])
    total = chart.total.amount if chart.total else whole_of(sources)
    folded = _fold(items, uses)
    drawn = [i for i in folded if i.amount > 0]
    thick = [max(10, i.amount * _FLOW_HEIGHT * 10 // whole_of(drawn)) for i in drawn]
    amounts = {(0, i.label): i.amount for i in sources} | {(1, i.label): i.amount for i in uses}
    places = {(0, item.label): n for n, item in enumerate(sources, start=1)}
    places |= {(1, item.label): min(n, _FLOW_USES) for n, item in enumerate(uses, start=1)}
    rest = sum(item.amount for item in uses[_FLOW_USES - 1 :])
    height, shapes = _drawing(
        list(zip(drawn, thick, strict=True)),
        lambda side, label: (
            places.get((side, label), _FLOW_USES),
            amounts.get((side, label), rest),
        ),
        number,
    )
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
    ends = [
        tuple(
            EndView(
                min(n, most),
                f"t{(n - 1) % _TONES}" if side == 0 else "node",
                item.label,
                money(item.amount),
                percent(item.amount, total),
                number(item.key),
            )
            for n, item in enumerate(one, start=1)
        )
        for side, (one, most) in enumerate(((sources, len(sources)), (uses, _FLOW_USES)))
    ]
    return ChartView(
        chart.id,
        chart.title,
        chart.alternative,
        chart.kind.value,
        (),
        drawing,
        ends[0],
        ends[1],
        money(total),
        number(chart.total.key) if chart.total else None,
        tuple(
            (i.source, i.label, money(i.amount), percent(i.amount, total), number(i.key))
            for i in items
        ),
    )


def _summed(items: Sequence[ChartItem], labels: Sequence[str]) -> tuple[ChartItem, ...]:
    """The ends of the bands, where the picture does not say them."""
    sums: dict[str, int] = {}
    for item, label in zip(items, labels, strict=True):
        sums[label] = sums.get(label, 0) + item.amount
    return tuple(ChartItem(label, amount) for label, amount in sums.items())


def _drawing(
    bands: Sequence[tuple[ChartItem, int]],
    end_of: Callable[[int, str], tuple[int, int]],
    number: Number,
) -> tuple[int, list[Markup]]:
    total = whole_of([item for item, _ in bands])
    sources = _stack(
        sorted(((i.source, thick) for i, thick in bands), key=lambda part: end_of(0, part[0])[0])
    )
    targets = _stack(
        sorted(((i.label, thick) for i, thick in bands), key=lambda part: end_of(1, part[0])[0])
    )
    height = max((end for _, end in (*sources.values(), *targets.values())), default=0)
    tones = {label: (end_of(0, label)[0] - 1) % _TONES for label in sources}
    shapes = [
        Markup(
            '<svg width="100%" height="{0}" class="bands" viewBox="0 0 1000 {0}" '
            'preserveAspectRatio="none">{1}</svg>'
        ).format(
            height // 10 + 1,
            Markup("").join(_bands(bands, sources, targets, height, number, tones)),
        )
    ]
    for side, nodes in ((0, sources), (1, targets)):
        drop = _drop(nodes, height)
        for label, (start, end) in nodes.items():
            n, amount = end_of(side, label)
            shapes.append(
                _node(
                    label,
                    f"{money(amount)}　{percent(amount, total)}",
                    span=(start + drop, end + drop),
                    tone=(n - 1) % _TONES if side == 0 else None,
                    number=n,
                )
            )
    return height // 10 + 4, shapes


def _fold(items: Sequence[ChartItem], uses: Sequence[ChartItem]) -> list[ChartItem]:
    """The bands with the last uses together, where there are more uses than a picture can name."""
    if len(uses) <= _FLOW_USES:
        return list(items)
    named = {use.label for use in uses[: _FLOW_USES - 1]}
    rest = f"其他{len(uses) - len(named)}项"
    folded = [i if i.label in named else replace(i, label=rest, key=None) for i in items]
    return sorted(folded, key=lambda item: item.label == rest)


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
    tones: Mapping[str, int],
) -> Iterator[Markup]:
    down, across = _drop(sources, height), _drop(targets, height)
    left = {label: start + down for label, (start, _) in sources.items()}
    right = {label: start + across for label, (start, _) in targets.items()}
    for item, thick in bands:
        a, b = left[item.source], right[item.label]
        left[item.source] += thick
        right[item.label] += thick
        ends = [tenths(v) for v in (a, b, b + thick, a + thick)]
        path = Markup(
            '<path class="t{4}" d="M0 {0}C480 {0} 520 {1} 1000 {1}V{2}C520 {2} 480 {3} 0 {3}Z"/>'
        ).format(*ends, tones[item.source])
        title = f"{item.source} → {item.label} {money(item.amount)}"
        yield mark(number(item.key), title, path)


def _node(
    label: str, value: str, *, span: tuple[int, int], tone: int | None, number: int
) -> Markup:
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
    return Markup("<g><title>{}</title>{}{}{}{}</g>").format(
        printable(f"{label} {value}"),
        bar,
        text(cut(label, _HALF_LINE), x=x, y=top - 25, kind="name halo", at_end=at_end),
        text(value, x=x, y=top - 8, kind="num halo", at_end=at_end),
        text(f"{number}", x=x, y=top - 6, kind="no halo", at_end=at_end),
    )
