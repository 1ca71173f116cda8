"""Set tables without vertical lines into columns: figures that stand under each other make one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.grid import RawCell, RawGrid
from yusuan.core.patterns import pattern
from yusuan.readers.pdf.headers import Head, heads, lowest, repeating, titles
from yusuan.readers.pdf.lines import cell_text
from yusuan.readers.pdf.stretches import FEWEST_COLUMNS, FEWEST_ROWS, FIGURE, TOTAL, Row
from yusuan.readers.pdf.wrapped import Placed, whole_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.grid import Box
    from yusuan.readers.pdf.glyphs import Run, Turn
    from yusuan.readers.pdf.headers import Title
    from yusuan.readers.pdf.lines import Line
    from yusuan.readers.pdf.rulings import Ruling
    from yusuan.readers.pdf.stretches import Stretch
    from yusuan.readers.pdf.wrapped import Cells

_ORDINAL = pattern(r"\d{1,2}")
# Not a code, which is set to the left.
_AMOUNT = pattern(r"-?(?:\d[\d,，]*\.\d+|\d{1,3}(?:[,，]\d{3})+|0)")
_FEWEST_LETTERS = 2
# In heights of the line.
_TITLE_GAP = 0.55
_FAVOUR = 0.3
# Between columns equally near to a mark the middle decides; two under one mark cost so many points.
_TILT = 0.001
_SHARED = 40.0


def table(stretch: Stretch, page: int, turn: Turn, rules: Sequence[Ruling] = ()) -> RawGrid | None:
    """Set the rows of a stretch into columns; None when they are no table after all."""
    columns = _with_blank(_columns(stretch.rows[stretch.headers :]), stretch)
    if len(columns) < FEWEST_COLUMNS:
        return None
    bounds = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    body = _placed(stretch, columns, bounds)
    cells: list[RawCell] = []
    headers, height = _headers(stretch, columns, rules)
    for head in headers:
        text = "".join(cell_text(part.runs, 0.0) for part in head.parts)
        box = _on_page(turn, head.parts)
        span = head.rowspan, head.colspan
        cells.append(RawCell(text, head.row, head.column, *span, page, box))
    for number, found in enumerate(body, start=height):
        for column, parts in sorted(found.items()):
            text = cell_text([run for part in parts for run in part.runs], 0.0)
            box = _on_page(turn, parts)
            cells.append(RawCell(text, number, column, 1, 1, page, box))
    taken = {
        (cell.row + below, cell.column + across)
        for cell in cells
        for below in range(cell.rowspan)
        for across in range(cell.colspan)
    }
    rows = height + len(body)
    cells += [
        RawCell("", row, column, page=page)
        for row in range(rows)
        for column in range(len(columns))
        if (row, column) not in taken
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = _on_page(turn, [row.line for row in stretch.rows])
    return RawGrid(tuple(cells), rows, len(columns), page, box, is_ruled=False)


def _columns(rows: Sequence[Row]) -> list[list[float]]:
    """Where the columns lie: figures that overlap make one, then labels beside them."""
    parts = [part for row in rows if not _counts_columns(row) for part in row.parts]
    figures = [part for part in parts if FIGURE.fullmatch(part.cell_text)]
    columns = _overlapping(figures)
    labels = [
        part for part in parts if not any(part.x0 < x1 and part.x1 > x0 for x0, x1 in columns)
    ]
    return sorted(columns + _overlapping(labels))


def _with_blank(columns: list[list[float]], stretch: Stretch) -> list[list[float]]:
    """Add the columns that hold nothing: a header stands over them, or a number of the column."""
    body = stretch.rows[stretch.headers :]
    counting = next((row.parts for row in stretch.rows if _counts_columns(row)), None)
    if counting is not None:
        columns = _marked(_merged(columns, len(counting), body), counting, body)
        if len(columns) == len(counting):
            return columns
    columns = _with_totals(columns, body)
    header = [_cut(row, columns).parts for row in stretch.rows[: stretch.headers]]
    found = titles(header)
    low, each = repeating(found)
    marks = low if each and len(low) >= len(columns) else lowest(found, columns)
    if len(marks) <= len(columns):
        return columns
    return _marked(columns, marks, body)


def _with_totals(columns: list[list[float]], rows: Sequence[Row]) -> list[list[float]]:
    """The columns, a total in the middle of its cell in the column of the labels before it."""
    kept: list[list[float]] = []
    for x0, x1 in columns:
        texts = {p.cell_text for row in rows for p in row.parts if p.x0 < x1 and x0 < p.x1}
        is_total = bool(texts) and all(map(TOTAL.fullmatch, texts))
        if is_total and kept and not _share_a_row(kept[-1], (x0, x1), rows):
            kept[-1] = [kept[-1][0], x1]
        else:
            kept.append([x0, x1])
    return kept


def _share_a_row(one: Sequence[float], other: Sequence[float], rows: Sequence[Row]) -> bool:
    """Whether a row fills both of two columns."""
    return any(
        all(any(p.x0 < x1 and x0 < p.x1 for p in row.parts) for x0, x1 in (one, other))
        for row in rows
    )


def _marked(
    columns: list[list[float]], marks: Sequence[Line | Title], rows: Sequence[Row]
) -> list[list[float]]:
    """The columns, and those of marks that none of them is under."""
    figures = [p for row in rows for p in row.parts if _AMOUNT.fullmatch(p.cell_text)]
    apart = []
    for x0, x1 in columns:
        # Amounts are set to the right of a cell that has its header in the middle.
        favour = _FAVOUR if any(f.x0 < x1 and x0 < f.x1 for f in figures) else 1.0
        apart.append(
            [
                max(m.x0 - x1, (x0 - m.x1) * favour, 0.0) + abs(m.x0 + m.x1 - x0 - x1) * _TILT
                for m in marks
            ]
        )
    known = _nearest(apart) if apart and marks else set()
    return sorted(columns + [[m.x0, m.x1] for i, m in enumerate(marks) if i not in known])


def _nearest(apart: Sequence[Sequence[float]]) -> set[int]:
    """The marks that columns stand under, both from left to right; rarely two columns under one mark.

    `apart` holds for each column how far it is from each mark.
    """
    marks = range(len(apart[0]))
    least: list[tuple[float, tuple[int, ...]]] = [(row, (i,)) for i, row in enumerate(apart[0])]
    for row in apart[1:]:
        longer = []
        for i in marks:
            shared = (least[i][0] + _SHARED, least[i][1])
            cost, taken = min([shared, *least[:i]], key=lambda one: one[0])
            longer.append((cost + row[i], (*taken, i)))
        least = longer
    return set(min(least, key=lambda one: one[0])[1])


def _merged(columns: list[list[float]], count: int, rows: Sequence[Row]) -> list[list[float]]:
    """Put columns together that no row fills both of: totals centred beside labels set to the left."""
    merged = list(columns)
    while len(merged) > count:
        apart = [
            (merged[i + 1][0] - merged[i][1], i)
            for i in range(len(merged) - 1)
            if not _share_a_row(merged[i], merged[i + 1], rows)
        ]
        if not apart:
            break
        _, i = min(apart)
        merged[i : i + 2] = [[merged[i][0], merged[i + 1][1]]]
    return merged


def _counts_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: its figures stand in the middle, where no other does."""
    numbers = [int(text) for part in row.parts if _ORDINAL.fullmatch(text := part.cell_text)]
    return (
        len(numbers) >= FEWEST_ROWS - 1
        and all(b - a == 1 for a, b in pairwise(numbers))
        and (len(numbers) >= len(row.parts) - 1)
    )


def _overlapping(parts: Sequence[Line]) -> list[list[float]]:
    found: list[list[float]] = []
    for x0, x1 in sorted((part.x0, part.x1) for part in parts):
        if found and x0 < found[-1][1]:
            found[-1][1] = max(found[-1][1], x1)
        else:
            found.append([x0, x1])
    return found


def _column_of(part: Line, columns: Sequence[Sequence[float]], bounds: Sequence[float]) -> int:
    """The column a part lies in: the one it shares most with, else where its middle is."""
    shared = [min(part.x1, x1) - max(part.x0, x0) for x0, x1 in columns]
    best = max(range(len(columns)), key=shared.__getitem__)
    if shared[best] > 0:
        return best
    middle = (part.x0 + part.x1) / 2
    return sum(1 for bound in bounds if bound < middle)


def _placed(
    stretch: Stretch, columns: Sequence[Sequence[float]], bounds: Sequence[float]
) -> list[Cells]:
    """The rows under the header by column, wrapped labels put together."""
    placed: list[Placed] = []
    for row in stretch.rows[stretch.headers :]:
        cells: Cells = {}
        for part in row.parts:
            cells.setdefault(_column_of(part, columns, bounds), []).append(part)
        middle = (row.line.y0 + row.line.y1) / 2
        placed.append(Placed(cells, middle, middle, row.line.height))
    return [one.cells for one in (placed if stretch.is_banded else whole_rows(placed))]


def _headers(
    stretch: Stretch, columns: Sequence[Sequence[float]], rules: Sequence[Ruling]
) -> tuple[list[Head], int]:
    """The header cells in their places, and the number of header rows."""
    rows = [_cut(row, columns) for row in stretch.rows[: stretch.headers]]
    found = heads([row.parts for row in rows], columns)
    if found is not None:
        return found
    flat = [
        Head([part], number, first, 1, last - first + 1)
        for number, row in enumerate(rows)
        for part, first, last in _header_parts(row, columns, rules)
    ]
    return flat, len(rows)


def _cut(row: Row, columns: Sequence[Sequence[float]]) -> Row:
    """A header line cut between words: where there is room, and where they stand nearest to different columns."""
    middles = [(x0 + x1) / 2 for x0, x1 in columns]

    def column(run: Run) -> int:
        middle = (run.x0 + run.x1) / 2
        return min(range(len(middles)), key=lambda i: abs(middles[i] - middle))

    parts: list[Line] = []
    for part in row.parts:
        begun = 0
        for n, (before, run) in enumerate(pairwise(part.runs), start=1):
            are_words = min(len(before.text), len(run.text)) >= _FEWEST_LETTERS
            is_far = run.x0 - before.x1 > _TITLE_GAP * part.height
            if are_words and (is_far or column(before) != column(run)):
                parts.append(_of(part, part.runs[begun:n]))
                begun = n
        parts.append(_of(part, part.runs[begun:]))
    return Row(row.line, parts, row.figures)


def _of(line: Line, runs: list[Run]) -> Line:
    return type(line)(min(r.x0 for r in runs), line.y0, max(r.x1 for r in runs), line.y1, runs)


def _header_parts(
    row: Row, columns: Sequence[Sequence[float]], rules: Sequence[Ruling]
) -> list[tuple[Line, int, int]]:
    """The parts of a header row with the first and last column each stands over."""
    bounds = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    middles = [(x0 + x1) / 2 for x0, x1 in columns]
    found: list[tuple[Line, int, int]] = []
    free = 0
    for part in row.parts:
        over = _under_rule(row, part, middles, rules) or [
            i for i, (x0, x1) in enumerate(columns) if part.x0 < x1 and part.x1 > x0
        ]
        first = max(free, over[0] if over else _column_of(part, columns, bounds))
        last = max(first, over[-1] if over else first)
        if first >= len(columns):
            # More headers than columns: the last one takes what is left.
            line, start, end = found[-1]
            joined = type(line)(line.x0, line.y0, part.x1, line.y1, [*line.runs, *part.runs])
            found[-1] = (joined, start, end)
            continue
        found.append((part, first, last))
        free = last + 1
    return found


def _under_rule(
    row: Row, part: Line, middles: Sequence[float], rules: Sequence[Ruling]
) -> list[int]:
    """The columns over which the short rule directly under a header goes; none without such a rule."""
    for at, start, end in rules:
        if not (part.y1 - 1 <= at <= part.y1 + part.height and start <= part.x0 <= part.x1 <= end):
            continue
        if sum(1 for other in row.parts if start <= other.x0 and other.x1 <= end) == 1:
            return [i for i, middle in enumerate(middles) if start < middle < end]
    return []


def _on_page(turn: Turn, parts: Sequence[Line]) -> Box:
    """Where parts lie on the page as it is looked at."""
    around = (
        min(part.x0 for part in parts), min(part.y0 for part in parts),
        max(part.x1 for part in parts), max(part.y1 for part in parts),
    )  # fmt: skip
    x0, y0, x1, y1 = turn.looked_at(around)
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
