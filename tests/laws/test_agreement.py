"""Law 5: Python, DuckDB and SQLite derive the same cells from the same specs."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests import strategies as some
from yusuan.catalog import names
from yusuan.core.errors import UnplacedLine
from yusuan.core.terms import RevenueSource
from yusuan.editions import EDITIONS
from yusuan.synthetic import synthesise
from yusuan.tables.derive import derive
from yusuan.warehouse.sql import COLUMNS, cells_query, unplaced_query
from yusuan.warehouse.store import Warehouse, as_record, table_of

if TYPE_CHECKING:
    from yusuan.core.budget import BudgetLine, DepartmentalBudget
    from yusuan.editions.edition import Edition
    from yusuan.tables.spec import TableSpec
    from yusuan.tables.table import Table

NAME = names(some.YEAR)


def same(one: Table, other: Table) -> bool:
    return one.rows == other.rows and dict(one.cells) == dict(other.cells)


def in_sqlite(spec: TableSpec, lines: tuple[BudgetLine, ...]) -> Table:
    """What SQLite makes of the very same query."""
    panels: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE TABLE lines ({', '.join(COLUMNS)})")
        places = ", ".join("?" * len(COLUMNS))
        records = [as_record("", line) for line in lines]
        database.executemany(f"INSERT INTO lines VALUES ({places})", records)  # noqa: S608  placeholders
        assert database.execute(unplaced_query(spec)).fetchall() == []
        for _, panel, row, column, amount in database.execute(cells_query(spec)):
            panels[panel][row, column] = amount
    return table_of(spec, [panels[n] for n in range(len(spec.panels))], NAME)


@settings(max_examples=25)
@given(some.FORMS, some.lines(smallest=-(10**9)))
def test_the_engines_derive_the_same_cells(form: str, lines: tuple[BudgetLine, ...]) -> None:
    edition = EDITIONS[form](some.YEAR)
    with closing(Warehouse()) as warehouse:
        warehouse.add("101", lines)
        for spec in edition.tables:
            here = derive(spec, lines, NAME)
            assert same(in_sqlite(spec, lines), here), spec.id
            if lines:
                assert same(warehouse.derive(spec, NAME)["101"], here), spec.id


def test_departments_do_not_mix() -> None:
    budgets = {str(seed): synthesise(seed, some.YEAR) for seed in range(4)}
    with closing(Warehouse()) as warehouse:
        for department, budget in budgets.items():
            warehouse.add(department, budget.lines)
        for spec in EDITIONS["hebei"](some.YEAR).tables:
            tables = warehouse.derive(spec, NAME)
            assert list(tables) == sorted(budgets)
            for department, budget in budgets.items():
                assert same(tables[department], derive(spec, budget.lines, NAME))


def test_a_line_without_a_place_is_refused_in_the_warehouse_too(
    example: DepartmentalBudget, example_edition: Edition
) -> None:
    lost = replace(example.lines[0], source=RevenueSource.OTHER)
    with closing(Warehouse()) as warehouse:
        warehouse.add("216", (*example.lines, lost))
        with pytest.raises(UnplacedLine, match="no place"):
            warehouse.derive(example_edition.table("summary"), NAME)


def test_a_quote_in_a_name_stays_a_quote(example: DepartmentalBudget) -> None:
    odd = replace(example.lines[0], unit="216'; DROP TABLE lines; --")
    with closing(Warehouse()) as warehouse:
        warehouse.add("216", [odd])
        assert warehouse.connection.execute("SELECT unit FROM lines").fetchall() == [(odd.unit,)]
