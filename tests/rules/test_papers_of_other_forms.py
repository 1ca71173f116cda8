"""Forms of contents pages, running heads and titles in other places: right ones are silent, wrong ones are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.said import said_by
from yusuan.core.grid import RawDocument, TextBlock
from yusuan.core.outcomes import Status, Where
from yusuan.core.terms import Stage
from yusuan.recognition.paper import contents_page
from yusuan.rules.books.paper._sections import SECTIONS, is_explained
from yusuan.rules.evidence import Entry, Evidence, Line, Paper

if TYPE_CHECKING:
    from collections.abc import Sequence


def paper(*lines: tuple[int, str, int], contents: Sequence[str] = ()) -> Evidence:
    """A paper of lines given as page, text, level."""
    return Evidence(
        "青岩.pdf",
        2026,
        Stage.BUDGET,
        department="青岩市水务局",
        is_unit=False,
        paper=Paper(
            tuple(Line(text, Where("青岩.pdf", page), level) for page, text, level in lines),
            contents=tuple(Entry(title, None, Where("青岩.pdf", 1)) for title in contents),
        ),
    )


# ── Contents ─────────────────────────────────────────────────────────────────────────────────

CONTENTS = (
    "contents-entry-without-section",
    "contents-page-numbers",
    "section-without-contents-entry",
)
PARTS = [
    *(
        "第一部分 2026年部门预算情况说明",
        "一、部门情况说明",
        "二、收入预算情况说明",
        "三、支出预算情况说明",
    ),
    *("第二部分 2026年部门预算报表", "一、收支总表", "二、收入总表"),
]
BODY = [(3, PARTS[0], 1), *((4, title, 2) for title in PARTS[1:4])]


@pytest.mark.parametrize(
    "below",
    [
        ["附件：青岩市水务局2026年度部门预算报表"],
        ["附件1：预算报表", "附件2：绩效目标表"],
        ["报表见附件"],
        ["（详见附件）", "-10-"],
    ],
)
def test_the_tables_of_an_attached_file_are_not_missing(below: list[str]) -> None:
    lines = [*BODY, (10, PARTS[4], 1), *((10, text, 0) for text in below)]
    assert [o.rule for o in said_by(paper(*lines, contents=PARTS), *CONTENTS) if o.message] == []


@pytest.mark.parametrize("below", [[], ["附件：报表", "2026年没有政府性基金安排的支出。"]])
def test_the_tables_of_a_part_that_holds_something_else_are(below: list[str]) -> None:
    lines = [*BODY, (10, PARTS[4], 1), *((10, text, 0) for text in below)]
    found = [
        o for o in said_by(paper(*lines, contents=PARTS), *CONTENTS) if o.status is Status.FAILED
    ]
    assert [o.rule for o in found] == ["contents-entry-without-section"] * 2


def test_a_note_is_no_entry_and_a_part_named_again_opens_the_body() -> None:
    texts = [
        *(
            "目 录",
            "第一部分 2026年部门预算说明",
            "一、部门概况",
            "二、收支情况",
            "第二部分 2026年部门预算表",
        ),
        *(
            "注：以上报表中，空表表示本部门无相关收支情况",
            "第一部分 部门预算公开说明",
            "一、部门概况",
        ),
    ]
    blocks = tuple(TextBlock(text, page=1) for text in texts)
    found = contents_page(RawDocument("青岩.pdf", "pdf", blocks))
    assert [entry.title for entry in found.entries] == texts[1:5]
    assert found.blocks == frozenset(range(5))


# ── Sentences over pages ─────────────────────────────────────────────────────────────────────

HEAD = "青岩市水务局2026年度部门预算公开"
OPEN = "（1）农林水支出（类）支出2,906.63万元，主要用于"


def _broken(*lines: tuple[int, str, int]) -> list[str]:
    return [o.rule for o in said_by(paper(*lines, contents=[HEAD, *PARTS]), "sentence-breaks-off")]


def test_a_sentence_goes_on_after_the_head_of_the_next_page() -> None:
    heads = [(page, HEAD, 0) for page in (21, 22)]
    goes_on = (24, "水闸管养。与上年相比减少17.08万元。", 0)
    assert _broken(*heads, (23, OPEN, 0), (23, "- 22 -", 0), (24, HEAD, 0), goes_on) == []
    title = (24, "三、支出预算情况说明", 2)
    assert _broken(*heads, (23, OPEN, 0), (24, HEAD, 0), title) == ["sentence-breaks-off"]


@pytest.mark.parametrize(
    "begins", ["0.09万元；主要用于办公费", "12,300元，主要用于", "3.5%，原因是人员增加"]
)
def test_a_line_that_begins_with_a_figure_goes_on(begins: str) -> None:
    before = "（一）机关运行经费。2026年运行经费910.53万元，比2025年增加"
    assert _broken((5, before, 0), (5, begins, 1)) == []
    assert _broken((5, before, 0), (5, "1．办公费使用范围", 1)) == ["sentence-breaks-off"]


# ── Titles that run into their text ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "explained"),
    [
        (
            "（一）机关运行经费。2026年一般公共预算财政拨款运行经费910.53万元，比2025年减少9.7万元。",
            True,
        ),
        ("1.机关运行经费。本部门为事业单位，没有这项支出。", True),
        ("（五）机关运行经费。指为保障行政单位运行的各项公用经费。", False),
        ("（五）机关运行经费：为保障行政单位运行用于购买货物和服务等的各项公用经费。", False),
    ],
)
def test_a_title_may_run_into_its_text(line: str, explained: bool) -> None:  # noqa: FBT001
    section = next(one for one in SECTIONS if one.id == "agency_running_costs")
    assert section.explained is not None
    assert is_explained(section.explained, paper((5, line, 0))) is explained
