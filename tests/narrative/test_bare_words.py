"""Words that name no subject of their own, in the manners of several places: what they are said of, and what of nothing."""

from __future__ import annotations

import pytest

from yusuan.core.terms import Fund
from yusuan.narrative.clauses.clause import Extent, Metric, Stage, Topic
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions

B, F = Stage.BUDGET, Stage.FINAL
ITEM = "社会保障和就业支出（类）残疾人事业（款）残疾人康复（项）"


def levels(text: str, stage: Stage) -> list[tuple[Topic, str, str]]:
    """Topic, code and digits of every level."""
    prose = read_prose(text, year=2026, stage=stage)
    return [
        (c.subject.topic, "" if c.code is None else c.code.digits, c.amount.digits)
        for c in prose.of(Metric.LEVEL)
        if c.amount is not None
    ]


def findings(text: str, stage: Stage = B) -> list[str]:
    return [
        c.kind.value
        for c in contradictions(read_prose(text, year=2026, stage=stage))
        if c.is_finding
    ]


@pytest.mark.parametrize(
    ("text", "stage", "expected"),
    [
        # A class heads its items: the accounts behind its budget are its own.
        (
            "1.教育支出（类）年初预算35.00万元，支出决算38.50万元，完成年初预算的110.00%。",
            F,
            [(Topic.FUNCTION, "205", "35.00"), (Topic.FUNCTION, "205", "38.50")],
        ),
        # What was granted this year of an item, and what was carried over beside it.
        (
            f"4.{ITEM}当年拨款312.30万元，另有上年结转18.50万元。",
            B,
            [(Topic.FUNCTION, "2081104", "312.30"), (Topic.OTHER, "", "18.50")],
        ),
        # 其他支出 is a class, never spending from other revenue.
        (
            "支出包括：教育支出30.00万元、其他支出45.00万元。",
            B,
            [(Topic.OTHER, "", "30.00"), (Topic.OTHER, "", "45.00")],
        ),
        # Codes level by level, with the words in any place.
        ("第208类第11款第04项残疾人康复41.00万元。", B, [(Topic.FUNCTION, "2081104", "41.00")]),
        ("“教育支出”类级科目安排455.00万元，用于办学。", B, [(Topic.FUNCTION, "205", "455.00")]),
        (
            "社会保障和就业支出类、残疾人事业款、残疾人康复项，安排103.00万元。",
            B,
            [(Topic.FUNCTION, "2081104", "103.00")],
        ),
    ],
)
def test_a_level_is_of_what_stands_before_it(
    text: str, stage: Stage, expected: list[tuple[Topic, str, str]]
) -> None:
    assert levels(text, stage) == expected


def test_a_sentence_lends_its_fund_to_all_it_says() -> None:
    text = "2026年度政府性基金预算财政拨款收入18.00万元，支出15.60万元，年末结转和结余2.40万元。"
    said = read_prose(text, year=2026, stage=F).of(Metric.LEVEL)
    assert {clause.subject.money for clause in said} == {Fund.GOVERNMENT_FUNDS}
    other = "2026年度政府性基金收入18.00万元，事业收入2.00万元，支出合计20.00万元。"
    assert read_prose(other, year=2026, stage=F).of(Metric.LEVEL)[-1].subject.money is None


@pytest.mark.parametrize(
    "words", ["一般公共预算当年拨款287.00万元", "一般公共预算本年财政拨款287.00万元"]
)
def test_what_is_granted_this_year_is_told_from_all_there_is(words: str) -> None:
    (clause,) = read_prose(f"2026年{words}。", year=2026, stage=B).of(Metric.LEVEL)
    assert (clause.subject.money, clause.subject.extent) == (Fund.GENERAL_PUBLIC, Extent.GRANTED)


WHOLE = "2026年支出预算690.00万元，其中：基本支出156.00万元。"
PART = "2026年一般公共预算基本支出150.00万元，其中：人员经费139.20万元，占基本支出的92.80%。"


@pytest.mark.parametrize(
    "text",
    [
        # Nothing in another unit is nothing still.
        "事业收入0.00元，其他收入0.00元。2026年事业收入为0.00万元，支出预算88.00万元，收入预算88.00万元。",
        # Parts in a bracket do not end the item.
        f"（1）{ITEM}2026年预算150.00万元（基本支出132.00万元，项目支出18.00万元），比2025年预算146.00万元增加4.00万元，增长2.74%。",
        # Not arranged and without change is one thing, less another.
        "“三公”经费预算比上年减少0.60万元，其中：因公出国（境）费未安排，与上年相比无变化；公务用车运行费减少0.60万元，主要原因是压减。",
        # The whole that was said last.
        f"一、总体\n{WHOLE}\n二、一般公共预算\n{PART}",
        # A reason with words of both directions.
        "公务接待费7.60万元，比上年减少1.30万元，下降14.61%，主要原因是线上会议增多、来访减少。",
        # The other side of the budget was explained; or the parts of the change are told.
        "一、收入说明\n2026年收入预算911.00万元，比上年增加75.00万元，主要原因是人员增加。\n二、支出说明\n2026年支出预算911.00万元，比上年增加75.00万元。",
        "一、收支说明\n2026年支出预算211.00万元，比2025年增加24.00万元，其中基本支出增加4.00万元，项目支出增加20.00万元。",
        # Accounts may be held against both budgets of their own year.
        "支出决算数为668.50万元，比2026年年初预算640.00万元增加28.50万元，增长4.45%，主要是追加；比2026年全年预算680.00万元减少11.50万元，下降1.69%，主要是节约。",
        # Last year's figure against this year's.
        "2025年机关运行经费24.00万元，与2026年持平。",
    ],
)
def test_what_only_looks_like_a_contradiction_is_none(text: str) -> None:
    stage = F if "决算" in text else B
    assert findings(text, stage) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "收入预算480.00万元，比2026年执行数增加20.00万元，增长4.35%，主要是业务增加。",
            ["wrong-year"],
        ),
        (
            "2024年机关运行经费24.00万元，比2025年预算增加1.50万元，增长6.67%，主要是维修增加。",
            ["wrong-year"],
        ),
        (PART.replace("92.80", "98.20"), ["share"]),
        (
            "“三公”经费50.00万元，其中：因公出国（境）费0.00万元；公务接待费5.20万元；公务用车运行维护费26.80万元；公务用车购置费16.00万元。",
            ["parts-add-up"],
        ),
        (
            "公务接待费7.60万元，比上年减少1.30万元，下降14.61%，主要原因是接待任务增加。",
            ["reason-against-direction"],
        ),
        (
            "一、收支说明\n2026年支出预算211.00万元，比2025年增加24.00万元。",
            ["change-without-reason"],
        ),
    ],
)
def test_what_is_wrong_is_said_once(text: str, expected: list[str]) -> None:
    assert findings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # What a change starts from is not what is divided.
        (
            "2026年支出1072.02万元。与2025年的1039.20万元相比，增加32.82万元，增长3.16%，主要原因是业务增加。"
            "其中，人员经费650.42万元，占比60.67%，项目经费421.60万元，占比39.33%。"
        ),
        # A share in a bracket is of what stands above the list.
        "支出预算100.00万元，其中：教育支出60.00万元（占60.00%）、卫生健康支出40.00万元（占40.00%）。",
        # 没有…，占0%: of what is not there.
        "支出预算520.00万元，其中：基本支出364.00万元，占70.00%；项目支出156.00万元，占30.00%；没有事业单位经营支出，占0%。",
        # 收入总计 and 支出总计 with their rows in one sentence.
        (
            "2026年度收入总计90.00万元，其中：本年收入合计60.00万元，年初结转和结余30.00万元；支出总计90.00万元，"
            "其中：本年支出合计70.00万元，年末结转和结余20.00万元。"
        ),
        # The share first, its amount behind it.
        "本年收入4017.62万元中，财政拨款收入占99.69%，金额4005.22万元；事业收入占0.31%，金额12.40万元。2026年收入4017.62万元。",
        # A sentence below the heading of an item; what was spent in fact.
        (
            "1.社会保障和就业支出（类）残疾人事业（款）残疾人康复（项）。全年支出143.80万元，年初预算安排150.00万元，预算完成率95.87%，"
            "决算数比年初预算数少6.20万元，原因是压减。2026年度支出决算1692.88万元。"
        ),
        "一、“三公”经费支出决算情况\n2026年度“三公”经费预算3.00万元，实际支出1.94万元，完成预算的64.67%。",
        # A bare total below a heading on one item is none of the document's.
        (
            "一、总体\n2026年度支出决算900.00万元。\n二、“三公”经费支出决算情况\n（一）总体。全年预算28.50万元，支出决算25.73万元，"
            "完成全年预算的90.28%。"
        ),
        # The reason is that of another sentence.
        "一、收支\n2026年支出预算211.00万元，比上年增加24.00万元，原因同上。",
        "一、收支\n2026年支出预算211.00万元，比上年增加24.00万元，原因与收入相同。",
        # What a whole project costs is none of the document's own totals.
        (
            "编报绩效目标的项目5个，涉及资金859.50万元，其中一般公共预算拨款447.00万元、事业收入412.50万元。收入预算1120.00万元，"
            "其中：一般公共预算拨款收入500.00万元，事业收入620.00万元。"
        ),
    ],
)
def test_lists_in_other_manners_hold(text: str) -> None:
    assert findings(text, F if "年度" in text else B) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "2026年支出预算4329.25万元：基本支出3117.05万元，占72.00%；项目支出1212.20万元，占52.16%。",
            "share",
        ),
        (
            "2026年度支出总计902.40万元，包括：本年支出合计871.90万元，结余分配0.00万元，年末结转和结余35.00万元。",
            "parts-add-up",
        ),
        (
            (
                "收支总预算1860.50万元，含下属文化馆经费236.00万元、图书馆经费164.50万元；比2025年预算增加160.50万元，增长4.94%。"
                "主要原因是新馆布展。"
            ),
            "growth-rate",
        ),
        (
            (
                "“三公”经费18.80万元，比2025年减少4.20万元，下降18.26%，其中：因公出国（境）费0.00万元，与2025年持平；公务接待费3.10万元，"
                "比2025年减少1.70万元，主要原因是批次减少；公务用车运行维护费15.70万元，比2025年减少3.50万元，主要原因是车辆减少。"
            ),
            "parts-of-a-change-add-up",
        ),
    ],
)
def test_lists_in_other_manners_break(text: str, kind: str) -> None:
    assert findings(text, F if "年度" in text else B) == [kind]
