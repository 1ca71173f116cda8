"""Dates left from an earlier year: of assets counted, of projects carried out, of purchases planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Stage
from yusuan.rules.books._print import quoted, sentences
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Verdict

# --- assets -----------------------------------------------------------------------------------------------

_COUNTED = pattern(
    r"截[至止]到?(?P<year>20\d{2})年(?:度)?(?:(?P<end>底|末|终)|(?P<month>\d{1,2})月)"
    r"|(?:^|:)(?P<closed>20\d{2})年(?:度)?(?:年?底|年?末|年终)"
)
_ASSETS = pattern(
    r"车辆|公务用车|设备|国有资产|固定资产|资产总额|资产总值|流动资产|房屋|办公用房|建筑面积"
)
_HISTORY = pattern(r"累计|历年|以来|已(?:完成|建成|报废|处置)|审计|清查")
_DECEMBER = 12


def assets_are_counted_lately(evidence: Evidence) -> Iterable[Verdict]:
    """Assets are counted at the end of the year before a budget, or of the year of accounts.

    The end of the year before that may be the last that was audited; nothing older is up to date.
    """
    for line in evidence.paper.body:
        for sentence in sentences(line.text) if _ASSETS.search(line.plain) else ():
            match = _COUNTED.search(sentence)
            if match is None or _HISTORY.search(sentence) or not _ASSETS.search(sentence):
                continue
            usual = evidence.year if evidence.stage is Stage.FINAL else evidence.year - 1
            if _is_stale(match, usual):
                yield failed(
                    f"资产情况写的是“{match[0]}”，本文件是 {evidence.year} 年{evidence.stage.value}，疑为沿用以前年度的文字",
                    line.where,
                )


def _is_stale(match: re.Match[str], usual: int) -> bool:
    years = usual - int(match["year"] or match["closed"])
    at_end = match["end"] or match["closed"] or int(match["month"] or 0) == _DECEMBER
    return years > 1 or (years == 1 and not at_end)


# --- projects ---------------------------------------------------------------------------------------------

_PERIOD_WORD = r"(?:项目)?(?:实施|执行|建设|项目)(?:的)?(?:周期|期限|时间|期间|年限|年度|起止时间)|(?:计划|预计|拟)完成(?:时间|时限|日期)|起止(?:时间|年限|日期)"
_LABEL = pattern(rf"(?:\(?[一二三四五六七八九十\d]{{1,3}}[、.)])?(?:{_PERIOD_WORD})(?:为|:)?")
_POINT = r"(20\d{2})年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:初|底|末)?|(20\d{2})[./-]\d{1,2}(?:[./-]\d{1,2})?"
_SPAN = pattern(rf"(?:从|自|由)?(?:{_POINT})(?:起)?(?:(?:至|到|[-—–~～])+(?:{_POINT})(?:止)?)?")
# Money of a former year may be spent, and a last part paid, once the project is over.
_AFTERWARDS = pattern(
    r"结转|结余|尾款|续建|质保|质量保证金|欠款|未完|清算|审计|竣工|验收|上年|跨年"
)
_ANY_YEAR = pattern(r"(?<!\d)(20\d{2})(?!\d)")
_NEAR, _LONGEST, _LATELY = 8, 40, 2
_IN_SENTENCE = pattern(rf"(?:{_PERIOD_WORD})(?:为|是|:)?(?P<said>[^,。;]{{4,30}})(?:$|[,。;])")
_PAST = pattern(
    r"已|曾|原|一期|前期|第一[期阶]|首期|批复|立项|完成|结束|以前|往年|累计|分期|延[期长]"
)
_MONEY = pattern(r"\d[\d,.]*[万亿]?元")
_OTHER_YEAR = pattern(r"20\d{2}")


def periods_reach_the_year(evidence: Evidence) -> Iterable[Verdict]:
    """A project with money this year is carried out this year. Silent where money of a former year is spent."""
    lines = evidence.paper.lines
    for n, line in enumerate(lines):
        label = _LABEL.match(line.plain) if len(line.text) <= 2 * _LONGEST else None
        if label is None:
            continue
        said = line.plain[label.end() :] or (lines[n + 1].plain if n + 1 < len(lines) else "")
        span = _SPAN.match(said) if len(said) <= _LONGEST else None
        if span is None:
            continue
        # 2024年前期，2025年开工: years behind the span are of the period too.
        if _is_over(said, evidence.year) and not _is_of_old_money(lines, n):
            yield _stale(label[0].rstrip(":") + "：" + said, evidence.year, line)
    for line in evidence.paper.body:
        for words in _told_with_money(line.plain, evidence.year):
            yield _stale(words, evidence.year, line)


def _is_over(said: str, year: int) -> bool:
    """Tell whether a period ended shortly before a year; what ended long ago is history."""
    years = [int(one) for one in _ANY_YEAR.findall(said)]
    return bool(years) and year - _LATELY <= max(years) < year


def _stale(words: str, year: int, line: Line) -> Verdict:
    return failed(f"{quoted(words)}在 {year} 年以前，疑为沿用以前年度的文字", line.where)


def _told_with_money(text: str, year: int) -> Iterator[str]:
    """Periods over before the year inside sentences that give the project money of the year."""
    for sentence in sentences(text):
        match = _IN_SENTENCE.search(sentence)
        if match is None or _AFTERWARDS.search(sentence) or _PAST.search(sentence):
            continue
        span = _SPAN.match(match["said"])
        rest = sentence[: match.start()] + sentence[match.end() :]
        is_paid = _MONEY.search(rest) and not _OTHER_YEAR.search(rest.replace(str(year), ""))
        if span is not None and _is_over(match["said"], year) and is_paid:
            yield match[0].strip(",;。")


def _is_of_old_money(lines: Sequence[Line], n: int) -> bool:
    around = lines[max(0, n - _NEAR) : n + _NEAR]
    return any(_AFTERWARDS.search(line.plain) for line in around)


# --- purchases --------------------------------------------------------------------------------------------

_PLANNED = pattern(
    r"(?:^|[,。;])(?P<year>20\d{2})年度?,?(?:本|我)?(?:部门|单位|局|委|院|校|中心)?(?:部门|单位)?(?:预算)?(?:未|没有|不)?(?:计划|拟|安排|预计){1,2}"
    r"(?:购置|新增|新购|采购|配备|更新|报废)"
)
_BUYING = pattern(r"购置|新增|新购|采购|配备|更新|报废")
_COMPARED = pattern(r"比|较|上年|去年|实际|已|完成|执行|决算")


def purchases_are_planned_for_the_year(evidence: Evidence) -> Iterable[Verdict]:
    """What a budget plans to buy, it plans for its own year."""
    if evidence.stage is Stage.FINAL:
        return
    for line, sentence in _sentences(evidence.paper.body):
        match = _PLANNED.search(sentence)
        stale = match is not None and int(match["year"]) == evidence.year - 1
        if (
            match is not None
            and stale
            and not _COMPARED.search(sentence)
            and str(evidence.year) not in sentence
        ):
            yield failed(
                f"{quoted(sentence)}写的是 {match['year']} 年，本文件是 {evidence.year} 年{evidence.stage.value}，疑为沿用以前年度的文字",
                line.where,
            )


def _sentences(lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """The sentences that may name what is planned."""
    for line in lines:
        if _BUYING.search(line.plain):
            yield from ((line, sentence) for sentence in sentences(line.text))


RULES = (
    Rule(
        id="assets-are-counted-lately",
        claim="资产数的截止日期不是以前年度的",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请更新截止日期和资产数。",
        check=assets_are_counted_lately,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="project-periods-reach-the-year",
        claim="项目的实施周期包括本年度",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改为本年度的实施周期；确属以前年度项目尾款的，写明原因。",
        check=periods_reach_the_year,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="purchases-are-planned-for-the-year",
        claim="计划购置说的是本年度",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改为本年度，并核对数量。",
        check=purchases_are_planned_for_the_year,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
