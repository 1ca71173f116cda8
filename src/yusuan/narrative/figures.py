"""Figures in a text: numbers with their measures, and the words that surround them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.core.measure import Measure
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.interval import Interval

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its measure as a text has it; the span counts characters of that text."""

    digits: str
    measure: Measure
    span: Span

    @property
    def interval(self) -> Interval:
        """What the figure may stand for: fen for money, things for counts."""
        return self.measure.interval(self.digits)

    @property
    def fen(self) -> int | None:
        """The amount in fen; None when it is a count."""
        return self.measure.fen(self.digits)

    def __str__(self) -> str:
        return f"{self.digits}{self.measure}"


_SIGNS = str.maketrans("０１２３４５６７８９．（）／＝：＊", "0123456789.()/=:*")
# Forty digits are no amount of anything, and thousands are not even converted.
NUMBER = r"(?<![\d.])(?<!\d[ ,，。])(?:\d{1,3}(?:,\d{3}){1,12}|\d{1,40})(?:\.\d{1,40})?(?![\d.])"
# The same within a list, where a comma stands before it.
PLAIN_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,12}|\d{1,40})(?:\.\d{1,40})?"
# 万 alone is money only at the end of a clause: 5万人 is a count.
MONEY = r"(?:亿元|万元|千元|百元|元(?![旦素件])|(?:亿|万)(?=[。，；、)\s]|$))"
THING = (
    r"(?:人次|平方米|平米|公里|千字|学时|课时|"
    r"[个人名位件次部条套台辆户处场期册份所家张块本批亩吨米节间座株棵例支只组队班盏])"
)
# How often a period comes in a year; None: only the text can tell.
PERIODS = {"年": 1, "半年": 2, "季度": 4, "月": 12, "天": None, "周": None, "学期": None}
PERIOD = r"(?:半年|季度|学期|[年月天日周])"
EACH = rf"(?:{THING}|{PERIOD})"

AMOUNT = pattern(rf"(?P<digits>{NUMBER})(?P<unit>{MONEY})", re.ASCII)


def amounts_in(text: str) -> tuple[Figure, ...]:
    """List every amount of money a text names, in order; prices are amounts too."""
    clean, places = squeeze(text)
    found = (figure_in(match) for match in AMOUNT.finditer(clean))
    return tuple(moved(figure, places) for figure in found)


def squeeze(text: str) -> tuple[str, list[int]]:
    """Drop blanks, noise of the text layer, and keep where each character came from.

    A blank between digits stays: it may part two numbers, so neither is read across it.
    """
    clean = text.translate(_SIGNS)
    pieces: list[str] = []
    places: list[int] = []
    last = 0
    for blanks in _BLANKS.finditer(clean):
        begin, end = blanks.span()
        pieces.append(clean[last:begin])
        places += range(last, begin)
        if clean[begin - 1 : begin].isdigit() and clean[end : end + 1].isdigit():
            pieces.append(" ")
            places.append(end - 1)
        last = end
    pieces.append(clean[last:])
    places += range(last, len(clean))
    return "".join(pieces), places


_BLANKS = pattern(r"[^\S\n]+")


def less(one: Figure | None, other: Figure | None) -> Figure | None:
    """The difference of two figures in one measure, as precise as the finer; None where they cannot be taken."""
    if one is None or other is None or one.measure != other.measure:
        return None
    value = Decimal(one.digits.replace(",", "")) - Decimal(other.digits.replace(",", ""))
    return replace(one, digits=f"{value:f}")


def figure_in(match: re.Match[str], per: str = "") -> Figure:
    """Take the figure a match names; a price gets the denominator `per`."""
    unit = match["unit"]
    unit += "元" if unit in {"万", "亿"} else ""
    return Figure(match["digits"], Measure(unit, per), match.span())


def moved(figure: Figure, places: Sequence[int]) -> Figure:
    """Give a figure of squeezed text its span in the original."""
    return replace(figure, span=moved_span(figure.span, places))


def moved_span(span: Span, places: Sequence[int]) -> Span:
    """Turn a span of squeezed text into one of the original."""
    return places[span[0]], places[span[1] - 1] + 1
