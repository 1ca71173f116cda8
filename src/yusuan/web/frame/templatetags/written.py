"""How money is written on a page; amounts are in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

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


@register.filter
def days_to(due: dt.date, today: dt.date) -> str:
    """How far away a day is, in words."""
    left = (due - today).days
    if left < 0:
        return f"已逾期 {-left} 天"
    return "今天到期" if left == 0 else f"还有 {left} 天"


@register.filter
def word(words: Mapping[str, str], written: str) -> str:
    """What people call a written value."""
    return words.get(written, written)
