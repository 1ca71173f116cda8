"""Find ruled tables: lines that touch make a lattice; where a line is missing, cells are merged."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.readers.pdf.rulings import SNAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.grid import Box
    from yusuan.readers.pdf.rulings import Ruling

# Narrower than any print: two lines this near are one line drawn double.
_NARROWEST = 3.5
# How far a line may end from the line it meets, in points.
_TOUCH = 4.0
# An open side: lines that go on past the last line across them.
_OPEN = 6.0
MOST_LATTICE = 60_000
_LEAST_LINES = 2
# Between the lines of rows: at most so many points, or so many times the first row's height.
_ROOM = 40.0
_RAREST = 2.5


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a lattice: its first row and column, how many it covers, and where it lies."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(slots=True)
class Lattice:
    """A ruled table: the places of its lines, and the cells between them."""

    xs: list[float]
    ys: list[float]
    spans: list[Span] = field(default_factory=list)
    # The number of the span that each place of the lattice belongs to.
    places: list[list[int]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Where the table lies."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def span_at(self, x: float, y: float) -> int | None:
        """The number of the span a point lies in; None outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.places[row][column]
        return None


def lattices(
    across: Sequence[Ruling], down: Sequence[Ruling]
) -> tuple[list[Lattice], list[Ruling]]:
    """Find the ruled tables of a page, and the lines across that belong to none."""
    found: list[Lattice] = []
    groups, loose = _touching(across, down)
    groups, loose = _carried_on(groups, loose)
    for rows, columns in groups:
        lattice = _lattice(rows, columns)
        if lattice is None:
            loose += rows
        elif len(lattice.spans) > 1:
            found.append(lattice)
    return _outermost(found), sorted(loose)


def _touching(
    across: Sequence[Ruling], down: Sequence[Ruling]
) -> tuple[list[tuple[list[Ruling], list[Ruling]]], list[Ruling]]:
    """Group lines that touch each other; lines across that touch nothing are returned apart."""
    parents = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    heights = [at for at, _, _ in across]
    for j, (x, top, bottom) in enumerate(down, start=len(across)):
        first = bisect_right(heights, top - _TOUCH)
        for i in range(first, bisect_right(heights, bottom + _TOUCH)):
            _, start, end = across[i]
            if start - _TOUCH <= x <= end + _TOUCH:
                parents[root(i)] = root(j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i in range(len(parents)):
        rows, columns = groups.setdefault(root(i), ([], []))
        if i < len(across):
            rows.append(across[i])
        else:
            columns.append(down[i - len(across)])
    whole = [group for group in groups.values() if group[0] and group[1]]
    return whole, [row for rows, columns in groups.values() if not columns for row in rows]


def _carried_on(
    groups: list[tuple[list[Ruling], list[Ruling]]], loose: list[Ruling]
) -> tuple[list[tuple[list[Ruling], list[Ruling]]], list[Ruling]]:
    """Carry the columns of a boxed header down over rows that are ruled across only."""
    carried: list[tuple[list[Ruling], list[Ruling]]] = []
    for rows, columns in sorted(groups, key=lambda group: max(group[0])[0]):
        bottom, left, right = max(rows)
        below: list[Ruling] = []
        for row in loose:
            last, usual = (below[-1][0], below[0][0] - bottom) if below else (bottom, row[0])
            is_near = last < row[0] < last + max(_ROOM, _RAREST * usual if below else _ROOM)
            if is_near and abs(row[1] - left) < _TOUCH and abs(row[2] - right) < _TOUCH:
                below.append(row)
        if len(columns) < _LEAST_LINES or len(below) < _LEAST_LINES:
            carried.append((rows, columns))
            continue
        end = below[-1][0]
        longer = [
            (x, top, end if lowest > bottom - _TOUCH else lowest) for x, top, lowest in columns
        ]
        carried.append((rows + below, longer))
        loose = [row for row in loose if row not in below]
    return carried, loose


def _lattice(rows: list[Ruling], columns: list[Ruling]) -> Lattice | None:
    """The table that touching lines draw; None when they draw no cell."""
    rows, columns = _closed(rows, columns)
    columns, rows = _closed(columns, rows)
    xs, ys = _places(columns), _places(rows)
    if min(len(xs), len(ys)) < _LEAST_LINES or len(xs) * len(ys) > MOST_LATTICE:
        return None
    # drawn[row][column]: is there a line on the left (above) of this place?
    left = _drawn(columns, xs, ys)
    above = _drawn(rows, ys, xs)
    lattice = Lattice(xs, ys)
    _fill(lattice, left, above)
    return lattice


def _closed(rows: list[Ruling], columns: list[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """Add the outer columns that open sides leave out: two lines across go on past the last one."""
    first, last = min(columns)[0], max(columns)[0]
    added: list[Ruling] = []
    before = [row for row in rows if row[1] < first - _OPEN]
    after = [row for row in rows if row[2] > last + _OPEN]
    if len(before) >= _LEAST_LINES:
        added.append((min(row[1] for row in before), before[0][0], before[-1][0]))
    if len(after) >= _LEAST_LINES:
        added.append((max(row[2] for row in after), after[0][0], after[-1][0]))
    return rows, sorted(columns + added) if added else columns


def _places(given: Iterable[Ruling]) -> list[float]:
    """The places of lines, a double line taken once."""
    places: list[float] = []
    for at, _, _ in sorted(given):
        if not places or at - places[-1] > _NARROWEST:
            places.append(round(at, 2))
    return places


def _drawn(
    given: Sequence[Ruling], at: Sequence[float], along: Sequence[float]
) -> list[list[bool]]:
    """For each place of `at` and each step of `along`: is a line drawn there?"""
    drawn = [[False] * (len(along) - 1) for _ in at]
    middles = [(a + b) / 2 for a, b in pairwise(along)]
    for place, start, end in given:
        i = max(0, bisect_right(at, place) - 1)
        if i + 1 < len(at) and at[i + 1] - place < place - at[i]:
            i += 1
        first, last = bisect_right(middles, start), bisect_right(middles, end)
        drawn[i][first:last] = [True] * (last - first)
    return drawn


def _fill(lattice: Lattice, left: list[list[bool]], above: list[list[bool]]) -> None:
    """Give every place of the lattice to a cell: as wide as nothing is drawn, then as high."""
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    lattice.places = [[-1] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if lattice.places[row][column] >= 0:
                continue
            right = column + 1
            while right < width and not left[right][row] and lattice.places[row][right] < 0:
                right += 1
            bottom = row + 1
            while bottom < height and _goes_on(lattice, left, above, bottom, column, right):
                bottom += 1
            box = (lattice.xs[column], lattice.ys[row], lattice.xs[right], lattice.ys[bottom])
            for line in lattice.places[row:bottom]:
                line[column:right] = [len(lattice.spans)] * (right - column)
            lattice.spans.append(Span(row, column, bottom - row, right - column, box))


def _goes_on(
    lattice: Lattice, left: list[list[bool]], above: list[list[bool]], row: int, first: int, end: int
) -> bool:  # fmt: skip
    """Whether a cell of columns `first` to `end` goes on into a row."""
    return (
        not any(above[row][first:end])
        and not any(left[column][row] for column in range(first + 1, end))
        and all(place < 0 for place in lattice.places[row][first:end])
    )


def _outermost(found: list[Lattice]) -> list[Lattice]:
    """Leave out a lattice that lies inside a cell of another, a page frame around others too."""
    kept: list[Lattice] = []
    for lattice in sorted(found, key=lambda one: -len(one.spans)):
        x0, y0, x1, y1 = lattice.box
        if not any(
            x0 < other.box[2] - SNAP and x1 > other.box[0] + SNAP
            and y0 < other.box[3] - SNAP and y1 > other.box[1] + SNAP
            for other in kept
        ):  # fmt: skip
            kept.append(lattice)
    return sorted(kept, key=lambda one: (one.ys[0], one.xs[0]))
