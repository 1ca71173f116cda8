"""Names, codes, levels, brackets and objective forms of published documents: each defect and its neighbour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.said import lines, paper, said_by
from yusuan.core.grid import RawCell, RawDocument, RawGrid, TextBlock
from yusuan.core.outcomes import Outcome, Status, Where
from yusuan.core.target import Quantity
from yusuan.narrative.clauses.clause import Stage
from yusuan.recognition.objectives import form_projects, objective_forms
from yusuan.rules.books.text.names import author
from yusuan.rules.evidence import CodeRow, CodeTable, Evidence

YEAR = 2024
CODING = (
    "code-name-mismatch",
    "codes-carry-their-official-names",
    "code-format",
    "code-differs-between-tables",
)
HERE = Where("a.pdf", 1, "表")


def failed(outcomes: object) -> list[str]:
    assert isinstance(outcomes, list)
    return [o.rule for o in outcomes if isinstance(o, Outcome) and o.status is Status.FAILED]


# --- whose document ---------------------------------------------------------------------------------------

DISTRICT = "上海市甲丁区园林和绿化局"
NAMING = ("author-name", "level-of-government", "department-or-unit", "brackets-are-balanced")


def named(texts: tuple[str, ...], owner: str = "") -> list[str]:
    return failed(said_by(replace(paper(lines(*texts)), department=owner), *NAMING))


NAMES = [
    (("#上海市园林和绿化局2024年度部门决算表",), ["author-name"]),
    (("#上海市甲丁区园林和绿化局2024年度部门决算表",), []),
    # The city's own organ may be named in a sentence.
    (("根据上海市园林和绿化局要求，2024年开展普查。",), []),
    (("上海市甲丁区园林与绿化局没有公务用车。",), ["author-name"]),
    (("基本支出是市级预算主管部门及所属预算单位的年度计划。",), ["level-of-government"]),
    (("基本支出是区级预算主管部门及所属预算单位的年度计划。",), []),
    (("本年安排市级财政拨款补助的项目两个。",), []),
    (("项目评级（其中优等三个。", "#下一节"), ["brackets-are-balanced"]),
    (("项目评级（其中优等三个", "，良等一个）。", "#下一节"), []),
    # Where closing ones are missing their partner too, the text layer is to blame.
    (("）项目评级（其中优等三个。", "#下一节"), []),
    (("1）编制预算。2）执行预算（含决算）。",), []),
]


@pytest.mark.parametrize(("texts", "rules"), NAMES)
def test_names_of_the_author_and_its_level(texts: tuple[str, ...], rules: list[str]) -> None:
    assert named(texts, DISTRICT) == rules


@pytest.mark.parametrize(
    ("title", "text", "rules"),
    [
        ("2024年部门预算", "2024年度本单位政府采购预算9.00万元。", ["department-or-unit"]),
        ("2024年部门预算", "2024年度本部门政府采购预算9.00万元。", []),
        ("2024年单位预算", "2024年度本部门政府采购预算9.00万元。", ["department-or-unit"]),
        ("2024年单位预算", "2024年度本单位政府采购预算9.00万元。", []),
        ("2024年部门预算", "2024年单位预算安排购置车辆0辆。", ["department-or-unit"]),
        ("2024年单位预算", "2024年部门预算拟采购设备1台。", ["department-or-unit"]),
        ("2024年部门预算", "所属各单位2024年单位预算由本部门批复。", []),
        ("2024年单位预算", "2024年单位预算安排购置车辆0辆。", []),
    ],
)
def test_a_department_is_no_unit(title: str, text: str, rules: list[str]) -> None:
    book = (f"#{title}", f"#{title}编制说明", "#其他相关情况说明", text)
    assert named(book) == rules
    # Definitions speak of units in every document.
    terms = (f"#{title}", f"#{title}编制说明", "#名词解释", text)
    assert named(terms) == []


def test_the_author_is_who_the_tables_name_or_the_text_most_often() -> None:
    text = lines("#上海市甲丁区园林局2024年部门预算", "上海市甲丁区园林局2024年预算收入9.00万元。")
    assert author(text, "").name == "上海市甲丁区园林局"
    assert author(text, "上海市乙戊区水务局").name == "上海市乙戊区水务局"
    assert author([], "年度部门决算").name == ""


# --- codes ------------------------------------------------------------------------------------------------


def rows(table: str, *listed: tuple[str, str]) -> CodeTable:
    """Rows as (code with its pieces set off by |, name)."""
    found = [
        CodeRow(tuple(code.split("|")), name, Where("a.pdf", 1, table, code))
        for code, name in listed
    ]
    return CodeTable(table, listed[0][0].startswith("3"), tuple(found))


POOL = (("208", "社会保障和就业支出"), ("208|05", "行政事业单位养老支出"))
PENSION, ANNUITY = "机关事业单位基本养老保险缴费支出", "机关事业单位职业年金缴费支出"
CODES = [
    ([rows("甲", *POOL, ("208|05|05", PENSION))], []),
    ([rows("甲", *POOL, ("208|5|05", PENSION))], ["code-format"]),
    ([rows("甲", *POOL, ("208|05|05", ANNUITY))], ["codes-carry-their-official-names"]),
    # The item stands under a code whose 款 the table does not have.
    (
        [rows("甲", *POOL, ("208|05|05", PENSION)), rows("乙", *POOL, ("8|05|05", PENSION))],
        ["code-differs-between-tables"],
    ),
    # One name, two 款: both tables are right.
    (
        [
            rows("甲", ("201|06", "财政事务"), ("201|06|01", "行政运行")),
            rows("乙", ("212|01", "城乡社区管理事务"), ("212|01|01", "行政运行")),
        ],
        [],
    ),
    ([rows("甲", ("210", "医疗卫生与计划生育支出"))], ["code-name-mismatch"]),
    # A code no list knows: nothing can be said.
    ([rows("甲", ("208|77|07", "新设的事项"))], []),
    ([rows("甲", ("302", "商品和服务支出"), ("302|05", "水费"), ("302|06", "电费"))], []),
    (
        [rows("甲", ("302", "商品和服务支出"), ("302|01", "办公费"), ("302|02", "水费"))],
        ["codes-carry-their-official-names"],
    ),
    ([rows("甲", ("303", "离退休人员经费"))], ["codes-carry-their-official-names"]),
    # Another name of the same 款, however like its own; two tables that differ in one code.
    (
        [
            rows("甲", ("210|07|17", "计划生育服务")),
            rows("乙", ("210|07|17", "其他计划生育事务支出")),
        ],
        ["codes-carry-their-official-names"],
    ),
    (
        [
            rows("甲", ("210|01|02", "一般行政管理事务")),
            rows("乙", ("210|01|03", "一般行政管理事务")),
        ],
        ["codes-carry-their-official-names"],
    ),
    (
        [
            rows("甲", ("205|02", "普通教育"), ("205|02|99", "其他普通教育支出")),
            rows("乙", ("205|02", "普通教育"), ("205|02|92", "其他普通教育支出")),
        ],
        ["code-differs-between-tables"],
    ),
    # A school may stand under two codes.
    (
        [
            rows("甲", ("205|02", "普通教育"), ("205|02|03", "甲丁中学")),
            rows("乙", ("205|02", "普通教育"), ("205|02|04", "甲丁中学")),
        ],
        [],
    ),
    # Shorter than the official name, and meant.
    ([rows("甲", ("301|08", "机关事业单位基本养老保险费"), ("302|13", "维修费"))], []),
]


@pytest.mark.parametrize(("tables", "rules"), CODES)
def test_codes_and_their_names(tables: list[CodeTable], rules: list[str]) -> None:
    assert (
        failed(said_by(Evidence("a.pdf", YEAR, Stage.BUDGET, code_tables=tables), *CODING)) == rules
    )


# --- objective forms --------------------------------------------------------------------------------------


def form(total: str, paid: str, carried: str = "0.00", unit: str = "元") -> RawGrid:
    table = (
        ("项目名称", "", "路灯养护", "", "", ""),
        (f"项目资金（{unit}）", "项目资金总额", total, "年度资金申请总额", "", total),
        ("", "其中：财政资金", total, "其中：当年财政拨款", "", paid),
        ("", "", "", "上年结转资金", "", carried),
        ("", "其他资金", "0.00", "其他资金", "", "0.00"),
        ("", "一级指标", "二级指标", "三级指标", "", "年度指标值"),
        ("绩效指标", "产出指标", "数量指标", "养护路灯", "", "≥120.00(盏)"),
        ("", "", "", "巡查次数", "", "=12.00(次)"),
        ("", "满意度指标", "服务对象满意度指标", "居民满意度", "", "≥90.00(%)"),
    )
    cells = [
        RawCell(text, r, c) for r, line in enumerate(table) for c, text in enumerate(line) if text
    ]
    return RawGrid(tuple(cells), len(table), 6, page=3)


def goals(text: str, *grids: RawGrid) -> list[Outcome]:
    forms = objective_forms(RawDocument("a.pdf", "pdf", grids))
    return said_by(replace(published(text), forms=forms), "goals-stated", "form-amounts-add-up")


def published(text: str) -> Evidence:
    return Evidence("a.pdf", YEAR, Stage.BUDGET, (), (TextBlock(text, 2),))


SAID = "一、绩效目标\n2024年编报绩效目标的项目2个，涉及项目预算资金30.00万元。"
FORMS = [
    ("", [form("300,000.00", "300,000.00")], []),
    ("", [form("300,000.00", "280,000.00", "20,000.00")], []),
    ("", [form("300,000.00", "380,000.00")], ["form-amounts-add-up"]),
    (SAID, [form("100,000.00", "100,000.00"), form("200,000.00", "200,000.00")], []),
    (SAID, [form("10.00", "10.00", unit="万元"), form("20.00", "20.00", unit="万元")], []),
    (
        SAID,
        [form("100,000.00", "100,000.00"), form("250,000.00", "250,000.00")],
        ["goals-stated"],
    ),
    # One form of two is printed: the others are somewhere else.
    (SAID, [form("100,000.00", "100,000.00")], []),
    (SAID.replace("。", "。其中：甲事项12.00万元，乙事项18.00万元。"), [], []),
    (
        SAID.replace("30.00万元。", "30.00万元，其中：甲事项12.00万元，乙事项19.00万元。"),
        [],
        ["goals-stated"],
    ),
]


@pytest.mark.parametrize(("text", "grids", "rules"), FORMS)
def test_forms_add_up_and_agree_with_the_text(
    text: str, grids: list[RawGrid], rules: list[str]
) -> None:
    assert failed(goals(text, *grids)) == rules


def test_a_wrong_part_of_a_form_is_named_with_its_value() -> None:
    (wrong,) = (o for o in goals("", form("300,000.00", "380,000.00")) if o.is_finding)
    assert (wrong.expected, wrong.actual) == (30_000_000, 38_000_000)


def test_a_form_is_a_project_with_parsed_targets() -> None:
    document = RawDocument("a.pdf", "pdf", (form("300,000.00", "300,000.00"),))
    (project,) = form_projects(objective_forms(document))
    assert (project.name, project.amount) == ("路灯养护", 30_000_000)
    assert [i.name for i in project.indicators] == ["养护路灯", "巡查次数", "居民满意度"]
    assert all(isinstance(i.target, Quantity) for i in project.indicators)
