"""Where records were read, as findings name it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.cli.command_line import EXAMPLE
from yusuan.core import records as r
from yusuan.core.place_words import line_name, listed
from yusuan.core.places import Places
from yusuan.readers import read_source
from yusuan.synthetic import Size, synthesise
from yusuan.synthetic.accounts import final_accounts
from yusuan.writers.workbook.document import write_workbook

if TYPE_CHECKING:
    from pathlib import Path


def test_facts_are_the_same_wherever_they_were_read() -> None:
    places = Places()
    assert read_source(EXAMPLE, places) == read_source(EXAMPLE)
    assert places.of(r.DEPARTMENT.label, "", "公开日期") == ["department.toml 第8行"]


def test_a_code_in_two_fields_of_a_line_is_found_in_the_field_in_question() -> None:
    places = Places()
    budget = read_source(EXAMPLE, places)
    spent = [n for n, line in enumerate(budget.lines) if str(line.economic) == "30201"]
    assert places.of(r.LINES.label, "30201", "部门经济科目") == places.of_lines(spent)
    # A finding about a code above those that were typed means the lines below it.
    above = [n for n, x in enumerate(budget.lines) if x.economic and x.economic.digits[:3] == "302"]
    assert places.of(r.LINES.label, "302", "部门经济科目") == places.of_lines(above)


def test_an_indicator_is_found_by_its_name_and_last_years_figure_by_its_column() -> None:
    places = Places()
    budget = read_source(EXAMPLE, places)
    project = budget.projects[0]
    (one,) = places.of(r.INDICATORS.label, project.code, project.indicators[0].name)
    assert one.startswith("projects/01-")
    for stated in budget.prior_year:
        assert len(places.of(r.PRIOR_YEAR.label, stated.row, stated.column)) >= 1


def test_a_row_that_is_missing_has_the_place_where_it_belongs(tmp_path: Path) -> None:
    places = Places()
    budget = read_source(EXAMPLE, places)
    assert places.of(r.NARRATIVE.label, "no_such", "内容") == ["narrative/no_such.md"]
    code = budget.projects[0].code
    assert places.of(r.PROCUREMENT.label, code) == places.of(r.PROJECTS.label, code)
    book = tmp_path / "a.xlsx"
    book.write_bytes(write_workbook(budget))
    in_sheets = Places()
    read_source(book, in_sheets)
    after = len(budget.assets) + 2
    assert in_sheets.of(r.ASSETS.label, "没有的类", "价值（元）") == [f"国有资产!A{after}"]


def test_a_line_called_by_its_number_had_the_place_behind_the_last() -> None:
    places = Places()
    budget = read_source(EXAMPLE, places)
    for n in (0, 4, len(budget.lines) - 1):
        at = places.of(r.LINES.label, line_name(n), "金额（元）")
        assert at == places.of_lines([n]) == [f"lines.csv 第{n + 2}行"]
    assert places.of(r.LINES.label, line_name(len(budget.lines)), "金额（元）") == []
    first = (budget.approved or ())[0]
    assert places.of(r.APPROVED.label, first.called, "金额（元）") == ["approved.csv 第2行"]


def test_the_lines_of_final_accounts_are_numbered_without_those_of_their_budget(
    tmp_path: Path,
) -> None:
    plan = synthesise(3, 2024, "hebei", Size(2, 4))
    book = tmp_path / "a.xlsx"
    budget = final_accounts(plan, 3)
    # The clerk types the budget first.
    book.write_bytes(write_workbook(replace(budget, lines=budget.budgeted, budgeted=budget.lines)))
    places = Places()
    read = read_source(book, places)
    first = len(read.budgeted) + 2
    assert read.lines == budget.lines
    assert places.of_lines([0]) == [f"预算明细!I{first}"]


def test_what_nobody_read_has_no_place() -> None:
    assert Places().of(r.LINES.label, "30201", "金额（元）") == []
    assert Places().of("不是表", "1", "2") == []
    assert Places().of_lines([0, 1]) == []


def test_places_of_one_sheet_are_listed_together_and_the_rest_counted() -> None:
    assert listed(["预算明细!I5"], 1) == "预算明细!I5"
    assert listed(["预算明细!I5", "预算明细!I9"], 14) == "预算明细!I5、I9 等 14 处"
    assert listed(["lines.csv 第5行", "lines.csv 第9行"], 2) == "lines.csv 第5、9行"
    assert listed(["a.md", "项目!B2"], 2) == "a.md、项目!B2"
