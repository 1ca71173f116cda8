"""Rows a form lists by label: funds, categories, items, natures, totals and balances, each under its heading."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.core.terms import CARRIED, SPENT, UNSPENT, Nature, Origin
from yusuan.recognition.tables.arranging import numbered
from yusuan.recognition.tables.reading import (
    OWN_BALANCE,
    RowReading,
    beside_own_balance,
    foreign,
    is_item,
)
from yusuan.tables.region import ALL_FUNDING, EVERYTHING, Region, of_code
from yusuan.tables.spec import without_list_number
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.names import category_named, code_named, codes_named
from yusuan.vocabulary.topics import ITEM_TOPICS
from yusuan.vocabulary.words import Meaning, Role, below, meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.codes import Code
    from yusuan.recognition.tables.columns import PanelColumns
    from yusuan.recognition.tables.logical import Line

_FEWEST_ITEMS, _FEWEST_CATEGORIES = 2, 3
_CURRENT = Region(origin=frozenset({Origin.CURRENT_YEAR}))
_OPENING = Region(origin=CARRIED)
_CLOSING = Region(nature=UNSPENT)
_DISTRIBUTED = frozenset({Nature.SURPLUS_DISTRIBUTION})


_CARRY_OVER = pattern(r"(上年|年初)结转(资金|收入)?")
_BALANCE = pattern(r"(上年|年初)结余(资金|收入)?")
_MARKS = pattern(
    r"(?P<first>[一二三四五六七八九十]{1,3}[、.])|(?P<second>\([一二三四五六七八九十]{1,3}\))"
    r"|(?P<third>\d{1,2}[.、](?!\d))|(?P<fourth>\(\d{1,2}\)|\d{1,2}\))|(?P<fifth>[①-⑳])"
)
_COUNT = pattern(r".*\((个|人|辆|台|套|次|批|人次|批次|户|件|平方米|%)\)")
_NOT_APPLICABLE = pattern(r"[-—－―]+")
_OF_WHICH = pattern(r"其中[::]?")


_RANKS = ("first", "second", "third", "fourth", "fifth")


def mark_of(label: str) -> int | None:
    """The rank of the list number a label begins with: 一、 0, (一) 1, 1. 2, (1) 3, ① 4; None without one."""
    word = "".join(unicodedata.normalize("NFKC", label).replace("①", "\u2460").split())
    raw = "".join(label.split())
    if raw[:1] and "①" <= raw[0] <= "⑳":
        return len(_RANKS) - 1
    match = _MARKS.match(_OF_WHICH.sub("", word, count=1))
    return None if match is None else _RANKS.index(str(match.lastgroup))


@dataclass
class _Heading:
    rank: int | None
    key: str
    region: Region
    is_carried: bool = False
    topics: tuple[str, ...] = ()


@dataclass
class _Reader:
    """Rows of one listed panel while they are read from top to bottom."""

    panel: PanelColumns
    year: int
    kinds: tuple[str, ...]
    sides: _Sides
    has_items: bool
    lists_categories: bool
    headings: list[_Heading] = field(default_factory=list)
    around: Code | None = None
    # The row that 其中 speaks of.
    previous: _Heading | None = None
    # The rank of the list numbers categories have in this panel.
    category_rank: int | None = None

    def row(self, n: int, label: str, *, is_filled: bool) -> RowReading:
        word = folded(label)
        key = without_list_number("".join(label.split()))
        key = _OF_WHICH.sub("", key, count=1) or key
        rank = mark_of(label)
        said = below(word, [topic for heading in self.headings for topic in heading.topics])
        if said is not None and not self.has_items and ITEM_TOPICS.intersection(said.topics):
            said = None
        self._close(rank, said)
        if said is not None and said.is_total and not said.topics:
            return self._total(n, key, label, said)
        region, member, is_known = self._region(word, said, rank)
        is_part = bool(_OF_WHICH.match("".join(label.split())))
        above = self._above(rank, region, is_part=is_part)
        if not is_known:
            region = foreign(f"{key}#{n}")
        elif above is None or not above.is_carried:
            region = self.sides.narrowed(region)
        if above is not None:
            both = region & above.region
            region = region if both.normal().is_empty else both
            if is_known and region.normal() == above.region.normal():
                region = region & foreign(f"{key}#{n}")  # a part of its heading, in words as wide
        if not is_part:
            topics = () if said is None else said.topics
            is_carried = is_known and region.origin <= CARRIED
            own = _Heading(rank, key, region, is_carried, topics)
            self.previous = own
            if member is None and (rank is not None or is_carried):
                self.headings.append(own)
        heading = above.key if above is not None else ""
        return RowReading(
            n,
            key,
            label,
            region,
            member,
            heading=heading,
            is_foreign=not is_known and not is_part and is_filled,
        )

    def _close(self, rank: int | None, said: Meaning | None) -> None:
        """Headings of the same rank or deeper are over; a total closes all."""
        if rank is None and said is not None and said.is_total and not said.topics:
            self.headings.clear()
        elif rank is not None:
            while self.headings and self._is_over(self.headings[-1], rank):
                self.headings.pop()

    @staticmethod
    def _is_over(heading: _Heading, rank: int) -> bool:
        """A numbered row closes what is not above it; the balance without a number holds the funds below it."""
        if heading.rank is None:
            return not heading.is_carried
        return heading.rank >= rank

    def _above(self, rank: int | None, region: Region, *, is_part: bool) -> _Heading | None:
        """The heading a row stands under: by rank, or as 其中, or as the funds of what was carried over."""
        if is_part:
            return self.previous
        if not self.headings:
            return None
        last = self.headings[-1]
        if rank is not None and last.rank is not None:
            return last
        carried = next(
            (
                h
                for h in reversed(self.headings)
                if h.is_carried and h.region.funding == ALL_FUNDING
            ),
            None,
        )
        if carried is not None and region.funding != ALL_FUNDING:
            return carried
        if last.rank is not None and (region <= last.region or _divides(region, last.region)):
            return last
        return None

    def _total(self, n: int, key: str, label: str, said: Meaning) -> RowReading:
        region = self.sides.total(n, said)
        above = self.headings[-1] if self.headings else None
        if above is not None:  # a numbered total under a heading is that heading's
            region = region & above.region
        heading = "" if above is None else above.key
        return RowReading(n, key, label, region, is_total=True, heading=heading)

    def _function(self, word: str, rank: int | None) -> Code | None:
        """The functional code a label names: a category by its number's rank, else by what stands above."""
        around = self.around if _kind_of(self.around) == "function" else None
        if rank is not None and (self.category_rank is None or rank == self.category_rank):
            around = None  # numbered like the categories: one of them
        member = code_named("function", word, self.year, around)
        if member is not None:
            self.around = member
            if rank is not None and member.parent is None:
                self.category_rank = rank
        return member

    def _region(
        self, word: str, said: Meaning | None, rank: int | None
    ) -> tuple[Region, Code | None, bool]:
        """The money of a label and whether it is known: by vocabulary, else by the names of the classifications."""
        if self.lists_categories and (member := self._function(word, rank)) is not None:
            # 国有资本经营预算支出 among the categories is the category, not the fund.
            return of_code("function", member) & Region(nature=SPENT), member, True
        if said is not None and said.filters:
            return said.region, None, True
        if said is not None and not said.roles & {Role.LABEL, Role.NOT_MONEY, Role.DIFFERENCE}:
            return self.sides.plain(word, said), None, True
        for kind in self.kinds:
            if kind == "function":
                member = self._function(word, rank)
            else:
                around = self.around if _kind_of(self.around) == kind else None
                member = code_named(kind, word, self.year, around)
                self.around = member or self.around
            if member is not None:
                return of_code(kind, member) & Region(nature=SPENT), member, True
        return EVERYTHING, None, False


def _divides(region: Region, heading: Region) -> bool:
    """Tell whether an unnumbered row divides its heading: a class of what is spent one way (基本, 项目)."""
    is_class = not (region.economic.is_everything and region.government.is_everything)
    return is_class and heading.restricted_natures and heading.economic.is_everything


def _kind_of(member: Code | None) -> str:
    if member is None:
        return ""
    return {"2": "function", "3": "economic", "5": "government"}[member.digits[0]]


def listed_rows(
    lines: Sequence[Line], panel: PanelColumns, year: int, base: Region
) -> list[RowReading]:
    """Rows by label, in order, with the rest rows and balances told apart."""
    name = panel.name
    labels = ["合计" if name is None else line.label(name) for line in lines]
    of_which = _OF_WHICH
    sides = _Sides.of(["" if of_which.match("".join(x.split())) else folded(x) for x in labels])
    items = [m for label in labels if (m := meaning(label)) and ITEM_TOPICS.intersection(m.topics)]
    categories = [label for label in labels if category_named(label, year) is not None]
    reader = _Reader(
        panel,
        year,
        _kinds(panel, labels, year),
        sides,
        len(items) >= _FEWEST_ITEMS,
        len(categories) >= _FEWEST_CATEGORIES,
    )
    rows: list[RowReading] = []
    for n, (line, label) in enumerate(zip(lines, labels, strict=True)):
        filled = any(line.text(c.number) for c in panel.values)
        if label:
            rows.append(reader.row(n, label, is_filled=filled))
        elif filled:
            key = f"第{n + 1}行"
            rows.append(RowReading(n, key, "", foreign(f"{key}#{n}"), is_foreign=True))
    rows = _without_counts(_with_their_parts(rows), lines, panel)
    rows = _without_headings(numbered(_alike(_told_apart(rows))), lines, panel)
    return _with_rest(_by_their_own_names(rows), base)


def _by_their_own_names(rows: Sequence[RowReading]) -> list[RowReading]:
    """Items of three-public spending are called by their own name, unless their heading tells them apart."""
    times = Counter(row.key for row in rows)
    return [
        replace(row, heading="")
        if row.region is not None and is_item(row.region) and times[row.key] == 1
        else row
        for row in rows
    ]


def _with_their_parts(rows: Sequence[RowReading]) -> list[RowReading]:
    """A fund or source counts what 其中 names below it, even where it is another: 事业收入, 其中：教育收费."""
    found = list(rows)
    whole = -1
    for n, row in enumerate(rows):
        if not _OF_WHICH.match("".join(row.label.split())):
            whole = n
            continue
        above = found[whole].region if whole >= 0 else None
        if (
            above is None
            or row.region is None
            or ALL_FUNDING in {above.funding, row.region.funding}
        ):
            continue
        if above.funding.isdisjoint(row.region.funding):
            wider = above.funding | row.region.funding
            found[whole] = replace(found[whole], region=replace(above, funding=wider))
    return found


def _without_counts(
    rows: Sequence[RowReading], lines: Sequence[Line], panel: PanelColumns
) -> list[RowReading]:
    """Rows that count people, cars and meetings, or that are marked as not applicable (—), print no money."""

    def is_money(row: RowReading) -> bool:
        word = folded(row.label)
        said = meaning(word)
        if _COUNT.fullmatch(word) or (said is not None and Role.NOT_MONEY in said.roles):
            return False
        texts = ["".join(lines[row.line].text(c.number).split()) for c in panel.values]
        return not all(_NOT_APPLICABLE.fullmatch(text) for text in texts)

    return [row if is_money(row) else replace(row, region=None, is_foreign=False) for row in rows]


def _without_headings(
    rows: Sequence[RowReading], lines: Sequence[Line], panel: PanelColumns
) -> list[RowReading]:
    """A row without any figure over rows of its own that have some is a heading: nothing is printed there."""
    filled = [any(lines[row.line].text(c.number) for c in panel.values) for row in rows]
    found = list(rows)
    # From the foot up: a heading over headings that have figures below them is one too.
    for n in reversed(range(len(rows))):
        row = rows[n]
        if filled[n] or row.is_total:
            continue
        if any(filled[m] and rows[m].heading == row.key for m in range(n + 1, len(rows))):
            filled[n] = True
            found[n] = replace(row, region=None)
    return found


def _kinds(panel: PanelColumns, labels: Sequence[str], year: int) -> tuple[str, ...]:
    """The classifications whose names may stand in a panel, likeliest first."""
    head = panel.head + panel.subject.head
    if "政府" in head and "经济" in head:
        return ("government",)
    if "经济" in head:
        return ("economic",)
    if "功能" in head:
        return ("function",)
    economic = sum(bool(codes_named("economic", label, year)) for label in labels)
    function = sum(category_named(label, year) is not None for label in labels)
    return ("economic", "function") if economic > function else ("function", "economic")


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the rows of a panel show besides the year's money, and which total rows hold that too."""

    has_opening: bool
    has_closing: bool
    grand: frozenset[int]
    # What is spent in rows between 本年支出合计 and 支出总计: handed on to others, and not of the year's spending.
    handed_on: frozenset[Nature] = frozenset()

    @classmethod
    def of(cls, words: Sequence[str]) -> _Sides:
        said = [meaning(word) if word else None for word in words]
        carried = [n for n, m in enumerate(said) if m is not None and m.region.origin <= CARRIED]
        kept = [n for n, m in enumerate(said) if m is not None and m.region.nature <= UNSPENT]
        totals = [n for n, m in enumerate(said) if m is not None and m.is_total and not m.topics]
        grand = [n for n in totals if (m := said[n]) is not None and Role.GRAND in m.roles]
        # 合计 below the row of carried money, where nothing is called 总计, is the grand total.
        last = max((*carried, *kept), default=-1)
        grand = grand or [n for n in totals if last >= 0 and n > last]
        between = _between(said, grand)
        handed_on = {
            nature
            for n in _below_the_year(said, grand)
            if (m := said[n]) is not None and m.region.nature < SPENT
            for nature in m.region.nature
        }
        return cls(
            bool(carried) or Role.REVENUE in between,
            bool(kept) or Role.SPENDING in between,
            frozenset(grand),
            frozenset(handed_on),
        )

    def total(self, n: int, said: Meaning) -> Region:
        """The money of a total row: everything, or the year's where balances stand beside it."""
        if n in self.grand:
            return said.region
        region = said.region if said.filters else self._of_the_year(EVERYTHING)
        return replace(region, nature=SPENT - self.handed_on) if region.nature == SPENT else region

    def narrowed(self, region: Region) -> Region:
        """The money of a label, of the year where the panel prints balances in rows."""
        if (
            self.has_opening
            and region.origin == EVERYTHING.origin
            and not region.restricted_natures
        ):
            return region & _CURRENT
        return region

    def plain(self, word: str, said: Meaning) -> Region:
        """本年收入, 本年支出 and headings that leave nothing out."""
        if word.startswith(("本年支出", "当年支出")):
            return Region(nature=SPENT)
        if Role.THIS_YEAR in said.roles:
            return said.region
        return self._of_the_year(EVERYTHING)

    def _of_the_year(self, region: Region) -> Region:
        if self.has_closing:
            return region & Region(nature=SPENT)
        return region & _CURRENT if self.has_opening else region


def _between(said: Sequence[Meaning | None], grand: Sequence[int]) -> frozenset[Role]:
    """The sides whose rows between 本年…合计 and …总计 hold words nobody knows: money that is not of the year."""
    sides = {Role.REVENUE, Role.SPENDING}
    of_the_year = _of_the_year(said)
    found = set()
    for first in of_the_year:
        last = next((n for n in grand if n > first), None)
        one = said[first]
        if last is not None and one is not None and any(m is None for m in said[first + 1 : last]):
            found |= sides & one.roles
    return frozenset(found)


def _of_the_year(said: Sequence[Meaning | None]) -> list[int]:
    return [
        n for n, m in enumerate(said) if m is not None and m.is_total and Role.THIS_YEAR in m.roles
    ]


def _below_the_year(said: Sequence[Meaning | None], grand: Sequence[int]) -> range:
    """The rows between 本年…合计 and …总计, where there are both once."""
    years = _of_the_year(said)
    if len(years) != 1 or len(grand) != 1:
        return range(0)
    return range(years[0] + 1, grand[0])


def _alike(rows: Sequence[RowReading]) -> list[RowReading]:
    """Rows in different words that seem to be the same money are parts of it nobody can tell apart."""
    seen = Counter(row.region for row in rows if _is_single(row))
    return [
        replace(row, region=row.region & foreign(f"{row.key}#{n}"))
        if row.region is not None and _is_single(row) and seen[row.region] > 1
        else row
        for n, row in enumerate(rows)
    ]


def _is_single(row: RowReading) -> bool:
    return not row.is_total and not row.is_foreign and row.region not in {None, EVERYTHING}


def _told_apart(rows: Sequence[RowReading]) -> list[RowReading]:
    """Carried money where a form prints it in several rows: each leaves out what another names."""
    words = [folded(row.label) for row in rows]
    regions = [row.region for row in rows if row.region is not None]
    has_own = any(r.origin == OWN_BALANCE for r in regions)
    has_distribution = any(r.nature == _DISTRIBUTED for r in regions)
    is_parted = any(_BALANCE.fullmatch(w) for w in words) and any(
        _CARRY_OVER.fullmatch(w) for w in words
    )
    found = []
    for row, word in zip(rows, words, strict=True):
        region = row.region
        if region is not None and has_own:
            region = beside_own_balance(region)
        if region is not None and region.nature == UNSPENT and has_distribution:
            region = replace(region, nature=UNSPENT - _DISTRIBUTED)
        if region is not None and is_parted and _CARRY_OVER.fullmatch(word):
            region = replace(region, origin=frozenset({Origin.CARRY_OVER}))
        elif region is not None and is_parted and _BALANCE.fullmatch(word):
            region = replace(region, origin=region.origin - {Origin.CARRY_OVER})
        found.append(replace(row, region=region))
    return found


def implied_balances(rows: Sequence[RowReading]) -> list[RowReading]:
    """Rows a form does not have because it knows no money from or for another year: they read as nothing.

    A form with a grand total and no row for opening or closing balances says that there are none.
    """
    regions = [row.region for row in rows if row.region is not None]
    if not any(folded(row.label).endswith("总计") for row in rows) or any(
        not _CURRENT.origin <= r.origin or r.nature <= UNSPENT for r in regions
    ):
        return []
    return [
        RowReading(-1, "上年结转结余", "上年结转结余（本表未设此行）", _OPENING),
        RowReading(-1, "年终结转结余", "年终结转结余（本表未设此行）", _CLOSING),
    ]


def _with_rest(rows: list[RowReading], base: Region) -> list[RowReading]:
    """其他收入 of a form that names fewer sources is everything its other rows do not name.

    Beside a row in words nobody knows it is no more than it says: that row may be of the rest.
    """
    if any(row.is_foreign and not row.heading for row in rows):
        return rows
    others = [r.region for r in rows if r.region is not None and not _is_other(r)]
    named = {f for region in others if region.funding != ALL_FUNDING for f in region.funding}
    rest = frozenset(f for f in base.funding if f not in named)
    return [
        replace(row, region=replace(row.region, funding=rest))
        if row.region is not None and _is_other(row) and rest
        else row
        for row in rows
    ]


def _is_other(row: RowReading) -> bool:
    said = meaning(row.label)
    return said is not None and said.topics == ("other_revenue",)
