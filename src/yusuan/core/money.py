"""Amounts in whole fen, and what a printed figure can still say about them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    import re

FEN_PER_YUAN = 100
# ±9 × 10^16 fen = 900 trillion yuan: inside 64 bits with room for sums of a whole country.
LARGEST = 9 * 10**16


class MoneyUnit(enum.Enum):
    """The unit an amount is written in; the value is its fen."""

    FEN = 1
    YUAN = 100
    THOUSAND_YUAN = 100_000
    WAN_YUAN = 1_000_000

    @property
    def label(self) -> str:
        """The unit as documents print it."""
        return {1: "分", 100: "元", 100_000: "千元", 1_000_000: "万元"}[self.value]

    @classmethod
    def from_label(cls, label: str) -> MoneyUnit:
        """Find the unit a document names. Raises ValueError for any other word."""
        for unit in cls:
            if unit.label == label:
                return unit
        msg = f"unknown money unit {label!r}"
        raise ValueError(msg)


_AMOUNT = pattern(
    r"(?P<open>\()?(?![¥￥]{2})[¥￥]?(?P<sign>[-+])?[¥￥]?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<fraction>\d*))?"
    r"(?P<unit>万元|元)?(?(open)\))"
)
# Full-width characters, and the dashes that are printed for a minus sign.
_FULL_WIDTH = str.maketrans(
    "０１２３４５６７８９．，＋（）－﹣−‐‑–",
    "0123456789.,+()" + "-" * 6,
)
# So short and whole, a number in brackets is as likely the mark of a list or the number of a column.
_LONGEST_MARK = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed, with the precision it was printed to."""

    fen: int
    decimals: int
    unit: MoneyUnit

    @property
    def half_digit(self) -> int:
        """Half of the last printed digit, in fen: what rounding may have hidden (0 when exact)."""
        return self.unit.value // (2 * int(10**self.decimals))

    def __str__(self) -> str:
        return format_amount(self.fen, self.unit, self.decimals)


@lru_cache(maxsize=4096)
def parse_amount(text: str, unit: MoneyUnit) -> Printed:
    """Read a printed amount; raises ValueError when it is none, or finer than a fen, or too large.

    A unit printed with the figure (12.5万元) goes before the one given. Brackets are a minus sign (12.00 in brackets
    is -12.00), except around one or two bare digits, which are read as no amount.
    """
    squeezed = "".join(text.split()).translate(_FULL_WIDTH)
    match = _AMOUNT.fullmatch(squeezed)
    if not match or not (match["whole"] or match["fraction"]) or _is_mark(match):
        msg = f"not an amount: {text!r}"
        raise ValueError(msg)
    own = MoneyUnit.from_label(match["unit"]) if match["unit"] else unit
    whole, fraction = (match["whole"] or "0").replace(",", ""), match["fraction"] or ""
    fen, rest = divmod(int(whole + fraction) * own.value, 10 ** len(fraction))
    if rest:
        msg = f"finer than one fen: {text!r}"
        raise ValueError(msg)
    if fen > LARGEST:
        msg = f"too large for an amount: {text!r}"
        raise ValueError(msg)
    is_negative = bool(match["open"]) or match["sign"] == "-"
    return Printed(-fen if is_negative else fen, len(fraction), own)


def amount_or_none(text: str, unit: MoneyUnit) -> Printed | None:
    """The same where a text may be anything; None where it is no amount."""
    try:
        return parse_amount(text, unit)
    except ValueError:
        return None


def _is_mark(match: re.Match[str]) -> bool:
    """Tell what brackets hold that is no amount: a mark, or a figure that has a sign already."""
    if not match["open"]:
        return False
    is_bare = (
        match["fraction"] is None
        and not match["unit"]
        and len(match[0]) == len(match["whole"] or "") + 2
    )
    return bool(match["sign"]) or (is_bare and len(match["whole"] or "") <= _LONGEST_MARK)


def round_half_up(fen: int, step: int) -> int:
    """Round to a multiple of `step` fen, halves away from zero (四舍五入)."""
    quotient, rest = divmod(abs(fen), step)
    rounded = (quotient + (2 * rest >= step)) * step
    return rounded if fen >= 0 else -rounded


def last_digit(unit: MoneyUnit, decimals: int) -> int:
    """What one step of the last printed digit is worth, in fen (at least one fen)."""
    return max(1, unit.value // int(10**decimals))


def format_amount(fen: int, unit: MoneyUnit, decimals: int = 2, *, grouped: bool = False) -> str:
    """Print an amount in a unit, rounded half up to the decimals."""
    scaled = round_half_up(fen * 10**decimals, unit.value) // unit.value
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(decimals + 1, "0")
    whole, fraction = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    if grouped:
        whole = f"{int(whole):,}"
    return f"{sign}{whole}.{fraction}" if decimals else f"{sign}{whole}"


def yuan(fen: int) -> str:
    """Print fen as yuan with two decimals, the form of every interchange file."""
    return format_amount(fen, MoneyUnit.YUAN)
