"""Tell which columns each header of a table without lines stands over, and how far down it reaches.

A header is centred over what it covers, so its middle says over how many columns it goes; a header with nothing
below it belongs to one column and reaches down to the figures.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.readers.pdf.lines import Line

# In heights of the line.
# From one line of a header to its next: the least that makes sense of all headers is taken.
WRAPPED = (1.3, 1.45, 1.6, 1.8, 2.0, 2.3)
_SAME_MIDDLE = 0.7
_SAME_START = 0.3
_LOWER = 0.4
_SAME_LEVEL = 0.45
# More ways than this of sharing columns among headers, and their order alone decides.
_MOST_WAYS = 5_000
# Headers that repeat over the columns come so often at least.
_FEWEST_TIMES = 3


@dataclass(slots=True)
class Title:
    """The lines of one header cell, and the middles of its first and last line."""

    parts: list[Line]
    x0: float
    x1: float
    top: float
    bottom: float
    height: float

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def level(self) -> float:
        """The middle from top to bottom."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(part.cell_text for part in self.parts)

    def is_above(self, other: Title) -> bool:
        """Whether another header stands on lines clearly below."""
        return other.level > self.level + _LOWER * self.height

    def overlaps(self, other: Title) -> bool:
        """Whether two headers share a stretch of the page's width."""
        return self.x0 < other.x1 and other.x0 < self.x1


@dataclass(frozen=True, slots=True)
class Head:
    """A header cell in its place."""

    parts: Sequence[Line]
    row: int
    column: int
    rowspan: int
    colspan: int


def titles(rows: Iterable[Sequence[Line]], wrapped: float = WRAPPED[1]) -> list[Title]:
    """Put the lines of wrapped headers together; `rows` are the parts of each line, from the top.

    `wrapped` is how far apart the lines of one header are at most, in heights of the line.
    """
    found: list[Title] = []
    for row in rows:
        begun: list[Title] = []
        for part in row:
            # Its own, not its line's: cells of a row may be set on baselines of their own.
            middle = sum(run.y0 + run.y1 for run in part.runs) / len(part.runs) / 2
            above = next((t for t in found if _goes_on(t, part, middle, row, wrapped)), None)
            if above is None:
                begun.append(Title([part], part.x0, part.x1, middle, middle, part.height))
                continue
            above.parts.append(part)
            above.x0, above.x1 = min(above.x0, part.x0), max(above.x1, part.x1)
            above.bottom = middle
        found += begun
    return found


def _goes_on(title: Title, part: Line, middle: float, row: Sequence[Line], wrapped: float) -> bool:
    """Whether a part is the next line of a header, and no header of its own below it."""
    room = middle - title.bottom
    if not _LOWER * part.height < room < wrapped * part.height:
        return False
    if sum(1 for other in row if other.x0 < title.x1 and title.x0 < other.x1) != 1:
        return False
    last = title.parts[-1]
    is_under = abs(part.x0 + part.x1 - last.x0 - last.x1) / 2 < _SAME_MIDDLE * part.height
    starts = abs(part.x0 - last.x0) < _SAME_START * part.height
    return (is_under or starts) and part.x0 < title.x1 and title.x0 < part.x1


def lowest(found: Sequence[Title], columns: Sequence[Sequence[float]]) -> list[Title]:
    """The headers that belong to one column each, from left to right: no other stands under them.

    One on the top line may stand over two columns without reaching either's header: it is nearest to a column that
    has a header of its own below.
    """
    highest = min((title.level for title in found), default=0.0)

    def column(title: Title) -> int:
        return min(
            range(len(columns)),
            key=lambda i: max(columns[i][0] - title.middle, title.middle - columns[i][1], 0.0),
        )

    def is_over(title: Title, other: Title) -> bool:
        if not title.is_above(other):
            return False
        is_top = title.level < highest + _LOWER * title.height
        return title.overlaps(other) or (is_top and column(title) == column(other))

    return sorted(
        (t for t in found if not any(is_over(t, other) for other in found)),
        key=lambda title: title.middle,
    )


def heads(
    rows: Sequence[Sequence[Line]], columns: Sequence[Sequence[float]]
) -> tuple[list[Head], int] | None:
    """Every header in its place and the number of header rows; None where the headers do not tell."""
    for wrapped in WRAPPED:
        found = titles(rows, wrapped)
        placed = _repeated(found, columns) or _heads(found, columns)
        if placed is not None:
            return placed
    return None


def _repeated(
    found: Sequence[Title], columns: Sequence[Sequence[float]]
) -> tuple[list[Head], int] | None:
    """Headers that repeat (预算数 决算数 预算数 …): each repetition has one above it."""
    low, each = repeating(found)
    if len(low) != len(columns) or not each:
        return None
    blocks = [(columns[n][0], columns[n + each - 1][1]) for n in range(0, len(columns), each)]
    placed = _heads([title for title in found if title not in low], blocks)
    if placed is None:
        return None
    cells, depth = placed
    wide = [
        Head(head.parts, head.row, head.column * each, head.rowspan, head.colspan * each)
        for head in cells
    ]
    return [*wide, *(Head(t.parts, depth, n, 1, 1) for n, t in enumerate(low))], depth + 1


def repeating(found: Sequence[Title]) -> tuple[list[Title], int]:
    """The headers that come again and again, from left to right, and after how many they repeat; 0: never."""
    counted = Counter(title.text for title in found)
    most = max(counted.values(), default=0)
    low = [t for t in found if counted[t.text] == most >= _FEWEST_TIMES]
    low.sort(key=lambda title: title.middle)
    texts = [title.text for title in low]
    each = len(set(texts))
    is_regular = each > 1 and all(a == b for a, b in zip(texts, texts[each:], strict=False))
    return low, each if is_regular else 0


def _heads(
    found: Sequence[Title], columns: Sequence[Sequence[float]]
) -> tuple[list[Head], int] | None:
    groups = _groups(found, len(columns)) if found else None
    if groups is None:
        return None
    leaves = sorted((t for t in found if t not in groups), key=lambda title: title.middle)
    levels = _levels(groups)
    begins = _begins(leaves, levels)
    placed: list[tuple[Title, int, int, int]] = []
    for number, level in enumerate(levels):
        runs = _runs(number, begins, placed)
        for title, first, last in _over(level, runs, _edges(leaves, columns)):
            placed.append((title, number, first, last))
    if len(placed) < len(groups) or any(first == last for _, _, first, last in placed):
        return None
    depth = len(levels) + 1
    cells = [Head(t.parts, row, first, 1, last - first + 1) for t, row, first, last in placed]
    cells += [
        Head(leaf.parts, row, column, depth - row, 1)
        for column, (leaf, row) in enumerate(zip(leaves, begins, strict=True))
    ]
    return cells, depth


def _groups(found: Sequence[Title], columns: int) -> list[Title] | None:
    """The headers that stand over several columns: as many as there are more headers than columns.

    Some reach over a header below them. The others stand on the top line, between the headers they are over.
    """
    extra = len(found) - columns
    if extra < 0:
        return None
    groups = [t for t in found if any(t.is_above(o) and t.overlaps(o) for o in found)]
    if len(groups) == extra:
        return groups
    top = min(title.level for title in found)
    groups += [t for t in found if t not in groups and t.level < top + _LOWER * t.height]
    return groups if len(groups) == extra and len(groups) < len(found) else None


def _levels(groups: Sequence[Title]) -> list[list[Title]]:
    levels: list[list[Title]] = []
    for title in sorted(groups, key=lambda title: title.level):
        if levels and not levels[-1][0].is_above(title):
            levels[-1].append(title)
        else:
            levels.append([title])
    return [sorted(level, key=lambda title: title.middle) for level in levels]


def _begins(leaves: Sequence[Title], levels: Sequence[Sequence[Title]]) -> list[int]:
    """The row in which each column's own header begins: one that reaches over several stands in their middle."""
    bottom = max(leaf.level for leaf in leaves)
    middles = [*(level[0].level for level in levels), bottom]
    if len(middles) == 1:
        return [0] * len(leaves)
    edges = [(a + b) / 2 for a, b in pairwise(middles)]
    last = 2 * bottom - edges[-1]
    starts = [2 * middles[0] - edges[0], *edges]
    reaching = [(start + last) / 2 for start in starts[:-1]]
    return [
        len(levels)
        if leaf.level > bottom - _SAME_LEVEL * leaf.height
        else min(range(len(reaching)), key=lambda row: abs(reaching[row] - leaf.level))
        for leaf in leaves
    ]


def _over(
    level: Sequence[Title], runs: Sequence[tuple[int, int]], edges: Sequence[float]
) -> Iterator[tuple[Title, int, int]]:
    """The first and last column each header of a level stands over."""
    for first, last in runs:
        over = [t for t in level if edges[first] <= t.middle < edges[last + 1]]
        if over:
            yield from zip(over, *_shared(over, first, last, edges), strict=True)


def _runs(
    number: int, begins: Sequence[int], placed: Sequence[tuple[Title, int, int, int]]
) -> list[tuple[int, int]]:
    """Stretches of columns whose own headers begin below a level, cut where headers above it are."""
    starts = {first for _, row, first, _ in placed if row == number - 1}
    found: list[list[int]] = []
    for column, row in enumerate(begins):
        if row <= number:
            continue
        if found and found[-1][-1] == column - 1 and column not in starts:
            found[-1].append(column)
        else:
            found.append([column])
    return [(run[0], run[-1]) for run in found]


def _edges(leaves: Sequence[Title], columns: Sequence[Sequence[float]]) -> list[float]:
    """Where columns end: halfway between what stands in them and what stands in the next."""
    widths = [
        (min(leaf.x0, x0), max(leaf.x1, x1)) for leaf, (x0, x1) in zip(leaves, columns, strict=True)
    ]
    between = [(a[1] + b[0]) / 2 for a, b in pairwise(widths)]
    return [widths[0][0], *between, widths[-1][1] + 1]


def _shared(
    over: Sequence[Title], first: int, last: int, edges: Sequence[float]
) -> tuple[list[int], list[int]]:
    """Cut a run of columns among headers, so that each is in the middle of its share."""
    best, least = None, float("inf")
    ways = combinations(range(first + 1, last + 1), len(over) - 1)
    for _, cuts in zip(range(_MOST_WAYS), ways, strict=False):
        starts, ends = [first, *cuts], [*(cut - 1 for cut in cuts), last]
        off = sum(
            abs(title.middle - (edges[a] + edges[b + 1]) / 2)
            for title, a, b in zip(over, starts, ends, strict=True)
        )
        if off < least:
            best, least = (starts, ends), off
    return best or ([first] * len(over), [last] * len(over))
