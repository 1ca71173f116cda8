"""Text layers: what is a grid, what is a caption, what belongs together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.readers.raw import lines, rows
from tests.samples_path import samples_dir
from yusuan.core.errors import ReadError
from yusuan.core.grid import RawDocument, RawGrid, TextBlock
from yusuan.readers.text.layout import read_text

if TYPE_CHECKING:
    from pathlib import Path

SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
# Rows and columns of the pieces of each of the nine tables.
SHAPES = {
    "部门预算收支总表": [(17, 5), (23, 5)],
    "部门预算收入总表": [(20, 13), (11, 13)],
    "部门预算支出总表": [(22, 9), (9, 9)],
    "部门预算财政拨款收支总表": [(21, 8), (22, 8)],
    "部门预算一般公共预算财政拨款支出表": [(21, 6), (10, 6)],
    "部门预算一般公共预算财政拨款基本支出表": [(21, 6), (18, 6)],
    "部门预算政府性基金预算财政拨款支出表": [(3, 6)],
    "部门预算国有资本经营预算财政拨款支出表": [(3, 6)],
    "部门预算财政拨款“三公”经费支出表": [(12, 6)],
}


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> RawDocument:
    path = tmp_path / "layer.txt"
    path.write_bytes(text.encode(encoding))
    return read_text(path)


@pytest.fixture(scope="module")
def seed() -> RawDocument:
    return read_text(samples_dir() / SEED)


def test_the_nine_tables_of_the_seed_have_their_shapes(seed: RawDocument) -> None:
    found: dict[str, list[tuple[int, int]]] = {}
    title = ""
    for block in seed.blocks:
        if isinstance(block, TextBlock):
            title = block.text if block.text in SHAPES else title
        elif block.cells[0].text == "序号":
            found.setdefault(title, []).append((block.rows, block.columns))
    assert found == SHAPES


def test_every_grid_of_the_seed_is_found(seed: RawDocument) -> None:
    heads = Counter(grid.cells[0].text for grid in seed.grids)
    # 30 project tables, five of which go on after a page end under their repeated header.
    assert heads == {
        "序号": 15, "项目编码": 30, "一级指标": 5, "单位名称": 1, "政府采购项目来源": 1, "项 目": 2,
    }  # fmt: skip


def test_captions_of_the_seed_stay_text_and_split_ones_are_joined(seed: RawDocument) -> None:
    said = Counter(lines(seed))
    # Twelve pieces carry the year, in two lines or one; all nine tables print the unit.
    assert said["预算年度：2024"] == 13
    assert said["单位：万元"] == 13 + 30 + 1
    assert said["截止时间：2023-12-31"] == 1
    assert not any(
        cell.text.startswith(("预算年度", "单位：")) for g in seed.grids for cell in g.cells
    )


def test_the_contents_of_the_seed_are_an_outline(seed: RawDocument) -> None:
    assert len(seed.outline) == 20
    assert seed.outline[0] == ("部门预算收支总表", "1")
    assert [page for _, page in seed.outline if not page.isdecimal()] == ["错误! 未定义书签。"]


def test_figures_of_the_seed_stand_where_they_are_printed(seed: RawDocument) -> None:
    income = rows(seed.grids[2])
    assert income[3][:5] == ["1", "", "合计", "1809.18", "1809.18"]
    assert income[9][:4] == ["7", "20406", "司法", "532.36"]
    assert income[9][11] == "87.00"


def test_short_rows_are_padded_on_the_right(tmp_path: Path) -> None:
    grid = read(tmp_path, "a\tb\tc\nd\n\ne\tf\n").grids
    assert rows(grid[0]) == [["a", "b", "c"]]
    short = read(tmp_path, "a\tb\tc\nd\t\n").grids[0]
    assert rows(short) == [["a", "b", "c"], ["d", "", ""]]
    assert len(short.cells) == 6


def test_markdown_tables_lose_their_rules(tmp_path: Path) -> None:
    document = read(
        tmp_path, "# 标题\n\n| 项目 | 数 |\n|:---|---:|\n| 甲\\|乙 | 1.00 |\n\n**注**：无\n"
    )
    assert rows(document.grids[0]) == [["项目", "数"], ["甲|乙", "1.00"]]
    assert document.blocks[0] == TextBlock("标题", level=1)
    assert lines(document)[-1] == "注：无"


def test_mathematics_of_converters_becomes_plain(tmp_path: Path) -> None:
    assert lines(read(tmp_path, r"合格率 $\geq 95\%$；$5 到 $6")) == ["合格率 ≥95%；$5 到 $6"]


def test_a_line_of_captions_above_a_header_is_text(tmp_path: Path) -> None:
    document = read(tmp_path, "101 某局\t\t单位：元\n科目\t名称\t合计\n201\t甲\t5\n")
    assert lines(document) == ["101 某局", "单位：元"]
    assert rows(document.grids[0])[0] == ["科目", "名称", "合计"]


def test_a_quoted_cell_may_hold_a_line_end(tmp_path: Path) -> None:
    grid = read(tmp_path, '科目\t"一般公共\n预算"\t说"明"\n1\t2\t3\n').grids[0]
    assert rows(grid) == [["科目", "一般公共\n预算", '说"明"'], ["1", "2", "3"]]


def test_form_feeds_count_pages(tmp_path: Path) -> None:
    document = read(tmp_path, "a\tb\n1\t2\n\f一\n\fc\td\n\f")
    assert document.pages == 3
    assert [block.page for block in document.blocks] == [1, 2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_that_are_in_use(tmp_path: Path, encoding: str) -> None:
    assert lines(read(tmp_path, "预算年度：2024\n二〇二四年㐀", encoding)) == [
        "预算年度：2024",
        "二〇二四年㐀",
    ]


def test_damaged_characters_are_counted_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "layer.txt"
    path.write_bytes("部门预算公开".encode() * 40 + b"\xe9\x83" + "表".encode())
    document = read_text(path)
    assert document.remarks == ("有 1 处字符损坏，以“\ufffd”代替。",)
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(ReadError):
        read_text(path)


def test_no_grid_is_made_of_text(tmp_path: Path) -> None:
    document = read(tmp_path, "一、说明\n\n2024年支出1809.18万元。\n")
    assert not any(isinstance(block, RawGrid) for block in document.blocks)
