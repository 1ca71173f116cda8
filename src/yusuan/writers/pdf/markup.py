"""Turn texts into Typst string literals that print as they are, whatever is written in them."""

from __future__ import annotations

import re
import unicodedata

from yusuan.writers.pdf.face import advance

_ESCAPED = str.maketrans({'"': '\\"', "\\": "\\\\"})
# Longer runs without a space are not words: they may be broken anywhere, or they would leave the page.
LONGEST_WORD = 24
BREAK = "\u200b"

_LINE_BREAK = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_MARKS = "\u3001-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20"
# Directions, joiners and selectors print nothing but can turn a line around or hide a letter.
_UNPRINTED = frozenset({"Cc", "Cf"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


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


def normal(text: str) -> str:
    """The text with every kind of line break written as a line feed, none at the end."""
    return _LINE_BREAK.sub("\n", text).rstrip("\n")


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


_RUNS: dict[int, re.Pattern[str]] = {}


def long_runs(longest_word: int) -> re.Pattern[str]:
    """Runs of letters and digits that Typst would not break and that are longer than a word."""
    if longest_word not in _RUNS:
        # Up to U+2E80 stand the alphabets; ideographs break by themselves, rows of marks do not.
        _RUNS[longest_word] = re.compile(
            rf"[^\s\u2e80-\U0010ffff]{{{longest_word + 1},}}|[{_MARKS}]{{7,}}"
        )
    return _RUNS[longest_word]
