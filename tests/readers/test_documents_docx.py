"""Word documents: merged cells, headings, lists, fields, tracked changes, text boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.readers.raw import docx, lines, paragraph, rows, spans, zipped
from yusuan.core.errors import ReadError
from yusuan.readers.office.docx import read_docx

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.grid import RawDocument


def read(tmp_path: Path, body: str, **parts: str) -> RawDocument:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(body, **parts))
    return read_docx(path)


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
ACROSS = '<w:gridSpan w:val="2"/>'


def test_merged_cells_are_given_once(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"<w:tbl><w:tr>{cell('序号', DOWN)}{cell('支出', ACROSS)}</w:tr>"
        f"<w:tr>{cell('', ON)}{cell('项目')}{cell('数')}</w:tr>"
        f"<w:tr>{cell('1')}{cell('甲')}{cell('5.00')}</w:tr></w:tbl>",
    )
    assert rows(document.grids[0]) == [
        ["序号", "支出", ""],
        ["", "项目", "数"],
        ["1", "甲", "5.00"],
    ]
    assert spans(document.grids[0]) == {"序号": (2, 1), "支出": (1, 2)}


def test_rows_may_begin_and_end_inside_the_table(tmp_path: Path) -> None:
    shifted = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    document = read(
        tmp_path,
        f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr><w:tr>{shifted}{cell('c')}</w:tr></w:tbl>",
    )
    assert rows(document.grids[0]) == [["a", "b"], ["", "c"]]


def test_a_continuation_of_nothing_stands_for_itself(tmp_path: Path) -> None:
    document = read(tmp_path, f"<w:tbl><w:tr>{cell('a', ON)}{cell('b')}</w:tr></w:tbl>")
    assert rows(document.grids[0]) == [["a", "b"]]


def test_a_table_in_a_cell_comes_after_it(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr>{cell('a')}<w:tc>{paragraph('b')}{inner}</w:tc></w:tr></w:tbl>"
    assert [rows(grid) for grid in read(tmp_path, outer).grids] == [[["a", "b"]], [["x", "y"]]]


def test_headings_by_style_base_style_and_outline(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="T"><w:name w:val="表标题"/><w:basedOn w:val="O"/></w:style>'
        '<w:style w:styleId="O"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    document = read(
        tmp_path,
        paragraph("一", '<w:pStyle w:val="1"/>')
        + paragraph("二", '<w:pStyle w:val="T"/>')
        + paragraph("三", '<w:outlineLvl w:val="2"/>')
        + paragraph("文", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>'),
        styles=styles,
    )
    levels = [getattr(block, "level", None) for block in document.blocks]
    assert levels == [1, 2, 3, 0]


def test_lists_print_their_numbers(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )

    def item(text: str, level: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')

    document = read(
        tmp_path,
        item("甲", 0) + item("乙", 0) + item("a", 1) + item("b", 1) + item("丙", 0),
        numbering=numbering,
    )
    assert lines(document) == ["九、甲", "十、乙", "十.1a", "十.2b", "十一、丙"]


def test_of_a_field_only_the_result_is_seen(tmp_path: Path) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = mark("begin") + run("内") + mark("separate") + run("果") + mark("end")
    body = (
        run("前")
        + mark("begin")
        + nested
        + mark("separate")
        + run("5.00")
        + mark("end")
        + run("后")
    )
    cut_off = f"<w:p>{mark('begin')}{run('x')}</w:p>"
    assert lines(read(tmp_path, f"<w:p>{body}</w:p>{cut_off}{paragraph('末')}")) == [
        "前5.00后",
        "末",
    ]


def test_tracked_changes_are_taken_as_accepted_and_told(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('共')}<w:del>{run('87.00')}</w:del><w:ins>{run('78.00')}</w:ins></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell('x')}</w:tr><w:tr>{cell('a')}{cell('b')}</w:tr></w:tbl>"
    )
    document = read(tmp_path, body)
    assert lines(document) == ["共78.00"]
    assert rows(document.grids[0]) == [["a", "b"]]
    assert "2 处删除" in document.remarks[0]


def test_text_boxes_are_read_once_and_hidden_text_never(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    choice = f"<w:AlternateContent><w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback></w:AlternateContent>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
    document = read(tmp_path, f"<w:p>{run('文')}<w:r>{choice}</w:r>{hidden}</w:p>")
    assert lines(document) == ["文", "框"]
    assert document.remarks == ("1 处隐藏文字未读入。",)


def test_the_contents_become_the_outline(tmp_path: Path) -> None:
    line = f"<w:p>{run('收支总表')}<w:r><w:tab/></w:r>{run('12')}</w:p>"
    assert read(tmp_path, line).outline == (("收支总表", "12"),)


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document>&e;</w:document>',
        '<!DOCTYPE a [<!ENTITY e "x">]><w:document/>'.encode("utf-16"),
        "<w:document",
        '<document xmlns="x"/>',
    ],
)
def test_hostile_and_damaged_parts_are_faults(tmp_path: Path, document: str | bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(zipped({"word/document.xml": document}))
    with pytest.raises(ReadError, match="docx"):
        read_docx(path)
