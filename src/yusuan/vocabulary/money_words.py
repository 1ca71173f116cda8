"""Money as people write it, in every form: 8万余元, ￥80000, 捌万元, 8 万 元, 80，000元, 3至5万, 每人300元.

`money_in` is for hiding: it takes the whole of what may be an amount of money, and rather too much than too little.
`narrative.figures` reads exact amounts to compare; a form it does not know is passed over there, and must not be here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from yusuan.core.measure import COUNTED
from yusuan.core.money import FEN_PER_YUAN
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMERALS = {
    **{sign: n for n, sign in enumerate("〇一二三四五六七八九")},
    **{sign: n for n, sign in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "俩": 2,
    "弌": 1,
    "貳": 2,
    "參": 3,
    "陸": 6,
    "廿": 20,
    "卅": 30,
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_LATIN = {"w": 10**4, "k": 1000, "m": 10**6}

_SIGNS = "".join((*_NUMERALS, *_TENS, *_MYRIADS))
# What is taken is not given back (`(?>`, `?+`), and no run is longer than a number can be: a text is searched in one go.
_DIGITS = r"(?>\d{1,3}(?:[,'’_]\d{3}){1,12}(?:\.\d{1,40})?|\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})"
# 壹拾贰万, 八点五万; 半 and 几 and 数 are vague and still say how much.
_WORDS = rf"(?>[{_SIGNS}半几数]{{1,40}}(?:点[{_SIGNS}]{{1,40}})?)"
_NUMBER = rf"(?:{_DIGITS}|{_WORDS})"
_POWER = r"(?:[×xX*·]10(?:\^|\*\*)?\d)?"
_TIMES = r"[十百千万亿拾佰仟萬億]{1,3}|[wWkKmM](?![A-Za-z0-9])"
_MULTIPLE = rf"(?:{_TIMES})?+"
_VAGUE = r"[余多来几许强弱]?+(?:左右|上下|出头|以上|以下|以内)?+"
_ONE = rf"{_NUMBER}{_POWER}{_MULTIPLE}{_VAGUE}"
# 8万5千, 8万零500: an amount in pieces. 3至5万, 30000、50000元: several that share their unit.
_AMOUNT = rf"{_ONE}(?:[零又]?{_ONE}){{0,3}}"
_SEVERAL = rf"{_AMOUNT}(?:[至到~～—–―\-、和及与或,/]{{1,2}}{_AMOUNT}){{0,8}}"
_UNIT = r"(?:人民币|[元圆圓](?![旦素件户])|块钱?|[角毛]|RMB|CNY|rmb|cny|[yY]uan)"
_CURRENCY = r"(?:[¥￥$]|RMB|CNY|rmb|cny|人民币)[:为约共计]{0,3}"
_TAIL = r"[整正]?(?:\d{1,2}[角分]|[一二三四五六七八九壹贰叁肆伍陆柒捌玖][角分]){0,2}[整正]?(?:左右|上下)?"
# What a number behind them counts is money, even without a unit.
_CUES = (
    r"(?:经费|资金|金额|预算(?:数|额)?|费用|投入|支出|总价|单价|价格|价款|造价|价值|补助|补贴|拨款|收入|成本|标准|标的额?|报价|花费|耗资|"
    r"(?<![人次件个项])(?:合计|共计|总计))"
    r"(?:额|数|总额|总数|控制数)?(?:[:为是约共计达到近需超过不大于小≤≥<>=]|不超过|不高于|控制在){0,6}"
)
# What is counted is no money: 8万人, 5万余株. Longest first.
_THINGS = "|".join(sorted({*COUNTED, *"米吨亩升度字分周℃名位两"}, key=len, reverse=True))
_COUNTED = rf"[%％‰]|(?:平方|立方|公)?(?:{_THINGS})|[a-zA-Z%]"
_NO_MORE = rf"(?![\d.]|[万亿千百十]|{_COUNTED})"

# 预算一体化 and 控制预算数 count nothing: without a unit, words must say hundreds at least.
_PLAINLY = rf"(?=[\d.]|[{_SIGNS}]{{1,8}}[百千万佰仟萬亿億])"

_MONEY = pattern(
    rf"{_CURRENCY}{_SEVERAL}{_UNIT}?{_TAIL}"
    rf"|{_SEVERAL}{_UNIT}{_TAIL}"
    # 8万, 8w: a multiple with nothing counted behind it.
    rf"|{_DIGITS}(?:[万亿萬億]|[wW](?![A-Za-z0-9])){_VAGUE}(?!{_COUNTED})"
    rf"|[{_SIGNS}]{{0,40}}[万亿萬億]{_VAGUE}(?=[,。;、)]|$)"
    rf"|(?P<cue>{_CUES})(?P<bare>{_PLAINLY}{_SEVERAL}(?:{_UNIT}{_TAIL})?){_NO_MORE}"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text that is, or may be, money: its place in the text, and the amounts it names in fen."""

    start: int
    end: int
    amounts: tuple[int, ...]


def money_in(text: str) -> tuple[Said, ...]:
    """Every piece of a text that may be money, in order and apart from each other."""
    if not _MAYBE.search(text):
        return ()
    clean, places = _squeezed(text)
    found = []
    for match in _MONEY.finditer(clean):
        start, end = match.span("bare") if match["cue"] else match.span()
        if end > start:
            named = tuple(_amounts(clean[start:end]))
            found.append(Said(places[start], places[end - 1] + 1, named))
    return tuple(found)


def without_money(text: str, instead: str) -> str:
    """The text with every piece that may be money replaced; pieces that touch are replaced once."""
    pieces, last = [], 0
    for said in money_in(text):
        pieces += [text[last : said.start], instead]
        last = said.end
    return _once(instead, "".join([*pieces, text[last:]]))


def _once(word: str, text: str) -> str:
    """One of a word that stands several times in a row."""
    return re.sub(f"(?:{re.escape(word)}){{2,}}", word, text)


def numbers_in(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Every plain number of a text with its place, whatever it counts."""
    clean, places = _squeezed(text)
    for match in _PLAIN.finditer(clean):
        yield (
            places[match.start()],
            places[match.end() - 1] + 1,
            Decimal(_bare(match[0])),
        )


_PLAIN = pattern(_DIGITS)
# Without a number in any width there is no money: most texts are done here.
_MAYBE = pattern(rf"[\d{_SIGNS}半几数①-⑳㈠-㈩]")


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without blanks and invisible signs, in plain width, and where each of its signs stood."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for plain in unicodedata.normalize("NFKC", sign):
            if not plain.isspace() and unicodedata.category(plain) not in {"Cf", "Cc"}:
                signs.append(plain)
                places.append(place)
    return "".join(signs), places


_PARTS = {"角": 10, "毛": 10, "分": 100}
_PIECE = pattern(rf"(?P<number>{_DIGITS}|[{_SIGNS}]+)(?:[×xX*·]10(?:\^|\*\*)?(?P<power>\d))?")
_SHARES = pattern(r"[至到~～—–―\-、和及与或/]")
_SHARED = pattern(r"[百千万亿佰仟萬億]{1,2}|[wWkKmM](?![A-Za-z0-9])")
_MULTIPLES = pattern(_TIMES)


def _amounts(said: str) -> Iterator[int]:
    """The amounts of one piece; those that share a unit (3至5万元) get it."""
    members = [part for part in _SHARES.split(said) if part]
    shared = _multiple_at_end(members[-1]) if members else Decimal(1)
    for n, member in enumerate(members):
        value = _value(member)
        if value is None:
            continue
        yield _fen(value)
        if n < len(members) - 1 and shared != 1 and not _has_multiple(member):
            yield _fen(value * shared)


def _fen(yuan: Decimal) -> int:
    return int(yuan * FEN_PER_YUAN)


def _value(member: str) -> Decimal | None:
    """8万5千 → 85000, 捌万 → 80000, 0.08亿 → 8000000; None where there is no number."""
    total: Decimal | None = None
    rest = member
    while (found := _PIECE.search(rest)) is not None:
        number = _number(found["number"])
        rest = rest[found.end() :]
        if number is None:
            continue
        number *= 10 ** int(found["power"] or 0)
        if (multiple := _MULTIPLES.match(rest)) is not None:
            number *= _multiple(multiple[0])
            rest = rest[multiple.end() :]
        number /= _PARTS.get(rest[:1], 1)
        total = number if total is None else total + number
    return total


def _multiple_at_end(member: str) -> Decimal:
    """What the last of several amounts is counted in: the 万 of 8至10万, and of 八至十万."""
    found = _SHARED.findall(member)
    return _multiple(found[-1]) if found else Decimal(1)


def _has_multiple(member: str) -> bool:
    return _MULTIPLES.search(member) is not None


def _multiple(signs: str) -> Decimal:
    value = Decimal(1)
    for sign in signs:
        value *= _TENS.get(sign) or _MYRIADS.get(sign) or _LATIN[sign.lower()]
    return value


def _number(written: str) -> Decimal | None:
    try:
        return Decimal(_bare(written))
    except InvalidOperation:
        return _in_characters(written)


def _bare(digits: str) -> str:
    return digits.replace(",", "").replace("'", "").replace("’", "").replace("_", "")


def _in_characters(written: str) -> Decimal | None:
    """八万五千 → 85000, 二〇二四 → 2024; None where no numeral stands there."""
    if not any(sign in _NUMERALS or sign in _TENS for sign in written):
        return None
    total = section = number = 0
    for sign in written:
        if sign in _NUMERALS:
            number = number * 10 + _NUMERALS[sign]
        elif sign in _TENS:
            section += (number or 1) * _TENS[sign]
            number = 0
        else:
            total = (total + section + number) * _MYRIADS[sign]
            section = number = 0
    return Decimal(total + section + number)
