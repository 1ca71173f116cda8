"""The seed's thirty objective tables: projects, plans and indicators, also where the text layer tore them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from tests.example import example_budget
from tests.recognition.test_holdings import grid
from tests.rules.said import BARE
from tests.samples_path import samples_dir
from yusuan.core.grid import RawDocument
from yusuan.core.outcomes import Outcome, Status
from yusuan.editions.edition import CLASSIC_TREE
from yusuan.pipeline import Inspection
from yusuan.recognition.objectives import form_projects, objective_forms
from yusuan.recognition.projects import PublishedProject, published_projects
from yusuan.rules.books import book, rule
from yusuan.rules.spec import Part, run

NUMBERS = range(30)
WAN = 1_000_000


@lru_cache
def inspection() -> Inspection:
    return Inspection(samples_dir() / "hebei-qinhuangdao-zfw-2024-budget.txt")


def test_all_projects_and_indicators_are_read() -> None:
    projects = inspection().projects
    assert len(projects) == 30
    assert sum(len(project.indicators) for project in projects) == 249


@pytest.mark.parametrize("number", NUMBERS)
def test_a_project_is_read_as_the_example_states_it(number: int) -> None:
    read, stated = inspection().projects[number], example_budget().projects[number]
    assert (read.code, read.amount, read.fiscal_amount) == (
        stated.code,
        stated.amount,
        stated.fiscal_amount,
    )
    assert read.payment_plan == stated.payment_plan
    assert [i.kind for i in read.indicators] == [i.kind for i in stated.indicators]
    for one, other in zip(read.indicators, stated.indicators, strict=True):
        if "target" not in other.classified:
            assert str(one.target) == str(other.target)
            assert "".join(one.name.split()) == other.name


def test_the_weaknesses_of_its_performance_part_are_found_and_no_other() -> None:
    failed = [
        o
        for o in inspection().outcomes.every
        if o.status is Status.FAILED
        and o.where
        and o.where[0].table.startswith(("项目绩效", "部门绩效"))
    ]
    assert sorted(o.rule for o in failed) == [
        "department-rates-are-measured-in-projects",
        "department-rates-are-measured-in-projects",
        "department-targets-are-carried-by-projects",
        "department-targets-are-carried-by-projects",
        "rates-times-quantities-fit-the-budget",
        "satisfaction-is-measured",
        "satisfaction-is-measured",
    ]


HEAD = "项目编码|13000024P0001|项目名称|测试项目||"
INDICATORS = "一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据"
COST = "成本指标|经济成本指标|总成本|总成本|≤90万元|方案"


def printed(all_: str, fiscal: str, other: str) -> PublishedProject:
    rows = (HEAD, f"预算数|{all_}|财政资金|{fiscal}|其他资金|{other}", INDICATORS, COST)
    (found,) = published_projects([grid(*rows)], "a.pdf")
    return found


def sums(found: PublishedProject) -> list[Outcome]:
    return run([rule("form-amounts-add-up")], replace(BARE, coded_forms=[found.form]))


def test_parts_that_add_up_pass() -> None:
    found = printed("100.00", "90.00", "10.00")
    assert (found.project.fiscal_amount, found.project.other_amount) == (90 * WAN, 10 * WAN)
    assert [outcome.status for outcome in sums(found)] == [Status.PASSED]
    assert found.project.has_amount
    assert found.project.function is None


def test_a_fiscal_part_that_does_not_add_up_is_kept_as_printed_and_reported() -> None:
    found = printed("100.00", "80.00", "10.00")
    assert (found.project.fiscal_amount, found.project.other_amount) == (80 * WAN, 10 * WAN)
    (outcome,) = sums(found)
    assert outcome.status is Status.FAILED
    assert "80.00" in outcome.message
    assert outcome.where[0].file == "a.pdf"
    assert not found.project.has_amount


@pytest.mark.parametrize("place", range(3))
def test_an_amount_that_is_not_read_is_no_zero(place: int) -> None:
    amounts = ["100.00", "90.00", "10.00"]
    amounts[place] = "1O.00"
    found = printed(*amounts)
    (outcome,) = sums(found)
    assert outcome.status is Status.INSUFFICIENT
    assert "1O.00" in outcome.message
    assert not found.project.has_amount
    # Nothing is said of its cost targets, which nobody can compare.
    projects = (rule for rule in book() if Part.PROJECTS in rule.needs)
    rules = run(projects, replace(BARE, projects=(found.project,), indicator_tree=CLASSIC_TREE))
    assert not [o for o in rules if o.status is Status.FAILED and "成本" in o.message]


@pytest.mark.parametrize("nothing", ["", "—", "-", "无"])
def test_a_blank_part_is_no_part(nothing: str) -> None:
    found = printed("100.00", "100.00", nothing)
    assert [outcome.status for outcome in sums(found)] == [Status.PASSED]
    assert found.project.has_amount


@pytest.mark.parametrize("text", ["2O.00", "20.0.0"])
def test_a_form_with_an_amount_not_read_is_insufficient(text: str) -> None:
    table = grid(
        "项目名称|测试项目|单位：万元||",
        "年度资金总额|100.00|||",
        "财政资金|80.00|||",
        f"其他资金|{text}|||",
        "一级指标|二级指标|三级指标|指标值|",
        "产出指标|数量指标|次数|≥2次|",
    )
    (form,) = objective_forms(RawDocument("a.pdf", "pdf", (table,)))
    (outcome,) = run([rule("form-amounts-add-up")], replace(BARE, forms=[form]))
    assert outcome.status is Status.INSUFFICIENT
    (project,) = form_projects([form])
    assert not project.has_amount
