"""Where the cells of grids go on a sheet, how they look there, and which totals can be live formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.documents.publication import Align
from yusuan.writers.cells import put_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from yusuan.documents.publication import Grid, GridCell
    from yusuan.tables.table import CellKey

Option = str | int | bool
_FONT, _HEAD_FONT = "宋体", "黑体"
_LINE_HEIGHT, _SIZE = 15, 10
_NUMBER = pattern(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
# Excel keeps 15 digits; a longer figure stays text so that no digit is lost.
_EXCEL_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Placed:
    """A grid cell and the rectangle it covers on the sheet, counted from 0."""

    cell: GridCell
    top: int
    left: int
    bottom: int
    right: int

    @property
    def number(self) -> Decimal | None:
        """The printed figure as a number; None for text (a code is text)."""
        is_figure = self.cell.amount is not None or self.cell.align is Align.RIGHT
        text = self.cell.text
        if (
            not is_figure
            or not _NUMBER.fullmatch(text)
            or sum(map(str.isdigit, text)) > _EXCEL_DIGITS
        ):
            return None
        return Decimal(text.replace(",", ""))

    @property
    def number_format(self) -> str:
        """The format that prints the number as the document does."""
        match = _NUMBER.fullmatch(self.cell.text)
        decimals = len(match[1] or "") if match else 0
        whole = "#,##0" if "," in self.cell.text else "0"
        return f"{whole}.{'0' * decimals}" if decimals else whole


class Formats:
    """Cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Option], ...], Format] = {}

    def of(self, **options: Option) -> Format:
        """A format by xlsxwriter's options."""
        key = tuple(sorted(options.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(dict(key))
        return self.made[key]

    def plain(
        self,
        *,
        bold: bool = False,
        size: int = 11,
        align: str = "left",
        wrap: bool = False,
        underline: bool = False,
        color: str = "#000000",
    ) -> Format:
        """Text outside a grid."""
        return self.of(
            font_name=_HEAD_FONT if bold else _FONT,
            font_size=size,
            align=align,
            valign="vcenter" if bold else "top",
            text_wrap=wrap,
            underline=int(underline),
            font_color=color,
        )

    def cell(self, placed: Placed) -> Format:
        """A cell inside a grid."""
        cell = placed.cell
        stands_out = cell.is_header or cell.is_total
        options: dict[str, Option] = {
            "font_name": _HEAD_FONT if stands_out else _FONT,
            "font_size": _SIZE,
            "align": cell.align.value,
            "valign": "vcenter",
            "text_wrap": True,
            "border": 1,
            "indent": cell.indent,
        }
        if cell.is_header:
            options["bg_color"] = "#EDEDED"
        options["num_format"] = "@" if placed.number is None else placed.number_format
        return self.of(**options)


@dataclass(slots=True)
class Layout:
    """One sheet laid out: its columns, the cells on it, and texts beside them."""

    name: str
    widths: tuple[float, ...]
    placed: list[Placed] = field(default_factory=list)
    texts: list[tuple[int, str, str]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    header: tuple[int, int] = (0, 0)
    next_row: int = 0

    def add_title(self, title: str) -> None:
        """The title in the first row."""
        self._text(title, "title", 30)

    def add_grid(self, grid: Grid, heading: str = "") -> None:
        """A grid below what is there, with its captions, and its notes after it."""
        if heading:
            self.next_row += 1
            self._text(heading, "heading", 22)
        if grid.caption_left or grid.caption_middle or grid.caption_right:
            if not self._has_room(grid.caption_left, grid.caption_middle):
                # Beside the year a long name would be cut: it has a row of its own.
                height = _LINE_HEIGHT * lines_needed(grid.caption_left, sum(self.widths))
                self._text(grid.caption_left, "note", height)
                grid = replace(grid, caption_left="")
            for role in ("left", "middle", "right"):
                self.texts.append((self.next_row, role, getattr(grid, f"caption_{role}")))
            self.next_row += 1
        self.header = (self.next_row, grid.header_rows)
        placed = list(_places(grid, self.next_row))
        self.placed += placed
        self._fit(placed)
        self.next_row += len(grid.rows)
        for note in grid.notes:
            self._text(note, "note", _LINE_HEIGHT * lines_needed(note, sum(self.widths)))

    def _has_room(self, left: str, middle: str) -> bool:
        at = (len(self.widths) - 1) // 2
        room = sum(self.widths[:at]) + self.widths[at] / 2
        return not middle or lines_needed(left, room - text_length(middle) / 2) == 1

    def write(self, page: Worksheet, formats: Formats, live: Mapping[CellKey, str]) -> None:
        """Put everything on a worksheet."""
        for column, width in enumerate(self.widths):
            page.set_column(column, column, width)
        for row, height in self.heights.items():
            page.set_row(row, height)
        for row, role, text in self.texts:
            self._write_text(page, formats, (row, role, text))
        for placed in self.placed:
            _write_cell(page, placed, formats.cell(placed), live)

    def _text(self, text: str, role: str, height: float) -> None:
        self.texts.append((self.next_row, role, text))
        self.heights[self.next_row] = height
        self.next_row += 1

    def _write_text(self, page: Worksheet, formats: Formats, text: tuple[int, str, str]) -> None:
        row, role, words = text
        last = len(self.widths) - 1
        if role in {"left", "middle", "right"}:
            column = {"left": 0, "middle": last // 2, "right": last}[role]
            align = {"left": "left", "middle": "center", "right": "right"}[role]
            if words:
                put_text(page, row, column, words, formats.plain(size=_SIZE, align=align))
            return
        style = {
            "title": formats.plain(bold=True, size=16, align="center"),
            "heading": formats.plain(bold=True, size=12),
            "note": formats.plain(size=_SIZE, wrap=True),
        }[role]
        if last:
            page.merge_range(row, 0, row, last, "", style)
        put_text(page, row, 0, words, style)

    def _fit(self, placed: list[Placed]) -> None:
        """Rows as high as their texts need; what spans rows lengthens the last of them."""
        for one in sorted(placed, key=lambda p: p.bottom - p.top):
            # Widths are counted in characters of 11 points, grids are set in 10.
            width = 1.1 * sum(self.widths[one.left : one.right + 1]) - 2 * one.cell.indent
            needed = _LINE_HEIGHT * lines_needed(one.cell.text, width) + 4
            above = sum(self.heights.get(r, 0) for r in range(one.top, one.bottom))
            self.heights[one.bottom] = max(self.heights.get(one.bottom, 0), needed - above, 19)


def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in a column of some characters."""
    usable = max(width - 1.5, 1)
    lines = 0
    for line in text.split("\n"):
        lines += max(1, -int(-text_length(line) // usable))
    return lines


def text_length(text: str) -> int:
    """The length of a line in characters of the standard font; a Chinese one is two wide."""
    return sum(2 if c > "\u2e7f" else 1 for c in text)


def _places(grid: Grid, first_row: int) -> Iterator[Placed]:
    """The rectangle of every cell; a cell covered by another's span is not listed in its row."""
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (r, column) in covered:
                column += 1
            if cell.rowspan > 1:
                covered |= {
                    (below, c)
                    for below in range(r + 1, r + cell.rowspan)
                    for c in range(column, column + cell.colspan)
                }
            top = first_row + r
            yield Placed(cell, top, column, top + cell.rowspan - 1, column + cell.colspan - 1)
            column += cell.colspan


def _write_cell(
    page: Worksheet, placed: Placed, style: Format, live: Mapping[CellKey, str]
) -> None:
    cell, top, left = placed.cell, placed.top, placed.left
    if (placed.bottom, placed.right) != (top, left):
        page.merge_range(top, left, placed.bottom, placed.right, "", style)
    number = placed.number
    formula = live.get(cell.key) if cell.key is not None else None
    if number is not None and formula is not None:
        page.write_formula(top, left, formula, style, number)
    elif number is not None:
        page.write_number(top, left, number, style)
    elif cell.text:
        # Never page.write: a text that begins with = must stay a text.
        put_text(page, top, left, cell.text, style)
    else:
        page.write_blank(top, left, None, style)


# --- sums: formulas that recompute to what is printed ------------------------------------------------------

_LONGEST_FORMULA = 8_000


def formulas(
    sums: Mapping[CellKey, Sequence[CellKey]], layouts: Iterable[Layout]
) -> dict[CellKey, str]:
    """A formula per figure that is the sum of others on its sheet.

    Left out are sums that rounding keeps from adding up in print, and one of any two that would ask for
    each other.
    """
    chosen: dict[CellKey, tuple[CellKey, ...]] = {}
    written: dict[CellKey, str] = {}
    for layout in layouts:
        at = {p.cell.key: p for p in layout.placed if p.cell.key is not None}
        for key, total in at.items():
            parts = [part for part in sums.get(key, ()) if part in at and part != key]
            if not parts or not _adds_up(total, [at[part] for part in parts]):
                continue
            if any(_needs(part, key, chosen) for part in parts):
                continue
            formula = _formula([at[part] for part in parts])
            if len(formula) <= _LONGEST_FORMULA:
                chosen[key], written[key] = tuple(parts), formula
    return written


def _adds_up(total: Placed, parts: Iterable[Placed]) -> bool:
    """Tell whether the parts give the total as printed; a blank part adds nothing, as in a spreadsheet."""
    numbers = [part.number for part in parts if part.number is not None]
    return total.number is not None and sum(numbers, Decimal(0)) == total.number


def _needs(key: CellKey, wanted: CellKey, chosen: Mapping[CellKey, Sequence[CellKey]]) -> bool:
    """Tell whether a figure's formula reads another one, directly or through formulas."""
    todo, seen = [key], set()
    while todo:
        one = todo.pop()
        if one == wanted:
            return True
        if one not in seen:
            seen.add(one)
            todo += chosen.get(one, ())
    return False


def _formula(parts: Sequence[Placed]) -> str:
    """`=SUM(C5:C9)` where the cells lie together in a column or row, else `=C5+C9+…`."""
    where = sorted((part.top, part.left) for part in parts)
    rows, columns = [r for r, _ in where], [c for _, c in where]
    together = len(where) > 2 and (  # noqa: PLR2004  two are added
        (len(set(columns)) == 1 and rows == list(range(rows[0], rows[0] + len(rows))))
        or (len(set(rows)) == 1 and columns == list(range(columns[0], columns[0] + len(columns))))
    )
    names = [f"{_letters(column)}{row + 1}" for row, column in where]
    return f"=SUM({names[0]}:{names[-1]})" if together else f"={'+'.join(names)}"


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
