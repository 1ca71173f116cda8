"""Names in a published document: whose it is, of which level, a department's or a unit's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import plain
from yusuan.rules.spec import Part, Rule, failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Verdict


@dataclass(frozen=True)
class Author:
    """Whose document it is: the full name, empty where nothing gives one."""

    name: str

    @cached_property
    def parts(self) -> tuple[str, str, str] | None:
        """City, district and the rest of the name; None for a name of another shape."""
        found = _DISTRICT_NAME.fullmatch(self.name)
        return (found["city"], found["district"], found["rest"]) if found else None


_ORGAN = r"(?:局|委|委员会|办公室|办事处|中心|院|校|学校|大队|支队|总队|所|站|馆|会|社|部|厅|署|政府|公司|园)"
_DISTRICT_NAME = pattern(
    r"(?P<city>[一-龥]{2,6}?[省市])(?P<district>[一-龥]{1,5}?(?:新区|区|县|旗))(?P<rest>[一-龥（）]{3,})"
)
_BEFORE_YEAR = pattern(rf"(?:^|部分|[。；、：，》])(?P<name>[一-龥（）]{{5,36}}?{_ORGAN})20\d\d年")


def author(lines: Sequence[Line], stated: str) -> Author:
    """The name the document gives itself: as stated on its tables, else before the year most often."""
    squeezed = "".join(stated.split())
    if re.fullmatch(rf"[一-龥（）]{{3,40}}{_ORGAN}", squeezed):
        return Author(squeezed)
    found: Counter[str] = Counter()
    for line in lines:
        found.update(match["name"] for match in _BEFORE_YEAR.finditer(line.squeezed))
    return Author(found.most_common(1)[0][0] if found else "")


def _owner(evidence: Evidence) -> Author:
    return author(evidence.paper.texts, evidence.department)


# --- the author's name ------------------------------------------------------------------------------------


def author_is_named_right(evidence: Evidence) -> Iterator[Verdict]:
    """Titles name the organ whose document it is, always in one spelling. Knows names of one shape only."""
    lines, owner = evidence.paper.texts, evidence.once(_owner)
    yield from _of_another_level(lines, owner)
    yield from _other_spelling(lines, owner)


def _of_another_level(lines: Sequence[Line], owner: Author) -> Iterator[Verdict]:
    """A heading that names the city's organ of the same name, without the district."""
    if owner.parts is None:
        return
    city, _, rest = owner.parts
    other = re.compile(
        rf"(?<![一-龥]){re.escape(city + rest)}(?=20\d\d年度?(?:部门|单位)?(?:预算|决算))"
    )
    wrong = [line.where for line in lines if other.search(line.squeezed)]
    if wrong:
        yield failed(
            f"标题中的名称“{city}{rest}”缺少“{owner.parts[1]}”，与本文件的“{owner.name}”不是同一单位",
            *wrong,
        )


_CONJUNCTIONS = "和与及暨"


def _other_spelling(lines: Sequence[Line], owner: Author) -> Iterator[Verdict]:
    """The name with another conjunction: 规划与自然资源局 for 规划和自然资源局."""
    for n, sign in enumerate(owner.name):
        if sign not in _CONJUNCTIONS:
            continue
        before, after = owner.name[:n], owner.name[n + 1 :]
        others = f"[{_CONJUNCTIONS.replace(sign, '')}]"
        pattern = re.compile(f"{re.escape(before[-4:])}{others}{re.escape(after[:6])}")
        found = [
            (match[0], line.where) for line in lines if (match := pattern.search(line.squeezed))
        ]
        if found and before[-2:] and after[:2]:
            yield failed(
                f"名称写法不一：本文件为“{owner.name}”，有 {len(found)} 处写作"
                f"“{before}{_sign_of(found[0][0], before[-4:])}{after}”",
                *(where for _, where in found),
                severity=Severity.INFO,
            )


def _sign_of(found: str, before: str) -> str:
    """The conjunction a text writes after the start of the name."""
    return found[len(before)]


# --- levels -----------------------------------------------------------------------------------------------

_OWN_LEVEL = pattern(r"20\d\d年度?(?P<level>[市区县省])级(?:部门|单位)")
_LEVEL = pattern(
    r"(?P<level>[市区县省])级(?=预算主管部门及?所属|财政有经费领拨|财政拨款安排的?(?:因公|“三公”|三公))"
)
_SAME = {"区": "区县", "县": "区县", "市": "市", "省": "省"}


def level_is_right(evidence: Evidence) -> Iterator[Verdict]:
    """Terms are explained for the document's own level of government. Silent where its level is not told."""
    lines, owner = evidence.paper.texts, evidence.once(_owner)
    own = next((m["level"] for line in lines if (m := _OWN_LEVEL.search(line.squeezed))), "")
    if not own and owner.parts is not None:
        own = "县" if owner.parts[1].endswith(("县", "旗")) else "区"
    if not own:
        return
    found = [
        (match["level"], line.where)
        for line in lines
        for match in _LEVEL.finditer(line.squeezed)
        if match["level"] not in _SAME[own]
    ]
    if found:
        levels = "、".join(dict.fromkeys(f"“{level}级”" for level, _ in found))
        yield failed(
            f"本文件是{own}级预算单位的公开文件，名词解释等处写作{levels}（{len(found)} 处）",
            *(where for _, where in found),
            hint=f"请改为“{own}级”。",
        )


_KINDS = pattern(r"(?<!预算)(部门|单位)(?:预算|决算)")
# What is planned in the year's budget is planned in this document's own: 2025年单位预算安排购置….
_PLANNED = r"(?:^|[,，。；;])20\d\d年度?(?P<planned>{0}预算)中?(?:计划|拟|安排|预计)+(?:购置|新购|新增|采购|配备|更新)"
_OF_ITS_MONEY = r"(?=(?:20\d\d年)?[^。，；]{0,12}(?:预算|决算|采购|绩效|编报|经费|车辆|安排|无))"
# So are totals said of the year: 2024年度单位决算基本支出…万元. Of other units their names or 所属, 各 are said before.
_TOTAL = (
    r"(?:^|[,，。；;])(?:[我本](?:局|委|厅|办|院|校|部|中心))?20\d\d年度?(?P<total>{0}(?:预算|决算))数?"
    r"(?=(?:基本|项目|总|收|支|财政拨款|一般公共|本年|合计|共|为)[^。；，;]{{0,24}}\d[\d,.]*[万亿]?元)"
)
_SAYS = {
    own: pattern(f"{_PLANNED.format(other)}|{_TOTAL.format(other)}|本{other}{_OF_ITS_MONEY}")
    for own, other in (("部门", "单位"), ("单位", "部门"))
}
# A line on other units speaks of their totals.
_OF_OTHERS = pattern(r"(?:所属|下属|二级|各|其他|基层|直属)(?:预算)?单位|(?:主管|上级|各)部门")
_CLEAR = 4
_LONGEST_TITLE = 30
_SENTENCE = pattern(r"[。；，：,;:]")


def _is_title(line: Line) -> bool:
    """Tell a heading, marked as one or short and no sentence: plain text marks none."""
    text = line.squeezed
    return bool(line.level) or (len(text) <= _LONGEST_TITLE and not _SENTENCE.search(text))


def department_or_unit(evidence: Evidence) -> Iterator[Verdict]:
    """A department's document says 本部门, a unit's 本单位. Silent where its titles say both."""
    lines = evidence.paper.texts
    yield from _headings_of_the_other(evidence)
    titles = Counter(
        m[1] for line in lines if _is_title(line) for m in _KINDS.finditer(line.squeezed)
    )
    (kind, most), *rest = [*titles.most_common(), ("", 0), ("", 0)][:2]
    is_sure = most > 1 or (
        most and _own_kinds(lines) == {kind} and evidence.is_unit is (kind == "单位")
    )
    if not is_sure or most < _CLEAR * rest[0][1]:
        return
    in_terms = False
    found: list[tuple[Line, str]] = []
    for line in lines:
        if _is_title(line):
            in_terms = "名词解释" in line.squeezed
            continue
        text = (
            line.squeezed.replace(evidence.department, "") if evidence.department else line.squeezed
        )
        match = None if in_terms else _SAYS[kind].search(text)
        if match is not None and not (match["total"] and _OF_OTHERS.search(text)):
            found.append((line, match["planned"] or match["total"] or match[0]))
    if found:
        said = "”“".join(dict.fromkeys(words for _, words in found))
        yield failed(
            f"这是{kind}公开文件，有 {len(found)} 处写作“{said}”，应说“{kind}”",
            *(line.where for line, _ in found),
            hint=f"请改为“{kind}”。",
        )


_OWN_TITLE = pattern(
    r"(?P<name>[一-龥()]{4,40})20\d\d年度?(?P<kind>部门|单位)(?:预算|决算)(?:公开)?(?:信息|说明|文本|报告|情况)*"
)
_PART_TITLE = pattern(
    r"(?:第[一二三四五六七八九十]+(?:部分|章|节))?[、.:]?(?:[(]?[一二三四五六七八九十\d]{1,3}[、.)])?(?:20\d\d年度?)?"
    r"(?P<kind>部门|单位)(?P<rest>(?:预算|决算)(?:公开|编制|收支|安排|具体|总体)*(?:情况)?(?:说明|表格?|报表))"
)


def _titles(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if len(plain(line.text)) <= 2 * _LONGEST_TITLE]


def _own_kinds(lines: Sequence[Line]) -> set[str]:
    """What the titles that name an organ say it is."""
    named = (_OWN_TITLE.fullmatch(plain(line.text)) for line in _titles(lines))
    return {m["kind"] for m in named if m is not None and not _PART_TITLE.fullmatch(m[0])}


def _headings_of_the_other(evidence: Evidence) -> Iterator[Verdict]:
    """A document whose own title says 单位预算 has no part called 部门预算说明. Silent where titles say both."""
    lines = evidence.paper.texts
    own = _own_kinds(lines)
    if own != {"单位"} or evidence.is_unit is False:
        return
    for line in _titles(lines):
        match = _PART_TITLE.fullmatch(plain(line.text))
        if match is not None and match["kind"] not in own:
            right = f"单位{match['rest']}"
            yield failed(
                f"这是单位的公开文件，标题“{line.text.strip()}”却写作“{match['kind']}{match['rest']}”",
                line.where,
                suggestion=right,
                hint="请改为“单位”，并核对文字是否沿用了主管部门的。",
            )


RULES = (
    Rule(
        id="author-name",
        claim="单位名称前后一致，没有误写成上级",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请统一使用封面上的全称。",
        check=author_is_named_right,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
    Rule(
        id="level-of-government",
        claim="名词解释说的是本级财政",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改为本级。",
        check=level_is_right,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
    Rule(
        id="department-or-unit",
        claim="部门、单位的称呼与文件种类一致",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按文件的种类统一称呼。",
        check=department_or_unit,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
)
