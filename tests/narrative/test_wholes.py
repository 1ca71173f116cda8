"""What a figure is a part of: the heading above lends its 类, its money; what cannot be told is not compared.

Names and sentences are made up; their forms are those of texts of several provinces.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.terms import Fund, RevenueSource
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.clauses.clause import Clause, Metric, Stage, Subject, Topic
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions


def levels(text: str, year: int = 2026) -> list[Clause]:
    return list(read_prose(text, year=year, stage=Stage.BUDGET).of(Metric.LEVEL))


def level(text: str, amount: str) -> Clause:
    (found,) = [c for c in levels(text) if c.amount is not None and c.amount.digits == amount]
    return found


def kinds(text: str, stage: Stage = Stage.BUDGET) -> list[str]:
    found = contradictions(read_prose(text, year=2026, stage=stage))
    return [claim.kind.value for claim in found if claim.is_finding]


# ── Items below the heading of their 类 ──────────────────────────────────────────────────────

TOTAL = "一、支出预算情况\n青岩市水务局2026年支出预算总计900万元，与上年相比增加20万元，增长2.27%，主要原因是人员增加。\n"
ITEMS = {
    # Jiangsu: the class in a heading, the item by section and item, with and without a number.
    "numbered below a class": (
        "（一）农林水支出（类）\n1.水利（款）防汛（项）支出68.5万元，与上年相比减少2万元，减少2.84%。",
        "2130314",
    ),
    "full-width number": (
        "（一）农林水支出（类）\n1．水利（款）防汛（项）支出68.5万元，与上年预算数相同。",
        "2130314",
    ),
    "no number": (
        "（一）农林水支出（类）\n水利（款）防汛（项）支出68.5万元，与上年持平。",
        "2130314",
    ),
    "second of the list": (
        (
            "（一）农林水支出（类）\n1.水利（款）行政运行（项）支出7万元，与上年持平。\n"
            "2.水利（款）防汛（项）支出68.5万元，与上年持平。"
        ),
        "2130314",
    ),
    "class without its last word": (
        (
            "（二）社会保障和就业（类）\n1.行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）支出68.5万元，"
            "与上年持平。"
        ),
        "2080506",
    ),
    # Sections in headings of their own, items alone.
    "three ranks": (
        "（一）教育支出（类）\n1.普通教育（款）\n（1）小学教育（项）68.5万元，比上年增加1万元，增长1.48%。",
        "2050202",
    ),
    "a class with its amount": (
        "1.教育支出（类）支出80万元，与上年持平。\n（1）普通教育（款）小学教育（项）支出68.5万元，与上年持平。",
        "2050202",
    ),
    # The heading has no mark, or was said of other items: section and item are enough where they are one code's.
    "no class above": ("1.水利（款）防汛（项）支出68.5万元，与上年持平。", "2130314"),
    "another class above": (
        "（一）教育支出（类）\n1.水利（款）防汛（项）支出68.5万元，与上年持平。",
        "2130314",
    ),
    "words before it": (
        "（一）农林水支出（类）\n1.其中用于水利（款）防汛（项）68.5万元。",
        "2130314",
    ),
    # Other ways to write the levels.
    "square brackets": ("1、农林水支出［类］水利［款］防汛［项］68.5万元，与上年持平。", "2130314"),
    "bare level words": ("1.农林水支出类水利款防汛项68.5万元，与上年持平。", "2130314"),
    "code before its level": (
        "1.213类农林水支出03款水利14项防汛68.5万元，与上年持平。",
        "2130314",
    ),
    "joined by hyphens": ("1.“农林水支出-水利-防汛”科目68.5万元，与上年持平。", "2130314"),
    "the word subject behind": ("“农林水支出（类）水利（款）防汛（项）”科目68.5万元。", "2130314"),
    "a class alone": ("1.“卫生健康支出”科目68.5万元，与上年持平。", "210"),
    "codes of the levels": ("1.农林水支出（213类）水利（03款）防汛（14项）68.5万元。", "2130314"),
    # Not to be told: never the whole.
    "an unknown item": ("（一）农林水支出（类）\n1.水利（款）河边散步（项）支出68.5万元。", None),
    "an item of many sections": ("1.行政运行（项）支出68.5万元，与上年持平。", None),
    "an unknown section": (
        "（一）农林水支出（类）\n1.河边事务（款）行政运行（项）支出68.5万元。",
        None,
    ),
}


@pytest.mark.parametrize(("text", "code"), ITEMS.values(), ids=ITEMS)
def test_an_item_takes_its_class_from_the_heading_above(text: str, code: str | None) -> None:
    found = level(TOTAL + text, "68.5")
    assert found.subject.topic in {Topic.FUNCTION, Topic.OTHER}
    assert (found.code.digits if found.code else None) == code
    assert kinds(TOTAL + text) == []


def test_a_wrong_rate_of_an_item_below_a_heading_is_found() -> None:
    text = "（一）农林水支出（类）\n1.水利（款）防汛（项）支出68.5万元，与上年相比减少2万元，减少8.24%。"
    assert kinds(TOTAL + text) == [Kind.GROWTH_RATE.value]


def test_a_heading_lends_nothing_to_the_next_list() -> None:
    text = "（一）教育支出（类）\n1.普通教育（款）\n（二）其他说明\n1.小学教育（项）68.5万元。"
    assert level(text, "68.5").subject.names[:2] != ("教育支出", "普通教育")
    assert level(text, "68.5").subject.topic is Topic.FUNCTION


@given(
    st.sampled_from(
        ["专业（项）规划", "（款）", "（项）支出5万元", "（类）（款）（项）5万元", "各类（项）"]
    )
)
def test_marks_without_names_are_no_items(words: str) -> None:
    prose = read_prose(f"负责编制水利、{words}，并监督实施。", year=2026, stage=Stage.BUDGET)
    assert not prose.items


# ── Nouns with words before them that we cannot read ─────────────────────────────────────────

QUALIFIED = [
    "上年结转结余的一般公共预算收入",
    "上年结转的财政拨款支出",
    "使用结转资金安排的项目支出",
    "水闸改造工程的一般公共预算支出",
    "水闸改造工程上年结转",
    "一般公共预算上年结转",
    "上年结转财政拨款",
]


@pytest.mark.parametrize("words", QUALIFIED)
def test_a_part_in_words_we_cannot_read_is_nothing_we_know(words: str) -> None:
    assert level(f"青岩市水务局2026年{words}5万元。", "5").subject.topic is Topic.OTHER


PLAIN = [
    ("青岩市水务局2026年的一般公共预算收入", Subject(Topic.REVENUE, Fund.GENERAL_PUBLIC)),
    ("2．上年结转结余为", Subject(Topic.CARRY_OVER)),
    ("（三）上年结转", Subject(Topic.CARRY_OVER)),
    ("本部门上年结转和结余", Subject(Topic.CARRY_OVER)),
    ("相应安排支出预算", Subject(Topic.EXPENDITURE)),
    ("本单位的财政拨款支出", Subject(Topic.EXPENDITURE, RevenueSource.APPROPRIATION)),
]


@pytest.mark.parametrize(("words", "subject"), PLAIN)
def test_whose_and_when_do_not_limit_a_total(words: str, subject: Subject) -> None:
    assert level(f"{words}5万元。", "5").subject == subject


CARRIED_OF_ONE = [
    "2.上级转移支付项目90万元，主要包括：水闸物业服务20万元，上年结转5万元，用于日常维护。",
    "水利（款）防汛（项）支出60万元，其中：上年结转5万元。",
    "水闸管养工作38万元，上年结转5万元。",
]


@pytest.mark.parametrize("text", CARRIED_OF_ONE)
def test_what_one_project_carries_over_is_not_all_there_is(text: str) -> None:
    assert level(text, "5").subject.topic is not Topic.CARRY_OVER


def test_what_all_revenue_carries_over_is() -> None:
    text = "收入预算100万元，其中：一般公共预算拨款收入95万元，上年结转5万元。"
    assert level(text, "5").subject == Subject(Topic.CARRY_OVER)


# ── Parts of something else ──────────────────────────────────────────────────────────────────

PARTS = [
    ("对个人和家庭的补助（303）100万元，其中：人员经费5万元。", Topic.OTHER),
    ("机关商品和服务支出（502）100万元,其中：公用经费5万元,较上年减少1万元。", Topic.OTHER),
    ("对事业单位经常性补助（505）100万元，其中：人员经费50万元；公用经费5万元。", Topic.OTHER),
    ("机关运行经费预算总计82万元，其中：办公经费41万元，公务接待费5万元。", Topic.OTHER),
    ("水闸工程100万元，其中：基本支出5万元。", Topic.OTHER),
    ("支出预算100万元，其中：基本支出5万元。", Topic.BASIC),
    ("一般公共预算拨款支出100万元，其中：人员经费5万元。", Topic.PERSONNEL),
    ("“三公”经费预算10万元，其中：公务接待费5万元。", Topic.OFFICIAL_HOSPITALITY),
]


@pytest.mark.parametrize(("text", "topic"), PARTS)
def test_a_part_of_something_else_is_not_the_documents(text: str, topic: Topic) -> None:
    assert level(text, "5").subject.topic is topic


def test_levels_of_different_wholes_do_not_contradict_each_other() -> None:
    text = (
        "“三公”经费预算合计29.30万元，其中：公务接待费3.30万元，公务用车购置及运行维护费26万元。\n"
        "机关运行经费预算总计82万元，其中：办公经费41.47万元，公务接待费2万元。"
    )
    assert Kind.LEVELS.value not in kinds(text)
    same = text.replace("机关运行经费预算总计82万元，其中：办公经费41.47万元，", "")
    assert Kind.LEVELS.value in kinds(same)


# ── Shares ───────────────────────────────────────────────────────────────────────────────────

DIVIDED = (
    "（三）支出预算情况\n青岩市水务局2026年支出预算200万元，比上年执行数增加10万元，增长5.3%，主要是人员增加。\n"
    "{one}按支出功能分类，包括农林水支出120万元、住房保障支出80万元。\n"
    "{two}按支出用途分类，包括人员支出50万元，占{share}；项目支出150万元，占75.0%。"
)


@pytest.mark.parametrize(("one", "two"), [("1.", "2."), ("（1）", "（2）"), ("", ""), ("①", "②")])
def test_lists_beside_each_other_divide_one_whole(one: str, two: str) -> None:
    assert kinds(DIVIDED.format(one=one, two=two, share="25.0%")) == []
    assert kinds(DIVIDED.format(one=one, two=two, share="35.0%")) == [Kind.SHARE.value]


THIS_YEAR = (
    "2026年支出预算120万元，比2025年年初预算数100万元增加20万元，增长20.00%。\n"
    "（一）基本支出。基本支出预算60万元，占{words}60.00%。\n（二）项目支出。项目支出预算40万元，占{words}{share}。"
)


def test_a_share_of_this_years_money_may_have_a_whole_nobody_states() -> None:
    assert Kind.SHARE.value not in kinds(THIS_YEAR.format(words="本年支出预算", share="40.00%"))
    assert Kind.SHARE.value in kinds(THIS_YEAR.format(words="本年支出预算", share="41.00%"))
    assert Kind.SHARE.value in kinds(THIS_YEAR.format(words="支出预算", share="40.00%"))


# ── Headings that name the money ─────────────────────────────────────────────────────────────

HEADED = [
    (
        "（二）财政拨款收支情况\n本部门收入预算总计90万元。支出预算总计5万元。",
        Subject(Topic.EXPENDITURE, RevenueSource.APPROPRIATION),
    ),
    (
        "三、政府性基金预算支出情况说明\n2026年本部门支出预算5万元。",
        Subject(Topic.EXPENDITURE, Fund.GOVERNMENT_FUNDS),
    ),
    (
        "（一）一般公共预算财政拨款支出情况。\n1.总体情况\n2026年支出预算5万元。",
        Subject(Topic.EXPENDITURE, Fund.GENERAL_PUBLIC),
    ),
    (
        "（一）财政拨款收支情况\n支出预算9万元。\n（二）收支总体情况\n2026年支出预算5万元。",
        Subject(Topic.EXPENDITURE),
    ),
    ("（一）财政拨款支出预算9万元。\n支出预算5万元。", Subject(Topic.EXPENDITURE)),
    (
        "（一）财政拨款和政府性基金预算情况\n2026年支出预算5万元。",
        Subject(Topic.EXPENDITURE),
    ),
]


@pytest.mark.parametrize(("text", "subject"), HEADED)
def test_a_heading_says_which_money_the_totals_below_are(text: str, subject: Subject) -> None:
    assert level(text, "5").subject == subject


# ── Changes ──────────────────────────────────────────────────────────────────────────────────

# Where items are explained, one without a reason stands out.
EXPLAINED = (
    "（1）农林水支出（类）水利（款）行政运行（项）30万元，较上年增加3万元，主要原因是人员增加。\n"
    "（2）农林水支出（类）水利（款）农村水利（项）20万元，较上年增加2万元，主要原因是新增水闸。\n"
)
SILENT = [
    # What was executed need not balance.
    (
        "2026年收入预算200万元，比上年执行数减少10万元，下降4.8%，主要是项目减少。\n"
        "2026年支出预算200万元，比上年执行数增加12万元，增长6.4%，主要是人员增加。"
    ),
    # A carry-over of a project is one of the document.
    (
        "收入预算200万元，比上年预算增加10万元，原因是人员增加。水闸管养项目上年结转5万元。\n"
        "支出预算205万元，比上年预算增加15万元，原因是人员增加。"
    ),
    # An increase of nothing.
    "公务接待费\n2026年公务接待费预算安排18.85万元，比上年增加0.00万元，增长0.00%，与上年持平。主要原因是：任务不变。",
    # Reasons in other words and places.
    (
        "一、收支情况\n2026年收入预算200万元，较2025年年初预算增加10万元，增长5.3%。\n"
        "预算收支增加主要原因说明：1.新增水闸；2.人员增加。"
    ),
    EXPLAINED
    + "（15）农林水支出（类）水利（款）防汛（项）42万元，较上年增加8万元，主要原因本年度增加了巡查。",
    EXPLAINED
    + "（15）农林水支出（类）水利（款）防汛（项）42万元，较上年增加8万元，属于财政补助的正常增幅；",
    EXPLAINED
    + "（15）农林水支出（类）水利（款）防汛（项）42万元，较上年增加42万元。此项级科目为今年新增科目。",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_the_words_leave_open_or_explain_is_no_finding(text: str) -> None:
    assert kinds(text) == []


def test_the_neighbours_of_these_are_found() -> None:
    budget = SILENT[0].replace("执行数", "预算数")
    assert Kind.BALANCE.value in kinds(budget)
    some = SILENT[2].replace("增加0.00万元，增长0.00%", "增加0.20万元，增长1.07%")
    assert Kind.DIRECTION.value in kinds(some)
    assert Kind.REASON_MISSING.value in kinds(SILENT[4].rpartition("，主要原因")[0] + "。")
