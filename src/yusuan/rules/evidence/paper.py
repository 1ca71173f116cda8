"""The paper itself: its lines in order, captions of tables and the notes under them, its contents page, its dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.rules.evidence.titles import plain

if TYPE_CHECKING:
    import datetime as dt
    import re
    from collections.abc import Mapping, Sequence

    from yusuan.core.outcomes import Where

_LONGEST_CAPTION = 60


@dataclass(frozen=True)
class Line:
    """A paragraph, or the text of a cell, with its place. `level` is a heading's depth, 0 for text.

    `is_inside` a table: a cell below its first two rows. `is_listed`: it stands on the contents page.
    """

    text: str
    where: Where
    level: int = 0
    is_cell: bool = False
    is_inside: bool = False
    is_listed: bool = False

    @property
    def may_be_title(self) -> bool:
        """Tell whether this is short, and no cell inside a table."""
        return not self.is_inside and 0 < len(self.plain) <= _LONGEST_CAPTION

    # Every rule on the paper goes through all lines of it: what they ask is worked out once.
    @cached_property
    def plain(self) -> str:
        """The text without blanks, in half-width signs."""
        return plain(self.text)

    @cached_property
    def squeezed(self) -> str:
        """The text without blanks, its signs as printed."""
        return "".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents page: its title without leaders, and the page number printed beside it."""

    title: str
    label: int | None
    where: Where
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """The title of a table: `table` is the identifier once recognised; `is_read` False when it was refused.

    `notes`: the words around the table that are no figures, its title and the next one left out.
    """

    title: str
    where: Where
    table: str = ""
    is_read: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotedTable:
    """A table by its title, whether it holds any amount, and the lines right below it on its page."""

    title: str
    has_figures: bool
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """When the budget was approved and when it was published, with the place that says so."""

    approved: dt.date | None = None
    published: dt.date | None = None
    where: tuple[Where, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One document as printed: every line and cell in reading order, captions, notes, the contents page.

    `nameless` are the words (heads, row labels, lines above) of each filled grid nobody could name. `titles`
    are the names the form it follows has for tables and sections, by their ids.
    """

    passages: Sequence[Line] = ()
    captions: Sequence[Caption] = ()
    noted: Sequence[NotedTable] = ()
    contents: Sequence[Entry] = ()
    nameless: Sequence[str] = ()
    pages: int | None = None
    # The numbers of pages with nothing on them, and of those whose text runs over the edge.
    blank_pages: frozenset[int] = frozenset()
    cut_pages: frozenset[int] = frozenset()
    has_unread_pages: bool = False
    # Texts of the document's own outline and sheet names: they show that a part is there.
    names: tuple[str, ...] = field(default=())
    titles: Mapping[str, str] = field(default_factory=dict)
    # What the user says of its approval and publication, where it does not say so itself.
    dates: Dates | None = None

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The lines and cells outside the contents page."""
        return tuple(line for line in self.passages if not line.is_listed)

    @cached_property
    def texts(self) -> Sequence[Line]:
        """All lines that are no cells, those of the contents page among them."""
        return tuple(line for line in self.passages if not line.is_cell)

    @cached_property
    def body(self) -> Sequence[Line]:
        """The lines outside the contents page that are no cells."""
        return tuple(line for line in self.lines if not line.is_cell)

    @cached_property
    def headings(self) -> Sequence[Line]:
        """Short lines, cells among them: whatever may be a title."""
        return tuple(line for line in self.lines if line.may_be_title)

    @cached_property
    def whole(self) -> str:
        """Everything outside the contents page in one string without blanks, a line a block."""
        return "\n".join([*(line.plain for line in self.lines), *map(plain, self.names)])

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether anything outside the contents page says so."""
        return pattern.search(self.whole) is not None

    def says(self, name: str) -> bool:
        """Tell whether a line outside the contents page says a word."""
        return any(name in line.plain for line in self.lines)
