"""Tables filled in: rows, cells and the key every figure is known by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.money import Printed, format_amount
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yusuan.core.codes import Code
    from yusuan.core.outcomes import Where
    from yusuan.tables.region import Region
    from yusuan.tables.spec import TableSpec


class CellKey(NamedTuple):
    """The name of a figure: table id, row id (unique within a panel) and column path."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: `key` is the contract's name (code, 合计 or label without list number)."""

    id: str
    key: str
    label: str
    region: Region | None
    code: Code | None = None
    is_total: bool = False
    indent: int = 0
    # Printed in words nobody understands: its region picks out lines of its own.
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table. `amount` is fen; None is blank. `printed` keeps the precision once printed."""

    key: CellKey
    row: str
    label: str
    region: Region
    amount: int | None
    printed: Printed | None = None
    where: Where | None = None
    recognised: bool = True

    @property
    def value(self) -> int:
        """The amount in an identity, where a blank stands for nothing budgeted, fen."""
        return 0 if self.amount is None else self.amount


@dataclass(frozen=True, eq=False)
class Table:
    """A spec with its rows (one tuple per panel) and all its cells, blank ones included."""

    spec: TableSpec
    rows: tuple[tuple[Row, ...], ...]
    cells: Mapping[CellKey, Cell]

    @property
    def id(self) -> str:
        """The table's identifier."""
        return self.spec.id

    @property
    def is_nil(self) -> bool:
        """Tell whether no figure is printed at all."""
        return all(cell.amount is None for cell in self.cells.values())

    def cell(self, panel: int, row: Row, column: int) -> Cell | None:
        """The cell at a row and the n-th column of a panel; None for headings and gaps."""
        spec = self.spec.panels[panel]
        path = spec.column_path(spec.columns[column])
        return self.cells.get(CellKey(self.spec.id, row.id, path))

    def figures(self) -> Iterator[Cell]:
        """The printed figures in reading order, blanks left out."""
        return (cell for cell in self.cells.values() if cell.amount is not None)

    def with_amounts(self, amounts: Mapping[CellKey, int | None]) -> Table:
        """The same table with some amounts replaced (as a misprint, a correction or rounding does)."""
        return Table(
            self.spec,
            self.rows,
            {
                key: replace(cell, amount=amounts[key], printed=None) if key in amounts else cell
                for key, cell in self.cells.items()
            },
        )

    @cached_property
    def skeleton(self) -> tuple[tuple[Code, ...], ...]:
        """The codes of every panel: with the spec and which columns are complete, all that identities depend on."""
        return tuple(tuple(row.code for row in rows if row.code is not None) for rows in self.rows)


def not_given(tables: Iterable[Table]) -> frozenset[tuple[str, str]]:
    """Columns (table and path) of a ledger nobody gave lines of: a blank there is unknown, not nothing.

    The document's own ledger is always given: its lines are the facts.
    """
    tables = tuple(tables)
    given = {cell.region.ledger for table in tables for cell in table.figures()} | {OWN}
    return frozenset(
        (table.id, panel.column_path(column))
        for table in tables
        for panel in table.spec.panels
        for column in panel.columns
        if column.region.ledger not in given
    )


def print_amount(cell: Cell, spec: TableSpec) -> str:
    """The figure as the table prints it; a blank prints nothing."""
    if cell.amount is None:
        return ""
    if cell.printed is not None:
        return str(cell.printed)
    return format_amount(cell.amount, spec.unit, spec.decimals)
