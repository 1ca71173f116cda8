"""Who a document speaks of where its author must stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed
from yusuan.vocabulary.organ_words import BODIES, LEAST_PLACES, REGIONS, UNITS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Verdict

_OWN = (
    r"(?:本年|当年|全年)?(?:部门|单位)?(?:(?:总?收入|总?支出|收支)(?:总|预算|决算|合计|总计|为)|财政拨款|一般公共预算|政府性基金|国有资本经营"
    r"|“?三公”?经费|机关运行经费|政府采购|预算(?:总|收入|支出|安排|共)|(?:部门|单位)(?:预算|决算)"
    r"|(?:占有|占用|使用)*的?(?:固定|国有)资产|资产总[额值]|(?:固定资产中)?(?:现|共|实|另)?有(?:各类|一般)?(?:车辆|公务用车|房屋|办公用房|在职|编制)"
    r"|(?:行政|事业|人员|核定)编制|(?:没有|无|未安排|不涉及)(?:使用)?(?:政府性基金|国有资本经营|“?三公|因公出国))"
)
_SPEAKS = (
    r"(?:^|(?<=[。;]))(?:\(?[一二三四五六七八九十\d]{{1,3}}[、.)]+)?(?:(?:截[至止])?20\d{{2}}年[\d月日底末]+,|20\d{{2}}年度?,?)?"
    r"(?P<name>[一-龥]{{2,24}}?(?:{0}))(?:机关|本级|\(本级\))?(?:20\d{{2}}年度?)?的?(?={1})"
)
_OF_DEPARTMENTS = pattern(_SPEAKS.format(BODIES, _OWN))
_OF_UNITS = pattern(_SPEAKS.format(f"{BODIES}|{UNITS}", _OWN))
_ENDS_AS_UNIT = pattern(rf"(?:{UNITS})$")
_HAS_UNITS = pattern(r"(?<!无)(?<!没有)(?:所属|下属|二级|直属)(?:预算|事业|独立核算|[的、和])*单位")
# Words that no name of one organ holds: a sentence goes through them.
_NO_NAME = pattern(
    r"(?:局|委|厅|署|室|院|会)[和与、]|及|、|等|所属|其他|各|本|我|该|由|为|对|向|给|在|按|拨|用于|根据|包括|通过|实行|纳入|安排|管理的|年"
)
_FEWEST, _TIMES = 3, 3
_LONGEST_PLACE = 10


def the_author_is_spoken_of(evidence: Evidence) -> Iterable[Verdict]:
    """Whose money the text tells is the author's.

    Silent on organs the document names elsewhere (units, superiors, partners), on short names of the author, and
    where nobody knows who the author is.
    """
    author = "".join(evidence.department.split())
    place = _place(author)
    if not place:
        return
    is_alone = _ENDS_AS_UNIT.search(author) and not evidence.paper.has(_HAS_UNITS)
    # A department of its own that is called as units are (档案馆, 融媒体中心) has no other such below it.
    has_own = any(f"{author}{word}" in evidence.paper.whole for word in ("所属", "下属", "二级"))
    form = _OF_UNITS if (evidence.is_unit or is_alone) and not has_own else _OF_DEPARTMENTS
    said = list(_spoken(evidence.paper.body, form))
    known = Counter(name for _, name in said)
    everything = "\n".join([*(n.plain for n in evidence.paper.passages), *evidence.paper.names])
    for line, name in said:
        is_other = not _is_short_for(name, author) and _is_beside(name, author, place)
        # As often as the author: then who the author is, is in doubt.
        is_rare = known[name] < _FEWEST or _TIMES * known[name] < everything.count(author)
        if is_other and is_rare and everything.count(name) == known[name]:
            yield failed(f"这里说的是“{name}”，本文件是{author}的，疑为沿用别处的文字", line.where)


def _spoken(lines: Iterable[Line], form: re.Pattern[str]) -> Iterator[tuple[Line, str]]:
    for line in lines:
        for match in form.finditer(line.plain):
            if not _NO_NAME.search(match["name"]):
                yield line, match["name"]


def _place(name: str) -> str:
    """The place an organ's name begins with, down to the smallest; empty where it says none."""
    bare = name.removeprefix("中共")
    ends = (bare.index(word, 1) + 1 for word in REGIONS if word in bare[1:_LONGEST_PLACE])
    return bare[: next(ends, 0)]


def _is_short_for(name: str, author: str) -> bool:
    """Tell whether the signs of a name stand in the author's in order: 县退役军人局 for …县退役军人事务局."""
    if author in name or name in author:
        return True
    rest = iter(author)
    return all(sign in rest for sign in name)


def _is_beside(name: str, author: str, place: str) -> bool:
    """Tell whether an organ is of the author's own place, or the same organ of another county: no superior."""
    bare = name.removeprefix("中共")
    if bare.startswith((place, place[-1])):
        return True
    other = _place(name)
    own = author.removeprefix("中共")[len(place) :]
    return other[-1:] in LEAST_PLACES and place[-1] in LEAST_PLACES and bare[len(other) :] == own


RULES = (
    Rule(
        id="the-author-is-spoken-of",
        claim="文字中的收支说的是本部门（单位）",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改为本部门（单位）的名称，并核对金额是否也是沿用的。",
        check=the_author_is_spoken_of,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
