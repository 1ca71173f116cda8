"""Last year's figures from last year's own budget: a dataset, a workbook, a package, or what was published."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import run
from yusuan.core.budget import BudgetUnit, DepartmentalBudget, StatedFigure
from yusuan.core.errors import RecognitionRefused
from yusuan.core.terms import UnitNature
from yusuan.editions import edition
from yusuan.editions.stated import asked
from yusuan.last_year import with_last_year
from yusuan.pipeline import Run
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.document import write_workbook
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WAN = 1_000_000
# What the example of 2025 prints, in 万元: total, basic, project, three-public.
PRINTED = [223 * WAN, 218 * WAN, 5 * WAN, 1 * WAN]


def department(year: int, name: str = "national") -> DepartmentalBudget:
    return example_department(edition=name, fiscal_year=year)


def laid_down(path: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def source_of(kind: str, path: Path, year: int = 2025) -> Path:
    """The example of a year in one of the forms it may be at hand in."""
    budget = department(year)
    if kind == "folder":
        return laid_down(path, write_folder(budget))
    if kind == "workbook":
        path.mkdir()
        (path / "去年.xlsx").write_bytes(write_workbook(budget))
        return path / "去年.xlsx"
    laid_down(path, Run.of(budget).publish((kind,)))
    if kind == "opendata":
        return path / "opendata"
    return next(p for p in path.iterdir() if p.suffix == f".{kind}")


def compared(budget: DepartmentalBudget) -> list[int]:
    stated = {(s.table, s.row, s.column): s.amount for s in budget.prior_year}
    own = budget.department
    return [
        stated[name.table, name.row, name.column]
        for name in asked(edition(own.edition, own.fiscal_year))
    ]


_SLOW = [pytest.param(kind, marks=pytest.mark.slow) for kind in ("docx", "xlsx")]


@pytest.mark.parametrize("kind", ["folder", "workbook", "opendata", "pdf", "html", *_SLOW])
def test_last_year_was_typed_again_though_its_budget_lay_there(kind: str, tmp_path: Path) -> None:
    fresh = replace(department(2026), prior_year=())
    beside = with_last_year(Run.of(fresh), source_of(kind, tmp_path / "去年"))
    assert compared(beside.budget) == PRINTED
    assert [o for o in beside.outcomes.findings if o.rule.startswith("prior-year")] == []
    # Rows of codes come along: a rule that compares items needs them.
    rows = {s.row for s in beside.budget.prior_year if s.table == "expenditure"}
    assert {"合计", "201", "2010301", "2080505"} <= rows


def test_last_year_of_another_form_is_found_by_what_its_figures_mean(tmp_path: Path) -> None:
    last = laid_down(tmp_path / "去年", write_folder(department(2025, "national")))
    for name in ("hebei", "shanghai"):
        fresh = replace(department(2026, name), prior_year=())
        assert compared(with_last_year(Run.of(fresh), last).budget) == PRINTED, name


def test_a_figure_typed_otherwise_than_published_is_a_finding(tmp_path: Path) -> None:
    wrong = StatedFigure("expenditure", "合计", "基本支出", 281 * WAN)
    own = replace(department(2026), prior_year=(wrong,))
    beside = with_last_year(Run.of(own), source_of("html", tmp_path / "去年"))
    (found,) = (o for o in beside.outcomes.findings if "published" in o.rule)
    assert "281.00万元" in found.message
    assert "218.00万元" in found.message
    assert ".html 中为" in found.message
    assert found.blocks_publication
    assert compared(beside.budget) == PRINTED


def test_a_figure_typed_as_published_and_one_the_source_lacks_stay(tmp_path: Path) -> None:
    own = (
        StatedFigure("expenditure", "合计", "基本支出", 218 * WAN + 3000),
        StatedFigure("expenditure", "2013101", "合计", 7 * WAN),
    )
    budget = replace(department(2026), prior_year=own)
    beside = with_last_year(Run.of(budget), source_of("folder", tmp_path / "去年"))
    assert set(own) <= set(beside.budget.prior_year)
    assert not [o for o in beside.outcomes.findings if "published" in o.rule]


@pytest.mark.parametrize(
    ("year", "other", "says"),
    [
        (2024, {}, "是 2024 年的，应为 2025 年的"),
        (2026, {}, "是 2026 年的，应为 2025 年的"),
        (2025, {"code": "777", "name": "别县别局"}, "“别县别局”的，不是“示例区示例局”的"),
        (2025, {"edition": "accounts"}, "不是部门预算"),
    ],
)
def test_a_budget_that_is_not_last_years_is_refused(
    tmp_path: Path, year: int, other: dict[str, str], says: str
) -> None:
    budget = department(year, other.get("edition", "national"))
    named = replace(
        budget.department,
        code=other.get("code", budget.department.code),
        name=other.get("name", budget.department.name),
    )
    budget = replace(budget, department=named)
    source = laid_down(tmp_path / "别的", write_folder(budget))
    with pytest.raises(RecognitionRefused, match=says):
        with_last_year(Run.of(department(2026)), source)


def test_a_document_of_another_year_or_department_is_refused(tmp_path: Path) -> None:
    source = source_of("html", tmp_path / "去年")
    with pytest.raises(RecognitionRefused, match="是 2025 年的，应为 2026 年的"):
        with_last_year(Run.of(department(2027)), source)
    other = department(2026)
    named = replace(other.department, name="别县别局", short_name="别局", code="777")
    with pytest.raises(RecognitionRefused, match="不是“别县别局”的"):
        with_last_year(Run.of(replace(other, department=named)), source)


def test_nothing_classified_last_year_comes_along(tmp_path: Path) -> None:
    budget = department(2025)
    (project,) = budget.projects
    secret = replace(
        project,
        classified=frozenset({"name", "purpose", "amount"}),
        name="绝密工程",
        mask_ground="保密事项",
        costing=(),
        indicators=(),
    )
    hidden = replace(budget, projects=(secret,), procurement=())
    source = laid_down(tmp_path / "去年", write_folder(hidden))
    # The only project of its item: its amount follows from the tables, so that nothing is taken at all.
    with pytest.raises(RecognitionRefused, match="推算"):
        with_last_year(Run.of(department(2026)), source)
    named = replace(secret, classified=frozenset({"name", "purpose"}))
    laid_down(source, write_folder(replace(hidden, projects=(named,))))
    (view,) = with_last_year(Run.of(department(2026)), source).earlier
    assert [p.name for p in view.projects] == ["涉密"]


def test_a_unit_budget_is_no_department_with_several_units(tmp_path: Path) -> None:
    page = tmp_path / "去年.html"
    text = source_of("html", tmp_path / "发").read_text(encoding="utf-8")
    page.write_text(text.replace("部门预算公开", "单位预算公开"), encoding="utf-8")
    own = department(2026)
    more = BudgetUnit("901002", "示例局服务中心", UnitNature.PUBLIC_INSTITUTION)
    with pytest.raises(RecognitionRefused):
        with_last_year(Run.of(replace(own, units=(*own.units, more))), page)


def test_the_commands_take_last_year(tmp_path: Path) -> None:
    last = source_of("html", tmp_path / "去年")
    fresh = replace(department(2026), prior_year=())
    own = laid_down(tmp_path / "今年", write_folder(fresh))
    assert "没有填写上年数" in run("check", own).output
    said = run("check", own, "--last-year", last)
    assert "没有填写上年数" not in said.output
    book = tmp_path / "填好.xlsx"
    assert run("convert", own, book, "--last-year", last).exit_code == 0
    assert compared(Run(book).budget) == PRINTED
    assert run("convert", own, tmp_path / "填好", "--last-year", last).exit_code == 0
    rows = list(csv.reader((tmp_path / "填好/prior_year.csv").read_text("utf-8").splitlines()))
    assert ["部门支出总表", "合计", "基本支出", "2180000.00"] in rows
    written = run("publish", own, "-o", tmp_path / "公开", "--last-year", last, "--formats", "html")
    assert written.exit_code == 0, written.output + written.stderr
    page = next((tmp_path / "公开").glob("*.html")).read_text(encoding="utf-8")
    assert "支出总额持平" in page
    assert "没有可比" not in page
    refused = run("check", own, "--last-year", own)
    assert refused.exit_code == 2
    assert "是 2026 年的，应为 2025 年的" in refused.stderr
    assert "请用 --against" in run("check", last, "--last-year", last).stderr


def test_that_last_year_is_not_comparable_was_printed_of_whoever_had_not_typed_it(
    tmp_path: Path,
) -> None:
    fresh = replace(department(2026), prior_year=())
    own = laid_down(tmp_path / "今年", write_folder(fresh))
    assert run("publish", own, "-o", tmp_path / "公开", "--formats", "html").exit_code == 1
    run("publish", own, "-o", tmp_path / "草案", "--formats", "html", "--draft")
    draft = next((tmp_path / "草案").glob("*.html")).read_text(encoding="utf-8")
    assert "没有可比" not in draft
    assert "支出总额〔待填〕" in draft
    (own / "narrative/no_prior_year.md").write_text("本部门为新设部门\n", encoding="utf-8")
    assert run("publish", own, "-o", tmp_path / "公开", "--formats", "html").exit_code == 0
    page = next((tmp_path / "公开").glob("*.html")).read_text(encoding="utf-8")
    assert "上年没有可比的预算数（本部门为新设部门），本年不作比较。" in page
    assert "〔待填〕" not in page
