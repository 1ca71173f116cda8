"""A count and what it is divided into: which counts are parts of which, and whether they add up.

A list is held against its whole only where its own words tell that nobody is counted twice (or that nobody is
left out); all other lists are not compared.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.patterns import pattern
from yusuan.narrative.counts.statements import Count, counts_in
from yusuan.vocabulary.counted import (
    COMPLETE_STAFF,
    GRADES,
    INSIDE_OTHERS,
    OPENERS,
    REST,
    SELF,
    STAFF_PARTS,
    STAFF_WHOLE,
    UNITS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.figures import Span

_SENTENCE = pattern(r"[^。\n]+[。\n]?")
_SIGN = pattern(rf"[()]|{OPENERS}|[;；:：]")
_COMMA = pattern(r"[,，]")
_PEOPLE = frozenset({"人"})
_HOUSES = frozenset({"个", "家"})
_STAFF_WHOLE = pattern(STAFF_WHOLE)
_FAMILIES = {name: pattern(words) for name, words in STAFF_PARTS.items()}
# 编制 … 实有 …: where one of two has the word, they are no parts of one whole.
_WHOLE_ONLY = ("实有", "编制")
_INSIDE = pattern(INSIDE_OTHERS)
_UNITS = pattern(rf"(?:{UNITS})|机关|机构|学校|医院|站所")
_UNIT_WHOLE = pattern(r"(?:预算|所属|下属|基层|核算)(?:预算)?单位")
_SELF = pattern(rf"(?:^|[、,，:：(和及与括含由])(?:{SELF})(?=[、,，。;；和及与以(]|$)")
_GRADES = pattern(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in GRADES)
    + ")(?:等次|等级|档次|档|级)?$"
)
_VEHICLES = frozenset({"辆", "台"})
_FEWEST_GRADES = 2
_GRADED_TAIL = pattern(r"[“”\"]|(?:的项目|项目|的|有|为|共|:)+$")
_EVERY_GRADE = {name for name, _ in GRADES}
# 没有评定为“差”的项目, 无不合格项目.
_NOBODY = pattern(
    rf"(?:没有|未有|无)[^,，。;；、]{{0,8}}?[“\"]?(?:{'|'.join(words for _, words in GRADES)})[”\"]?(?:等次|等级|档)?(?:的|项目|$)"
)


class Judgement(enum.Enum):
    """How a division ends."""

    HOLDS = "holds"
    BROKEN = "broken"
    OPEN = "open"


@dataclass
class Division:
    """A whole and its parts in printed order; `is_cut` where the paragraph breaks off inside the list."""

    whole: Count
    parts: list[Count] = field(default_factory=list)
    in_brackets: bool = False
    # The organ itself, named without a number: 包括本级和4个所属单位.
    has_self: bool = False
    is_cut: bool = False
    commas: bool = False
    # Grades: every one has its number, or is said to be of no project; what else may be the whole.
    is_closed: bool = False
    others: tuple[Interval, ...] = ()

    @property
    def total(self) -> Interval:
        """What the parts add up to."""
        parts = sum((part.value for part in self.parts), Interval.exact(0))
        return parts + Interval.exact(1) if self.has_self else parts

    @property
    def gap(self) -> Interval | None:
        """Parts less whole; None where they agree."""
        return (
            self.total - self.whole.value
            if compare(self.total, self.whole.value).is_beyond
            else None
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
        if self.open and not self.open[-1].in_brackets and self._leaves(count, between):
            self._close_open()

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
    if one.measure.base not in _PEOPLE:
        return True
    if any((word in one.what) != (word in other.what) for word in _WHOLE_ONLY):
        return False
    return bool(_families(one) & _families(other))


def _families(count: Count) -> frozenset[str]:
    return frozenset(name for name, words in _FAMILIES.items() if words.search(count.what))


# --- judging ----------------------------------------------------------------------------------------------


def judge(division: Division) -> Judgement:
    """Whether the parts make the whole, where the words of the list let anybody tell."""
    parts, whole = division.parts, division.whole
    base = whole.measure.base
    names = [part.what for part in parts]
    is_several = len(parts) + division.has_self > 1
    if any(part.measure.base != base for part in parts) or not is_several:
        return Judgement.OPEN
    if len(set(names)) < len(names) or not all(names):
        return Judgement.OPEN
    gap = division.gap
    if gap is None:
        return Judgement.HOLDS
    is_more = gap.value > 0
    if len({grade for name in names for grade in _grades(name)}) == len(names):
        return _judge_grades(division, is_more=is_more)
    if _is_complete(division) and (is_more or not division.is_cut):
        return Judgement.BROKEN
    return Judgement.BROKEN if is_more and _is_disjoint(division) else Judgement.OPEN


def _judge_grades(division: Division, *, is_more: bool) -> Judgement:
    """No project has two grades; fewer than all have one only where some grade has no number."""
    total, others = division.total, division.others
    if any(not compare(total, other).is_beyond for other in others):
        return Judgement.OPEN
    if is_more:
        is_above_all = all(total.value > other.value for other in others)
        return Judgement.BROKEN if is_above_all else Judgement.OPEN
    named = {grade for part in division.parts for grade in _grades(part.what)}
    is_closed = division.is_closed or named == _EVERY_GRADE
    return Judgement.BROKEN if is_closed and not others else Judgement.OPEN


def _is_complete(division: Division) -> bool:
    """Tell whether the list leaves nothing over: it ends with the rest, is a pair, or has every kind."""
    names = [part.what for part in division.parts]
    if names[-1].startswith(REST):
        return not any(name.startswith(REST) for name in names[:-1])
    if len(names) == 2 and _is_pair(*names):  # noqa: PLR2004
        return True
    base = division.whole.measure.base
    if base in _PEOPLE and _STAFF_WHOLE.search(division.whole.what) and _is_disjoint(division):
        return any(
            len(kinds) == len(names)
            and all(sum(kind in name for name in names) == 1 for kind in kinds)
            for kinds in COMPLETE_STAFF
        )
    if base in _HOUSES and _UNIT_WHOLE.search(division.whole.what):
        return division.has_self and len(names) == 1 and bool(_UNIT_WHOLE.search(names[0]))
    return False


def _is_disjoint(division: Division) -> bool:
    """Tell whether nobody can be counted twice."""
    base = division.whole.measure.base
    names = [part.what for part in division.parts]
    if base in _PEOPLE:
        if not _STAFF_WHOLE.search(division.whole.what):
            return False
        families = frozenset.intersection(*(_families(part) for part in division.parts))
        inside = [part for part in division.parts if _INSIDE.search(part.what)]
        return bool(families) and not any(
            compare(division.total - part.value, division.whole.value).is_beyond is False
            for part in inside
        )
    if base in _VEHICLES:
        return "车" in division.whole.what and all("车" in name for name in names)
    return False


def _is_pair(one: str, other: str) -> bool:
    opposite = {one.replace("地上", "地下"), "不" + one, "非" + one, one.replace("地下", "地上")}
    return one != other and (other in opposite or one in {"不" + other, "非" + other})


def _grades(words: str) -> tuple[str, ...]:
    bare = _GRADED_TAIL.sub("", words)
    found = _GRADES.search(bare)
    return (found.lastgroup or "",) if found else ()


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
            *(g for said in nobody for g in _grades(said)),
        } == _EVERY_GRADE
        # Evaluated by whom is told apart by the number alone where several numbers stand before.
        division.others = tuple(c.value for c in wholes[:-1])
        yield division


def _apart(clean: str, whole: Count, first: Count) -> bool:
    """Tell whether a paragraph ends, or more than one full stop stands, between a whole and its grades."""
    between = clean[whole.span[1] : first.span[0]]
    return "\n" in between or between.count("。") > 1


def _renamed(clean: str, count: Count) -> Count:
    around = _around(clean, count)
    name = around if _grades(around) else count.after
    return Count(count.digits, count.measure, count.span, name, "")


def _around(clean: str, count: Count) -> str:
    start = max(clean.rfind(sign, 0, count.span[0]) for sign in ",，;；、(。\n:：")
    return re.sub(r"[“”\"]", "", clean[start + 1 : count.span[0]])


def _grade_of(clean: str, count: Count) -> tuple[str, ...]:
    return _grades(_around(clean, count)) or _grades(count.after)
