"""Find tables that are ruled across only: lines as long as each other above, between and below the rows."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.readers.blocks import CAPTION
from yusuan.readers.pdf.lines import Line
from yusuan.readers.pdf.stretches import (
    Row,
    Stretch,
    cut_where_others_begin,
    is_listed,
    row_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.readers.pdf.rulings import Ruling

# In points.
_ALIKE = 6.0
_SHORTEST = 120.0
_FEWEST_RULES = 3
_FEWEST_PARTS = 2
_FEWEST_TABLE_ROWS = 2
# Rules between most of the rows: then every row has its own.
_MOSTLY = 0.6


def banded(rules: Sequence[Ruling], rows: Sequence[Row]) -> list[Stretch]:
    """Find the rows that stand between rules of one length; `rows` run from top to bottom."""
    found: list[Stretch] = []
    for group in _alike(rules):
        bands = [_between(rows, above, below) for above, below in _pairs(group)]
        for first, end in _tables(bands, rows):
            stretch = _stretch(bands[first:end], rows)
            if stretch is not None:
                found.append(stretch)
    found.sort(key=lambda stretch: stretch.first)
    apart: list[Stretch] = []
    for stretch in found:
        if not apart or stretch.first >= apart[-1].end:
            apart.append(stretch)
    return apart


def _alike(rules: Sequence[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for rule in sorted(rules):
        if rule[2] - rule[1] < _SHORTEST:
            continue
        for group in groups:
            if abs(group[0][1] - rule[1]) < _ALIKE and abs(group[0][2] - rule[2]) < _ALIKE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= _FEWEST_RULES]


def _pairs(group: Sequence[Ruling]) -> list[tuple[Ruling, Ruling]]:
    return list(pairwise(group))


def _between(rows: Sequence[Row], above: Ruling, below: Ruling) -> range:
    """The rows whose middle lies between two rules, and inside their length."""
    inside = [
        i
        for i, row in enumerate(rows)
        if above[0] <= (row.line.y0 + row.line.y1) / 2 < below[0]
        and row.line.x0 > above[1] - _ALIKE
        and row.line.x1 < above[2] + _ALIKE
    ]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _tables(bands: Sequence[range], rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Cut a group of bands where one holds the text between two tables."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i, band in enumerate(bands):
        is_text = any(CAPTION.fullmatch(part.text) for n in band for part in rows[n].parts) or (
            len(band) > 1 and all(len(rows[n].parts) < _FEWEST_PARTS for n in band)
        )
        if is_text:
            if start is not None:
                found.append((start, i))
            start = None
        elif start is None:
            start = i
    if start is not None:
        found.append((start, len(bands)))
    return [(first, end) for first, end in found if end - first >= _FEWEST_TABLE_ROWS]


def _stretch(bands: Sequence[range], rows: Sequence[Row]) -> Stretch | None:
    filled = [band for band in bands if len(band)]
    count = sum(map(len, filled))
    several = sum(len(rows[n].parts) >= _FEWEST_PARTS for band in filled for n in band)
    if not filled or several < _FEWEST_TABLE_ROWS or several < count / 2:
        return None
    first, end = filled[0].start, filled[-1].stop
    if len(filled) >= _MOSTLY * count:
        merged = [_merged([rows[n] for n in band]) for band in filled]
        begins = next((i for i, row in enumerate(merged) if row.figures or is_listed(row)), 0)
        # Between two rules a header may stand in two lines, one over the other.
        headers = [rows[n] for band in filled[:begins] for n in band]
        body = cut_where_others_begin(merged[begins:])
        return Stretch(first, end, len(headers), [*headers, *body], is_banded=True)
    header = filled[0]
    is_header = len(filled) > 1 and not any(rows[n].figures for n in header)
    return Stretch(first, end, len(header) if is_header else 0, list(rows[first:end]))


def _merged(rows: Sequence[Row]) -> Row:
    """The lines of a band as one row: parts under each other are one cell."""
    if len(rows) == 1:
        return rows[0]
    parts: list[Line] = []
    for part in sorted((part for row in rows for part in row.parts), key=lambda part: part.x0):
        last = parts[-1] if parts else None
        if last is not None and part.x0 < last.x1:
            parts[-1] = _joined(last, part)
        else:
            parts.append(part)
    line = rows[0].line
    for row in rows[1:]:
        line = _joined(line, row.line)
    return Row(line, parts, max(row_of(row.line).figures for row in rows))


def _joined(one: Line, other: Line) -> Line:
    return Line(
        min(one.x0, other.x0), min(one.y0, other.y0),
        max(one.x1, other.x1), max(one.y1, other.y1), [*one.runs, *other.runs],
    )  # fmt: skip
