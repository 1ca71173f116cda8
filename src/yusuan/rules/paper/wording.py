"""Sentences that break off, figures left blank, marks of secrecy left in a public document."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.core.patterns import pattern
from yusuan.rules.doubled_words import doubled
from yusuan.rules.evidence import core
from yusuan.rules.paper.findings import finding, listed, quoted

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from yusuan.rules.evidence import Evidence, Line

_AROUND, _BEHIND = 14, 1


def check_wording(evidence: Evidence) -> Iterator[Outcome]:
    """Every outcome on wording that needs no table."""
    yield from blank_figures(evidence)
    yield from broken_off(evidence)
    yield from doubled_words(evidence)
    yield from secrecy_marks(evidence)


# --- figures left blank -----------------------------------------------------------------------------------

_VERB = r"(?:增加|减少|增长|下降|上升|为|共计|合计|总计|占|完成|安排|达到?|共)"
_BLANK = pattern(
    # 增加 万元, 占 %: the unit stands without its figure; 转换为万元时 names a unit and no amount.
    rf"(?<!单位)(?<!计量)(?<!以)(?<![转变]换)(?<!换算)(?<!折[合算]){_VERB}(?:了)?(?:人民币)?(?:万元|个百分点|%)(?!为?单位|时|后)"
    # 占基本支出预算 %: so does what it is a share of.
    r"|占[一-龥“”]{2,24}(?:比重|比例|比率)?(?:为)?%(?=[,。;、)])|占比(?:为)?%(?=[,。;])"
    # 增加（ ）万元, 占（ ）%.
    r"|\(\)(?:[万亿]?元|%|个百分点)"
    # 为元。 can only be a unit where the clause ends.
    rf"|(?<!单位)(?<!计量){_VERB}(?:了)?元(?=[,。;、)]|$)"
    # 预算为，: the figure and its unit are both gone.
    r"|(?:预算|决算|支出|收入|经费|金额)(?:数)?(?:为|共计)(?=[,。;])"
    r"|(?:增加|减少|增长|下降)(?:了)?,(?:增长|下降|增幅|降幅)(?:为|了)?(?=[,。;])"
)
# 总额 万元: without a verb only the gap itself tells a figure left out from a unit named.
_GAP = pattern(
    r"(?:预算|决算|收入|支出|经费|总额|资金|拨款|补助|货物|工程|服务)(?:数|额)?[ \t]+(?:万元|%)(?=[,。;、])"
)
_UNIT_WORD = pattern(r"(?:单位|计量|金额单位)[:]?为(?:万元|元)")
# Choices a template offers are placeholders, reported as such.
_TEMPLATE = pattern(r"[Xx×]{2,}|_{2,}")


def blank_figures(evidence: Evidence) -> Iterator[Outcome]:
    """A unit without its figure: 增加 万元."""
    for line in evidence.paper.body:
        text = _UNIT_WORD.sub("", line.plain)
        if _TEMPLATE.search(text):
            continue
        found = [_context(text, match) for match in _BLANK.finditer(text)]
        if text.endswith("。"):
            spaced = unicodedata.normalize("NFKC", line.text)
            found += [_context(spaced, match) for match in _GAP.finditer(spaced)]
        if found:
            yield finding(
                "figure-left-blank",
                f"{listed([quoted(context) for context in dict.fromkeys(found)])}处没有填写数字。",
                "请补上数字；没有发生的，写明 0 或“无”。",
                [line.where],
            )


def _context(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _AROUND) : match.end() + _BEHIND]


# --- sentences that break off -----------------------------------------------------------------------------

_LEAST_SENTENCE = 16
_LONGEST_TITLE = 40
_DANGLING = pattern(
    r"(?:主要原因(?:是|为|在于)?|原因是|由于|因为|其中|以及|比上年|较上年|与上年|相比|用于|主要是|增加|减少|下降|增长|为|[,、])$"
)
# Where the next line stands in one of these ways, it does not go on with the sentence before.
_FRESH = pattern(
    r"^(?:第[一二三四五六七八九十]+(?:部分|章|节)|[(]?[一二三四五六七八九十]+[、)]|\(\d+\)"
    r"|\d{1,2}[、.](?!\d)|\d{1,2}[、.]\d{7}(?!\d))"
)
_ITEM_END = pattern(r"[,、;:]$")
# The number of a page, and what else stands between the lines of two pages.
_BETWEEN = pattern(r"[-—–·第]*(?:\d{1,4}|[IVX]{1,4})[-—–·页]*(?:/?共?\d+页?)?|")


def broken_off(evidence: Evidence) -> Iterator[Outcome]:
    """A passage that ends in the middle of a sentence while the next one begins something new.

    Silent where the next line may go on with it (the text goes on over a page), and in lists whose
    items all end in commas.
    """
    running = _running_heads(evidence.paper.body)
    prose = [
        line
        for line in evidence.paper.body
        if not _BETWEEN.fullmatch(line.plain) and line.plain not in running
    ]
    titles = {core(entry.title, evidence.department) for entry in evidence.paper.contents}
    for n, line in enumerate(prose):
        text = line.plain
        if line.level or len(text) < _LEAST_SENTENCE or not _DANGLING.search(text):
            continue
        later = prose[n + 1] if n + 1 < len(prose) else None
        if later is not None and _goes_on(later) and not _is_listed(later, titles, evidence):
            continue
        if _is_list(prose, n):
            continue
        yield finding(
            "sentence-breaks-off",
            f"{quoted('…' + text[-30:])}一句没有写完，下文另起了一段。",
            "请把这句话补完整。",
            [line.where],
            # A list that ends in a comma may only have the wrong sign at its end.
            severity=Severity.INFO if text[-1] in ",、" else Severity.WARNING,
        )


_FEWEST_PAGES = 3


def _running_heads(prose: Sequence[Line]) -> set[str]:
    """Short lines that come again on page after page."""
    pages: dict[str, set[int]] = defaultdict(set)
    for line in prose:
        if line.where.page is not None and len(line.plain) <= _LONGEST_TITLE:
            pages[line.plain].add(line.where.page)
    return {text for text, found in pages.items() if len(found) >= _FEWEST_PAGES}


# 0.09万元；…: an amount or a rate begins no heading, whatever the reader took the line for.
_FIGURE = pattern(r"^\d[\d,]*(?:\.\d+)?(?:[万亿千百]?元|%|个百分点|[万亿](?=[,。;]))")


def _goes_on(later: Line) -> bool:
    if _FIGURE.match(later.plain):
        return True
    # 3. 2050202 is an item's number before its code, 3.2 a figure: blanks count.
    text = unicodedata.normalize("NFKC", later.text).strip()
    return not (later.level or _FRESH.search(later.plain) or _FRESH.search(text))


def _is_listed(later: Line, titles: set[str], evidence: Evidence) -> bool:
    """Tell whether a line is a title of the contents page."""
    return len(later.plain) <= _LONGEST_TITLE and core(later.text, evidence.department) in titles


def _is_list(prose: Sequence[Line], n: int) -> bool:
    near = [prose[m] for m in (n - 1, n + 1) if 0 <= m < len(prose)]
    return any(_ITEM_END.search(line.plain) and not line.level for line in near)


# --- words said twice -------------------------------------------------------------------------------------

_LEAST_CLAUSE = 8


def doubled_words(evidence: Evidence) -> Iterator[Outcome]:
    """A word that stands twice in a row in running text: 增加增加. Cells hold names, which may repeat."""
    for line in evidence.paper.body:
        # A passage read from a picture or over several printed lines: what meets at a break is no word said twice.
        for text in unicodedata.normalize("NFKC", line.text).split("\n"):
            if len(text) < _LEAST_CLAUSE:
                continue
            found = [(match[1], _context(text, match)) for match in doubled(text)]
            if found:
                said = listed([f"{quoted(context)}里的“{word}”" for word, context in found])
                yield finding(
                    "word-doubled",
                    f"{said}重复。",
                    "请删去多余的词语。",
                    [line.where],
                    severity=Severity.INFO,
                )


# --- secrecy ----------------------------------------------------------------------------------------------

_MARK = pattern(
    r"(?:绝密|机密|秘密)(?:[★☆*]|▲)(?:\d+年|长期|\d+个月)?|^(?:绝密|机密|秘密)$"
    r"|^[(\[【]?(?:内部资料|内部文件|内部材料|内部使用|注意保密|涉密文件|秘密文件)[,、]?(?:注意保[存密]|请勿外传|不得外传|严禁外传)?[)\]】]?$"
    r"|内部资料[,、]?(?:注意保[存密]|请勿外传|不得外传|严禁外传)"
)
_LONGEST_MARK = 40


def secrecy_marks(evidence: Evidence) -> Iterator[Outcome]:
    """A mark of secrecy or of internal use in a document that anybody may read."""
    marked = [
        line
        for line in evidence.paper.lines
        if len(line.plain) <= _LONGEST_MARK and _MARK.search(line.plain)
    ]
    if marked:
        said = listed([quoted(text) for text in dict.fromkeys(line.text for line in marked)])
        yield finding(
            "secrecy-mark-left",
            f"公开文件中留有密级或内部使用的标志：{said}。",
            "请立即核实：属于国家秘密或内部资料的撤下文件；不属于的删去标志。",
            [line.where for line in marked],
            law="disclosure-regulation-14",
        )
    else:
        yield Outcome("secrecy-mark-left", Status.PASSED, law="disclosure-regulation-14")
