"""A count of offices or units and the names listed with it: as many as said, or fewer, or more.

Names are told from other words by their endings. What might be one name or two (调研处和督查处), and names that
some count and some do not (机关党委, 本级), are allowed both ways; a list that breaks off is not compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.narrative.counts.statements import Count, counts_in
from yusuan.vocabulary.counted import (
    BESIDE_OFFICES,
    NOT_OFFICES,
    OFFICE_ENDS,
    OFFICES,
    OPENERS,
    SELF,
    UNIT_ENDS,
    UNITS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_OFFICE = pattern(rf"{OFFICES}$")
_UNIT = pattern(
    rf"(?=.*(?:所属|下属|直属|二级|基层|预算)){UNITS}$|(?:独立核算|独立编制|预算|所属|下属|基层|法人)的?(?:事业|行政)?机构$"
    rf"|预算(?:编制|编报|公开|汇总|管理)*(?:范围|口径)的?[一-龥]{{0,6}}?(?:(?<!内设)机构|单位)$"
)
_HOUSES = frozenset({"个", "家"})
_ENDS = {"offices": pattern(rf"(?:{OFFICE_ENDS})$"), "units": pattern(rf"(?:{UNIT_ENDS})$")}
_NOT_OFFICES = pattern(NOT_OFFICES)
_BESIDE = pattern(BESIDE_OFFICES)
_SELF = pattern(rf"(?:{SELF})$|\((?:本级|本部|机关)\)$|(?:机关|本级)$")
# What leads from the count to the names: 。 may not stand between.
_LEAD = pattern(
    rf"(?:预算)?(?:组成|构成)?(?:\([^()]*\))?[,，]?[^、,，。;；:：()\d\n]{{0,14}}?(?:{OPENERS}|依次[为是]|名单如下|有|即|[为是])(?:如下)?[:：]?(?P<list>[^。;；:：\n]+)(?P<end>[。;；\n]|$)"
    r"|[:：](?P<direct>[^。;；:：\n]+)(?P<stop>[。;；\n]|$)"
)
# 设4个科室(办公室、业务科…).
_INSIDE = pattern(r"\(((?:[^()]|\([^()]*\))*)\)")
_NESTED = pattern(r"\([^()]*\)|^(?:分别)?(?:即|为|是|包括|:)+")
_BEFORE = pattern(
    r"(?:设置|设立|下设|内设|分设|设有|设|包括|有|为)(?P<list>[^。;；:：\n]+?)(?P<etc>等|共)?$"
)
# 设办公室、财务股…,共7个股室: the number after a comma sums the list up.
_SUMMED = pattern(
    r"(?:设置|设立|下设|内设|分设|设有|设|包括|有|为)(?P<list>[^。;；:：\n,，]+)(?P<etc>等)?[,，](?:总共|一共|共有|共计|合计|总计|共)(?:设置|设立|设有|设)?$"
)
_BARE = frozenset({"单位", "机构", "预算单位"})
_SCOPE = pattern(r"预算(?:编制|编报|公开|汇总|管理)*(?:范围|口径)|(?:所属|下属|预算)单位")
# 1.甲局(本级);2.乙中学;3.丙中心。
_MARKED = pattern(
    r"(?:预算)?(?:组成|构成)?(?:\([^()]*\))?[,，]?[^、,，。;；:：()\d\n]{0,14}[:：]?(?P<list>\(?1[).、.．](?!\d)[^。\n]+)。"
)
_MARKS = pattern(r"(?:^|(?<=[;；,，、]))\(?(\d{1,2})[).、.．]")
_BRACKETS = pattern(r"\([^()]*\)")
_JOINS = pattern(r"以及|和|及|与|暨")
_NUMBERED = pattern(r"(?:\(?(?P<n>\d{1,2})[).、.．](?!\d))(?P<name>[^\n]{2,60})")
_NO_NAME = pattern(r"\d+[个名人家]|^[不无未另共]|^以?下")
_MARK = pattern(r"^\(?[\d一二三四五六七八九十]{1,3}[)、.．]")
_LONGEST_NAME = 34
_FEWEST = 2
# Lines of a page's foot and head may stand between two numbered names.
_GAP = 4


@dataclass(frozen=True, slots=True)
class CountedList:
    """A count with the names listed: no fewer than `least`, no more than `most` of them are meant."""

    count: Count
    names: tuple[str, ...]
    least: int
    most: int
    is_of_units: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether the count can be that of the list."""
        return self.count.number is not None and self.least <= self.count.number <= self.most


def counted_lists(clean: str) -> Iterator[CountedList]:
    """Every count of offices or units in a squeezed text whose names are listed in full."""
    for count in counts_in(clean):
        kind = _kind(count) or _kind_of_sum(clean, count)
        if kind is None:
            continue
        found = (
            _marked(clean, count, kind)
            or _after(clean, count, kind)
            or _before(clean, count, kind)
            or _numbered(clean, count, kind)
        )
        if found is not None:
            yield found


def _kind(count: Count) -> str | None:
    """Offices or units, where the words name nothing else."""
    if count.measure.numerator not in _HOUSES or not count.number:
        return None
    what = _BRACKETS.sub("", count.what).removesuffix("预算")
    if _UNIT.search(what):
        return "units"
    if _OFFICE.search(what) and not _NOT_OFFICES.search(what):
        return "offices"
    return None


def _after(clean: str, count: Count, kind: str) -> CountedList | None:
    """设5个内设机构，包括：办公室、综合股…。"""
    start = count.span[1] + (len(count.after) if count.is_named_after else 0)
    inside = _INSIDE.match(clean, start)
    if inside is not None and "、" in inside[1]:
        bracketed = _counted(count, _NESTED.sub("", inside[1]), kind, may_be_more=False)
        if bracketed is not None:
            return bracketed
    found = _LEAD.match(clean, start)
    if found is None:
        return None
    listed, end = (
        (found["list"], found["end"])
        if found["list"] is not None
        else (found["direct"], found["stop"])
    )
    # A paragraph that breaks off may go on over the page.
    return None if end in {"\n", ""} else _counted(count, listed, kind, may_be_more=False)


def _kind_of_sum(clean: str, count: Count) -> str | None:
    """Units where the list before says so and the number says 单位 alone: 纳入预算范围的有甲、乙,共计2家单位."""
    if count.measure.numerator not in _HOUSES or not count.number or count.what not in _BARE:
        return None
    start = max(clean.rfind(sign, 0, count.span[0]) for sign in "。;；:：\n") + 1
    before = clean[start : count.span[0]]
    return "units" if _SUMMED.search(before) and _SCOPE.search(before) else None


def _marked(clean: str, count: Count, kind: str) -> CountedList | None:
    """Names with running numbers inside one sentence."""
    start = count.span[1] + (len(count.after) if count.is_named_after else 0)
    found = _MARKED.match(clean, start)
    if found is None:
        return None
    pieces = _MARKS.split(found["list"])[1:]
    if [int(n) for n in pieces[::2]] != list(range(1, len(pieces) // 2 + 1)):
        return None
    names = [name.rstrip("。;；,，、") for name in pieces[1::2]]
    return _bounded(count, names, kind, may_be_more=False)


def _before(clean: str, count: Count, kind: str) -> CountedList | None:
    """设党政办、财政所四个内设机构; with 等 before the number there may be more than are named."""
    if not count.is_named_after:
        return None
    start = max(clean.rfind(sign, 0, count.span[0]) for sign in "。;；:：\n") + 1
    begin = max([start, *(clean.rfind(sign, 0, count.span[0]) + 1 for sign in ",，")])
    found = _BEFORE.search(clean[begin : count.span[0]]) or _SUMMED.search(
        clean[start : count.span[0]]
    )
    if found is None or "、" not in found["list"]:
        return None
    return _counted(count, found["list"], kind, may_be_more=found["etc"] == "等")


def _numbered(clean: str, count: Count, kind: str) -> CountedList | None:
    """包括：and then a numbered line a name."""
    start = count.span[1] + (len(count.after) if count.is_named_after else 0)
    opener = re.compile(r"[^。;；\n]{0,24}[:：]\n").match(clean, start)
    if opener is None:
        return None
    names: list[str] = []
    missed = 0
    for line in clean[opener.end() :].split("\n"):
        found = _NUMBERED.fullmatch(line)
        if found is not None and int(found["n"]) == len(names) + 1:
            names.append(found["name"].rstrip("。;；,，、"))
            missed = 0
        elif not names or missed == _GAP:
            break
        else:
            missed += 1
    return _bounded(count, names, kind, may_be_more=False)


def _counted(count: Count, listed: str, kind: str, *, may_be_more: bool) -> CountedList | None:
    """The names of a list; None where its words leave open which they are."""
    bare = _BRACKETS.sub("", listed)
    if "(" in bare or ")" in bare:
        return None
    sign = "、" if "、" in bare else ",，"
    names = re.split(rf"[{sign}]", bare)
    if sign == "、":
        # What follows the list after a comma is something else, or more of it.
        names[-1], *rest = re.split(r"[,，]", names[-1])
        if any(_ENDS[kind].search(piece) for piece in rest) or any(
            "," in n or "，" in n for n in names
        ):
            return None
    if names[-1].endswith("等"):
        return None
    return _bounded(count, names, kind, may_be_more=may_be_more)


def _bounded(
    count: Count, listed: list[str], kind: str, *, may_be_more: bool
) -> CountedList | None:
    names = [_MARK.sub("", _BRACKETS.sub("", name)) for name in listed]
    if len(names) < _FEWEST or not all(1 < len(name) <= _LONGEST_NAME for name in names):
        return None
    if not all(_ENDS[kind].search(name) for name in names) or any(map(_NO_NAME.search, names)):
        return None
    joins = sum(len(_JOINS.findall(name)) for name in names)
    beside = sum(1 for name in names if (_BESIDE if kind == "offices" else _SELF).search(name))
    # 8个内设机构和机关党委: more is set up than is counted.
    also = 1 if re.search(r"^(?:和|及|以及|、|,)", count.after) else 0
    most = len(names) + joins
    least = len(names) - beside - also
    if may_be_more:
        most = max(most, count.number or 0)
    return CountedList(count, tuple(names), least, most, kind == "units")
