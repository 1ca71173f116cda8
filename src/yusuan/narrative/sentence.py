"""Sentences whose figures are references to regions: filled when we write, matched when we read.

A template holds slots in braces. A slot is a table figure (`Level`), its change from last year (`Change`) or a
plain word given by name. So prose cannot disagree with the tables it stands beside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from yusuan.core.errors import SpecError
from yusuan.core.money import MoneyUnit, format_amount, last_digit, round_half_up
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.tables.table import CellKey

_SLOT = pattern(r"\{(\w+)\}")
# `[basic:，主要原因是{change_basic}]`: words left out where they are not given and `basic` has nothing to explain.
_ASIDE = pattern(r"\[(\w+):([^\[\]]*)\]")
_PRINTED = r"-?[\d,]+(?:\.\d+)?"
# What nobody gave is seen in a draft, and never published: a rule asks for it.
GAP = "〔待填〕"
# The text in which a clerk says that last year has nothing to compare with, and why.
NO_PRIOR_YEAR = "no_prior_year"


class FigureName(NamedTuple):
    """A table figure by its contract names: table, row, column path."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Level:
    """The year's figure; a blank one reads as nothing (0.00), one of which nobody gave the facts as a gap."""

    name: FigureName


@dataclass(frozen=True, slots=True)
class Change:
    """Direction and amount of the change from last year: 减少249.63万元, 持平."""

    name: FigureName


@dataclass(frozen=True, slots=True)
class Completion:
    """How much of what was budgeted (`of`) was spent: 完成年初预算的98.73%; in words where nothing was budgeted."""

    name: FigureName
    of: FigureName


Slot: TypeAlias = Level | Change | Completion

_NOT_BUDGETED = "年初没有安排预算"
_PER_CENT = 100 * 100  # with two decimals


def _completed(spent: int, budgeted: int) -> str:
    if not budgeted:
        return _NOT_BUDGETED
    share = round_half_up(spent * _PER_CENT * 10 // budgeted, 10) // 10
    return f"完成年初预算的{format_amount(share, MoneyUnit.YUAN, 2)}%"


class Piece(NamedTuple):
    """A run of words, and the table figure it repeats where it is one."""

    text: str
    key: CellKey | None = None
    is_figure: bool = False


class Figures(Protocol):
    """What a sentence asks for: figures of this year and of last year, in fen as printed."""

    def level(self, name: FigureName) -> tuple[int | None, CellKey | None]:
        """The year's amount, 0 when blank, None when nobody gave its facts; and the cell it stands in."""

    def prior(self, name: FigureName) -> int | None:
        """Last year's amount; None when the dataset does not state it."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """A template with its slots. `otherwise` is printed where a clerk says that last year is not comparable."""

    template: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    otherwise: str = ""
    unit: MoneyUnit = MoneyUnit.WAN_YUAN
    decimals: int = 2

    def __post_init__(self) -> None:
        asides = {slot for slot, _ in self._parts if slot}
        known = set(_SLOT.findall(self.template)) | asides
        unknown = (set(self.slots) - known) | (asides - set(self.slots))
        if unknown:
            msg = f"slots {sorted(unknown)} do not occur in {self.template!r}"
            raise SpecError(msg)

    def fill(self, figures: Figures, words: Mapping[str, str]) -> tuple[Piece, ...]:
        """The sentence for these figures; plain words come from `words` (an unknown one is a KeyError)."""
        if self.otherwise and words.get(NO_PRIOR_YEAR) and self.lacks_last_year(figures):
            return (Piece(_SLOT.sub(lambda slot: words[slot[1]], self.otherwise)),)
        return tuple(
            piece
            for slot, text in self._parts
            if not slot or self._is_due(slot, text, figures, words)
            for piece in self._pieces(text, figures, words)
        )

    def lacks_last_year(self, figures: Figures) -> bool:
        """Tell whether a change cannot be said, because nobody stated last year's figure."""
        return any(
            isinstance(slot, Change) and figures.prior(slot.name) is None
            for slot in self.slots.values()
        )

    @cached_property
    def _parts(self) -> tuple[tuple[str, str], ...]:
        """The template cut at its asides: the slot each hangs on, empty outside them, and its words."""
        parts, position = [], 0
        for match in _ASIDE.finditer(self.template):
            parts += [("", self.template[position : match.start()]), (match[1], match[2])]
            position = match.end()
        return (*parts, ("", self.template[position:]))

    def _is_due(self, slot: str, text: str, figures: Figures, words: Mapping[str, str]) -> bool:
        """Tell whether an aside is printed: its words are there, or its figure asks for them."""
        if all(words.get(name) for name in _SLOT.findall(text) if name not in self.slots):
            return True
        amount = self._amount(self.slots[slot], figures)
        # By its last digit a figure may have moved by rounding alone.
        return amount is None or abs(amount) > last_digit(self.unit, self.decimals)

    def _pieces(self, text: str, figures: Figures, words: Mapping[str, str]) -> Iterator[Piece]:
        position = 0
        for match in _SLOT.finditer(text):
            if match.start() > position:
                yield Piece(text[position : match.start()])
            slot = self.slots.get(match[1])
            if slot is None:
                yield Piece(words[match[1]])
            else:
                yield from self._figure(slot, figures)
            position = match.end()
        if position < len(text):
            yield Piece(text[position:])

    def _amount(self, slot: Slot, figures: Figures) -> int | None:
        """The level, the change or the budget of a slot; None where nobody gave a figure it takes.

        A change that prints as 0.00 is none.
        """
        amount, _ = figures.level(slot.name)
        if amount is None or isinstance(slot, Level):
            return amount
        if isinstance(slot, Completion):
            budgeted, _ = figures.level(slot.of)
            return budgeted
        prior = figures.prior(slot.name)
        if prior is None:
            return None
        change, step = amount - prior, last_digit(self.unit, self.decimals)
        return change if round_half_up(abs(change), step) else 0

    def _figure(self, slot: Slot, figures: Figures) -> Iterator[Piece]:
        amount = self._amount(slot, figures)
        if amount is None:
            yield Piece(GAP)
        elif isinstance(slot, Level):
            _, key = figures.level(slot.name)
            yield Piece(self._print(amount), key, is_figure=True)
        elif isinstance(slot, Completion):
            yield Piece(_completed(figures.level(slot.name)[0] or 0, amount))
        else:
            direction = Direction.of(amount)
            yield Piece(direction.value)
            if direction is not Direction.UNCHANGED:
                yield Piece(self._print(abs(amount)), is_figure=True)

    def _print(self, fen: int) -> str:
        return format_amount(fen, self.unit, self.decimals) + self.unit.label

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The template as a pattern: level slots capture an amount, change slots direction and amount."""
        return re.compile(
            "".join(
                f"(?:{self._as_pattern(text)})?" if slot else self._as_pattern(text)
                for slot, text in self._parts
            )
        )

    def _as_pattern(self, text: str) -> str:
        parts, position = [], 0
        for match in _SLOT.finditer(text):
            parts.append(re.escape(text[position : match.start()]))
            slot = self.slots.get(match[1])
            if isinstance(slot, Level):
                parts.append(rf"(?P<{match[1]}>{_PRINTED}){self.unit.label}")
            elif isinstance(slot, Change):
                words = "|".join(d.value for d in Direction)
                parts.append(rf"(?P<{match[1]}>(?:{words})(?:{_PRINTED}{self.unit.label})?)")
            elif isinstance(slot, Completion):
                parts.append(rf"(?P<{match[1]}>{_NOT_BUDGETED}|完成年初预算的{_PRINTED}%)")
            else:
                parts.append(rf"(?P<{match[1]}>.*?)")
            position = match.end()
        return "".join((*parts, re.escape(text[position:])))

    def match(self, text: str) -> dict[str, str] | None:
        """The slots as found in a text that says this sentence; None when it does not."""
        found = self.pattern.search(text)
        return found.groupdict() if found else None


@dataclass(frozen=True, eq=False)
class EachItem:
    """A sentence said once for every item (项) with money in some tables; a figure's row left empty is the item's.

    Beside the words every sentence has, it may say the item's names: `{number}`, `{category}`, `{section}`, `{item}`.
    """

    sentence: Sentence

    @property
    def tables(self) -> frozenset[str]:
        """The tables whose items it is said for: those it takes a figure of the item from."""
        slots = self.sentence.slots.values()
        names = [slot.name for slot in slots]
        names += [slot.of for slot in slots if isinstance(slot, Completion)]
        return frozenset(name.table for name in names if not name.row)

    def of(self, digits: str) -> Sentence:
        """The sentence for one item."""

        def placed(name: FigureName) -> FigureName:
            return name if name.row else name._replace(row=digits)

        slots: dict[str, Slot] = {}
        for name, slot in self.sentence.slots.items():
            found = replace(slot, name=placed(slot.name))
            slots[name] = (
                replace(found, of=placed(found.of)) if isinstance(found, Completion) else found
            )
        return replace(self.sentence, slots=slots)
