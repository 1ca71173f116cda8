"""The figures sentences ask for: this year's from tables, last year's from the dataset; what nobody gave is None."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.narrative.sentence import FigureName
from yusuan.tables.table import not_given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.budget import StatedFigure
    from yusuan.tables.table import CellKey, Table


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
