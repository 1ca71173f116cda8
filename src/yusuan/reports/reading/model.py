"""A published document as read, and the sheets it is written as: named columns with types.

Amounts are yuan with two decimals, as in every interchange file; what was printed stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.money import yuan

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentObjective, Project
    from yusuan.core.grid import Box, RawDocument
    from yusuan.core.outcomes import Outcome
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.rules.published.prose import Published
    from yusuan.tables.table import Table

Value: TypeAlias = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: identifier, Chinese title and type (string, integer, boolean, number)."""

    name: str
    title: str
    type: str = "string"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under named columns; `name` is a file's name without suffix."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Reading:
    """One document read: what was understood of it, or why nothing was (`refusal`)."""

    document: RawDocument
    found: Disclosure | None
    published: Published | None
    projects: tuple[Project, ...] = ()
    objectives: tuple[DepartmentObjective, ...] = ()
    refusal: str = ""
    # Where print and attached data differ, and how many figures were compared; None where nothing is attached.
    attached: tuple[Outcome, ...] | None = None
    compared: int = 0
    # Figures that recognition misread and sums put right, and those nobody could confirm.
    inferred: tuple[Outcome, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The recognised tables."""
        return () if self.found is None else self.found.tables


PLACE = (
    Column("x0", "左", "number"),
    Column("y0", "上", "number"),
    Column("x1", "右", "number"),
    Column("y1", "下", "number"),
)


def in_yuan(fen: int | None) -> str | None:
    """Fen as yuan with two decimals; None stays None."""
    return None if fen is None else yuan(fen)


def edges(box: Box | None) -> tuple[Value, ...]:
    """The four values of PLACE, points from the top left corner; empty where the format has no places."""
    return (None,) * 4 if box is None else tuple(f"{edge:.2f}" for edge in box)
