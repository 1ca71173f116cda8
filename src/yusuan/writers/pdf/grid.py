"""A table as set on its page, as Typst source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.documents.publication import Align
from yusuan.writers.paper.fit import INDENT, SIDE, placed
from yusuan.writers.paper.looks import POINT
from yusuan.writers.pdf.text import literal

if TYPE_CHECKING:
    from yusuan.writers.paper.fit import Placed
    from yusuan.writers.paper.table import Caption, LaidTable


def table_source(table: LaidTable) -> str:
    """The Typst source of a table and the line above it; rows are as high as planned."""
    grid = table.grid
    rows: list[list[str]] = [[] for _ in grid.rows]
    for one in placed(grid.rows):
        is_tall = table.heights[one.row] > table.tallest_whole
        rows[one.row].append(_cell_source(one, table.longest_word, is_tall=is_tall))
    lines = [", ".join(row) for row in rows]
    head, body = lines[: table.header_rows], lines[table.header_rows :]
    heights = [_height(height, table) for height in table.heights]
    caption = _caption(table.caption) if table.caption.lines else ""
    # Within the header the caption, and with it the unit, is repeated on every page.
    if caption and head:
        head.insert(0, f"table.cell(colspan: {len(grid.widths)}, ..above, {caption})")
        heights.insert(0, f"{table.caption.height / POINT:.2f}pt")
    parts = [
        f"columns: ({''.join(f'{width / POINT:.2f}pt, ' for width in table.widths)})",
        f"rows: ({', '.join(heights)},)",
        f"inset: (x: {SIDE}pt, y: 0pt)",
    ]
    if head:
        parts.append(f"table.header({', '.join(line for line in head if line)})")
    parts += [line for line in body if line]
    above = f"block(sticky: true, {caption})\n" if caption and not table.header_rows else ""
    if not any(lines):
        return f"#grids({table.size:.2f}pt, {{\n{above}}})\n"
    inside = ",\n".join(parts)
    return f"#grids({table.size:.2f}pt, {{\n{above}table({inside})\n}})\n"


def _height(height: int, table: LaidTable) -> str:
    # What may run over the page takes what it needs; everything else what was planned for it.
    return "auto" if height > table.tallest_whole else f"{height / POINT:.2f}pt"


def _caption(caption: Caption) -> str:
    look = "split-caption" if caption.is_split else f"caption.with({caption.start / POINT:.2f}pt)"
    return f"{look}({', '.join(map(literal, (caption.left, caption.middle, caption.right)))})"


def _cell_source(one: Placed, longest_word: int, *, is_tall: bool) -> str:
    cell = one.cell
    text = literal(cell.text, longest_word) if cell.text else "[]"
    if cell.text and (cell.is_header or cell.is_total):
        text = f"sans({text})"
    if cell.indent:
        text = f"pad(left: {cell.indent * INDENT}em, {text})"
    options = ""
    if cell.colspan > 1:
        options += f"colspan: {cell.colspan}, "
    if cell.rowspan > 1:
        options += f"rowspan: {cell.rowspan}, "
    # A label beside many rows may run over the page with them; a row of text may not.
    if cell.rowspan > 1 or is_tall:
        options += "breakable: true, "
    if cell.align is not Align.LEFT:
        options += f"align: {cell.align.value} + horizon, "
    return f"table.cell({options}{text})" if options else text
