"""Parts of a source beside its tables: rows by their codes, figures that are no region, objective forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core.codes import Code, code

if TYPE_CHECKING:
    from yusuan.core.budget import PerformanceIndicator
    from yusuan.core.money import Printed
    from yusuan.core.outcomes import Where
    from yusuan.narrative.clauses.clause import Stage, Topic


# --- rows of tables as printed ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A row as printed: the pieces of its code (none where a form lists names only), its name and place."""

    pieces: tuple[str, ...]
    name: str
    where: Where
    # What a row without a printed code stands for.
    implied: Code | None = None

    @property
    def printed(self) -> str:
        """The code as printed, columns set off."""
        return "|".join(self.pieces)

    @property
    def digits(self) -> str:
        """The digits, leading zeros of 款 and 项 put back."""
        return "".join(
            piece if n == 0 else piece.rjust(2, "0") for n, piece in enumerate(self.pieces)
        )

    @property
    def code(self) -> Code | None:
        """The code, where the digits are one."""
        if not self.pieces:
            return self.implied
        try:
            return code(self.digits)
        except ValueError:
            return None

    @property
    def plain(self) -> str:
        """The name without what does not matter."""
        return folded(self.name)


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The rows of one table; `is_economic` tells which classification they follow."""

    title: str
    is_economic: bool
    rows: tuple[CodeRow, ...]

    @property
    def coded(self) -> tuple[CodeRow, ...]:
        """The rows that print a code."""
        return tuple(row for row in self.rows if row.pieces)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A table that was seen and not trusted: where, and the reason in Chinese."""

    title: str
    page: int | None
    reason: str


# --- figures beside the tables ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure some table prints that sums no lines of its own, and where."""

    printed: Printed
    where: Where


@dataclass(frozen=True, slots=True)
class LooseFigure:
    """A printed figure by topic and stage."""

    topic: Topic
    stage: Stage
    value: Printed
    where: Where


@dataclass(frozen=True, slots=True)
class TextNumbers:
    """Where the figures of the text went: held against another figure, alone, or not understood."""

    compared: int
    alone: int
    unclear: int


# --- objective forms --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormAmount:
    """An amount of a form by its label."""

    label: str
    value: Printed
    where: Where


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in the place of an amount and is none."""

    label: str
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class FormSum:
    """A total of a form with the parts printed below it."""

    total: FormAmount
    parts: tuple[FormAmount, ...]

    @property
    def slack(self) -> int:
        """What rounding of the printed figures may hide, fen."""
        return sum(amount.value.half_digit for amount in (self.total, *self.parts))

    @property
    def difference(self) -> int:
        """Parts minus total, fen."""
        return sum(part.value.fen for part in self.parts) - self.total.value.fen


@dataclass(frozen=True, slots=True)
class ObjectiveForm:
    """One project's form: name, the money of the year and of the whole project, indicators."""

    name: str
    where: Where
    year: FormSum | None = None
    whole: FormSum | None = None
    indicators: tuple[PerformanceIndicator, ...] = ()
    unread: tuple[Unread, ...] = ()
    # Printed without the goals of the form: what it lacks may stand elsewhere.
    is_excerpt: bool = False
