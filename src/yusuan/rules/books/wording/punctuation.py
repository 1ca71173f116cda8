"""Punctuation: signs set twice, marks left open, signs of text inside a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._words import listed
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Verdict

_SIGNS = str.maketrans(",;:", "，；：")
_AROUND, _NAMED = 8, 3


def _around(text: str, match: re.Match[str]) -> str:
    return f"“{text[max(0, match.start() - _AROUND) : match.end() + _AROUND]}”"


# --- signs set twice --------------------------------------------------------------------------------------

# Three and more are leaders or an ellipsis; ；。 closes the last of a list by habit in some offices, 。； nothing.
_TWICE = pattern(
    r"(?<![。，、；：.…·])(?:([。，、；：])\1|，[。；、]|。[，、；]|、[。，；]|；[，、]|：[，。；])(?![。，、；：.…·])"
)


def signs_stand_once(evidence: Evidence) -> Iterable[Verdict]:
    """No two signs of punctuation in a row that cannot follow each other."""
    found: list[tuple[Line, str]] = []
    for line in evidence.paper.body:
        text = line.squeezed.translate(_SIGNS)
        found += [(line, _around(text, match)) for match in _TWICE.finditer(text)]
    if found:
        yield failed(
            f"标点重复或连用有误，共 {len(found)} 处：{listed([words for _, words in found], _NAMED)}",
            *(line.where for line, _ in found),
        )


# --- marks left open --------------------------------------------------------------------------------------

_PAIRS = (("“", "”"), ("《", "》"), ("‘", "’"))
_ENDS = pattern(r"[。；！？：]$")
_SIGN = pattern(r"[，。；、：“”]")
_LONGEST_TITLE = 30
_STRAIGHT = '"＂'


def marks_are_closed(evidence: Evidence) -> Iterable[Verdict]:
    """Quotation marks come in pairs within a paragraph. Silent where a paragraph may go on over lines or pages."""
    found: list[tuple[Line, str]] = []
    for line in _whole_paragraphs(evidence.paper.body):
        text = line.squeezed
        for opening, closing in _PAIRS:
            place = _alone(text, opening, closing)
            if place is not None:
                found.append((line, text[max(0, place - 4) : place + _AROUND]))
    if found:
        said = listed([f"‘{words}…’" for _, words in found], _NAMED)
        yield failed(
            f"引号或书名号没有配对，共 {len(found)} 处：{said}", *(n.where for n, _ in found)
        )


def _whole_paragraphs(lines: Iterable[Line]) -> Iterator[Line]:
    """Paragraphs that end as sentences do and follow one that does, or a heading."""
    is_fresh = True
    for line in lines:
        ends = bool(_ENDS.search(line.squeezed))
        if is_fresh and ends and not line.level and not set(line.text) & set(_STRAIGHT):
            yield line
        is_fresh = ends or bool(line.level) or _is_title(line.squeezed)


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not _SIGN.search(text)


def _alone(text: str, opening: str, closing: str) -> int | None:
    """The place of the first mark without its partner, where one kind is more than the other."""
    if text.count(opening) == text.count(closing):
        return None
    open_: list[int] = []
    for place, sign in enumerate(text):
        if sign == opening:
            open_.append(place)
        elif sign == closing:
            if not open_:
                return place
            open_.pop()
    return open_[-1] if open_ else None


# --- signs inside a number --------------------------------------------------------------------------------

# 612，00万元: two digits are decimals, three may be thousands. Two amounts in a row are a list.
_SPLIT = pattern(
    r"(?<![\d.，,、年])(?P<first>\d{1,6})[，。、](?P<rest>\d{2,3}(?:\.\d{1,2})?)(?=(?:[万亿千百]?元(?![/／每])|%|％|个百分点))"
    r"|(?:占|增长|下降|为|达|的)(?P<share>\d{1,2})[，。、]\d(?=%|％)"
)
# 312.5O万元: a letter typed for a digit.
_LETTER = pattern(r"(?<![A-Za-z\d.])\d[\d,.]*[OoIlQ][\d,.]*(?=[万亿千百]?元|%|％)")
# 9,62.74万元: thousands are three digits each. Without decimals or a second comma it may be a list.
_GROUPED = pattern(
    r"(?<![\d.，,、年])(?!\d{1,3}(?:,\d{3})+(?![\d,]))"
    r"(?:\d{1,9}(?:,\d{1,9}){1,9}\.\d{1,9}|\d{1,9}(?:,\d{1,9}){2,9})(?=[万亿千百]?元(?![/／每]))"
)
# 962.7400001万元, 0.30000000000000004元: what a spreadsheet makes of a sum; nothing is paid below one fen.
_TOO_FINE = pattern(
    r"(?<![\d.,])(?:[\d,]{1,20}\.\d{7,20}(?=[万千百]?元(?![/／每]))|[\d,]{1,20}\.\d{5,20}(?=元(?![/／每])))",
    re.ASCII,
)
_LIST = pattern(r"分别|各|依次|之间|至|每|\d(?:[万亿千百]?元|%|人|个|辆)?[，、]$")
_CLAUSE = pattern(r"[^。；，：]*$")
_YEARS = range(1990, 2100)


def numbers_hold_no_text_signs(evidence: Evidence) -> Iterable[Verdict]:
    """Separators are where thousands end, decimals end at the fen: no 612，00万元, no 9,62.74万元, no 0.30000004元."""
    for line in evidence.paper.body:
        text = line.squeezed
        for match in _LETTER.finditer(text):
            around = text[max(0, match.start() - _AROUND) : match.end() + 2]
            yield failed(f"“{around}”的数字中混有字母", line.where)
        for match in _TOO_FINE.finditer(text):
            around = text[max(0, match.start() - _AROUND) : match.end() + 2]
            yield failed(f"“{around}”精确到分以下，不是能支付的金额", line.where)
        for match in _GROUPED.finditer(text):
            before = _CLAUSE.search(text[: match.start()])
            if before is None or not _LIST.search(before[0]):
                around = text[max(0, match.start() - _AROUND) : match.end() + 2]
                yield failed(f"“{around}”的千分位不是每三位一节", line.where)
        for match in _SPLIT.finditer(text):
            before = _CLAUSE.search(text[: match.start()])
            is_listed = before is not None and _LIST.search(before[0])
            whole = match["first"] or match["share"]
            is_year = int(whole) in _YEARS and match["rest"] != "00"
            if not is_listed and not is_year:
                sign = text[max(match.end("first"), match.end("share"))]
                yield failed(
                    f"“{text[max(0, match.start() - _AROUND) : match.end() + 2]}”的数字中间是标点“{sign}”，"
                    "不是小数点或千分位",
                    line.where,
                )


RULES = (
    Rule(
        id="numbers-hold-no-text-signs",
        claim="数字中没有夹用文字标点",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请改用半角小数点“.”，千分位用半角逗号“,”、每三位一节，或不用；金额至多写到分。",
        check=numbers_hold_no_text_signs,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="punctuation-stands-once",
        claim="标点没有重复",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.MANNER,
        hint="请删去多余的标点。",
        check=signs_stand_once,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="quotation-marks-are-closed",
        claim="引号、书名号成对",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.MANNER,
        hint="请补上另一半引号或书名号，并检查引用的内容是否完整。",
        check=marks_are_closed,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
