"""How figures get typed wrong, and how likely each way is. Used to choose between corrections."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.money import format_amount, last_digit

if TYPE_CHECKING:
    from yusuan.core.money import Printed
    from yusuan.tables.spec import TableSpec

    # Either says in which unit and how finely figures are written.
    Precision: TypeAlias = TableSpec | Printed

# How many places the decimal point moves between yuan and 万元.
_YUAN_IN_WAN = 4


class Slip(enum.Enum):
    """The kind of typing error that turns one figure into another; the value is its cost in a ranking."""

    SWAP = ("swap", "相邻数字颠倒", 0)
    UNIT = ("unit", "金额单位或小数点错位", 0)
    DIGIT = ("digit", "一位数字有误", 1)
    SIGN = ("sign", "正负号有误", 1)
    MISSING = ("missing", "漏录或多录一位数字", 2)
    BLANKED = ("blanked", "漏填", 2)
    STRAY = ("stray", "误填", 2)
    OTHER = ("other", "录入错误", 4)

    def __init__(self, code: str, label: str, cost: int) -> None:
        self.code = code
        self.label = label
        self.cost = cost

    @classmethod
    def between(cls, found: int | None, proposed: int | None, spec: Precision) -> Slip:
        """Name the slip between the figure found and the one proposed, fen; None is a blank."""
        if not found or not proposed:
            return cls.STRAY if found else cls.BLANKED
        if found == -proposed:
            return cls.SIGN
        if is_unit_slip(found, proposed, spec):
            return cls.UNIT
        return _typed(_digits(found, spec), _digits(proposed, spec))


def is_unit_slip(found: int, proposed: int, spec: Precision) -> bool:
    """Tell whether the decimal point moved; digits that fell off the printed end may have been rounded."""
    if (found < 0) != (proposed < 0):
        return False
    small, large = sorted((abs(found), abs(proposed)))
    digit = last_digit(spec.unit, spec.decimals)
    for places in range(1, _YUAN_IN_WAN + 3):
        lost = abs(small * 10**places - large)
        # 88.23 万元 copied as yuan prints 0.01; elsewhere two digits must be left to say anything.
        rounded = small >= 10 * digit or places == _YUAN_IN_WAN
        if lost == 0 or (rounded and 2 * lost <= digit * 10**places):
            return True
    return False


def _digits(fen: int, spec: Precision) -> str:
    """The figure as typed, signs and decimals included; finer than printed where the amount is."""
    decimals = spec.decimals
    while fen * 10**decimals % spec.unit.value:
        decimals += 1
    return format_amount(fen, spec.unit, decimals)


def _typed(one: str, other: str) -> Slip:
    if len(one) == len(other):
        wrong = [n for n in range(len(one)) if one[n] != other[n]]
        if len(wrong) == 1:
            return Slip.DIGIT
        if _swapped(one, other, wrong):
            return Slip.SWAP
    return Slip.MISSING if _one_more(one, other) or _one_more(other, one) else Slip.OTHER


def _swapped(one: str, other: str, wrong: list[int]) -> bool:
    """Two digits beside each other changed places, a decimal point between them or not."""
    if len(wrong) != 2:  # noqa: PLR2004  a swap moves two
        return False
    a, b = wrong
    beside = b - a == 1 or (b - a == 2 and one[a + 1] == ".")  # noqa: PLR2004
    return beside and one[a] == other[b] and one[b] == other[a]


def _one_more(longer: str, shorter: str) -> bool:
    """Tell whether dropping one digit makes the two alike, wherever the decimal point ended up."""
    longer, shorter = longer.replace(".", ""), shorter.replace(".", "").lstrip("0")
    return any(
        (longer[:n] + longer[n + 1 :]).lstrip("0") == shorter for n in range(len(longer))
    ) and len(longer.lstrip("0")) > len(shorter)
