"""Clauses of budget prose: what a sentence says is what is read. All sentences are our own."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.money import MoneyUnit, Printed
from yusuan.core.terms import Direction, Fund, RevenueSource
from yusuan.narrative.clauses.clause import Clause, Metric, Period, Stage, Subject, Topic
from yusuan.narrative.clauses.read import clauses, read_prose

UP, DOWN, SAME = Direction
BUDGET, ADJUSTED, EXECUTED, FINAL = Stage
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def levels(text: str, **known: int) -> list[tuple[str, str]]:
    found = clauses(text, year=known.get("year", 2026))
    return [(c.subject.label, str(c.amount)) for c in found if c.metric is Metric.LEVEL]


def change(text: str) -> Clause:
    (found,) = [c for c in clauses(text, year=2026) if c.metric is Metric.CHANGE]
    return found


# ── Levels ───────────────────────────────────────────────────────────────────────────────────

LEVELS = [
    (
        "本部门2026年安排收入预算120万元，其中：财政拨款收入100万元；事业收入12万元；其他收入8万元。",
        [
            ("收入", "120万元"),
            ("财政拨款收入", "100万元"),
            ("事业收入", "12万元"),
            ("其他收入", "8万元"),
        ],
    ),
    (
        "全年支出预算90.5万元，其中基本支出60.5万元，包括人员经费50万元和公用经费10.5万元；项目支出30万元。",
        [
            ("支出", "90.5万元"),
            ("基本支出", "60.5万元"),
            ("人员经费", "50万元"),
            ("公用经费", "10.5万元"),
            ("项目支出", "30万元"),
        ],
    ),
    (
        "财政拨款支出预算中，一般公共预算拨款支出预算7万元；政府性基金拨款支出预算0万元。",
        [("一般公共预算拨款支出", "7万元"), ("政府性基金拨款支出", "0万元")],
    ),
    (
        (
            "“三公”经费预算数3.00万元。其中：（一）因公出国（境）费0万元；（二）公务用车购置及运行费2.00万元"
            "（公务用车购置费0万元，公务用车运行费2.00万元）；（三）公务接待费1.00万元。"
        ),
        [
            ("“三公”经费", "3.00万元"),
            ("因公出国（境）费", "0万元"),
            ("公务用车购置及运行维护费", "2.00万元"),
            ("公务用车购置费", "0万元"),
            ("公务用车运行维护费", "2.00万元"),
            ("公务接待费", "1.00万元"),
        ],
    ),
    ("我局机关运行经费共安排219万元，用于日常办公。", [("机关运行经费", "219万元")]),
    (
        "政府采购预算30万元，其中：货物采购金额5万元、工程采购金额0万元、服务采购金额25万元。",
        [
            ("政府采购", "30万元"),
            ("政府采购货物", "5万元"),
            ("政府采购工程", "0万元"),
            ("政府采购服务", "25万元"),
        ],
    ),
    ("其他固定资产7万元。", [("其他固定资产", "7万元")]),
    ("单价100万元（含）以上的设备另行申报。", []),
]


@pytest.mark.parametrize(("text", "expected"), LEVELS)
def test_a_figure_belongs_to_the_words_before_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert levels(text) == expected


def test_a_purpose_and_a_reason_hold_no_levels() -> None:
    text = (
        "支出预算10万元，主要用于购置设备3万元。比上年预算增加1万元，主要原因是项目支出增加2万元。"
    )
    assert levels(text) == [("支出", "10万元")]


def test_a_year_and_a_stage_come_from_the_clause() -> None:
    found = clauses(
        "“教育支出（类）普通教育（款）小学教育（项）”5万元。2025年执行数4万元，2026年预算安排5万元。"
    )
    assert [c.period for c in found] == [
        Period(2026, BUDGET),
        Period(2025, EXECUTED),
        Period(2026, BUDGET),
    ]
    assert {c.item for c in found} == {0}


def test_final_accounts_are_told_from_the_budget_they_began_with() -> None:
    found = clauses(
        "2024年度决算说明。一般公共预算财政拨款支出年初预算为20万元，支出决算为18万元，完成年初预算的90.00%。"
        "决算数小于年初预算数的主要原因：招标结余。",
        year=2024,
    )
    subject = Subject(Topic.EXPENDITURE, Fund.GENERAL_PUBLIC)
    assert {c.subject for c in found} == {subject}
    assert [(c.metric, c.period.stage) for c in found] == [
        (Metric.LEVEL, BUDGET),
        (Metric.LEVEL, FINAL),
        (Metric.COMPLETION, FINAL),
        (Metric.CHANGE, FINAL),
    ]
    assert found[-1].base == Period(2024, BUDGET)
    assert (found[-1].direction, found[-1].reason) == (DOWN, True)


def test_a_part_is_paid_from_what_its_whole_is_paid_from() -> None:
    found = clauses(
        "一般公共预算财政拨款基本支出9万元，其中：人员经费6万元，公用经费3万元。", year=2026
    )
    assert {c.subject.money for c in found} == {Fund.GENERAL_PUBLIC}
    assert [c.part_of for c in found] == [None, 0, 0]


def test_counts_keep_their_measure_and_their_whole() -> None:
    found = clauses("我局共有车辆7辆，其中：轿车3辆、其他用车4辆。", year=2026)
    assert [(str(c.amount), c.part_of) for c in found] == [("7辆", None), ("3辆", 0), ("4辆", 0)]
    assert found[0].subject.topic is Topic.VEHICLES_HELD
    assert found[0].printed is None


def test_an_amount_is_given_as_tables_hold_it() -> None:
    (found,) = clauses("支出预算1,234.50万元。", year=2026)
    assert found.printed == Printed(1_234_500_000, 2, MoneyUnit.WAN_YUAN)
    assert found.unit == "万元"


def test_spans_point_into_the_text_as_given() -> None:
    text = "2026年 “三公”\n经费预算数 为 12 . 50 万元。"
    (found,) = clauses(text)
    assert found.amount is not None
    assert text[slice(*found.amount.span)] == "12 . 50 万元"
    assert text[slice(*found.span)] == found.text


def test_a_number_is_not_read_over_a_line_end() -> None:
    assert levels("支出预算12\n34万元。") == []


# ── Changes ──────────────────────────────────────────────────────────────────────────────────

CHANGES = [
    ("支出预算9万元，比2025年（上一年度，下同）预算增加1万元。", UP, "1万元", None, 2025),
    ("支出预算9万元，较上年预算减少1万元，下降10.00%。", DOWN, "1万元", "10.00%", 2025),
    ("支出预算9万元，与2025年预算持平。", SAME, None, None, 2025),
    ("支出预算9万元，与2025年预算一致。", SAME, None, None, 2025),
    ("支出预算9万元。与2025年度相比，支出预算增加1万元，增长12.5%。", UP, "1万元", "12.5%", 2025),
    ("支出预算9万元，比2025年预算增长12.5%。", UP, None, "12.5%", 2025),
    ("支出预算9万元，同比增长12.5%。", UP, None, "12.5%", 2025),
]


@pytest.mark.parametrize(("text", "direction", "amount", "percent", "base"), CHANGES)
def test_a_change_says_direction_amount_rate_and_base(
    text: str, direction: Direction, amount: str | None, percent: str | None, base: int
) -> None:
    found = change(text)
    assert found.subject == Subject(Topic.EXPENDITURE)
    assert found.direction is direction
    assert (found.change and str(found.change)) == amount
    assert (found.percent and str(found.percent)) == percent
    assert found.base is not None
    assert found.base.year == base


def test_a_change_without_its_own_subject_takes_the_sentences_before() -> None:
    text = "“三公”经费安排3万元，其中公务接待费1万元。与2025年相比减少1万元，原因是压缩接待。"
    assert change(text).subject == Subject(Topic.THREE_PUBLIC)


def test_a_bracket_does_not_change_whose_change_follows_it() -> None:
    text = "公务用车购置及运行费8万元（其中：公务用车运行费8万元），比上年减少1万元（下降11.11%）。"
    assert change(text).subject == Subject(Topic.OFFICIAL_VEHICLES)


def test_parts_of_a_change_inherit_its_base() -> None:
    found = clauses(
        "收支预算9万元，较2025年预算减少3万元，其中：基本支出减少1万元，主要为调出人员。项目支出减少2万元。",
        year=2026,
    )
    changes = [c for c in found if c.metric is Metric.CHANGE]
    assert [c.subject.topic for c in changes] == [Topic.BOTH, Topic.BASIC, Topic.PROJECT]
    assert {c.base for c in changes} == {Period(2025, BUDGET)}


def test_a_reason_belongs_to_the_change_before_it() -> None:
    assert change("支出9万元，比2025年预算增加1万元，主要原因是新增设备。").reason is True
    assert change("支出9万元，比2025年预算增加1万元，主要原因是。").reason is False
    assert change("支出9万元，比2025年预算增加1万元。").reason is None


def test_a_reason_with_its_own_subject_stands_by_itself() -> None:
    prose = read_prose(
        "支出预算9万元，比2025年预算增加1万元。财政拨款支出增加的主要原因是新增设备。", year=2026
    )
    (reason,) = prose.reasons
    assert reason.subject == Subject(Topic.EXPENDITURE, RevenueSource.APPROPRIATION)
    assert reason.direction is UP


def test_a_heading_that_names_reasons_is_no_reason() -> None:
    text = "四、“三公”经费情况及变化原因\n2026年“三公”经费3万元，其中公务接待费1万元。"
    assert levels(text) == [("“三公”经费", "3万元"), ("公务接待费", "1万元")]


# ── Names ────────────────────────────────────────────────────────────────────────────────────

NAMES = [
    ("一般公共服务支出（类）财政事务（款）行政运行（项）", "2010601"),
    ("一般公共服务（类）财政事务（款）行政运行（项）", "2010601"),
    ("社会保障和就业支出(类)行政事业单位养老支出(款)其它行政事业单位养老支出(项)", "2080599"),
    ("安排住房保障支出（类）住房保障支出（款）住房公积金（项）", "2210201"),
    ("自然资源海洋气象等支出（类）自然资源事务（款）其他国土资源事务支出（项）", "2200199"),
    ("社会保障和就业支出（类）行政事业单位养老支出（款）从未听说的支出（项）", None),
]


@pytest.mark.parametrize(("names", "code"), NAMES)
def test_names_lead_to_a_code_or_to_none(names: str, code: str | None) -> None:
    (item,) = read_prose(f"{names}12.00万元。", year=2024).items
    assert (item.subject.code and item.subject.code.digits) == code
    assert len(item.subject.names) == 3


# ── Generated sentences ──────────────────────────────────────────────────────────────────────

MONEY_UNITS = {"亿元": 10_000_000_000, "万元": 1_000_000, "元": 100}


@st.composite
def amounts(draw: st.DrawFn) -> tuple[str, int]:
    """An amount as printed with its unit, and its fen."""
    unit = draw(st.sampled_from(list(MONEY_UNITS)))
    decimals = draw(st.integers(0, 2))
    number = draw(st.integers(0, 10**7))
    whole, rest = divmod(number, 10**decimals)
    digits = f"{whole:,}" if draw(st.booleans()) else str(whole)
    digits += f".{rest:0{decimals}d}" if decimals else ""
    fen = Fraction(number, 10**decimals) * MONEY_UNITS[unit]
    return digits + unit, int(fen)


@st.composite
def noisy(draw: st.DrawFn, text: str) -> str:
    """The same sentence as a text layer may have it: wide digits, stray blanks, broken lines."""
    text = text.translate(FULL_WIDTH) if draw(st.booleans()) else text
    signs = []
    for i, sign in enumerate(text):
        signs.append(sign)
        blank = draw(st.sampled_from(["", "", "", " ", "\u3000", "\n"]))
        beside = text[i + 1 : i + 2]
        # A line end inside a number is not read on purpose.
        in_number = (
            sign in "0123456789.,０１２３４５６７８９．"
            and beside in "0123456789.,０１２３４５６７８９．"
        )
        # Behind a full stop it ends a paragraph, and with it what is inherited.
        is_kept = not in_number and sign != "。"
        signs.append(" " if blank == "\n" and not is_kept else blank)
    return "".join(signs)


SUBJECTS = {
    "收入预算": Subject(Topic.REVENUE),
    "支出预算": Subject(Topic.EXPENDITURE),
    "财政拨款支出预算": Subject(Topic.EXPENDITURE, RevenueSource.APPROPRIATION),
    "政府性基金预算拨款支出": Subject(Topic.EXPENDITURE, Fund.GOVERNMENT_FUNDS),
    "项目支出": Subject(Topic.PROJECT),
    "机关运行经费": Subject(Topic.AGENCY_RUNNING_COSTS),
    "“三公”经费预算数": Subject(Topic.THREE_PUBLIC),
    "公务用车购置及运行维护费": Subject(Topic.OFFICIAL_VEHICLES),
    "政府采购预算": Subject(Topic.PROCUREMENT),
}
TEMPLATES = (
    "{year}年，本部门{subject}{level}，比{base}年预算{word}{change}，{rate}{percent}%。",
    "{year}年度我单位{subject}为{level}。与{base}年度相比，{subject}{word}{change}，{rate}{percent}%，主要原因是工作需要。",
    "全局{subject}共计{level}，较{base}年预算{word}{change}（{rate}{percent}%）。",
)
WORDS = {UP: ("增加", "增长"), DOWN: ("减少", "下降")}


@given(st.data())
def test_generated_sentences_parse_back(data: st.DataObject) -> None:
    words, subject = data.draw(st.sampled_from(list(SUBJECTS.items())))
    (level, level_fen), (moved, moved_fen) = data.draw(amounts()), data.draw(amounts())
    direction = data.draw(st.sampled_from([UP, DOWN]))
    word, rate = WORDS[direction]
    percent = f"{data.draw(st.integers(0, 99999)) // 100}.{data.draw(st.integers(0, 99)):02d}"
    year = data.draw(st.integers(2018, 2035))
    sentence = data.draw(st.sampled_from(TEMPLATES)).format(
        year=year,
        base=year - 1,
        subject=words,
        level=level,
        word=word,
        change=moved,
        rate=rate,
        percent=percent,
    )
    found = clauses(data.draw(noisy(sentence)), year=year, stage=BUDGET)
    said, changed = found
    assert (said.subject, said.metric, said.period) == (subject, Metric.LEVEL, Period(year, BUDGET))
    assert said.amount is not None
    assert said.amount.fen == level_fen
    assert (changed.subject, changed.metric) == (subject, Metric.CHANGE)
    assert changed.direction is direction
    assert changed.change is not None
    assert changed.change.fen == moved_fen
    assert changed.percent is not None
    assert changed.percent.digits == percent
    assert changed.base == Period(year - 1, BUDGET)
    assert changed.reason is (True if "原因" in sentence else None)


@given(st.data())
def test_generated_items_parse_back(data: st.DataObject) -> None:
    head, code = data.draw(st.sampled_from([(n, c) for n, c in NAMES if c is not None]))
    (level, fen), (before, before_fen) = data.draw(amounts()), data.draw(amounts())
    sentence = (
        f"3. {head}{level}，专门用于本职工作。2025年执行数为{before}，2026年预算安排{level}，"
        "比2025年执行数减少3.21%。主要原因是：工作量减少。"
    )
    found = clauses(data.draw(noisy(sentence)), year=2026, stage=BUDGET)
    assert [c.metric for c in found] == [Metric.LEVEL] * 3 + [Metric.CHANGE]
    assert {c.code and c.code.digits for c in found} == {code}
    assert [c.amount.fen for c in found if c.amount] == [fen, before_fen, fen]
    assert found[-1].base == Period(2025, EXECUTED)
    assert found[-1].reason is True


@given(
    st.text(
        alphabet="年预算支出收入比增加减少持平，。；：（）、其中12.0%万元\n 原因主要三公经费类款项",
        max_size=80,
    )
)
def test_any_text_is_read_without_an_error(text: str) -> None:
    for clause in clauses(text):
        start, end = clause.span
        assert 0 <= start < end <= len(text)
