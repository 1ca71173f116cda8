"""Target values (指标值): a small grammar, read into values and printed back exactly.

    target = masked | date | [comparison] number [measure] | trend [quantity] | phrase

What does not fit is kept as `Unparsed`. For every text, `str(parse_target(text))` is
`canonical(text)`: blanks and marks of the text layer are gone, digits and words stay.
"""

from __future__ import annotations

import calendar
import enum
import operator
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.measure import Measure
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

    from yusuan.core.interval import Interval


class Operator(enum.Enum):
    """Operator (计算符号) of a quantity; the value is its symbol, empty for a bare number."""

    AT_LEAST = "≥"
    MORE_THAN = ">"
    AT_MOST = "≤"
    LESS_THAN = "<"
    EQUAL = "="
    NONE = ""

    def holds(self, actual: Fraction, target: Fraction) -> bool:
        """Tell whether an actual value meets the target; a bare number reads as =."""
        return _HOLDS[self](actual, target)


_HOLDS: dict[Operator, Callable[[Fraction, Fraction], bool]] = {
    Operator.AT_LEAST: operator.ge,
    Operator.MORE_THAN: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.LESS_THAN: operator.lt,
    Operator.EQUAL: operator.eq,
    Operator.NONE: operator.eq,
}
_FLOORS = frozenset({Operator.AT_LEAST, Operator.MORE_THAN})
_CEILINGS = frozenset({Operator.AT_MOST, Operator.LESS_THAN})
_POINTS = frozenset({Operator.EQUAL, Operator.NONE})

_BEFORE = {
    **dict.fromkeys(("≥", ">=", "不低于", "不少于", "不小于", "至少"), Operator.AT_LEAST),
    **dict.fromkeys((">", "大于", "高于", "超过", "多于"), Operator.MORE_THAN),
    **dict.fromkeys(("≤", "<=", "不超过", "不高于", "不大于", "不多于", "最多"), Operator.AT_MOST),
    **dict.fromkeys(("<", "小于", "低于", "少于"), Operator.LESS_THAN),
    **dict.fromkeys(("=", "等于"), Operator.EQUAL),
}
_AFTER = {
    **dict.fromkeys(("及以上", "以上"), Operator.AT_LEAST),
    **dict.fromkeys(("以内", "之内", "及以下", "以下"), Operator.AT_MOST),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure and comparison, digits and words kept as written."""

    digits: str
    measure: Measure | None = None
    comparison: str = ""
    is_bracketed: bool = False

    def __str__(self) -> str:
        unit = "" if self.measure is None else str(self.measure)
        figure = f"{self.digits}({unit})" if self.is_bracketed else f"{self.digits}{unit}"
        return figure + self.comparison if self.comparison in _AFTER else self.comparison + figure

    @property
    def operator(self) -> Operator:
        """What the comparison, in signs or words, asks for."""
        return _BEFORE.get(self.comparison) or _AFTER.get(self.comparison, Operator.NONE)

    @property
    def number(self) -> Fraction:
        """The number in its own measure."""
        return Fraction(self.digits.replace(",", ""))

    @property
    def value(self) -> Fraction:
        """The number in the base of its measure: money in fen, 万件 in 件."""
        return self.number if self.measure is None else self.number * self.measure.scale

    @property
    def interval(self) -> Interval:
        """What the printed number may stand for, in the base of its measure."""
        return (self.measure or Measure("")).interval(self.digits)

    @property
    def fen(self) -> int | None:
        """The amount in fen; None when it is no money or finer than a fen."""
        return None if self.measure is None else self.measure.fen(self.digits)

    def is_comparable_with(self, other: Quantity) -> bool:
        """Tell whether both are in measures of one kind."""
        return (self.measure or Measure("")).is_same_kind(other.measure or Measure(""))

    def same_as(self, other: Quantity) -> bool:
        """Tell whether both ask for the same, however it is written."""
        same_operator = (
            self.operator is other.operator or {self.operator, other.operator} <= _POINTS
        )
        return same_operator and self.is_comparable_with(other) and self.value == other.value

    def is_stricter_than(self, other: Quantity) -> bool:
        """Tell whether meeting this meets the other, and asks for more.

        A point at the other's own bound (100 % against ≥100 %) asks for the same.
        """
        if not self.is_comparable_with(other):
            return False
        mine, bound = self.value, other.value
        if other.operator in _FLOORS and self.operator not in _CEILINGS:
            sharper = mine > bound
        elif other.operator in _CEILINGS and self.operator not in _FLOORS:
            sharper = mine < bound
        else:
            return False
        closes = (other.operator, self.operator) in _CLOSES
        return sharper or (closes and mine == bound)


_CLOSES = {
    (Operator.AT_LEAST, Operator.MORE_THAN),
    (Operator.AT_MOST, Operator.LESS_THAN),
}


@dataclass(frozen=True, slots=True)
class Trend:
    """A change against an earlier year, with or without the amount of it (较上年提高10%)."""

    wording: str
    by: Quantity | None = None

    def __str__(self) -> str:
        return self.wording + ("" if self.by is None else str(self.by))

    @property
    def direction(self) -> Direction:
        """Where the trend goes."""
        ways = (way for way, verbs in _TREND_VERBS.items() if self.wording.endswith(verbs))
        return next(ways, Direction.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A qualitative level in customary words (完全保障)."""

    wording: str

    def __str__(self) -> str:
        return self.wording


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date to be done by; a month or year means its last day."""

    wording: str
    last_day: date

    def __str__(self) -> str:
        return self.wording


@dataclass(frozen=True, slots=True)
class Masked:
    """A classified target (涉密)."""

    def __str__(self) -> str:
        return _MASK


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A text the grammar does not know: a check has too little to go on."""

    wording: str

    def __str__(self) -> str:
        return self.wording


Target: TypeAlias = Quantity | Trend | Phrase | DueDate | Masked | Unparsed

_MASK = "涉密"
_SIGNS = str.maketrans("０１２３４５６７８９．，＞＜＝≧≦⩾⩽（）／－−", "0123456789.，><=≥≤≥≤()/--")
_LATEX = {"geqslant": "≥", "leqslant": "≤", "geq": "≥", "leq": "≤", "ge": "≥", "le": "≤", "%": "%"}
_LATEX_MARK = pattern(r"\\(%|geqslant|leqslant|geq|leq|ge|le)|\$")
# A blank between Latin words or numbers and words is theirs; any other comes from the text layer.
_NOISE_BLANK = pattern(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")


def canonical(text: str) -> str:
    """Clean a target of the text layer's noise: blanks, LaTeX marks, full-width signs."""
    clean = text.translate(_SIGNS)
    while True:
        once = _LATEX_MARK.sub(lambda mark: _LATEX.get(mark[1], ""), clean)
        once = _NOISE_BLANK.sub("", once)
        if once == clean:
            return clean
        clean = once


def parse_target(text: str) -> Target:
    """Read a target value; what the grammar does not know becomes `Unparsed`."""
    clean = canonical(text)
    if clean == _MASK:
        return Masked()
    for read in (_due_date, _quantity, _trend, _phrase):
        target = read(clean)
        if target is not None:
            return target
    return Unparsed(clean)


_MONTHS = range(1, 13)
_DATE = pattern(
    r"(?:于)?(?P<year>(?:19|20)\d\d)"
    r"(?:年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?"
    r"|(?P<mark>[-.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2}))"
    r"(?:底|末)?(?:之前|以前|前)?(?:完成)?",
    re.ASCII,  # other scripts have digits too
)


def _due_date(clean: str) -> DueDate | None:
    match = _DATE.fullmatch(clean)
    if match is None:
        return None
    year, month = int(match["year"]), int(match["month"] or match["m"] or 12)
    if month not in _MONTHS:
        return None
    month_end = calendar.monthrange(year, month)[1]
    day = int(match["day"] or match["d"] or month_end)
    return DueDate(clean, date(year, month, day)) if 1 <= day <= month_end else None


# A unit's characters; 底, 前, 内, 上 … end a date or a comparison, not a unit.
_UNIT = r"(?:(?![底前后内上下以之及和与或至约每])[A-Za-z㎡²℃\u4e00-\u9fff]){1,5}"
_MEASURE = rf"[%％‰]|{_UNIT}(?:/{_UNIT}(?:[/·]{_UNIT})?)?"


def _spelled(words: dict[str, Operator]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_QUANTITY = pattern(
    rf"(?P<before>{_spelled(_BEFORE)})?"
    r"(?P<digits>-?(?:\d{1,3}(?:,\d{3}){1,12}|\d{1,40})(?:\.\d{1,40})?)"
    rf"(?:(?P<open>\()(?P<inner>{_MEASURE})\)|(?P<unit>{_MEASURE}))?"
    rf"(?P<after>{_spelled(_AFTER)})?",
    re.ASCII,
)
# Units nobody has met are short; longer runs of characters are words.
_LONGEST_UNKNOWN_UNIT = 3


def _quantity(clean: str) -> Quantity | None:
    match = _QUANTITY.fullmatch(clean)
    if match is None or (match["before"] and match["after"]):
        return None
    unit = match["inner"] or match["unit"]
    measure = None if unit is None else Measure.parse(unit)
    if measure is not None and not (
        measure.is_known or len(measure.numerator) <= _LONGEST_UNKNOWN_UNIT
    ):
        return None
    comparison = match["before"] or match["after"] or ""
    return Quantity(match["digits"], measure, comparison, is_bracketed=bool(match["open"]))


_TREND_VERBS = {
    Direction.INCREASE: (
        "提高",
        "提升",
        "增加",
        "增长",
        "上升",
        "改善",
        "扩大",
        "加强",
        "增强",
        "好转",
        "优化",
    ),
    Direction.DECREASE: ("降低", "下降", "减少", "缩短", "减轻"),
    Direction.UNCHANGED: ("持平", "不变", "稳定"),
}
_DEGREE = "有所|进一步|明显|显著|稳步|持续|逐年|逐步|不断|大幅|略有|基本|保持|有效|得到|有|的|实现"
_EARLIER = (
    r"(?:比|较|与|相比|相较于)?(?:上年度?|上一年度?|去年|往年|前年|以前年度?|历年|同期|20\d\d年度?)"
    r"(?:同期)?(?:相比|比)?|同比|逐年|较前期|环比"
)
_TREND = pattern(
    rf"(?P<wording>(?:{_EARLIER})(?:{_DEGREE})*"
    rf"(?:{'|'.join(verb for verbs in _TREND_VERBS.values() for verb in verbs)}))(?P<by>.*)"
)


def _trend(clean: str) -> Trend | None:
    match = _TREND.fullmatch(clean)
    if match is None:
        return None
    if not match["by"]:
        return Trend(match["wording"])
    by = _quantity(match["by"])
    return None if by is None else Trend(match["wording"], by)


_ADVERB = (
    "完全|基本|有效|持续|不断|进一步|明显|显著|逐步|逐年|长期|"
    "切实|较好|充分|全面|稳步|大力|及时|全部|有力|足额|按时|按期"
)
_VERB = (
    "保障|保证|提升|提高|改善|促进|增强|加强|完成|满足|实现|维护|推进|推动|降低|减少|下降|发挥|缓解|支付|发放|拨付|"
    "到位|达标|达到|落实|提供|满意|执行|增长|增加|运行|影响|优化|解决|稳定|有效"
)
_LEVEL = "良好|较好|很好|明显|显著|优良|优秀|较高|较大|有效|满意|长期|合格|达标|好|高|优|良|中|差"
_PHRASE = pattern(
    rf"(?:{_ADVERB})+(?:{_VERB})"
    rf"|(?:效果|成效|效益|作用|影响|程度|情况)?(?:{_LEVEL})"
    r"|(?:按|依)(?:照)?[\u4e00-\u9fff]{1,6}(?:支付|完成|执行|发放|拨付|实施|缴纳|办理)"
    rf"|(?:{_VERB})"
)


def _phrase(clean: str) -> Phrase | None:
    return Phrase(clean) if _PHRASE.fullmatch(clean) else None
