"""The example derives the seed's 296 figures; the published text is parsed here without product code."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.samples_path import samples_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.tables.table import Table

TITLES = {
    "部门预算收支总表": "summary",
    "部门预算收入总表": "revenue",
    "部门预算支出总表": "expenditure",
    "部门预算财政拨款收支总表": "appropriation_summary",
    "部门预算一般公共预算财政拨款支出表": "general_expenditure",
    "部门预算一般公共预算财政拨款基本支出表": "general_basic",
    "部门预算政府性基金预算财政拨款支出表": "government_funds",
    "部门预算国有资本经营预算财政拨款支出表": "state_capital",
    "部门预算财政拨款“三公”经费支出表": "three_public",
}
LABELS = {"项目", "科目名称", "科目编码", "科目", "编码"}
LIST_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|其中：)")

Figure = tuple[str, str, str, str, int]


def published() -> list[Figure]:
    """(table, row, label, column, fen) of every amount printed in the nine tables."""
    text = (samples_dir() / "hebei-qinhuangdao-zfw-2024-budget.txt").read_text(encoding="utf-8")
    body = text.split("公开表\n", 2)[2].split("信息公开情况说明\n", 1)[0]
    return list(_figures(body))


def _figures(body: str) -> Iterator[Figure]:
    table, headers = "", []
    for line in body.splitlines():
        cells = [re.sub(r"\s", "", cell) for cell in line.split("\t")]
        if cells[0] in TITLES:
            table = TITLES[cells[0]]
        elif cells[0] == "序号":
            headers = [cells]
        elif cells[0] == "" and len(cells) > 1 and len(headers) == 1:
            headers.append(cells)
        elif cells[0].isdigit() and headers:
            yield from _row(table, _paths(headers), cells)


def _paths(headers: list[list[str]]) -> list[tuple[str, ...]]:
    """The header path over each column; a blank in the upper row continues the cell to its left."""
    upper, lower = headers
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    spanning = ""
    paths: list[tuple[str, ...]] = []
    for above, below in zip(upper, lower, strict=True):
        spanning = above or spanning
        paths.append((spanning, below) if below else (spanning,))
    return paths


def _row(table: str, paths: list[tuple[str, ...]], cells: list[str]) -> Iterator[Figure]:
    code = label = ""
    for path, cell in zip(paths, cells, strict=False):
        if path == ("序号",) or not cell:
            continue
        if path[-1] in LABELS:
            code, label = (cell, label) if cell.isdigit() else (code, cell)
        else:
            row = code or LIST_NUMBER.sub("", label)
            yield table, row, label, "/".join(path), int(Decimal(cell) * 1_000_000)


def test_the_seed_prints_296_figures() -> None:
    figures = published()
    assert len(figures) == 296
    assert len({figure[:2] + figure[3:4] for figure in figures}) == 296
    assert ("revenue", "2040607", "公共法律服务", "本年收入/其他收入", 87_000_000) in figures
    assert ("summary", "收入总计", "收入总计", "收入/预算数", 1_809_180_000) in figures


def test_the_example_derives_the_figures_of_the_seed(example_tables: tuple[Table, ...]) -> None:
    derived = {
        (cell.key.table, cell.row, re.sub(r"\s", "", cell.label), cell.key.column, cell.amount)
        for table in example_tables
        for cell in table.figures()
    }
    wanted = set(published())
    assert wanted - derived == set()
    # The training row, without which the seed's three-public total has parts nobody can see.
    assert derived - wanted == {
        ("three_public", "培训费", "五、培训费", "资金性质/合计", 5_930_000),
        ("three_public", "培训费", "五、培训费", "资金性质/一般公共预算财政拨款", 5_930_000),
    }


@pytest.mark.parametrize("table", ["government_funds", "state_capital"])
def test_a_fund_without_money_has_an_empty_table(
    table: str, example_tables: tuple[Table, ...]
) -> None:
    (found,) = (each for each in example_tables if each.id == table)
    assert found.is_nil
    assert found.rows == ((),)
    assert found.spec.nil_statement
