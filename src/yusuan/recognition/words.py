"""What printed words mean: the lexicon that turns row labels and column headers into regions.

Words are compared folded: no blanks, half-width brackets, no list numbers. The lexicon knows no edition; the
same words mean the same money everywhere, and a form never seen before is read when its words are in here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.terms import SPENT, Fund, Nature, Origin, RevenueSource
from yusuan.tables import classes
from yusuan.tables.region import APPROPRIATED_FUNDING, EVERYTHING, Region, funds, sources
from yusuan.tables.spec import without_list_number

if TYPE_CHECKING:
    from collections.abc import Sequence

_CARRIED = Region(origin=frozenset({Origin.CARRY_OVER, Origin.BALANCE}))
_CLOSING = Region(nature=frozenset({Nature.CLOSING_BALANCE}))
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
        r"(收入|支出)?(合计|总计|小计)|(预算|决算|执行)数|金额|本年预算|预算合计|(收入|支出)(预算|决算)",
        EVERYTHING,
    ),
    # Opening and closing.
    (r"使用非财政拨款结余.*", Region(origin=frozenset({Origin.BALANCE}))),
    (r".*(上年|年初).*(结转|结余).*|.*上年结转(结余)?", _CARRIED),
    (r".*(年终|年末|结转下年).*(结转|结余|下年).*", _CLOSING),
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
    (r"财政专户.*", Region(sources(RevenueSource.SPECIAL_ACCOUNT))),
    (r"单位资金(收入)?", Region(funds(Fund.UNIT_FUNDS))),
    (r"事业收入|教育收费.*", Region(sources(RevenueSource.SERVICE))),
    (r"(事业单位)?经营收入", Region(sources(RevenueSource.BUSINESS))),
    (r"上级补助收入", Region(sources(RevenueSource.SUPERIOR_GRANT))),
    (r"附属单位上缴收入", Region(sources(RevenueSource.SUBSIDIARY_REMITTANCE))),
    (r"其他收入", Region(sources(RevenueSource.OTHER))),
    # Natures.
    (
        r"一般公共预算(财政拨款)?基本支出",
        Region(funds(Fund.GENERAL_PUBLIC), nature=frozenset({Nature.BASIC})),
    ),
    (r"基本支出", _nature(Nature.BASIC)),
    (r"项目支出", _nature(Nature.PROJECT)),
    (r"(事业单位)?经营支出", _nature(Nature.BUSINESS)),
    (r"(上解|上缴)上级支出", _nature(Nature.SUPERIOR_REMITTANCE)),
    (r"对附属单位补助支出", _nature(Nature.SUBSIDIARY_GRANT)),
    # Economic columns of basic expenditure.
    (r"人员经费", Region(economic=classes.PERSONNEL)),
    (r"(日常)?公用经费", Region(economic=classes.OPERATING)),
    # Three-public rows and columns.
    (
        r"(\d{4}年)?(财政拨款|一般公共预算)?[“\"]?三公[”\"]?经费(支出)?(小计|合计|预算数|决算数)?",
        Region(economic=classes.THREE_PUBLIC),
    ),
    (r"教学科研人员因公出国\(境\)费用?", Region(economic=classes.TRAVEL_FOR_TEACHING)),
    (r"其他因公出国\(境\)费用?", Region(economic=classes.OTHER_TRAVEL)),
    (r"因公出国\(境\)(费用?|经费)?", Region(economic=classes.OVERSEAS_TRAVEL)),
    (
        r"公务用车购置(及|和)(运行|运维|运行维护)(维护)?(费用?|经费)?",
        Region(economic=classes.VEHICLES),
    ),
    (r"(公务用车)?购置费", Region(economic=classes.VEHICLE_PURCHASE)),
    (r"(公务用车)?运行(维护)?费|(公务用车)?运维费", Region(economic=classes.VEHICLE_OPERATION)),
    (r"公务接待(费用?|经费)?", Region(economic=classes.HOSPITALITY)),
    (r"会议费", Region(economic=classes.MEETINGS)),
    (r"培训费", Region(economic=classes.TRAINING)),
)
_COMPILED = tuple((re.compile(pattern), region) for pattern, region in _LEXICON)
# Header words that only group or describe, and filter nothing.
_SILENT = re.compile(
    r"资金性质|(本年)?(收入|支出)(预算)?|本年(收入|支出)|收支项目|项目|(部门预算)?(支出)?(功能|经济)分类科目(编码)?|"
    r".*预算数|\d{4}年(预算数?|.*)|本年预算|支出部门经济分类科目|序号|栏次|行次|备注|单位[:：].*|科目.*|编码|[类款项]"
)
_FULL = str.maketrans("（）：，“”〔〕％", '():,""[]%')


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A printed word without what typesetting adds: blanks, full-width forms, list numbers."""
    squeezed = "".join(unicodedata.normalize("NFKC", text).translate(_FULL).split())
    return without_list_number(squeezed).removeprefix("其中:").replace("其它", "其他")


@lru_cache(maxsize=8192)
def meaning(text: str) -> Region | None:
    """The money a printed word stands for; None when the lexicon does not know it."""
    word = folded(text)
    for pattern, region in _COMPILED:
        if pattern.fullmatch(word):
            return region
    return None


def header_meaning(path: Sequence[str]) -> Region | None:
    """The money a header path stands for: every word of it that means something, together."""
    region, is_known = EVERYTHING, False
    for word in path:
        known = meaning(word)
        if known is None and folded(word) == "本年收入":
            known = _CURRENT
        if known is not None:
            region, is_known = region & known, True
        elif not _SILENT.fullmatch(folded(word)):
            return None
    return region if is_known else None
