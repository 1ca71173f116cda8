"""What a paper format writes, one step after another; where pages turn is settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from yusuan.writers.paper.looks import Look
    from yusuan.writers.paper.pages import Page
    from yusuan.writers.paper.table import LaidTable


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; `page` is the printed number, counted from the first page of the body."""

    text: str
    level: int
    bookmark: str
    page: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A new run of pages; `running` stands at the head of each but the first."""

    page: Page
    # The printed number of its first page.
    number: int
    running: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; a heading has a level, and an entry where the contents list it."""

    text: str
    look: Look
    turns_page: bool = False
    level: int = 0
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""

    look: Look


@dataclass(frozen=True, slots=True)
class Placed:
    """A table where it belongs."""

    table: LaidTable
    turns_page: bool = False


Step: TypeAlias = Turn | Line | Gap | Placed
