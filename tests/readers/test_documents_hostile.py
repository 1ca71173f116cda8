"""Whatever a published file holds: a document or a ReadError in Chinese, soon, and by its content."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.readers import biff_book as biff
from tests.readers.raw import docx, ods, ods_cell, paragraph, zipped
from tests.readers.test_documents_sheets import HEAD, raw_book
from yusuan.core.errors import ReadError, UnsupportedFormat
from yusuan.readers import safe_xml
from yusuan.readers.blocks import fault
from yusuan.readers.document import read_document
from yusuan.readers.limited import answer_of

if TYPE_CHECKING:
    from yusuan.core.errors import Fault

_CELLS = "".join(f'<c r="{c}{{0}}" t="inlineStr"><is><t>部门{c}</t></is></c>' for c in "ABCD")
_TABLE = "<tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2"
_ROW = f"<w:tr><w:tc>{paragraph('a')}</w:tc></w:tr>"
_ODS_ROW = f"<table:table-row>{ods_cell('部门') * 4}</table:table-row>"
SOURCES = {
    "docx": docx(f"{paragraph('一')}<w:tbl>{_ROW * 20}</w:tbl>"),
    "xlsx": raw_book("".join(f'<row r="{n}">{_CELLS.format(n)}</row>' for n in range(1, 30))),
    "xls": biff.workbook(
        HEAD, {"s": b"".join(biff.label(n, 0, "部门") + biff.number(n, 1, n, 1) for n in range(40))}
    ),
    "ods": ods(f'<table:table table:name="s">{_ODS_ROW * 30}</table:table>'),
    "html": f"<html><meta charset=utf-8><h1>部门</h1><table>{_TABLE * 20}</table>".encode(),
    "txt": ("部门预算\n\n单位：万元\n\n" + "序号\t项目\t数\n1\t甲\t1.00\n" * 20).encode(),
}


def _mutated(content: bytes, rng: random.Random) -> bytes:
    mutable = bytearray(content)
    kind = rng.randrange(4)
    if kind == 0:
        return bytes(mutable[: rng.randrange(len(mutable))])
    if kind == 1:
        return rng.randbytes(rng.randrange(1, 3000))
    for _ in range(rng.choice((1, 4, 40))):
        mutable[rng.randrange(len(mutable))] = rng.randrange(256)
    return bytes(mutable)


def _repacked(content: bytes, rng: random.Random, tmp_path: Path) -> bytes:
    """Damage a part inside its archive, where checksums do not give it away."""
    (tmp_path / "whole.zip").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "whole.zip") as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    victim = rng.choice(list(files))
    part = files[victim]
    assert isinstance(part, bytes)
    files[victim] = _mutated(part, rng)
    return zipped(files)


@pytest.mark.parametrize("suffix", SOURCES)
def test_damaged_files_are_read_or_refused(suffix: str, tmp_path: Path) -> None:
    rng = random.Random(f"{suffix} 2024")  # noqa: S311
    path = tmp_path / f"a.{suffix}"
    said: list[Fault] = []
    # A process for each takes its time.
    for _ in range(40 if suffix == "xls" else 150):
        is_inside = suffix in {"docx", "xlsx", "ods"} and rng.random() < 0.6
        source = SOURCES[suffix]
        path.write_bytes(_repacked(source, rng, tmp_path) if is_inside else _mutated(source, rng))
        said += _faults(path)
    assert said
    # Chinese, for the person who has the file.
    assert all(re.search("[\u4e00-\u9fff]", fault.allowed) for fault in said)


def _faults(path: Path) -> list[Fault]:
    """What a file is refused for, if it is; any other exception fails the test."""
    try:
        read_document(path)
    except ReadError as error:
        return list(error.faults)
    return []


@pytest.mark.parametrize("suffix", SOURCES)
def test_the_content_says_what_a_file_is(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / "named-wrongly.bin"
    path.write_bytes(SOURCES[suffix])
    document = read_document(path)
    assert document.format == {"txt": "text"}.get(suffix, suffix)
    assert document.grids


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空文件"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "解压"),
        (b"{\\rtf1 x}", "RTF"),
        (zipped({"OFD.xml": "x"}), "OFD"),
        (zipped({"ppt/presentation.xml": "x"}), "演示文稿，请另存为 .pdf"),
        (biff.compound({"WordDocument": b""}), "另存为 .docx 或 .pdf"),
        (biff.compound({"PowerPoint Document": b""}), "另存为 .pdf"),
        (biff.compound({"EncryptedPackage": b""}), "密码"),
        (biff.compound({"Other": b""}), "旧版 Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(30), "损坏"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "XML 表格",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x", ".mht"),
        (bytes(range(1, 255)) * 9, "PDF"),
    ],
)
def test_what_is_not_read_is_named(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=said):
        read_document(path)


@pytest.mark.parametrize(
    ("name", "save_as"),
    [
        ("a.wps", ".docx 或 .pdf"),
        ("a.doc", ".docx 或 .pdf"),
        ("a.et", ".xlsx"),
        ("a.dps", ".pdf"),
        ("a.ceb", ".pdf"),
        ("a.OFD", ".pdf"),
    ],
)
def test_what_is_known_by_its_name_says_what_to_save_it_as(
    name: str, save_as: str, tmp_path: Path
) -> None:
    from yusuan.pipeline import open_source

    path = tmp_path / name
    path.write_bytes(bytes(range(1, 255)) * 9)
    with pytest.raises(UnsupportedFormat, match=f"另存为 {re.escape(save_as)}"):
        read_document(path)
    # Also where nobody has said that it is a document.
    with pytest.raises(UnsupportedFormat, match=f"另存为 {re.escape(save_as)}"):
        _ = open_source(path).outcomes


def test_a_saved_web_page_called_pdf_says_where_the_file_is(tmp_path: Path) -> None:
    path = tmp_path / "预算.pdf"
    path.write_bytes("<!DOCTYPE html><html><body><a href='x.pdf'>下载</a></body></html>".encode())
    with pytest.raises(UnsupportedFormat, match=r"网页，不是 PDF.*下载原文件"):
        read_document(path)


def test_our_own_workbook_saved_as_xls_is_to_be_saved_as_xlsx(tmp_path: Path) -> None:
    from yusuan.core.records import RECORDS

    for content in (
        biff.workbook(HEAD, {record.label: biff.label(0, 0, "x") for record in RECORDS}),
        ods("".join(f'<table:table table:name="{record.label}"/>' for record in RECORDS)),
    ):
        path = tmp_path / "我的部门.xls"
        path.write_bytes(content)
        with pytest.raises(UnsupportedFormat, match=r"数据集工作簿.*另存为 \.xlsx"):
            read_document(path)


def test_more_cells_than_any_document_has_are_refused_in_an_old_workbook(tmp_path: Path) -> None:
    import struct

    ruled = b"".join(
        biff.record(0xBE, struct.pack("<HH256HH", row, 0, *[1] * 256, 255)) for row in range(1_300)
    )
    path = tmp_path / "a.xls"
    path.write_bytes(biff.workbook(HEAD, {"s": ruled}))
    with pytest.raises(ReadError, match="单元格超过 300000 个"):
        read_document(path)


def test_an_old_workbook_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yusuan.readers.limited._LONGEST_WAIT", 0.001)
    path = tmp_path / "a.xls"
    path.write_bytes(SOURCES["xls"])
    with pytest.raises(ReadError, match=r"已停止.*另存为 \.xlsx"):
        read_document(path)


def test_a_process_that_ends_by_itself_is_a_fault_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="超过上限"):
        answer_of("yusuan.no_such_module", tmp_path / "a.xls")


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    for path in (tmp_path / "none.docx", tmp_path):
        with pytest.raises(ReadError, match="无法打开"):
            read_document(path)


def test_a_table_saved_as_xls_by_a_web_page_is_read_as_the_page_it_is(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes(SOURCES["html"])
    assert read_document(path).format == "html"


def test_unsupported_is_a_read_error_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.rar"
    path.write_bytes(b"Rar!\x1a\x07\x01\0")
    with pytest.raises(UnsupportedFormat):
        read_document(path)


@pytest.mark.parametrize(
    "content",
    [
        b"a\t" * 400_000 + b"b\n" + b"a\tb\n" * 300_000,
        b"\n" * 10 + b"x\n" * 600_000,
        b" **a" * 30_000,
        b"<table>" + b"<tr><td rowspan=65534>a" * 90_000,
        docx("<w:p><w:r>" + '<w:fldChar w:fldCharType="begin"/>' * 9_000 + "</w:r></w:p>"),
        raw_book('<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        raw_book("<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 20_000 + "</mergeCells>"),
    ],
    ids=["wide", "long", "marks", "spans", "fields", "corners", "merges"],
)
def test_what_was_made_to_hurt_ends_soon(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    try:
        document = read_document(path)
    except ReadError:
        return
    assert sum(len(grid.cells) for grid in document.grids) < 300_000


def test_a_part_that_unpacks_to_more_than_a_table_can_say_is_not_parsed() -> None:
    """One attribute of a hundred megabytes is one node, and ten seconds of work."""
    content = b"<a b='" + b"x" * safe_xml.LARGEST_PART + b"'/>"
    with pytest.raises(ReadError, match=r"content\.xml 展开后有 64 MB"):
        safe_xml.parsed(
            content, "content.xml", lambda found, allowed: fault(Path("a.ods"), found, allowed)
        )
