"""A table of fixed column widths and known row heights as WordprocessingML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.documents.publication import Align, GridCell
from yusuan.writers.docx.styles import CELL_MARGIN, TABLE_CAPTION, TableSize, right_tab
from yusuan.writers.docx.xml import TAB, escape, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.documents.publication import Grid
    from yusuan.writers.paper.table import Caption, LaidTable

_EMPTY = GridCell()
_TOTAL = '<w:rStyle w:val="Total"/>'
_STYLES = {Align.LEFT: "TableText", Align.CENTER: "TableCentre", Align.RIGHT: "TableNumber"}
_NO_SIDES = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "right"))


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its column; continued where it only carries on a merged cell from the row above."""

    cell: GridCell
    column: int
    is_continued: bool = False


def table_xml(table: LaidTable, title: str, mark: str) -> str:
    """Write a table and the line above it; `mark` turns the page, the title is for people who cannot see it."""
    grid, widths = table.grid, table.widths
    size = TableSize.of(table.size)
    caption_repeats = bool(table.caption.lines and table.header_rows)
    above = ""
    if table.caption.lines and not caption_repeats:
        above = _caption(table.caption, table.width, mark)
    elif mark:
        above = paragraph("SectionEnd", "", mark)
    rows = _place(grid)
    if not rows:
        return above
    # With the header the caption, and so whose table it is and the unit, is repeated on every page.
    head = _caption_row(table) if caption_repeats else ""
    body = "".join(
        _row(
            row,
            widths,
            height,
            size,
            is_header=n < table.header_rows,
            is_whole=height <= table.tallest_whole,
        )
        for n, (row, height) in enumerate(zip(rows, table.heights, strict=True))
    )
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'{above}<w:tbl><w:tblPr><w:tblStyle w:val="BudgetTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{_described('tblCaption', title)}{_described('tblDescription', grid.summary)}"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _described(element: str, text: str) -> str:
    return f'<w:{element} w:val="{escape(text)}"/>' if text else ""


def _place(grid: Grid) -> list[list[Placed]]:
    """Give every cell its column, and complete rows where a cell above reaches down."""
    reaching: dict[int, tuple[GridCell, int]] = {}
    return [
        _place_row(row, len(grid.widths), reaching, len(grid.rows) - n)
        for n, row in enumerate(grid.rows)
    ]


def _place_row(
    row: Sequence[GridCell],
    columns: int,
    reaching: dict[int, tuple[GridCell, int]],
    rows_left: int,
) -> list[Placed]:
    """Place one row; `reaching` holds, by column, the merged cells from above and how far they go."""
    cells, line, column = iter(row), [], 0
    while column < columns:
        if column in reaching:
            cell, more = reaching.pop(column)
            line.append(Placed(cell, column, is_continued=True))
        else:
            free = min((c for c in reaching if c > column), default=columns) - column
            cell = next(cells, _EMPTY)
            if cell.colspan > free or cell.rowspan > rows_left:
                cell = replace(
                    cell, colspan=min(cell.colspan, free), rowspan=min(cell.rowspan, rows_left)
                )
            more = cell.rowspan
            line.append(Placed(cell, column))
        if more > 1:
            reaching[column] = cell, more - 1
        column += cell.colspan
    return line


def _row(
    row: Sequence[Placed],
    widths: Sequence[int],
    height: int,
    size: TableSize,
    *,
    is_header: bool,
    is_whole: bool,
) -> str:
    whole = "<w:cantSplit/>" if is_whole else ""
    repeats = "<w:tblHeader/>" if is_header else ""
    cells = "".join(_cells(row, widths, size))
    return (
        f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeats}</w:trPr>'
        f"{cells}</w:tr>"
    )


def _caption_row(table: LaidTable) -> str:
    span = f'<w:gridSpan w:val="{len(table.widths)}"/>' if len(table.widths) > 1 else ""
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{table.caption.height}" w:hRule="atLeast"/>'
        f'<w:tblHeader/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{table.width}" w:type="dxa"/>{span}'
        f"<w:tcBorders>{_NO_SIDES}</w:tcBorders></w:tcPr>"
        f"{_caption(table.caption, table.width - 2 * CELL_MARGIN)}</w:tc></w:tr>"
    )


def _cells(row: Sequence[Placed], widths: Sequence[int], size: TableSize) -> Iterator[str]:
    for placed in row:
        cell, column = placed.cell, placed.column
        room = sum(widths[column : column + cell.colspan])
        span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
        merge, content = "", ""
        if placed.is_continued:
            merge = "<w:vMerge/>"
        else:
            merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
            content = run(cell.text, _TOTAL if cell.is_total and not cell.is_header else "")
        style = "TableHead" if cell.is_header else _STYLES[cell.align]
        indent = f'<w:ind w:left="{cell.indent * size.size}"/>' if cell.indent else ""
        yield (
            f'<w:tc><w:tcPr><w:tcW w:w="{room}" w:type="dxa"/>{span}{merge}</w:tcPr>'
            f"{paragraph(style + size.suffix, content, indent)}</w:tc>"
        )


def _caption(caption: Caption, width: int, mark: str = "") -> str:
    """Department, year and unit of money: one line, or the department above the others."""
    runs = [run(part) for part in (caption.left, caption.middle, caption.right)]
    if caption.is_split:
        tabs = right_tab(width)
        content = runs[0] + "<w:r><w:br/></w:r>" + runs[1] + TAB + runs[2]
    else:
        start = _left_tab(caption.start) if caption.middle else ""
        tabs = f"{start}{right_tab(width)}"
        content = runs[0] + (TAB + runs[1] if caption.middle else "") + TAB + runs[2]
    return paragraph(TABLE_CAPTION.id, content, f"{mark}<w:tabs>{tabs}</w:tabs>")


def _left_tab(position: int) -> str:
    return f'<w:tab w:val="left" w:pos="{position}"/>'
