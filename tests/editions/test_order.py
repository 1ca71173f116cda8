"""Where texts and tables stand is a value of an edition, and a form's own ways of printing are read back."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from tests.editions.test_editions import YEAR, figures, run_of
from tests.example import example_budget
from yusuan.core.codes import code
from yusuan.core.errors import SpecError
from yusuan.core.terms import Nature, UnitNature
from yusuan.documents.publication import Grid
from yusuan.documents.secrecy.mask import tells_classes
from yusuan.editions import EDITIONS, edition
from yusuan.editions.edition import TABLES, PartSpec, SectionSpec
from yusuan.pipeline import Inspection, Run, assemble

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.documents.publication import Publication
    from yusuan.tables.table import Table

MADE = [name for name in EDITIONS if name != "accounts"]


@lru_cache
def published(form: str) -> Publication:
    return assemble(run_of(form, 3))


def outline(form: str) -> list[tuple[str, list[str]]]:
    return [(p.id, [s.id for s in p.sections]) for p in published(form).parts]


def table(form: str, name: str) -> Table:
    return next(t for t in run_of(form, 3).printed if t.id == name)


def test_shanghai_has_duties_institutions_terms_and_the_explanation_before_its_tables() -> None:
    parts = dict(outline("shanghai"))
    assert list(parts) == ["profile", "explanation", "tables", "matters"]
    assert parts["profile"] == ["responsibilities", "institutions", "terms"]
    assert len(parts["tables"]) == 9


def test_four_parts_with_tables_second_and_terms_last() -> None:
    for form in ("guangdong", "jiangsu", "accounts"):
        assert [name for name, _ in outline(form)] == [
            "profile",
            "tables",
            "explanation",
            "glossary",
        ]
    titles = [part.title for part in published("guangdong").parts]
    assert titles[1] == "第二部分　2024年部门预算表"


def test_sichuan_has_its_tables_in_an_appendix_with_what_projects_do() -> None:
    *_, (last, tables) = outline("sichuan")
    assert (last, tables[-2:]) == ("tables", ["projects", "objectives"])
    titles = [s.title for p in published("sichuan").parts if p.id == "tables" for s in p.sections]
    assert titles[7] == "公开表3-2　一般公共预算项目支出预算表"
    assert titles[-2] == "公开表6　部门预算项目绩效目标表"
    assert [t for t in titles if "三公" in t] == [
        "公开表3-3　一般公共预算“三公”经费支出预算表",
        "公开表4-1　政府性基金预算“三公”经费支出预算表",
    ]


def test_a_table_may_stand_within_a_section(tmp_path: Path) -> None:
    base = edition("national", YEAR)
    said = tuple(
        replace(s, tables=("three_public",)) if s.id == "three_public" else s for s in base.sections
    )
    form = base.but(
        parts=(PartSpec("tables", "公开表", (TABLES,)), PartSpec("explanation", "说明", said))
    )
    run = Run.of(run_of("national", 3).budget, form)
    section = next(s for s in assemble(run).parts[1].sections if s.id == "three_public")
    assert [b.id for b in section.blocks if isinstance(b, Grid)] == ["three_public"]
    assert len(assemble(run).parts[0].sections) == 8
    written = run.publish(("docx",))
    path = tmp_path / "a.docx"
    path.write_bytes(next(iter(written.values())))
    assert figures(Inspection(path).printed) == figures(run.printed)


@pytest.mark.parametrize(
    "contents",
    [
        ("summary",),
        (TABLES, SectionSpec("terms", "名词解释", tables=("summary", "summary"))),
        ("no",),
    ],
    ids=["not-placed", "placed-twice", "not-there"],
)
def test_a_table_without_one_place_is_no_edition(contents: tuple[SectionSpec | str, ...]) -> None:
    with pytest.raises(SpecError):
        edition("national", YEAR).but(parts=(PartSpec("tables", "公开表", contents),))


# --- what the places print otherwise ----------------------------------------------------------------------


def test_guangdong_prints_codes_in_brackets_and_one_column() -> None:
    (grid,) = (
        block
        for part in published("guangdong").parts
        for section in part.sections
        if section.id == "general_basic"
        for block in section.blocks
        if isinstance(block, Grid)
    )
    assert [cell.text for cell in grid.rows[0]] == ["部门预算支出经济科目", "预算"]
    assert grid.rows[2][0].text == "[301]工资福利支出"
    titles = [t.spec.title for t in run_of("guangdong", 3).printed]
    assert titles[:3] == ["收支总体情况表", "收入总体情况表", "支出总体情况表"]


def test_jiangsu_prints_three_panels_and_functions_by_short_names() -> None:
    summary = table("jiangsu", "summary")
    assert [panel.title for panel in summary.spec.panels] == ["收入", "功能分类", "支出用途"]
    labels = [row.label for row in summary.rows[1]]
    assert labels[:2] == ["一、一般公共服务", "二、外交"]
    assert "三、单位预留机动经费" in [row.label for row in summary.rows[2]]
    assert "单位不需填列" in summary.spec.note
    rows = [row.label for row in table("jiangsu", "three_public").rows[0]]
    assert rows[-2:] == ["会议费", "培训费"]


def running_costs(form: str, row: str, column: str, budget: DepartmentalBudget) -> int | None:
    tables = Run.of(budget, edition(form, YEAR)).tables
    return figures(tables)["three_public", row, column]


def test_running_costs_are_those_of_organs_only() -> None:
    budget = example_budget()
    organs = {u.code for u in budget.units if u.nature is not UnitNature.PUBLIC_INSTITUTION}
    assert 0 < len(organs) < len(budget.units)
    costs = sum(
        line.amount
        for line in budget.lines
        if line.unit in organs
        and line.nature is Nature.BASIC
        and line.economic is not None
        and line.economic.category not in {code("301"), code("303")}
    )
    assert running_costs("shanghai", "合计", "机关运行经费预算数", budget) == costs
    assert running_costs("guangdong", "行政经费", "合计", budget) == costs
    jiangsu = figures(Run.of(budget, edition("jiangsu", YEAR)).tables)
    assert jiangsu["general_economic", "合计", "机关运行经费支出"] == costs


def test_a_form_that_prints_projects_by_class_is_known_to_the_gate() -> None:
    forms = {
        name
        for name in MADE
        if tells_classes(
            replace(
                example_budget(),
                department=replace(example_budget().department, edition=name),
            )
        )
    }
    assert forms == {"guangdong", "sichuan"}


@pytest.mark.parametrize("form", ["guangdong", "sichuan"])
def test_a_withheld_project_keeps_its_classes_where_the_form_prints_them(form: str) -> None:
    budget = run_of(form, 3).budget
    (*_, project) = (p for p in budget.projects if p.function is not None and p.fiscal_amount)
    hidden = replace(project, classified=frozenset({"amount"}), mask_ground="某条")
    projects = tuple(hidden if p is project else p for p in budget.projects)
    run = Run.of(replace(budget, projects=projects))
    public = run.public.budget
    masked = [line for line in public.lines if line.project == "涉密"]
    assert masked
    assert all(line.economic is not None for line in masked)
    # What is published can be read again: its tables follow from the public lines.
    again = Run.of(public)
    assert figures(again.tables) == figures(run.tables)
