"""The figures sentences ask for: this year's from tables, last year's from the dataset; what nobody gave is None."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.narrative.sentence import FigureName
from yusuan.tables.table import not_given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.budget import StatedFigure
    from yusuan.tables.region import Region
    from yusuan.tables.table import Cell, CellKey, Table


@dataclass(frozen=True)
class KnownFigures:
    """Figures by contract name, from tables and the prior year's stated figures."""

    tables: Sequence[Table]
    stated: Sequence[StatedFigure]

    @cached_property
    def _levels(self) -> dict[FigureName, tuple[int, CellKey]]:
        found: dict[FigureName, tuple[int, CellKey]] = {}
        for table in self.tables:
            for cell in table.figures():
                found.setdefault(
                    FigureName(table.id, cell.row, cell.key.column), (cell.value, cell.key)
                )
        return found

    @cached_property
    def _by_region(self) -> dict[Region, list[Cell]]:
        """The cells that print the same money, blank ones too, in the order of the tables."""
        found: dict[Region, list[Cell]] = {}
        for table in self.tables:
            for cell in table.cells.values():
                found.setdefault(cell.region.normal(), []).append(cell)
        return found

    def printed(self, region: Region) -> tuple[int | None, CellKey | None]:
        """What the tables print of this money, and where first; None where no table does."""
        cells = self._by_region.get(region.normal(), ())
        return next(((c.value, c.key) for c in cells if c.amount is not None), (None, None))

    def before(self, region: Region) -> int | None:
        """Last year's amount of this money, from whichever table it is stated of; None when nobody stated it."""
        names = (
            FigureName(cell.key.table, cell.row, cell.key.column)
            for cell in self._by_region.get(region.normal(), ())
        )
        return next((amount for n in names if (amount := self.prior(n)) is not None), None)

    @property
    def categories_before(self) -> dict[str, int]:
        """Last year's spending of each functional category somebody stated, those without money this year too."""
        return {
            s.row: s.amount
            for s in self.stated
            if (s.table, s.column) == ("expenditure", "合计")
            and s.row.isdecimal()
            and len(s.row) == Level.CATEGORY
        }

    @cached_property
    def _priors(self) -> dict[FigureName, int]:
        return {FigureName(s.table, s.row, s.column): s.amount for s in self.stated}

    @cached_property
    def _not_given(self) -> frozenset[tuple[str, str]]:
        return not_given(self.tables)

    def level(self, name: FigureName) -> tuple[int | None, CellKey | None]:
        """The year's amount and its cell: 0 when blank, None in a column of which nobody gave the lines."""
        if (name.table, name.column) in self._not_given:
            return None, None
        return self._levels.get(name, (0, None))

    def prior(self, name: FigureName) -> int | None:
        """Last year's amount; None when the dataset does not state it."""
        return self._priors.get(name)
