"""What a reader gives: grids and text blocks with page and box. No number is parsed here.

Coordinates are points from the top left corner of the page as it is looked at (rotation applied); a format
without pages or boxes leaves them out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
# A printed line of a paragraph: the offset of its first character, its page (a paragraph may go on overleaf), its box.
PrintedLine: TypeAlias = tuple[int, int | None, Box]


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as printed: its text, and where it lies. `row` and `column` count from 0 inside its grid.

    A cell that spans several rows or columns is given once, at its top left place. `place` is the format's own
    name for it (a spreadsheet's `Sheet1!B7`), for people who will look there.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    box: Box | None = None
    place: str = ""
    # Text that was recognised in a picture: how sure (0 to 1), and other ways to read it, likeliest first.
    score: float | None = None
    rivals: tuple[str, ...] = ()
    # A formula whose result was never stored: what it prints is not known, which is neither blank nor zero. The
    # text is the formula.
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class RawGrid:
    """A table on one page (or one sheet), before anybody knows what it is. `is_ruled`: lines were drawn."""

    cells: tuple[RawCell, ...]
    rows: int
    columns: int
    page: int | None = None
    box: Box | None = None
    is_ruled: bool = True
    # The sheet's name, or whatever else the format calls the table.
    name: str = ""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph or line of text outside tables, in reading order. `level` is a heading's depth, 0 for text."""

    text: str
    page: int | None = None
    box: Box | None = None
    level: int = 0
    # The lines as printed, where the format has any.
    lines: tuple[PrintedLine, ...] = ()


Block: TypeAlias = RawGrid | TextBlock


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A published file as read: blocks in reading order, page count, and what the reader could not do."""

    source: str
    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    # Printed by the format as a table of contents: (title, page label).
    outline: tuple[tuple[str, str], ...] = ()
    # Said to the user, Chinese: text layer missing on some pages, characters outside the page dropped.
    remarks: tuple[str, ...] = field(default=())
    # Pages whose characters may be misread: pictures, and text layers with characters that have no code.
    doubtful_pages: frozenset[int] = frozenset()
    # Pages that hold nothing but a page number; pages whose edge cuts through text.
    blank_pages: frozenset[int] = frozenset()
    cut_pages: frozenset[int] = frozenset()

    @property
    def grids(self) -> tuple[RawGrid, ...]:
        """The grids in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, RawGrid))

    @property
    def text(self) -> str:
        """All text outside tables, a line a block."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, TextBlock))
