"""Findings about facts, with the cells behind them: those of the record itself, or of the lines a figure sums."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.outcomes import ReadAt
from yusuan.core.place_words import NAMED
from yusuan.tables.lines_behind import LinesBehind
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.core.outcomes import Outcome, Where
    from yusuan.core.places import Places
    from yusuan.tables.table import Cell, Table

# Places of one finding that are followed to their cells: more would only hide the first.
_MOST = 4


def traced(
    outcomes: Iterable[Outcome],
    lines: Sequence[BudgetLine],
    tables: Sequence[Table],
    places: Places,
) -> Iterator[Outcome]:
    """The same outcomes, their findings with the places they were read at; the shortest list first."""
    trace = _Trace(lines, tables, places)
    for outcome in outcomes:
        if outcome.is_finding:
            found = dict.fromkeys(map(trace.of, outcome.where[:_MOST]))
            # Of lists as short, the one the finding names first.
            read_at = sorted((one for one in found if one), key=lambda one: one.count)
            yield replace(outcome, read_at=tuple(read_at))
        else:
            yield outcome


class _Trace:
    """From the place a finding names to where that was written."""

    def __init__(
        self, lines: Sequence[BudgetLine], tables: Sequence[Table], places: Places
    ) -> None:
        self.lines = lines
        self.tables = tables
        self.places = places
        self._known: dict[Where, ReadAt | None] = {}

    def of(self, where: Where) -> ReadAt | None:
        """The cells behind one place; None where nothing was read there."""
        if where not in self._known:
            found = self.places.of(where.table, where.row, where.column) or self._behind(where)
            each = tuple(dict.fromkeys(found))
            self._known[where] = ReadAt(each[:NAMED], len(each)) if each else None
        return self._known[where]

    def _behind(self, where: Where) -> list[str]:
        """The lines that figures of the tables sum; of last year's figure the row that states it."""
        cells = self._cells.get((where.table, where.row), ())
        meant = [cell for cell in cells if where.column in {"", cell.key.column}]
        own = {n for cell in meant for n in self._lines_behind.of(cell.region)}
        if own or any(cell.region.ledger == OWN for cell in meant):
            return self.places.of_lines(sorted(own))
        return [
            place
            for cell in meant
            for place in self.places.of(r.PRIOR_YEAR.name, cell.row, cell.key.column)
        ]

    @cached_property
    def _lines_behind(self) -> LinesBehind:
        return LinesBehind(self.lines)

    @cached_property
    def _cells(self) -> dict[tuple[str, str], list[Cell]]:
        """The cells of each row, by the names findings call tables and rows by."""
        found: dict[tuple[str, str], list[Cell]] = {}
        for table in self.tables:
            for cell in table.cells.values():
                for title in {table.id, table.spec.title}:
                    for row in {cell.row, cell.key.row}:
                        found.setdefault((title, row), []).append(cell)
        return found
