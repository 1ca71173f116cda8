"""What goes wrong in Excel: every fault names sheet and cell, all of them at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.readers.spreadsheet import Book, opened
from yusuan.core.errors import ReadError, UnsupportedFormat
from yusuan.pipeline import Run
from yusuan.readers.workbook import read_workbook
from yusuan.writers.workbook.document import write_workbook
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from yusuan.core.errors import Fault


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Callable[[Book], None]], Path]:
    """The example workbook after somebody worked on it in a spreadsheet program."""

    def edit(change: Callable[[Book], None]) -> Path:
        path = tmp_path / "budget.xlsx"
        path.write_bytes(write_workbook())
        book = opened(path)
        change(book)
        book.save(path)
        return path

    return edit


def faults(path: Path) -> list[Fault]:
    with pytest.raises(ReadError) as caught:
        read_workbook(path)
    return list(caught.value.faults)


def put(sheet: str, cell: str, value: object, number_format: str = "") -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book[sheet][cell] = value
        if number_format:
            book[sheet][cell].number_format = number_format

    return change


def rename(sheet: str, name: str) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book[sheet].title = name

    return change


def copied(sheet: str) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book.copy_worksheet(book[sheet]).title = f"{sheet} (2)"

    return change


@pytest.mark.parametrize(
    ("change", "place", "found"),
    [
        (put("预算明细", "I5", "=1+1"), "预算明细!I5", "含公式"),
        (put("预算明细", "I5", -5), "预算明细!I5", "“-5”"),
        (put("预算明细", "I5", 0.125), "预算明细!I5", "“0.125”"),
        (put("预算明细", "I5", 0.2, "0%"), "预算明细!I5", "“20%”"),
        (put("预算明细", "I5", dt.date(2024, 3, 1)), "预算明细!I5", "“2024-03-01”"),
        (put("预算明细", "I5", 1e30), "预算明细!I5", "“1000000000000000000000000000000”"),
        (put("预算明细", "B3", "一般公共预算资金"), "预算明细!B3", "“一般公共预算资金”"),
        (put("预算明细", "E3", "2010301 机关服务"), "预算明细!E3", "“2010301 机关服务”"),
        (put("预算明细", "A3", "901009"), "预算明细!A3", "“901009”"),
        (put("预算明细", "I1", "数"), "预算明细 第1行", "缺少这一列；未认出的表头 “数”"),
        (put("预算明细", "H1", "单位编码"), "预算明细!H1", "重复的表头"),
        (put("部门", "A3", "部门名称"), "部门!A3", "重复的字段"),
        (put("部门", "B8", "不是年份"), "部门!B8", "“不是年份”"),
        (put("部门", "B9", 45366, "General"), "部门!B9", "“45366”"),
        (lambda book: book["预算明细"].merge_cells("A3:A5"), "预算明细!A3:A5", "合并单元格"),
        (lambda book: book.remove(book["项目"]), "项目", "缺少这张工作表"),
    ],
)
def test_a_fault_names_its_cell(
    edited: Callable[[Callable[[Book], None]], Path],
    change: Callable[[Book], None],
    place: str,
    found: str,
) -> None:
    said = [(fault.place, fault.found) for fault in faults(edited(change))]
    assert (place, found) in said


UNDERSTOOD = {
    "unit code as number": put("预算明细", "A3", 901001),
    "function code as number": put("预算明细", "E3", 2010301),
    "full-width code": put("预算明细", "F3", "３０１０２"),
    "number as text": put("预算明细", "I3", "420,000.00"),
    "full-width number": put("预算明细", "I3", "４２００００"),
    "binary noise": put("预算明细", "I3", 420000.00000000006),
    "date with slashes": put("部门", "B9", "2026/3/15"),
    "date in Chinese": put("部门", "B9", "2026年3月15日"),
    "date cell": put("部门", "B9", dt.date(2026, 3, 15)),
    "percent cell": put("项目", "J2", 0.5, "0%"),
    "percent as text": put("项目", "J2", "50%"),
    "truth value": put("项目", "M2", value=False),
    "formula in the catalogue": put("目录", "A2", "=1+1"),
    "note on the guide": put("填报说明", "F9", "备忘"),
    "everything as people write it": lambda book: [
        change(book)
        for change in (
            put("部门", "B8", "2026年"),
            put("部门", "B7", "hebei 河北省部门预算公开"),
            put("部门", "B12", "合计与各项相符"),
            put("部门", "A3", "简称"),
            put("预算明细", "I1", "金额"),
            put("预算明细", "I3", "420,000元"),
            put("预算明细", "E1", "支出功能分类"),
            put("预算明细", "F3", "[30102]津贴补贴"),
            put("预算明细", "A2", "901001-示例局（本级）"),
            put("预算明细", "A3", "示例局（本级）"),
            put("预算明细", "A4", "９０１００１"),
            put("文字说明", "A2", "部门职责"),
            rename("预算明细", " 预算 明细表"),
        )
    ],
}
PASSED_OVER = {
    "a note column": (
        put("预算明细", "N3", "随手一记"),
        "预算明细!N1 这一列没有表头，其下 1 格未读入。",
    ),
    "a column of notes": (
        put("预算明细", "N1", "备注"),
        "预算明细!N1 “备注”不是“预算明细”的栏目，其下没有内容。",
    ),
    "a scratch sheet": (
        lambda book: book.create_sheet("草稿").append(["试算", 12]),
        "工作表“草稿”不是填报用的表，其中 2 格未读入。",
    ),
    "an empty sheet": (
        lambda book: book.create_sheet("Sheet1"),
        "工作表“Sheet1”不是填报用的表，是空的。",
    ),
}


@pytest.mark.parametrize("change", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_what_excel_does_to_values_is_understood(
    edited: Callable[[Callable[[Book], None]], Path], change: Callable[[Book], None]
) -> None:
    assert read_workbook(edited(change)) == example_department()


@pytest.mark.parametrize(("change", "said"), PASSED_OVER.values(), ids=PASSED_OVER)
def test_a_scratch_sheet_or_a_note_column_is_passed_over_with_a_word(
    edited: Callable[[Callable[[Book], None]], Path],
    change: Callable[[Book], None],
    said: str,
) -> None:
    budget = read_workbook(edited(change))
    assert budget == example_department()
    assert budget.remarks == (said,)


def test_what_nearly_matches_is_asked_about_and_never_dropped(
    edited: Callable[[Callable[[Book], None]], Path],
) -> None:
    def change(book: Book) -> None:
        for one in (
            put("项目", "B1", "项目的名称"),
            put("部门", "A3", "部门的简称"),
            put("预算明细", "E3", "2010301-机关服务"),
            put("预算明细", "A3", "901001-另一个单位"),
            rename("国有资产", "国资"),
            rename("政府采购", "Sheet9"),
            copied("预算明细"),
        ):
            one(book)

    said = {(fault.place, fault.found) for fault in faults(edited(change))}
    assert said == {
        ("Sheet9", "工作表与“政府采购”相近"),
        ("国资", "工作表与“国有资产”相近"),
        ("预算明细 (2)", "工作表与“预算明细”相近"),
        ("部门!A3", "字段“部门的简称”，与它相近"),
        ("预算明细!E3", "“2010301-机关服务”"),
        ("预算明细!A3", "“901001-另一个单位”"),
        ("项目!B1", "表头“项目的名称”，与它相近"),
    }


def test_what_was_passed_over_stands_in_the_report(
    edited: Callable[[Callable[[Book], None]], Path],
) -> None:
    run = Run(edited(put("预算明细", "N3", "随手一记")))
    said = [outcome.message for outcome in run.outcomes.every if "未读入" in outcome.message]
    assert said == ["预算明细!N1 这一列没有表头，其下 1 格未读入。"]
    assert not run.outcomes.blocking


def test_a_column_headed_ten_thousand_yuan_is_converted(
    edited: Callable[[Callable[[Book], None]], Path],
) -> None:
    def change(book: Book) -> None:
        page = book["预算明细"]
        page["I1"] = "金额（万元）"
        for (cell,) in page.iter_rows(min_row=2, min_col=9, max_col=9):
            if cell.value is not None:
                cell.value = format(Decimal(str(cell.value)) / 10_000, "f")

    budget = read_workbook(edited(change))
    assert budget == example_department()
    assert budget.remarks == ("预算明细!I1 表头写明万元：这一列的金额已换算成元读入。",)


def test_blank_rows_between_records_do_not_count(
    edited: Callable[[Callable[[Book], None]], Path],
) -> None:
    assert (
        read_workbook(edited(lambda book: book["预算明细"].insert_rows(4, 3)))
        == example_department()
    )


def test_columns_may_stand_in_any_order(edited: Callable[[Callable[[Book], None]], Path]) -> None:
    def swap(book: Book) -> None:
        for row in book["预算单位"].iter_rows(max_col=2):
            row[0].value, row[1].value = row[1].value, row[0].value

    assert read_workbook(edited(swap)) == example_department()


def test_all_faults_of_all_sheets_are_told_once_and_in_order(
    edited: Callable[[Callable[[Book], None]], Path],
) -> None:
    def change(book: Book) -> None:
        book["项目"]["F2"] = "=SUM(1,2)"
        book["部门"]["B2"] = None
        book["预算明细"]["I3"] = "五万"

    said = [fault.place for fault in faults(edited(change))]
    assert said == ["部门!B2", "预算明细!I3", "项目!F2"]


def test_an_old_or_encrypted_workbook_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))
    with pytest.raises(UnsupportedFormat):
        read_workbook(path)


def test_ten_thousand_lines_are_read(tmp_path: Path) -> None:
    from dataclasses import replace

    budget = example_department()
    many = replace(budget, lines=budget.lines * 1_000)
    path = tmp_path / "many.xlsx"
    path.write_bytes(write_workbook(many))
    assert read_workbook(path) == many
