"""Pages as they will fall: kept twice, for the narrowest and the widest fonts a reader may have.

Tables are of exact height; text is not, for digits differ from font to font. So the end of a text is
a range, and wherever the page of what follows depends on it, a page break is set so that all agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.writers.paper.looks import BODY, Look
from yusuan.writers.paper.measure import Measure, line_count
from yusuan.writers.paper.pages import PORTRAIT, Page
from yusuan.writers.paper.steps import Entry, Step, Turn
from yusuan.writers.paper.table import LaidTable, lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.documents.publication import Grid

# What fits only just is moved to the next page: word processors differ by a hair.
SLACK = 60


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
        self.add(table.title_height, room)
        for height in table.row_heights:
            if height <= table.tallest_whole and self.used + height > room:
                self.number += 1
                self.used = table.repeated_height
            self.used += height
            while self.used > room:
                self.number += 1
                self.used -= room - table.repeated_height


@dataclass(slots=True)
class Flow:
    """The body while it is written. `breaks` numbers the blocks known to need a page of their own."""

    breaks: frozenset[int] = frozenset()
    layouts: dict[tuple[int, Page, int], list[LaidTable]] = field(default_factory=dict)
    page: Page | None = None
    # What stands at the head of the further pages of this run.
    running: str = ""
    # The tables whose headings are being written, and the page to go back to after them.
    pending: list[LaidTable] = field(default_factory=list)
    home: Page | None = None
    near: Cursor = field(default_factory=lambda: Cursor(is_narrow=True))
    far: Cursor = field(default_factory=lambda: Cursor(is_narrow=False))
    out: list[Step] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    # The first block that must start a page for the two cursors to agree; 0 when they do.
    disputed: int = 0
    _block: int = 0
    _last_agreed: int = 0

    @property
    def room(self) -> int:
        """The height of the page we are on."""
        return (self.page or PORTRAIT).text_height

    @property
    def width(self) -> int:
        """The width of the page we are on."""
        return (self.page or PORTRAIT).text_width

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
        return self.far.used + height + SLACK <= self.room

    def start_page(self) -> bool:
        """Go on to a fresh page; what comes next has to turn it."""
        self.settle()
        number = self.number + 1
        for cursor in (self.near, self.far):
            cursor.number, cursor.used = number, 0
        return True

    def turn(self, page: Page, running: str = "") -> None:
        """Begin a run of pages."""
        if self.out:
            self.start_page()
        self.page, self.running = page, running
        self.out.append(Turn(page, self.number, running))

    def begin_block(self, *, may_break: bool) -> bool:
        """Count a block; tells whether it is known to need its own page."""
        self._block += 1
        if self._block in self.breaks and not self.is_at_top:
            return self.start_page()
        if may_break and not self.is_at_top and self.near.number == self.far.number:
            self._last_agreed = self._block
        return False

    def settle(self) -> None:
        """See that the page we are on does not depend on the font; else note where to break before."""
        if self.near.number != self.far.number:
            if not self.disputed:
                self.disputed = self._last_agreed
            self.near.number, self.near.used = self.far.number, self.far.used

    def add_text(self, text: str, look: Look) -> None:
        """Take room for a paragraph, which may run over to further pages."""
        for cursor in (self.near, self.far):
            for _ in range(self.lines(text, look, is_narrow=cursor.is_narrow)):
                cursor.add(look.pitch, self.room)

    def keep(self, headings: Sequence[tuple[str, Look]]) -> None:
        """Turn the page where headings would stand there without a line of text, as their look asks."""
        if not headings:
            return
        height = sum(self.lines(text, look) * look.pitch for text, look in headings) + BODY.pitch
        for cursor in (self.near, self.far):
            if cursor.used + height > self.room:
                cursor.number, cursor.used = cursor.number + 1, 0

    def add_gap(self, look: Look) -> None:
        """Take room for an empty line."""
        for cursor in (self.near, self.far):
            cursor.add(look.pitch, self.room)

    def add_table(self, table: LaidTable) -> None:
        """Take room for a table."""
        for cursor in (self.near, self.far):
            cursor.add_table(table, self.room)

    def lines(
        self, text: str, look: Look, *, is_narrow: bool = False, page: Page | None = None
    ) -> int:
        """How many lines a paragraph takes across the page we are on, or another."""
        measure = Measure(
            page.text_width if page else self.width,
            look.size,
            look.spacing,
            hangs=True,
            is_narrow=is_narrow,
        )
        return line_count(text, measure, indent=look.first_line)

    def lay_out(self, grids: Sequence[Grid], page: Page, height: int) -> list[LaidTable]:
        """Lay grids out across a page, once."""
        key = id(grids[0]), page, height
        if key not in self.layouts:
            self.layouts[key] = lay_out(grids, page, height)
        return self.layouts[key]
