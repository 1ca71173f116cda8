"""How wide text is and how many lines it takes, in twips: what page numbers are computed from.

Nothing lays a DOCX out for us at run time, so its pages are planned: the plan fixes line pitches, row
heights and column widths, and counts lines by the rules every East Asian word processor follows. Latin
letters are measured generously: a line too many leaves a little white, a line too few would shift a page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from yusuan.core.patterns import pattern

# Thousandths of an em. The wide measure is that of fonts Times New Roman is commonly replaced by.
_NARROW = dict.fromkeys(" !'()*,.:;I[]`fijlrt|{}-", 340) | dict.fromkeys("%@MWmw", 900)
_CAPITAL, _LOWER_OR_DIGIT, _FULL = 740, 640, 1000
_NARROW_LOSS = 220
# The gap word processors put between a Chinese and a Latin character, and marks they let hang.
_SCRIPT_GAP, _NARROW_GAP = 250, 200
_HANGING = frozenset("、。，．")
_NO_LINE_START = frozenset(
    "!%),.:;?]}°·、。〃〉》」』】〕〗〞﹚﹜！＂％＇），．：；？］｀｜｝～”’…—"
)
_NO_LINE_END = frozenset("$([{£¥〈《「『【〔〖〝﹙﹛＄（．［｛￡￥“‘")
_UNIT = pattern(r"[≥≤]?[!-~]+| +|.", re.DOTALL)
_SCRIPT_CHANGE = pattern(
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


def script_changes(text: str) -> int:
    """How often Chinese and Latin characters meet."""
    return len(_SCRIPT_CHANGE.findall(text))


def text_width(text: str, size: int, spacing: int = 0, *, is_narrow: bool = False) -> int:
    """The width of one line of text; `size` is the font size and `spacing` what is added per character."""
    ems = sum(map(em_width, text))
    if is_narrow:
        ems -= sum(em_width(c) for c in text if c <= "~") * _NARROW_LOSS // 1000
    gap = _NARROW_GAP if is_narrow else _SCRIPT_GAP
    ems += gap * script_changes(text)
    return ems * size // 1000 + spacing * len(text)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a column of text is set: its width, the font size, what is added per character, twips.

    `hangs` lets a comma stand in the margin; a table counts on no such luck. `is_narrow` takes the
    narrowest Latin letters there are instead of the widest.
    """

    width: int
    size: int
    spacing: int = 0
    hangs: bool = False
    is_narrow: bool = False

    def of(self, text: str) -> int:
        """The width of one line of text."""
        return text_width(text, self.size, self.spacing, is_narrow=self.is_narrow)


@lru_cache(maxsize=8192)
def line_count(text: str, measure: Measure, *, indent: int = 0) -> int:
    """How many lines text takes; `indent` narrows the first line; line feeds break."""
    return sum(
        _lines_of(line, measure, indent if n == 0 else 0) for n, line in enumerate(text.split("\n"))
    )


def _lines_of(text: str, measure: Measure, indent: int) -> int:
    width = measure.width
    if measure.of(text) + indent <= width:
        return 1
    lines, used, before = 1, indent, ""
    for unit in _unbreakable(text):
        needed = measure.of(unit)
        advance = needed + _gap(before, unit, measure)
        before = unit[-1]
        if unit.isspace():
            used += needed
        elif used + advance - _hung(unit, measure) <= width:
            used += advance
        elif needed <= width:
            lines, used = lines + 1, needed
        else:
            more, used = _break_anywhere(unit, measure, used)
            lines += more
    return lines


def _gap(before: str, unit: str, measure: Measure) -> int:
    """The space set between a Chinese and a Latin character that meet."""
    if not _SCRIPT_CHANGE.search(before + unit[0]):
        return 0
    return (_NARROW_GAP if measure.is_narrow else _SCRIPT_GAP) * measure.size // 1000


def _hung(unit: str, measure: Measure) -> int:
    """How far the unit may reach into the margin; not every program lets a mark after a number."""
    may_hang = measure.hangs and unit[-1] in _HANGING
    return (
        measure.of(unit[-1]) if may_hang and (measure.is_narrow or not unit[:-1].isascii()) else 0
    )


def _break_anywhere(unit: str, measure: Measure, used: int) -> tuple[int, int]:
    """The line ends within a word longer than a line, and the width used on the last of them."""
    lines = 1 if used else 0
    used = 0
    for character in unit:
        needed = measure.of(character)
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
