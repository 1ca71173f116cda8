"""The explanations the law asks for: there, under a title that stands over nothing, or not there at all.

A word in the glossary or in another explanation is no explanation: 已列入政府采购预算 does not tell of procurement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.numerals import list_number
from yusuan.core.outcomes import Severity, Where
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import quoted, sentences
from yusuan.rules.evidence import plain
from yusuan.rules.spec import failed, insufficient, passed

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Verdict

_LEAST_TEXT, _FEWEST_TABLES = 400, 4
_LONGEST_TITLE = 60
_UNNUMBERED_TITLE = 25
_FEWEST_TERMS = 3

# Not the notary's office of 秦皇岛市第三公证处.
THREE_PUBLIC = "三公(?![证园里路司共])"
# 有无 asks, it does not deny.
NOT_ANY = r"(?:(?<!有)无(?![形偿关障])|没有|未安排|未发生|未编列|未编制|不涉及|不存在|未涉及)"


def _stated(subject: str) -> re.Pattern[str]:
    """A sentence that says how much of it there is, that it stays the same, where to look, or that there is none."""
    return pattern(
        rf"(?:{subject})[^。;率≥≤]{{0,60}}?(?:\d|持平|一致|相同|详?见)"
        rf"|{NOT_ANY}[^,。;]{{0,12}}(?:{subject})|(?:{subject})[^,。;]{{0,16}}(?:{NOT_ANY}|为零)"
    )


# Not the vehicles a project is to buy or to repair.
_OWNED = r"(?:共有|拥有|现有|实有|保有|占[有用]|单位价值)[^,。;:]{0,8}(?:车辆|房屋|设备)"


class Explained(NamedTuple):
    """What shows that a matter is explained: words of its title, of its sentences, of a table's heads."""

    title: re.Pattern[str]
    sentence: re.Pattern[str] | None = None
    head: re.Pattern[str] | None = None
    cell: re.Pattern[str] | None = None


class Section(NamedTuple):
    """A part the document must have: what it is called, the words that tell of it, the law, who is asked.

    `explained` is None where any mention will do. `id` is the section's id in an edition.
    """

    name: str
    shown_by: re.Pattern[str]
    law: str
    asked_of_units: bool = True
    id: str = ""
    explained: Explained | None = None


SECTIONS = (
    Section("部门（单位）职责", pattern(r"职责|职能|主要任务|工作任务"), "caiyu-2016-143"),
    Section(
        "机构设置",
        pattern(r"机构|内设|下属|所属|单位构成|编制人数|预算单位|科室|股室"),
        "caiyu-2016-143",
        asked_of_units=False,
    ),
    Section(
        "收支增减变化的说明",
        pattern(r"[比较与同](?:上年|去年|20\d\d年|年初)|增加|减少|增长|下降|持平|增减"),
        "caiyu-2016-143",
    ),
    Section(
        "机关运行经费的说明",
        pattern(r"机关运行"),
        "budget-law-14",
        asked_of_units=False,
        id="agency_running_costs",
        explained=Explained(pattern(r"机关运行"), _stated("机关运行(?:经|费)")),
    ),
    Section(
        "“三公”经费的说明",
        pattern(rf"{THREE_PUBLIC}|公务接待|公务用车"),
        "organ-affairs-regulation-7",
        id="three_public",
        explained=Explained(pattern(THREE_PUBLIC), _stated(f"{THREE_PUBLIC}|公务接待费|因公出国")),
    ),
    Section(
        "政府采购的说明",
        pattern(r"采购"),
        "budget-law-14",
        id="procurement",
        explained=Explained(
            pattern(r"政府采购|采购(?:预算|情况|信息|支出|安排|说明)"),
            _stated("政府采购|采购(?:预算|支出|总额|金额|货物|工程|服务|项目)"),
            head=pattern(r"政府采购|采购(?:物品|品目|目录|金额|数量|预算|项目)"),
        ),
    ),
    Section(
        "国有资产占有使用情况",
        pattern(r"国有资产|固定资产|资产(?:占|总|信息|情况)|共有车辆|车辆\d+[台辆]"),
        "caiyu-2016-143",
        id="assets",
        explained=Explained(
            pattern(r"国有资产|固定资产|资产(?:占[有用]|总|信息|情况|使用)|车辆(?:情况|占)"),
            _stated(
                rf"国有资产|固定资产|资产总[额量值计]|{_OWNED}|车辆(?=\d+[台辆])|房屋(?:面积|建筑)"
            ),
            cell=pattern(r"资产总额|固定资产|国有资产"),
        ),
    ),
    Section("预算绩效情况", pattern(r"绩效"), "budget-law-57"),
    Section(
        "名词解释",
        pattern(r"名词|术语|(?:名称|词语)(?:的)?解释|[:,]是?指|是指"),
        "caiyu-2016-143",
        id="terms",
        explained=Explained(pattern(r"名词|术语|专业用语|(?:名称|词语)(?:的)?解释")),
    ),
)


def printed_sections(evidence: Evidence) -> Iterator[Verdict]:
    """The explanations the law asks for are there; a document of bare tables could not be checked."""
    if evidence.is_unit is None:
        return
    said = sum(len(line.plain) for line in evidence.paper.body if "。" in line.plain)
    reason = ""
    if evidence.paper.has_unread_pages:
        reason = "有的页面没有文字层"
    elif said < _LEAST_TEXT:
        reason = "文件只有表格，没有情况说明的文字"
    elif len(evidence.tables) < _FEWEST_TABLES:
        reason = "认出的表太少，可能不是完整的公开文件"
    if reason:
        yield insufficient(
            f"{reason}，法定的说明事项未能核对",
            Where(evidence.source),
            hint="情况说明另行公开的，请一并核对；未公开的，请补充公开。",
        )
        return
    for section in SECTIONS:
        if section.asked_of_units or not evidence.is_unit:
            yield _judged(section, evidence)


def _judged(section: Section, evidence: Evidence) -> Verdict:
    if not evidence.paper.has(section.shown_by):
        reason = f"全文没有{_called(section, evidence)}：标题、表和文字都没有提到。"
        return _missing(section, reason, Where(evidence.source))
    # A unit is asked for less: that it speaks of the matter will do.
    if section.explained is None or evidence.is_unit or is_explained(section.explained, evidence):
        return passed(law=section.law)
    empty = next(_titles(section.explained, evidence), None)
    if empty is not None:
        title = evidence.paper.lines[empty]
        return _missing(section, f"{quoted(title.text)}标题下没有内容。", title.where)
    reason = (
        f"没有{_called(section, evidence)}：没有这一部分的标题，也没有说明它的文字，只在别处提到。"
    )
    return _missing(section, reason, Where(evidence.source))


def _called(section: Section, evidence: Evidence) -> str:
    """A section's name, and its title in the form the document follows."""
    title = evidence.paper.titles.get(section.id, "")
    return f"{section.name}（“{title}”）" if title and title != section.name else section.name


def _missing(section: Section, reason: str, where: Where) -> Verdict:
    return failed(reason, where, severity=Severity.WARNING, law=section.law)


# --- what shows that a matter is explained ----------------------------------------------------------------

_DEFINES = pattern(
    r"^(?:\(?[一二三四五六七八九十\d]+[、.)])*[“\"]?[^,。:;]{2,30}[”\"]?(?:\([^)]{0,20}\))?[:,]?(?:是)?指(?![标数导定引挥派示明向])"
)
_SENTENCE_CELL = 20


def is_explained(explained: Explained, evidence: Evidence) -> bool:
    """Tell whether a matter has a title with something below it, a sentence that states it, or a table."""
    return (
        any(_has_content(evidence.paper.lines, n) for n in _titles(explained, evidence))
        or any(_says_below_its_title(explained, line) for line in evidence.paper.body)
        or _is_stated(explained, evidence)
        or _is_tabulated(explained, evidence)
    )


_FIGURE = pattern(rf"\d[万亿千]?元|\d%|{NOT_ANY}|持平|一致")


def _says_below_its_title(explained: Explained, line: Line) -> bool:
    """Tell whether a title and its text stand in one line: （一）机关运行经费。…10万元。"""
    title, stop, text = line.plain.partition("。")
    return (
        bool(stop)
        and len(title) <= _UNNUMBERED_TITLE
        and _NUMBER.match(title) is not None
        and explained.title.search(title) is not None
        and not _NO_TITLE.search(title)
        and _FIGURE.search(text) is not None
    )


def _is_stated(explained: Explained, evidence: Evidence) -> bool:
    if explained.sentence is None:
        return (
            sum(bool(_DEFINES.match(line.plain)) for line in evidence.paper.lines) >= _FEWEST_TERMS
        )
    return any(
        explained.sentence.search(sentence) and not _DEFINES.match(sentence)
        for line in evidence.paper.lines
        if not line.is_cell or len(line.text) > _SENTENCE_CELL
        for sentence in sentences(line.text)
    )


def _is_tabulated(explained: Explained, evidence: Evidence) -> bool:
    cells = [line for line in evidence.paper.lines if line.is_cell]
    return any(
        (explained.head and not line.is_inside and explained.head.search(line.plain))
        or (explained.cell and explained.cell.search(line.plain))
        for line in cells
    )


_TABLE_TITLE = pattern(r"表(?:\([^)]{0,12}\))?\d*$")
_NO_TITLE = pattern(r"[。;:,]$|。|\d[万亿]?元|[.…·]{3}")
_NUMBER = pattern(
    r"^(?:第([一二三四五六七八九十]+)(?:部分|章)|([一二三四五六七八九十]+)、|\(([一二三四五六七八九十]+)\)|(\d{1,2})[、.](?!\d))"
)
_NUMERALS = {list_number(n): n for n in range(1, 60)}
_FURNITURE = pattern(r"[-—–·\s第]*(?:\d{1,4}|[IVX]{1,4})[-—–·\s页]*(?:/?共?\d+页?)?|")


def _titles(explained: Explained, evidence: Evidence) -> Iterator[int]:
    """Where the titles stand that name the matter; a table's title is none."""
    for n, line in enumerate(evidence.paper.lines):
        text = line.plain
        if (
            not line.is_cell
            and len(text) <= _LONGEST_TITLE
            and explained.title.search(text)
            and not _NO_TITLE.search(text)
            and not _TABLE_TITLE.search(text)
            and (line.level or _NUMBER.match(text) or len(text) <= _UNNUMBERED_TITLE)
        ):
            yield n


def _has_content(lines: Sequence[Line], n: int) -> bool:
    """Tell whether something other than the next title follows."""
    for later in lines[n + 1 :]:
        if later.is_cell:
            return True
        if not _FURNITURE.fullmatch(later.plain):
            return not _is_next_title(lines[n], later)
    return False


def _is_next_title(own: Line, later: Line) -> bool:
    """Tell whether a line is a title beside or above another: by its number, or by both their levels."""
    one, other = _numbered(own.text), _numbered(later.text)
    if (
        other is not None
        and len(later.plain) <= _LONGEST_TITLE
        and not _NO_TITLE.search(later.plain)
    ):
        if one is not None:
            return other[0] < one[0] or (other[0] == one[0] and other[1] > one[1])
        return bool(own.level and later.level and later.level <= own.level)
    # A title without a number may be the rest of one that goes over two lines, unless lines are whole paragraphs.
    is_paragraph = own.where.page is None
    return is_paragraph and bool(own.level and later.level and later.level <= own.level)


def _numbered(text: str) -> tuple[int, int] | None:
    """The kind of a title's number (第一部分 0, 一、 1, （一） 2, 1. 3), and the number."""
    match = _NUMBER.match(plain(text))
    if match is None:
        return None
    kind = next(n for n, part in enumerate(match.groups()) if part)
    part = match[kind + 1]
    number = int(part) if part.isdecimal() else _NUMERALS.get(part, 0)
    return kind, number
