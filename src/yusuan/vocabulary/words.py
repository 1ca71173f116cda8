"""What a printed word or phrase means, composed: topics, totals, sides, periods and words that filter nothing.

A phrase is understood when known words cover it from end to end; its meaning is what they say together. A phrase
with a rest nobody knows has no meaning: whatever it labels is foreign.
"""

from __future__ import annotations

import enum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.terms import SPENT, Origin
from yusuan.tables.region import EVERYTHING, Region
from yusuan.vocabulary.folding import expanded, folded
from yusuan.vocabulary.periods import without_period
from yusuan.vocabulary.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Collection


class Role(enum.Enum):
    """What a word does in a phrase."""

    MONEY = "资金"
    TOTAL = "合计"
    GRAND = "总计"
    REVENUE = "收入"
    SPENDING = "支出"
    THIS_YEAR = "本年"
    OF_WHICH = "其中"
    SILENT = "无"
    LABEL = "项目"
    NOT_MONEY = "非金额"
    DIFFERENCE = "差额"


_WORDS: dict[Role, str] = {
    Role.TOTAL: "合计 小计 总额 共计 合计金额 金额合计 全部合计 总合计 本部门合计 本单位合计 部门合计 单位合计",
    Role.GRAND: "总计 总收入支出 收支总计",
    Role.REVENUE: "收入 总收入 收入来源",
    Role.SPENDING: "支出 总支出 支出用途",
    Role.THIS_YEAR: "本年 本年度 当年 本期",
    Role.OF_WHICH: "其中: 其中",
    Role.SILENT: (
        "资金 拨款 预算 决算 数 金额 款 财政 安排的 安排 资金性质 资金来源 收支 情况 的 按 类 经费来源 补助"
        " 预算数 决算数 执行数 统计数 预算金额 决算金额 预计执行数 完成数 实际数 预算安排 年初预算 年初预算数 调整预算"
        " 调整预算数 全年预算 全年预算数 预算安排数 初步安排 批复数 部门 单位 部门预算 单位预算 "
        " 纳入 管理 管理的 预算管理 纳入预算管理的 公共 (万元) (元) (单位:万元) (单位:元) 万元 元 , 、 : - — ( ) 各项 一、"
    ),
    Role.LABEL: (
        "项目 科目 科目编码 科目代码 科目名称 编码 代码 编号 名称 功能分类 经济分类 功能科目 经济科目 功能分类科目 经济分类科目"
        " 支出功能分类 支出经济分类 支出功能分类科目 支出经济分类科目 部门预算支出经济分类 部门预算支出经济分类科目"
        " 政府预算支出经济分类 政府预算支出经济分类科目 部门经济 政府经济 部门经济科目 政府经济科目 单位名称 部门名称 预算单位"
        " 单位代码 单位编码 部门代码 部门编码 项目名称 项目编码 支出项目 收入项目 收支项目 类 款 项 序号 行次 栏次"
    ),
    Role.NOT_MONEY: (
        "增长率 增减率 增减% 比率 比例 占比 占 % 原因 说明 备注 人数 人次 批次 数量 辆 个 台 次 面积 单价 完成率 执行率 百分比"
        " 比重 增幅 降幅 附注 幅度 增减幅度 变动率"
    ),
    # Amounts that compare two others: money of no line.
    Role.DIFFERENCE: (
        "增减 增减额 增长 增长额 比上年 比上年增减 比上年增减额 变动 变化 变动额 增减变化 增减变动 增减变化金额 增减变化情况"
        " 差额 差异 增减变动额 增减金额"
    ),
}


class Word(NamedTuple):
    """A known word: what it does, and the money it stands for."""

    role: Role
    region: Region = EVERYTHING
    topic: str = ""


class Meaning(NamedTuple):
    """What a phrase says: its money, the topics named, and the roles of its words."""

    region: Region
    topics: tuple[str, ...]
    roles: frozenset[Role]

    @property
    def is_total(self) -> bool:
        """Tell whether it names a sum of what stands beside it."""
        return Role.TOTAL in self.roles or Role.GRAND in self.roles

    @property
    def filters(self) -> bool:
        """Tell whether it leaves any money out."""
        return self.region != EVERYTHING


@cache
def _lexicon() -> dict[str, Word]:
    known: dict[str, Word] = {}
    for role, words in _WORDS.items():
        for word in words.split():
            known.setdefault(word, Word(role))
    for topic in TOPICS:
        for pattern in topic.words.split():
            for word in expanded(pattern):
                if len(word) > 1:
                    known[word] = Word(Role.MONEY, topic.region, topic.id)
    return known


@cache
def _short(topic: str) -> dict[str, Word]:
    """The words that mean something only below a topic."""
    return {
        word: Word(Role.MONEY, one.region, one.id)
        for one in TOPICS
        if one.short[0] == topic
        for word in expanded(one.short[1])
    }


def below(text: str, topics: Collection[str]) -> Meaning | None:
    """What a phrase means below a heading of some topics; as anywhere where they add nothing."""
    word = without_period(folded(text))
    for topic in topics:
        found = _short(topic).get(word)
        if found is not None:
            return Meaning(found.region, (found.topic,), frozenset({found.role}))
    return meaning(text)


@cache
def _longest() -> int:
    return max(map(len, _lexicon()))


def _cover(text: str) -> tuple[Word, ...] | None:
    """Known words that make up a text, the longest first wherever there is a choice; None when none do."""
    lexicon, longest, dead = _lexicon(), _longest(), set[int]()

    def from_(place: int) -> tuple[Word, ...] | None:
        if place == len(text):
            return ()
        if place in dead:
            return None
        for end in range(min(len(text), place + longest), place, -1):
            word = lexicon.get(text[place:end])
            if word is not None and (rest := from_(end)) is not None:
                return (word, *rest)
        dead.add(place)
        return None

    return from_(0) if len(text) <= _LONGEST_PHRASE else None


_LONGEST_PHRASE = 60


@lru_cache(maxsize=8192)
def meaning(text: str) -> Meaning | None:
    """What a printed phrase means; None when it holds words nobody knows."""
    word = without_period(folded(text))
    if not word:
        return Meaning(EVERYTHING, (), frozenset({Role.SILENT}))
    found = _cover(word)
    if found is None:
        return None
    region = EVERYTHING
    for one in found:
        both = region & one.region
        region = one.region if both.is_empty else both
    roles = frozenset(one.role for one in found)
    if Role.THIS_YEAR in roles and not roles & {Role.LABEL, Role.NOT_MONEY}:
        region = _of_the_year(region, roles)
    return Meaning(region, tuple(one.topic for one in found if one.topic), roles)


def _of_the_year(region: Region, roles: frozenset[Role]) -> Region:
    """本年收入 leaves out what was carried over, 本年支出 what is not spent."""
    if Role.REVENUE in roles and Role.SPENDING not in roles:
        both = region & Region(origin=frozenset({Origin.CURRENT_YEAR}))
        return region if both.is_empty else both
    if Role.SPENDING in roles and Role.REVENUE not in roles:
        both = region & Region(nature=SPENT)
        return region if both.is_empty else both
    return region


def topics_in(text: str) -> list[tuple[int, Word]]:
    """The money words of a longer text (a title), wherever they stand, longest first; other words are passed over."""
    lexicon, longest = _lexicon(), _longest()
    found, place = [], 0
    while place < len(text):
        for end in range(min(len(text), place + longest), place + 1, -1):
            word = lexicon.get(text[place:end])
            if word is not None:
                found.append((place, word))
                place = end
                break
        else:
            place += 1
    return found
