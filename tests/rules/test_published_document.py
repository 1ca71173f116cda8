"""Rules on a whole document: silent on what is right, loud on each thing made wrong, one finding a cause."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from tests.samples_path import samples_dir
from yusuan.core.grid import RawCell, RawDocument, RawGrid, TextBlock
from yusuan.core.outcomes import Severity, Status
from yusuan.pipeline import Run
from yusuan.readers.document import read_document
from yusuan.recognition.contents import contents_page
from yusuan.recognition.disclosure import recognise
from yusuan.recognition.sections_found import paper_of
from yusuan.rules.paper import Dates, check_document
from yusuan.rules.paper.required import CAPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from yusuan.core.grid import Block
    from yusuan.core.outcomes import Outcome

BUDGET = "shanghai-wanli-2024-budget.pdf"
ACCOUNTS = "shanghai-putuo-planning-2024-final-accounts.pdf"
UNIT = "shanghai-welfare-2024-unit-budget.pdf"
SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"


@lru_cache
def sample(name: str) -> RawDocument:
    return read_document(samples_dir() / name)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> RawDocument:
    folder: Path = tmp_path_factory.mktemp("own")
    ((name, content),) = Run(EXAMPLE).publish(("pdf",)).items()
    (folder / name).write_bytes(content)
    return read_document(folder / name)


def findings(document: RawDocument, dates: Dates | None = None) -> list[Outcome]:
    found = check_document(paper_of(recognise(document)), dates)
    return [outcome for outcome in found if outcome.is_finding]


def rules(document: RawDocument) -> list[str]:
    return [outcome.rule for outcome in findings(document)]


def edited(document: RawDocument, edit: Callable[[str], str | None]) -> RawDocument:
    """The document with every text and cell passed through `edit`; None drops it."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, RawGrid):
            pairs = [(cell, edit(cell.text)) for cell in block.cells]
            cells = tuple(replace(c, text=text or "") for c, text in pairs)
            blocks.append(replace(block, cells=cells))
        else:
            text = edit(block.text)
            if text is not None:
                blocks.append(replace(block, text=text))
    return replace(document, blocks=tuple(blocks))


def exchanged(document: RawDocument, old: str, new: str, *, times: int = 1) -> RawDocument:
    """The document with a text exchanged the first few times it stands outside tables."""
    left = times
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, TextBlock) and old in block.text and left:
            left -= 1
            blocks.append(replace(block, text=block.text.replace(old, new)))
        else:
            blocks.append(block)
    assert left < times
    return replace(document, blocks=tuple(blocks))


def with_line(document: RawDocument, after: str, *lines: str) -> RawDocument:
    """The document with lines put behind the last block that holds a text."""
    places = [
        n for n, b in enumerate(document.blocks) if isinstance(b, TextBlock) and after in b.text
    ]
    n = places[-1] + 1
    page = document.blocks[n - 1].page
    new = tuple(TextBlock(line, page) for line in lines)
    return replace(document, blocks=(*document.blocks[:n], *new, *document.blocks[n:]))


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
    assert [f.rule for f in found] == ["sentence-breaks-off", "word-doubled"]
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

    found = [f for f in findings(edited(sample(BUDGET), without)) if f.rule == "missing-section"]
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
    (missing,) = [f for f in found if f.rule == "missing-section"]
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
    assert "missing-section" in rules(document)
    assert "missing-section" not in rules(told)


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
    paper = paper_of(recognise(replace(document, blocks=(*blocks, grid))))
    (missing,) = [o for o in check_document(paper) if o.rule == "missing-table"]
    assert missing.status is status


@pytest.mark.parametrize("table_id", list(CAPTIONS))
def test_a_table_nobody_mentions_is_missing(table_id: str) -> None:
    """The page of one table is taken out of a unit's budget: that table is missing, and no other."""
    document = sample(UNIT)
    table = next(t for t in recognise(document).tables if t.id == table_id)
    pages = {cell.where.page for cell in table.cells.values() if cell.where}
    blocks = tuple(block for block in document.blocks if block.page not in pages)
    (found,) = findings(replace(document, blocks=blocks))
    assert (found.rule, found.status) == ("missing-table", Status.FAILED)
    assert found.where[0].table == CAPTIONS[table_id][0]


def test_tables_that_cannot_be_read_are_not_called_missing() -> None:
    document = sample(BUDGET)
    texts = tuple(b for b in document.blocks if isinstance(b, TextBlock) and "表" not in b.text)
    found = findings(replace(document, blocks=texts))
    assert [f.status for f in found if f.rule == "missing-table"] == [Status.INSUFFICIENT]


def test_bare_tables_say_what_could_not_be_checked() -> None:
    document = sample(BUDGET)
    blocks = tuple(b for b in document.blocks if isinstance(b, RawGrid) or "。" not in b.text)
    found = [f for f in findings(replace(document, blocks=blocks)) if f.rule == "missing-section"]
    assert [f.status for f in found] == [Status.INSUFFICIENT]


def test_an_empty_table_without_a_statement_is_found() -> None:
    def without(text: str) -> str | None:
        return (
            None
            if "无国有资本经营预算" in text or text.startswith("国有资本经营预算拨款")
            else text
        )

    document = edited(sample(UNIT), lambda t: without(t) and t.replace("国有资本经营预算拨款", ""))
    assert "missing-nil-statement" in rules(document)


def test_the_note_under_one_table_does_not_speak_for_another(own: RawDocument) -> None:
    """One file without pages, two empty tables, a note under one of them only."""
    noted = [
        b
        for b in own.blocks
        if isinstance(b, TextBlock) and "国有资本经营" in b.text and "空表" in b.text
    ]
    assert noted
    blocks = tuple(replace(b, page=None) for b in own.blocks if b not in noted)
    found = [f for f in findings(replace(own, blocks=blocks)) if f.rule == "missing-nil-statement"]
    assert len(found) == 1
    assert "国有资本" in found[0].message


def test_money_denied_in_the_text_and_shown_in_the_table_is_found() -> None:
    document = sample(BUDGET)
    found = recognise(document)
    table = next(t for t in found.tables if t.id == "government_funds")
    key = next(iter(table.cells))
    filled = table.with_amounts({key: 100})
    paper = paper_of(found)
    paper = replace(
        paper,
        tables=tuple(filled if t is table else t for t in paper.tables),
        lines=paper_of(
            recognise(
                with_line(
                    document, "二、机关运行经费预算", "本部门2024年没有政府性基金预算安排的支出。"
                )
            )
        ).lines,
    )
    wrong = [o.rule for o in check_document(paper) if o.status is Status.FAILED]
    assert wrong == ["nil-statement-contradicted"]


# --- wording ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("本年支出比2023年预算增加 万元，主要原因是人员增加。", "figure-left-blank"),
        ("项目支出占 %，其余为基本支出。", "figure-left-blank"),
        ("公务接待费预算为，与上年相同。", "figure-left-blank"),
        ("机关运行经费比2023年预算减少5万元，减少的主要原因是", "sentence-breaks-off"),
        ("机密★10年", "secrecy-mark-left"),
        ("内部资料 注意保存", "secrecy-mark-left"),
    ],
)
def test_wording_left_unfinished_is_found(line: str, rule: str) -> None:
    assert rules(
        with_line(sample(BUDGET), "二、机关运行经费预算", line, "三、政府采购预算情况")
    ) == [rule]


@pytest.mark.parametrize(
    "lines",
    [
        ("金额单位为万元，保留两位小数。",),
        # A page ends in the middle of a sentence, and the next one goes on.
        ("本年机关运行经费比2023年预算减少5万元，减少的主要原因是", "办公用品采购减少。"),
        ("做好保密工作，机密文件按规定管理。",),
        ("主要用于以下三个方面，", "（一）人员支出，", "（二）公用支出。"),
    ],
)
def test_wording_that_is_whole_is_silent(lines: tuple[str, ...]) -> None:
    assert rules(with_line(sample(BUDGET), "二、机关运行经费预算", *lines)) == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("机关运行经费比2023年预算增加增加5万元，增长2%。", "增加"),
        ("2024年预算预算安排机关运行经费12万元。", "预算"),
        ("安排机关运行经费经费106.70万元，用于日常开支。", "经费"),
        ("一般公共预算支出支出比上年减少，其中人员减少。", "支出"),
        ("与2023年预算相比，支出支出总额减少12万元。", "支出"),
        ("及时听取各方面的意见意见。", "意见"),
        ("收入10万元，其中其中人员经费8万元。", "其中"),
    ],
)
def test_a_word_said_twice_is_found(line: str, word: str) -> None:
    (found,) = [
        f
        for f in findings(with_line(sample(BUDGET), "二、机关运行经费", line))
        if f.rule == "word-doubled"
    ]
    assert f"“{word}”" in found.message
    assert found.severity is Severity.INFO


@pytest.mark.parametrize(
    "line",
    [
        "我们刚刚完成检查，常常回访，各区区级单位都已参加。",
        "提高公证服务服务对象的满意度，一步一步推进各项工作。",
        "纳入部门预算预算单位共3个，综治工作工作经费按规定使用。",
        "其他支出支出12.5万元，基本支出支出30万元。",
        "社会福利社会福利事业单位10万元，用于用于体育事业的彩票公益金支出5万元。",
        "编制单位：某某局 单位单位：万元",
        "某某县教育局 教育局所属学校共12所",
        "第一行讲的是人员经费\n人员经费之外是公用经费",
    ],
)
def test_what_rightly_repeats_is_silent(line: str) -> None:
    assert "word-doubled" not in rules(with_line(sample(BUDGET), "二、机关运行经费", line))


@pytest.mark.parametrize(
    "later", ["3. 2050202 小学教育2024年预算安排5万元。", "八、政府采购预算情况"]
)
def test_a_sentence_cut_off_before_an_item_or_a_title_is_found(
    own: RawDocument, later: str
) -> None:
    """The next line begins with an item's code, or is a title that only the contents page shows to be one."""
    cut_off = "2. 2050201 学前教育2024年预算安排3万元，主要原因是业务量扩大，"
    document = with_line(own, "十一、其他需要说明的事项", cut_off, later)
    assert "sentence-breaks-off" in rules(document)


# --- detail and dates -------------------------------------------------------------------------------------


def test_functions_without_items_are_not_detailed() -> None:
    def cut(text: str) -> str:
        return "" if re.fullmatch(r"\d{7}", text) else text

    found = [f.rule for f in findings(edited(sample(SEED), cut))]
    assert "not-detailed" in found


@pytest.mark.parametrize(("days", "expected"), [(20, []), (21, ["late"])])
def test_twenty_days_after_approval_are_in_time(days: int, expected: list[str]) -> None:
    approved = dt.date(2024, 1, 31)
    dates = Dates(approved, approved + dt.timedelta(days))
    found = findings(sample(BUDGET), dates)
    assert [f.rule for f in found] == expected


def test_dates_are_read_from_the_text() -> None:
    lines = ("批复日期：2024年1月31日", "发布时间：2024-03-01")
    document = with_line(sample(BUDGET), "二、机关运行经费预算", *lines)
    (found,) = findings(document)
    assert found.rule == "late"
    assert "30 天" in found.message


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
    paper = paper_of(recognise(sample(BUDGET)))
    (late,) = [o for o in check_document(paper, Dates(approved, published)) if o.rule == "late"]
    assert late.status is status


def test_a_day_given_goes_with_the_day_stated() -> None:
    document = with_line(sample(BUDGET), "二、机关运行经费预算", "发布时间：2024-03-01")
    (found,) = findings(document, Dates(approved=dt.date(2024, 1, 31)))
    assert "30 天" in found.message
