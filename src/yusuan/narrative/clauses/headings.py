"""What the headings above a sentence lend it: the 类 and 款 of its items, the money of its totals, its list's whole.

A heading holds until one of its own rank or a higher one: 一、 ends what stood under （一）, never the other way.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import HELD
from yusuan.narrative.clauses.words import moneys_in
from yusuan.narrative.figures import AMOUNT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.terms import Fund, RevenueSource

# From the outermost kind of number to the innermost; the group is there for the first of a list.
_RANKS = tuple(
    pattern(words)
    for words in (
        r"(?:(一)|[二三四五六七八九十]{1,3})[、.．](?!\d)",
        r"\((?:(一)|[二三四五六七八九十]{1,3})\)",
        r"(?:(1)|\d{1,2})[、.．](?!\d)",
        r"\((?:(1)|\d{1,2})\)",
        r"(?:(①)|[②-⑳])",
    )
)
_LONGEST = 40
_ITEM = pattern(r"三公|机关运行|政府采购|会议费|培训费|公务接待|公务用车|因公出国")
_RUNS_ON = pattern(r"[，；：]|其中")


@dataclass(slots=True)
class Heading:
    """A numbered line: how many clauses stood before its list, the money and the 类 and 款 it names."""

    rank: int
    before: int
    money: Fund | RevenueSource | None = None
    # Whether it is on one item of spending: 三公经费, 机关运行经费.
    is_of_item: bool = False
    names: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Headings:
    """The numbered lines a sentence stands under, outermost first; the first one is the document."""

    open: list[Heading] = field(default_factory=lambda: [Heading(-1, 0)])

    def begin(self, text: str, start: int, lines: Sequence[int], said: int) -> int | None:
        """Open the heading that begins here, if one does; `said` clauses stand before it.

        Says how many stood before the list that is gone on with; None where nothing, or its first, begins here.
        """
        found = _rank(text, start)
        if found is None:
            return None
        rank, is_first = found
        before = said
        while self.open[-1].rank >= rank:
            last = self.open.pop()
            if last.rank == rank and not is_first:
                before = last.before
        line = _line(text, start, lines)
        self.open.append(Heading(rank, before, _money(line), bool(_ITEM.search(line))))
        return None if is_first else before

    def name(self, category: str, section: str) -> None:
        """Keep the 类 and 款 said here for the items below."""
        self.open[-1].names = category, section

    @property
    def names(self) -> tuple[str, str]:
        """The 类 and 款 said last above; empty where none was."""
        return next((one.names for one in reversed(self.open) if any(one.names)), ("", ""))

    @property
    def is_of_item(self) -> bool:
        """Tell whether a heading above is on one item of spending: a bare total below it is no total."""
        return any(one.is_of_item for one in self.open)

    @property
    def money(self) -> Fund | RevenueSource | None:
        """The money the nearest heading that names one speaks of."""
        return next((one.money for one in reversed(self.open) if one.money is not None), None)


def _rank(text: str, start: int) -> tuple[int, bool] | None:
    for rank, number in enumerate(_RANKS):
        match = number.match(text, start)
        if match is not None:
            return rank, match[1] is not None
    return None


def _line(text: str, start: int, lines: Sequence[int]) -> str:
    """A line that is nothing but a heading: short, without a figure, no sentence; else empty."""
    after = bisect_right(lines, start)
    stop = lines[after] if after < len(lines) else len(text)
    line = text[start:stop].partition("。")[0]
    if len(line) > _LONGEST or _RUNS_ON.search(line) or AMOUNT.search(line):
        return ""
    return line


def _money(line: str) -> Fund | RevenueSource | None:
    """The one money a heading names."""
    found = moneys_in(line)
    return found[0] if len(set(found)) == 1 and found[0] in HELD else None
