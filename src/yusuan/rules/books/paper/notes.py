"""Statements that there is no such money: under their tables, and in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Where
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import quoted, sentences
from yusuan.rules.books.paper._denied_fees import denied_fees
from yusuan.rules.books.paper._required import EMPTY_TABLE
from yusuan.rules.books.paper._sections import NOT_ANY
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence, Line, NotedTable
    from yusuan.rules.spec import Verdict

_EMPTY = pattern(r"空表|无数据|[本此该]表(?:为空|无内容|无数字|没有数据|没有内容)")
_NOTE = pattern(r"(?:注|备注|说明)[:、]?")
_NONE = pattern(NOT_ANY)
# A rule for whoever fills in the form, not a statement about this table.
_CONDITIONAL = pattern(r"如|若|凡|应当|的单位|的部门|的,")
_FUNDS = {
    "政府性基金": pattern(r"政府(?:性)?基金"),
    "国有资本经营": pattern(r"国有资本"),
    "“三公”经费": pattern(r"三公"),
}


def _nil_notes(evidence: Evidence) -> Iterator[tuple[NotedTable, Line, bool]]:
    """The notes under tables that say there is nothing, and whether that is a note under a table with figures."""
    for table in evidence.paper.noted:
        for note in table.notes:
            if _is_nil(note.plain):
                yield table, note, table.has_figures and bool(_EMPTY.search(note.plain))


def filled_tables_are_not_called_empty(evidence: Evidence) -> Iterator[Verdict]:
    """A note does not call the filled table above it empty. Rules for whoever fills in the form are no notes."""
    for table, note, is_wrong in _nil_notes(evidence):
        if is_wrong:
            said = f"{table.title}列有数字，表下的说明却称其为空表：{quoted(note.plain)}"
            yield failed(said, note.where)


def notes_name_their_fund(evidence: Evidence) -> Iterator[Verdict]:
    """A note that there is nothing names the fund of its own table. Silent under tables of several funds."""
    for table, note, is_wrong in _nil_notes(evidence):
        own, named = _funds(table.title), _funds(note.plain) | _general(note.plain)
        if is_wrong:
            continue
        if len(own) == 1 and named and not own & named:
            yield failed(
                f"{table.title}下的说明讲的是{'、'.join(sorted(named))}，不是{'、'.join(own)}："
                f"{quoted(note.plain)}",
                note.where,
            )
        else:
            yield passed(note.where)


def _is_nil(plain: str) -> bool:
    if _CONDITIONAL.search(plain):
        return False
    is_of_fund = _NOTE.match(plain) and _NONE.search(plain) and _funds(plain)
    return bool(_EMPTY.search(plain) or is_of_fund)


def _general(text: str) -> set[str]:
    """The fund of most money, where a note speaks of it: titles of other tables name it too (三公)."""
    return {"一般公共预算"} if "一般公共预算" in text else set()


def _funds(text: str) -> set[str]:
    return {fund for fund, pattern in _FUNDS.items() if pattern.search(text)}


# --- sentences that deny money ----------------------------------------------------------------------------

_DENIED = pattern(
    rf"{NOT_ANY}(?:使用|安排)?(政府性?基金|国有资本经营)(?:预算)?(?:财政)?(?:拨款)?(?:安排)?(?:的)?"
    r"(?:收入|支出|收支|预算|资金|收入和支出|收入、支出)?(?:安排|预算)?(?:的)?(?:支出|预算)?(?:$|[,。;(])"
    # 政府性基金预算支出为0, 支出无安排. Of revenue that is said where money was carried over, too.
    r"|(政府性?基金|国有资本经营)(?:预算)?(?:财政)?(?:拨款)?(?:支出|收支)(?:预算)?(?:均?为(?:0|零|无)|无安排|未安排|没有安排)(?=$|[,。;(])"
)
_CONDITION = pattern(r"如|若|凡|应当|的单位|的部门|上年|20\d\d年度?[^,。;]{0,8}(?:执行|决算)")


def denied_money_is_not_there(evidence: Evidence) -> Iterator[Verdict]:
    """Where a sentence says there is no such money, the table holds none. Silent on conditions and on other years."""
    if evidence.is_unit is None:
        return
    yield from denied_fees(evidence)
    own = {
        table.id: [c for c in table.figures() if c.region.ledger == OWN]
        for table in evidence.tables
    }
    filled = {table.id: table for table in evidence.tables if any(c.value for c in own[table.id])}
    ids = {"政": "government_funds", "国": "state_capital"}
    for line in evidence.paper.body:
        for match, sentence in _denials(evidence, line):
            table = filled.get(ids[(match[1] or match[2])[0]])
            if table is None:
                continue
            first = next(cell for cell in own[table.id] if cell.value)
            yield failed(
                f"文字说“{sentence[:40]}”，而“{table.spec.title}”列有数字",
                line.where,
                first.where or Where(evidence.source, table=table.spec.title),
            )


def _denials(evidence: Evidence, line: Line) -> Iterator[tuple[re.Match[str], str]]:
    if EMPTY_TABLE.search(line.plain):
        return  # A note under a table; what it says is compared with its own table.
    for sentence in sentences(line.text):
        match = _DENIED.search(sentence)
        if match is None or _CONDITION.search(sentence):
            continue
        # The year named last before the denial is the one it speaks of.
        named = re.findall(r"(20\d\d)年", sentence[: match.start()])[-1:]
        years = named or re.findall(r"(20\d\d)年", sentence)
        if not years or str(evidence.year) in years:
            yield match, sentence


RULES = (
    Rule(
        id="nil-note-under-filled-table",
        claim="有数字的表下面没有空表说明",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请删去表下的空表说明；表内数字有误的，改正数字。",
        check=filled_tables_are_not_called_empty,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
    Rule(
        id="nil-statement-of-another-fund",
        claim="空表说明说的是本表的资金",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请把说明改成本表的资金名称。",
        check=notes_name_their_fund,
        needs=(Part.PRINT,),
    ),
    Rule(
        id="nil-statement-contradicted",
        claim="文字称没有的资金，表中也没有",
        law="budget-law-14",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请按批复核对：有安排的改文字，没有安排的改表。",
        check=denied_money_is_not_there,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
)
