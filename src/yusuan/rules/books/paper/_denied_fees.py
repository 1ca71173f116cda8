"""Fees of the three-public table that a sentence says are not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.codes import code
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import sentences
from yusuan.rules.books._words import money
from yusuan.rules.books.paper._required import EMPTY_TABLE
from yusuan.rules.books.paper._sections import NOT_ANY
from yusuan.rules.spec import failed
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.core.codes import Code
    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Cell

# By what is written, the longest first: 公务用车购置及运行维护费 holds both kinds of vehicle money.
_FEES: Mapping[str, tuple[str, ...]] = {
    r"(?:公务用车|公车)购置(?:费)?(?:及|和|与)(?:公务用车)?运行(?:维护)?费": (
        "31013",
        "30913",
        "30231",
    ),
    r"(?:公务用车|公车)购置费": ("31013", "30913"),
    r"(?:公务用车|公车)运行(?:维护)?费": ("30231",),
    r"(?:公务|国内公务)接待费": ("30217",),
    r"因公出国(?:\(境\))?(?:费|经费)": ("30212",),
    r"[“\"]?三公[”\"]?经费": ("30212", "31013", "30913", "30231", "30217"),
}
_FEE = "|".join(f"(?:{words})" for words in _FEES)
_WITH = r"(?:财政拨款|一般公共预算|预算)?(?:安排|使用|列支|编列|发生|编制)?(?:财政拨款|一般公共预算|预算)?(?:安排)?的?"
_END = r"(?=$|[,。;()])"
_KIND = r"(?:的)?(?:支出|经费|费用)?(?:预算|安排)?"
_WHEN = r"[:,]?(?:(?:20\d\d|本|今)年度?)?"
_LIST = rf"(?:{_FEE})(?:{_KIND}[、和及与](?:{_FEE}))*"
_DENIED = pattern(
    rf"(?:{NOT_ANY}|不再?安排|未列支|未编列){_WITH}(?P<one>{_LIST}){_KIND}{_END}"
    rf"|(?P<other>{_LIST}){_KIND}{_WHEN}(?:均|都|全部)?"
    rf"(?:未安排|没有安排|无安排|不再?安排|未编列|为零|无预算|没有预算|无此项|没有此项){_KIND}{_END}"
)
_ONE = pattern(_FEE)
# Of another year, of a part of the money, of a rule for all: nothing the table contradicts.
_OTHER = pattern(
    r"如|若|凡|应当|上年|去年|执行|决算|新增|基金|国有资本|专户|自有资金|单位资金|非财政|除|本级|机关|下属|所属|其中|比|较"
)
_YEAR = pattern(r"(20\d\d)年")


def denied_fees(evidence: Evidence) -> Iterator[Verdict]:
    """A fee said not to be there, and the table's money for it. Silent where a sentence may be of a part of it."""
    printed = _printed(evidence)
    if not printed:
        return
    seen: set[str] = set()
    for line in evidence.paper.body:
        for match, sentence in _denials(evidence, line):
            for fee in _ONE.finditer(match["one"] or match["other"]):
                cell = printed.get(_codes(fee[0]))
                if cell is None or not cell.value or fee[0] in seen:
                    continue
                seen.add(fee[0])
                places = (line.where,) if cell.where is None else (line.where, cell.where)
                yield failed(
                    f"文字说“{sentence[:40]}”，而“三公”经费表列有{fee[0]} {money(cell.value)}",
                    *places,
                )


def _codes(words: str) -> frozenset[Code]:
    digits = next(codes for form, codes in _FEES.items() if re.fullmatch(form, words))
    return frozenset(map(code, digits))


def _printed(evidence: Evidence) -> Mapping[frozenset[Code], Cell]:
    """The fees of the table, by what they are for; columns after the first of a row are parts of it."""
    table = next((t for t in evidence.tables if t.id == "three_public"), None)
    found: dict[frozenset[Code], Cell] = {}
    for cell in () if table is None else table.figures():
        codes = cell.region.economic
        if cell.region.ledger == OWN and codes.within and not codes.without:
            found.setdefault(frozenset(codes.within), cell)
    return found


def _denials(evidence: Evidence, line: Line) -> Iterator[tuple[re.Match[str], str]]:
    if line.level or EMPTY_TABLE.search(line.plain):
        return
    for sentence in sentences(line.text):
        for match in _DENIED.finditer(sentence):
            # The clause that denies, and the year named last up to its end.
            clause = sentence[sentence.rfind(",", 0, match.start()) + 1 : match.end()]
            named = _YEAR.findall(sentence[: match.end()])[-1:]
            if not _OTHER.search(clause) and named in ([], [str(evidence.year)]):
                yield match, sentence
