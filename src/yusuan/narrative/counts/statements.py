"""Statements of counts: `{what} {number} {measure}` or `{number} {measure} {what}`, with the words on both sides.

Spans count characters of the squeezed text (`narrative.figures.squeeze`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.measure import Measure
from yusuan.core.numerals import number_in_characters
from yusuan.core.patterns import pattern
from yusuan.narrative.figures import NUMBER, Span
from yusuan.vocabulary.counted import LINKS, OPENERS, VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.interval import Interval

_THING = (
    "万?(?:人次|人|名|位|个|家|辆|台套|台|套|件|期|场|次|份|项|部|所|处|间|块|幢|栋|平方公里|平方米|立方米|平米|公顷|亩|公里|千米|米|"
    "吨|条|座|户|株|棵|批|张|册|本|只|头|盏|艘|组)"
)
# An ordinal, a date and a share are no count; nor is 统一个 or 一个 of anything.
_COUNT = pattern(
    rf"(?<!第)(?:(?P<digits>{NUMBER})(?P<unit>{_THING})"
    r"|(?<![一二三四五六七八九十百千\d第])(?P<chinese>[两二三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)(?P<counter>个|家|名|辆))"
    r"(?!百分点|月|季度|学期|工作日|小时|年|国家|元|级|线|亿|万)",
    re.ASCII,
)
_BOUNDARY = pattern(
    rf"[、,，。;；:：()\n“”\"]|{OPENERS}|以及|(?<![惠普涉顾触])及|和|(?<!参)与(?!会)"
)
_AFTER = pattern(rf"[、,，。;；:：()\n\d]|{OPENERS}|以及|及(?!其)|和|组成|构成")
_LINKS_AT_END = pattern(rf"(?:{LINKS})+$")
_VERB_AT_END = pattern(rf"(?:{VERBS})$")
# 个 and 家 count what follows them, unless the sentence goes on: 下属单位3家均为事业单位.
_HOUSES = frozenset({"个", "家"})
_NOT_NAMED = pattern(r"[均都全皆为是在由未无不已按]|分别|共")
_LONGEST = 24


@dataclass(frozen=True)
class Count:
    """A count with the words before and after it up to the next sign; `text` is the whole squeezed text."""

    digits: str
    measure: Measure
    span: Span
    before: str
    after: str

    @cached_property
    def value(self) -> Interval:
        """What the number may stand for."""
        return self.measure.interval(self.digits)

    @cached_property
    def number(self) -> int | None:
        """The whole number counted; None for a measured quantity."""
        value = self.value
        return int(value.value) if value.low == value.high else None

    @cached_property
    def is_named_after(self) -> bool:
        """Tell whether the words after the number say what is counted: 设5个内设机构."""
        if not self.after:
            return False
        if self.measure.numerator in _HOUSES and not _NOT_NAMED.match(self.after):
            return True
        return not self.before or _VERB_AT_END.search(self.before) is not None

    @cached_property
    def what(self) -> str:
        """The words that say what is counted."""
        return self.after if self.is_named_after else _LINKS_AT_END.sub("", self.before)

    def __str__(self) -> str:
        return f"{self.digits}{self.measure}"


def counts_in(clean: str) -> Iterator[Count]:
    """Every count of a squeezed text, in order."""
    floor = 0
    for match in _COUNT.finditer(clean):
        unit = match["unit"] or match["counter"]
        digits = match["digits"] or str(number_in_characters(match["chinese"]))
        start = max(floor, match.start() - _LONGEST)
        marks = [mark.end() for mark in _BOUNDARY.finditer(clean, start, match.start())]
        begin = max([start, *marks])
        stop = _AFTER.search(clean, match.end(), match.end() + _LONGEST)
        end = stop.start() if stop else min(len(clean), match.end() + _LONGEST)
        floor = match.end()
        yield Count(
            digits,
            Measure(unit),
            match.span(),
            clean[begin : match.start()],
            clean[match.end() : end],
        )
