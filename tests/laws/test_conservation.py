"""Law 3: the leaf cells of a panel sum to the lines it admits; what no column takes is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests import strategies as some
from yusuan.catalog import names
from yusuan.core.budget import BudgetLine
from yusuan.core.codes import code
from yusuan.core.errors import UnplacedLine
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource
from yusuan.editions import EDITIONS
from yusuan.tables.derive import derive
from yusuan.tables.region import EVERYTHING, Region
from yusuan.tables.spec import Column, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.tables.table import Row, Table

LINE = BudgetLine(
    unit="101001",
    fund=Fund.GENERAL_PUBLIC,
    source=RevenueSource.APPROPRIATION,
    origin=Origin.CURRENT_YEAR,
    function=code("2010101"),
    economic=code("30101"),
    nature=Nature.BASIC,
    project="",
    amount=12_345,
)


def innermost(regions: Sequence[Region]) -> list[int]:
    """The places that hold no other: nothing is counted twice among them."""
    return [
        n
        for n, region in enumerate(regions)
        if not region.is_empty
        and not any(o < region for o in map(comparable, regions) if not o.is_empty)
    ]


def comparable(region: Region) -> Smaller:
    return Smaller(region)


class Smaller:
    """A region that can be asked whether it lies strictly inside another."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.is_empty = region.is_empty

    def __lt__(self, other: Region) -> bool:
        return self.region <= other and self.region != other


def leaf_rows(panel: Panel, rows: tuple[Row, ...]) -> list[Row]:
    if isinstance(panel.rows, Tree):
        parents = {row.code.parent for row in rows if row.code is not None}
        return [row for row in rows if row.code is not None and row.code not in parents]
    solid = [row for row in rows if row.region is not None]
    regions = [row.region for row in solid if row.region is not None]
    return [solid[n] for n in innermost(regions)]


def leaf_sum(table: Table, number: int) -> int:
    panel = table.spec.panels[number]
    columns = innermost([column.region for column in panel.columns])
    cells = [
        table.cell(number, row, column)
        for row in leaf_rows(panel, table.rows[number])
        for column in columns
    ]
    return sum(cell.value for cell in cells if cell is not None)


@given(some.FORMS, some.lines(smallest=-(10**9)))
def test_leaf_cells_sum_to_the_lines_a_panel_admits(
    form: str, lines: tuple[BudgetLine, ...]
) -> None:
    edition = EDITIONS[form](some.YEAR)
    for spec in edition.tables:
        table = derive(spec, lines, names(some.YEAR))
        for number, region in enumerate(spec.panel_regions):
            if spec.panels[number].is_partial:
                continue  # the form leaves out what no row or column of it takes
            admitted = sum(line.amount for line in lines if region.admits(line))
            assert leaf_sum(table, number) == admitted, (spec.id, number)


@given(some.FORMS, some.lines())
def test_no_line_is_admitted_by_no_table(form: str, lines: tuple[BudgetLine, ...]) -> None:
    edition = EDITIONS[form](some.YEAR)
    total = sum(line.amount for line in lines)
    table = derive(edition.table("summary"), lines, names(some.YEAR))
    assert leaf_sum(table, 0) == leaf_sum(table, 1) == total


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("summary", replace(LINE, function=code("2180101"))),
        ("appropriation_summary", replace(LINE, function=code("2180101"))),
        ("general_basic", replace(LINE, economic=None)),
        ("summary", replace(LINE, source=RevenueSource.OTHER)),
        ("expenditure", replace(LINE, fund=Fund.UNIT_FUNDS)),
    ],
    ids=[
        "category-not-listed",
        "same-appropriated",
        "no-economic-class",
        "two-sources",
        "no-source",
    ],
)
def test_a_line_without_a_place_is_refused(table: str, line: BudgetLine) -> None:
    edition = EDITIONS["hebei"](some.YEAR)
    with pytest.raises(UnplacedLine, match=r"没有可列|没有表可列"):
        derive(edition.table(table), [line], names(some.YEAR))


def test_a_column_too_few_is_noticed() -> None:
    """The total column would take the line; without a part that does, the table would not add up."""
    columns = (
        Column(("合计",), EVERYTHING),
        Column(("基本支出",), Region(nature=frozenset({Nature.BASIC}))),
    )
    spec = TableSpec("short", "短表", (Panel(Tree("function"), columns),))
    assert derive(spec, [LINE], names(some.YEAR)).cells
    project = replace(LINE, nature=Nature.PROJECT, project=some.PROJECTS[0])
    with pytest.raises(UnplacedLine, match="没有可列"):
        derive(spec, [project], names(some.YEAR))
