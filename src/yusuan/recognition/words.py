"""What printed words mean: the lexicon that turns row labels and column headers into regions.

Words are compared folded: no blanks, half-width brackets, no list numbers. The lexicon knows no edition; the
same words mean the same money everywhere, and a form never seen before is read when its words are in here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from yusuan.core.terms import CARRIED, SPENT, UNSPENT, Fund, Nature, Origin, RevenueSource, Stage
from yusuan.tables import classes
from yusuan.tables.region import APPROPRIATED_FUNDING, EVERYTHING, Region, funds, sources
from yusuan.tables.spec import without_list_number

_CARRIED = Region(origin=CARRIED)
_CLOSING = Region(nature=UNSPENT)
_SPENT = Region(nature=SPENT)
_CURRENT = Region(origin=frozenset({Origin.CURRENT_YEAR}))


def _nature(nature: Nature) -> Region:
    return Region(nature=frozenset({nature}))


# Order matters: the first pattern that fits the whole folded word decides.
_LEXICON: tuple[tuple[str, Region], ...] = (
    # Totals.
    (r"本年收入(合计|小计)", _CURRENT),
    (r"本年支出(合计|小计)", _SPENT),
    (
        r"(本年)?(收入|支出|收支)?(合计|总计|小计|总额)|(预算|决算|执行)(数|金额)|(合计)?金额",
        EVERYTHING,
    ),
    (r"本年预算|预算(合计|金额)|(收入|支出)(预算|决算)数?", EVERYTHING),
    # Opening and closing.
    (
        r"(使用|动用).*非财政拨款结余.*|用事业基金弥补收支差额|使用专用结余",
        Region(origin=frozenset({Origin.OWN_BALANCE})),
    ),
    (r".*(上年|年初).*(结转|结余).*", _CARRIED),
    (r".*(年终|年末).*(结转|结余).*|结转下年.*|.*下年结转.*", _CLOSING),
    (r"结余分配", Region(nature=frozenset({Nature.SURPLUS_DISTRIBUTION}))),
    # Funds and sources.
    (r"(本年)?财政拨款(收入|支出|收支)?(预算|决算)?(小计|合计)?", Region(APPROPRIATED_FUNDING)),
    (
        r"一般公共预算(当年)?(财政)?(拨款|资金)?(收入|支出)?(预算|决算)?(小计|合计)?",
        Region(funds(Fund.GENERAL_PUBLIC)),
    ),
    (
        r"政府性基金(财政拨款)?(预算)?(财政)?(拨款|资金)?(收入|支出)?(小计|合计)?|基金预算(财政)?拨款(收入)?",
        Region(funds(Fund.GOVERNMENT_FUNDS)),
    ),
    (
        r"国有资本经营(财政拨款)?(预算)?(财政)?(拨款|资金)?(收入|支出)?(小计|合计)?",
        Region(funds(Fund.STATE_CAPITAL)),
    ),
    (r"(纳入)?财政专户.*", Region(sources(RevenueSource.SPECIAL_ACCOUNT))),
    (r"单位(自有)?资金(收入)?(小计|合计)?", Region(funds(Fund.UNIT_FUNDS))),
    (r"事业收入(\(不含教育收费\))?|教育收费.*", Region(sources(RevenueSource.SERVICE))),
    (r"(事业单位)?经营收入", Region(sources(RevenueSource.BUSINESS))),
    (r"上级补助收入", Region(sources(RevenueSource.SUPERIOR_GRANT))),
    (r"附属单位(上缴|缴款)(收入)?", Region(sources(RevenueSource.SUBSIDIARY_REMITTANCE))),
    (r"其他(各项)?收入", Region(sources(RevenueSource.OTHER))),
    # Natures.
    (
        r"一般公共预算(财政拨款)?基本支出",
        Region(funds(Fund.GENERAL_PUBLIC), nature=frozenset({Nature.BASIC})),
    ),
    (r"基本支出", _nature(Nature.BASIC)),
    (r"项目支出", _nature(Nature.PROJECT)),
    (r"(事业单位)?经营支出", _nature(Nature.BUSINESS)),
    (r"(上解|上缴)上级(单位)?支出", _nature(Nature.SUPERIOR_REMITTANCE)),
    (r"对(附属|下级)单位补助(支出)?", _nature(Nature.SUBSIDIARY_GRANT)),
    # Economic columns of basic expenditure.
    (r"人员(经费|支出)(小计|合计)?", Region(economic=classes.PERSONNEL)),
    (r"(日常)?公用(经费|支出)(小计|合计)?", Region(economic=classes.OPERATING)),
    # Three-public rows and columns.
    (
        r"(\d{4}年)?(财政拨款|一般公共预算)?[“\"]?三公[”\"]?经费(支出)?(小计|合计|预算数|决算数)?",
        Region(economic=classes.THREE_PUBLIC),
    ),
    (r"教学科研人员因公出国\(境\)费用?", Region(economic=classes.TRAVEL_FOR_TEACHING)),
    (r"其他因公出国\(境\)费用?", Region(economic=classes.OTHER_TRAVEL)),
    (r"因公出国\(境\)(费用?|经费)?(支出)?", Region(economic=classes.OVERSEAS_TRAVEL)),
    (
        r"公务用车购置(及|和|与)?(运行|运维|运行维护)(维护)?(费用?|经费|支出)?(小计|合计)?",
        Region(economic=classes.VEHICLES),
    ),
    (r"(公务用车)?购置(费用?|支出)?", Region(economic=classes.VEHICLE_PURCHASE)),
    (r"(公务用车)?(运行|运行维护|运维)(费用?|支出)?", Region(economic=classes.VEHICLE_OPERATION)),
    (r"公务接待(费用?|经费)?(支出)?", Region(economic=classes.HOSPITALITY)),
    (r"会议费", Region(economic=classes.MEETINGS)),
    (r"培训费", Region(economic=classes.TRAINING)),
)
_COMPILED = tuple((re.compile(pattern), region) for pattern, region in _LEXICON)
# Header words that only group or describe, and filter nothing.
_SILENT = re.compile(
    r"资金性质|资金来源|(本年)?(收入|支出)(预算|决算)?(数|情况)?|收支项目|收支|项目|"
    r"(部门预算)?(支出)?(政府)?(功能|经济)分类(科目)?(编码)?|支出部门经济分类科目|"
    r".*预算数|.*决算数|\d{4}年度?.*|本年预算|序号|栏次|行次|备注|单位[:：].*|金额单位[:：].*|科目.*|编码|[类款项]"
)
# Columns that compare or explain: whatever stands under them is no money of any line.
_COMPARING = re.compile(
    r"增减|增长|增幅|变动|变化|[%±]|占比|比重|完成|比.{0,14}(数|年)|差额|差异|原因|说明"
)
_UNIT_IN_WORD = re.compile(r"\((人民币)?(万元|元)\)$")
_LIST_MARK = re.compile(
    r"^(?:\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}\)|[①-⑳]|[一二三四五六七八九十]{1,3}\.)"
)
_YEARS = re.compile(r"(20\d{2})年?")
_LEDGER = re.compile(
    r"(?P<year>20\d{2}年?度?|上年度?|上一年度?|去年|本年度?|当年)?(?P<stage>年初预算|调整预算|全年预算|预算|预计执行|执行|决算|完成)"
    r"(?:数|额|金额|安排|安排数)?"
)
_STAGES = {
    "年初预算": Stage.BUDGET,
    "预算": Stage.BUDGET,
    "调整预算": Stage.ADJUSTED,
    "全年预算": Stage.ADJUSTED,
    "预计执行": Stage.EXECUTED,
    "执行": Stage.EXECUTED,
    "完成": Stage.EXECUTED,
    "决算": Stage.FINAL,
}
_STAGE_AT_END = re.compile(r".+(预算|执行|决算)数")
_LAST_YEAR = re.compile(r"(上年度?|上一年度?|去年)(?!.*(结转|结余)).*")
_FULL = str.maketrans("（）：，“”〔〕％＋", '():,""[]%+')


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A printed word without what typesetting adds: blanks, full-width forms, list numbers."""
    squeezed = "".join(unicodedata.normalize("NFKC", text).translate(_FULL).split())
    word = without_list_number(squeezed).removeprefix("其中:").replace("其它", "其他")
    return _LIST_MARK.sub("", word) or word


@lru_cache(maxsize=8192)
def meaning(text: str) -> Region | None:
    """The money a printed word stands for; None when the lexicon does not know it."""
    word = folded(text)
    for pattern, region in _COMPILED:
        if pattern.fullmatch(word):
            return region
    return None


class Said(NamedTuple):
    """What a header says of the ledger its figures are from; None where it says nothing."""

    year: int | None = None
    years_back: int | None = None
    stage: Stage | None = None


@lru_cache(maxsize=4096)
def said_ledger(path: tuple[str, ...]) -> Said:
    """The year and stage a header path names (2023年执行数, 年初预算数, 上年决算数)."""
    year = years_back = stage = None
    for word in map(folded, path):
        match = _LEDGER.fullmatch(_bare(word))
        if match:
            stage = _STAGES[match["stage"]]
        elif at_end := _STAGE_AT_END.fullmatch(word):
            stage = _STAGES[at_end[1]]
        if _LAST_YEAR.fullmatch(word):
            years_back = 1
        named = _YEARS.findall(word)
        if len(named) == 1:
            year = int(named[0])
    return Said(year, years_back, stage)


@lru_cache(maxsize=4096)
def header_meaning(path: tuple[str, ...], *, of_the_year: bool = True) -> Region | None:
    """The money a header path stands for: every word of it that means something, together.

    `of_the_year`: 本年收入 and 本年支出 over a column leave carried money out; over a whole panel that also
    lists carried money in rows they only name the side.
    """
    region, is_known = EVERYTHING, False
    for word in path:
        bare = _bare(folded(word))
        known = EVERYTHING if _LEDGER.fullmatch(bare) else meaning(bare)
        if known is None and _COMPARING.search(bare):
            return None
        if known is None and bare in _OF_THE_YEAR:
            known = _OF_THE_YEAR[bare] if of_the_year else EVERYTHING
        if known is not None:
            region, is_known = region & known, True
        elif not _SILENT.fullmatch(bare):
            return None
    return region if is_known else None


_OF_THE_YEAR = {"本年收入": _CURRENT, "本年支出": _SPENT}


def _bare(word: str) -> str:
    """A header word without its money unit: 预算数(万元)."""
    return _UNIT_IN_WORD.sub("", word)
