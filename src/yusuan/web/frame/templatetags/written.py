"""How money is written on a page; amounts are in fen."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as 元 with two places and thousands commas; nothing for None."""
    if fen is None:
        return ""
    sign, size = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{size // 100:,}.{size % 100:02d}"


@register.filter
def wan(fen: int | None) -> str:
    """Fen as 万元 with two places and thousands commas; nothing for None."""
    if fen is None:
        return ""
    sign, size = ("-" if fen < 0 else ""), (abs(fen) + 5_000) // 10_000
    return f"{sign}{size // 100:,}.{size % 100:02d}"
