"""How wide text is and how many lines it takes, in twips: what page numbers are computed from.

Nothing lays a DOCX out for us at run time, so the writer fixes line pitches, row heights and column
widths, and counts lines by the rules every East Asian word processor follows. Latin letters are
measured generously: a line too many leaves a little white, a line too few would shift a page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Thousandths of an em. Widest of Times New Roman and the fonts it is commonly replaced by.
_NARROW = dict.fromkeys(" !'()*,.:;I[]`fijlrt|{}-", 340) | dict.fromkeys("%@MWmw", 900)
_CAPITAL, _LOWER_OR_DIGIT, _FULL = 740, 610, 1000
# The gap word processors put between a Chinese and a Latin character, and marks they let hang.
_SCRIPT_GAP = 250
_HANGING = frozenset("、。，．")
_NO_LINE_START = frozenset(
    "!%),.:;?]}°·、。〃〉》」』】〕〗〞﹚﹜！＂％＇），．：；？］｀｜｝～”’…—"
)
_NO_LINE_END = frozenset("$([{£¥〈《「『【〔〖〝﹙﹛＄（．［｛￡￥“‘")
_UNIT = re.compile(r"[≥≤]?[!-~]+| +|.", re.DOTALL)
_SCRIPT_CHANGE = re.compile(
    r"[0-9A-Za-z](?=[\u2e80-\uffef])|[\u2e80-\u3000\u3400-\ufaff](?=[0-9A-Za-z])"
)


@lru_cache(maxsize=8192)
def em_width(character: str) -> int:
    """The advance of a character in thousandths of an em."""
    if character <= "~":
        if character in _NARROW:
            return _NARROW[character]
        return _CAPITAL if character.isupper() else _LOWER_OR_DIGIT
    if unicodedata.combining(character):
        return 0
    return _FULL if is_east_asian(character) else _CAPITAL


@lru_cache(maxsize=8192)
def is_east_asian(character: str) -> bool:
    """Tell whether a character takes a full square in Chinese text (quotes, ≥ and — do)."""
    return unicodedata.east_asian_width(character) in "WFA"


def text_width(text: str, size: int, spacing: int = 0) -> int:
    """The width of one line of text; `size` is the font size and `spacing` what is added per character."""
    ems = sum(map(em_width, text)) + _SCRIPT_GAP * len(_SCRIPT_CHANGE.findall(text))
    return ems * size // 1000 + spacing * len(text)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a column of text is set: its width, the font size, what is added per character, twips.

    `hangs` lets a comma stand in the margin; a table counts on no such luck.
    """

    width: int
    size: int
    spacing: int = 0
    hangs: bool = False


def line_count(text: str, measure: Measure, *, indent: int = 0) -> int:
    """How many lines text takes; `indent` narrows the first line; line feeds break."""
    return sum(
        _lines_of(line, measure, indent if n == 0 else 0) for n, line in enumerate(text.split("\n"))
    )


def widest_word(text: str, size: int) -> int:
    """The width of the longest part of a text that should not be broken."""
    return max((text_width(unit, size) for unit in _unbreakable(text)), default=0)


def _lines_of(text: str, measure: Measure, indent: int) -> int:
    width, size, spacing = measure.width, measure.size, measure.spacing
    if text_width(text, size, spacing) + indent <= width:
        return 1
    lines, used, before = 1, indent, ""
    for unit in _unbreakable(text):
        needed = text_width(unit, size, spacing)
        gap = _SCRIPT_GAP * size // 1000 if _SCRIPT_CHANGE.search(before + unit[0]) else 0
        before = unit[-1]
        hanging = measure.hangs and before in _HANGING and not unit[:-1].isascii()
        hung = text_width(before, size, spacing) if hanging else 0
        if unit.isspace():
            used += needed
        elif used + gap + needed - hung <= width:
            used += gap + needed
        elif needed <= width:
            lines, used = lines + 1, needed
        else:
            more, used = _break_anywhere(unit, measure, used)
            lines += more
    return lines


def _break_anywhere(unit: str, measure: Measure, used: int) -> tuple[int, int]:
    """The line ends within a word longer than a line, and the width used on the last of them."""
    lines = 1 if used else 0
    used = 0
    for character in unit:
        needed = text_width(character, measure.size, measure.spacing)
        if used + needed > measure.width and used:
            lines, used = lines + 1, 0
        used += needed
    return lines, used


def _unbreakable(text: str) -> list[str]:
    """Cut text where a line may end: words whole, no closing mark first and no opening mark last."""
    units: list[str] = []
    for unit in _UNIT.findall(text):
        if (
            units
            and not units[-1].isspace()
            and (unit[0] in _NO_LINE_START or units[-1][-1] in _NO_LINE_END)
        ):
            units[-1] += unit
        else:
            units.append(unit)
    return units
