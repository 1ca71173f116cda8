"""Chinese numerals for list numbers and years."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_TEN = 10


def list_number(n: int) -> str:
    """1 → 一, 12 → 十二, 31 → 三十一; for 1 to 99."""
    tens, ones = divmod(n, _TEN)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def year_in_characters(year: int) -> str:
    """2024 → 二〇二四."""
    return "".join(_DIGITS[int(digit)] for digit in str(year))


def number_in_characters(text: str) -> int:
    """三 → 3, 十二 → 12, 两 → 2; for 1 to 99."""
    tens, sign, ones = text.replace("两", "二").rpartition("十")
    value = _DIGITS.index(ones) if ones else 0
    return value + (_TEN * (_DIGITS.index(tens) if tens else 1) if sign else 0)
