"""Statements that there is nothing: they say of which year and of which money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import quoted, sentences
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_YEAR = pattern(r"(20\d{2})年")
_NONE = pattern(
    r"(?:(?<!有)无|没有|未安排|未使用|未发生|不涉及|未编制)[^,。;]{0,20}(?:政府性?基金|国有资本|“?三公”?|一般公共预算|财政专户|政府采购|专项转移支付|专项资金)"
)
_EMPTY = pattern(r"空表|无数据|本表无|此表无|为空")
# What is told of another year rightly: a comparison, what was carried out, a rule for all.
_COMPARED = pattern(
    r"比|较|同|持平|与20|上年|去年|执行|决算|结转|结余|完成|实际|当年没有|历年|如|若|凡|应当"
)


def nothing_is_said_of_the_year(evidence: Evidence) -> Iterable[Verdict]:
    """That there is no such money is said of the year of the document."""
    seen: set[str] = set()
    last = str(evidence.year - 1)
    for line in evidence.paper.lines:
        for sentence in sentences(line.text) if last in line.plain else ():
            years = set(map(int, _YEAR.findall(sentence)))
            if years != {evidence.year - 1} or sentence in seen or _COMPARED.search(sentence):
                continue
            if _NONE.search(sentence):
                seen.add(sentence)
                tail = "，却用来说明本表为空" if _EMPTY.search(sentence) else ""
                yield failed(
                    f"说明写的是 {evidence.year - 1} 年{tail}：{quoted(sentence)}；本文件是 {evidence.year} 年{evidence.stage.value}",
                    line.where,
                )


_FUNDS = pattern(r"政府性?基金|国有资本经营")
_BARE = pattern(r"(?:注|备注|说明)?[:]?\(?(?:无|空|空表|无数据|不涉及|无此项|没有)\)?。?")
_DENIED = r"(?:无|没有|未安排|不涉及|为0|0(?:\.0+)?万?元)"


def nothing_is_said_of_what(evidence: Evidence) -> Iterable[Verdict]:
    """A bare 无 below the empty table of a fund says of what, unless the text does."""
    for table in evidence.paper.noted:
        fund = _FUNDS.search(table.title)
        if table.has_figures or fund is None:
            continue
        note = next((note for note in table.notes if _BARE.fullmatch(note.plain)), None)
        if note is None or _is_denied(evidence, fund[0][:4]):
            continue
        yield failed(
            f"{table.title}下只写“{note.text.strip()}”，全文没有说明是没有{fund[0]}预算", note.where
        )


def _is_denied(evidence: Evidence, fund: str) -> bool:
    said = pattern(rf"{fund}[^。;]{{0,40}}{_DENIED}|{_DENIED}[^。;]{{0,20}}{fund}")
    return any(fund in line.plain and said.search(line.plain) for line in evidence.paper.lines)


RULES = (
    Rule(
        id="nil-statements-are-of-the-year",
        claim="空表说明说的是本年度",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请把说明改成本年度的；本年度有这项资金的，补上数字。",
        check=nothing_is_said_of_the_year,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="nil-statements-say-of-what",
        claim="空表说明写明是哪一项资金",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.COMPLETENESS,
        hint="请写明本部门（单位）本年度没有哪一项预算，所以本表没有数字。",
        check=nothing_is_said_of_what,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
