"""Items named by their code, bases said as levels, and lists a paragraph each: found, and their neighbours not."""

from __future__ import annotations

import pytest

from yusuan.narrative.clauses.clause import Metric, Stage
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions

YEAR = 2025
WHY = "，主要原因是扩招。"


def kinds(text: str, stage: Stage = Stage.BUDGET) -> list[str]:
    claims = contradictions(read_prose(text, year=YEAR, stage=stage))
    return sorted({claim.kind.value for claim in claims if claim.is_finding})


# --- who is meant -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "code"),
    [
        ("1. 2050202 小学教育", "2050202"),
        ("1、2050202小学教育支出", "2050202"),
        ("（1）（2050202）小学教育", "2050202"),
        ("小学教育（2050202）", "2050202"),
        ("2050202 小学教育（项）", "2050202"),
        ("其中：20502普通教育", "20502"),
        ("教育支出（205）", "205"),
    ],
)
def test_an_item_is_known_by_its_code(lead: str, code: str) -> None:
    prose = read_prose(f"{lead}2025年预算安排9.00万元。", year=YEAR)
    (level,) = prose.of(Metric.LEVEL)
    assert str(level.code) == code


@pytest.mark.parametrize(
    "text",
    [
        "印发2050202份宣传材料，支出9.00万元。",
        "项目编号A2050202小学教育，支出9.00万元。",
        "共走访205户居民，支出9.00万元。",
        "采购2050202元的设备，支出9.00万元。",
    ],
)
def test_a_number_is_no_item(text: str) -> None:
    prose = read_prose(text, year=YEAR)
    assert not prose.items
    assert all(clause.code is None for clause in prose.clauses)


def test_names_level_by_level_after_a_code_are_read_as_names() -> None:
    text = "2050202教育支出（类）普通教育（款）小学教育（项）9.00万元。"
    (item,) = read_prose(text, year=YEAR).items
    assert item.subject.names == ("教育支出", "普通教育", "小学教育")


# --- bases ------------------------------------------------------------------------------------------------

CODED = "1. 2050202 小学教育2025年预算安排120.00万元，比2024年预算100.00万元"
NAMED = "1. 教育支出（类）普通教育（款）小学教育（项）2025年预算数为120.00万元，2024年预算数为100.00万元，"
UNKNOWN = "1. 甲丁奖补资金2025年预算安排120.00万元，比2024年预算100.00万元"


@pytest.mark.parametrize("lead", [CODED, NAMED, UNKNOWN])
def test_the_base_said_beside_a_change_is_its_base(lead: str) -> None:
    assert kinds(f"{lead}增加20.00万元，增长20.00%{WHY}") == []
    assert kinds(f"{lead}增加25.00万元，增长20.00%{WHY}") == ["change-amount"]
    assert kinds(f"{lead}增加20.00万元，增长25.00%{WHY}") == ["growth-rate"]
    assert kinds(f"{lead}减少20.00万元，下降20.00%{WHY}") == ["change-direction"]
    assert kinds(f"{lead.removesuffix('，')}，与上年持平。") == ["change-direction"]


def test_a_base_never_crosses_to_another_subject() -> None:
    other = "2. 甲戊补助资金2025年预算安排60.00万元，比2024年预算50.00万元增加10.00万元，增长20.00%"
    assert kinds(f"{UNKNOWN}增加20.00万元，增长20.00%{WHY}{other}{WHY}") == []
    third = "3. 乙己经费2025年预算安排7.00万元，增加10.00万元，增长90.00%"
    assert "growth-rate" not in kinds(f"{UNKNOWN}增加20.00万元{WHY}{third}{WHY}")


def test_a_turned_word_is_one_finding() -> None:
    claims = contradictions(read_prose(f"{NAMED}减少20.00万元，增长20.00%{WHY}", year=YEAR))
    assert len([claim for claim in claims if claim.is_finding]) == 1


# --- names ------------------------------------------------------------------------------------------------


def test_a_code_beside_the_name_of_another_item() -> None:
    assert kinds("1. 2080506 机关事业单位职业年金缴费支出9.00万元。") == []
    assert kinds("1. 2080506 机关事业单位基本养老保险缴费支出9.00万元。") == ["code-name-mismatch"]
    # Shorter than the official name, and meant.
    assert kinds("1. 2080506 职业年金缴费9.00万元。") == []


# --- reasons ----------------------------------------------------------------------------------------------


def test_a_reason_may_do_without_its_word() -> None:
    change = "2025年因公出国（境）费预算9.00万元，与2024年预算相比增加4.00万元"
    assert kinds(f"{change}，赴外开展项目洽谈。") == []
    assert kinds(f"{change}，增长80.00%。") == ["change-without-reason"]
    assert kinds(f"{change}，具体情况如下。") == ["change-without-reason"]


def test_an_empty_reason_is_quoted() -> None:
    text = "2025年公务接待费预算1.00万元，比2024年预算减少0.50万元，主要原因是。"
    (claim,) = [c for c in contradictions(read_prose(text, year=YEAR)) if c.is_finding]
    assert "减少0.50万元，主要原因是" in claim.message


# --- lists ------------------------------------------------------------------------------------------------

BASIC = "一般公共预算财政拨款基本支出80.00万元，其中：人员经费60.00万元，主要包括工资。"
TOTAL = "{year}年“三公”经费支出决算3.00万元，较上年增加1.00万元，增长50%，主要原因是换车。"
LIST = (
    "2025年“三公”经费支出决算中，因公出国（境）费支出决算0万元，占0%；"
    "公务用车购置及运行维护费支出决算{car}万元，占{share}%；公务接待费支出决算1.00万元，占33.33%。"
)


@pytest.mark.parametrize("operating", ["20.00", "30.00"])
def test_parts_may_take_a_paragraph_each(operating: str) -> None:
    found = kinds(f"{BASIC}公用经费{operating}万元，主要包括办公费。", Stage.FINAL)
    assert found == ([] if operating == "20.00" else ["parts-add-up"])
    # Another total between: whose part it is, the words do not say.
    between = f"{BASIC}项目支出9.00万元。公用经费{operating}万元。"
    assert kinds(between, Stage.FINAL) == []


@pytest.mark.parametrize("year", ["2025", "2024"])
@pytest.mark.parametrize(
    ("car", "share", "found"),
    [
        ("2.00", "66.67", []),
        ("2.00", "0.67", ["share"]),
        ("1.50", "50.00", ["parts-add-up"]),
    ],
)
def test_a_total_under_the_wrong_year_is_still_the_total(
    year: str, car: str, share: str, found: list[str]
) -> None:
    text = TOTAL.format(year=year) + LIST.format(car=car, share=share)
    # That the year of the total is compared with itself is found too.
    assert kinds(text, Stage.FINAL) == [*found, *(["wrong-year"] if year == "2024" else [])]
    # A total of last year that is compared with nothing, or with its own year before, is one of last year.
    if year == "2024":
        plain = "2024年“三公”经费支出决算9.00万元。" + LIST.format(car=car, share="66.67")
        assert kinds(plain, Stage.FINAL) == []
