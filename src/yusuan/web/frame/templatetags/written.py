"""How money is written on a page; amounts are in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from yusuan.core.money import MoneyUnit, format_amount

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as 元 with two places and thousands commas; nothing for None."""
    return "" if fen is None else format_amount(fen, MoneyUnit.YUAN, grouped=True)


@register.filter
def wan(fen: int | None) -> str:
    """Fen as 万元 with two places and thousands commas; nothing for None."""
    return "" if fen is None else format_amount(fen, MoneyUnit.WAN_YUAN, grouped=True)


@register.filter
def word(words: Mapping[str, str], written: str) -> str:
    """What people call a written value."""
    return words.get(written, written)
