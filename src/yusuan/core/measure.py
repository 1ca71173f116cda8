"""Measures (计量单位): what one of a number is, in money, counts, ratios and rates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from yusuan.core.interval import Interval
from yusuan.core.money import FEN_PER_YUAN

# Money in any unit comes down to fen; 分 by itself is a score.
_FEN = "fen"

# Spellings that mean the same measure; printing keeps what was written.
_PLAIN = {
    "％": "%",
    "平米": "平方米",
    "㎡": "平方米",
    "m²": "平方米",
    "名": "人",
    "位": "人",
    "人数": "人",
    "个月": "月",
    "日": "天",
    "个工作日": "工作日",
    "个百分点": "百分点",
    "个小时": "小时",
    "公里": "千米",
    "公斤": "千克",
}
_MULTIPLES = {"亿": 10**8, "万": 10**4, "千": 10**3, "百": 100}

# Things one cannot have half of: an integer number of them is exact.
COUNTED = frozenset(
    "人件次个部条套户台辆处场期册份所家张块本批节项支只间座株棵例类种篇幅面组队班轮村站点枚艘架盏盒箱把栋宗起门届"
    "年月天"
) | {"人次", "社区", "季度", "学期"}
_MEASURED = frozenset("米吨亩升度字分周℃") | {
    *("平方米", "平方公里", "立方米", "千米", "千克", "公顷", "千瓦", "千瓦时"),
    *("分钟", "小时", "学时", "课时", "工作日", "百分点"),
}
_BASES = {
    **{unit: (unit, Fraction(1)) for unit in COUNTED | _MEASURED},
    "%": ("%", Fraction(1)),
    "‰": ("%", Fraction(1, 10)),
    "元": (_FEN, Fraction(FEN_PER_YUAN)),
}


def plain_unit(unit: str) -> tuple[str, Fraction]:
    """Reduce a unit to its base and multiple: 万元 is 1,000,000 fen, 平米 is 1 平方米."""
    if unit in _PLAIN:
        return plain_unit(_PLAIN[unit])
    if unit in _BASES:
        return _BASES[unit]
    multiple = _MULTIPLES.get(unit[:1])
    if multiple is None:
        return unit, Fraction(1)
    base, rest = plain_unit(unit[1:])
    return base, multiple * rest


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as printed: 万元, 人, %, or a rate such as 元/千字 with its denominator."""

    numerator: str
    denominator: str = ""

    @classmethod
    def parse(cls, text: str) -> Measure:
        """Split a measure at its first stroke."""
        numerator, _, denominator = text.partition("/")
        return cls(numerator, denominator)

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}" if self.denominator else self.numerator

    @property
    def denominators(self) -> tuple[str, ...]:
        """The base units of the denominator: two for 元/人·月."""
        units = [unit for unit in re.split(r"[/·]", self.denominator) if unit]
        return tuple(sorted(plain_unit(unit)[0] for unit in units))

    @property
    def base(self) -> str:
        """The numerator without its multiple."""
        return plain_unit(self.numerator)[0]

    @property
    def scale(self) -> Fraction:
        """How many of the base measure one of this is: 10,000 for 万件, 100 (fen) for 元."""
        _, scale = plain_unit(self.numerator)
        for unit in re.split(r"[/·]", self.denominator):
            scale /= plain_unit(unit)[1] if unit else 1
        return scale

    @property
    def is_money(self) -> bool:
        """Tell whether this is an amount of money, not a price per something."""
        return not self.denominator and self._counts_money

    @property
    def is_price(self) -> bool:
        """Tell whether this is money per something (元/人)."""
        return bool(self.denominator) and self._counts_money

    @property
    def is_rate(self) -> bool:
        """Tell whether this has a denominator (元/人, 套/人)."""
        return bool(self.denominator)

    @property
    def is_ratio(self) -> bool:
        """Tell whether this is a share (%, ‰)."""
        return not self.denominator and self.base == "%"

    @property
    def is_known(self) -> bool:
        """Tell whether the numerator is a measure met before."""
        return self.base == _FEN or self.base in _BASES

    @property
    def _counts_money(self) -> bool:
        return self.base == _FEN

    def is_same_kind(self, other: Measure) -> bool:
        """Tell whether numbers in the two can be compared: 万元 and 元, ％ and %."""
        return self.base == other.base and self.denominators == other.denominators

    def fen(self, digits: str) -> int | None:
        """Turn a printed number of this money into fen; None if not money or finer than a fen."""
        if not self._counts_money:
            return None
        return _fen(self.numerator, digits)

    def interval(self, digits: str) -> Interval:
        """Read a printed number in base units: a whole count is exact, all else ± half a digit."""
        return _interval(self, digits)


# A text says the same few hundred figures again and again, and every comparison asks for them.
@lru_cache(maxsize=4096)
def _fen(unit: str, digits: str) -> int | None:
    fen = Fraction(digits.replace(",", "")) * plain_unit(unit)[1]
    return fen.numerator if fen.denominator == 1 else None


@lru_cache(maxsize=4096)
def _interval(measure: Measure, digits: str) -> Interval:
    is_count = measure.base in COUNTED and measure.scale == 1 and "." not in digits
    if is_count:
        return Interval.exact(Fraction(digits.replace(",", "")))
    return Interval.printed(digits, measure.scale)
