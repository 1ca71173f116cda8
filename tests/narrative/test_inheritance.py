"""What a figure without a subject inherits: nothing across items and paragraphs, whatever form they have."""

from __future__ import annotations

import pytest

from yusuan.narrative.clauses.clause import Metric, Topic
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions

TOTAL = "2026年某某局支出预算900.00万元，比2025年预算增加20.00万元，增长2.27%，主要原因是人员增加。"
# Headings of an item in many forms, some of them none we read, each before figures that name no subject.
HEADINGS = {
    "class by its code in brackets": "社会保障和就业支出（208类）残疾人事业（11款）残疾人康复（04项）",
    "code and level in brackets": "农林水支出（213类）水利（03款）防汛（14项）",
    "quoted, then the word subject": "“文化和旅游（款）图书馆（项）”科目",
    "levels joined by hyphens": "“农林水支出-水利-防汛”科目",
    "class alone": "“教育支出”科目",
    "item alone": "防汛值守（项）",
    "bare level words": "农林水支出类水利款防汛项",
    "square brackets": "农林水支出［类］水利［款］防汛［项］",
    "an unknown name": "某某工作专项",
}
FIGURES = {
    "one sentence": "68.50万元，上年执行66.00万元，2026年预算安排68.50万元，比上年执行数增长3.79%。",
    "sentences": "68.50万元。2025年当年预算执行数为66.00万元，2026年预算安排68.50万元，比2025年预算执行数增长3.79%。",
    "purpose and no stop": "68.50万元。主要用于：防汛值守。2025年执行数为66.00万元，2026年预算安排68.50万元，比2025年执行数增长3.79%",
}
NUMBERS = ("一、", "（一）", "1．", "1.", "1、", "（1）", "①", "")
FRAMES = {
    "paragraphs": "{total}\n{number}{heading}{figures}\n{next_}{heading}的后续工作{figures}",
    "running text": "{total}{number}{heading}{figures}",
}


def levels_of_the_total(text: str) -> list[str]:
    """The levels that are held against total expenditure."""
    prose = read_prose(text, year=2026)
    return [
        str(clause.amount.digits)
        for clause in prose.clauses
        if clause.metric is Metric.LEVEL
        and clause.subject.topic in {Topic.EXPENDITURE, Topic.BOTH, Topic.REVENUE}
        and clause.amount is not None
    ]


@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("frame", FRAMES)
def test_an_item_is_never_held_against_the_total(
    frame: str, heading: str, number: str, figures: str
) -> None:
    text = FRAMES[frame].format(
        total=TOTAL,
        number=number,
        next_=number.replace("1", "2").replace("一", "二").replace("①", "②"),
        heading=HEADINGS[heading],
        figures=FIGURES[figures],
    )
    assert set(levels_of_the_total(text)) <= {"900.00"}
    assert not [claim for claim in contradictions(read_prose(text, year=2026)) if claim.is_finding]


@pytest.mark.parametrize(
    "text",
    [
        # A paragraph without its stop is a paragraph all the same.
        "2026年支出预算900.00万元，其中：基本支出700.00万元，项目支出200.00万元\n2025年执行数为66.00万元",
        # So is one that ends in a reason.
        "2026年支出预算900.00万元，与2025年预算持平，原因是人员未变\n机关运行经费2026年预算21.60万元，比2025年预算增加1.60万元，增长8.00%。",
        # A list is introduced by 用于.
        "2026年支出预算900.00万元用于：\n防汛值守（项）2026年预算68.50万元，比2025年预算增加2.50万元，增长3.79%。",
        # Numbers within one sentence.
        "2026年支出预算900.00万元，主要包括：1.防汛值守68.50万元；2.2025年执行数为66.00万元，增长3.79%。",
    ],
    ids=["no stop", "reason without stop", "purpose before a list", "numbers in a sentence"],
)
def test_unsure_is_not_compared(text: str) -> None:
    assert not [claim for claim in contradictions(read_prose(text, year=2026)) if claim.is_finding]
    assert "66.00" not in levels_of_the_total(text)


def test_what_follows_in_the_paragraph_is_still_of_its_subject() -> None:
    text = "2026年某某局支出预算900.00万元。2025年预算为880.00万元，比2025年预算增加20.00万元，增长4.27%。"
    assert levels_of_the_total(text) == ["900.00", "880.00"]
    assert [claim for claim in contradictions(read_prose(text, year=2026)) if claim.is_finding]


def test_a_heading_alone_in_its_line_is_of_what_follows() -> None:
    text = (
        "1.一般公共服务支出（类）财政事务（款）行政运行（项）。\n"
        "2026年预算安排120.00万元，2025年执行数为100.00万元，比2025年执行数增长30.00%。"
    )
    prose = read_prose(text, year=2026)
    assert {clause.subject.topic for clause in prose.clauses} == {Topic.FUNCTION}
    assert [claim for claim in contradictions(prose) if claim.is_finding]


def test_a_line_broken_anywhere_ends_no_sentence() -> None:
    text = "2026年支出预\n算900.00万元，比2025年\n预算增加20.00万元，\n增长4.27%。"
    assert levels_of_the_total(text) == ["900.00"]
    assert [claim for claim in contradictions(read_prose(text, year=2026)) if claim.is_finding]
