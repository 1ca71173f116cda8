"""Last year's figures by the names clerks give them, in every edition and every form of a dataset."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from yusuan.core.budget import DepartmentalBudget, StatedFigure
from yusuan.core.errors import ReadError
from yusuan.disk.archive import zipped
from yusuan.editions import EDITIONS, edition
from yusuan.editions.stated import Unnamed, asked, forms_names, names_of
from yusuan.narrative.sentence import FigureName
from yusuan.pipeline import Run
from yusuan.readers import read_source
from yusuan.writers import package
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.document import write_workbook
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.errors import Fault

BASIC = FigureName("expenditure", "合计", "基本支出")


def folder(path: Path, rows: str, name: str = "hebei") -> Path:
    """The example as a folder, with these rows of last year's figures."""
    for file, content in write_folder(example_department(edition=name, fiscal_year=2026)).items():
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).write_bytes(content)
    (path / "prior_year.csv").write_text(rows, encoding="utf-8")
    return path


def faults(path: Path) -> list[Fault]:
    with pytest.raises(ReadError) as caught:
        read_source(path)
    return list(caught.value.faults)


@pytest.mark.parametrize(
    ("name", "table", "row", "column", "found"),
    [
        ("hebei", "部门支出总表", "合计", "基本支出", BASIC),
        ("hebei", "支出总表", "合计", "基本支出", BASIC),
        ("hebei", "部门预算支出总表", " 合 计 ", "基本支出", BASIC),
        ("hebei", "expenditure", "合计", "基本支出", BASIC),
        ("national", "部门支出总表", "2013101", "合计", ("expenditure", "2013101", "合计")),
        (
            "national",
            "部门支出总表",
            "2013101 行政运行",
            "合计",
            ("expenditure", "2013101", "合计"),
        ),
        ("national", "部门收支总表", "收入总计", "预算数", ("summary", "收入总计", "收入/预算数")),
        ("national", "收支总表", "支出总计", "支出/预算数", ("summary", "支出总计", "支出/预算数")),
        (
            "national",
            "一般公共预算“三公”经费支出表",
            "一、因公出国(境)费",
            "资金性质／合计",
            ("three_public", "因公出国（境）费", "资金性质/合计"),
        ),
        (
            "national",
            "一般公共预算基本支出表",
            "基本工资",
            "人员经费",
            ("general_basic", "30101", "一般公共预算基本支出/人员经费"),
        ),
        (
            "shanghai",
            "支出预算总表",
            "合计",
            "项目支出",
            ("expenditure", "合计", "支出预算/项目支出"),
        ),
    ],
)
def test_last_year_could_only_be_named_by_internal_identifiers(
    name: str, table: str, row: str, column: str, found: tuple[str, str, str]
) -> None:
    assert names_of(edition(name, 2026)).figure(table, row, column) == tuple(found)


@pytest.mark.parametrize("name", EDITIONS)
def test_every_figure_has_chinese_names_that_lead_back_to_it(name: str) -> None:
    known = edition(name, 2026)
    names = names_of(known)
    for figure in asked(known):
        assert names.figure(*names.in_words(*figure)) == figure
    budget = example_department(edition=name, fiscal_year=2026)
    listed = [name for names in forms_names(budget).values() for name in names]
    assert "expenditure" not in listed


def test_a_name_many_codes_bear_is_asked_for_by_its_code() -> None:
    found = names_of(edition("national", 2026)).figure("部门支出总表", "行政运行", "合计")
    assert isinstance(found, Unnamed)
    assert found.field == "row"
    assert "2010101" in found.allowed


@pytest.mark.parametrize(
    ("row", "field", "near"),
    [
        ("支出总标,合计,基本支出,1", "表", "支出总表"),
        ("支出总表,总计划,基本支出,1", "行", "合计，或科目编码"),
        ("支出总表,合计,基本,1", "列", "基本支出"),
        ("部门收支总表,收入总数,预算数,1", "行", "收入总计"),
    ],
)
def test_a_misspelt_name_of_last_year_was_only_a_warning(
    tmp_path: Path, row: str, field: str, near: str
) -> None:
    (fault,) = faults(folder(tmp_path, f"表,行,列,金额（元）\n{row}\n"))
    assert fault.place == "prior_year.csv 第2行"
    assert fault.field == field
    assert near in fault.allowed
    assert len(str(fault)) <= 200


def test_a_misspelt_name_of_last_year_names_its_cell_in_a_workbook(tmp_path: Path) -> None:
    budget = example_department(edition="hebei", fiscal_year=2026)
    wrong = replace(budget, prior_year=(StatedFigure("expenditure", "合计", "基本", 1),))
    path = tmp_path / "数据.xlsx"
    path.write_bytes(write_workbook(wrong))
    (fault,) = faults(path)
    assert (fault.place, fault.found) == ("上年数!C2", "“基本”")
    assert "基本支出" in fault.allowed


def test_a_row_prepared_and_left_blank_states_nothing(tmp_path: Path) -> None:
    rows = "表,行,列,金额（元）\n支出总表,合计,合计,\n支出总表,合计,基本支出,0\n"
    assert read_source(folder(tmp_path, rows)).prior_year == (StatedFigure(*BASIC, 0),)


@pytest.mark.parametrize("name", EDITIONS)
def test_folder_and_workbook_write_chinese_names_and_read_them_back(
    tmp_path: Path, name: str
) -> None:
    budget = example_department(edition=name, fiscal_year=2026)
    files = write_folder(budget)
    assert "expenditure" not in files["prior_year.csv"].decode()
    assert read_source(folder(tmp_path, files["prior_year.csv"].decode(), name)) == budget
    book = tmp_path / "数据.xlsx"
    book.write_bytes(write_workbook(budget))
    assert read_source(book) == budget


def test_open_data_understands_both_kinds_of_names(tmp_path: Path) -> None:
    budget = example_department(edition="hebei", fiscal_year=2026)
    words = replace(budget, prior_year=(StatedFigure("支出总表", "合计", "基本支出", 1),))
    path = tmp_path / "数据.zip"
    tables = Run.of(budget).printed
    path.write_bytes(zipped(package(words, tables, created=budget.department.dated)))
    assert read_source(path).prior_year == (StatedFigure(*BASIC, 1),)


def test_the_workbook_offers_tables_and_columns_and_lists_what_is_compared(tmp_path: Path) -> None:
    budget = example_department(edition="hebei", fiscal_year=2026)
    path = tmp_path / "数据.xlsx"
    path.write_bytes(write_workbook(edition="hebei", fiscal_year=2026))
    with zipfile.ZipFile(path) as book:
        text = book.read("xl/sharedStrings.xml").decode()
        sheets = [book.read(n).decode() for n in book.namelist() if "worksheets/sheet" in n]
    assert "公务接待费" in text  # a row of the three-public table, ready to be filled in
    lists = [
        sheet for sheet in sheets if "&apos;目录&apos;!$H$2" in sheet or "'目录'!$H$2" in sheet
    ]
    assert lists
    assert all("$J$2" in sheet for sheet in lists)
    assert isinstance(budget, DepartmentalBudget)
