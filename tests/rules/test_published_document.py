"""Rules on a whole document: silent on what is right, loud on each thing made wrong, one finding a cause."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from tests.rules.edited import (
    BUDGET,
    edited,
    exchanged,
    findings,
    on_paper,
    rules,
    sample,
    with_line,
)
from yusuan.core.grid import RawCell, RawDocument, RawGrid, TextBlock
from yusuan.core.outcomes import Severity, Status
from yusuan.recognition.disclosure import recognise
from yusuan.recognition.evidence_of import evidence_of
from yusuan.recognition.paper import contents_page
from yusuan.rules.books.paper._required import CAPTIONS
from yusuan.rules.evidence import Dates

ACCOUNTS = "shanghai-putuo-planning-2024-final-accounts.pdf"
UNIT = "shanghai-welfare-2024-unit-budget.pdf"
SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"


# --- what must stay silent --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        BUDGET,
        ACCOUNTS,
        UNIT,
        "shanghai-wanli-2023-budget.pdf",
        "shanghai-putuo-finance-2025-budget.pdf",
    ],
)
def test_real_documents_raise_no_alarm(name: str) -> None:
    assert rules(sample(name)) == []


def test_the_seed_has_a_list_that_ends_in_a_comma_and_a_word_said_twice() -> None:
    found = findings(sample(SEED))
    assert [f.rule for f in found] == ["sentence-breaks-off", "no-word-is-doubled"]
    assert {f.severity for f in found} == {Severity.INFO}


def test_our_own_publication_raises_no_alarm(own: RawDocument) -> None:
    assert rules(own) == []


# --- contents ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "entries", "labelled"), [(BUDGET, 16, 0), (ACCOUNTS, 26, 0), (SEED, 22, 19)]
)
def test_contents_are_read(name: str, entries: int, labelled: int) -> None:
    found = contents_page(sample(name)).entries
    assert len(found) == entries
    assert sum(entry.label is not None for entry in found) == labelled


def test_a_wrong_page_number_is_found(own: RawDocument) -> None:
    entries = contents_page(own).entries
    entry = next(e for e in reversed(entries) if e.label and "采购" in e.title)
    block = next(
        b
        for b in own.blocks
        if isinstance(b, TextBlock) and b.text.endswith(f"{entry.label}") and entry.title in b.text
    )
    wrong = block.text.removesuffix(str(entry.label)) + str((entry.label or 0) + 3)
    blocks = tuple(replace(b, text=wrong) if b is block else b for b in own.blocks)
    (found,) = findings(replace(own, blocks=blocks))
    assert found.rule == "contents-page-numbers"
    assert f"实在第 {entry.label} 页" in found.message
    assert found.where[0].box == block.box


def test_an_entry_without_section_is_found() -> None:
    document = exchanged(sample(BUDGET), "三、名词解释", "三、预算调整程序与审批权限")
    assert "contents-entry-without-section" in rules(document)


def test_a_section_the_contents_leave_out_is_found() -> None:
    def without(text: str) -> str | None:
        return None if "十一、其他重要事项说明" in text else text

    found = findings(edited(sample(ACCOUNTS), without))
    assert [f.rule for f in found] == ["section-without-contents-entry"]


# --- years ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        (BUDGET, "2024年部门支出预算总表", "2023年部门支出预算总表"),
        (UNIT, "2024年单位预算编制说明", "2023年单位预算编制说明"),
        (ACCOUNTS, "2024年度部门决算表", "2023年度部门决算表"),
    ],
)
def test_a_title_of_last_year_is_one_finding(name: str, right: str, wrong: str) -> None:
    document = exchanged(sample(name), right, wrong, times=2)
    (found,) = [f for f in findings(document) if f.rule == "wrong-year"]
    assert found.severity is Severity.ERROR
    assert "2023" in found.message


def test_a_statement_of_last_year_is_found() -> None:
    right = "2024年本部门面向中小企业预留政府采购项目预算金额"
    document = exchanged(sample(BUDGET), right, right.replace("2024", "2023"))
    (found,) = findings(document)
    assert (found.rule, found.severity) == ("wrong-year", Severity.WARNING)


@pytest.mark.parametrize(
    "line",
    [
        "2023年预算安排100万元，2024年预算安排90万元，减少10万元。",
        "截至2023年12月31日，本部门共有车辆3辆。",
        "2023年度绩效评价结果应用情况",
        "2023年部门预算执行情况",
        "关于批复2023年部门预算的通知",
        "2023-2025年支出规划",
        "2022年决算支出80万元。",
    ],
)
def test_a_year_named_for_comparison_is_right(line: str) -> None:
    assert rules(with_line(sample(BUDGET), "二、机关运行经费预算", line)) == []


# --- what the law asks for --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("采购", "政府采购"),
        ("绩效", "绩效"),
        ("机关运行", "机关运行经费"),
        ("资产|车辆", "国有资产"),
    ],
)
def test_a_section_nobody_mentions_is_missing(words: str, named: str) -> None:
    def without(text: str) -> str | None:
        return None if re.search(words, text) else text

    found = [f for f in findings(edited(sample(BUDGET), without)) if f.rule == "sections-have-text"]
    assert len(found) == 1
    assert named in found[0].message


def cut(document: RawDocument, title: str, following: str, *, keeps_title: bool) -> RawDocument:
    """The document without a section: from the last line that holds a title up to another title."""
    texts = [b.text if isinstance(b, TextBlock) else "" for b in document.blocks]
    first = max(n for n, text in enumerate(texts) if title in text)
    last = next((n for n in range(first, len(texts)) if following in texts[n]), len(texts))
    kept = document.blocks[: first + keeps_title] + document.blocks[last:]
    return replace(document, blocks=kept)


@pytest.mark.parametrize("keeps_title", [False, True])
@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("机关运行经费安排情况", "四、"),
        ("经费预算情况及增减变化原因", "五、"),
        ("八、政府采购预算情况", "九、"),
        ("九、国有资产信息", "十、"),
        ("十、名词解释", "十一、"),
    ],
)
def test_words_elsewhere_are_no_section(
    own: RawDocument, title: str, following: str, *, keeps_title: bool
) -> None:
    """The glossary, a table and other sections speak of each; a title over nothing says nothing either."""
    found = findings(cut(own, title, following, keeps_title=keeps_title))
    (missing,) = [f for f in found if f.rule == "sections-have-text"]
    assert missing.severity is Severity.WARNING
    assert ("标题下没有内容" in missing.message) is keeps_title


@pytest.mark.parametrize(
    "words",
    [
        "2024年政府采购预算总额为12.50万元。",
        "本部门2024年没有政府采购项目。",
        "我单位政府采购情况详见附表。",
    ],
)
def test_a_sentence_is_enough(own: RawDocument, words: str) -> None:
    """A matter may be told of without a title of its own."""
    document = cut(own, "八、政府采购预算情况", "九、", keeps_title=False)
    told = with_line(document, "十一、其他需要说明的事项", words)
    assert "sections-have-text" in rules(document)
    assert "sections-have-text" not in rules(told)


@pytest.mark.parametrize(
    ("heads", "status"),
    [
        (("甲类", "乙类", "各项收入合计"), Status.INSUFFICIENT),
        (("单位名称", "单位性质", "预算数合计"), Status.FAILED),
        (("采购项目", "采购金额", "支出合计"), Status.FAILED),
        (("公务接待批次", "公务接待人次", "公务用车"), Status.FAILED),
    ],
)
def test_only_a_grid_that_may_be_the_table_leaves_doubt(
    heads: tuple[str, ...], status: Status
) -> None:
    """The revenue table is gone; an unnamed grid stands elsewhere."""
    document = sample(UNIT)
    table = next(t for t in recognise(document).tables if t.id == "revenue")
    pages = {cell.where.page for cell in table.cells.values() if cell.where}
    rows = [heads, *(("甲", "乙", f"{n}.5") for n in range(20))]
    cells = tuple(
        RawCell(text, r, c, page=99) for r, row in enumerate(rows) for c, text in enumerate(row)
    )
    grid = RawGrid(cells, len(rows), len(heads), page=99)
    blocks = tuple(block for block in document.blocks if block.page not in pages)
    evidence = evidence_of(recognise(replace(document, blocks=(*blocks, grid))))
    (missing,) = [o for o in on_paper(evidence) if o.rule == "required-tables-are-present"]
    assert missing.status is status


@pytest.mark.parametrize("table_id", list(CAPTIONS))
def test_a_table_nobody_mentions_is_missing(table_id: str) -> None:
    """The page of one table is taken out of a unit's budget: that table is missing, and no other."""
    document = sample(UNIT)
    table = next(t for t in recognise(document).tables if t.id == table_id)
    pages = {cell.where.page for cell in table.cells.values() if cell.where}
    blocks = tuple(block for block in document.blocks if block.page not in pages)
    (found,) = findings(replace(document, blocks=blocks))
    assert (found.rule, found.status) == ("required-tables-are-present", Status.FAILED)
    assert found.where[0].table == CAPTIONS[table_id][0]


def test_tables_that_cannot_be_read_are_not_called_missing() -> None:
    document = sample(BUDGET)
    texts = tuple(b for b in document.blocks if isinstance(b, TextBlock) and "表" not in b.text)
    found = findings(replace(document, blocks=texts))
    assert [f.status for f in found if f.rule == "required-tables-are-present"] == [
        Status.INSUFFICIENT
    ]


def test_bare_tables_say_what_could_not_be_checked() -> None:
    document = sample(BUDGET)
    blocks = tuple(b for b in document.blocks if isinstance(b, RawGrid) or "。" not in b.text)
    found = [
        f for f in findings(replace(document, blocks=blocks)) if f.rule == "sections-have-text"
    ]
    assert [f.status for f in found] == [Status.INSUFFICIENT]


def test_an_empty_table_without_a_statement_is_found() -> None:
    def without(text: str) -> str | None:
        return (
            None
            if "无国有资本经营预算" in text or text.startswith("国有资本经营预算拨款")
            else text
        )

    document = edited(sample(UNIT), lambda t: without(t) and t.replace("国有资本经营预算拨款", ""))
    assert "empty-tables-carry-a-note" in rules(document)


def test_the_note_under_one_table_does_not_speak_for_another(own: RawDocument) -> None:
    """One file without pages, two empty tables, a note under one of them only."""
    noted = [
        b
        for b in own.blocks
        if isinstance(b, TextBlock) and "国有资本经营" in b.text and "空表" in b.text
    ]
    assert noted
    blocks = tuple(replace(b, page=None) for b in own.blocks if b not in noted)
    found = [
        f for f in findings(replace(own, blocks=blocks)) if f.rule == "empty-tables-carry-a-note"
    ]
    assert len(found) == 1
    assert "国有资本" in found[0].message


def test_money_denied_in_the_text_and_shown_in_the_table_is_found() -> None:
    document = sample(BUDGET)
    found = recognise(document)
    table = next(t for t in found.tables if t.id == "government_funds")
    key = next(iter(table.cells))
    filled = table.with_amounts({key: 100})
    denial = "本部门2024年没有政府性基金预算安排的支出。"
    denied = with_line(document, "二、机关运行经费预算", denial)
    evidence = replace(
        evidence_of(recognise(denied)),
        tables=tuple(filled if t is table else t for t in found.tables),
    )
    wrong = [o.rule for o in on_paper(evidence) if o.status is Status.FAILED]
    assert wrong == ["nil-statement-contradicted"]


# --- detail and dates -------------------------------------------------------------------------------------


def test_functions_without_items_are_not_detailed() -> None:
    def cut(text: str) -> str:
        return "" if re.fullmatch(r"\d{7}", text) else text

    found = [f.rule for f in findings(edited(sample(SEED), cut))]
    assert "codes-reach-their-level" in found


@pytest.mark.parametrize(("days", "expected"), [(20, []), (21, ["published-in-time"])])
def test_twenty_days_after_approval_are_in_time(days: int, expected: list[str]) -> None:
    approved = dt.date(2024, 1, 31)
    dates = Dates(approved, approved + dt.timedelta(days))
    found = findings(sample(BUDGET), dates)
    assert [f.rule for f in found] == expected


def test_dates_are_read_from_the_text() -> None:
    lines = ("批复日期：2024年1月31日", "发布时间：2024-03-01")
    document = with_line(sample(BUDGET), "二、机关运行经费预算", *lines)
    (found,) = findings(document)
    assert found.rule == "published-in-time"
    assert "30 日" in found.message


@pytest.mark.parametrize(
    ("approved", "published", "status"),
    [
        (dt.date(2024, 2, 8), None, Status.INSUFFICIENT),
        (None, dt.date(2024, 3, 10), Status.INSUFFICIENT),
        (dt.date(2024, 3, 10), dt.date(2024, 2, 8), Status.INSUFFICIENT),
        (dt.date(2024, 2, 8), dt.date(2024, 2, 28), Status.PASSED),
        (dt.date(2024, 2, 8), dt.date(2024, 3, 10), Status.FAILED),
    ],
)
def test_days_given_by_hand(
    approved: dt.date | None, published: dt.date | None, status: Status
) -> None:
    evidence = evidence_of(recognise(sample(BUDGET)), Dates(approved, published))
    (late,) = [o for o in on_paper(evidence) if o.rule == "published-in-time"]
    assert late.status is status


def test_a_day_given_goes_with_the_day_stated() -> None:
    document = with_line(sample(BUDGET), "二、机关运行经费预算", "发布时间：2024-03-01")
    (found,) = findings(document, Dates(approved=dt.date(2024, 1, 31)))
    assert "30 日" in found.message
