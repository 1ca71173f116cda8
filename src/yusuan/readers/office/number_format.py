"""Print a stored number the way its spreadsheet shows it: the printed precision is what a document says."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

# Excel keeps 15 digits; what it stores beyond them is the noise of binary fractions.
_EXCEL = Context(prec=15)
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_LARGEST_EXPONENT = 100
# General shows eleven characters.
_GENERAL_WIDTH = 11
_LONGEST_FORMAT = 255
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"',
    49: "@",
}  # fmt: skip
# Quoted and escaped characters, spacers, fillers and brackets; then dates; then digits.
_TOKEN = pattern(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<spacer>_.)|\*.|(?P<bracket>\[[^\]]*\])'
    r"|(?P<general>general)|(?P<date>y+|m+|d+|h+|s+|am/pm|a/p)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)"
    r"|(?P<exponent>e[+-]0+)|(?P<text>@)|(?P<percent>%)|(?P<comma>,)|(?P<fraction>/)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = pattern(r"\[\s*(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*\]")
_ELAPSED = pattern(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CURRENCY = pattern(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")


class _Token(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    """One part of a format, between semicolons."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    @property
    def is_date(self) -> bool:
        """Whether it prints a day or an hour."""
        kinds = {token.kind for token in self.tokens}
        return "date" in kinds and "digits" not in kinds


def code_of(number: int, custom: str | None) -> str:
    """The format code of a format number; what is not built in was written by the author."""
    return custom if custom is not None else _BUILT_IN.get(number, "")


def number_of(written: str) -> Decimal | None:
    """A number as a spreadsheet stores it, without binary noise; None when it is none."""
    try:
        value = _EXCEL.create_decimal(written.strip())
    except ArithmeticError:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT else None


def shown(value: Decimal, code: str, *, is_1904: bool = False) -> str:
    """A number as its format shows it."""
    if not code:
        return _general(value)
    section, is_signed = _chosen(_sections(code[:_LONGEST_FORMAT]), value)
    if section is None:
        return _general(value)
    if section.is_date:
        moment = _moment(value, is_1904=is_1904)
        return _general(value) if moment is None else _dated(section, moment)
    return _numbered(section, value, is_signed=is_signed)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    found: list[list[_Token]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match[0]
        if kind == "other" and text == ";":
            found.append([])
            conditions.append(None)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(text)
            elapsed, currency = _ELAPSED.fullmatch(text), _CURRENCY.fullmatch(text)
            if condition:
                conditions[-1] = (condition[1], Decimal(condition[2]))
            elif elapsed:
                found[-1].append(_Token("date", elapsed[1].lower()))
            elif currency and currency[1]:
                found[-1].append(_Token("quoted", currency[1]))
        elif kind in {"quoted", "escaped"}:
            found[-1].append(_Token("quoted", match[kind]))
        elif kind is not None and kind != "spacer":
            found[-1].append(_Token(kind, text.lower() if kind == "date" else text))
    return tuple(map(_Section, map(tuple, found), conditions))


def _chosen(sections: Sequence[_Section], value: Decimal) -> tuple[_Section | None, bool]:
    """The part that prints a value, and whether it leaves the sign to us; None is General."""
    conditional = [section for section in sections if section.condition]
    for section in conditional:
        if _holds(section.condition, value):
            return _or_general(section), True
    plain = [section for section in sections if not section.condition]
    if conditional:
        return (_or_general(plain[0]) if plain else None), True
    positive, negative, zero = 0, 1, 2
    place = zero if value == 0 else negative if value < 0 else positive
    if place < len(sections):
        # The fourth part is for text.
        return _or_general(sections[place]), place == positive
    return _or_general(sections[0]), True


def _or_general(section: _Section) -> _Section | None:
    kinds = {token.kind for token in section.tokens}
    is_plain = bool(kinds & {"general", "fraction"}) and "date" not in kinds
    return None if is_plain or kinds == {"text"} else section


def _holds(condition: tuple[str, Decimal] | None, value: Decimal) -> bool:
    if condition is None:
        return False
    operator, limit = condition
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[operator]


def _general(value: Decimal) -> str:
    text = _plain(value)
    if len(text.lstrip("-")) <= _GENERAL_WIDTH or "." not in text:
        return text
    room = _GENERAL_WIDTH - 1 - len(text.lstrip("-").partition(".")[0])
    return _plain(_rounded(value, max(room, 0)))


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=_WIDE)


# --- numbers ------------------------------------------------------------------------------------------------


def _numbered(section: _Section, value: Decimal, *, is_signed: bool) -> str:
    """Digits into the first place for digits; whatever else stands there is printed as it is."""
    digits = next((token.text for token in section.tokens if token.kind == "digits"), None)
    percents = sum(token.kind == "percent" for token in section.tokens)
    exponent = next((token for token in section.tokens if token.kind == "exponent"), None)
    figure = ""
    is_negative = value < 0
    if digits is not None:
        scaled = abs(value).scaleb(2 * percents, context=_WIDE)
        printed = _scientific(scaled, digits) if exponent else _digits(scaled, digits)
        figure = printed
        is_negative = is_negative and bool(re.search("[1-9]", printed))
    words: list[str] = []
    for token in section.tokens:
        if token.kind == "digits":
            words.append(figure)
            figure = ""
        elif token.kind in {"quoted", "other", "percent", "date"}:
            words.append(token.text)
    text = "".join(words).strip()
    return f"-{text}" if is_signed and is_negative else text


def _digits(value: Decimal, form: str) -> str:
    whole_form, _, fraction_form = form.partition(".")
    thousands = len(whole_form) - len(whole_form.rstrip(","))
    has_groups = "," in whole_form.rstrip(",")
    scaled = value.scaleb(-3 * thousands, context=_WIDE)
    text = format(_rounded(scaled, len(fraction_form)), "f")
    whole, _, fraction = text.partition(".")
    least_whole = whole_form.count("0")
    whole = whole.lstrip("0").rjust(least_whole, "0")
    least_fraction = fraction_form.rstrip("#?")
    while len(fraction) > len(least_fraction) and fraction.endswith("0"):
        fraction = fraction[:-1]
    if has_groups and whole:
        whole = f"{int(whole):,}".rjust(least_whole, "0")
    has_point = "." in form and bool(fraction or fraction_form)
    return f"{whole}.{fraction}" if has_point else whole


def _scientific(value: Decimal, form: str) -> str:
    places = len(form.partition(".")[2])
    power = value.adjusted() if value else 0
    mantissa = _rounded(value.scaleb(-power, context=_WIDE), places)
    return f"{mantissa}E{power:+03d}"


# --- dates --------------------------------------------------------------------------------------------------


def _moment(serial: Decimal, *, is_1904: bool) -> dt.datetime | None:
    last_serial = 2_958_465  # 9999-12-31
    if not 0 <= serial < last_serial - (1462 if is_1904 else 0):
        return None
    days = int(serial)
    seconds = int(_rounded((serial - days) * 86_400, 0))
    # Excel believes that 1900 was a leap year: day 60 never was.
    start = dt.date(1904, 1, 1) if is_1904 else dt.date(1899, 12, 31 if days < 60 else 30)  # noqa: PLR2004
    return dt.datetime.combine(start, dt.time()) + dt.timedelta(days=days, seconds=seconds)


def _dated(section: _Section, moment: dt.datetime) -> str:
    words: list[str] = []
    dates = [token.text for token in section.tokens if token.kind == "date"]
    seen = 0
    for token in section.tokens:
        if token.kind == "date":
            before = dates[seen - 1] if seen else ""
            after = dates[seen + 1] if seen + 1 < len(dates) else ""
            is_minute = before.startswith("h") or after.startswith("s")
            words.append(_date_part(token.text, moment, is_minute=is_minute))
            seen += 1
        elif token.kind in {"quoted", "other", "fraction", "comma"}:
            words.append(token.text)
    return "".join(words).strip()


def _date_part(form: str, moment: dt.datetime, *, is_minute: bool) -> str:
    letter, width = form[0], min(len(form), 2)
    short = 2
    if letter == "y":
        return f"{moment.year:04d}" if len(form) > short else f"{moment.year % 100:02d}"
    if letter == "a":
        return "AM" if moment.hour < 12 else "PM"  # noqa: PLR2004
    number = {
        "m": moment.minute if is_minute else moment.month,
        "d": moment.day,
        "h": moment.hour,
        "s": moment.second,
    }[letter]
    return f"{number:0{width}d}"
