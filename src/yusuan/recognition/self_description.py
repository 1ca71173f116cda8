"""Whose document it is, of which year and kind: weighed from cover, titles, headings, captions and column heads."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from yusuan.core.errors import RecognitionRefused
from yusuan.core.patterns import pattern
from yusuan.recognition.publisher import publisher
from yusuan.recognition.standing import Lines, alone
from yusuan.recognition.told import NOTHING_TOLD, Told
from yusuan.recognition.votes import Reading, Votes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.grid import RawDocument


T = TypeVar("T")


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


_LEAST_SHARE = 0.5
YEAR_OPTION = "如已知年度，请加 --year 指定（例如 --year 2026）"
_ACCOUNTS = frozenset({DocumentKind.DEPARTMENT_ACCOUNTS, DocumentKind.UNIT_ACCOUNTS})


def describe(document: RawDocument, told: Told = NOTHING_TOLD) -> SelfDescription:
    """Weigh what a document says of itself; raises RecognitionRefused where even the year is a guess."""
    lines = Lines.of(document)
    kind = _given(told.kind, "--kind") or _kind(lines)
    year = _given(told.year, "--year") or _year(lines, is_accounts=kind.value in _ACCOUNTS)
    return SelfDescription(kind, year, _given(told.publisher, "--publisher") or publisher(lines))


def _given(value: T | None, option: str) -> Reading[T] | None:
    """What the user told, beyond doubt."""
    return None if value is None else Reading(value, 1.0, (f"由 {option} 指定",))


# --- year -------------------------------------------------------------------------------------------------

_YEAR = pattern(r"(20\d{2})年?度?(?=.{0,18}?(?:预算|决算))")
# 2025年某局“三公”经费情况统计表: a table of money named by its year, without the word 预算.
_TABLE_YEAR = pattern(
    r"(?:(?<=^)|(?<=表)|(?<=表:))[^,。;\d]{0,30}(20\d{2})年度?[^,。;]{0,30}?"
    r"(?:收支|收入|支出|经费|资金|财政拨款)[^,。;]{0,14}表(?:\(.{0,10}\))?"
)
_SPENDING_YEAR = pattern(r"(20\d{2})年度?[^,。;]{0,30}[“\"]?三公[”\"]?经费[^,。;]{0,14}")
_YEAR_LABEL = pattern(r"(?:预算|决算|会计|财政)?年度[:：]?(20\d{2})")
_CHINESE_YEAR = pattern(
    r"[二贰][〇○零Oo0]([一二三四五六七八九〇○零Oo0])([一二三四五六七八九〇○零Oo0])年(\S?)"
)
_COMPARED = pattern(r"[比较与]\S{0,4}20\d{2}年?|20\d{2}年?[^,。;]{0,6}相比|上年|截至|截止")
_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零Oo0", 0)
# 2026年度收入…, 某局2026年支出预算…: the first words of a paragraph; what is compared with is no year of its own.
_OPENING_YEAR = pattern(
    r"[^,。;比较与同\d]{0,40}(20\d{2})年度?[,，]?[^比较与,。;]{0,30}?(?:预算|决算|收入|支出|收支|[“\"]?三公)"
)


def _year(lines: Lines, *, is_accounts: bool) -> Reading[int]:
    votes: Votes[int] = Votes()
    for word in lines.openings:
        _vote_cover_year(votes, word, is_accounts=is_accounts)
    for word in (*lines.headlines, *lines.labels):
        for label in _YEAR_LABEL.findall(word):
            votes.add(int(label), "年度栏", 3, 3, word)
    for word in lines.headlines:
        _vote_title_year(votes, word)
    for text in lines.body:
        if match := _OPENING_YEAR.match(text):
            votes.add(int(match[1]), "正文", 0.3, 2, text)
    for word in lines.heads:
        _vote_year(votes, word, "列名", 0.3, 1)
    _vote_alone(votes, lines)
    if named := re.search(r"20\d{2}", lines.file):
        votes.add(int(named[0]), "文件名", 0.5, 0.5, lines.file)
    return _trusted_year(votes)


def _vote_cover_year(votes: Votes[int], word: str, *, is_accounts: bool) -> None:
    _vote_year(votes, word, "封面", 3, 6)
    if (year := alone(word)) is not None:
        votes.add(year, "封面", 3, 6, word)
    for year, is_date in _chinese_years(word):
        if is_date:  # accounts are published in the year after theirs
            votes.add(year - is_accounts, "封面日期", 0.6, 0.6, word)


def _vote_title_year(votes: Votes[int], word: str) -> None:
    is_table = word.endswith("表")
    _vote_year(votes, word, "表名" if is_table else "标题", 1, 4 if is_table else 3)
    named = _TABLE_YEAR.fullmatch(word) or _SPENDING_YEAR.fullmatch(word)
    if named and not _YEAR.search(word) and not _COMPARED.search(word):
        votes.add(int(named[1]), "表名", 1, 4, word)


def _vote_alone(votes: Votes[int], lines: Lines) -> None:
    """A year by itself, where it is the only one: rivals are the columns of a comparison or the axis of a chart."""
    by_itself = [(year, word) for word in lines.headlines if (year := alone(word)) is not None]
    for said, sort in ((by_itself, "单独成行"), (lines.cell_years, "单独成格")):
        if len({year for year, _ in said}) == 1:
            votes.add(*said[0][:1], sort, 1.5, 1.5, said[0][1])


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
        msg = f"没有找到预算年度，不作猜测；{YEAR_OPTION}"
        raise RecognitionRefused(msg)
    weight = votes.weight(best.value)
    share = weight / sum(map(votes.weight, votes.weights))
    is_only_dated = set(votes.weights[best.value]) <= {"文件名"}
    if is_only_dated or share < _LEAST_SHARE:
        msg = f"预算年度的依据不足，不作猜测：{'；'.join(best.evidence)}；{YEAR_OPTION}"
        raise RecognitionRefused(msg)
    return best


# --- kind -------------------------------------------------------------------------------------------------

_ACCOUNTS_TABLE = pattern(r".*决算(明细|总|情况)?表")
_BUDGET_TABLE = pattern(r".*(预算(明细|总|情况)?表|预算.*(收支|收入|支出)(总)?表)")
# 2025年某局支出预算…万元: the stage of the first amount of a paragraph.
_SAID_STAGE = pattern(r"[^,。;比较与]{0,40}?(?:收入|支出|收支)总?(预算|决算)")
_HEAD_STAGE = pattern(r"(20\d{2}年度?|本年)?(?P<stage>预算|决算)(统计)?数?")
_BOTH = pattern(r"预决算|预、决算|预算和决算|决算和预算")


def _kind(lines: Lines) -> Reading[DocumentKind]:
    return _kind_of(_stage(lines), _owner(lines))


def _stage(lines: Lines) -> Reading[bool]:
    """Whether it is final accounts (True) or a budget."""
    votes: Votes[bool] = Votes()
    for word in lines.openings:
        if not _BOTH.search(word):
            _vote_stage(votes, word, "封面", 3, 6)
    for word in lines.headlines:
        if _ACCOUNTS_TABLE.fullmatch(word):
            votes.add(True, "表名", 0.5, 3, word)  # noqa: FBT003  accounts
        elif _BUDGET_TABLE.fullmatch(word):
            votes.add(False, "表名", 0.5, 3, word)  # noqa: FBT003  budget
        else:
            _vote_stage(votes, word, "标题", 0.5, 2)
    for word in lines.heads:
        if head := _HEAD_STAGE.fullmatch(word):
            weight = 2 if (is_final := head["stage"] == "决算") else 0.5
            votes.add(is_final, "列名", weight, weight, word)
    _vote_stage(votes, lines.file, "文件名", 0.3, 0.3)
    for text in lines.body:
        if said := _SAID_STAGE.match(text):
            votes.add(said[1] == "决算", "正文", 0.3, 0.6, text)
    return votes.best()


def _owner(lines: Lines) -> Reading[bool]:
    """Whether it is of a single unit (True) or a department."""
    votes: Votes[bool] = Votes()
    for word in lines.openings:
        if not _BOTH.search(word):
            _vote_owner(votes, word, "封面", 3, 6)
    for word in lines.headlines:
        _vote_owner(votes, word, "标题", 0.5, 3)
    _vote_owner(votes, lines.file, "文件名", 0.3, 0.3)
    body = "".join(lines.body)
    ours, ones = body.count("本部门"), body.count("本单位")
    if ours != ones:
        votes.add(ones > ours, "正文", 0.5, 0.5, "本单位" if ones > ours else "本部门")
    return votes.best()


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
_OWN_TITLE = pattern(
    r"(部门|单位|年度?|[省市区县]级)(预算|决算)(信息)?(公开|草案|编制)?(表|说明|情况说明|报告|目录|文本|公开|概况)?(\(.{0,8}\))?\d{0,3}$"
)
_UNITS = pattern(r"单位(预算|决算)|预算单位(?!构成|数|共)|年度?单位")
_DEPARTMENTS = pattern(r"部门(预算|决算)|预算主管部门|年度?部门|部门财务")


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
