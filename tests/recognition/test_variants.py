"""One publication printed in many ways: the same money is read from every one of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

import pytest

from yusuan.core.grid import RawCell, RawDocument, RawGrid, TextBlock
from yusuan.pipeline import Run
from yusuan.readers.document import read_document
from yusuan.recognition.disclosure import recognise
from yusuan.recognition.tables import dense
from yusuan.synthetic import Size, synthesise
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from yusuan.core.grid import Block
    from yusuan.tables.table import Table

Matrix: TypeAlias = list[list[str]]
UNITS = "单位：万元"
# A department with money of every kind prints more figures than this.
MOST_OF_THEM = 150


@lru_cache
def published() -> RawDocument:
    budget = synthesise(5, 2024, "hebei", Size(3, 4, is_complete=True))
    with TemporaryDirectory() as folder:
        for name, content in Run.of(budget).publish(("docx",)).items():
            path = Path(folder) / Path(name).name
            path.write_bytes(content)
            document = read_document(path)
            blocks = tuple(part for block in document.blocks for part in captioned(block))
            return replace(document, blocks=blocks)
    raise AssertionError


def captioned(block: Block) -> list[Block]:
    """A table whose caption is its first row, as most publishers print it: the caption above."""
    if isinstance(block, TextBlock) or not is_official(block):
        return [block]
    (first,) = (cell for cell in block.cells if cell.row == 0)
    assert UNITS in first.text
    cells = tuple(replace(cell, row=cell.row - 1) for cell in block.cells if cell.row)
    above = [TextBlock(first.text.replace(UNITS, "")), TextBlock(UNITS)]
    return [*above, replace(block, cells=cells, rows=block.rows - 1)]


def money(tables: Iterable[Table]) -> set[tuple[str, str, object, int]]:
    """What is read, whatever columns are called: table, row, which lines, amount."""
    return {
        (cell.key.table, cell.row, cell.region, cell.value)
        for table in tables
        for cell in table.figures()
        if cell.region.ledger == OWN
    }


def matrix_of(grid: RawGrid) -> Matrix:
    return [["" if cell is None else cell.text for cell in row] for row in dense(grid)]


def grid_of(matrix: Matrix) -> RawGrid:
    cells = tuple(
        RawCell(text, r, c) for r, row in enumerate(matrix) for c, text in enumerate(row) if text
    )
    return RawGrid(cells, len(matrix), max(map(len, matrix)))


def heads(matrix: Matrix) -> int:
    """The number of header rows, the row of column numbers among them."""
    return next(n for n, row in enumerate(matrix) if row[0] == "栏次") + 1


def is_official(grid: RawGrid) -> bool:
    return any(cell.text == "栏次" for cell in grid.cells)


def is_tree(matrix: Matrix) -> bool:
    return any("科目编码" in row for row in matrix)


def by_grid(change: Callable[[Matrix], Iterable[Matrix]]) -> Callable[[Block], list[Block]]:
    """A change of the official tables, each given back as one grid or several."""

    def changed(block: Block) -> list[Block]:
        if isinstance(block, TextBlock) or not is_official(block):
            return [block]
        return [grid_of(matrix) for matrix in change(matrix_of(block)) if matrix]

    return changed


def trees(change: Callable[[Matrix], Matrix]) -> Callable[[Block], list[Block]]:
    """A change of the tables by code."""
    return by_grid(lambda matrix: [change(matrix) if is_tree(matrix) else matrix])


def captions(*instead: str) -> Callable[[Block], list[Block]]:
    """The line that names the unit, in other words."""

    def changed(block: Block) -> list[Block]:
        if isinstance(block, TextBlock) and UNITS in block.text:
            return [replace(block, text=block.text.replace(UNITS, word)) for word in instead]
        return [block]

    return changed


def without_numbers(matrix: Matrix) -> Matrix:
    return [row[1:] for row in matrix if row[0] != "栏次"]


def with_remarks(matrix: Matrix) -> Matrix:
    top = heads(matrix)
    return [
        [*row, "备注" if n < top - 1 else "" if n < top else "按规定列支" if n % 3 == 0 else ""]
        for n, row in enumerate(matrix)
    ]


def code_and_name_in_one(matrix: Matrix) -> Matrix:
    top = heads(matrix)
    return [
        [
            row[0],
            "科目" if n < top - 1 else row[2] if n < top else f"{row[1]} {row[2]}".strip(),
            *row[3:],
        ]
        for n, row in enumerate(matrix)
    ]


def _pieces(code: str, *, pad: bool) -> list[str]:
    pieces = [code[:3], *(code[n : n + 2] for n in range(3, len(code), 2))]
    given = [p if pad or len(p) > 2 else p.lstrip("0") or "0" for p in pieces if p]
    return given + [""] * (3 - len(given))


def codes_split(matrix: Matrix, *, pad: bool = True, last_only: bool = False) -> Matrix:
    top, found = heads(matrix), []
    for n, row in enumerate(matrix):
        if n < top - 1:
            pieces = ["科目编码"] * 3 if n < top - 2 else ["类", "款", "项"]
        elif n == top - 1:
            continue
        else:
            pieces = _pieces(row[1], pad=pad)
            if last_only:
                deepest = max((k for k, piece in enumerate(pieces) if piece), default=0)
                pieces = [piece if k == deepest else "" for k, piece in enumerate(pieces)]
        found.append([*pieces, *row[2:]])
    return found


def total_last(matrix: Matrix) -> Matrix:
    top = heads(matrix)
    body = matrix[top:]
    totals = [row for row in body if "合计" in row]
    rows = [*(row for row in body if row not in totals), *totals]
    return [*matrix[:top], *([str(n + 1), *row[1:]] for n, row in enumerate(rows))]


def total_called(word: str) -> Callable[[Matrix], Matrix]:
    def change(matrix: Matrix) -> Matrix:
        top = heads(matrix)
        return [*matrix[:top], *([word if c == "合计" else c for c in row] for row in matrix[top:])]

    return change


def total_column_last(matrix: Matrix) -> Matrix:
    place = next(n for n, word in enumerate(matrix[heads(matrix) - 2]) if word in {"合计", "小计"})
    return [[*row[:place], *row[place + 1 :], row[place]] for row in matrix if row[0] != "栏次"]


def in_two(*, with_heads: bool) -> Callable[[Matrix], Iterable[Matrix]]:
    def change(matrix: Matrix) -> Iterable[Matrix]:
        top = heads(matrix)
        middle = top + (len(matrix) - top) // 2
        yield matrix[:middle]
        yield (matrix[:top] if with_heads else []) + matrix[middle:]

    return change


def in_two_with_title(document: RawDocument) -> RawDocument:
    """The second page says title and unit again."""
    blocks: list[Block] = []
    title = ""
    for block in document.blocks:
        if isinstance(block, TextBlock):
            title = block.text if block.text.endswith("表") else title
            blocks.append(block)
        elif is_official(block):
            first, second = in_two(with_heads=True)(matrix_of(block))
            again = [TextBlock(f"{title}（续）"), TextBlock(UNITS)]
            blocks += [grid_of(first), *again, grid_of(second)]
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


OTHER_WORDS = {
    "财政拨款收入": "财政拨款",
    "经营收入": "事业单位经营收入",
    "上解上级支出": "上缴上级支出",
    "附属单位上缴收入": "附属单位缴款收入",
    "上年结转": "上年结转结余",
    "人员经费": "人员支出",
    "公用经费": "日常公用经费",
    "科目编码": "功能分类科目代码",
    "一般公共预算财政拨款": "一般公共预算拨款",
    "政府性基金预算财政拨款": "政府性基金预算拨款",
    "国有资本经营预算财政拨款": "国有资本经营预算",
    "预算数": "2024年预算数",
    "金额": "本年预算数",
}


def other_words(matrix: Matrix) -> Matrix:
    top = heads(matrix)
    return [
        *([OTHER_WORDS.get(word, word) for word in row] for row in matrix[:top]),
        *matrix[top:],
    ]


def unit_in_head(matrix: Matrix) -> Matrix:
    """（万元） behind the last word over every column of money."""
    top = heads(matrix)
    words = {"合计", "小计", "预算数", "金额", "基本支出", "项目支出", "人员经费", "公用经费"}
    row = [f"{word}（万元）" if word in words else word for word in matrix[top - 2]]
    return [*matrix[: top - 2], row, *matrix[top - 1 :]]


def last_year_beside(matrix: Matrix) -> Matrix:
    """A column of last year's budget and one of the change, in front of each last column."""
    top = heads(matrix)
    words = ["上年预算数"] * (top - 1) + [""]
    change = ["比上年增减%"] * (top - 1) + [""]
    return [
        [*row, words[n] if n < top else "77.70", change[n] if n < top else "12.3"]
        for n, row in enumerate(matrix)
    ]


VARIANTS: dict[str, Callable[[Block], list[Block]]] = {
    "heads repeated instead of merged": by_grid(lambda matrix: [matrix]),
    "no row and column numbers": by_grid(lambda matrix: [without_numbers(matrix)]),
    "remarks at the right": by_grid(lambda matrix: [with_remarks(matrix)]),
    "code and name in one column": trees(code_and_name_in_one),
    "codes in three columns": trees(codes_split),
    "codes without leading zeros": trees(lambda matrix: codes_split(matrix, pad=False)),
    "last piece of the code only": trees(lambda matrix: codes_split(matrix, last_only=True)),
    "total at the bottom": trees(total_last),
    "total called 总计": trees(total_called("总计")),
    "total called 小计": trees(total_called("小 计")),
    "total column last": trees(total_column_last),
    "two pages, heads repeated": by_grid(in_two(with_heads=True)),
    "two pages, heads missing": by_grid(in_two(with_heads=False)),
    "heads in other words": by_grid(lambda matrix: [other_words(matrix)]),
    "last year beside": trees(last_year_beside),
    "unit: 金额单位": captions("金额单位:万元"),
    "unit: in brackets": captions("（单位：人民币万元）"),
    "unit: in a line of its own": captions("编制部门：测试局", "万元"),
}


def variant(change: Callable[[Block], list[Block]]) -> RawDocument:
    document = published()
    blocks = tuple(new for block in document.blocks for new in change(block))
    return replace(document, blocks=blocks)


@lru_cache
def as_published() -> frozenset[tuple[str, str, object, int]]:
    found = money(recognise(published()).tables)
    assert len(found) > MOST_OF_THEM
    return frozenset(found)


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_money_is_read_from(name: str) -> None:
    found = recognise(variant(VARIANTS[name]))
    assert found.refused == ()
    assert money(found.tables) == as_published()


def test_a_title_said_again_on_the_next_page_begins_no_new_table() -> None:
    found = recognise(in_two_with_title(published()))
    assert found.refused == ()
    assert money(found.tables) == as_published()


def test_a_unit_over_the_columns_is_enough() -> None:
    changed = variant(by_grid(lambda matrix: [unit_in_head(matrix)]))
    blocks = tuple(
        replace(b, text=b.text.replace(UNITS, "")) if isinstance(b, TextBlock) else b
        for b in changed.blocks
    )
    found = recognise(replace(changed, blocks=blocks))
    expected = {m for m in as_published() if m[0] != "three_public"}
    assert expected <= money(found.tables)
