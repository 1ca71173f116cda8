"""Prose against itself: what is found, what is left alone, and what the samples hold.

The sentences are our own; from the samples only figures, codes and names are named.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples_path import samples_dir
from yusuan.core.outcomes import Status
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions

NAME = "一般公共服务支出（类）财政事务（款）行政运行（项）"
OTHER = "住房保障支出（类）住房改革支出（款）购房补贴（项）"


def claims(text: str, year: int = 2026) -> list[Claim]:
    return list(contradictions(read_prose(text, year=year)))


def findings(text: str, year: int = 2026) -> list[tuple[Kind, str, str]]:
    return [(c.kind, c.expected, c.actual) for c in claims(text, year) if c.is_finding]


def item(level: str, before: str, now: str, change: str, reason: str = "业务调整") -> str:
    return (
        f"1. {NAME}{level}万元，专门用于办公。2025年执行数{before}万元，2026年预算安排{now}万元，"
        f"比2025年执行数{change}。主要原因是：{reason}。"
    )


FOUND = [
    # growth
    (item("45.41", "11.67", "45.41", "增加314.82%"), (Kind.GROWTH_RATE, "289.12%", "314.82%")),
    (
        "支出预算110万元，比2025年预算增加10万元，增长12.00%，原因是新增任务。",
        (Kind.GROWTH_RATE, "10.00%", "12.00%"),
    ),
    # direction
    (item("8", "10", "8", "增加20%"), (Kind.DIRECTION, "减少", "增加")),
    (item("8", "10", "8", "持平"), (Kind.DIRECTION, "减少", "持平")),
    (
        "支出预算9万元，比2025年预算增加1万元，下降12.50%，原因是新增任务。",
        (Kind.DIRECTION, "增加", "减少"),
    ),
    # change
    (item("12.00", "10.00", "12.00", "增加3.00万元"), (Kind.CHANGE_AMOUNT, "2.00万元", "3.00万元")),
    (
        "政府性基金拨款支出预算0万元，比2025年预算增加7.50万元，原因是新增任务。",
        (Kind.NEGATIVE_BASE, "持平", "增加7.50万元"),
    ),
    # levels
    (item("350.35", "348.52", "352.67", "增加0.53%"), (Kind.LEVELS, "350.35万元", "352.67万元")),
    (item("352.67", "348.52", "350.35", "增加0.53%"), (Kind.LEVELS, "350.35万元", "352.67万元")),
    # parts
    (
        "一般公共预算基本支出9.00万元，其中：人员经费6.00万元，公用经费4.00万元。",
        (Kind.PARTS, "10.00万元", "9.00万元"),
    ),
    (
        "收入预算20.00万元，其中：财政拨款收入12.00万元；事业收入5.00万元；其他收入2.00万元。",
        (Kind.PARTS, "19.00万元", "20.00万元"),
    ),
    (
        "“三公”经费3.00万元，其中：因公出国（境）费0万元，公务用车购置及运行费1.00万元，公务接待费1.00万元。",
        (Kind.PARTS, "2.00万元", "3.00万元"),
    ),
    (
        "收支预算90.00万元，较2025年预算减少3.00万元，其中：基本支出减少2.50万元，项目支出减少0.60万元，主要是压减。",
        (Kind.CHANGE_PARTS, "减少3.10万元", "减少3.00万元"),
    ),
    ("收入预算9.00万元。支出预算8.00万元。", (Kind.BALANCE, "9.00万元", "8.00万元")),
    # items
    (
        f"财政拨款支出预算90.00万元。1. {NAME}70.00万元；2. {OTHER}720.00万元。",
        (Kind.ITEMS, "20.00万元", "720.00万元"),
    ),
    # reasons
    ("支出预算9万元，与2025年预算持平，主要原因是。", (Kind.REASON_EMPTY, "", "")),
    ("“三公”经费9万元，比2025年预算增加1万元。", (Kind.REASON_MISSING, "", "")),
    (
        item("8.00", "10.00", "8.00", "减少20.00%", "行政运行经费增加"),
        (Kind.REASON_DIRECTION, "减少", "行政运行经费增加"),
    ),
    # wording
    (
        "支出预算110万元，比2025年预算增加10万元，增长10.00，原因是新增任务。",
        (Kind.PERCENT_SIGN, "10.00%", "10.00"),
    ),
    (
        "支出预算90万元，比2025年预算减少10万元，下降（增长）10.00%，原因是压减。",
        (Kind.TEMPLATE, "", "增长"),
    ),
    (
        "医疗卫生与计划生育支出（类）行政事业单位医疗（款）事业单位医疗（项）5.00万元。",
        (Kind.NAME, "卫生健康支出", "医疗卫生与计划生育支出"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_a_contradiction_is_one_finding(text: str, expected: tuple[Kind, str, str]) -> None:
    assert findings(text) == [expected]


SILENT = [
    # rounded and cut-off rates; small figures leave wide rates
    item("2.63", "1.48", "2.63", "增加77.70%"),
    item("15.92", "11.67", "15.92", "增加36.41%"),
    item("0.31", "0", "0.31", "增加100.00%"),
    item("10.00", "10.00", "10.00", "持平"),
    # parts not all named, or carried over
    "“三公”经费3.00万元，其中：公务接待费1.00万元。",
    "收入预算20.00万元，其中：财政拨款收入12.00万元。",
    "收入预算9.00万元，其中：财政拨款收入8.00万元，上年结转1.00万元。支出预算9.50万元。",
    "政府采购预算9.00万元，其中：政府采购货物预算4.00万元、政府采购服务预算4.00万元。",
    f"财政拨款支出预算90.00万元。1. {NAME}70.36万元；2. {OTHER}7.00万元。",
    "一般公共预算基本支出10.00万元，其中：人员经费6.00万元，公用经费4.004万元。",
    # reasons that say more than a word
    item("8.00", "10.00", "8.00", "减少20.00%", "上年新增一次性经费增加"),
    item("8.00", "10.00", "8.00", "减少20.00%", "退休人员增加"),
    "“三公”经费9万元，比2025年预算增加1万元，由于更新车辆。",
    # money of other kinds is not the same subject
    "基本支出9.00万元。一般公共预算财政拨款基本支出8.00万元。",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_the_words_leave_open_is_no_finding(text: str) -> None:
    assert findings(text) == []


def test_a_base_of_nothing_is_not_applicable() -> None:
    (claim,) = [
        c for c in claims(item("0.31", "0", "0.31", "增加100.00%")) if c.kind is Kind.GROWTH_RATE
    ]
    assert claim.status is Status.NOT_APPLICABLE


def test_a_purpose_copied_from_another_item_is_found() -> None:
    text = f"1. {NAME}5.00万元，主要用于行政运行。2. {OTHER}6.00万元，主要用于财政事务行政运行。"
    ((kind, _, actual),) = findings(text)
    assert kind is Kind.COPIED
    assert "财政事务行政运行" in actual


def test_a_purpose_may_be_the_bare_name_of_another_item() -> None:
    text = (
        "1.“一般公共服务支出（类）财政事务（款）行政运行（项）”5.00万元，主要用于行政运行。"
        "2.“一般公共服务支出（类）财政事务（款）信息化建设（项）”6.00万元，主要用于行政运行。"
    )
    assert findings(text) == []


def test_a_share_and_a_completion_rate_are_recomputed() -> None:
    text = (
        "2024年度决算。本年支出合计50.00万元，其中：基本支出20.00万元，占41.00%；项目支出30.00万元，占60.00%。"
        "“三公”经费年初预算为4.00万元，支出决算为3.00万元，完成预算的70.00%。"
    )
    assert findings(text, 2024) == [
        (Kind.COMPLETION, "75.00%", "70.00%"),
        (Kind.SHARE, "40.00%", "41.00%"),
    ]


# ── Laws ─────────────────────────────────────────────────────────────────────────────────────


@given(now=st.integers(1, 10**7), before=st.integers(1, 10**7), cut=st.booleans())
def test_a_rate_computed_from_the_levels_is_never_a_finding(
    *, now: int, before: int, cut: bool
) -> None:
    scaled = abs(now - before) * 10_000
    rate = scaled // before if cut else (2 * scaled + before) // (2 * before)
    word = "增加" if now >= before else "减少"
    change = f"{word}{rate // 100}.{rate % 100:02d}%"
    if now == before:
        change = "持平"
    level, base = (f"{fen // 100}.{fen % 100:02d}" for fen in (now, before))
    assert findings(item(level, base, level, change)) == []


@given(st.integers(10_000, 10**7), st.integers(10_000, 10**7), st.integers(200, 9000))
def test_a_rate_off_by_points_is_always_one_finding(now: int, before: int, off: int) -> None:
    rate = abs(now - before) * 10_000 // before + off * max(1, now // before)
    word = "增加" if now >= before else "减少"
    level, base = (f"{fen // 100}.{fen % 100:02d}" for fen in (now, before))
    text = item(level, base, level, f"{word}{rate // 100}.{rate % 100:02d}%")
    assert [kind for kind, _, _ in findings(text)] == [Kind.GROWTH_RATE]


# ── Samples ──────────────────────────────────────────────────────────────────────────────────

# Everything found in prose alone; known.json of the samples holds all of it.
SAMPLES = {
    "shanghai-wanli-2023-budget": [
        (Kind.NEGATIVE_BASE, "持平", "增加1421.25万元"),
        (Kind.GROWTH_RATE, "289.12%", "314.82%"),
        (Kind.GROWTH_RATE, "66.40%", "60.54%"),
        (Kind.LEVELS, "220.63万元", "441.25万元"),
        (Kind.COPIED, "", "2080506"),
        (Kind.COPIED, "", "2120104"),
    ],
    "shanghai-wanli-2024-budget": [
        (Kind.LEVELS, "350.35万元", "352.67万元"),
        (Kind.REASON_DIRECTION, "减少", "2013302"),
        (Kind.COPIED, "", "2080506"),
        (Kind.COPIED, "", "2120104"),
    ],
    "shanghai-welfare-2024-unit-budget": [
        (Kind.ITEMS, "950.12万元", "991.59万元"),
        (Kind.REASON_EMPTY, "", ""),
        (Kind.NAME, "卫生健康支出", "医疗卫生与计划生育支出"),
    ],
    "shanghai-putuo-finance-2025-budget": [
        (Kind.ITEMS, "87.36万元", "887.36万元"),
        (Kind.NAME, "其他行政事业单位养老支出", "其它行政事业单位养老支出"),
    ],
    "shanghai-putuo-planning-2024-final-accounts": [
        (Kind.PERCENT_SIGN, "13.95%", "13.95"),
        (Kind.TEMPLATE, "", "增长"),
        (Kind.NAME, "其他自然资源事务支出", "其他国土资源事务支出"),
        (Kind.NAME, "住房改革支出", "住房保障支出"),
    ],
}


def _document_text(name: str) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(samples_dir() / f"{name}.pdf") as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "\n".join(pages).replace("\r\n", "\n")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_hold_these_and_nothing_else(name: str) -> None:
    found = []
    for claim in contradictions(read_prose(_document_text(name))):
        if claim.is_finding:
            by_code = claim.kind in {Kind.COPIED, Kind.REASON_DIRECTION}
            found.append((claim.kind, claim.expected, str(claim.code) if by_code else claim.actual))
    assert sorted(found, key=str) == sorted(SAMPLES[name], key=str)


def test_the_seed_contradicts_itself_nowhere_in_its_clauses() -> None:
    text = (samples_dir() / "hebei-qinhuangdao-zfw-2024-budget.txt").read_text(encoding="utf-8")
    prose = read_prose(text)
    assert (prose.year, [c for c in contradictions(prose) if c.is_finding]) == (2024, [])
