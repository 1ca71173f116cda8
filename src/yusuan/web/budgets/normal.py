"""What is typed, as it is kept: clear amounts become plain yuan, everything else stays as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import fields as f
from yusuan.core.plain_text import half_width

if TYPE_CHECKING:
    from yusuan.core.fields import Field


def normal(field: Field, typed: str) -> str:
    """The text of a field as it is stored; what cannot be understood is kept as typed, to be found by the check."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field.kind is not f.AMOUNT or not text:
        return text
    try:
        fen = field.kind.parse(half_width(text))
    except (ValueError, KeyError):
        return text
    return field.kind.write(fen)
