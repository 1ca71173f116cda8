"""A grid as a WordprocessingML table of fixed column widths and known row heights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.documents.publication import Align, GridCell
from yusuan.writers.docx.measure import Measure, line_count, text_width, widest_word
from yusuan.writers.docx.styles import CAPTION, CELL_MARGIN, ROOMY, TIGHT, TableSize, right_tab
from yusuan.writers.docx.xml import TAB, clean, escape, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.documents.publication import Grid

_EMPTY = GridCell()
_ROW_PADDING = 80
_SMALLEST_COLUMN = 300
# Digits of substitute fonts are wider than they should be.
_GENEROUS = 1080
# A header wraps after four characters, in narrow tables after two.
_HEADS = (4000, 2000)
_MOST_ROOMY_COLUMNS = 7
# A row taller than this may run over to the next page.
TALLEST_WHOLE_ROW = 6000
_TOTAL = '<w:rStyle w:val="Total"/>'
_STYLES = {Align.LEFT: "TableText", Align.CENTER: "TableCentre", Align.RIGHT: "TableNumber"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its column; continued where it only carries on a merged cell from the row above."""

    cell: GridCell
    column: int
    is_continued: bool = False

    def text_room(self, widths: Sequence[int], size: TableSize) -> int:
        """The room for a line of text, twips."""
        room = sum(widths[self.column : self.column + self.cell.colspan])
        return max(room - 2 * CELL_MARGIN - self.cell.indent * size.size, size.size)


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table ready to write and the heights that pagination needs, twips."""

    xml: str
    # Tab stops and runs of the line above the table; empty where there is none.
    caption_tabs: str
    caption: str
    caption_height: int
    header_height: int
    row_heights: tuple[int, ...]

    @property
    def height(self) -> int:
        """The height where no page ends within."""
        return self.caption_height + self.header_height + sum(self.row_heights)

    @property
    def least_height(self) -> int:
        """The height of the part that must not stand alone at the foot of a page."""
        return self.caption_height + self.header_height + sum(self.row_heights[:3])


def lay_out(grid: Grid, width: int, title: str) -> LaidTable:
    """Place, size and write a grid `width` twips wide; the title is for people who cannot see it."""
    rows = _place(grid)
    size, widths = _columns(rows, grid.widths, width)
    heights = _row_heights(rows, widths, size)
    tabs, caption, caption_height = _caption(grid, width)
    body = "".join(
        _row(row, widths, height, size, is_header=n < grid.header_rows < len(rows))
        for n, (row, height) in enumerate(zip(rows, heights, strict=True))
    )
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    xml = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="BudgetTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{_described('tblCaption', title)}{_described('tblDescription', grid.summary)}"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"
    )
    header = sum(heights[: grid.header_rows])
    return LaidTable(
        xml=xml if rows else "",
        caption_tabs=tabs,
        caption=caption,
        caption_height=caption_height,
        header_height=header,
        row_heights=tuple(heights[grid.header_rows :]),
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


def _columns(
    rows: Sequence[Sequence[Placed]], relative: Sequence[float], width: int
) -> tuple[TableSize, list[int]]:
    """Column widths in twips, and 五号 or 小五: no number is broken, and no label where there is room."""
    whole = sum(relative) or 1
    wanted = [max(int(width * part / whole), _SMALLEST_COLUMN) for part in relative]
    needs = _needs(rows, len(relative))
    sizes = (ROOMY, TIGHT) if len(relative) <= _MOST_ROOMY_COLUMNS else (TIGHT,)
    for heads in _HEADS if _is_simple(rows) else ():
        for size in sizes:
            least = [_room(max(*need, heads), size) for need in needs]
            if sum(least) <= width:
                return size, _widened(wanted, least, width)
    for size in sizes:
        least = [_room(max(word, _HEADS[-1]), size) for word, _ in needs]
        if sum(least) <= width:
            return size, _widened(wanted, least, width)
    return TIGHT, _widened(wanted, [_SMALLEST_COLUMN] * len(wanted), width)


def _room(ems: int, size: TableSize) -> int:
    return ems * size.size // 1000 + 2 * CELL_MARGIN + 20


def _is_simple(rows: Sequence[Sequence[Placed]]) -> bool:
    """Tell whether columns hold texts of their own, none that spans several."""
    return not any(
        placed.cell.colspan > 1 and not placed.cell.is_header and not placed.cell.is_total
        for row in rows
        for placed in row
    )


def _needs(rows: Sequence[Sequence[Placed]], columns: int) -> list[tuple[int, int]]:
    """The longest word and the longest text of each column, headers apart; thousandths of an em."""
    words, texts = [0] * columns, [0] * columns
    for row in rows:
        for placed in row:
            cell, n = placed.cell, placed.column
            if cell.colspan > 1 or not cell.text or placed.is_continued:
                continue
            indent = cell.indent * 1000
            words[n] = max(words[n], widest_word(cell.text, _GENEROUS) + indent)
            if not cell.is_header:
                texts[n] = max(texts[n], text_width(cell.text, 1000) + indent)
    return list(zip(words, texts, strict=True))


def _widened(wanted: list[int], least: list[int], width: int) -> list[int]:
    """Widen what is too narrow and take the room from columns that have some to spare."""
    widths = [max(w, n) for w, n in zip(wanted, least, strict=True)]
    spare = [w - n for w, n in zip(widths, least, strict=True)]
    excess, room = sum(widths) - width, sum(spare)
    if excess > 0 and room:
        widths = [w - s * excess // room for w, s in zip(widths, spare, strict=True)]
    widest = widths.index(max(widths))
    widths[widest] += width - sum(widths)
    return widths


def _row_heights(
    rows: Sequence[Sequence[Placed]], widths: Sequence[int], size: TableSize
) -> list[int]:
    """The height every row needs; what a merged cell needs beyond its rows goes to the last of them."""
    heights: list[int] = []
    for n, row in enumerate(rows):
        height = size.least_row
        for placed in row:
            cell = placed.cell
            if not cell.text or _continues_below(rows, n, placed):
                continue
            above = sum(heights[n + 1 - cell.rowspan : n]) if placed.is_continued else 0
            lines = line_count(clean(cell.text), Measure(placed.text_room(widths, size), size.size))
            height = max(height, lines * size.pitch + _ROW_PADDING - above)
        heights.append(height)
    return heights


def _continues_below(rows: Sequence[Sequence[Placed]], n: int, placed: Placed) -> bool:
    if placed.cell.rowspan == 1 or n + 1 == len(rows):
        return False
    return any(p.is_continued and p.column == placed.column for p in rows[n + 1])


def _row(
    row: Sequence[Placed], widths: Sequence[int], height: int, size: TableSize, *, is_header: bool
) -> str:
    whole = "<w:cantSplit/>" if height <= TALLEST_WHOLE_ROW else ""
    repeats = "<w:tblHeader/>" if is_header else ""
    cells = "".join(_cells(row, widths, size))
    return (
        f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeats}</w:trPr>'
        f"{cells}</w:tr>"
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


def _caption(grid: Grid, width: int) -> tuple[str, str, int]:
    """Department, year and unit of money: one line, or two where the department's name is long."""
    parts = tuple(map(clean, (grid.caption_left, grid.caption_middle, grid.caption_right)))
    left, middle, right = (text_width(part, CAPTION.size) for part in parts)
    if not any(parts):
        return "", "", 0
    start = max((width - middle) // 2, left + CAPTION.size)
    fits = start + middle + CAPTION.size + right <= width
    if not fits:
        start = 0
    tabs = f"<w:tabs>{_left_tab(start) if fits and start else ''}{right_tab(width)}</w:tabs>"
    runs = [run(part) for part in parts]
    if fits:
        content, lines = runs[0] + TAB + runs[1] + TAB + runs[2], 1
    else:
        lines = 1 + line_count(parts[0], Measure(width, CAPTION.size))
        content = runs[0] + "<w:r><w:br/></w:r>" + runs[1] + TAB + runs[2]
    return tabs, content, lines * CAPTION.pitch


def _left_tab(position: int) -> str:
    return f'<w:tab w:val="left" w:pos="{position}"/>'
