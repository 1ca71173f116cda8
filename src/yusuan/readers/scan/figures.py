"""Undo what recognition typically confuses in printed amounts, where only one reading is left; guess nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters that look like digits.
_ALIKE = str.maketrans("OoDQlI|!iSsBZz", "00001111155822")
_LIKE_DIGITS = pattern(r"[OoDQlI|!iSsBZz]")
_SEPARATORS = str.maketrans("，。、·．‧‘’`'", ",.,...,,,,")
_MINUS = pattern(r"^[－—–−‐一~]+(?=\s*[\d.])")
_MADE_OF = pattern(r"[-+]?[\d,.\sOoDQlI|!iSsBZz]+%?")
_AMOUNT = pattern(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_PARTS = pattern(r"([-+]?)([\d,. ]*)(%?)")
# A point or a comma, nobody can tell.
_EITHER = pattern(r"[-+]?[1-9]\d{0,2}(?:[.,]\d{3})+")
_GROUPED = pattern(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+")
_FRACTION = pattern(
    r"[-+]?(?:\d{1,3}(?:,\d{3})*|\d+)\.\d{1,2}|[-+]?(?:\d{1,3}(?:,\d{3})+|\d{4,}|0)\.\d+"
)
_FEWEST_GROUPED, _MOSTLY = 3, 3
_GROUP = 3
_CENTS = 2
_MOST_LETTERS = 0.34


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount put right: its text, and whether another reading was as good, so that it was left as read."""

    text: str
    is_doubtful: bool = False


def figure(read: str) -> Figure | None:
    """The amount a line was meant to be; None where the line is no amount, or is well written already."""
    text = unicodedata.normalize("NFKC", read).strip()
    text = _MINUS.sub("-", text.translate(_SEPARATORS))
    if not _MADE_OF.fullmatch(text) or not any(letter.isdigit() for letter in text):
        return None
    letters = len(_LIKE_DIGITS.findall(text))
    # A code may hold letters; an amount shows that it is one by its point.
    if letters and ("." not in text or letters > _MOST_LETTERS * len(text)):
        return None
    text = text.translate(_ALIKE)
    if _AMOUNT.fullmatch(text):
        return None if text == read else Figure(text)
    sign, body, percent = _PARTS.fullmatch(text).groups()  # type: ignore[union-attr]
    put_right = _separated(body.strip())
    if put_right is None:
        return Figure(read, is_doubtful=True)
    return Figure(f"{sign}{put_right}{percent}")


def has_no_fractions(texts: Iterable[str]) -> bool:
    """Tell whether a page's figures are whole and grouped by commas: then a point before three digits is one."""
    grouped = fractions = 0
    for text in texts:
        grouped += bool(_GROUPED.fullmatch(text))
        fractions += bool(_FRACTION.fullmatch(text))
    return grouped >= _FEWEST_GROUPED and grouped >= _MOSTLY * fractions


def grouped(text: str) -> str | None:
    """A figure whose points may all be commas, with commas; None for any other text."""
    return text.replace(".", ",") if "." in text and _EITHER.fullmatch(text) else None


def _separated(body: str) -> str | None:
    """Digits with misread separators as an amount is written; None where that would be a guess."""
    # A blank beside a point or comma, or a mark after the last digit, is dust.
    body = re.sub(r"\s*([.,])\s*", r"\1", body).rstrip(".,")
    pieces = re.split(r"[.,\s]", body)
    marks = re.findall(r"[.,\s]", body)
    if not all(pieces) or not marks:
        return None if not all(pieces) else body
    *groups, last = pieces
    is_grouped = len(groups[0]) <= _GROUP and all(len(group) == _GROUP for group in groups[1:])
    if marks[-1] in ".," and len(last) == _CENTS and (is_grouped or len(groups) == 1):
        return f"{_joined(groups)}.{last}"
    if is_grouped and len(last) == _GROUP and len(marks) > 1 and len(set(marks)) == 1:
        return _joined(pieces)
    if is_grouped and marks[-1] == "." and set(marks[:-1]) <= {" ", ","}:
        return f"{_joined(groups)}.{last}"
    return None


def _joined(groups: list[str]) -> str:
    return ",".join(groups)
