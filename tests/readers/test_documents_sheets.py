"""Published workbooks, new and old: printed precision, tables among titles and notes, what is hidden."""

from __future__ import annotations

import io
import struct
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.readers import biff_book as biff
from tests.readers.raw import lines, rows, spans, zipped
from tests.samples_path import samples_dir
from yusuan.core.errors import ReadError, UnsupportedFormat
from yusuan.readers.office.number_format import code_of, number_of, shown
from yusuan.readers.office.xls import read_xls
from yusuan.readers.office.xlsx_document import read_xlsx_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xlsxwriter.workbook import Workbook

    from yusuan.core.grid import RawDocument

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "printed"),
    [
        ("1722.1", "0.00", "1722.10"),
        ("1722.1", "#,##0.00", "1,722.10"),
        ("1234567.005", ACCOUNTING, "1,234,567.01"),
        ("0", ACCOUNTING, "-"),
        ("-5", "#,##0.00_);[Red]\\(#,##0.00\\)", "(5.00)"),
        ("-5", "0.00_ ;[Red]\\-0.00\\ ", "-5.00"),
        ("-0.001", "0.00", "0.00"),
        ("0", "0.00;;", ""),
        ("0.125", "0.0%", "12.5%"),
        ("1234567", "#,##0,", "1,235"),
        ("7", "[$¥-804]#,##0.00", "¥7.00"),
        ("9", '0.0"万元"', "9.0万元"),
        ("5", "000", "005"),
        ("0.5", "#.##", ".5"),
        ("12", "[>=10]0.0;0.00", "12.0"),
        ("12345.678", "0.00E+00", "1.23E+04"),
        ("205", "@", "205"),
        ("1722.1800000000001", "General", "1722.18"),
        ("33.3333333333333", "", "33.33333333"),
        ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        ("45000.5", "yyyy-mm-dd hh:mm", "2023-03-15 12:00"),
        ("0.3125", "h:mm:ss", "7:30:00"),
        ("60", "yyyy/m/d", "1900/2/28"),
    ],
)
def test_numbers_print_as_their_format_says(stored: str, code: str, printed: str) -> None:
    value = number_of(stored)
    assert value is not None
    assert shown(value, code) == printed


def test_built_in_formats_and_epochs() -> None:
    assert shown(Decimal("1.5"), code_of(4, None)) == "1.50"
    assert shown(Decimal("1.5"), code_of(200, None)) == "1.5"
    assert shown(Decimal(43538), "yyyy-mm-dd", is_1904=True) == "2023-03-15"
    assert [number_of(text) for text in ("NaN", "1e400", "x", "")] == [None] * 4


# --- .xlsx ------------------------------------------------------------------------------------------------


def book(tmp_path: Path, fill: Callable[[Workbook], None]) -> RawDocument:
    import xlsxwriter

    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    fill(made)
    made.close()
    path = tmp_path / "a.xlsx"
    path.write_bytes(stream.getvalue())
    return read_xlsx_document(path)


def test_lines_tell_the_table_from_title_captions_and_notes(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        ruled, money = (
            made.add_format({"border": 1}),
            made.add_format({"border": 1, "num_format": "0.00"}),
        )
        sheet = made.add_worksheet("收支")
        sheet.merge_range("A1:C1", "收支总表")
        sheet.write_row("A2", ["编制单位：某局", None, "单位：万元"])
        sheet.merge_range("A4:A5", "项目", ruled)
        sheet.merge_range("B4:C4", "金额", ruled)
        sheet.write_row("B5", ["合计", "其中"], ruled)
        sheet.write("A6", "甲", ruled)
        sheet.write_formula("B6", "=1+1", money, 1722.1)
        sheet.write_blank("C6", None, ruled)
        sheet.write("A7", "注：无")

    document = book(tmp_path, fill)
    assert lines(document) == ["收支总表", "编制单位：某局", "单位：万元", "注：无"]
    grid = document.grids[0]
    assert rows(grid) == [["项目", "金额", ""], ["", "合计", "其中"], ["甲", "1722.10", ""]]
    assert spans(grid) == {"项目": (2, 1), "金额": (1, 2)}
    assert [cell.place for cell in grid.cells if cell.row == 2] == ["收支!A6", "收支!B6", "收支!C6"]


def test_without_lines_captions_and_gaps_part_tables(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet("s")
        for row, values in enumerate(
            (["表一"], ["单位：元", "x"], ["项目", "数"], ["甲", 1], ["小计"], ["乙", 2], [], ["表二"], ["项", "数"], ["丙", 3], ["说明"])
        ):  # fmt: skip
            sheet.write_row(row, 0, values)

    document = book(tmp_path, fill)
    assert [rows(grid) for grid in document.grids] == [
        [["项目", "数"], ["甲", "1"], ["小计", ""], ["乙", "2"]],
        [["项", "数"], ["丙", "3"]],
    ]
    assert lines(document) == ["表一", "单位：元", "x", "表二", "说明"]
    assert not document.grids[0].is_ruled


def test_what_is_hidden_is_left_out_and_told(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        ruled = made.add_format({"border": 1})
        sheet, other = made.add_worksheet("a"), made.add_worksheet("b")
        for row in range(4):
            sheet.write_row(row, 0, [f"{row}a", f"{row}b", f"{row}c"], ruled)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        other.write("A1", "密")
        other.hide()

    document = book(tmp_path, fill)
    assert rows(document.grids[0]) == [["0a", "0c"], ["2a", "2c"], ["3a", "3c"]]
    assert document.grids[0].cells[3].place == "a!C3"
    assert document.remarks == (
        "隐藏的工作表未读入：b；应公开的请取消隐藏。",
        "工作表“a”第 2 行、B 列被隐藏，其中 6 个数未读入；应公开的请取消隐藏。",
    )


def test_hidden_neighbours_are_named_together(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet("a")
        for row in range(16):
            sheet.write_row(row, 0, [f"项目{'甲乙丙丁'[row % 4]}", row])
        for row in (1, 11, 12, 13):
            sheet.set_row(row, None, None, {"hidden": True})
        # Nothing stands there, so nothing is missed.
        sheet.set_row(40, None, None, {"hidden": True})

    document = book(tmp_path, fill)
    assert document.remarks == (
        "工作表“a”第 2、12–14 行被隐藏，其中 4 个数未读入；应公开的请取消隐藏。",
    )


def test_of_merged_cells_only_the_first_is_seen(tmp_path: Path) -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c><c r="C2" t="e"><f>X</f><v>#REF!</v></c></row>'
        '<row r="3"><c r="A3"><v>5</v></c><c r="C3"><f>A1</f></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(raw_book(sheet))
    document = read_xlsx_document(path)
    assert rows(document.grids[0]) == [["1", "", "3"], ["4", "", "#REF!"], ["5", "", "=A1"]]
    assert [cell.place for cell in document.grids[0].cells if cell.is_pending] == ["s!C3"]
    (said,) = document.remarks
    assert said.startswith("1 个公式没有保存计算结果（s!C3）")
    assert "打开、保存一次" in said


@pytest.mark.parametrize(
    ("cell", "is_pending"),
    [
        ("<c><f>A1</f></c>", True),
        ("<c><f>A1</f><v/></c>", True),
        ('<c><f t="shared" si="0"/></c>', True),
        # A result of any kind was stored: a number, an empty text, an error.
        ("<c><f>A1</f><v>0</v></c>", False),
        ('<c t="str"><f>A1</f><v></v></c>', False),
        ('<c t="e"><f>A1</f><v>#N/A</v></c>', False),
        ("<c/>", False),
    ],
)
def test_only_a_formula_without_result_is_pending(
    *, cell: str, is_pending: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        raw_book(f"<sheetData><row><c><v>1</v></c>{cell}<c><v>2</v></c></row></sheetData>")
    )
    document = read_xlsx_document(path)
    assert any(c.is_pending for grid in document.grids for c in grid.cells) is is_pending
    assert bool(document.remarks) is is_pending


def raw_book(sheet: str, target: str = "xl/workbook.xml") -> bytes:
    """A workbook of one sheet without strings and styles."""
    return zipped(
        {
            "_rels/.rels": f'<R><Relationship Id="1" Type="/officeDocument" Target="{target}"/></R>',
            "xl/workbook.xml": '<w xmlns:r="r"><sheets><sheet name="s" r:id="1"/></sheets></w>',
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="1" Type="/worksheet" Target="s.xml"/></R>',
            "xl/s.xml": f"<worksheet>{sheet}</worksheet>",
        }
    )


@pytest.mark.parametrize(
    "content",
    [
        raw_book('<row r="9999999"><c><v>1</v></c></row>'),
        raw_book('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'),
        raw_book("<row>"),
        raw_book("", "xl/other.xml"),
        zipped({"a": b""}),
        b"PK\x03\x04",
    ],
)
def test_damaged_workbooks_are_faults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(ReadError, match="xlsx"):
        read_xlsx_document(path)


def test_binary_workbooks_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(raw_book("", "xl/workbook.bin"))
    with pytest.raises(UnsupportedFormat, match="xlsb"):
        read_xlsx_document(path)


def test_the_blank_forms_of_shanghai() -> None:
    document = read_xlsx_document(samples_dir() / "shanghai-2026-unit-budget-forms.xlsx")
    shapes = {grid.name.strip(): (grid.rows, grid.columns) for grid in document.grids}
    assert shapes == {
        "单位收支总表": (16, 7), "单位收入总表": (15, 9), "单位支出总表": (15, 7),
        "单位财政拨款收支总表": (16, 7), "单位一般公共预算拨款表": (16, 7), "单位政府性基金拨款表": (16, 7),
        "单位国有资本经营预算拨款表": (16, 7), "单位一般公共预算拨款基本支出明细表": (16, 6),
        "单位“三公”经费和机关运行费预算表": (4, 7),
    }  # fmt: skip
    income = rows(document.grids[1])
    assert (income[0][0], income[0][4]) == ("项目", "收入预算")
    assert income[5][:4] == ["205", "02", "05", "高等教育"]
    said = lines(document)
    assert (said.count("单位：元"), said.count("单位:万元"), said.count("编制单位：")) == (8, 1, 9)


# --- .xls -------------------------------------------------------------------------------------------------


def old_book(tmp_path: Path, content: bytes) -> RawDocument:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    return read_xls(path)


HEAD = biff.look(0) + biff.look(2, is_ruled=True) + biff.look(0, is_ruled=True)


def test_old_workbooks_print_like_new_ones(tmp_path: Path) -> None:
    hundredths = struct.pack("<i", 172_210 << 2 | 3)
    several = (
        struct.pack("<HH", 2, 0) + (struct.pack("<H", 1) + hundredths) * 2 + struct.pack("<H", 1)
    )
    stored_text = struct.pack("<HHH", 2, 2, 1) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)
    sheet = (
        biff.label(0, 0, "收支总表")
        + biff.label(1, 0, "项目", 2) + biff.label(1, 1, "数", 2) + biff.label(1, 2, "注", 2)
        + biff.record(0xBD, several)
        + biff.record(0x06, stored_text) + biff.record(0x207, biff.text("是"))
        + biff.record(0x06, struct.pack("<HHHd", 3, 0, 1, 0.1 + 0.2) + bytes(8))
        + biff.record(0xBE, struct.pack("<HHHHH", 3, 1, 1, 1, 2))
        + biff.number(4, 0, 5, 2)
        + biff.record(0x208, struct.pack("<HHHHHHHH", 4, 0, 3, 0, 0, 0, 0x20, 0))
        + biff.record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 2))
    )  # fmt: skip
    document = old_book(tmp_path, biff.workbook(HEAD, {"表": sheet, "密": b""}, hidden=("密",)))
    assert lines(document) == ["收支总表"]
    assert rows(document.grids[0]) == [
        ["项目", "数", "注"],
        ["1722.10", "1722.10", "是"],
        ["0.30", "", ""],
    ]
    assert document.grids[0].cells[3].place == "表!A3"
    assert document.remarks == (
        "隐藏的工作表未读入：密；应公开的请取消隐藏。",
        "工作表“表”第 5 行被隐藏，其中 1 个数未读入；应公开的请取消隐藏。",
    )


def test_shared_texts_run_over_records(tmp_path: Path) -> None:
    head = struct.pack("<II", 3, 3)
    first = struct.pack("<HBH", 4, 9, 1) + "部门".encode("utf-16-le")
    # Half of the first text is told to go on in one-byte characters, which a rich run then follows.
    second = (
        b"\x00" + b"ab" + b"\0\0\0\0" + struct.pack("<HB", 2, 0) + b"cd" + struct.pack("<HB", 1, 1)
    )
    third = b"\x01" + "预".encode("utf-16-le")
    records = biff.record(0xFC, head + first) + biff.record(0x3C, second) + biff.record(0x3C, third)
    sheet = b"".join(
        biff.record(0xFD, struct.pack("<HHHI", 0, n, 2, index)) for n, index in enumerate((0, 1, 2))
    )
    document = old_book(
        tmp_path, biff.workbook(HEAD + records, {"s": sheet + biff.number(1, 3, 1, 2)})
    )
    assert rows(document.grids[0])[0] == ["部门ab", "cd", "预", ""]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (biff.workbook(biff.record(0x2F), {"s": b""}), "密码"),
        (biff.compound({"Book": b""}), "损坏"),
        (biff.compound({"Other": b""}), "旧版 Office.*另存为"),
        (biff.compound({"Workbook": biff.begin(5) + b"\xe0\0\xff\xff"}), "损坏"),
        (biff.compound({"Workbook": b""})[:600], "损坏"),
        (b"x", "损坏"),
    ],
)
def test_old_workbooks_that_are_not_read(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        old_book(tmp_path, content)
