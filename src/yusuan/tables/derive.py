"""Derive tables from lines: every cell sums the lines its region admits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.errors import UnplacedLine
from yusuan.tables.region import EVERYTHING
from yusuan.tables.spec import Tree
from yusuan.tables.table import Cell, CellKey, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.core.codes import Code
    from yusuan.tables.spec import Panel, TableSpec

    Name = Callable[[str, str], str]


def derive(spec: TableSpec, lines: Iterable[BudgetLine], name: Name) -> Table:
    """Fill one table. `name(dimension, digits)` names a code; raises UnplacedLine rather than lose money."""
    rows, cells = [], {}
    lines = tuple(lines)
    for n, (panel, region) in enumerate(zip(spec.panels, spec.panel_regions, strict=True)):
        admitted = [line for line in lines if region.admits(line)]
        panel_rows, frame = frame_of(spec, n, frozenset(_codes(panel, admitted)), name)
        sums = _sum(panel, panel_rows, admitted)
        rows.append(panel_rows)
        for place, cell in frame:
            cells[cell.key] = replace(cell, amount=sums[place]) if place in sums else cell
    return Table(spec, tuple(rows), cells)


Frame = tuple[tuple[tuple[int, int], Cell], ...]


@lru_cache(maxsize=1024)
def frame_of(
    spec: TableSpec, panel_number: int, codes: frozenset[Code], name: Name
) -> tuple[tuple[Row, ...], Frame]:
    """The rows and blank cells (by row and column number) of a panel that prints some codes."""
    panel, region = spec.panels[panel_number], spec.panel_regions[panel_number]
    rows = rows_of(panel, codes, name)
    cells = []
    for r, row in enumerate(rows):
        if row.region is None:
            continue
        across = region & row.region
        for c, column in enumerate(panel.columns):
            key = CellKey(spec.id, row.id, panel.column_path(column))
            within = (across & column.region).normal()
            cells.append(((r, c), Cell(key, row.key, row.label, within, None)))
    return rows, tuple(cells)


def rows_of(panel: Panel, codes: Iterable[Code], name: Name) -> tuple[Row, ...]:
    """The rows a panel prints: listed ones always, tree rows for the codes given and their parents."""
    axis = panel.rows
    if isinstance(axis, Tree):
        with_parents = sorted({c for member in codes for c in member.lineage})
        if not with_parents:
            return ()
        total = Row(axis.total, axis.total, axis.total, EVERYTHING, is_total=True)
        return total, *(
            Row(c.digits, c.digits, name(axis.dimension, c.digits), axis.row_region(c), c)
            for c in with_parents
        )
    return tuple(
        Row(listed.id or f"gap{i}", listed.key, listed.label, listed.region)
        for i, listed in enumerate(axis)
    )


def _codes(panel: Panel, lines: Iterable[BudgetLine]) -> set[Code]:
    axis = panel.rows
    if not isinstance(axis, Tree):
        return set()
    return {member for line in lines if (member := axis.code_of(line)) is not None}


def _sum(
    panel: Panel, rows: Sequence[Row], lines: Iterable[BudgetLine]
) -> dict[tuple[int, int], int]:
    """Add every line to each cell that admits it; lines alike in every dimension are looked up once."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    places: dict[object, list[tuple[int, int]]] = {}
    by_code = {row.code: i for i, row in enumerate(rows) if row.code is not None}
    for line in lines:
        alike = (line.fund, line.source, line.origin, line.nature, line.function, line.economic, line.project)
        if alike not in places:
            places[alike] = _places(panel, rows, by_code, line)
        for place in places[alike]:
            sums[place] += line.amount
    return sums


def _places(
    panel: Panel, rows: Sequence[Row], by_code: dict[Code, int], line: BudgetLine
) -> list[tuple[int, int]]:
    axis = panel.rows
    if isinstance(axis, Tree):
        member = axis.code_of(line)
        hit_rows = [0, *(by_code[c] for c in member.lineage)] if member is not None else []
    else:
        hit_rows = [i for i, row in enumerate(rows) if row.region and row.region.admits(line)]
    hit_columns = [i for i, column in enumerate(panel.columns) if column.region.admits(line)]
    places = [(r, c) for r in hit_rows for c in hit_columns]
    if not places:
        msg = (
            f"panel {panel.title or '-'} has no place for {line.function} {line.economic} "
            f"{line.nature.value} of {line.unit}"
        )
        raise UnplacedLine(msg)
    return places
