"""Where a source has no pages, what stands around a finding in its table: title, row, column and neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yusuan.tables.table import print_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.outcomes import Where
    from yusuan.tables.table import Row, Table

# Rows and columns shown on either side of a marked figure, and tables shown for one finding.
_AROUND = 2
_ALL_COLUMNS = 7
MOST_EXCERPTS = 3


class ExcerptRow(NamedTuple):
    """A row: code, label, figures each with whether it is meant, and whether rows are left out above."""

    code: str
    label: str
    figures: tuple[tuple[str, bool], ...]
    is_marked: bool
    is_after_gap: bool


class Excerpt(NamedTuple):
    """A piece of a table around the figures a finding is about."""

    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[ExcerptRow, ...]


def excerpts(tables: Sequence[Table], places: Sequence[Where]) -> tuple[Excerpt, ...]:
    """The pieces of tables some places lie in, at most three of them."""
    found: list[Excerpt] = []
    for table in tables:
        meant = [w for w in places if w.row and w.table in {table.id, table.spec.title}]
        if meant:
            found += _of(table, meant)
    return tuple(found[:MOST_EXCERPTS])


def _of(table: Table, meant: Sequence[Where]) -> Iterator[Excerpt]:
    marked = {(w.row, w.column) for w in meant}
    for n, (panel, rows) in enumerate(zip(table.spec.panels, table.rows, strict=True)):
        paths = [panel.column_path(column) for column in panel.columns]
        hits = [
            (r, c)
            for r, row in enumerate(rows)
            for c, path in enumerate(paths)
            if (row.key, path) in marked
        ]
        if hits:
            yield _excerpt(table, n, rows, hits)


def _excerpt(
    table: Table, panel: int, rows: Sequence[Row], hits: Sequence[tuple[int, int]]
) -> Excerpt:
    spec, half = table.spec, table.spec.panels[panel]
    paths = [half.column_path(column) for column in half.columns]
    shown_rows = _near({r for r, _ in hits}, len(rows))
    shown_columns = list(range(len(paths)))
    if len(paths) > _ALL_COLUMNS:
        shown_columns = _near({c for _, c in hits}, len(paths))
    lines, above = [], -1
    for r in shown_rows:
        figures = []
        for c in shown_columns:
            cell = table.cell(panel, rows[r], c)
            figures.append((print_amount(cell, spec) if cell is not None else "", (r, c) in hits))
        row = rows[r]
        code = "" if row.code is None else str(row.code)
        is_marked = any(hit[0] == r for hit in hits)
        lines.append(ExcerptRow(code, row.label, tuple(figures), is_marked, above + 1 < r))
        above = r
    columns = tuple(paths[c] for c in shown_columns)
    return Excerpt(spec.title, spec.unit.label, columns, tuple(lines))


def _near(hits: set[int], size: int) -> list[int]:
    """The first place, the places hit and their neighbours."""
    near = {n + step for n in hits for step in range(-_AROUND, _AROUND + 1)}
    return sorted(n for n in near | {0} if 0 <= n < size)
