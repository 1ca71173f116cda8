"""How verdicts on a printed document are said: quoted, cut into sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.rules.evidence import plain

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_QUOTED = 40
# So many places a verdict names before it counts the rest.
NAMED = 4


def quoted(text: str) -> str:
    """A text as a message quotes it: in one line, cut where it is long."""
    return f"“{shortened(text)}”"


def shortened(text: str) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


_PIECES = pattern(r"(?<=[。;；!?])|\n")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a line, blanks removed."""
    return (piece for piece in map(plain, _PIECES.split(text)) if piece)


_AROUND, _BEHIND = 14, 1


def context(text: str, match: re.Match[str]) -> str:
    """A match with what stands before it."""
    return text[max(0, match.start() - _AROUND) : match.end() + _BEHIND]
