"""Grids as they are set on a page, with the heights that pagination needs; both formats write the same."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.writers.paper.fit import SIDE, Frame, Layout, fit, placed, row_heights
from yusuan.writers.paper.fonts import normal
from yusuan.writers.paper.looks import CAPTION, NOTE, POINT
from yusuan.writers.paper.measure import Measure, line_count, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.documents.publication import Grid
    from yusuan.writers.paper.pages import Page

# A row taller than this part of a page may run over to the next: unbroken it could leave the page.
_TALL = 0.75
# A title of ideographs only: it may be broken anywhere, so that nothing is lost by breaking it evenly.
_TITLE = pattern(r"[\u4e00-\u9fff]{3,}")


@dataclass(frozen=True, slots=True)
class Caption:
    """Department, year and unit of money above a table; a long department has lines of its own."""

    left: str
    middle: str
    right: str
    lines: int = 0
    # Where the middle begins on a single line, twips.
    start: int = 0

    @property
    def is_split(self) -> bool:
        """Whether the department stands above the others."""
        return self.lines > 1

    @property
    def height(self) -> int:
        """The height, twips."""
        return self.lines * CAPTION.pitch


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A grid ready to be written; lengths are twips, type size and padding points."""

    grid: Grid
    caption: Caption
    size: float
    longest_word: int
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    # Header rows that each further page repeats, the caption with them.
    header_rows: int
    tallest_whole: int
    # Whether words and amounts stay whole at a size fit to be read.
    fits: bool

    @property
    def title_height(self) -> int:
        """What stands above the rows of every page, or once where no header is repeated."""
        return self.caption.height + sum(self.heights[: self.header_rows])

    @property
    def repeated_height(self) -> int:
        """What each further page repeats."""
        return self.title_height if self.header_rows else 0

    @property
    def row_heights(self) -> tuple[int, ...]:
        """The heights of the rows below the header."""
        return self.heights[self.header_rows :]

    @property
    def height(self) -> int:
        """The height where no page ends within, notes included."""
        notes = sum(note_lines(note, self.width) for note in self.grid.notes)
        return self.title_height + sum(self.row_heights) + notes * NOTE.pitch

    @property
    def least_height(self) -> int:
        """The height of the part that must not stand alone at the foot of a page."""
        return self.title_height + sum(self.row_heights[:3])

    @property
    def width(self) -> int:
        """The width of all columns."""
        return sum(self.widths)


def note_lines(note: str, width: int) -> int:
    """How many lines a note below a table takes."""
    return line_count(normal(note), Measure(width, NOTE.size))


def lay_out(grids: Sequence[Grid], page: Page, height: int) -> list[LaidTable]:
    """Set grids that stand on one another without a gap: the same columns and type for all."""
    captions = [_caption(grid, page.text_width) for grid in grids]
    notes = sum(note_lines(note, page.text_width) for grid in grids for note in grid.notes)
    repeats = bool(grids[0].header_rows)
    frame = Frame(
        page.text_width / POINT,
        height / POINT,
        page.sizes,
        page.roomiest,
        repeated=captions[0].height / POINT if repeats else 0.0,
        once=(notes * NOTE.pitch + (0 if repeats else captions[0].height)) / POINT,
    )
    layout = fit(_joined(grids), frame)
    grids = [_with_even_titles(grid, layout) for grid in grids]
    widths = _whole(layout.widths, page.text_width)
    laid = []
    for grid, caption in zip(grids, captions, strict=True):
        heights = tuple(row_heights(grid, layout))
        tallest = int(page.text_height * _TALL)
        header = grid.header_rows if grid.header_rows < len(grid.rows) else 0
        # A header that leaves no room for rows is not repeated.
        if caption.height + sum(heights[:header]) > page.text_height // 2:
            header = 0
        laid.append(
            LaidTable(
                grid,
                caption,
                layout.size,
                layout.longest_word,
                widths,
                heights,
                header,
                tallest,
                layout.fits,
            )
        )
    return laid


def _with_even_titles(grid: Grid, layout: Layout) -> Grid:
    """Titles of columns that take several lines broken into even ones: 上年/结转, not 上年结/转."""
    head = [list(row) for row in grid.rows[: grid.header_rows]]
    for one in placed(grid.rows[: grid.header_rows]):
        text = one.cell.text
        room = (
            sum(layout.widths[one.column : one.column + one.cell.colspan]) - 2 * SIDE
        ) / layout.size
        if _TITLE.fullmatch(text) and len(text) > room >= 1:
            lines = math.ceil(len(text) / int(room))
            length = math.ceil(len(text) / lines)
            even = "\n".join(text[n : n + length] for n in range(0, len(text), length))
            row = head[one.row]
            row[row.index(one.cell)] = replace(one.cell, text=even)
    return replace(grid, rows=(*map(tuple, head), *grid.rows[grid.header_rows :]))


def _joined(grids: Sequence[Grid]) -> Grid:
    rows = tuple(row for grid in grids for row in grid.rows)
    return replace(grids[0], rows=rows, notes=grids[-1].notes)


def _whole(points: Sequence[float], width: int) -> tuple[int, ...]:
    """Widths in whole twips that fill the page."""

    def edges() -> Iterator[int]:
        end = 0.0
        for one in points:
            yield round(end * POINT)
            end += one
        yield round(end * POINT)

    found = list(edges())
    found[-1] = max(width, found[-2] + 1)
    return tuple(b - a for a, b in pairwise(found))


def _caption(grid: Grid, width: int) -> Caption:
    texts = (grid.caption_left, grid.caption_middle, grid.caption_right)
    at_left, in_middle, at_right = (normal(text).replace("\n", " ") for text in texts)
    if not (at_left or in_middle or at_right):
        return Caption("", "", "")
    left, middle, right = (
        text_width(text, CAPTION.size) for text in (at_left, in_middle, at_right)
    )
    # The middle stands in the middle of the page where that is clear of the left.
    start = max((width - middle) // 2, left + CAPTION.size)
    if start + middle + CAPTION.size + right <= width:
        return Caption(at_left, in_middle, at_right, 1, start)
    rest = Measure(width, CAPTION.size)
    below = 1 if middle + right + CAPTION.size <= width else 1 + line_count(in_middle, rest)
    return Caption(at_left, in_middle, at_right, line_count(at_left, rest) + below)
