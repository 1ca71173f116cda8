"""Lay official tables out as grids: merged headers, the row of column numbers, panels side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.documents.publication import Align, Grid, GridCell
from yusuan.tables.spec import Tree
from yusuan.tables.table import print_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.tables.spec import Panel
    from yusuan.tables.table import Row, Table

Path = tuple[str, ...]
_NUMBER = "序号"
_WIDE_LABEL, _LABEL, _CODE, _AMOUNT, _ORDER = 3.4, 2.8, 1.2, 1.5, 0.7
_MANY_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Captions:
    """What stands above every official table."""

    left: str
    middle: str


def table_grid(table: Table, captions: Captions) -> Grid:
    """An official table as printed, with a nil statement where it is empty."""
    spec = table.spec
    paths = _paths(table)
    heads = header_rows(paths)
    if spec.is_numbered:
        heads.append(_column_numbers(len(paths)))
    body = list(_body(table))
    if not body:
        body = [tuple(GridCell("") for _ in paths)]
    return Grid(
        id=spec.id,
        rows=(*heads, *body),
        widths=_widths(table),
        header_rows=len(heads),
        caption_left=captions.left,
        caption_middle=captions.middle,
        caption_right=f"单位：{spec.unit.label}",
        summary=f"{spec.title}，{len(paths)}列，按{spec.unit.label}列示",
        notes=tuple(n for n in (spec.note, spec.nil_statement if table.is_nil else "") if n),
    )


def _paths(table: Table) -> list[Path]:
    paths: list[Path] = [(_NUMBER,)] if table.spec.is_numbered else []
    for panel in table.spec.panels:
        title = (panel.title,) if panel.title else ()
        paths += [title + head for head in panel.row_header]
        paths += [title + column.header for column in panel.columns]
    return paths


def header_rows(paths: Sequence[Path]) -> list[tuple[GridCell, ...]]:
    """Header paths as rows of merged cells: equal neighbours join, short paths reach down."""
    depth = max(len(path) for path in paths)
    rows: list[list[GridCell]] = [[] for _ in range(depth)]
    for level in range(depth):
        column = 0
        while column < len(paths):
            path = paths[column]
            if len(path) <= level:
                column += 1
                continue
            is_last = len(path) == level + 1
            span = 1
            while (
                not is_last
                and column + span < len(paths)
                and paths[column + span][: level + 1] == path[: level + 1]
            ):
                span += 1
            rows[level].append(
                GridCell(
                    path[level],
                    colspan=span,
                    rowspan=depth - level if is_last else 1,
                    align=Align.CENTER,
                    is_header=True,
                )
            )
            column += span
    return [tuple(row) for row in rows]


def _column_numbers(columns: int) -> tuple[GridCell, ...]:
    first = GridCell("栏次", align=Align.CENTER, is_header=True)
    return (
        first,
        *(GridCell(str(n), align=Align.CENTER, is_header=True) for n in range(1, columns)),
    )


def _body(table: Table) -> Iterator[tuple[GridCell, ...]]:
    height = max(len(rows) for rows in table.rows)
    for n in range(height):
        number = GridCell(str(n + 1), align=Align.CENTER)
        cells = [number] if table.spec.is_numbered else []
        for p, panel in enumerate(table.spec.panels):
            row = table.rows[p][n] if n < len(table.rows[p]) else None
            cells += _head(panel, row)
            cells += [_figure(table, p, row, c) for c in range(len(panel.columns))]
        yield tuple(cells)


def _head(panel: Panel, row: Row | None) -> list[GridCell]:
    if row is None:
        return [GridCell() for _ in panel.row_header]
    if not panel.row_header:
        return []
    if isinstance(panel.rows, Tree):
        indent = 0 if row.code is None else len(row.code.lineage) - 1
        pieces = _code_pieces(panel, row)
        # A form without a column for codes prints them before the names.
        code = f"[{row.code}]" if row.code is not None and not pieces else ""
        return [
            *(GridCell(piece, is_total=row.is_total) for piece in pieces),
            GridCell(
                f"{code}{row.label}",
                indent=indent,
                is_total=row.is_total,
                align=Align.CENTER if row.is_total else Align.LEFT,
            ),
        ]
    is_total = is_total_label(row.key)
    return [
        GridCell(
            row.label,
            is_total=is_total,
            align=Align.CENTER if is_total else Align.LEFT,
            indent=row.indent,
        )
    ]


def _code_pieces(panel: Panel, row: Row) -> list[str]:
    """The code in one column (2010101), or level by level where the form has a column for each (201 01 01)."""
    columns = len(panel.row_header) - 1
    if row.code is None or not columns:
        return [""] * columns
    if columns == 1:
        return [row.code.digits]
    digits = row.code.digits
    pieces = [digits[:3], *(digits[n : n + 2] for n in range(3, len(digits), 2))]
    return pieces + [""] * (columns - len(pieces))


def is_total_label(key: str) -> bool:
    """Tell whether a listed row sums the rows above or below it."""
    return key.endswith(("合计", "总计"))


def _figure(table: Table, panel: int, row: Row | None, column: int) -> GridCell:
    cell = table.cell(panel, row, column) if row is not None else None
    if row is None or cell is None:
        return GridCell(align=Align.RIGHT)
    return GridCell(
        print_amount(cell, table.spec),
        align=Align.RIGHT,
        amount=cell.amount,
        key=cell.key,
        is_total=row.is_total or is_total_label(row.key),
    )


def _widths(table: Table) -> tuple[float, ...]:
    amounts = sum(len(panel.columns) for panel in table.spec.panels)
    label = _LABEL if amounts > _MANY_COLUMNS else _WIDE_LABEL
    widths = [_ORDER] if table.spec.is_numbered else []
    for panel in table.spec.panels:
        codes = max(0, len(panel.row_header) - 1)
        widths += [_CODE if codes == 1 else _ORDER] * codes + [label] * bool(panel.row_header)
        widths += [_AMOUNT] * len(panel.columns)
    return tuple(widths)


def plain_grid(
    grid_id: str,
    header: Sequence[Path],
    rows: Sequence[Sequence[GridCell | str]],
    widths: Sequence[float],
    *,
    captions: tuple[str, str, str] = ("", "", ""),
    notes: Sequence[str] = (),
    summary: str = "",
) -> Grid:
    """A grid from header paths and rows of cells or texts."""
    heads = header_rows(header) if header else []
    body = [tuple(c if isinstance(c, GridCell) else GridCell(c) for c in row) for row in rows]
    left, middle, right = captions
    return Grid(
        grid_id,
        (*heads, *body),
        tuple(widths),
        len(heads),
        caption_left=left,
        caption_middle=middle,
        caption_right=right,
        notes=tuple(notes),
        summary=summary,
    )
