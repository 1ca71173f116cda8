"""Published OpenDocument spreadsheets: as shown, what repeats counted before it is made, what is hidden named."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.readers.raw import lines, ods, ods_cell, rows, spans
from tests.samples_path import samples_dir
from yusuan.core.errors import ReadError, UnsupportedFormat
from yusuan.readers.document import read_document
from yusuan.readers.office.ods import read_ods

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.grid import RawDocument

STYLES = (
    '<style:style style:name="r" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.06pt solid #000000"/></style:style>'
    '<style:style style:name="child" style:family="table-cell" style:parent-style-name="r"/>'
    '<style:style style:name="n" style:family="table-cell">'
    '<style:table-cell-properties fo:border="none" style:border-line-width="1pt"/></style:style>'
    '<style:style style:name="gone" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def table(body: str, name: str = "表", about: str = "") -> str:
    return f'<table:table table:name="{name}" {about}>{body}</table:table>'


def row(*cells: str, about: str = "") -> str:
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def written(tmp_path: Path, tables: str, **parts: str) -> RawDocument:
    path = tmp_path / "a.ods"
    path.write_bytes(ods(tables, STYLES, **parts))
    return read_ods(path)


RULED = 'table:style-name="r"'


def test_cells_are_what_they_show(tmp_path: Path) -> None:
    several = "<text:p>甲<text:s/>乙</text:p><text:p>丙<text:line-break/>丁<text:span>戊</text:span>己</text:p>"
    noted = "<office:annotation><text:p>批注</text:p></office:annotation><text:p>1,722.10</text:p>"
    document = written(
        tmp_path,
        table(
            row(ods_cell("收支总表"))
            + row(
                ods_cell("项目", f'{RULED} table:number-columns-spanned="2"'),
                "<table:covered-table-cell/>",
                ods_cell("数", 'table:style-name="child"'),
            )
            + row(
                f"<table:table-cell {RULED}>{several}</table:table-cell>",
                ods_cell("", RULED),
                f'<table:table-cell {RULED} office:value="1722.1">{noted}</table:table-cell>',
            )
            + row(ods_cell("0.00", f'{RULED} table:number-columns-repeated="3"'))
            + row(ods_cell("注：无"))
        ),
    )
    assert lines(document) == ["收支总表", "注：无"]
    (grid,) = document.grids
    assert rows(grid) == [["项目", "", "数"], ["甲 乙\n丙\n丁戊己", "", "1,722.10"], ["0.00"] * 3]
    assert spans(grid) == {"项目": (1, 2)}
    assert (grid.is_ruled, grid.name, grid.cells[2].place) == (True, "表", "表!A3")


def test_lines_come_from_styles_columns_and_parents(tmp_path: Path) -> None:
    columns = (
        '<table:table-column table:default-cell-style-name="r" table:number-columns-repeated="2"/>'
    )
    head = (
        "<table:table-header-rows>"
        + row(ods_cell("项目"), ods_cell("数"))
        + "</table:table-header-rows>"
    )
    plain = 'table:style-name="n"'
    ruled = written(tmp_path, table(columns + head + row(ods_cell("甲"), ods_cell("1"))))
    assert ruled.grids[0].is_ruled
    assert rows(ruled.grids[0]) == [["项目", "数"], ["甲", "1"]]
    bare = written(
        tmp_path, table(columns + row(ods_cell("项目", plain), ods_cell("数", plain)) * 2)
    )
    assert not bare.grids[0].is_ruled


def test_what_is_hidden_is_left_out_and_named(tmp_path: Path) -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    body = columns + "".join(
        row(
            *(ods_cell(f"{n}{c}", RULED) for c in "abc"),
            about='table:visibility="filter"' if n in {1, 2} else "",
        )
        for n in range(5)
    )
    document = written(
        tmp_path, table(body) + table(row(ods_cell("密")), "密", 'table:style-name="gone"')
    )
    assert rows(document.grids[0]) == [["0a", "0c"], ["3a", "3c"], ["4a", "4c"]]
    assert document.remarks == (
        "隐藏的工作表未读入：密；应公开的请取消隐藏。",
        "工作表“表”第 2–3 行、B 列被隐藏，其中 9 个数未读入；应公开的请取消隐藏。",
    )


def test_a_formula_without_result_is_pending(tmp_path: Path) -> None:
    formula = 'table:formula="of:=SUM([.A1:.A2])"'
    document = written(
        tmp_path,
        table(
            row(
                ods_cell("甲", RULED), ods_cell("3", f'{RULED} {formula} office:value-type="float"')
            )
            + row(ods_cell("乙", RULED), ods_cell("", f"{RULED} {formula}"))
            # A formula whose result is an empty text.
            + row(
                ods_cell("丙", RULED), ods_cell("", f'{RULED} {formula} office:value-type="string"')
            )
        ),
    )
    assert [(c.place, c.text) for c in document.grids[0].cells if c.is_pending] == [
        ("表!B2", "=SUM([.A1:.A2])")
    ]
    assert document.remarks[0].startswith("1 个公式没有保存计算结果（表!B2）")


@pytest.mark.parametrize(
    "tables",
    [
        table(
            row(
                ods_cell("1", 'table:number-columns-repeated="16384"'),
                about='table:number-rows-repeated="1048576"',
            )
        ),
        table(row(ods_cell("1", 'table:number-columns-repeated="16384"')) * 40),
        table(row(ods_cell("1"), about='table:number-rows-repeated="1048576"')),
        table("") * 501,
    ],
    ids=["both", "columns", "rows", "sheets"],
)
def test_what_repeats_without_end_is_refused(tables: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="至多"):
        written(tmp_path, tables)


def test_blanks_to_the_end_of_the_sheet_are_none(tmp_path: Path) -> None:
    endless = ods_cell("", f'{RULED} table:number-columns-repeated="16380"')
    body = row(ods_cell("项目", RULED), ods_cell("数", RULED), endless) * 2
    body += row(ods_cell("", RULED), about='table:number-rows-repeated="3"') + row(
        ods_cell("", RULED), about='table:number-rows-repeated="1048571"'
    )
    (grid,) = written(tmp_path, table(body)).grids
    assert (grid.rows, grid.columns) == (5, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ods("", manifest="<m:encryption-data/>"), "密码"),
        (ods("<table:table"), "不是完好的 XML"),
    ],
)
def test_what_is_not_read_says_so(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=said):
        read_document(path)


def test_text_documents_say_what_to_save_as(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(_as_text(ods("")))
    with pytest.raises(UnsupportedFormat, match=r"另存为 \.docx 或 \.pdf"):
        read_document(path)


def _as_text(spreadsheet: bytes) -> bytes:
    import io
    import zipfile

    from tests.readers.raw import zipped

    with zipfile.ZipFile(io.BytesIO(spreadsheet)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    return zipped({n: c.replace("office:spreadsheet", "office:text") for n, c in files.items()})


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_another_program_saves_the_same_tables(suffix: str, tmp_path: Path) -> None:
    source = samples_dir() / "shanghai-2026-unit-budget-forms.xlsx"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", tmp_path, source],
        check=True,
        capture_output=True,
        timeout=240,
    )
    saved, original = (
        read_document(tmp_path / f"{source.stem}.{suffix}"),
        read_document(source),
    )
    assert [rows(grid) for grid in saved.grids] == [rows(grid) for grid in original.grids]
    assert [spans(grid) for grid in saved.grids] == [spans(grid) for grid in original.grids]
    assert (saved.text, saved.remarks) == (original.text, original.remarks)
