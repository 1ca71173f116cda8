"""The lines of any number of departments in DuckDB: derived from the facts, disposable."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.codes import code
from yusuan.core.errors import UnplacedLine
from yusuan.tables.derive import frame_of
from yusuan.tables.spec import Tree
from yusuan.tables.table import Table
from yusuan.warehouse.sql import COLUMNS, cells_query, unplaced_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yusuan.core.budget import BudgetLine
    from yusuan.tables.derive import Name
    from yusuan.tables.spec import Panel, TableSpec
    from yusuan.tables.table import Row

    Amounts = Mapping[tuple[str, int], int]


class Warehouse:
    """A DuckDB database of lines; `path` names a file, otherwise it lives in memory."""

    def __init__(self, path: str = ":memory:") -> None:
        import duckdb

        self.connection = duckdb.connect(path)
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        self.connection.execute(f"CREATE TABLE IF NOT EXISTS lines ({columns})")

    def add(self, department: str, lines: Iterable[BudgetLine]) -> None:
        """Store the lines of a department."""
        records = [as_record(department, line) for line in lines]
        if records:
            values = ", ".join("unnest(?)" for _ in COLUMNS)
            columns = [list(column) for column in zip(*records, strict=True)]
            self.connection.execute(f"INSERT INTO lines SELECT {values}", columns)

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    def derive(self, spec: TableSpec, name: Name) -> dict[str, Table]:
        """Fill a table for every department; raises UnplacedLine rather than lose money."""
        lost = self.connection.execute(unplaced_query(spec)).fetchone()
        if lost is not None:
            raise UnplacedLine(f"table {spec.id} has no place for {lost}")
        departments = self.connection.execute("SELECT DISTINCT department FROM lines").fetchall()
        panels: dict[tuple[str, int], dict[tuple[str, int], int]] = defaultdict(dict)
        for department, panel, row, column, amount in self.connection.execute(
            cells_query(spec)
        ).fetchall():
            panels[department, panel][row, column] = amount
        return {
            department: table_of(
                spec, [panels[department, n] for n in range(len(spec.panels))], name
            )
            for (department,) in sorted(departments)
        }


def as_record(department: str, line: BudgetLine) -> tuple[str | int | None, ...]:
    """A line as the warehouse stores it, in the order of `COLUMNS`."""
    return (
        department,
        line.unit,
        line.fund.value,
        line.source.value,
        line.origin.value,
        str(line.function),
        None if line.economic is None else str(line.economic),
        line.nature.value,
        line.project,
        line.amount,
    )


def table_of(spec: TableSpec, panels: Iterable[Amounts], name: Name) -> Table:
    """Lay the amounts of one department out as a table; each panel by row and column as queries name them."""
    rows, cells = [], {}
    for n, (panel, amounts) in enumerate(zip(spec.panels, panels, strict=True)):
        codes = frozenset(code(row) for row, _ in amounts if row and isinstance(panel.rows, Tree))
        panel_rows, frame = frame_of(spec, n, codes, name)
        for (r, c), cell in frame:
            amount = amounts.get((_query_name(panel, panel_rows[r], r), c))
            cells[cell.key] = cell if amount is None else replace(cell, amount=amount)
        rows.append(panel_rows)
    return Table(spec, tuple(rows), cells)


def _query_name(panel: Panel, row: Row, number: int) -> str:
    if isinstance(panel.rows, Tree):
        return "" if row.code is None else str(row.code)
    return str(number)
