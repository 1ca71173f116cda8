"""What the law asks of this kind of document: sections, tables, and a statement where a table is empty.

Something is missing only when neither a heading, a table nor a sentence tells of it. A table that was refused, or
a document whose text could not be read, is not missing: it could not be checked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.rules.published_documents.paper import finding, plain, sentences, unchecked
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.published_documents.paper import Line, Paper
    from yusuan.tables.table import Table

_FEWEST_TABLES = 4
_LEAST_TEXT = 400
_STATE_CAPITAL_SINCE = 2021


class Section(NamedTuple):
    """A part the document must have: its name, the words that show it is there, the law, who is asked."""

    name: str
    shown_by: re.Pattern[str]
    law: str
    asked_of_units: bool = True
    severity: Severity = Severity.ERROR


SECTIONS = (
    Section("部门（单位）职责", re.compile(r"职责|职能|主要任务|工作任务"), "caiyu-2016-143"),
    Section(
        "机构设置",
        re.compile(r"机构|内设|下属|所属|单位构成|编制人数|预算单位|科室|股室"),
        "caiyu-2016-143",
        asked_of_units=False,
    ),
    Section(
        "收支增减变化的说明",
        re.compile(r"[比较与同](?:上年|去年|20\d\d年|年初)|增加|减少|增长|下降|持平|增减"),
        "caiyu-2016-143",
    ),
    Section("机关运行经费的说明", re.compile(r"机关运行"), "budget-law-14", asked_of_units=False),
    Section(
        "“三公”经费的说明", re.compile(r"三公|公务接待|公务用车"), "organ-affairs-regulation-7"
    ),
    Section("政府采购的说明", re.compile(r"采购"), "budget-law-14"),
    Section(
        "国有资产占有使用情况",
        re.compile(r"国有资产|固定资产|资产(?:占|总|信息|情况)|共有车辆|车辆\d+[台辆]"),
        "caiyu-2016-143",
    ),
    Section("预算绩效情况", re.compile(r"绩效"), "budget-law-57"),
    Section(
        "名词解释",
        re.compile(r"(?:名词|术语|名称)(?:的)?解释|名词说明|(?:收入|支出|经费)[:]?(?:是)?指"),
        "caiyu-2016-143",
        severity=Severity.WARNING,
    ),
)

# The captions each table goes by, in every edition met; whatever stands before and after does not matter.
CAPTIONS: dict[str, tuple[str, re.Pattern[str]]] = {
    "summary": (
        "收支总表",
        re.compile(r"(?<!拨款)(?:收支|收入支出)(?:预算|决算|情况)?(?:总表|总体情况表|总况)"),
    ),
    "revenue": (
        "收入总表",
        re.compile(r"(?<!拨款)收入(?:预算|决算|情况)?(?:总表|总体情况表|表|预算表)"),
    ),
    "expenditure": (
        "支出总表",
        re.compile(
            # Not the spending table of one fund, or of basic expenditure.
            r"(?<!收入)(?<!拨款)(?<!基本)(?<!经费)(?<!公共预算)(?<!基金)(?<!基金预算)(?<!经营)(?<!经营预算)"
            r"支出(?:预算|决算|情况)?(?:总表|总体情况表|表|预算表)"
        ),
    ),
    "appropriation_summary": (
        "财政拨款收支总表",
        re.compile(r"(?<!基金预算)(?<!经营预算)财政拨款(?:收支|收入支出).{0,10}表"),
    ),
    "general_expenditure": (
        "一般公共预算支出表",
        re.compile(r"一般公共预算(?!.{0,6}(?:基本|三公)).{0,8}支出.{0,12}表"),
    ),
    "general_basic": ("一般公共预算基本支出表", re.compile(r"基本支出.{0,16}表")),
    "three_public": ("“三公”经费支出表", re.compile(r"三公.{0,20}表")),
    "government_funds": (
        "政府性基金预算支出表",
        re.compile(r"政府性?基金.{0,20}表|无.{0,8}政府性?基金"),
    ),
    "state_capital": ("国有资本经营预算支出表", re.compile(r"国有资本.{0,20}表|无.{0,8}国有资本")),
}
_NIL_FUNDS = {
    "government_funds": ("政府性基金", re.compile(r"政府性?基金")),
    "state_capital": ("国有资本经营预算", re.compile(r"国有资本")),
    "three_public": ("“三公”经费", re.compile(r"三公")),
}
_NONE = re.compile(r"(?<![有])无|没有|未安排|不涉及|未发生|空表|为零|为0")


def check_required(paper: Paper) -> Iterator[Outcome]:
    """Sections, tables and nil statements; nothing where the kind of document is unknown."""
    if paper.is_unit is None:
        return
    yield from missing_sections(paper)
    yield from missing_tables(paper)
    yield from missing_nil_statements(paper)
    yield from denied_money(paper)


# --- sections ---------------------------------------------------------------------------------------------


def missing_sections(paper: Paper) -> Iterator[Outcome]:
    """The explanations the law asks for; a document of bare tables could not be checked."""
    said = sum(len(line.plain) for line in paper.prose if "。" in line.plain)
    if paper.has_unread_pages or said < _LEAST_TEXT:
        reason = (
            "有的页面没有文字层" if paper.has_unread_pages else "文件只有表格，没有情况说明的文字"
        )
        yield unchecked(
            "missing-section",
            f"{reason}，法定的说明事项未能核对。",
            "情况说明另行公开的，请一并核对；未公开的，请补充公开。",
            [Where(paper.source)],
        )
        return
    for section in SECTIONS:
        if paper.is_unit and not section.asked_of_units:
            continue
        if paper.has(section.shown_by):
            yield Outcome("missing-section", Status.PASSED, law=section.law)
            continue
        yield finding(
            "missing-section",
            f"全文没有{section.name}：标题、表和文字都没有提到。",
            "请补充这一部分；确无这项内容的，也应写明“无”。",
            [Where(paper.source)],
            severity=section.severity,
            law=section.law,
        )


# --- tables -----------------------------------------------------------------------------------------------


def missing_tables(paper: Paper) -> Iterator[Outcome]:
    """The tables of 财预〔2016〕143号 (and the state capital table since it is published everywhere)."""
    known = {table.id for table in paper.tables}
    absent = [
        table_id
        for table_id, (_, pattern) in CAPTIONS.items()
        if table_id not in known and not _is_captioned(paper, pattern)
    ]
    if paper.year < _STATE_CAPITAL_SINCE:
        absent = [table_id for table_id in absent if table_id != "state_capital"]
    if not absent:
        yield Outcome("missing-table", Status.PASSED, law="caiyu-2016-143")
        return
    names = "、".join(CAPTIONS[table_id][0] for table_id in absent)
    doubtful = len(known) < _FEWEST_TABLES or paper.has_unread_pages
    if doubtful or paper.nameless >= len(absent):
        seen = f"另有 {paper.nameless} 张表没有认出" if paper.nameless else "认出的表太少"
        yield unchecked(
            "missing-table",
            f"未认出{names}，{seen}，不能断定缺表。",
            "请对照原件核对是否公开了这些表。",
            [Where(paper.source)],
        )
        return
    for table_id in absent:
        yield finding(
            "missing-table",
            f"没有{CAPTIONS[table_id][0]}：既没有这张表，也没有它的标题或“无此项”的说明。",
            "请补充公开这张表；没有数据的，公开空表并注明。",
            [Where(paper.source, table=CAPTIONS[table_id][0])],
            law="caiyu-2016-143",
            severity=Severity.WARNING if table_id == "state_capital" else Severity.ERROR,
        )


def _is_captioned(paper: Paper, pattern: re.Pattern[str]) -> bool:
    captions = [plain(caption.title) for caption in paper.captions]
    captions += [line.plain for line in paper.headings]
    captions += [plain(name) for name in paper.names]
    return any(pattern.search(caption) for caption in captions)


# --- empty tables -----------------------------------------------------------------------------------------


def missing_nil_statements(paper: Paper) -> Iterator[Outcome]:
    """A table without a figure is published with a statement that there is nothing."""
    if all(map(_is_blank, paper.tables)):
        return  # A form nobody filled in.
    for table in paper.tables:
        if table.id not in _NIL_FUNDS or not _is_blank(table):
            continue
        name, pattern = _NIL_FUNDS[table.id]
        says = (line.plain for line in paper.lines if pattern.search(line.plain))
        if any(_NONE.search(text) for text in says) or _has_note(paper, table):
            yield Outcome("missing-nil-statement", Status.PASSED, law="caiyu-2016-143")
            continue
        where = next((c.where for c in paper.captions if c.table == table.id), Where(paper.source))
        yield finding(
            "missing-nil-statement",
            f"“{table.spec.title}”是空表，表下和全文都没有说明没有{name}安排。",
            f"请在表下注明“本表无数据”或写明没有{name}预算。",
            [where],
            severity=Severity.WARNING,
            law="caiyu-2016-143",
        )


def _is_blank(table: Table) -> bool:
    return all(cell.amount is None and cell.recognised for cell in table.cells.values())


_EMPTY_TABLE = re.compile(r"空表|无数据|无相关|没有数据|本表无|为空")


def _has_note(paper: Paper, table: Table) -> bool:
    page = next((c.where.page for c in paper.captions if c.table == table.id), None)
    return any(
        _EMPTY_TABLE.search(line.plain)
        for line in paper.lines
        if page is None or line.where.page is None or line.where.page == page
    )


_DENIED = re.compile(
    r"(?:(?<![有])无|没有|未安排|不涉及)(?:使用|安排)?(政府性?基金|国有资本经营)(?:预算)?(?:财政)?(?:拨款)?(?:安排)?(?:的)?"
    r"(?:收入|支出|收支|预算|资金|收入和支出|收入、支出)?(?:安排|预算)?(?:的)?(?:支出|预算)?(?:$|[,。;(])"
)
_CONDITION = re.compile(r"如|若|凡|应当|的单位|的部门|上年|20\d\d年度?[^,。;]{0,8}(?:执行|决算)")


def denied_money(paper: Paper) -> Iterator[Outcome]:
    """A sentence says there is no such money while the table holds some."""
    own = {
        table.id: [c for c in table.figures() if c.region.ledger == OWN] for table in paper.tables
    }
    filled = {table.id: table for table in paper.tables if any(c.value for c in own[table.id])}
    ids = {"政": "government_funds", "国": "state_capital"}
    for line in paper.prose:
        for match, sentence in _denials(paper, line):
            table = filled.get(ids[match[1][0]])
            if table is None:
                continue
            first = next(cell for cell in own[table.id] if cell.value)
            yield finding(
                "nil-statement-contradicted",
                f"文字说“{sentence[:40]}”，而“{table.spec.title}”列有数字。",
                "请按批复核对：有安排的改文字，没有安排的改表。",
                [line.where, first.where or Where(paper.source, table=table.spec.title)],
                law="budget-law-14",
            )


def _denials(paper: Paper, line: Line) -> Iterator[tuple[re.Match[str], str]]:
    if _EMPTY_TABLE.search(line.plain):
        return  # A note under a table; what it says is compared with its own table.
    for sentence in sentences(line.text):
        match = _DENIED.search(sentence)
        years = set(re.findall(r"(20\d\d)年", sentence))
        is_now = not years or str(paper.year) in years
        if match and is_now and not _CONDITION.search(sentence):
            yield match, sentence
