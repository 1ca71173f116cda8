"""A whole with its parts, and what can be said of it: a list is held against its whole only where its words allow it.

Nobody may be counted twice, or nobody left out; all other lists are not compared.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.core.interval import Interval, compare
from yusuan.core.patterns import pattern
from yusuan.vocabulary.counted import (
    COMPLETE_STAFF,
    GRADES,
    INSIDE_OTHERS,
    REST,
    STAFF_PARTS,
    STAFF_WHOLE,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from yusuan.narrative.counts.statements import Count

PEOPLE = frozenset({"人"})
_HOUSES = frozenset({"个", "家"})
_STAFF_WHOLE = pattern(STAFF_WHOLE)
_FAMILIES = {name: pattern(words) for name, words in STAFF_PARTS.items()}
_INSIDE = pattern(INSIDE_OTHERS)
_UNIT_WHOLE = pattern(r"(?:预算|所属|下属|基层|核算)(?:预算)?单位")
_GRADES = pattern(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in GRADES)
    + ")(?:等次|等级|档次|档|级)?$"
)
_VEHICLES = frozenset({"辆", "台"})
_GRADED_TAIL = pattern(r"[“”\"]|(?:的项目|项目|的|有|为|共|:)+$")
EVERY_GRADE = {name for name, _ in GRADES}


class Judgement(enum.Enum):
    """How a division ends."""

    HOLDS = "holds"
    # Less than the whole by little: something may have been left out, or a figure is wrong.
    SHORT = "short"
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


def families(count: Count) -> frozenset[str]:
    """The families of words that part people, of which a count's name has one: post, standing, contract, sex."""
    return frozenset(name for name, words in _FAMILIES.items() if words.search(count.what))


def judge(division: Division) -> Judgement:
    """Whether the parts make the whole, where the words of the list let anybody tell."""
    names = [part.what for part in division.parts]
    if not _is_comparable(division, names):
        return Judgement.OPEN
    gap = division.gap
    if gap is None:
        return Judgement.HOLDS
    is_more = gap.value > 0
    if len({grade for name in names for grade in grades(name)}) == len(names):
        return _judge_grades(division, is_more=is_more)
    if _is_complete(division) and (is_more or not division.is_cut):
        return Judgement.BROKEN
    if is_more and _is_disjoint(division):
        return Judgement.BROKEN
    is_short = not is_more and _is_nearly_all(division, -gap.value)
    return Judgement.SHORT if is_short and _is_disjoint(division) else Judgement.OPEN


def _is_comparable(division: Division, names: list[str]) -> bool:
    """Tell whether there are several parts, of one measure and each of another name."""
    base = division.whole.measure.base
    is_several = len(names) + division.has_self > 1
    is_one_measure = all(part.measure.base == base for part in division.parts)
    return is_several and is_one_measure and len(set(names)) == len(names) and all(names)


_NEARLY, _FEWEST_PARTS = 20, 3


def _is_nearly_all(division: Division, missing: Fraction) -> bool:
    """Tell whether a whole list of several kinds falls short by no more than a twentieth."""
    is_whole = not division.is_cut and len(division.parts) >= _FEWEST_PARTS
    return is_whole and missing * _NEARLY <= division.whole.value.value


def _judge_grades(division: Division, *, is_more: bool) -> Judgement:
    """No project has two grades; fewer than all have one only where some grade has no number."""
    total, others = division.total, division.others
    if any(not compare(total, other).is_beyond for other in others):
        return Judgement.OPEN
    if is_more:
        is_above_all = all(total.value > other.value for other in others)
        return Judgement.BROKEN if is_above_all else Judgement.OPEN
    named = {grade for part in division.parts for grade in grades(part.what)}
    is_closed = division.is_closed or named == EVERY_GRADE
    return Judgement.BROKEN if is_closed and not others else Judgement.OPEN


def _is_complete(division: Division) -> bool:
    """Tell whether the list leaves nothing over: it ends with the rest, is a pair, or has every kind."""
    names = [part.what for part in division.parts]
    if names[-1].startswith(REST):
        return not any(name.startswith(REST) for name in names[:-1])
    if len(names) == 2 and _is_pair(*names):  # noqa: PLR2004
        return True
    base = division.whole.measure.base
    if base in PEOPLE and _STAFF_WHOLE.search(division.whole.what) and _is_disjoint(division):
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
    if base in PEOPLE:
        if not _STAFF_WHOLE.search(division.whole.what):
            return False
        shared = frozenset.intersection(*(families(part) for part in division.parts))
        inside = [part for part in division.parts if _INSIDE.search(part.what)]
        return bool(shared) and not any(
            compare(division.total - part.value, division.whole.value).is_beyond is False
            for part in inside
        )
    if base in _VEHICLES:
        return "车" in division.whole.what and all("车" in name for name in names)
    return False


def _is_pair(one: str, other: str) -> bool:
    opposite = {one.replace("地上", "地下"), "不" + one, "非" + one, one.replace("地下", "地上")}
    return one != other and (other in opposite or one in {"不" + other, "非" + other})


def grades(words: str) -> tuple[str, ...]:
    """The grade of evaluation that some words end with; empty where they end with none."""
    bare = _GRADED_TAIL.sub("", words)
    found = _GRADES.search(bare)
    return (found.lastgroup or "",) if found else ()
