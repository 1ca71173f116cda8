"""How a text is divided: what a sentence inherits, what heading lines lend, which item is explained."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from yusuan.catalog import latest_year
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Item, Subject, Topic
from yusuan.narrative.clauses.context import is_same
from yusuan.narrative.clauses.paragraphs import ITEM_NUMBER
from yusuan.narrative.clauses.subjects import Binding
from yusuan.narrative.clauses.words import (
    leading,
    stretch,
    subject_in,
)
from yusuan.narrative.item_names import coded_item, named_item

if TYPE_CHECKING:
    import re

    from yusuan.narrative.figures import Span
    from yusuan.narrative.item_paths import ItemPath

_SECTION = pattern(r"(?<![第之周期])[一二三四五六七八九十]{1,3}、")
_LONGEST_TITLE = 40
_ITEM_NAMES = 3


class Sentences(Binding):
    """Follow headings, items and paragraphs."""

    def _keep_title(self, start: int, stop: int) -> None:
        """What the paragraphs below a heading line without a figure inherit: until one is of something else."""
        said = self.clauses[self.first :]
        if not said and ITEM_NUMBER.match(self.text, start):
            self._title(start, stop)
        elif said and self.title is not None and not is_same(said[0].subject, self.title[0]):
            self.title = None

    def _title(self, start: int, stop: int) -> None:
        """1.因公出国(境)费用。: a numbered line that only names a subject is what follows it speaks of."""
        if self.item is not None and self.items[self.item].span[0] >= start:
            end = self.items[self.item].span[1]
            is_line = end in self.lines or not self.text[end:stop].strip("。：")
            self.title = (self.items[self.item].subject, self.item) if is_line else None
            return
        words = self.text[start:stop].rstrip("。：")
        subject = subject_in(words[leading(words) :]) if stop - start <= _LONGEST_TITLE else None
        self.title = None if subject is None else (subject, None)
        if subject is not None:
            self.head = subject

    def _inherit_nothing(self) -> None:
        self.item = self.head = self.base = None

    def _begin(self, start: int) -> None:
        """What the sentence that begins here inherits."""
        if start in self.anew or _SECTION.match(self.text, start):
            self.first_said = None
        if _SECTION.match(self.text, start):
            self.section += 1
            self.divided = self.title = None
            self._inherit_nothing()
        elif ITEM_NUMBER.match(self.text, start):
            self.title = None
            self._inherit_nothing()
        elif start in self.anew and self.title is not None:
            self.head, self.item = self.title
            self.base = None
        elif start in self.anew and not self._is_headed(start):
            self._inherit_nothing()

    def _is_headed(self, start: int) -> bool:
        """Tell whether the heading of an item stands alone right before: it is said of what follows."""
        if self.item is None:
            return False
        return not self.text[self.items[self.item].span[1] : start].strip("。：")

    def _numbered(self, _match: re.Match[str]) -> None:
        """An item numbered within its sentence is no part of the one before."""
        self.cursor, self.period, self.base = None, self.default, None

    def _stretch(self, start: int) -> tuple[int, int]:
        """The stretch of a reason or purpose; where a line ended in it, what follows may be of something else."""
        begin, end = stretch(self.text, start)
        end = max(begin, min(end, self.ends))
        if bisect_left(self.lines, begin) < bisect_left(self.lines, end):
            self.is_doubtful = True
        return begin, end

    def _heading(self, match: re.Match[str]) -> None:
        """行政运行(项), with what the headings above say of its 类 and 款."""
        found = named_item(match, self.headings.names, self.default.year or latest_year())
        if found is None:
            return
        subject = Subject(Topic.FUNCTION, names=found.names, code=found.code, words=match[0])
        if not match["item"]:
            self.headings.name(found.names[0], match["section"] or "")
        is_item = bool(match["item"] or match["section"])
        self._item(subject, (found.start, match.end()), is_item=is_item)

    def _path(self, path: ItemPath) -> None:
        """An item by the names above it."""
        printed = self.text[path.start : path.end]
        subject = Subject(Topic.FUNCTION, names=path.names, code=path.code, words=printed)
        self._item(subject, (path.start, path.end), is_item=True)

    def _coded(self, match: re.Match[str]) -> None:
        """An item by code and name: 2010301行政运行, (2010301)行政运行, 行政运行(2010301)."""
        found = coded_item(match, self.default.year or latest_year())
        if found is None:
            return
        subject = Subject(Topic.FUNCTION, names=found.names, code=found.code, words=match[0])
        if len(found.names) < _ITEM_NAMES:
            self.headings.name(*(*found.names, "")[:2])
        self._item(subject, found.span, is_item=len(found.names) > 1)

    def _item(self, subject: Subject, span: Span, *, is_item: bool) -> None:
        """Begin an explained item; a 类 alone is a heading of those below it."""
        self.cursor, self.done, self.period, self.base = subject, span[1], self.default, None
        if is_item:
            self.items.append(Item(subject, span))
            self.item, self.head = len(self.items) - 1, subject

    def _made_of(self, match: re.Match[str]) -> None:
        """总计由本年收入…、年初结转…组成: nothing is left out."""
        self._of_which(match)
        parent = self.parents[-1] if self.parents else None
        if parent is not None and parent.clause is not None:
            self.complete.add(parent.clause)
