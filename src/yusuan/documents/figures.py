"""The figures sentences ask for: this year's from the tables as printed, last year's from the dataset."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.documents.publication import Figure, Paragraph, Text
from yusuan.narrative.sentence import FigureName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.budget import StatedFigure
    from yusuan.narrative.sentence import Piece
    from yusuan.tables.table import CellKey, Table


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
