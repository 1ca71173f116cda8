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
from yusuan.inspection import Inspection
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
