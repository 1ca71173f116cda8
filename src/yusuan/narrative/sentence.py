"""Sentences whose figures are references to regions: filled when we write, matched when we read.

A template holds slots in braces. A slot is a table figure (`Level`), its change from last year (`Change`) or a
plain word given by name. So prose cannot disagree with the tables it stands beside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from yusuan.core.errors import SpecError
from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.tables.table import CellKey

_SLOT = pattern(r"\{(\w+)\}")
_PRINTED = r"-?[\d,]+(?:\.\d+)?"


class FigureName(NamedTuple):
    """A table figure by its contract names: table, row, column path."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Level:
    """The year's figure; a blank one reads as nothing (0.00)."""

    name: FigureName


@dataclass(frozen=True, slots=True)
class Change:
    """Direction and amount of the change from last year: 减少249.63万元, 持平."""

    name: FigureName


Slot: TypeAlias = Level | Change


class Piece(NamedTuple):
    """A run of words, and the table figure it repeats where it is one."""

    text: str
    key: CellKey | None = None
    is_figure: bool = False


class Figures(Protocol):
    """What a sentence asks for: figures of this year and of last year, in fen as printed."""

    def level(self, name: FigureName) -> tuple[int, CellKey | None]:
        """The year's amount, 0 when blank, and the cell it stands in."""

    def prior(self, name: FigureName) -> int | None:
        """Last year's amount; None when the dataset does not state it."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """A template with its slots. `otherwise` is printed when last year's figure is not known."""

    template: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    otherwise: str = ""
    unit: MoneyUnit = MoneyUnit.WAN_YUAN
    decimals: int = 2

    def __post_init__(self) -> None:
        unknown = set(self.slots) - set(_SLOT.findall(self.template))
        if unknown:
            msg = f"slots {sorted(unknown)} do not occur in {self.template!r}"
            raise SpecError(msg)

    def fill(self, figures: Figures, words: Mapping[str, str]) -> tuple[Piece, ...]:
        """The sentence for these figures; plain words come from `words` (an unknown one is a KeyError)."""
        changes = [slot for slot in self.slots.values() if isinstance(slot, Change)]
        if any(figures.prior(change.name) is None for change in changes):
            return (Piece(self.otherwise),) if self.otherwise else ()
        return tuple(self._pieces(figures, words))

    def _pieces(self, figures: Figures, words: Mapping[str, str]) -> Iterator[Piece]:
        position = 0
        for match in _SLOT.finditer(self.template):
            if match.start() > position:
                yield Piece(self.template[position : match.start()])
            slot = self.slots.get(match[1])
            if slot is None:
                yield Piece(words[match[1]])
            else:
                yield from self._figure(slot, figures)
            position = match.end()
        if position < len(self.template):
            yield Piece(self.template[position:])

    def _figure(self, slot: Slot, figures: Figures) -> Iterator[Piece]:
        amount, key = figures.level(slot.name)
        if isinstance(slot, Level):
            yield Piece(self._print(amount), key, is_figure=True)
            return
        change = amount - (figures.prior(slot.name) or 0)
        direction = Direction.of(change)
        yield Piece(direction.value)
        if direction is not Direction.UNCHANGED:
            yield Piece(self._print(abs(change)), is_figure=True)

    def _print(self, fen: int) -> str:
        return format_amount(fen, self.unit, self.decimals) + self.unit.label

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The template as a pattern: level slots capture an amount, change slots direction and amount."""
        parts, position = [], 0
        for match in _SLOT.finditer(self.template):
            parts.append(re.escape(self.template[position : match.start()]))
            slot = self.slots.get(match[1])
            if isinstance(slot, Level):
                parts.append(rf"(?P<{match[1]}>{_PRINTED}){self.unit.label}")
            elif isinstance(slot, Change):
                words = "|".join(d.value for d in Direction)
                parts.append(rf"(?P<{match[1]}>(?:{words})(?:{_PRINTED}{self.unit.label})?)")
            else:
                parts.append(rf"(?P<{match[1]}>.*?)")
            position = match.end()
        parts.append(re.escape(self.template[position:]))
        return re.compile("".join(parts))

    def match(self, text: str) -> dict[str, str] | None:
        """The slots as found in a text that says this sentence; None when it does not."""
        found = self.pattern.search(text)
        return found.groupdict() if found else None
