"""Web pages: spans, nested and hidden parts, headings, encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.readers.raw import lines, rows, spans
from yusuan.core.errors import ReadError
from yusuan.core.grid import RawDocument, TextBlock
from yusuan.readers.text.html import read_html

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, body: str | bytes) -> RawDocument:
    path = tmp_path / "page.html"
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return read_html(path)


def test_spans_push_cells_to_their_columns(tmp_path: Path) -> None:
    grid = read(
        tmp_path,
        "<table><thead><tr><th rowspan=2>序号<th colspan=2>支出</tr><tr><th>项目<th>数</tr></thead>"
        "<tr><td>1<td>甲<td>5.00</tr></table>",
    ).grids[0]
    assert rows(grid) == [["序号", "支出", ""], ["", "项目", "数"], ["1", "甲", "5.00"]]
    assert spans(grid) == {"序号": (2, 1), "支出": (1, 2)}


def test_spans_never_leave_the_table(tmp_path: Path) -> None:
    grid = read(tmp_path, "<table><tr><td rowspan=99>a<td rowspan=0>b<tr><td>c</table>").grids[0]
    assert (grid.rows, grid.columns) == (2, 3)
    assert spans(grid) == {"a": (2, 1), "b": (2, 1)}


def test_a_table_that_arranges_the_page_is_no_grid(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<table><tr><td><h2>标题</h2><p>文字</p><table><tr><td>a<td>1</table><p>后</table>",
    )
    assert [rows(grid) for grid in document.grids] == [[["a", "1"]]]
    assert document.blocks[0] == TextBlock("标题", level=2)
    assert lines(document) == ["标题", "文字", "后"]


def test_a_table_in_a_cell_is_a_grid_of_its_own(tmp_path: Path) -> None:
    document = read(
        tmp_path, "<table><tr><td>a<td>b<tr><td>c<td>d<table><tr><td>x<td>y</table></table>"
    )
    assert [rows(grid) for grid in document.grids] == [[["a", "b"], ["c", "d"]], [["x", "y"]]]


def test_what_nobody_sees_is_not_read(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "<head><title>t</title></head><script>s</script><p style='display: none'>h</p><!-- c -->前<!-- c -->后"
        "<p hidden>h</p><table><tr hidden><td>h<tr><td>a<td style='display:none'>h<td>b</table>",
    )
    assert lines(document) == ["前后"]
    assert rows(document.grids[0]) == [["a", "b"]]


def test_breaks_and_blocks_end_lines(tmp_path: Path) -> None:
    document = read(
        tmp_path, "<p>a <b>b</b>\n c<br>d</p><table><tr><td>一般<br>公共<p>预算</p><td>1</table>"
    )
    assert lines(document) == ["a b c", "d"]
    assert rows(document.grids[0]) == [["一般\n公共\n预算", "1"]]


def test_a_line_of_captions_is_taken_apart(tmp_path: Path) -> None:
    spread = read(
        tmp_path, "<p><span>101 某局</span><span>预算年度：2024</span><span>单位：元</span></p>"
    )
    assert lines(spread) == ["101 某局", "预算年度：2024", "单位：元"]
    spaced = read(tmp_path, "<p>编制单位：某局&nbsp;&nbsp;&nbsp;&nbsp;单位：元</p>")
    assert lines(spaced) == ["编制单位：某局", "单位：元"]


@pytest.mark.parametrize(
    ("said", "used"),
    [("gb2312", "gb18030"), ("gbk", "gb18030"), ("utf-8", "gb18030"), ("x", "utf-8")],
)
def test_the_charset_that_fits_goes_before_the_one_that_is_said(
    tmp_path: Path, said: str, used: str
) -> None:
    page = f"<html><meta charset={said}><p>部门预算公开：财政拨款收支总表镕</p>".encode(used)
    assert lines(read(tmp_path, page)) == ["部门预算公开：财政拨款收支总表镕"]


@pytest.mark.parametrize(
    "body", [b"", b"<div>" * 5000, b"<table>" + b"<tr><td colspan=900><td>" * 9, b"<p>" * 2_000_000]
)
def test_what_is_no_page_is_refused(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(ReadError, match="page"):
        read(tmp_path, body)
