"""Fill ruled tables with their text: every run of characters goes to the cell it lies in."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.grid import RawCell, RawGrid
from yusuan.core.patterns import pattern
from yusuan.readers.pdf.lines import WHOLE_AMOUNT, cell_text, is_wide, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from yusuan.readers.pdf.glyphs import Run, Turn
    from yusuan.readers.pdf.lattice import Lattice
    from yusuan.readers.pdf.lines import Line

    # Whether a character of a run was written apart from the one before it.
    Apart: TypeAlias = Callable[[Run, int], bool]

# How far text may stand over the line of its cell, in points.
_OVERHANG = 0.8
# A ruling in the middle half of a character cuts nothing: the text runs over it.
_EDGE = 0.25
# Closer than any cell keeps to its line: text that runs over, in heights.
_SET_SOLID = 0.02
_FIGURE = pattern(r"[-+−]?[\d,，]*\d(?:\.\d+)?%?")
_FEWEST = 2
# How far text is set from the left line of its cell at most, in heights.
_PADDING = 0.6


def fill(
    found: Sequence[Lattice], runs: Iterable[Run], apart: Apart | None = None
) -> tuple[list[list[list[Run]]], list[Run]]:
    """Give each run to a cell, as `[lattice][span]`; runs outside every table are returned apart."""
    cells: list[list[list[Run]]] = [[[] for _ in lattice.spans] for lattice in found]
    outside: list[Run] = []
    for run in runs:
        x, y = (run.x0 + run.x1) / 2, (run.y0 + run.y1) / 2
        for number, lattice in enumerate(found):
            x0, y0, x1, y1 = lattice.box
            if x0 <= x <= x1 and y0 <= y <= y1:
                _place(lattice, cells[number], run, y, apart)
                break
        else:
            outside.append(run)
    return cells, outside


def _place(
    lattice: Lattice, cells: list[list[Run]], run: Run, y: float, apart: Apart | None
) -> None:
    first = lattice.span_at(run.x0 + _OVERHANG, y)
    last = lattice.span_at(run.x1 - _OVERHANG, y)
    if first == last and first is not None:
        cells[first].append(run)
        return
    owners = [
        lattice.span_at((left + right) / 2, y)
        for left, right in zip(run.lefts, run.rights, strict=True)
    ]
    cuts = [i for i in range(1, len(owners)) if owners[i] != owners[i - 1]]
    if any(_runs_over(lattice, run, i, y) for i in cuts):
        seams = _seams(lattice, run, y, apart) if apart is not None else []
        if seams:
            for start, end in zip([0, *seams], [*seams, len(owners)], strict=True):
                _place(lattice, cells, run.part(start, end), y, None)
            return
        known = [owner for owner in owners if owner is not None]
        cells[max(known, key=known.count)].append(run)
        return
    for start, end in zip([0, *cuts], [*cuts, len(owners)], strict=True):
        owner = owners[start]
        if owner is None:
            # It stands over the edge of the table: it belongs to the nearest cell.
            owner = next(near for near in owners if near is not None)
        cells[owner].append(run.part(start, end))


def _runs_over(lattice: Lattice, run: Run, i: int, y: float) -> bool:
    """Whether text goes on over the ruling between its characters `i - 1` and `i`."""
    before, after = run.text[i - 1], run.text[i]
    for k in (i - 1, i):
        left, right = run.lefts[k], run.rights[k]
        room = _EDGE * (right - left)
        if lattice.span_at(left + room, y) != lattice.span_at(right - room, y):
            return True
    tall = run.y1 - run.y0
    same_kind = is_wide(before) == is_wide(after)
    return same_kind and abs(run.lefts[i] - run.rights[i - 1]) < _SET_SOLID * tall


def _seams(lattice: Lattice, run: Run, y: float, apart: Apart) -> list[int]:
    """Where the text of another cell begins in a run: a label that runs over meets a figure, or a label.

    It was written apart, and it is a figure of its own, or begins where its cell does.
    """
    tall = run.y1 - run.y0
    gaps = [left - right for left, right in zip(run.lefts[1:], run.rights, strict=False)]
    usual = sorted(gaps)[len(gaps) // 2]
    found: list[int] = []
    figure_ends = 0
    for i, gap in enumerate(gaps, start=1):
        owner = lattice.span_at((run.lefts[i] + run.rights[i]) / 2, y)
        if owner is None or not apart(run, i):
            continue
        is_odd = abs(gap - usual) > _SET_SOLID * tall
        figure = _FIGURE.match(run.text, i)
        if i == figure_ends:
            found.append(i)
        elif (
            figure is not None
            and is_wide(run.text[i - 1])
            and (is_odd or WHOLE_AMOUNT.fullmatch(figure[0]))
            and (figure.end() == len(run.text) or apart(run, figure.end()))
        ):
            found.append(i)
            figure_ends = figure.end()
        elif is_odd and 0 <= run.lefts[i] - lattice.spans[owner].box[0] < _PADDING * tall:
            found.append(i)
    return found


def grid(lattice: Lattice, cells: Sequence[Sequence[Run]], page: int, turn: Turn) -> RawGrid | None:
    """The table with its text; None when fewer than two of its cells hold any."""
    if sum(1 for runs in cells if runs) < _FEWEST:
        return None
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    anchors: list[list[Line]] = [_anchors(lattice, cells, row) for row in range(rows)]
    # Where each row of lines begins once rows that hold several are split.
    starts = [0, *accumulate(max(1, len(found)) for found in anchors)]
    filled: list[RawCell] = []
    for span, runs in zip(lattice.spans, cells, strict=True):
        bands = _banded(runs, anchors[span.row]) if anchors[span.row] else [runs]
        height = starts[span.row + span.rowspan] - starts[span.row] - len(bands) + 1
        box, width = turn.looked_at(span.box), span.box[2] - span.box[0]
        for k, band in enumerate(bands):
            text = cell_text(band, width) if band else ""
            row = starts[span.row] + k
            filled.append(RawCell(text, row, span.column, height, span.colspan, page, box))
    filled.sort(key=lambda cell: (cell.row, cell.column))
    return RawGrid(tuple(filled), starts[-1], columns, page, turn.looked_at(lattice.box))


def _anchors(lattice: Lattice, cells: Sequence[Sequence[Run]], row: int) -> list[Line]:
    """The lines to split a row at that is ruled as one but holds several: columns of figures."""
    columns: list[list[Line]] = []
    for number in dict.fromkeys(lattice.places[row]):
        span, runs = lattice.spans[number], cells[number]
        if span.row == row and span.rowspan > 1:
            return []
        if span.row < row or len(runs) < _FEWEST:
            continue
        found = lines(runs)
        if len(found) >= _FEWEST and all(_FIGURE.fullmatch(line.cell_text) for line in found):
            if any(_is_full(line, span.box[2] - span.box[0]) for line in found[:-1]):
                # A figure too long for its column, on two lines.
                return []
            columns.append(found)
    if len(columns) < _FEWEST:
        return []
    longest = max(columns, key=len)
    is_aligned = all(
        any(abs(line.y0 - other.y0) < line.height / 2 for other in longest)
        for column in columns
        for line in column
    )
    return longest if is_aligned else []


def _is_full(line: Line, width: float) -> bool:
    letter = (line.x1 - line.x0) / sum(len(run.text) for run in line.runs)
    return line.x1 - line.x0 + 2 * letter > width


def _banded(runs: Sequence[Run], anchors: Sequence[Line]) -> list[list[Run]]:
    """Give each run to the anchor it is nearest to."""
    bands: list[list[Run]] = [[] for _ in anchors]
    for run in runs:
        middle = run.y0 + run.y1
        nearest = min(
            range(len(anchors)), key=lambda k: abs(anchors[k].y0 + anchors[k].y1 - middle)
        )
        bands[nearest].append(run)
    return bands
