"""The shapes pictures are drawn with: SVG elements whose every word is escaped."""

from __future__ import annotations

from markupsafe import Markup

from yusuan.writers.html import printable


def tenths(value: int) -> str:
    """A number of tenths as SVG writes it."""
    return f"{value // 10}.{value % 10}"


def cut(label: str, longest: int) -> str:
    """A label no longer than its place, with a sign that it was cut."""
    label = printable(label)
    return label if len(label) <= longest else f"{label[: longest - 1]}…"


def mark(number: int | None, title: str, shapes: Markup) -> Markup:
    """A group that opens its explanation when pointed at, or else names itself."""
    if number is None:
        return Markup("<g><title>{}</title>{}</g>").format(printable(title), shapes)
    return Markup('<g data-f="{}">{}</g>').format(number, shapes)


def text(content: str, *, x: str, y: int, kind: str, at_end: bool = False) -> Markup:
    """A line of words; `x` is their left end, or their right one where they end at it."""
    anchor = Markup(' text-anchor="end"') if at_end else ""
    return Markup('<text x="{}" y="{}" class="{}"{}>{}</text>').format(
        x, y, kind, anchor, printable(content)
    )


def box(*, x: str, y: int | str, width: str, height: int | str, kind: str) -> Markup:
    """A bar with corners just rounded."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"/>').format(
        x, y, width, height, kind
    )
