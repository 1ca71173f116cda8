"""Texts as Typst prints them: string literals that mean what they say."""

from __future__ import annotations

import unicodedata

from yusuan.core.patterns import pattern
from yusuan.writers.paper.fonts import LONGEST_WORD, advance, long_runs, normal

_ESCAPED = str.maketrans({'"': '\\"', "\\": "\\\\"})
BREAK = "\u200b"

# Directions, joiners and selectors print nothing but can turn a line around or hide a letter.
_UNPRINTED = frozenset({"Cc", "Cf"})
_SELECTORS = pattern("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class _Printed(dict[int, str]):
    """Code point to what stands for it within a Typst string; filled as characters are met."""

    def __missing__(self, point: int) -> str:
        self[point] = printed = _printed(point)
        return printed


def _printed(point: int) -> str:
    char = chr(point)
    if char in '"\\':
        return "\\" + char
    if char == "\n":
        return "\\n"
    # A space that forbids a break would push the line over the edge.
    if char == "\t" or (unicodedata.category(char) == "Zs" and char != "\u3000"):
        return " "
    if char == BREAK:
        return char
    if unicodedata.category(char) in _UNPRINTED or _SELECTORS.match(char):
        return ""
    # PDF/A forbids the empty box of a missing glyph; the code tells the reader which character it is.
    return char if advance(point) is not None else f"〔U+{point:04X}〕"


_PRINTED = _Printed()


def literal(text: str, longest_word: int = LONGEST_WORD) -> str:
    """A Typst string literal that prints the text; runs longer than a word may be broken anywhere."""
    text = normal(text)
    if len(text) > longest_word:
        text = long_runs(longest_word).sub(lambda run: BREAK.join(run[0]), text)
    return f'"{text.translate(_PRINTED)}"'


def prints_nothing(text: str) -> bool:
    """Tell whether a text leaves no mark on the page; PDF/UA allows no such heading."""
    return not "".join(normal(text).split("\n")).translate(_PRINTED).strip(f" \u3000{BREAK}")


def exact(text: str) -> str:
    """A Typst string literal for what is stored and not printed: titles, the names of attachments."""
    kept = (char for char in normal(text) if unicodedata.category(char) not in {"Cc", "Cs"})
    return f'"{"".join(kept).translate(_ESCAPED)}"'
