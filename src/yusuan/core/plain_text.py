"""Texts as they are compared: signs as a keyboard has them, blanks taken out."""

from __future__ import annotations

import unicodedata


def half_width(text: str) -> str:
    """Digits, letters and signs as a keyboard has them, without blanks around: ２０１３１０１ is 2013101."""
    return unicodedata.normalize("NFKC", text).strip()


def squeezed(text: str) -> str:
    """The same without any blank or line end."""
    return "".join(unicodedata.normalize("NFKC", text).split())
