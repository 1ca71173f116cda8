"""Put wrapped labels back together in tables without lines: each line goes to the row it is nearest to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from yusuan.readers.pdf.lines import Line

# The parts of a row by column.
Cells: TypeAlias = "dict[int, list[Line]]"

_LISTED = pattern(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|其中[:：]")
_FIGURES = pattern(r"[-+−(（\d][\d,，.%)）]*")
# In heights of the line.
_FURTHEST = 1.45
_CLEARLY = 0.2
# Rows are this much further apart than the lines of a label, at least.
_DENSE = 0.95


@dataclass(slots=True)
class Placed:
    """A row by column, and the middles of its first and last line."""

    cells: Cells
    top: float
    bottom: float
    height: float

    @property
    def label(self) -> int | None:
        """The column of a row that holds nothing but a label."""
        if len(self.cells) > 1:
            return None
        column, parts = next(iter(self.cells.items()))
        return None if _FIGURES.fullmatch(parts[0].cell_text) else column

    @property
    def has_figures(self) -> bool:
        """Whether one of its cells is a figure."""
        return any(_FIGURES.fullmatch(parts[0].cell_text) for parts in self.cells.values() if parts)

    @property
    def is_listed(self) -> bool:
        """Whether a label with a number of its own begins here."""
        return any(_LISTED.match(parts[0].text) for parts in self.cells.values() if parts)


def whole_rows(rows: list[Placed]) -> list[Placed]:
    """Join lines of labels to their rows: those below first, then those above a row that wants one."""
    furthest = min(_FURTHEST, _DENSE * _pitch(rows))
    return _upwards(_downwards(rows, furthest), furthest)


def _pitch(rows: list[Placed]) -> float:
    """The least room from one row with figures to the next, in heights of the line."""
    return min(
        (
            (row.top - before.bottom) / row.height
            for before, row in pairwise(rows)
            if row.height and before.has_figures and row.has_figures
        ),
        default=float("inf"),
    )


def _downwards(rows: list[Placed], furthest: float) -> list[Placed]:
    kept: list[Placed] = []
    for i, row in enumerate(rows):
        column = row.label
        before = kept[-1] if kept else None
        if column is None or before is None or before.label is not None or row.is_listed:
            kept.append(row)
            continue
        after = next((other for other in rows[i + 1 :] if other.label is None), None)
        room = row.top - before.bottom
        away = after.top - row.bottom if after else float("inf")
        if room < furthest * row.height and room < away - _CLEARLY * row.height:
            before.cells[column] = before.cells.get(column, []) + row.cells[column]
            before.bottom = row.bottom
        else:
            kept.append(row)
    return kept


def _upwards(rows: list[Placed], furthest: float) -> list[Placed]:
    kept: list[Placed] = []
    for i in range(len(rows) - 1, -1, -1):
        row, column = rows[i], rows[i].label
        after = kept[-1] if kept else None
        if column is None or after is None or after.label is not None:
            kept.append(row)
            continue
        # A row whose label begins on its own line wants none above, unless it goes on below too.
        is_wanted = column not in after.cells or after.bottom > after.top
        room = after.top - row.bottom
        away = row.top - rows[i - 1].bottom if i else float("inf")
        if is_wanted and room < furthest * row.height and room < away - _CLEARLY * row.height:
            after.cells[column] = row.cells[column] + after.cells.get(column, [])
            after.top = row.top
        else:
            kept.append(row)
    return kept[::-1]
