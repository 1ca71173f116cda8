"""What a document is: kind, year, publisher, edition and units, with traps, and refusal where signs are weak."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from tests.recognition.test_variants import is_official, published
from tests.samples_path import samples_dir
from yusuan.core.errors import RecognitionRefused
from yusuan.core.grid import RawCell, RawDocument, RawGrid, TextBlock
from yusuan.core.money import MoneyUnit
from yusuan.pipeline import Inspection
from yusuan.readers.document import read_document
from yusuan.recognition.disclosure import DocumentKind, recognise
from yusuan.recognition.self_description import describe

if TYPE_CHECKING:
    from yusuan.recognition.profile import Profile
    from yusuan.recognition.self_description import SelfDescription

DEPARTMENT, UNIT = DocumentKind.DEPARTMENT_BUDGET, DocumentKind.UNIT_BUDGET
ACCOUNTS = DocumentKind.DEPARTMENT_ACCOUNTS
SAMPLES = {
    "hebei-qinhuangdao-zfw-2024-budget.txt": (
        *(DEPARTMENT, 2024, "中共秦皇岛经济技术开发区工委政法委员会", "hebei"),
    ),
    "shanghai-2026-unit-budget-forms.xlsx": (UNIT, 2026, None, "shanghai"),
    "shanghai-final-accounts-blank-form.pdf": (ACCOUNTS, 2024, None, "accounts"),
    "shanghai-putuo-finance-2025-budget.pdf": (
        *(DEPARTMENT, 2025, "上海市普陀区财政局", "shanghai"),
    ),
    "shanghai-putuo-planning-2024-final-accounts.pdf": (
        *(ACCOUNTS, 2024, "上海市普陀区规划和自然资源局", "accounts"),
    ),
    "shanghai-wanli-2023-budget.pdf": (
        *(DEPARTMENT, 2023, "上海市普陀区人民政府万里街道办事处", "shanghai"),
    ),
    "shanghai-welfare-2024-unit-budget.pdf": (UNIT, 2024, "上海市普陀区社会福利院", "shanghai"),
}


@lru_cache
def profile(name: str) -> Profile:
    return Inspection(samples_dir() / name).disclosure.profile


@pytest.mark.parametrize("name", SAMPLES)
def test_real_documents_say_what_they_are(name: str) -> None:
    found = profile(name)
    kind, year, department, edition = SAMPLES[name]
    assert (found.kind.value, found.year.value) == (kind, year)
    assert found.department.value == department
    assert found.edition.value == edition
    assert not found.is_unfamiliar
    assert min(found.kind.confidence, found.year.confidence, found.edition.confidence) > 0.8
    assert found.year.evidence


def test_units_are_surest_where_the_text_says_the_same_amount() -> None:
    units = profile("shanghai-wanli-2023-budget.pdf").units
    assert units["summary"].value is MoneyUnit.YUAN
    assert units["three_public"].value is MoneyUnit.WAN_YUAN
    assert units["summary"].confidence > units["state_capital"].confidence


PROVINCES = {
    "北京-2026年北京市人力资源和社会保障局部门预算": (
        DEPARTMENT,
        2026,
        "北京市人力资源和社会保障局",
    ),
    "北京-2026年北京市教育委员会部门预算": (DEPARTMENT, 2026, "北京市教育委员会"),
    "广州-信访局_2026年部门预算": (DEPARTMENT, 2026, "广州市信访局"),
    "广州-工业和信息化局_2026年部门预算": (DEPARTMENT, 2026, "广州市工业和信息化局"),
    "无锡-城市管理和综合执法局_2026年部门预算": (UNIT, 2026, "无锡市应急管理综合行政执法监督局"),
    "无锡-水务局_2026年部门预算": (DEPARTMENT, 2026, "无锡市水利局"),
    "杭州-2026年杭州市气象局部门预算": (DEPARTMENT, 2026, "杭州市气象局"),
    "江苏-江苏省人民检察院-2017年省检察院部门预算": (DEPARTMENT, 2017, "江苏省人民检察院"),
    "江苏-江苏省委办公厅-江苏省委办公厅2018年度部门预算公开文件": (
        DEPARTMENT,
        2018,
        "江苏省委办公厅",
    ),
    "泉州-2026年泉州市人民政府办公室部门预算": (DEPARTMENT, 2026, "泉州市人民政府办公室"),
    "深圳-2026年深圳市人民政府口岸办公室部门预算": (DEPARTMENT, 2026, "深圳市人民政府口岸办公室"),
    "深圳-2026年深圳市信访局部门预算": (DEPARTMENT, 2026, "深圳市信访局"),
    "湖州-2026年湖州市退役军人事务局部门预算": (DEPARTMENT, 2026, "湖州市退役军人事务局"),
    "烟台-2026年烟台市大数据局部门预算": (DEPARTMENT, 2026, "烟台市大数据局"),
    "烟台-2026年烟台市统计局部门预算": (DEPARTMENT, 2026, "烟台市统计局"),
    "福州-2026年福州市生态环境局部门预算": (UNIT, 2026, "福州经济技术开发区生态环境局"),
    "福州-2026年福州市科技创新局部门预算": (UNIT, 2026, "福州市科学技术局"),
    "苏州-2026年苏州市审计局部门预算": (DEPARTMENT, 2026, "苏州市审计局"),
    "苏州-2026年苏州市应急管理局部门预算": (DEPARTMENT, 2026, "苏州市应急管理局"),
    "西安-人力资源和社会保障局_2026年部门预算": (DEPARTMENT, 2020, "西安市人力资源和社会保障局"),
    "西安-气象局_2026年部门预算": (DEPARTMENT, 2022, "西安市气象局"),
    "重庆-2026年重庆市委宣传部部门预算": (DEPARTMENT, 2026, "中共重庆市委宣传部"),
    "重庆-2026年重庆市规划和自然资源局部门预算": (DEPARTMENT, 2026, "重庆市规划和自然资源局"),
    "长沙-2026年长沙市信访局部门预算": (DEPARTMENT, 2026, "长沙市信访局"),
    # Headed 部门预算 and worded as one, though of a single unit.
    "长沙-教育局_2026年部门预算": (DEPARTMENT, 2026, "长沙职业教育基地综合协调办公室"),
}


@pytest.mark.parametrize("name", PROVINCES)
def test_documents_of_other_places_say_what_they_are(name: str) -> None:
    """File names lie about year and body; the document is believed."""
    found = describe(read_document(samples_dir() / "provinces" / f"{name}.pdf"))
    assert (found.kind.value, found.year.value, found.department.value) == PROVINCES[name]
    assert min(found.kind.confidence, found.year.confidence, found.department.confidence) > 0.5


def said(*lines: str, file: str = "a.pdf", head: tuple[str, ...] = ()) -> SelfDescription:
    grid = RawGrid(tuple(RawCell(text, 0, n) for n, text in enumerate(head)), 1, len(head) or 1)
    blocks = (*map(TextBlock, lines), *((grid,) if head else ()))
    return describe(RawDocument(file, "text", blocks))


YEARS = {
    "comparison years in long and short lines": (
        2025,
        (
            "测试局2025年部门预算",
            "与2024年预算相比增加",
            "比2024年预算减少1.00万元",
            "2024年执行数",
        ),
    ),
    "Chinese numerals only": (2024, ("测试县财政局", "二〇二四年度部门预算", "二〇二四年二月")),
    "circles for zeros": (2023, ("测试县财政局二○二三年部门预算公开",)),
    "a date in numerals is later than the accounts": (
        2023,
        ("测试县财政局部门决算公开", "二〇二四年九月", "测试县财政局2023年度部门决算"),
    ),
    "last year left over in some titles": (
        2025,
        (
            *(
                "测试局2025年部门预算",
                "2025年部门收支总表",
                "2025年部门收入总表",
                "2025年部门支出总表",
            ),
            *("2024年财政拨款收支预算总表", "2025年一般公共预算支出表", "2024年部门预算情况说明"),
        ),
    ),
    "a running header of another year counts once": (
        2025,
        ("测试局2025年部门预算", *["2024年部门预算"] * 40, "2025年部门预算编制说明"),
    ),
    "label over the tables": (2022, ("收支预算总表", "预算年度：2022")),
    "file name against the cover": (2024, ("测试局2024年部门预算",)),
}


@pytest.mark.parametrize("case", YEARS)
def test_the_year_resists(case: str) -> None:
    year, lines = YEARS[case]
    assert said(*lines, file="2021年预算.pdf" if "file" in case else "a.pdf").year.value == year


@pytest.mark.parametrize(
    "lines",
    [
        ("某些说明", "没有年份的预算"),
        ("测试局部门预算",),
        ("测试局2024年部门预算", "测试局2025年部门预算", "测试局2023年部门预算"),
    ],
    ids=["none", "file name only", "three covers"],
)
def test_a_year_is_never_guessed(lines: tuple[str, ...]) -> None:
    with pytest.raises(RecognitionRefused, match="不作猜测"):
        said(*lines, file="2024.pdf")


KINDS = {
    ("测试局2024年部门预算", "2024年部门收支预算总表"): DEPARTMENT,
    ("测试中心2024年单位预算", "编制单位：测试中心"): UNIT,
    ("测试局2023年度部门决算", "一般公共预算财政拨款支出决算表"): ACCOUNTS,
    ("测试中心2023年度单位决算", "收入支出决算总表"): DocumentKind.UNIT_ACCOUNTS,
    ("测试局2023年度部门决算公开", "年初预算为1.00万元", "2024年部门预算绩效管理情况"): ACCOUNTS,
    ("2025年预算单位财务收支预算总表", "编制单位：测试中心"): UNIT,
}


@pytest.mark.parametrize("lines", KINDS, ids=[k[0] for k in KINDS])
def test_kinds(lines: tuple[str, ...]) -> None:
    assert said(*lines).kind.value is KINDS[lines]


NAMES = {
    ("测试市民政局2024年部门预算",): "测试市民政局",
    ("测试市自然资源和", "规划局2024年度部门预算"): "测试市自然资源和规划局",
    ("2024年部门预算公开", "编制部门：测试市民政局（部门）"): "测试市民政局",
    ("2024年部门预算", "101 测试市民政局", "测试市民政局概况"): "测试市民政局",
    ("测试市2024年市级部门预算", "预算主管部门：测试市民政局"): "测试市民政局",
    ("2024年单位预算", "编制单位:测试市福利院（测试市民政局下属） 单位:元"): "测试市福利院",
}


@pytest.mark.parametrize("lines", NAMES, ids=[k[0] for k in NAMES])
def test_names(lines: tuple[str, ...]) -> None:
    assert said(*lines).department.value == NAMES[lines]


UNIT_ACCOUNTS = DocumentKind.UNIT_ACCOUNTS
# Wordings of places that print no official form we know; names are invented.
WORDINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[object, ...]]] = {
    "name and kind on two lines, the code before the name": (
        (
            "清河市第三人民医院",
            "2025年单位预算公开",
            "目 录",
            "一、单位概况",
            "单位：211003-清河市第三人民医院 单位：万元",
        ),
        (),
        (UNIT, 2025, "清河市第三人民医院"),
    ),
    "the year first, the contents beside page numbers": (
        (
            "2025年度中共北原县委组织部部门预算公开",
            "目录",
            "第一部分部门概况............1",
            "第二部分部门预算表............7",
        ),
        (),
        (DEPARTMENT, 2025, "中共北原县委组织部"),
    ),
    "a letter's title": (
        (
            "北原自治州林业和草原局关于2025年部门预算的公开说明",
            "一、主要职责",
            "2025年主要工作目标",
        ),
        (),
        (DEPARTMENT, 2025, "北原自治州林业和草原局"),
    ),
    "the year in Chinese numerals before the name": (
        ("二〇二五年度北原市红十字会部门预算", "第一部分 部门概况", "第二部分 预算表"),
        (),
        (DEPARTMENT, 2025, "北原市红十字会"),
    ),
    "tables alone: the unit filled in, the year in a line of its own": (
        ("部门收支预算总表", "填报单位：[301]北原县总工会", "2025年", "金额单位：元"),
        ("项目", "预算数"),
        (DEPARTMENT, 2025, "北原县总工会"),
    ),
    "tables alone: label, name and year in cells of their own": (
        ("部门收入决算表",),
        ("编制单位：", "北原县残联", "2023年度", "决算数"),
        (ACCOUNTS, 2023, "北原县残联"),
    ),
    "year, name and kind on three lines": (
        ("2023年度", "北原市城市管理综合", "执法大队", "单位决算", "目 录"),
        (),
        (UNIT_ACCOUNTS, 2023, "北原市城市管理综合执法大队"),
    ),
    "the whole place's budget on the cover, the department in a label": (
        ("北原市2025年市级部门预算", "部门（单位）：北原市文学艺术界联合会", "单位：元"),
        (),
        (DEPARTMENT, 2025, "北原市文学艺术界联合会"),
    ),
    "neither department nor unit is said": (
        ("青草旗乌兰苏木人民政府2025年预算公开", "一、基本情况", "二、收支预算情况说明"),
        (),
        (DEPARTMENT, 2025, "青草旗乌兰苏木人民政府"),
    ),
    "a table of three-public spending alone, without the word budget in its title": (
        ("2022年北原县民政局“三公”经费情况表", "单位：万元"),
        ("项目", "本年预算数"),
        (DEPARTMENT, 2022, "北原县民政局"),
    ),
    "sentences alone": (
        (
            "一、收支总体情况",
            "2025年北原县档案馆收入预算310.00万元，其中：财政拨款收入310.00万元，比2024年预算增加10.00万元，增长3.33%，主要原因是修缮库房。",
            "北原县档案馆2025年支出预算310.00万元，其中：基本支出250.00万元，项目支出60.00万元，与2024年预算相比增加10.00万元，增长3.33%。",
        ),
        (),
        (DEPARTMENT, 2025, "北原县档案馆"),
    ),
    "a code and the name without its place over each table": (
        ("北原市退役军人事务局2025年", "部门预算", "目录", "511-退役军人事务局 单位：万元"),
        (),
        (DEPARTMENT, 2025, "北原市退役军人事务局"),
    ),
    "a subordinate's name over one table, another organ that pays": (
        (
            "北原市教育局2025年部门预算",
            "编制单位：北原市第二中学",
            "资金主管部门：北原市财政局 单位：万元",
        ),
        (),
        (DEPARTMENT, 2025, "北原市教育局"),
    ),
}


@pytest.mark.parametrize("case", WORDINGS)
def test_wordings_of_other_places(case: str) -> None:
    lines, head, expected = WORDINGS[case]
    found = said(*lines, head=head)
    assert (found.kind.value, found.year.value, found.department.value) == expected


@pytest.mark.parametrize(
    "line",
    ["第一部分", "第二部分 2025年部门预算表", "2025年主要工作目标", "单位：万元", "511-单位预算表"],
)
def test_a_heading_names_no_publisher(line: str) -> None:
    assert said("2025年部门预算", line).department.value is None


def test_a_form_never_seen_before_is_read_and_said_to_be_unfamiliar() -> None:
    """The tables of Hebei in another order and unit, all under one title that says little."""
    grids = [grid for grid in published().grids if is_official(grid)]
    blocks: list[TextBlock | RawGrid] = [TextBlock("测试局2024年部门预算")]
    for grid in reversed(grids[1:]):
        blocks += [TextBlock("支出明细一览"), TextBlock("单位：元"), grid]
    found = recognise(RawDocument("a.pdf", "text", tuple(blocks)))
    assert len(found.tables) >= 4
    assert found.profile.is_unfamiliar
    assert found.profile.edition.value is None
    assert found.profile.edition.evidence
