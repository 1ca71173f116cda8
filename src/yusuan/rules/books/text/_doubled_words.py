"""A word said twice in a row (增加增加), told from what rightly repeats: counting, compounds, two names that meet."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from yusuan.catalog import functional, latest_year
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

# 一步一步 is a word; 二十二十 is a number.
DOUBLED = pattern(r"(?!一|[二三四五六七八九十百千]{2})([\u4e00-\u9fff]{2,6})\1")
# 刚刚刚刚, 某某某某: not a word said twice, but something else.
_ONE_SIGN = pattern(r"(.)\1+")
# What may follow a doubled word that belongs to two compounds: 公证服务|服务对象, 部门预算|预算单位, 综治工作|工作经费.
_SECOND_HALF = pattern(
    r"对象|费|经费|资金|补贴|补助|中心|站|局|所|处|科|室|队|组|员|者|人员|人数|平台|系统|网|事务|机构|单位|部门"
    r"|体系|制度|机制|办法|规定|能力|水平|质量|项目|工程|活动|方案|计划|专项|科目|编制|类"
)
# These are half of nothing.
_NEVER_HALF = pattern(
    r"各[类项种级]|开展|推进|加强|落实|实施|进行|根据|按照|其中|主要(?:用于)?|用于|包括|以及|安排|增加|减少|增长|下降|经费"
)
# 单位单位：万元 are two cells of a line above a table.
_LABEL = pattern(r"单位|部门|名称|日期|时间|年度|电话")
# 其他支出|支出12万元: the name of an item, and what is done with it.
_LEAST_NAME = 4
# So far is looked before and behind a word: further than the longest name.
_NEAR = 60
_WHOSE = frozenset({"单位", "部门"})
_SPENDING, _PROJECT = "支出", "项目"
_NO_NAME = pattern(r"(?:^|预算|决算|年|年度|拨款|的|[^\u4e00-\u9fff])$")
_SPENT = pattern(
    r"(?:预算|决算|安排|完成|总额|合计|共|为|了|约|计|人民币|数)*\d(?!\d{3}年)|预算|决算|总额|情况"
)


def doubled(text: str) -> Iterator[re.Match[str]]:
    """Every word of two to six characters that stands twice in a row without need; group 1 is the word.

    Blanks in the text part words: 单位 单位 are two cells, not one word said twice.
    """
    for match in DOUBLED.finditer(text):
        if not any(_is_rightly(text, turned) for turned in _turns(text, match)):
            yield match


def _turns(text: str, match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The ways to read one run: 商务服务服务平台 repeats 务服, and 服务 one sign later."""
    yield match
    later = DOUBLED.match(text, match.start() + 1)
    furthest = match.start() + _NEAR
    while later is not None and len(later[1]) == len(match[1]) and later.start() < furthest:
        yield later
        later = DOUBLED.match(text, later.start() + 1)


def _is_rightly(text: str, match: re.Match[str]) -> bool:
    word = match[1]
    before = text[max(0, match.start() - _NEAR) : match.start()]
    behind = text[match.end() : match.end() + _NEAR]
    if _ONE_SIGN.fullmatch(word) or _begins_a_name(word, behind):
        return True
    if _LABEL.fullmatch(word) and behind.lstrip().startswith((":", "：")):
        return True
    if word == _SPENDING and _SPENT.match(behind):
        return _ends_in_a_name(before, word) or not _NO_NAME.search(before)
    # 预算单位|单位预算, 主管部门|部门决算
    if word in _WHOSE and behind.startswith(("预算", "决算")):
        return True
    if word == _PROJECT and behind.startswith(_SPENDING):
        return True
    return not _NEVER_HALF.fullmatch(word) and _SECOND_HALF.match(behind) is not None


def _ends_in_a_name(before: str, word: str) -> bool:
    return any(len(n) > len(word) and (before + word).endswith(n) for n in _item_names())


def _begins_a_name(word: str, behind: str) -> bool:
    """Tell whether the second of the words opens an item's name: 社会福利 社会福利事业单位, 用于 用于体育事业的…."""
    names = _item_names()
    is_name = len(word) >= _LEAST_NAME and word in names
    alike = _by_beginning().get(word[:2], ())
    return is_name or any(len(n) > len(word) and (word + behind).startswith(n) for n in alike)


@cache
def _by_beginning() -> Mapping[str, tuple[str, ...]]:
    """Names of items by their first two signs: a word has two at least."""
    found: dict[str, tuple[str, ...]] = {}
    for name in _item_names():
        found[name[:2]] = (*found.get(name[:2], ()), name)
    return found


@cache
def _item_names() -> frozenset[str]:
    return frozenset(entry.name for year in (2020, latest_year()) for entry in functional(year))
