"""The workbook as people meet it in a spreadsheet program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.readers.spreadsheet import Book, Page, opened
from yusuan.core.records import RECORDS
from yusuan.disk import write_file
from yusuan.pipeline import Run
from yusuan.writers.workbook.document import write_workbook
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget


@pytest.fixture(scope="module")
def book() -> Book:
    return opened(write_workbook())


def validations(sheet: Page) -> dict[str, str]:
    return {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }


def test_there_is_a_sheet_for_every_kind_of_record_and_none_is_hidden(book: Book) -> None:
    labels = [record.label for record in RECORDS]
    assert book.sheetnames == ["填报说明", *labels, "目录"]
    assert all(sheet.sheet_state == "visible" for sheet in book)


def test_headers_are_protected_and_the_rest_is_open(book: Book) -> None:
    for record in RECORDS[1:]:
        sheet = book[record.label]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert sheet.freeze_panes == "B2"
        headers = [cell for cell in sheet[1] if cell.value]
        assert [cell.value for cell in headers] == [field.label for field in record.fields]
        assert all(cell.protection.locked and cell.comment for cell in headers)
        if sheet.max_row > 1:
            assert not any(cell.protection.locked for cell in sheet[2])


def test_closed_vocabularies_and_codes_are_drop_downs(book: Book) -> None:
    lines = validations(book["预算明细"])
    assert lines["B2"].startswith('"一般公共预算,')
    assert lines["E2"].startswith("'目录'!$A$2:$A$")
    assert lines["F2"].startswith("'目录'!$C$2:$C$")
    assert "COUNTA('预算单位'!$A:$A)" in lines["A2"]
    assert "COUNTA('项目'!$A:$A)" in lines["H2"]
    assert validations(book["部门"])["B7"].startswith("'目录'!$G$2")
    assert validations(book["文字说明"])["A2"].startswith("'目录'!$E$2")


def test_the_catalogue_lists_code_and_name(book: Book) -> None:
    listed = [row[0].value for row in book["目录"].iter_rows(min_row=2, max_col=1)]
    assert "2010301 行政运行" in listed
    assert book["预算明细"]["E2"].value == "2010301 行政运行"


def test_units_and_projects_are_offered_by_name(book: Book) -> None:
    stored = opened(write_workbook(), values=True)["目录"]
    assert (stored["K2"].value, stored["K3"].value) == ("901001 示例局（本级）", None)
    assert str(stored["L2"].value).startswith("13030226P")
    assert "INDEX('预算单位'!$A:$A,ROW())" in book["目录"]["K2"].value


def test_nothing_a_clerk_fills_in_is_called_by_an_identifier(book: Book) -> None:
    texts = [row[0].value for row in book["文字说明"].iter_rows(min_row=2, max_col=1)]
    assert "部门职责" in texts
    department = {row[0].value: row[1].value for row in book["部门"].iter_rows(max_col=2)}
    assert department["取整方式"] == "合计与各项相符"
    assert str(department["版式"]).startswith("hebei 河北省")
    seen = " ".join(
        str(text)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        for text in (cell.value, cell.comment and cell.comment.text)
        if text and not str(text).startswith("=")
    )
    names = {"duties", "purpose", "amount", "adds-up", "general_public", "classified", "number"}
    assert [name for name in names if name in seen] == []


def test_codes_are_text_and_amounts_are_numbers(book: Book) -> None:
    row = book["预算明细"][2]
    assert row[0].data_type == "s"
    assert row[0].number_format == "@"
    assert row[8].value == 960000
    assert row[8].number_format == "#,##0.00"


def test_the_example_to_write_over_says_so_and_passes_every_check(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    write_file(path, write_workbook(edition="hebei", fiscal_year=2026))
    texts = [cell.value for row in opened(path)["填报说明"] for cell in row]
    assert any("示例数据" in str(text) for text in texts)
    assert Run(path).outcomes.findings == ()


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    budget = replace(example_department(), overall_objective='=HYPERLINK("http://x")')
    sheet = opened(write_workbook(budget))["部门"]
    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "总体绩效目标")
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


def test_a_real_budget_is_no_example(example: DepartmentalBudget) -> None:
    guide = opened(write_workbook(example))["填报说明"]
    assert not any("示例数据" in str(cell.value) for row in guide for cell in row)
