"""A published document as rules on the whole of it see it: lines in order, captions, its contents page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.narrative.clauses.clause import Stage
    from yusuan.tables.table import Table

_LONGEST_CAPTION = 60
_QUOTED = 40


def plain(text: str) -> str:
    """A text without blanks, in half-width signs."""
    # Long texts seldom come twice; keeping them would hold on to documents long read.
    return _short_plain(text) if len(text) <= _LONGEST_CAPTION else _squeezed(text)


@lru_cache(maxsize=16384)
def _short_plain(text: str) -> str:
    return _squeezed(text)


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def quoted(text: str) -> str:
    """A text as a message quotes it: in one line, cut where it is long."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _QUOTED else f"“{line[:_QUOTED]}…”"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or the text of a cell, with its place. `level` is a heading's depth, 0 for text.

    `is_inside` a table: a cell below its first two rows.
    """

    text: str
    where: Where
    level: int = 0
    is_cell: bool = False
    is_inside: bool = False

    @property
    def may_be_title(self) -> bool:
        """Tell whether this is short, and no cell inside a table."""
        return not self.is_inside and 0 < len(self.plain) <= _LONGEST_CAPTION

    @property
    def plain(self) -> str:
        """The text without blanks, in half-width signs."""
        return plain(self.text)


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


@dataclass(frozen=True)
class Paper:
    """One document: whose, of which year and stage, its lines outside the contents page, tables, captions.

    `is_unit` is None where the kind is unknown. `nameless` are the words (heads, row labels, lines
    above) of each filled grid nobody could name. `titles` are the names the form it follows has for tables and
    sections, by their ids.
    """

    source: str
    year: int
    stage: Stage
    department: str
    is_unit: bool | None
    lines: Sequence[Line]
    tables: Sequence[Table]
    captions: Sequence[Caption] = ()
    contents: Sequence[Entry] = ()
    nameless: Sequence[str] = ()
    pages: int | None = None
    has_unread_pages: bool = False
    # Texts of the document's own outline and sheet names: they show that a part is there.
    names: tuple[str, ...] = field(default=())
    titles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def prose(self) -> Sequence[Line]:
        """The lines that are no cells."""
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


_PIECES = pattern(r"(?<=[。;；!?])|\n")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a line, blanks removed."""
    return (piece for piece in map(plain, _PIECES.split(text)) if piece)


def finding(
    rule: str,
    message: str,
    hint: str,
    where: Iterable[Where],
    *,
    severity: Severity = Severity.ERROR,
    law: str = "practice",
) -> Outcome:
    """A failed outcome on a whole document."""
    places = tuple(dict.fromkeys(where))
    return Outcome(rule, Status.FAILED, severity, message, hint, law, where=places)


def unchecked(rule: str, message: str, hint: str, where: Iterable[Where] = ()) -> Outcome:
    """What could not be checked, and why: for information."""
    return Outcome(
        rule, Status.INSUFFICIENT, Severity.INFO, message, hint, "practice", where=tuple(where)
    )


def listed(words: Sequence[str], most: int = 4) -> str:
    """Name some words, and how many there are where they are many."""
    more = f"等 {len(words)} 处" if len(words) > most else ""
    return "、".join(words[:most]) + more
