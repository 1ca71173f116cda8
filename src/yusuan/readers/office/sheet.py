"""Tell a sheet's tables from the titles, captions and notes around them. Formats of workbooks share this."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.grid import Block, RawCell, TextBlock
from yusuan.readers.blocks import CAPTION, MOST_COLUMNS, whole_grid
from yusuan.readers.office.xlsx_cells import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.readers.blocks import Quota

# A table has at least so many cells with lines around them; fewer are an accident.
_FEWEST_RULED = 4
# Rows and cells that the merged ranges of a workbook may touch together; real ranges do not overlap.
MOST_MERGED = 2_000_000
_LONGEST_TITLE = 60
_NOTES = ("注", "说明", "备注", "填表说明")
_LONGEST_FORMULA = 40


class SheetCell(NamedTuple):
    """A cell of a sheet, counted from 0: its text as shown, and whether lines are drawn around it.

    `is_pending`: a formula without a stored result, which is then the text.
    """

    row: int
    column: int
    text: str
    is_ruled: bool
    is_pending: bool = False


def as_formula(written: str) -> str:
    """A formula as people see it who click on the cell; a long one is cut."""
    return f"={written[:_LONGEST_FORMULA]}"


class Merge(NamedTuple):
    """A merged range, first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Hidden:
    """Rows or columns nobody sees, kept as ranges: a million of them take no more room than one."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []
        # Where each range starts and ends once those that touch are one, and how many are hidden before it.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []

    def add(self, first: int, last: int) -> None:
        """Hide a range, both ends included."""
        if first <= last:
            self._ranges.append((first, last))
            self._starts.clear()

    def __contains__(self, number: int) -> bool:
        self._settle()
        at = bisect_right(self._starts, number) - 1
        return at >= 0 and number <= self._ends[at]

    def before(self, number: int) -> int:
        """How many are hidden before a row or column."""
        self._settle()
        at = bisect_left(self._starts, number) - 1
        if at < 0:
            return 0
        return self._before[at] + min(number - 1, self._ends[at]) - self._starts[at] + 1

    def _settle(self) -> None:
        if self._starts or not self._ranges:
            return
        joined: list[tuple[int, int]] = []
        for first, last in sorted(self._ranges):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        self._ranges = joined
        self._starts, self._ends = [first for first, _ in joined], [last for _, last in joined]
        lengths = (last - first + 1 for first, last in joined)
        self._before = list(accumulate(lengths, initial=0))[:-1]


@dataclass(slots=True)
class Sheet:
    """One sheet as stored."""

    name: str
    cells: list[SheetCell] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: Hidden = field(default_factory=Hidden)
    hidden_columns: Hidden = field(default_factory=Hidden)


def place_of(sheet: Sheet, cell: SheetCell) -> str:
    """The name people find a cell by: Sheet1!B7."""
    return f"{sheet.name}!{column_letters(cell.column + 1)}{cell.row + 1}"


class _Span(NamedTuple):
    """How far a cell of the visible sheet reaches."""

    rows: int
    columns: int


def sheet_blocks(sheet: Sheet, merged: Quota) -> Iterator[Block]:
    """The blocks of a sheet from top to bottom; hidden rows and columns are closed up.

    `merged` is what the merged ranges of the workbook may touch.
    """
    yield from _Visible(sheet, merged).blocks()


class _Axis:
    """Rows or columns with the hidden ones closed up."""

    def __init__(self, hidden: Hidden) -> None:
        self.hidden = hidden

    def place(self, number: int) -> int:
        """Where a visible row or column stands; a hidden one stands where the next visible one does."""
        return number - self.hidden.before(number)

    def length(self, first: int, last: int) -> int:
        """How many of a range are visible."""
        return self.place(last + 1) - self.place(first)


class _Visible:
    """What can be seen of a sheet: the cells at their visible places, and how far merged ones reach."""

    def __init__(self, sheet: Sheet, merged: Quota) -> None:
        self.sheet = sheet
        self.rows, self.columns = _Axis(sheet.hidden_rows), _Axis(sheet.hidden_columns)
        self.cells: dict[int, dict[int, SheetCell]] = defaultdict(dict)
        self.spans: dict[tuple[int, int], _Span] = {}
        for cell in sheet.cells:
            if cell.row not in self.rows.hidden and cell.column not in self.columns.hidden:
                self.cells[self.rows.place(cell.row)][self.columns.place(cell.column)] = cell
        self._merge_all(merged)
        self.cells = {r: row for r, row in self.cells.items() if row}
        self.order = sorted(self.cells)

    def _merge_all(self, merged: Quota) -> None:
        stored = {(cell.row, cell.column): cell for cell in self.sheet.cells}
        order = sorted(self.cells)
        for merge in self.sheet.merges:
            rows = self.rows.length(merge.top, merge.bottom)
            columns = self.columns.length(merge.left, merge.right)
            if rows < 1 or columns < 1 or rows * columns == 1:
                continue
            top, left = self.rows.place(merge.top), self.columns.place(merge.left)
            inside = order[bisect_left(order, top) : bisect_left(order, top + rows)]
            merged.take(len(inside), f"工作表“{self.sheet.name}”")
            is_ruled = False
            for r in inside:
                row = self.cells[r]
                if not row:
                    continue
                merged.take(min(columns, len(row)), f"工作表“{self.sheet.name}”")
                across = range(left, left + columns)
                for c in filter(row.__contains__, across) if columns < len(row) else list(row):
                    if c in across:
                        is_ruled |= row.pop(c).is_ruled
            # Only the first cell is seen; what others still hold is covered.
            first = stored.get((merge.top, merge.left))
            if first is not None or is_ruled:
                first = first or SheetCell(merge.top, merge.left, "", is_ruled)
                self.cells[top][left] = first._replace(is_ruled=is_ruled or first.is_ruled)
                self.spans[top, left] = _Span(rows, columns)

    def blocks(self) -> Iterator[Block]:
        """Split the rows into tables and text."""
        ruled = sum(cell.is_ruled for row in self.cells.values() for cell in row.values())
        is_ruled = ruled >= _FEWEST_RULED
        text_from = 0
        for first, last in self._ruled_rows() if is_ruled else self._unruled_rows():
            yield from self._texts(text_from, first)
            yield from self._table(first, last, is_ruled=is_ruled)
            text_from = last + 1
        yield from self._texts(text_from, self.order[-1] + 1 if self.order else 0)

    def _ruled_rows(self) -> Iterator[tuple[int, int]]:
        """Runs of rows with lines; rows of figures between two of them have lost theirs."""
        reached = sorted(
            (r, r + self._span(r, c).rows - 1)
            for r in self.order
            for c, cell in self.cells[r].items()
            if cell.is_ruled
        )
        end = self.order[-1]
        first, last = -1, -1
        for start, stop in reached:
            if first >= 0 and start > last + 1 and not self._is_full(last + 1, start):
                yield first, last
                first = start
            first = start if first < 0 else first
            last = max(last, min(stop, end))
        if first >= 0:
            yield first, last

    def _is_full(self, first: int, end: int) -> bool:
        """Tell whether every row of a range holds several texts that are no captions."""
        between = self._between(first, end)
        return len(between) == end - first and all(map(self._is_several, between))

    def _unruled_rows(self) -> Iterator[tuple[int, int]]:
        """Runs of rows with several texts; a single text between them belongs to the table."""
        first = last = -1
        for r in filter(self._is_several, self.order):
            if first >= 0 and self._parts(last + 1, r):
                yield first, last
                first = r
            first = r if first < 0 else first
            last = r
        if first >= 0:
            yield first, last

    def _parts(self, first: int, end: int) -> bool:
        """Tell whether what lies between two rows ends a table: a gap and a title, or captions."""
        between = [filled for r in self._between(first, end) if (filled := self._filled(r))]
        has_gap = len(between) < end - first
        return bool(between) and (has_gap or any(map(_is_captions, between)))

    def _is_several(self, r: int) -> bool:
        filled = self._filled(r)
        return len(filled) > 1 and not _is_captions(filled)

    def _between(self, first: int, end: int) -> list[int]:
        return self.order[bisect_left(self.order, first) : bisect_left(self.order, end)]

    def _filled(self, r: int) -> list[SheetCell]:
        row = self.cells.get(r, {})
        return [row[c] for c in sorted(row) if row[c].text]

    def _span(self, r: int, c: int) -> _Span:
        return self.spans.get((r, c), _Span(1, 1))

    def _texts(self, first: int, end: int) -> Iterator[TextBlock]:
        for r in self._between(first, end):
            for cell in self._filled(r):
                # A whole chapter in one cell has a paragraph in each line; a title only breaks.
                is_chapter = len(cell.text) > _LONGEST_TITLE
                for text in cell.text.split("\n") if is_chapter else [cell.text]:
                    yield TextBlock(text)

    def _table(self, first: int, last: int, *, is_ruled: bool) -> Iterator[Block]:
        """A table without the title and captions at its head, and the notes at its foot."""
        rows = self._between(first, last + 1)
        ends = [(c, c + self._span(r, c).columns) for r in rows for c in self.cells[r]]
        if not ends:
            return
        left = min(start for start, _ in ends)
        # A merged title may reach further than the table.
        right = min(
            max((c + 1 for r in rows for c in self.cells[r]), default=0), left + MOST_COLUMNS
        )
        inner = [end for start, end in ends if end - start < right - left]
        right = min(max([right, *inner]), left + MOST_COLUMNS)
        top, bottom = first, last
        while top < bottom and self._is_outside(top, left, right):
            top += 1
        while bottom > top and self._is_note(bottom, left, right):
            bottom -= 1
        yield from self._texts(first, top)
        cells = [
            self._raw(r, c, cell, (top, left, bottom, right))
            for r in self._between(top, bottom + 1)
            for c, cell in sorted(self.cells[r].items())
            if left <= c < right
        ]
        if any(cell.text for cell in cells):
            height, width = bottom - top + 1, right - left
            yield whole_grid(cells, height, width, name=self.sheet.name, is_ruled=is_ruled)
        yield from self._texts(bottom + 1, last + 1)

    def _raw(self, r: int, c: int, cell: SheetCell, around: tuple[int, int, int, int]) -> RawCell:
        top, left, bottom, right = around
        span = self._span(r, c)
        return RawCell(
            cell.text,
            r - top,
            c - left,
            min(span.rows, bottom - r + 1),
            min(span.columns, right - c),
            place=place_of(self.sheet, cell),
            is_pending=cell.is_pending,
        )

    def _is_outside(self, r: int, left: int, right: int) -> bool:
        """Tell a title or a line of captions that lines were drawn around too."""
        filled = self._filled(r)
        if _is_captions(filled) or not filled:
            return True
        return self._is_whole_row(r, left, right)

    def _is_note(self, r: int, left: int, right: int) -> bool:
        filled = self._filled(r)
        return self._is_whole_row(r, left, right) and filled[0].text.startswith(_NOTES)

    def _is_whole_row(self, r: int, left: int, right: int) -> bool:
        """One text, merged over the whole width and nothing else."""
        filled = self._filled(r)
        if len(filled) != 1 or right - left == 1:
            return False
        span = self._span(r, left)
        is_first = self.cells[r].get(left) == filled[0]
        return is_first and span.rows == 1 and span.columns >= right - left


def _is_captions(cells: Sequence[SheetCell]) -> bool:
    """Tell a row of department, year and unit of money."""
    captions = sum(bool(CAPTION.fullmatch(cell.text)) for cell in cells)
    return captions > 0 and len(cells) - captions <= 1
