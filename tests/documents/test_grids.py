"""Official tables as grids: headers merge, every row is full, the seed's header shapes come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.example import example_budget
from yusuan.catalog import names
from yusuan.documents.grids import Captions, header_rows, table_grid
from yusuan.editions import edition
from yusuan.tables.derive import derive

if TYPE_CHECKING:
    from yusuan.documents.publication import Grid

CAPTIONS = Captions("216 部门", "预算年度：2024")
TABLES = [spec.id for spec in edition("hebei", 2024).tables]


def _grid(table_id: str) -> Grid:
    spec = edition("hebei", 2024).table(table_id)
    return table_grid(derive(spec, example_budget().lines, names(2024)), CAPTIONS)


def _covered(grid: Grid) -> list[int]:
    """How many columns each row fills, spans from above included."""
    reach: dict[int, int] = {}
    widths = []
    for n, row in enumerate(grid.rows):
        filled = sum(cell.colspan for cell in row) + reach.pop(n, 0)
        widths.append(filled)
        for cell in row:
            for below in range(n + 1, n + cell.rowspan):
                reach[below] = reach.get(below, 0) + cell.colspan
    return widths


@pytest.mark.parametrize("table_id", TABLES)
def test_every_row_fills_every_column(table_id: str) -> None:
    grid = _grid(table_id)
    assert set(_covered(grid)) == {len(grid.widths)}


def test_headers_join_equal_neighbours_and_reach_down() -> None:
    first, second = header_rows([("序号",), ("收入", "项目"), ("收入", "预算数"), ("支出", "项目")])
    assert [(c.text, c.colspan, c.rowspan) for c in first] == [
        ("序号", 1, 2),
        ("收入", 2, 1),
        ("支出", 1, 1),
    ]
    assert [c.text for c in second] == ["项目", "预算数", "项目"]


def test_the_column_number_row_counts_from_the_first_column_after_the_row_number() -> None:
    grid = _grid("revenue")
    assert [cell.text for cell in grid.rows[grid.header_rows - 1]] == [
        "栏次",
        *map(str, range(1, 13)),
    ]


def test_totals_of_both_halves_stand_in_the_same_row() -> None:
    last = _grid("summary").rows[-1]
    assert [cell.text for cell in last] == ["34", "收入总计", "1809.18", "支出总计", "1809.18"]


@pytest.mark.parametrize("table_id", ["government_funds", "state_capital"])
def test_an_empty_table_is_printed_empty_with_its_nil_statement(table_id: str) -> None:
    grid = _grid(table_id)
    assert all(not cell.text for cell in grid.rows[-1])
    assert "空表列示" in grid.notes[0]


def test_a_filled_table_has_no_nil_statement() -> None:
    assert _grid("general_expenditure").notes == ()
