"""What each column of a table is: row number, code, name, money filtered some way, or no money at all."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.core.plain_text import squeezed
from yusuan.tables.region import EVERYTHING, OWN, Ledger, Region, of_code
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.names import code_named
from yusuan.vocabulary.periods import Own, ledgers, said_ledger
from yusuan.vocabulary.words import Role as WordRole
from yusuan.vocabulary.words import below, meaning

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from yusuan.recognition.tables.logical import Logical

_MOSTLY = 0.6


class Role(enum.Enum):
    """What a column holds."""

    ROW_NUMBER = "序号"
    CODE = "编码"
    NAME = "名称"
    VALUE = "金额"
    OTHER = "其他"


class About(enum.Enum):
    """What codes or names of rows are of."""

    SUBJECT = "科目"
    UNIT = "单位"
    PROJECT = "项目"
    YEAR = "年度"


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """A column's role; for money what its header filters, for codes and names what they are of.

    `is_foreign`: its header holds words nobody knows, so its figures are of lines of their own.
    """

    number: int
    role: Role
    path: tuple[str, ...]
    region: Region | None = None
    is_foreign: bool = False
    about: About = About.SUBJECT


@dataclass(frozen=True, slots=True)
class Labels:
    """The columns that name rows one way: pieces of a code, and a name."""

    codes: tuple[int, ...] = ()
    name: int | None = None
    about: About = About.SUBJECT
    head: str = ""


@dataclass(frozen=True)
class PanelColumns:
    """One part of a table that is read by itself: the columns that name its rows, and its money columns."""

    labels: tuple[Labels, ...]
    values: tuple[ColumnRole, ...]
    # What the header says over the whole panel (收入, 支出, 功能分类).
    head: str = ""

    @cached_property
    def subject(self) -> Labels:
        """The labels that say what the money is for: codes first, then names."""
        return _best(self.labels)

    @cached_property
    def codes(self) -> tuple[int, ...]:
        """The columns of the row codes."""
        return self.subject.codes

    @cached_property
    def name(self) -> int | None:
        """The column of the row names; where codes have none of their own, the first there is."""
        named = (group.name for group in self.labels if group.name is not None)
        return next(named, None) if self.subject.name is None else self.subject.name


_AMOUNT = pattern(
    r"[-+−]?¥?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?(元|万元)?|[-—―]+|/|\(\d[\d,]*(\.\d+)?\)|=.+"
)
_PIECE = pattern(r"\[?(\d{2,3}|\d{5}|\d{7}|\d{9})\]?")
_CODE = pattern(r".*(编码|代码|编号)|[类款项目]")
_DIGITS = pattern(r"[\[(]?[A-Za-z]?\d[\dA-Za-z.\-]*[\])]?")
_UNIT = pattern(r".*(单位|部门)(名称|代码|编码|编号)?|.*预算单位.*|资金使用单位")
_PROJECT = pattern(r".*项目(名称|编码|代码)|.*单位\(项目\)名称")
_YEAR = pattern(r"年度|年份")
_NAME = pattern(r"项目|.*名称|.*科目|支出项目|收入项目|指标|.*分类.*|.*类别.*|支出|收入")
_OF_WHICH = pattern(r"\s*其\s*中")
ROW_NUMBER_HEAD = pattern(r"序号|行次|行号")
_REMARK = pattern(r"备注|说明|.*原因|附注|.*绩效目标|.*简介|.*内容")
_TOTAL = pattern(r"(本年)?(收入|支出)?(合计|总计|小计)")
_YEARS = pattern(r"20\d{2}年?度?|增减.*|比.*")


def roles(table: Logical, own: Own = Own()) -> tuple[ColumnRole, ...]:  # noqa: B008  a value
    """The role of every column, by header words and by what stands in it."""
    found = [_role(table, n, own.year) for n in range(table.width)]
    return tuple(_with_ledgers(found, own))


def _with_ledgers(found: Sequence[ColumnRole], own: Own) -> list[ColumnRole]:
    """Money columns of another year or stage count the lines of another ledger."""
    values = [c for c in found if c.role is Role.VALUE]
    of = dict(
        zip(
            (c.number for c in values),
            ledgers([said_ledger(c.path) for c in values], own),
            strict=True,
        )
    )
    return [
        replace(c, region=replace(c.region, ledger=c.region.ledger & of[c.number]))
        if c.region is not None and of.get(c.number, OWN) != OWN
        else c
        for c in found
    ]


def _role(table: Logical, number: int, year: int | None) -> ColumnRole:
    path = table.header[number]
    texts = [_plain(line.text(number)) for line in table.lines]
    filled = [text for text in texts if text]
    last = _last_word(path)
    found = _Column(number, path, last, filled, year)
    return (
        found.plain()
        or found.code()
        or found.money()
        or found.named()
        or ColumnRole(number, Role.OTHER, path)
    )


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A cell's text without blanks and full-width forms."""
    return squeezed(text)


@dataclass(frozen=True, slots=True)
class _Column:
    number: int
    path: tuple[str, ...]
    last: str
    filled: list[str]
    year: int | None = None

    def plain(self) -> ColumnRole | None:
        """Row numbers, remarks, comparisons."""
        if ROW_NUMBER_HEAD.fullmatch(self.last) or (
            self.number == 0 and not self.last and _counts_up(self.filled)
        ):
            return ColumnRole(self.number, Role.ROW_NUMBER, self.path)
        if _REMARK.fullmatch(self.last) or any(map(_is_no_money, self.path)):
            return ColumnRole(self.number, Role.OTHER, self.path)
        return None

    def code(self) -> ColumnRole | None:
        """Codes, by header or by content."""
        named = bool(_CODE.fullmatch(self.last))
        rest = [text for text in self.filled if not _TOTAL.fullmatch(folded(text))]
        alike = _share(_PIECE, rest)
        said = meaning(self.last)
        is_money = said is not None and bool(said.roles & {WordRole.MONEY, WordRole.TOTAL})
        if (named and (alike >= _MOSTLY or not rest)) or (
            alike >= _MOSTLY and not is_money and bool(rest) and self._is_label()
        ):
            return ColumnRole(self.number, Role.CODE, self.path, about=self._about())
        if named and _share(_DIGITS, rest) >= _MOSTLY:
            return ColumnRole(self.number, Role.CODE, self.path, about=self._about())
        return None

    def _is_label(self) -> bool:
        return not self.last or bool(_NAME.fullmatch(self.last))

    def money(self) -> ColumnRole | None:
        """A column of amounts, with the region its header stands for."""
        if self.filled:
            if _share(_AMOUNT, self.filled) < _MOSTLY:
                return None
        elif not _says_money(self.path) or self._says_name():
            return None
        if self._says_name() and not _has_fractions(self.filled):
            return None
        region, is_foreign = header_region(self.path, self.year)
        return ColumnRole(self.number, Role.VALUE, self.path, region, is_foreign)

    def _says_name(self) -> bool:
        said = meaning(self.last)
        labels = said is not None and WordRole.LABEL in said.roles
        return labels and not (said is not None and said.roles & {WordRole.MONEY})

    def named(self) -> ColumnRole | None:
        """A column of words."""
        if not self.filled and not _NAME.fullmatch(self.last) and self.last:
            return None
        about = self._about()
        if self.filled and _share(_YEARS, [folded(t) for t in self.filled]) >= _MOSTLY:
            about = About.YEAR
        return ColumnRole(self.number, Role.NAME, self.path, about=about)

    def _about(self) -> About:
        word = self.last if len(self.last) > 1 else folded("".join(self.path[-2:]))
        word = word.replace("(", "").replace(")", "")
        if _YEAR.fullmatch(word):
            return About.YEAR
        if _PROJECT.fullmatch(word):
            return About.PROJECT
        is_unit = _UNIT.fullmatch(word) and "项目" not in word and "科目" not in word
        return About.UNIT if is_unit else About.SUBJECT


def header_region(path: Sequence[str], year: int | None = None) -> tuple[Region, bool]:
    """The money a header path stands for, each word narrowing the one above; and whether a word is not known.

    A word that has nothing in common with the one above it takes over: the upper one only grouped columns. One
    that begins with 其中 is a part of what stands above it, in whatever words.
    """
    region, unknown, topics = EVERYTHING, frozenset[str](), list[str]()
    for word in path:
        bare = folded(word)
        said = below(bare, topics)
        if said is None and (member := code_named("economic", bare, year or 0, None)):
            region &= of_code("economic", member)
            continue
        if said is None or WordRole.DIFFERENCE in said.roles:
            unknown |= {bare}
            continue
        topics += said.topics
        both = region & said.region
        if not both.normal().is_empty:
            region = both
        elif _OF_WHICH.match(word):
            unknown |= {bare}
        else:
            region = said.region
    if unknown:
        region = replace(region, ledger=region.ledger & Ledger(of=unknown))
    return region, bool(unknown)


def _is_no_money(word: str) -> bool:
    said = meaning(word)
    return (said is not None and WordRole.NOT_MONEY in said.roles) or "%" in folded(word)


def _says_money(path: Sequence[str]) -> bool:
    said = [meaning(word) for word in path]
    return any(
        m is not None and bool(m.roles - {WordRole.LABEL, WordRole.OF_WHICH}) and bool(m.roles)
        for m in said
    )


def _last_word(path: Sequence[str]) -> str:
    """The word nearest the column; a total row taken for a header leaves 合计 under 科目名称."""
    if not path:
        return ""
    if len(path) > 1 and _TOTAL.fullmatch(folded(path[-1])):
        above = meaning(path[-2])
        if above is not None and WordRole.LABEL in above.roles:
            return folded(path[-2])
    return folded(path[-1])


def _share(kind: re.Pattern[str], texts: Sequence[str]) -> float:
    matched = sum(bool(kind.fullmatch(text)) for text in texts)
    return matched / len(texts) if texts else 0.0


def _has_fractions(texts: Sequence[str]) -> bool:
    return any("." in text or "," in text for text in texts)


def _counts_up(texts: Sequence[str]) -> bool:
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= 3]  # noqa: PLR2004
    return len(numbers) == len(texts) > 2 and all(  # noqa: PLR2004
        later - earlier == 1 for earlier, later in pairwise(numbers)
    )


def panels(columns: Sequence[ColumnRole]) -> tuple[PanelColumns, ...]:
    """Cut the columns into panels: a new one begins where names or codes come after money."""
    found: list[PanelColumns] = []
    labels: list[ColumnRole] = []
    values: list[ColumnRole] = []
    for column in columns:
        if column.role in {Role.CODE, Role.NAME} and values:
            found.append(_panel(labels, values))
            labels, values = [], []
        if column.role in {Role.CODE, Role.NAME}:
            labels.append(column)
        elif column.role is Role.VALUE:
            values.append(column)
    if values:
        found.append(_panel(labels, values))
    return tuple(found)


def _panel(labels: Sequence[ColumnRole], values: Sequence[ColumnRole]) -> PanelColumns:
    """Label columns in groups: codes with the name after them; each kind of thing named has its own."""
    groups: list[Labels] = []
    pending: dict[About, list[int]] = {}
    for column in labels:
        if column.role is Role.CODE:
            pending.setdefault(column.about, []).append(column.number)
            continue
        about = column.about
        if about not in pending and len(pending) == 1:
            about = next(iter(pending))  # codes of units with a plain 名称 after them
        head = folded("".join(column.path))
        groups.append(Labels(tuple(pending.pop(about, ())), column.number, about, head))
    groups += [Labels(tuple(codes), None, about) for about, codes in pending.items()]
    heads = {folded(c.path[0]) for c in (*labels, *values) if len(c.path) > 1}
    alone = all(len(c.path) > 1 for c in (*labels, *values))
    return PanelColumns(
        tuple(groups), tuple(values), heads.pop() if alone and len(heads) == 1 else ""
    )


def _best(groups: Sequence[Labels]) -> Labels:
    def rank(group: Labels) -> tuple[int, int]:
        order = (About.SUBJECT, About.PROJECT, About.YEAR, About.UNIT)
        return (0 if group.codes and group.about is About.SUBJECT else 1, order.index(group.about))

    return min(groups, key=rank, default=Labels())
