"""A count and what it is divided into: which counts are parts of which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.narrative.counts.judging import (
    EVERY_GRADE,
    PEOPLE,
    Division,
    Judgement,
    families,
    grades,
    judge,
)
from yusuan.narrative.counts.statements import Count, counts_in
from yusuan.vocabulary.counted import (
    GRADES,
    OPENERS,
    SELF,
    UNITS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.figures import Span

_SENTENCE = pattern(r"[^。\n]+[。\n]?")
_SIGN = pattern(rf"[()]|{OPENERS}|[;；:：]")
# 编制 … 实有 …: where one of two has the word, they are no parts of one whole.
_WHOLE_ONLY = tuple(map(pattern, ("实有", "编制(?!人员|内)")))
_UNITS = pattern(rf"(?:{UNITS})|机关|机构|学校|医院|站所")
_SELF = pattern(rf"(?:^|[、,，:：(和及与括含由])(?:{SELF})(?=[、,，。;；和及与以(]|$)")
_FEWEST_GRADES = 2
# 没有评定为“差”的项目, 无不合格项目.
_NOBODY = pattern(
    rf"(?:没有|未有|无)[^,，。;；、]{{0,8}}?[“\"]?(?:{'|'.join(words for _, words in GRADES)})[”\"]?(?:等次|等级|档)?(?:的|项目|$)"
)


def divisions(clean: str) -> tuple[Division, ...]:
    """Every whole with its parts in a squeezed text, sentence by sentence."""
    counts = list(counts_in(clean))
    found: list[Division] = []
    place = 0
    for sentence in _SENTENCE.finditer(clean):
        own = []
        while place < len(counts) and counts[place].span[1] <= sentence.end():
            own.append(counts[place])
            place += 1
        if len(own) > 1:
            found += _Reader(clean, own, sentence.end()).divisions()
    told = {_spans(one) for one in found if judge(one) is not Judgement.OPEN}
    return (*found, *(one for one in _graded(clean, counts) if _spans(one) not in told))


def _spans(division: Division) -> tuple[Span, ...]:
    return (division.whole.span, *(part.span for part in division.parts))


class _Reader:
    """The counts of one sentence, read from left to right: brackets and openers open lists, signs close them."""

    def __init__(self, clean: str, counts: Sequence[Count], end: int) -> None:
        self.clean, self.counts, self.end = clean, counts, end
        self.open: list[Division] = []
        self.done: list[Division] = []

    def divisions(self) -> list[Division]:
        before: Count | None = None
        for count in self.counts:
            if before is not None:
                self._step(before, count, self.clean[before.span[1] : count.span[0]])
            if self.open:
                self.open[-1].parts.append(count)
            before = count
        tail = self.clean[self.counts[-1].span[1] : self.end]
        if not tail.endswith(("。", ")", "；", ";")) and self.open:
            self.open[-1].is_cut = "\n" in tail or not tail
        self.done += self.open
        return [one for one in self.done if one.parts]

    def _step(self, before: Count, count: Count, between: str) -> None:
        """Open and close lists between two counts."""
        opened = None
        for sign in _SIGN.finditer(between):
            rest = between[: sign.start()]
            if sign[0] == ")":
                # 58人(含工勤人员): a bracket without a number divides nothing.
                if opened is not None:
                    opened = None
                else:
                    self._close_bracket()
            elif sign[0] in ";；":
                self._close_open()
            elif sign[0] == "(":
                opened = Division(before, in_brackets=True)
            elif opened is None and _opens(rest):
                opened = Division(before)
        if opened is not None:
            opened.has_self = _SELF.search(between) is not None
            self.open.append(opened)
            return
        while self.open and not self.open[-1].in_brackets and self._leaves(count, between):
            self.done.append(self.open.pop())

    def _leaves(self, count: Count, between: str) -> bool:
        """Tell whether a count after a comma is no more part of the list before it."""
        last = self.open[-1]
        has_comma = bool(re.search(r"[,，]", between))
        if last.parts and has_comma:
            if last.commas or len(last.parts) == 1:
                last.commas = True
                return not _is_like(last.parts[0], count)
            return True
        return count.measure.base != last.whole.measure.base

    def _close_bracket(self) -> None:
        self._close_open()
        if self.open:
            self.done.append(self.open.pop())

    def _close_open(self) -> None:
        while self.open and not self.open[-1].in_brackets:
            self.done.append(self.open.pop())


def _opens(between: str) -> bool:
    """Tell whether nothing but the name of what was counted stands before the opener."""
    return not re.search(r"[、;；\d]", between) and len(re.findall(r"[,，]", between)) <= 1


def _is_like(one: Count, other: Count) -> bool:
    if one.measure.base != other.measure.base:
        return False
    if one.measure.base not in PEOPLE:
        return True
    if any(bool(word.search(one.what)) != bool(word.search(other.what)) for word in _WHOLE_ONLY):
        return False
    return bool(families(one) & families(other))


def _graded(clean: str, counts: Sequence[Count]) -> Iterator[Division]:
    """Projects by grade below the projects evaluated, where other figures or a full stop stand between."""
    n = 0
    while n < len(counts):
        group: dict[str, Count] = {}
        while n < len(counts) and len(grade := _grade_of(clean, counts[n])) == 1:
            if grade[0] in group:
                break
            group[grade[0]] = counts[n]
            n += 1
        if len(group) < _FEWEST_GRADES:
            n += not group
            continue
        parts = list(group.values())
        base = parts[0].measure.base
        wholes = [
            c
            for c in counts[: n - len(group)]
            if "项目" in (c.before + c.after)
            and not _grade_of(clean, c)
            and c.measure.base == base
            and not _apart(clean, c, parts[0])
        ]
        if not wholes or any(c.measure.base != base for c in parts):
            continue
        division = Division(wholes[-1], [_renamed(clean, c) for c in parts])
        start, end = parts[0].span[0], clean.find("。", parts[-1].span[1])
        nobody = _NOBODY.findall(clean[start : len(clean) if end < 0 else end])
        division.is_closed = {
            *group,
            *(g for said in nobody for g in grades(said)),
        } == EVERY_GRADE
        # Evaluated by whom is told apart by the number alone where several numbers stand before.
        division.others = tuple(c.value for c in wholes[:-1])
        yield division


def _apart(clean: str, whole: Count, first: Count) -> bool:
    """Tell whether a paragraph ends, or more than one full stop stands, between a whole and its grades."""
    between = clean[whole.span[1] : first.span[0]]
    return "\n" in between or between.count("。") > 1


def _renamed(clean: str, count: Count) -> Count:
    around = _around(clean, count)
    name = around if grades(around) else count.after
    return Count(count.digits, count.measure, count.span, name, "")


def _around(clean: str, count: Count) -> str:
    start = max(clean.rfind(sign, 0, count.span[0]) for sign in ",，;；、(。\n:：")
    return re.sub(r"[“”\"]", "", clean[start + 1 : count.span[0]])


def _grade_of(clean: str, count: Count) -> tuple[str, ...]:
    return grades(_around(clean, count)) or grades(count.after)
