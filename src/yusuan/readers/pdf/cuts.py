"""Rows of a table without lines, cut where cells stand close together: there, other rows begin a cell too."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.readers.pdf.lines import Line, is_wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.readers.pdf.glyphs import Run

FEWEST_COLUMNS = 2
# In points.
_SAME_PLACE = 1.0
_OFTEN = 2


@dataclass(slots=True)
class Row:
    """A row of a table to be: the parts of a line, and the lines of a label that hang on it."""

    line: Line
    parts: list[Line]
    figures: int = 0
    has_amount: bool = False

    @property
    def is_body(self) -> bool:
        """Whether the row alone looks like one of a table."""
        return self.figures >= FEWEST_COLUMNS or (
            self.has_amount and len(self.parts) >= FEWEST_COLUMNS
        )


def cut_where_others_begin(rows: Sequence[Row]) -> list[Row]:
    """The rows, with a figure and the label right behind it in cells of their own.

    A label begins a cell where it stands exactly where the cells of other rows begin.
    """
    begun = sorted(part.x0 for row in rows for part in row.parts if is_wide(part.runs[0].text[0]))
    return [
        Row(row.line, [piece for part in row.parts for piece in _cut(part, begun)],
            row.figures, row.has_amount)
        for row in rows
    ]  # fmt: skip


def _cut(part: Line, begun: Sequence[float]) -> list[Line]:
    pieces: list[list[Run]] = [[]]
    last = ""
    for run in part.runs:
        start = 0
        for n, letter in enumerate(run.text):
            is_new = last.isdigit() and is_wide(letter) and _is_often(run.lefts[n], begun)
            if is_new:
                if n > start:
                    pieces[-1].append(run.part(start, n))
                pieces.append([])
                start = n
            last = letter
        pieces[-1].append(run.part(start, len(run.text)) if start else run)
    if len(pieces) == 1:
        return [part]
    return [
        Line(min(r.x0 for r in runs), part.y0, max(r.x1 for r in runs), part.y1, runs)
        for runs in pieces
        if runs
    ]


def _is_often(x: float, begun: Sequence[float]) -> bool:
    first = bisect_left(begun, x - _SAME_PLACE)
    return first + _OFTEN <= len(begun) and begun[first + _OFTEN - 1] <= x + _SAME_PLACE
