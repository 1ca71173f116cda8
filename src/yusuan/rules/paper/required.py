"""What the law asks of this kind of document: sections, tables, and a statement where a table is empty.

Something is missing only when neither a heading, a table nor a sentence tells of it. A table that was refused, or
a document whose text could not be read, is not missing: it could not be checked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.core.patterns import pattern
from yusuan.core.terms import Fund
from yusuan.rules.evidence import plain
from yusuan.rules.paper.findings import finding, sentences, unchecked
from yusuan.rules.paper.sections import THREE_PUBLIC, missing_sections
from yusuan.tables.region import OWN, funds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Caption, Evidence, Line
    from yusuan.tables.table import Table

_FEWEST_TABLES = 4
_STATE_CAPITAL_SINCE = 2021


# The captions each table goes by, in every edition met; whatever stands before and after does not matter.
CAPTIONS: dict[str, tuple[str, re.Pattern[str]]] = {
    "summary": (
        "收支总表",
        pattern(r"(?<!拨款)(?:收支|收入支出)(?:预算|决算|情况)?(?:总表|总体情况表|总况)"),
    ),
    "revenue": (
        "收入总表",
        pattern(r"(?<!拨款)收入(?:预算|决算|情况)?(?:总表|总体情况表|表|预算表)"),
    ),
    "expenditure": (
        "支出总表",
        pattern(
            # Not the spending table of one fund, or of basic expenditure.
            r"(?<!收入)(?<!拨款)(?<!基本)(?<!经费)(?<!公共预算)(?<!基金)(?<!基金预算)(?<!经营)(?<!经营预算)"
            r"支出(?:预算|决算|情况)?(?:总表|总体情况表|表|预算表)"
        ),
    ),
    "appropriation_summary": (
        "财政拨款收支总表",
        pattern(r"(?<!基金预算)(?<!经营预算)财政拨款(?:收支|收入支出).{0,10}表"),
    ),
    "general_expenditure": (
        "一般公共预算支出表",
        pattern(r"一般公共预算(?!.{0,6}(?:基本|三公)).{0,8}支出.{0,12}表"),
    ),
    "general_basic": ("一般公共预算基本支出表", pattern(r"基本支出.{0,16}表")),
    "three_public": ("“三公”经费支出表", pattern(rf"{THREE_PUBLIC}.{{0,20}}表")),
    "government_funds": (
        "政府性基金预算支出表",
        pattern(r"政府性?基金.{0,20}表|无.{0,8}政府性?基金"),
    ),
    "state_capital": ("国有资本经营预算支出表", pattern(r"国有资本.{0,20}表|无.{0,8}国有资本")),
}
_NIL_FUNDS = {
    "government_funds": ("政府性基金", pattern(r"政府性?基金")),
    "state_capital": ("国有资本经营预算", pattern(r"国有资本")),
    "three_public": ("“三公”经费", pattern(THREE_PUBLIC)),
}
_NONE = pattern(r"(?<![有])无|没有|未安排|不涉及|未发生|空表|为零|为0")


def check_required(evidence: Evidence) -> Iterator[Outcome]:
    """Sections, tables and nil statements; nothing where the kind of document is unknown."""
    if evidence.is_unit is None:
        return
    yield from missing_sections(evidence)
    yield from missing_tables(evidence)
    yield from missing_nil_statements(evidence)
    yield from denied_money(evidence)


# --- tables -----------------------------------------------------------------------------------------------

# What stands in the heads or first rows of each table, whatever it is called.
_SHAPES = {
    "summary": pattern(r"收入"),
    "revenue": pattern(r"收入|拨款|资金来源|结转"),
    "expenditure": pattern(r"支出"),
    "appropriation_summary": pattern(r"财政拨款|一般公共预算|收入"),
    "general_expenditure": pattern(r"支出|一般公共预算"),
    "general_basic": pattern(r"经济分类|工资福利|人员经费|公用经费|商品和服务"),
    "three_public": pattern(r"接待|出国|出境|公务用车|三公"),
    "government_funds": pattern(r"政府性?基金"),
    "state_capital": pattern(r"国有资本"),
}


def missing_tables(evidence: Evidence) -> Iterator[Outcome]:
    """The tables of 财预〔2016〕143号 (and the state capital table since it is published everywhere)."""
    known = {table.id for table in evidence.tables}
    absent = [
        table_id
        for table_id, (_, pattern) in CAPTIONS.items()
        if table_id not in known and not _is_captioned(evidence, pattern)
    ]
    if not _is_asked_for_state_capital(evidence):
        absent = [table_id for table_id in absent if table_id != "state_capital"]
    if not absent:
        yield Outcome("missing-table", Status.PASSED, law="caiyu-2016-143")
        return
    doubtful = len(known) < _FEWEST_TABLES or evidence.paper.has_unread_pages
    unsure = [
        t for t in absent if doubtful or any(_may_be(words, t) for words in evidence.paper.nameless)
    ]
    if unsure:
        seen = "认出的表太少" if doubtful else f"另有 {len(evidence.paper.nameless)} 张表没有认出"
        yield unchecked(
            "missing-table",
            f"未认出{'、'.join(CAPTIONS[table_id][0] for table_id in unsure)}，{seen}，不能断定缺表。",
            "请对照原件核对是否公开了这些表。",
            [Where(evidence.source)],
        )
    for table_id in absent:
        if table_id not in unsure:
            yield _missing_table(evidence, table_id)


def _is_asked_for_state_capital(evidence: Evidence) -> bool:
    """财预〔2016〕143号 asks for eight tables; this is the ninth, for who has its form or its money."""
    if evidence.year < _STATE_CAPITAL_SINCE:
        return False
    return (
        not evidence.paper.titles
        or "state_capital" in evidence.paper.titles
        or _has_state_capital(evidence)
    )


def _has_state_capital(evidence: Evidence) -> bool:
    fund = funds(Fund.STATE_CAPITAL)
    cells = (cell for table in evidence.tables for cell in table.figures())
    return any(
        cell.value and not cell.region.is_empty and cell.region.funding <= fund for cell in cells
    )


def _may_be(words: str, table_id: str) -> bool:
    """Tell whether a grid nobody could name may be this table; one without words may be any."""
    return not words or _SHAPES[table_id].search(words) is not None


def _missing_table(evidence: Evidence, table_id: str) -> Outcome:
    name, pattern = CAPTIONS[table_id]
    listed = next((e for e in evidence.paper.contents if pattern.search(plain(e.title))), None)
    title = evidence.paper.titles.get(table_id, "") if listed is None else listed.title
    called = f"{name}（“{title}”）" if title and title != name else name
    reason = (
        "目录列有这张表，正文中没有" if listed else "既没有这张表，也没有它的标题或“无此项”的说明"
    )
    return finding(
        "missing-table",
        f"没有{called}：{reason}。",
        "请补充公开这张表；没有数据的，公开空表并注明。",
        [Where(evidence.source, table=name)],
        law="caiyu-2016-143",
        severity=Severity.WARNING if table_id == "state_capital" else Severity.ERROR,
    )


def _is_captioned(evidence: Evidence, pattern: re.Pattern[str]) -> bool:
    captions = [plain(caption.title) for caption in evidence.paper.captions]
    captions += [line.plain for line in evidence.paper.headings]
    captions += [plain(name) for name in evidence.paper.names]
    return any(pattern.search(caption) for caption in captions)


# --- empty tables -----------------------------------------------------------------------------------------


def missing_nil_statements(evidence: Evidence) -> Iterator[Outcome]:
    """A table without a figure is published with a statement that there is nothing: below it, or in the text."""
    if all(map(_is_blank, evidence.tables)):
        return  # A form nobody filled in.
    for table in evidence.tables:
        if table.id not in _NIL_FUNDS or not _is_blank(table):
            continue
        name, pattern = _NIL_FUNDS[table.id]
        caption = next((c for c in evidence.paper.captions if c.table == table.id), None)
        if _has_note(caption) or _is_denied(evidence, pattern):
            yield Outcome("missing-nil-statement", Status.PASSED, law="caiyu-2016-143")
            continue
        is_zero = _says(evidence, re.compile(f"(?:{pattern.pattern}){_ZERO}"))
        told = "文字只写了金额 0，没有说明" if is_zero else "表下和全文都没有说明"
        yield finding(
            "missing-nil-statement",
            f"“{table.spec.title}”是空表，{told}没有{name}安排。",
            f"请在表下注明“本表无数据”或写明没有{name}预算。",
            [caption.where if caption else Where(evidence.source)],
            severity=Severity.INFO if is_zero else Severity.WARNING,
            law="caiyu-2016-143",
        )


def _is_blank(table: Table) -> bool:
    return all(cell.amount is None and cell.recognised for cell in table.cells.values())


_EMPTY_TABLE = pattern(r"空表|无数据|无相关|没有数据|本表无|为空")
_ZERO = r"[^,。;\d]{0,20}0(?:\.0+)?万?元"


def _has_note(caption: Caption | None) -> bool:
    """Tell whether the lines around a table say that it is empty."""
    notes = () if caption is None else caption.notes
    return any(_EMPTY_TABLE.search(note) or _NONE.search(note) for note in map(plain, notes))


def _is_denied(evidence: Evidence, subject: re.Pattern[str]) -> bool:
    return any(
        subject.search(sentence) and _NONE.search(sentence)
        for line in evidence.paper.lines
        if subject.search(line.plain)
        for sentence in sentences(line.text)
    )


def _says(evidence: Evidence, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(line.plain) for line in evidence.paper.body)


_DENIED = pattern(
    r"(?:(?<![有])无|没有|未安排|不涉及)(?:使用|安排)?(政府性?基金|国有资本经营)(?:预算)?(?:财政)?(?:拨款)?(?:安排)?(?:的)?"
    r"(?:收入|支出|收支|预算|资金|收入和支出|收入、支出)?(?:安排|预算)?(?:的)?(?:支出|预算)?(?:$|[,。;(])"
    # 政府性基金预算支出为0, 支出无安排. Of revenue that is said where money was carried over, too.
    r"|(政府性?基金|国有资本经营)(?:预算)?(?:财政)?(?:拨款)?(?:支出|收支)(?:预算)?(?:均?为(?:0|零|无)|无安排|未安排|没有安排)(?=$|[,。;(])"
)
_CONDITION = pattern(r"如|若|凡|应当|的单位|的部门|上年|20\d\d年度?[^,。;]{0,8}(?:执行|决算)")


def denied_money(evidence: Evidence) -> Iterator[Outcome]:
    """A sentence says there is no such money while the table holds some."""
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
            yield finding(
                "nil-statement-contradicted",
                f"文字说“{sentence[:40]}”，而“{table.spec.title}”列有数字。",
                "请按批复核对：有安排的改文字，没有安排的改表。",
                [line.where, first.where or Where(evidence.source, table=table.spec.title)],
                law="budget-law-14",
            )


def _denials(evidence: Evidence, line: Line) -> Iterator[tuple[re.Match[str], str]]:
    if _EMPTY_TABLE.search(line.plain):
        return  # A note under a table; what it says is compared with its own table.
    for sentence in sentences(line.text):
        match = _DENIED.search(sentence)
        years = set(re.findall(r"(20\d\d)年", sentence))
        is_now = not years or str(evidence.year) in years
        if match and is_now and not _CONDITION.search(sentence):
            yield match, sentence
