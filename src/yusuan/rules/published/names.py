"""Names in a published document: whose it is, of which level, and sentences left open."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import Evidence, Line

_SIGNS = str.maketrans("()", "（）")


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


def check_names(evidence: Evidence) -> Iterator[Outcome]:
    """Every outcome on names, levels and open brackets."""
    lines = evidence.paper.texts
    yield from check_lines(lines, author(lines, evidence.department))


def check_lines(lines: Sequence[Line], owner: Author) -> Iterator[Outcome]:
    """Names, levels and open brackets in the lines of a document somebody is the author of."""
    yield from _of_another_level(lines, owner)
    yield from _other_spelling(lines, owner)
    yield from levels_of_government(lines, owner)
    yield from department_or_unit(lines)
    yield from open_brackets(lines)


def _failed(
    rule: str, severity: Severity, message: str, hint: str, where: Iterable[Where]
) -> Outcome:
    places = tuple(dict.fromkeys(where))
    return Outcome(rule, Status.FAILED, severity, message, hint, "practice", where=places)


# --- the author's name ------------------------------------------------------------------------------------


def _of_another_level(lines: Sequence[Line], owner: Author) -> Iterator[Outcome]:
    """A heading that names the city's organ of the same name, without the district."""
    if owner.parts is None:
        return
    city, _, rest = owner.parts
    other = re.compile(
        rf"(?<![一-龥]){re.escape(city + rest)}(?=20\d\d年度?(?:部门|单位)?(?:预算|决算))"
    )
    wrong = [line.where for line in lines if other.search(line.squeezed)]
    if wrong:
        yield _failed(
            "author-name",
            Severity.WARNING,
            f"标题中的名称“{city}{rest}”缺少“{owner.parts[1]}”，与本文件的“{owner.name}”不是同一单位。",
            "请改用封面上的全称。",
            wrong,
        )


_CONJUNCTIONS = "和与及暨"


def _other_spelling(lines: Sequence[Line], owner: Author) -> Iterator[Outcome]:
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
            yield _failed(
                "author-name",
                Severity.INFO,
                f"名称写法不一：本文件为“{owner.name}”，有 {len(found)} 处写作"
                f"“{before}{_sign_of(found[0][0], before[-4:])}{after}”。",
                "请统一使用全称。",
                [where for _, where in found],
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


def levels_of_government(lines: Sequence[Line], owner: Author) -> Iterator[Outcome]:
    """Terms explained for another level of government than the document's own."""
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
        yield _failed(
            "level-of-government",
            Severity.INFO,
            f"本文件是{own}级预算单位的公开文件，名词解释等处写作{levels}（{len(found)} 处）。",
            f"请改为“{own}级”。",
            [where for _, where in found],
        )


_KINDS = pattern(r"(?<!预算)(部门|单位)(?:预算|决算)")
# What is planned in the year's budget is planned in this document's own: 2025年单位预算安排购置….
_PLANNED = r"(?:^|[,，。；;])20\d\d年度?(?P<planned>{0}预算)中?(?:计划|拟|安排|预计)+(?:购置|新购|新增|采购|配备|更新)"
_OF_ITS_MONEY = r"(?=(?:20\d\d年)?[^。，；]{0,12}(?:预算|决算|采购|绩效|编报|经费|车辆|安排|无))"
_SAYS = {
    own: pattern(f"{_PLANNED.format(other)}|本{other}{_OF_ITS_MONEY}")
    for own, other in (("部门", "单位"), ("单位", "部门"))
}
_CLEAR = 4
_LONGEST_TITLE = 30
_SENTENCE = pattern(r"[。；，：,;:]")


def _is_title(line: Line) -> bool:
    """Tell a heading, marked as one or short and no sentence: plain text marks none."""
    text = line.squeezed
    return bool(line.level) or (len(text) <= _LONGEST_TITLE and not _SENTENCE.search(text))


def department_or_unit(lines: Sequence[Line]) -> Iterator[Outcome]:
    """本单位 in a department's document, 本部门 in a unit's."""
    titles = Counter(
        m[1] for line in lines if _is_title(line) for m in _KINDS.finditer(line.squeezed)
    )
    (kind, most), *rest = [*titles.most_common(), ("", 0), ("", 0)][:2]
    if most < 2 or most < _CLEAR * rest[0][1]:  # noqa: PLR2004
        return
    in_terms = False
    found: list[tuple[Line, str]] = []
    for line in lines:
        if _is_title(line):
            in_terms = "名词解释" in line.squeezed
        elif not in_terms and (match := _SAYS[kind].search(line.squeezed)):
            found.append((line, match["planned"] or match[0]))
    if found:
        said = "”“".join(dict.fromkeys(words for _, words in found))
        yield _failed(
            "department-or-unit",
            Severity.INFO,
            f"这是{kind}公开文件，有 {len(found)} 处写作“{said}”，应说“{kind}”。",
            f"请改为“{kind}”。",
            [line.where for line, _ in found],
        )


# --- brackets ---------------------------------------------------------------------------------------------

_NOT_A_PAIR = pattern(r"(?:(?<=^)|(?<=[。；：，、]))(?:\d{1,2}|[a-zA-Z])）")


def open_brackets(lines: Sequence[Line]) -> Iterator[Outcome]:
    """A bracket opened in a paragraph and never closed before the next heading."""
    found: list[tuple[str, Where]] = []
    stretch: list[Line] = []
    for line in (*lines, None):
        if line is not None and not line.level:
            stretch.append(line)
            continue
        found += _unclosed(stretch)
        stretch = []
    if found:
        shown = "、".join(f"“（{words}…”" for words, _ in found[:3])
        yield _failed(
            "bracket-not-closed",
            Severity.INFO,
            f"括号没有配对：{shown}之后没有“）”。",
            "请补上右括号，并检查括号内的内容是否完整。",
            [where for _, where in found],
        )


def _unclosed(stretch: Sequence[Line]) -> list[tuple[str, Where]]:
    """Brackets still open at the end; nothing where closing ones are missing their partner too."""
    stack: list[tuple[Line, int]] = []
    for line in stretch:
        text = _NOT_A_PAIR.sub("", line.squeezed.translate(_SIGNS))
        for place, sign in enumerate(text):
            if sign == "（":
                stack.append((line, place))
            elif sign == "）":
                if not stack:
                    return []
                stack.pop()
    return [
        (line.squeezed.translate(_SIGNS)[place + 1 : place + 7], line.where)
        for line, place in stack
        if line.squeezed.endswith("。")
    ]
