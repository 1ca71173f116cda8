"""Whose document it is, of which year and kind: weighed from cover, titles, headings, captions and column heads."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from yusuan.core.errors import RecognitionRefused
from yusuan.core.grid import RawGrid, TextBlock
from yusuan.recognition.evidence import Reading, Votes
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawDocument


class DocumentKind(enum.Enum):
    """What is published: a budget or final accounts, of a department or of a single unit."""

    DEPARTMENT_BUDGET = "部门预算"
    UNIT_BUDGET = "单位预算"
    DEPARTMENT_ACCOUNTS = "部门决算"
    UNIT_ACCOUNTS = "单位决算"


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """Kind, year and publisher, each with its confidence and signs."""

    kind: Reading[DocumentKind]
    year: Reading[int]
    department: Reading[str]


_COVER_LINES, _HEADLINE, _HEAD_ROWS, _HEAD_LENGTH = 8, 60, 4, 20
_LEAST_SHARE = 0.5


@dataclass(frozen=True)
class _Lines:
    """The lines of a document by where they stand."""

    cover: tuple[str, ...]
    headlines: tuple[str, ...]
    body: tuple[str, ...]
    heads: tuple[str, ...]
    file: str

    @classmethod
    def of(cls, document: RawDocument) -> _Lines:
        texts = [b.text for b in document.blocks if isinstance(b, TextBlock)]
        words = [w for w in (folded(text) for text in texts if text.strip()) if w]
        names = [folded(grid.name) for grid in document.grids if grid.name]
        cover = tuple(word for word in words[:_COVER_LINES] if len(word) <= _HEADLINE)
        return cls(
            cover,
            tuple(dict.fromkeys(w for w in (*words, *names) if len(w) <= _HEADLINE)),
            tuple(w for w in words if len(w) > _HEADLINE),
            tuple(dict.fromkeys(_column_heads(document.grids))),
            folded(PurePath(document.source).stem),
        )

    @property
    def openings(self) -> tuple[str, ...]:
        """Cover lines, and neighbours joined: a long name or title breaks over two lines."""
        return (*self.cover, *(a + b for a, b in pairwise(self.cover)))


def _column_heads(grids: Sequence[RawGrid]) -> Iterator[str]:
    for grid in grids:
        for cell in grid.cells:
            text = folded(cell.text) if cell.row < _HEAD_ROWS else ""
            if len(text) <= _HEAD_LENGTH and ("年" in text or text.endswith("数")):
                yield text


def describe(document: RawDocument) -> SelfDescription:
    """Weigh what a document says of itself; raises RecognitionRefused where even the year is a guess."""
    lines = _Lines.of(document)
    kind = _kind(lines)
    accounts = {DocumentKind.DEPARTMENT_ACCOUNTS, DocumentKind.UNIT_ACCOUNTS}
    year = _year(lines, is_accounts=kind.value in accounts)
    return SelfDescription(kind, year, _department(lines))


# --- year -------------------------------------------------------------------------------------------------

_YEAR = re.compile(r"(20\d{2})年?度?(?=.{0,18}?(?:预算|决算))")
_YEAR_LABEL = re.compile(r"(?:预算|决算|会计|财政)?年度[:：]?(20\d{2})")
_CHINESE_YEAR = re.compile(
    r"[二贰][〇○零Oo0]([一二三四五六七八九〇○零Oo0])([一二三四五六七八九〇○零Oo0])年(\S?)"
)
_COMPARED = re.compile(r"[比较与]\S{0,4}20\d{2}年?|20\d{2}年?[^,。;]{0,6}相比|上年|截至|截止")
_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零Oo0", 0)
_OPENING_YEAR = re.compile(r"(20\d{2})年度?[^比较与]{0,30}?(?:预算|决算|收入|支出)")


def _year(lines: _Lines, *, is_accounts: bool) -> Reading[int]:
    votes: Votes[int] = Votes()
    for word in lines.openings:
        _vote_year(votes, word, "封面", 3, 6)
        for year, is_date in _chinese_years(word):
            if is_date:  # accounts are published in the year after theirs
                votes.add(year - is_accounts, "封面日期", 0.6, 0.6, word)
    for word in lines.headlines:
        for label in _YEAR_LABEL.findall(word):
            votes.add(int(label), "年度栏", 3, 3, word)
        is_title = word.endswith("表")
        _vote_year(votes, word, "表名" if is_title else "标题", 1, 4 if is_title else 3)
    for text in lines.body:
        if match := _OPENING_YEAR.match(text):
            votes.add(int(match[1]), "正文", 0.3, 2, text)
    for word in lines.heads:
        _vote_year(votes, word, "列名", 0.3, 1)
    if named := re.search(r"20\d{2}", lines.file):
        votes.add(int(named[0]), "文件名", 0.5, 0.5, lines.file)
    return _trusted_year(votes)


def _vote_year(votes: Votes[int], word: str, sort: str, weight: float, limit: float) -> None:
    """The years a line states as its own, in digits or in Chinese numerals."""
    in_characters = (year for year, is_date in _chinese_years(word) if not is_date)
    for year in (*_stated_years(word), *in_characters):
        votes.add(year, sort, weight, limit, word)


def _stated_years(word: str) -> list[int]:
    if _COMPARED.search(word):
        return []
    return [int(found) for found in _YEAR.findall(word)]


def _chinese_years(word: str) -> Iterator[tuple[int, bool]]:
    """Years in Chinese numerals, and whether each is part of a date."""
    for tens, ones, after in _CHINESE_YEAR.findall(word):
        yield (
            2000 + 10 * _DIGIT[tens] + _DIGIT[ones],
            bool(re.match(r"[一二三四五六七八九十元]", after)),
        )


def _trusted_year(votes: Votes[int]) -> Reading[int]:
    best = votes.best()
    if best.value is None:
        msg = "没有找到预算年度，不作猜测"
        raise RecognitionRefused(msg)
    weight = votes.weight(best.value)
    share = weight / sum(map(votes.weight, votes.weights))
    is_only_dated = set(votes.weights[best.value]) <= {"文件名"}
    if is_only_dated or share < _LEAST_SHARE:
        msg = f"预算年度的依据不足，不作猜测：{'；'.join(best.evidence)}"
        raise RecognitionRefused(msg)
    return best


# --- kind -------------------------------------------------------------------------------------------------

_ACCOUNTS_TABLE = re.compile(r".*决算(明细|总|情况)?表")
_BUDGET_TABLE = re.compile(r".*(预算(明细|总|情况)?表|预算.*(收支|收入|支出)(总)?表)")
_BOTH = re.compile(r"预决算|预、决算|预算和决算|决算和预算")


def _kind(lines: _Lines) -> Reading[DocumentKind]:
    stage: Votes[bool] = Votes()
    owner: Votes[bool] = Votes()
    for word in lines.openings:
        if not _BOTH.search(word):
            _vote_stage(stage, word, "封面", 3, 6)
            _vote_owner(owner, word, "封面", 3, 6)
    for word in lines.headlines:
        if _ACCOUNTS_TABLE.fullmatch(word):
            stage.add(True, "表名", 0.5, 3, word)  # noqa: FBT003  accounts
        elif _BUDGET_TABLE.fullmatch(word):
            stage.add(False, "表名", 0.5, 3, word)  # noqa: FBT003  budget
        else:
            _vote_stage(stage, word, "标题", 0.5, 2)
        _vote_owner(owner, word, "标题", 0.5, 3)
    for word in lines.heads:
        if re.fullmatch(r"(20\d{2}年度?)?决算数", word):
            stage.add(True, "列名", 2, 2, word)  # noqa: FBT003
        elif re.fullmatch(r"(20\d{2}年度?)?预算数", word):
            stage.add(False, "列名", 0.5, 0.5, word)  # noqa: FBT003
    _vote_stage(stage, lines.file, "文件名", 0.3, 0.3)
    _vote_owner(owner, lines.file, "文件名", 0.3, 0.3)
    body = "".join(lines.body)
    ours, ones = body.count("本部门"), body.count("本单位")
    if ours != ones:
        owner.add(ones > ours, "正文", 0.5, 0.5, "本单位" if ones > ours else "本部门")
    return _kind_of(stage.best(), owner.best())


def _vote_stage(votes: Votes[bool], word: str, sort: str, weight: float, limit: float) -> None:
    if not _OWN_TITLE.search(word):
        weight, limit = weight / 6, limit / 3
    accounts, budget = word.count("决算"), word.count("预算") - word.count("公共预算")
    budget -= word.count("性基金预算") + word.count("经营预算")
    if accounts and accounts >= budget:
        votes.add(True, sort, weight, limit, word)  # noqa: FBT003
    elif budget > 0:
        votes.add(False, sort, weight, limit, word)  # noqa: FBT003


# 某某局2024年度部门决算公开, 单位预算编制说明: what a document calls itself, not what it speaks of.
_OWN_TITLE = re.compile(
    r"(部门|单位|年度?|[省市区县]级)(预算|决算)(信息)?(公开|草案|编制)?(表|说明|情况说明|报告|目录|文本|公开|概况)?(\(.{0,8}\))?\d{0,3}$"
)
_UNITS = re.compile(r"单位(预算|决算)|预算单位(?!构成|数|共)|年度?单位")
_DEPARTMENTS = re.compile(r"部门(预算|决算)|预算主管部门|年度?部门|部门财务")


def _vote_owner(votes: Votes[bool], word: str, sort: str, weight: float, limit: float) -> None:
    """A unit's own document (True) or a whole department's (False)."""
    is_unit, is_department = bool(_UNITS.search(word)), bool(_DEPARTMENTS.search(word))
    if is_unit != is_department:
        votes.add(is_unit, sort, weight, limit, word)


def _kind_of(stage: Reading[bool], owner: Reading[bool]) -> Reading[DocumentKind]:
    if stage.value is None:
        return Reading(None, 0.0, ("没有写明是预算还是决算",))
    if stage.value:
        kinds = (DocumentKind.DEPARTMENT_ACCOUNTS, DocumentKind.UNIT_ACCOUNTS)
    else:
        kinds = (DocumentKind.DEPARTMENT_BUDGET, DocumentKind.UNIT_BUDGET)
    signs = tuple(dict.fromkeys((*stage.evidence, *owner.evidence)))
    unsure = 0.4  # nothing says whose: a department's is the commoner document
    confidence = min(stage.confidence, owner.confidence or unsure)
    return Reading(kinds[bool(owner.value)], confidence, signs)


# --- publisher --------------------------------------------------------------------------------------------

_LABELLED = re.compile(
    r"(?:编制|预算主管|公开|填报|编报|预算|部门|单位)(?:部门|单位|名称)(?:名称|全称)?[:：]([^:：]{4,40}?)(?:\([^()]*\))?"
    r"(?:(?:金额)?单位[:：].*|预算年度.*)?$"
)
_NUMBERED = re.compile(r"\d{3,6}([\u4e00-\u9fff]{4,40}(?:\([^)]*\))?)")
_BEFORE_YEAR = re.compile(
    r"(?:第[一二三四五]部分)?([\u4e00-\u9fffX×\s()]{4,40}?)(?:20\d{2}|[二贰][〇○零Oo0]..)年度?[^,。]{0,12}(?:预算|决算)"
)
_HEADING = re.compile(
    r"(?:第[一二三四五]部分)?([\u4e00-\u9fffX×()]{4,40}?)(?:概况|主要职能|主要职责|机构设置|基本情况)"
)
_ORGANISATION = re.compile(
    r".{3,36}(?:局|委|会|办|室|处|院|厅|心|校|学|站|所|队|馆|部|府|园|团|社|厂|库|台|署|协会|街道|镇|乡|集团)"
)
_NO_NAME = re.compile(
    r"预算|决算|公开|目录|年度|^本(部门|单位)|^部门|^单位|^各|下属|所属|说明|情况|汇总|名称|\d|收支|^区级|^市级|^省级|^县级"
)
_PLACE = re.compile(r".*[省市区县州盟旗]")
_PLACEHOLDER = re.compile(r"[X×xＸ*＊…]{2,}")


def _department(lines: _Lines) -> Reading[str]:
    votes: Votes[str] = Votes()
    for word in lines.headlines:
        for pattern, sort, weight in (
            (_LABELLED, "编制部门", 3.0),
            (_NUMBERED, "编制部门", 3.0),
            (_BEFORE_YEAR, "标题", 1.0),
            (_HEADING, "标题", 0.7),
        ):
            match = pattern.fullmatch(word) if pattern is _NUMBERED else pattern.match(word)
            if match and (name := _name(match[1])):
                votes.add(name, sort, weight, 3, word)
    for word in (*lines.cover, *_broken_names(lines.cover)):
        before = _BEFORE_YEAR.match(word)
        name = _name(before[1] if before else word)
        if name and (before or _ORGANISATION.fullmatch(name)):
            votes.add(name, "封面", 2, 3, word)
    for text in lines.body:
        match = _BEFORE_YEAR.match(text)
        if match and (name := _name(match[1])):
            votes.add(name, "正文", 0.3, 1, text)
    return _best_name(votes)


def _broken_names(cover: Sequence[str]) -> Iterator[str]:
    """A name broken over two lines of the cover: the first is none by itself."""
    for first, second in pairwise(cover):
        if not _ORGANISATION.fullmatch(first) and not _NO_NAME.search(first):
            yield first + second


def _name(words: str) -> str:
    """A name without the brackets after it; empty for words that name no organisation."""
    name = re.sub(r"\((?:本级|部门|单位|机关|汇总)\)$", "", "".join(words.split()))
    is_none = _NO_NAME.search(name) or _PLACE.fullmatch(name) or len(name) < 4  # noqa: PLR2004
    return "" if is_none else name


def _best_name(votes: Votes[str]) -> Reading[str]:
    """The name with most weight; a full name is also supported by the short forms it contains."""
    names = list(votes.weights)
    for name in names:
        for other in names:
            if other != name and other in name and not _PLACEHOLDER.search(name):
                votes.weights[name]["简称"] = min(1.0, votes.weight(other) / 2)
    best = votes.best()
    if best.value is not None and _PLACEHOLDER.search(best.value):
        return Reading(None, 0.0, (f"名称处仍是占位符“{best.value}”",))
    return best
