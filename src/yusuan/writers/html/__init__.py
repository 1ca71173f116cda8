"""The citizen's page, one file, offline; and text that a web page can show: nothing is dropped unseen."""

from __future__ import annotations

from yusuan.core.patterns import pattern

# Controls, lone surrogates, noncharacters, and marks that turn the direction of what follows them.
_UNPRINTABLE = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def printable(text: str) -> str:
    """The text with U+FFFD for every character a page cannot show."""
    return _UNPRINTABLE.sub("\ufffd", text)
