"""How a grid is set on a page: type size, column widths and row heights from its texts."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.writers.paper.fonts import LONGEST_WORD, long_runs, normal, text_width
from yusuan.writers.paper.looks import POINT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.documents.publication import Grid, GridCell

# Lengths are points.
SIDE = 3.0
INDENT = 1.0  # em for each level
LEADING = 0.3  # em between two lines of a cell
SHORT_WORD = 6
# Wide tables share their room by the length of texts, and keep rows to some lines.
MANY_COLUMNS = 10
MOST_LINES = 5
# How much of a column title, in em, is kept on one line: as much as the width allows.
TITLE_LINES = (14.2, 8.2, 6.2, 4.2)
USUAL, TIGHTEST = 3.6, 2.3
# Longer grids are set at the preferred size: nobody sees how full their last page is.
MOST_FITTED_PAGES = 3

_WORD = pattern(r"[^\s\u2e80-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Frame:
    """The room a grid has, the type sizes it may use, best first, and the most space around a row."""

    width: float
    height: float
    sizes: tuple[float, ...]
    roomiest: float
    # Taken on every page by what stands above the rows, and once by what stands beside them.
    repeated: float = 0.0
    once: float = 0.0


@dataclass(frozen=True, slots=True)
class Layout:
    """How a grid is set: type size, column widths, padding above and below, longest unbroken word."""

    size: float
    widths: tuple[float, ...]
    padding: float
    longest_word: int
    # Whether words and amounts stay whole at a size fit to be read.
    fits: bool
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the row and column it starts in."""

    cell: GridCell
    row: int
    column: int


def placed(rows: Sequence[Sequence[GridCell]]) -> Iterator[Placed]:
    """Find the column of each cell, those covered by spans from above left out."""
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in covered:
                column += 1
            yield Placed(cell, r, column)
            if cell.rowspan > 1:
                covered.update(
                    (r + down, column + right)
                    for down in range(1, cell.rowspan)
                    for right in range(cell.colspan)
                )
            column += cell.colspan


def fit(grid: Grid, frame: Frame) -> Layout:
    """The largest type at which words and amounts stay whole and the grid takes the fewest pages."""
    cells = tuple(placed(grid.rows))
    least = _widths(cells, len(grid.widths), LONGEST_WORD)
    whole = [_widths(cells, len(grid.widths), None, title) for title in TITLE_LINES]
    weights = _demand(grid, cells, least)
    choices = [_layout(grid, frame, size, least, whole, weights) for size in frame.sizes]
    wide_enough = [layout for layout in choices if layout.fits]
    if not wide_enough:
        smallest = frame.sizes[-1]
        shrunk = (smallest * factor for factor in (0.9, 0.8, 0.7, 0.6))
        least = _widths(cells, len(grid.widths), SHORT_WORD)
        tight = [_layout(grid, frame, size, least, whole, weights) for size in (smallest, *shrunk)]
        found = next((layout for layout in tight if layout.fits), tight[-1])
        return replace(found, longest_word=SHORT_WORD, fits=False)
    for pages in range(1, MOST_FITTED_PAGES + 1):
        for layout in wide_enough:
            padding = _padding(grid, cells, layout, frame, pages)
            if padding >= TIGHTEST:
                roomiest = frame.roomiest if pages == 1 else USUAL
                return replace(layout, padding=min(padding, roomiest), pages=pages)
    if len(grid.widths) <= MANY_COLUMNS:
        return wide_enough[0]
    # Columns that leave a long name no room are set smaller before it is set as a tower.
    low = (one for one in wide_enough if max(_row_lines(grid, cells, one)) <= MOST_LINES)
    return next(low, wide_enough[-1])


def _layout(
    grid: Grid,
    frame: Frame,
    size: float,
    least_em: Sequence[float],
    whole_em: Sequence[Sequence[float]],
    weights: Sequence[float],
) -> Layout:
    def points(widths: Sequence[float]) -> list[float]:
        return [em * size + 2 * SIDE for em in widths]

    least = points(least_em)
    fits = sum(least) <= frame.width
    roomy = (points(widths) for widths in whole_em)
    if whole := next((widths for widths in roomy if sum(widths) <= frame.width), None):
        # Every text on one line; what is left over is shared by weight.
        rest = (frame.width - sum(whole)) / sum(grid.widths)
        widths = [one + rest * weight for one, weight in zip(whole, grid.widths, strict=True)]
    elif fits:
        widths = _share(weights, least, frame.width)
    else:
        widths = [one * frame.width / sum(least) for one in least]
    return Layout(size, tuple(widths), USUAL, LONGEST_WORD, fits)


def _demand(grid: Grid, cells: Sequence[Placed], least: Sequence[float]) -> Sequence[float]:
    """By what the room of a grid too wide for one line each is shared: in a wide one, by the length of texts."""
    if len(grid.widths) <= MANY_COLUMNS:
        return grid.widths
    own = [one for one in cells if one.cell.colspan == 1]
    longest = _widths(own, len(grid.widths), None, TITLE_LINES[-1])
    return [max(most, need) for most, need in zip(longest, least, strict=True)]


def _widths(
    cells: Sequence[Placed], columns: int, longest_word: int | None, title: float = 0.0
) -> list[float]:
    """The em each column needs to keep words (or without a limit, whole lines) unbroken."""
    widths = [1.0] * columns
    for one in sorted(cells, key=lambda one: one.cell.colspan):
        cell = one.cell
        span = range(one.column, min(one.column + cell.colspan, columns))
        lack = _cell_width(cell, longest_word, title) - sum(widths[j] for j in span)
        if lack > 0:  # cells that span columns widen them evenly
            for j in span:
                widths[j] += lack / len(span)
    return widths


def _cell_width(cell: GridCell, longest_word: int | None, title: float) -> float:
    if not cell.text:
        return 0.0
    if cell.amount is not None or longest_word is None:
        need = max(_line_widths(cell.text))
        if cell.is_header:  # titles of columns may take several lines
            need = min(need, max(title, _cell_width(cell, LONGEST_WORD, title)))
    else:
        # Three ideographs side by side hold most pairs of brackets together. A short title stays on one line:
        # beside two rows of titles, its lines would stand as if they were of either row.
        kept = 4.0 if cell.is_header else 3.0
        need = max(_word_width(cell.text, longest_word), min(float(len(cell.text)), kept))
    # A hair more than measured, for kerning and rounding.
    return need + cell.indent * INDENT + 0.15


# The same few titles, names and amounts stand in every grid, and each is measured for every size tried.
@lru_cache(maxsize=16_384)
def _line_widths(text: str) -> tuple[float, ...]:
    """The em each line of a text takes."""
    return tuple(map(text_width, normal(text).split("\n")))


@lru_cache(maxsize=16_384)
def _word_width(text: str, longest_word: int) -> float:
    """The em of the longest word that is not broken."""
    too_long = long_runs(longest_word)
    words = (word for word in _WORD.findall(text) if not too_long.fullmatch(word))
    return max(map(text_width, words), default=0.0)


def _share(weights: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    """Share the width by weight; columns that would get less than they need get what they need."""
    needy: set[int] = set()
    while True:
        rest = width - sum(least[j] for j in needy)
        total = sum(w for j, w in enumerate(weights) if j not in needy)
        shares = [
            least[j] if j in needy else rest * weight / total for j, weight in enumerate(weights)
        ]
        short = {j for j, share in enumerate(shares) if j not in needy and share < least[j]}
        if not short:
            return shares
        needy |= short
        if len(needy) == len(weights):
            return [points * width / sum(least) for points in least]


def _row_lines(grid: Grid, cells: Sequence[Placed], layout: Layout) -> list[int]:
    """How many lines each row takes; a cell beside several rows stretches the last of them."""
    rows = [1] * len(grid.rows)
    for one in sorted(cells, key=lambda one: one.cell.rowspan):
        if one.cell.text:
            last = min(one.row + one.cell.rowspan, len(rows))
            lack = _lines(one, layout) - sum(rows[one.row : last])
            rows[last - 1] += max(lack, 0)
    return rows


def _lines(one: Placed, layout: Layout) -> int:
    span = layout.widths[one.column : one.column + one.cell.colspan]
    room = max((sum(span) - 2 * SIDE) / layout.size - one.cell.indent * INDENT, 1.0)
    # A line ends up to one character early.
    return sum(
        max(1, math.ceil(width / max(room - 0.5, 1.0))) if width > room else 1
        for width in _line_widths(one.cell.text)
    )


def _height(lines: int, size: float) -> float:
    return (lines + (lines - 1) * LEADING) * size


def row_heights(grid: Grid, layout: Layout) -> list[int]:
    """The height of each row, twips."""
    lines = _row_lines(grid, tuple(placed(grid.rows)), layout)
    return [round((_height(n, layout.size) + 2 * layout.padding) * POINT) for n in lines]


def _padding(
    grid: Grid, cells: Sequence[Placed], layout: Layout, frame: Frame, pages: int
) -> float:
    """The padding above and below each row that makes the grid fill some pages."""
    lines = _row_lines(grid, cells, layout)
    head = lines[: grid.header_rows]
    # Each further page repeats caption and header, and the one before it may end a row early.
    again = pages - 1
    rows = len(lines) + again * (len(head) + 1)
    text = sum(_height(n, layout.size) for n in (*lines, *head * again))
    early = again * (max(lines, default=1) * layout.size)
    room = pages * (frame.height - frame.repeated) - frame.once
    return (room - text - early) / (2 * max(rows, 1))
