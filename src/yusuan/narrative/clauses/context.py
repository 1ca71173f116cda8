"""What a figure in prose inherits: whose it is, when, and what it is part of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import (
    NO_PERIOD,
    Clause,
    Item,
    Metric,
    Period,
    Reason,
    Subject,
    Topic,
)
from yusuan.narrative.clauses.headings import Headings
from yusuan.narrative.clauses.words import subject_in

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from yusuan.core.codes import Code
    from yusuan.narrative.item_paths import Books

# So many clauses are looked back at: no part of a document has more, and a made-up one may have thousands.
FURTHEST = 400
# And so many signs: what stands before a figure without any mark between is shorter.
_LONGEST_LEAD = 400
_MARKS = frozenset("，；：。")
_DIVIDED = pattern(r"按.{0,12}(?:分类?|划分|用途|性质)")


@dataclass(slots=True)
class Parent:
    """What 其中 refers to: a clause read before, or only a subject (…支出中，)."""

    subject: Subject
    clause: int | None


def is_same(one: Subject, other: Subject) -> bool:
    """Tell whether two subjects are one; things of no known topic are told apart by their words."""
    return one == other and (one.topic is not Topic.OTHER or one.words == other.words)


@dataclass(slots=True)
class Context:
    """The state of one pass over a squeezed text, kept between its figures."""

    text: str
    default: Period
    # Where lines of the document began.
    lines: tuple[int, ...] = ()
    # What the functional rows of the document's own tables are called.
    names: Mapping[str, frozenset[Code]] = field(default_factory=dict)
    books: Books = ({}, {})
    clauses: list[Clause] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    section: int = 0
    item: int | None = None
    # The subject of the sentence, of the last figure, and what they are parts of.
    head: Subject | None = None
    cursor: Subject | None = None
    # How many changes the sentence before spoke of.
    changes_before: int = 0
    # What the sentence before named last, where this one goes on with it.
    last_said: Subject | None = None
    # What the paragraph spoke of first.
    first_said: Subject | None = None
    period: Period = NO_PERIOD
    base: Period | None = None
    parents: list[Parent | None] = field(default_factory=list)
    # The clauses whose parts are said to be all there are.
    complete: set[int] = field(default_factory=set)
    # For each open bracket: how many parents, which subject, period and item stood before it.
    brackets: list[tuple[int, Subject | None, Period, int | None]] = field(default_factory=list)
    done: int = 0
    opens: bool = True
    # Where paragraphs and numbered lines begin.
    anew: frozenset[int] = frozenset()
    # Where the sentence begins, where it ends, and how many clauses stood before it.
    began: int = 0
    ends: int = 0
    first: int = 0
    # How many clauses stood before the list of the last division: 按功能分类，包括….
    divided: int | None = None
    # What a heading line above names, and its item: paragraphs below it that name nothing are said of it.
    title: tuple[Subject, int | None] | None = None
    # Whether what is inherited may be of something else: a line ended, or another sentence.
    is_doubtful: bool = False
    # Whether the last amount of the sentence was of nothing we know.
    unread: bool = False
    # Where the sentence goes on with a numbered list: how many clauses stood before that.
    beside: int | None = None
    headings: Headings = field(default_factory=Headings)

    def _mark(self, match: re.Match[str]) -> None:
        mark = match[0]
        if mark == "(":
            self.brackets.append((len(self.parents), self.cursor, self.period, self.item))
            self.parents.append(self._before_bracket(match.start()))
        elif mark == ")" and self.brackets:
            size, self.cursor, self.period, self.item = self.brackets.pop()
            del self.parents[size:]
        elif mark == "：":
            self._listed(match.start())
        elif mark == "；":
            del self.parents[1 + (self.brackets[-1][0] if self.brackets else 0) :]
        elif mark == "，" and (within := self._segment(match.start())).endswith("中"):
            subject = subject_in(within[:-1])
            if subject is not None:
                self.parents = [Parent(subject, None)]

    def _listed(self, place: int) -> None:
        """政府采购50万元：货物20万元，…: what follows an amount and a colon are its parts."""
        last = self.clauses[-1] if len(self.clauses) > self.first else None
        if last is not None and last.metric is Metric.LEVEL and last.span[1] == place:
            self.parents.append(Parent(last.subject, len(self.clauses) - 1))

    def _before_bracket(self, place: int) -> Parent | None:
        """What a bracket right after a figure divides: 车辆7辆(轿车3辆，…)."""
        last = len(self.clauses) - 1
        if last >= 0 and self.clauses[last].span[1] == place:
            return Parent(self.clauses[last].subject, last)
        return self.parents[-1] if self.parents else None

    def _of_which(self, match: re.Match[str]) -> None:
        levels = self._divisible()
        last = next(levels, None)
        if last is None or last < self.first:
            changed = self.clauses[-1] if len(self.clauses) > self.first else None
            if changed is not None and changed.metric is Metric.CHANGE:
                # 支出增加24万元，其中：基本支出减少…: parts of a change.
                last = len(self.clauses) - 1
            else:
                last = self._above(match, last, levels)
        self.done = match.end()
        if last is not None:
            # An amount we could not read stands between: what is divided is that one.
            parent = None if self.unread else Parent(self.clauses[last].subject, last)
            if self.brackets:
                self.parents[-1] = parent
            else:
                self.parents.append(parent)

    def _divisible(self) -> Iterator[int]:
        """The amounts of this section that may be divided, the last first."""
        first = max(0, len(self.clauses) - FURTHEST)
        # 与2021年的1039万元相比，增加…。其中: what a change starts from is not what is divided.
        bases = {(c.subject, c.base) for c in self.clauses[first:] if c.metric is Metric.CHANGE}
        for i in range(len(self.clauses) - 1, first - 1, -1):
            clause = self.clauses[i]
            is_level = clause.metric in {Metric.LEVEL, Metric.COUNT}
            is_here = is_level and clause.section == self.section
            if is_here and (clause.subject, clause.period) not in bases:
                yield i

    def _above(self, match: re.Match[str], last: int | None, further: Iterator[int]) -> int | None:
        """What a sentence without a figure before 其中 divides: never a part of the list beside it.

        1.按功能分类，包括…。2.按用途分类，包括…: both divide what stands above the list.
        """
        is_division = _DIVIDED.search(self._segment(match.start() - 1)) is not None
        before = self.beside
        if is_division and self.divided is not None and before is None:
            before = self.divided
        if before is not None:
            while last is not None and last >= before:
                last = next(further, None)
        if is_division:
            self.divided = last + 1 if last is not None else None
        return last

    def _segment(self, stop: int) -> str:
        """The words of the clause before a place; a closed bracket belongs to them."""
        return self.text[self._segment_start(stop) : stop].lstrip("、)")

    def _segment_start(self, stop: int) -> int:
        depth, place = 0, stop
        floor = max(self.done, stop - _LONGEST_LEAD)
        while place > floor:
            sign = self.text[place - 1]
            if sign == ")":
                depth += 1
            elif sign == "(":
                if not depth:
                    break
                depth -= 1
            elif sign in _MARKS and not depth and not (sign == "：" and place == stop):
                break
            place -= 1
        return place
