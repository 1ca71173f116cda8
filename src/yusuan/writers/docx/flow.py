"""Pages as they will fall: kept twice, for the narrowest and the widest fonts a reader may have.

Tables are of exact height; text is not, for digits differ from font to font. So the end of a text is
a range, and wherever the page of what follows depends on it, a page break is set so that both agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.writers.docx.measure import Measure, line_count
from yusuan.writers.docx.styles import BODY, SECTION_END, Style
from yusuan.writers.docx.table import TALLEST_WHOLE_ROW, LaidTable, lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.documents.publication import Grid

PAGE_BREAK = "<w:pageBreakBefore/>"
# What fits only just is moved to the next page: word processors differ by a hair.
SLACK = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A4 with the margins of GB/T 9704 (37, 35, 28, 26 mm), bound at the left; twips."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    is_landscape: bool = False

    @property
    def text_width(self) -> int:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """The height between the margins, less the mark that ends a section."""
        return self.height - self.top - self.bottom - SECTION_END.pitch


PORTRAIT = Page(11906, 16838, 2098, 1474, 1984, 1587)
# Lying on its side with the binding edge on top.
LANDSCAPE = Page(16838, 11906, 1587, 2098, 1474, 1984, is_landscape=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; `page` is the printed number, counted from the first page of the body."""

    text: str
    level: int
    bookmark: str
    page: int


@dataclass(slots=True)
class Cursor:
    """The page of the last line and how much of it is taken, for fonts of one width."""

    is_narrow: bool
    number: int = 1
    used: int = 0

    def add(self, height: int, room: int) -> None:
        """Take room for something that must stay whole."""
        if self.used + height > room:
            self.number += 1
            self.used = 0
        self.used += height

    def add_table(self, table: LaidTable, room: int) -> None:
        """Take room for a table whose header rows repeat on each page."""
        self.add(table.caption_height + table.header_height, room)
        for height in table.row_heights:
            if height <= TALLEST_WHOLE_ROW and self.used + height > room:
                self.number += 1
                self.used = table.header_height
            self.used += height
            while self.used > room:
                self.number += 1
                self.used -= room - table.header_height


@dataclass(slots=True)
class Flow:
    """The body while it is written. `breaks` numbers the blocks known to need a page of their own."""

    breaks: frozenset[int] = frozenset()
    layouts: dict[tuple[int, int], LaidTable] = field(default_factory=dict)
    page: Page = PORTRAIT
    near: Cursor = field(default_factory=lambda: Cursor(is_narrow=True))
    far: Cursor = field(default_factory=lambda: Cursor(is_narrow=False))
    out: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    is_first_run: bool = True
    # The first block that must start a page for the two cursors to agree; 0 when they do.
    disputed: int = 0
    _block: int = 0
    _last_agreed: int = 0

    @property
    def number(self) -> int:
        """The page we are on."""
        return self.far.number

    @property
    def is_at_top(self) -> bool:
        """Tell whether nothing stands on the page yet."""
        return self.far.used == 0

    def fits(self, height: int) -> bool:
        """Tell whether something of that height has safe room on this page, in any font."""
        return self.far.used + height + SLACK <= self.page.text_height

    def start_page(self) -> str:
        """Go on to a fresh page; returns the property the next paragraph has to carry."""
        self.settle()
        for cursor in (self.near, self.far):
            cursor.number, cursor.used = self.number + 1, 0
        return PAGE_BREAK

    def begin_block(self, *, may_break: bool) -> str:
        """Count a block; returns what it has to carry where it is known to need its own page."""
        self._block += 1
        if self._block in self.breaks and not self.is_at_top:
            return self.start_page()
        if may_break and not self.is_at_top and self.near.number == self.far.number:
            self._last_agreed = self._block
        return ""

    def settle(self) -> None:
        """See that the page we are on does not depend on the font; else note where to break before."""
        if self.near.number != self.far.number:
            if not self.disputed:
                self.disputed = self._last_agreed
            self.near.number, self.near.used = self.far.number, self.far.used

    def add_text(self, text: str, style: Style) -> None:
        """Take room for a paragraph, which may run over to further pages."""
        for cursor in (self.near, self.far):
            for _ in range(self.lines(text, style, is_narrow=cursor.is_narrow)):
                cursor.add(style.pitch, self.page.text_height)

    def keep(self, headings: Sequence[tuple[str, Style]]) -> None:
        """Turn the page where headings would stand there without a line of text, as their style asks."""
        if not headings:
            return
        height = sum(self.lines(text, style) * style.pitch for text, style in headings) + BODY.pitch
        for cursor in (self.near, self.far):
            if cursor.used + height > self.page.text_height:
                cursor.number, cursor.used = cursor.number + 1, 0

    def add_gap(self, style: Style) -> None:
        """Take room for an empty line."""
        for cursor in (self.near, self.far):
            cursor.add(style.pitch, self.page.text_height)

    def add_table(self, table: LaidTable) -> None:
        """Take room for a table."""
        for cursor in (self.near, self.far):
            cursor.add_table(table, self.page.text_height)

    def lines(self, text: str, style: Style, *, is_narrow: bool = False) -> int:
        """How many lines a paragraph takes across the page."""
        measure = Measure(
            self.page.text_width, style.size, style.spacing, hangs=True, is_narrow=is_narrow
        )
        return line_count(text, measure, indent=style.first_line)

    def lay_out(self, grid: Grid, title: str) -> LaidTable:
        """Lay a grid out across the page, once."""
        key = id(grid), self.page.text_width
        if key not in self.layouts:
            self.layouts[key] = lay_out(grid, self.page.text_width, title)
        return self.layouts[key]
