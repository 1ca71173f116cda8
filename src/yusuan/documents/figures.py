"""The figures sentences ask for: this year's from the tables as printed, last year's from the dataset."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.documents.publication import Figure, Paragraph, Text
from yusuan.narrative.sentence import FigureName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.budget import StatedFigure
    from yusuan.narrative.sentence import Piece
    from yusuan.tables.region import Region
    from yusuan.tables.table import Cell, CellKey, Table


@dataclass(frozen=True)
class PrintedFigures:
    """Figures by contract name, from printed tables and the prior year's stated figures."""

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

    def level(self, name: FigureName) -> tuple[int, CellKey | None]:
        """The year's amount, 0 when blank, and the cell it stands in."""
        return self._levels.get(name, (0, None))

    def prior(self, name: FigureName) -> int | None:
        """Last year's amount; None when the dataset does not state it."""
        return self._priors.get(name)


def paragraph(*runs: Iterable[Piece]) -> Paragraph:
    """One paragraph from filled sentences."""
    return Paragraph(
        tuple(
            Figure(piece.text, piece.key) if piece.is_figure else Text(piece.text)
            for pieces in runs
            for piece in pieces
        )
    )


def words(text: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Text(text),))
