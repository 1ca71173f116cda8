"""A year left over from last year's document, in titles, unit lines and sentences.

Last year's figures are named in every budget for comparison; such years are never called wrong.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, amount_or_none
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.clauses.clause import Stage
from yusuan.rules.books._print import NAMED, quoted, sentences
from yusuan.rules.books._words import listed
from yusuan.rules.books.paper._required import CAPTIONS
from yusuan.rules.books.statements._judged import said
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import plain
from yusuan.rules.spec import Part, Rule, failed, passed
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Verdict

_LONGEST_TITLE = 45
_NEIGHBOURS = 2
_FEWEST_RIGHT = 2
# 2023、2024年 are two years, 二、2024年 is one behind the number of a heading.
_TITLE_YEAR = pattern(
    r"(?<![\d\-—~至])(?<![\d年]、)(20\d{2})年(?:度)?(?![\-—~至、]|\d)(?!初|末|底)"
)
# Words that make a year one of comparison, a date, a document's name or another matter: before it, behind it.
_BEFORE = pattern(r"[《<;。]|关于|(?:比|较|与|同|对照|截至|截止)[^,]{0,4}$")
_BEHIND = pattern(
    r"[》>;。]|通知|批复|\d号|比|较|与|同|执行(?!机构)|完成|上年|以前|增|减|变动|对照|结转|结余|项目|提前下达|"
    r"绩效|评价|自评|审计|整改|总结|\d月|\d日|起|历年|规划|课题|活动|工程|(?<!政府)采购"
)
# 一般公共预算财政拨款支出决算表 is a table of final accounts.
_OTHER_SENSE = pattern(r"预决算|(?:公共|基金|经营)预算")
_FISCAL_YEAR = pattern(r"预算年度[:]?(20\d{2})")
_UNIT_LINE = pattern(r"单位[:]?(?:人民币)?(?:万元|元)")
_STATEMENT = pattern(
    r"^(?:[(]?[一二三四五六七八九十\d]+[)、.])?(20\d{2})年(?:度)?,?(?!初|末|底)"
    r"(?:我[局委办院所区县]|本部门|本单位|部门|单位|预算)?"
    r"[^,。;:\d]{0,24}?(?:收入|支出|经费|采购|收支|安排|预算|决算)[^,。;\d]{0,16}\d[\d,.]*(?:万元|元)"
)
# 2023年预算N万元，比2022年预算增加…: last year's whole comparison; what was carried out is told of last year rightly.
_SHIFTED = pattern(
    r"^(?!.*(?:执行|决算|完成|实际|绩效|结转|结余))(?:[(]?[一二三四五六七八九十\d]+[)、.])?(20\d{2})年(?:度)?,?[^。]*?预算[^。]*?(?<![\d,.])\d[\d,.]{0,40}(?:万元|元)[^。]*?"
    r"[比较与](20\d{2})年(?:度)?(?:部门|单位)?预算"
)
# What is longer is no sentence, and takes the square of its length.
_LONGEST_SENTENCE = 2_000
# A line that ends so ends a passage; a printed line of running text is longer than most titles.
_LEAST_LINE = 25
_WHOLE = pattern(r"[。;!?]$")
_COMPARED = pattern(r"比|较|与|同|上年|增加|减少|增长|下降|持平|执行|结转|截至|下达|完成|去年")

# A sentence of last year whose amounts may be this year's by chance, or are told as carried out.
_OTHER_STAGE = pattern(r"决算|实际|年末|年初|调整|追加")
_AMOUNT = pattern(r"(?<![\d,])(\d[\d,]{0,40}(?:\.\d{1,20})?)(万元|元)")
_UNITS = {"万元": MoneyUnit.WAN_YUAN, "元": MoneyUnit.YUAN}
_FEWEST_SAME = 2


_COMPARED_HINT = "请核对年度：本年度与比较的年度各是哪一年。"


def years_are_right(evidence: Evidence) -> Iterator[Verdict]:
    """Titles, unit lines and statements of this document name its own fiscal year."""
    titles = list(_titles(evidence))
    right = sum(year == evidence.year for year, _, _ in titles)
    wrong = [(year, text, where) for year, text, where in titles if year != evidence.year]
    for year in sorted({year for year, _, _ in wrong}):
        named = [(text, where) for y, text, where in wrong if y == year]
        # Where the other year is named as often, the year of the document itself is in doubt.
        if right >= max(_FEWEST_RIGHT, 2 * len(named)):
            yield _left(evidence, year, named, Severity.ERROR)
    if right and not wrong:
        yield passed()
    yield from _statements(evidence)
    for compared in said(evidence, Kind.YEAR):
        yield replace(compared, hint=_COMPARED_HINT, law="arithmetic")


def _left(
    evidence: Evidence, year: int, named: list[tuple[str, Where]], severity: Severity
) -> Verdict:
    named_so = listed((quoted(text) for text in dict.fromkeys(text for text, _ in named)), NAMED)
    return failed(
        f"{named_so}写的是 {year} 年，本文件是 {evidence.year} 年{evidence.stage.value}，疑为沿用以前年度的文字",
        *(where for _, where in named),
        severity=severity,
        hint=f"请改为 {evidence.year} 年；确属对比年度的，写明“{year} 年”与本年的关系。",
    )


def _titles(evidence: Evidence) -> Iterator[tuple[int, str, Where]]:
    """What titles say their year is: (year, title, place)."""
    for entry in evidence.paper.contents:
        yield from _title_year(evidence, entry.title, entry.where)
    for line in evidence.paper.headings:
        text = line.plain
        match = _FISCAL_YEAR.search(text)
        if match:
            yield int(match[1]), line.text, line.where
        elif _UNIT_LINE.search(text):
            named = set(_TITLE_YEAR.findall(text))
            if len(named) == 1:
                yield int(named.pop()), line.text, line.where
        elif not line.is_cell:
            yield from _title_year(evidence, line.text, line.where)


def _title_year(evidence: Evidence, title: str, where: Where) -> Iterator[tuple[int, str, Where]]:
    """The year of a title that names this kind of document: 2024年…预算, 2024年度…决算."""
    text = plain(title)
    years = list(_TITLE_YEAR.finditer(text))
    if len(years) != 1 or len(text) > _LONGEST_TITLE:
        return
    before, behind = text[: years[0].start()], text[years[0].end() :]
    own, other = ("决算", "预算") if evidence.stage is Stage.FINAL else ("预算", "决算")
    bare = _OTHER_SENSE.sub("", text)
    is_title = own in text or any(caption.search(text) for _, caption in CAPTIONS.values())
    if is_title and other not in bare and not (_BEFORE.search(before) or _BEHIND.search(behind)):
        yield int(years[0][1]), title, where


def _statements(evidence: Evidence) -> Iterator[Verdict]:
    """A sentence that gives an amount of another year and compares nothing, in a passage without this year."""
    named: dict[int, list[tuple[str, Where]]] = {}
    prose = evidence.paper.body
    for n, line in enumerate(prose):
        passage = _passage(prose, n)
        if str(evidence.year) in passage or _is_among(evidence, n):
            for sentence in sentences(line.text) if not line.level else ():
                if _gives_the_amounts_of(evidence, sentence):
                    named.setdefault(evidence.year - 1, []).append((sentence, line.where))
            continue
        is_cut = not _WHOLE.search(line.plain) and bool(_COMPARED.search(passage))
        for sentence in sentences(line.text):
            shifted = _SHIFTED.search(sentence) if len(sentence) <= _LONGEST_SENTENCE else None
            if shifted and (int(shifted[1]), int(shifted[2])) == (
                evidence.year - 1,
                evidence.year - 2,
            ):
                named.setdefault(evidence.year - 1, []).append((sentence, line.where))
                continue
            match = _STATEMENT.search(sentence)
            if is_cut or _COMPARED.search(sentence):
                continue
            # Only last year's document is copied over; older years are history being told.
            if match and int(match[1]) == evidence.year - 1:
                named.setdefault(int(match[1]), []).append((sentence, line.where))
    for year, found in named.items():
        yield _left(evidence, year, found, Severity.WARNING)


def _gives_the_amounts_of(evidence: Evidence, sentence: str) -> bool:
    """Tell whether a sentence said of last year gives several amounts, each a figure of this year's tables.

    One amount may be the same in both years; several are last year's words around this year's figures.
    """
    match = _STATEMENT.search(sentence)
    if match is None or int(match[1]) != evidence.year - 1 or _COMPARED.search(sentence):
        return False
    if str(evidence.year) in sentence or _OTHER_STAGE.search(sentence):
        return False
    said = (amount_or_none(m[1], _UNITS[m[2]]) for m in _AMOUNT.finditer(sentence))
    own, others = evidence.once(_amounts)
    amounts = {amount.fen for amount in said if amount is not None} - {0}
    return len(amounts) >= _FEWEST_SAME and amounts <= own and not amounts & others


def _amounts(evidence: Evidence) -> tuple[frozenset[int], frozenset[int]]:
    """The amounts of the year in the tables, and those of other years."""
    own, others = set[int](), set[int]()
    for table in evidence.tables:
        for cell in table.figures():
            (own if cell.region.ledger == OWN else others).add(cell.value)
    return frozenset(own), frozenset(others)


def _passage(prose: Sequence[Line], n: int) -> str:
    """A line with the printed lines before and after it that belong to the same sentences."""
    first, last = n, n
    while first > 0 and n - first < _NEIGHBOURS and _goes_over(prose[first - 1]):
        first -= 1
    while last + 1 < len(prose) and last - n < _NEIGHBOURS and not _WHOLE.search(prose[last].plain):
        last += 1
    return "".join(line.plain for line in prose[first : last + 1])


def _goes_over(line: Line) -> bool:
    """Tell whether a line is the beginning of a sentence, not a title."""
    return not (line.level or len(line.plain) < _LEAST_LINE or _WHOLE.search(line.plain))


def _is_among(evidence: Evidence, n: int) -> bool:
    """Tell whether the lines around tell of a comparison or of last year's execution."""
    around = evidence.paper.body[max(0, n - _NEIGHBOURS) : n + _NEIGHBOURS]
    return any(
        re.search(r"执行情况|上年|对比|回顾|绩效评价|决算情况", line.plain)
        for line in around
        if line.level
    )


RULES = (
    Rule(
        id="wrong-year",
        claim="标题和文字中的年度是本年度",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改为本年度；确属对比年度的，写明与本年的关系。",
        check=years_are_right,
        needs=(Part.PRINT,),
    ),
)
