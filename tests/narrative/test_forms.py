"""Forms of sentences from several provinces: what is read of them, and what is found. All sentences are our own."""

from __future__ import annotations

import pytest

from yusuan.core.codes import code
from yusuan.narrative.clauses.clause import Metric, Stage
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions
from yusuan.narrative.forms import FORMS, Effect

B, F = Stage.BUDGET, Stage.FINAL
HEAD = "2025年一般公共预算支出400.00万元。"


def found(text: str, stage: Stage = B) -> list[str]:
    claims = contradictions(read_prose(text, year=2025, stage=stage))
    return sorted({claim.kind.value for claim in claims if claim.is_finding})


def levels(text: str, stage: Stage = B) -> list[tuple[str, str]]:
    prose = read_prose(text, year=2025, stage=stage)
    return [(clause.subject.label, str(clause.amount)) for clause in prose.of(Metric.LEVEL)]


def test_every_effect_has_a_form_and_every_form_stands_where_its_signs_do() -> None:
    assert {form.effect for form in FORMS} == set(Effect)
    assert all(form.may_stand(frozenset("2025年支出增加1万元，主要原因是其中用于占20%；由分多"))
               for form in FORMS if set(form.signs) & set("2增主其用占由分多%因元"))  # fmt: skip


# ── Items, however their names are set apart ─────────────────────────────────────────────────

DRESSES = {
    "levels in brackets": "农林水支出（类）水利（款）防汛（项）2025年预算68.50万元。",
    "codes behind": "农林水支出（213）水利（03）防汛（14）：2025年预算数为68.50万元。",
    "corner brackets": "【农林水支出】【水利】【防汛】安排68.50万元，用于汛期值守。",
    "dashes": "①水利——防汛，68.50万元，保障汛期值守；",
    "bare level words": "农林水支出类水利款防汛项68.50万元。",
    "nothing between": "农林水支出水利防汛68.50万元。",
    "subject": "“农林水支出-水利-防汛”科目68.50万元，与上年持平。",
    "heading, then paragraphs": "（一）农林水支出（类）水利（款）防汛（项）\n反映汛期值守的支出。\n2025年安排68.50万元。",
}


@pytest.mark.parametrize("text", DRESSES.values(), ids=DRESSES)
def test_an_item_is_read_in_any_dress(text: str) -> None:
    prose = read_prose(HEAD + "\n" + text, year=2025, stage=B)
    assert [
        clause.code for clause in prose.of(Metric.LEVEL) if str(clause.amount) == "68.50万元"
    ] == [code("2130314")]


def test_a_longer_name_is_no_item() -> None:
    text = "农林水支出水利工程建设资金68.50万元。"
    prose = read_prose(HEAD + "\n" + text, year=2025, stage=B)
    assert all(clause.code is None for clause in prose.of(Metric.LEVEL))


def test_rows_of_the_tables_may_be_named_alone() -> None:
    names = {
        "防汛": frozenset({code("2130314")}),
        "行政运行": frozenset(map(code, ("2130301", "2010301"))),
    }
    text = HEAD + "其中：防汛68.50万元，行政运行30.00万元，防汛物资储备5.00万元。"
    prose = read_prose(text, year=2025, stage=B, names=names)
    assert [clause.code for clause in prose.of(Metric.LEVEL)] == [None, code("2130314"), None, None]


def test_basic_and_project_spending_of_an_item_are_its_own() -> None:
    text = HEAD + "\n1.水利（款）防汛（项）68.50万元，其中：基本支出{}万元，项目支出8.50万元。"
    assert levels(text.format("60.00"))[2][0].endswith("防汛的基本支出")
    assert found(text.format("60.00")) == []
    assert found(text.format("50.00")) == ["parts-add-up"]


# ── Several amounts in one breath ────────────────────────────────────────────────────────────


def test_one_unit_serves_several_numbers() -> None:
    assert levels("2025年收、支总预算各为120.40、120.40万元。") == [
        ("收入", "120.40万元"),
        ("支出", "120.40万元"),
    ]
    assert found("2025年收入总计、支出总计分别为120.40，138.90万元。") == [
        "revenue-equals-expenditure"
    ]


def test_years_share_a_subject() -> None:
    prose = read_prose("2024年、2025年支出预算分别为90万元、100万元，2025年增加10万元。", year=2025)
    said = [(clause.period.year, str(clause.amount)) for clause in prose.of(Metric.LEVEL)]
    assert said == [(2024, "90万元"), (2025, "100万元")]


def test_a_bracket_ends_its_period() -> None:
    text = "2025年基本支出50.00万元（2024年为48.00万元），项目支出7.00万元（2024年为6.00万元）。"
    prose = read_prose(text, year=2025)
    assert [clause.period.year for clause in prose.of(Metric.LEVEL)] == [2025, 2024, 2025, 2024]


@pytest.mark.parametrize("words", ["基本{}万元，项目8.50万元", "人员部分{}万元，公用部分8.50万元"])
def test_names_are_cut_short_in_a_list(words: str) -> None:
    text = "2025年支出预算68.50万元，其中：" + words
    assert len(levels(text.format("60.00") + "。")) == 3


# ── Differences, changes, years ──────────────────────────────────────────────────────────────

CASES = [
    # A difference is no level, and the rate follows from it.
    (F, "2025年支出决算110.00万元，完成年初预算的110.00%，决算数大于年初预算数10.00万元，原因是追加。", []),
    (F, "2025年支出决算110.00万元，完成年初预算的100.00%，决算数大于年初预算数10.00万元，原因是追加。", ["completion-rate"]),
    (F, "2025年支出决算110.00万元，比上年多支出10.00万元，上升10.00%，因业务增加。", []),
    (F, "2025年支出决算110.00万元，比上年多支出10.00万元，上升11.00%，因业务增加。", ["growth-rate"]),
    (F, "年初预算52.00万元，支出决算为74.00万元，决算数小于年初预算数，原因是追加。", []),
    (F, "2025年支出年初预算52.00万元，决算74.00万元，低于年初预算，原因是人员调动。", ["change-direction"]),
    # The amount of the base stands behind it.
    (B, "2025年三公经费38.00万元，比上年累计支出40.00万元减少2.00万元，下降5.00%，原因是压减。", []),
    (B, "2025年三公经费38.00万元，比上年累计支出40.00万元减少2.00万元，下降6.00%，原因是压减。", ["growth-rate"]),
    # Two bases of one level.
    (B, "2025年支出预算105万元，比2024年预算数100万元增加5万元，增长5%，因增编；比2024年执行数120万元减少15万元，下降12.5%，因压减。", []),
    # A change behind a list is of the whole where that holds.
    (B, "2025年收支总预算312.00万元，含招待所经费18.00万元，幼儿园经费40.00万元；比2024年预算增加52.00万元，增长20.00%，因维修。", []),
    # The year compared with itself; a year of an older text.
    (B, "2025年收入预算312.00万元，比2025年预算增加12.00万元，因活动增加。", ["wrong-year"]),
    (B, "2023年机关运行经费31.00万元，比上年增加1.00万元，因水电费上涨。", ["wrong-year"]),
    (B, "2025年收入预算312.00万元，比2024年预算增加12.00万元，因活动增加。", []),
    (B, "2024年支出预算57.00万元，与2025年持平，其中项目支出12.00万元。", []),
    # From nothing.
    (F, "2025年公务接待费0.80万元，2024年0.00万元，增加0.80万元，增长80.00%，因新成立。", ["growth-rate"]),
    (F, "2025年公务接待费0.80万元，2024年0.00万元，增加0.80万元，增长100.00%，因新成立。", []),
    (F, "其他收入2.40万元，其他收入上年为-1.20万元，较上年增加3.60万元，因利息入账。", []),
    # Parts of a change.
    (B, "2025年支出预算66.00万元，基本支出50.00万元，项目支出16.00万元。与上年相比，支出增加4.00万元，其中：基本支出减少1.00万元，因退休；项目支出增加5.00万元，因新增。", []),
    (B, "2025年支出预算66.00万元，基本支出50.00万元，项目支出16.00万元。与上年相比，支出增加24.00万元，其中：基本支出减少1.00万元，因退休；项目支出增加5.00万元，因新增。", ["parts-of-a-change-add-up"]),
    # Totals with and without what is carried over.
    (F, "2025年收入总计318.00万元，其中：本年收入合计316.00万元，年初结转和结余2.00万元。支出总计318.00万元，其中：本年支出合计317.00万元，年末结转和结余1.00万元。", []),
    (F, "2025年支出总计346.00万元，由本年支出320.00万元、年末结转和结余26.00万元组成。", []),
    (F, "2025年支出总计346.00万元，由本年支出310.00万元、年末结转和结余26.00万元组成。", ["parts-add-up"]),
    (F, "2025年总支出346.00万元（含年末结转和结余26.00万元），其中：基本支出208.00万元，占总支出（不含年末结转和结余）的65.00%。", []),
    # Shares below a total that nobody names.
    (B, "2025年支出预算200.00万元。按用途划分：\n基本支出50.00万元，占25.00%。\n项目支出150.00万元，占75.00%。", []),
    # Units.
    (B, "2025年收入预算186.40万元，支出预算186.40万元，其中：基本支出140.40元，项目支出46.00万元。", ["wrong-unit"]),
    (B, "2025年收入预算1,864,000.00元，支出预算1,864,000.00元。", []),
    # Reasons.
    (B, "2025年项目支出28.00万元，比上年减少2.00万元，下降6.67%，主要原因是新增河道治理项目。", ["reason-against-direction"]),
    (B, "2025年项目支出28.00万元，比上年减少2.00万元，下降6.67%，主要原因是厉行节约，压减会议支出。", []),
    (B, "2025年三公经费3.00万元，与上年持平，主要原因是接待批次增加。", ["reason-against-direction"]),
    (B, "2025年三公经费3.00万元，与上年持平，主要原因是厉行节约。", []),
    (B, "2025年项目支出28.00万元，比上年减少2.00万元，下降6.67%，主要原因是上年新增河道治理项目。", []),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "text", "kinds"), CASES)
def test_what_is_wrong_is_found_and_its_neighbour_is_not(
    stage: Stage, text: str, kinds: list[str]
) -> None:
    assert found(text, stage) == kinds


def test_the_part_that_two_witnesses_speak_against_is_named() -> None:
    text = (
        "基本支出预算968200.00元。其中：\n工资福利支出790400.00元，同比增加18400.00元，增长2.38%，因调资。\n"
        "商品和服务支出68000.00元，同比增加41300.00元，增长48.93%，因增编。\n"
        "对个人和家庭的补助52100.00元，同比增加4600.00元，增长9.68%，因退休。"
    )
    claims = contradictions(read_prose(text, year=2025, stage=B))
    (said,) = [claim for claim in claims if claim.is_finding and claim.kind.value == "parts-add-up"]
    assert (said.actual, said.expected) == ("68000.00元", "125700.00元")


def test_a_reason_of_a_whole_list_is_held_against_none_of_it() -> None:
    text = "公务接待费1.00万元，比上年减少0.50万元；会议费2.00万元，比上年增加0.50万元。主要原因是会议费增加。"
    assert found("2025年" + text) == []
