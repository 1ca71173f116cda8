"""Put wrapped labels back together in tables without lines: each line goes to the row it is nearest to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from yusuan.readers.pdf_lines import Line

# The parts of a row by column.
Cells: TypeAlias = "dict[int, list[Line]]"

_FIGURES = re.compile(r"[-+−(（\d][\d,，.%)）]*")
# In heights of the line.
_FURTHEST = 1.45
_CLEARLY = 0.2


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


def whole_rows(rows: list[Placed]) -> list[Placed]:
    """Join lines of labels to their rows: those below first, then those above a row that wants one."""
    return _upwards(_downwards(rows))


def _downwards(rows: list[Placed]) -> list[Placed]:
    kept: list[Placed] = []
    for i, row in enumerate(rows):
        column = row.label
        before = kept[-1] if kept else None
        if column is None or before is None or before.label is not None:
            kept.append(row)
            continue
        after = next((other for other in rows[i + 1 :] if other.label is None), None)
        room = row.top - before.bottom
        away = after.top - row.bottom if after else float("inf")
        if room < _FURTHEST * row.height and room < away - _CLEARLY * row.height:
            before.cells[column] = before.cells.get(column, []) + row.cells[column]
            before.bottom = row.bottom
        else:
            kept.append(row)
    return kept


def _upwards(rows: list[Placed]) -> list[Placed]:
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
        if is_wanted and room < _FURTHEST * row.height and room < away - _CLEARLY * row.height:
            after.cells[column] = row.cells[column] + after.cells.get(column, [])
            after.top = row.top
        else:
            kept.append(row)
    return kept[::-1]
