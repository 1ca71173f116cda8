"""Figures as their table prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from yusuan.core.money import format_amount

if TYPE_CHECKING:
    from yusuan.tables.spec import TableSpec

register = template.Library()


@register.filter
def written(fen: int | None, spec: TableSpec) -> str:
    """An amount in the unit and with the decimals of a table; nothing for a blank cell."""
    return "" if fen is None else format_amount(fen, spec.unit, spec.decimals, grouped=True)
