"""The ceilings of a book as a sheet: a row for the department and each unit, a column for each measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yusuan.core.money import MoneyUnit, parse_amount, yuan
from yusuan.core.terms import ControlMeasure
from yusuan.preparation.ceilings import entered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.budget import BudgetLine
    from yusuan.web.budgets.given import Place
    from yusuan.web.budgets.models import Book

_ALWAYS = (ControlMeasure.TOTAL, ControlMeasure.BASIC, ControlMeasure.PROJECT)


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount that can be set: as typed, what is entered against it (fen), and what is wrong with it."""

    name: str
    label: str
    typed: str
    amount: int | None
    entered: int | None
    error: str = ""

    @property
    def left(self) -> int | None:
        """What may still be entered, fen; negative when too much is."""
        if self.amount is None or self.entered is None:
            return None
        return self.amount - self.entered

    @property
    def over(self) -> int:
        """How much too much is entered, fen."""
        return max(0, -(self.left or 0))


class Sheet:
    """What the inputs of a book's page hold, and what it means."""

    def __init__(
        self, book: Book, lines: tuple[BudgetLine, ...], kept: Mapping[Place, int]
    ) -> None:
        parts = book.parts.exclude(unit=None).order_by("unit")
        self.units = [("", _("全部门")), *parts.values_list("unit", "unit__name")]
        self.lines = lines
        self.measures = [m for m in ControlMeasure if self._is_shown(m, kept)]
        self.typed = {at: yuan(kept[at]) if at in kept else "" for at in self._places()}

    def _is_shown(self, measure: ControlMeasure, kept: Mapping[Place, int]) -> bool:
        is_set = any(at == measure for _unit, at in kept)
        return measure in _ALWAYS or is_set or entered(self.lines, "", measure) != 0

    def _places(self) -> list[Place]:
        return [(unit, measure) for unit, _name in self.units for measure in self.measures]

    def take(self, posted: Mapping[str, str]) -> None:
        """Hold what was posted."""
        self.typed = {at: posted.get(_name(at), "").strip() for at in self._places()}

    def fill(self) -> None:
        """Hold what is entered: to be changed where less is allowed."""
        amounts = {at: entered(self.lines, *at) for at in self._places()}
        self.typed = {at: yuan(amount) if amount else "" for at, amount in amounts.items()}

    @cached_property
    def _read(self) -> tuple[dict[Place, int], dict[Place, str]]:
        wanted: dict[Place, int] = {}
        errors: dict[Place, str] = {}
        for at, text in self.typed.items():
            if not text:
                continue
            try:
                amount = parse_amount(text, MoneyUnit.YUAN).fen
            except ValueError:
                errors[at] = _("写成金额，如 120000 或 12万元")
                continue
            if amount < 0:
                errors[at] = _("不能小于零")
            else:
                wanted[at] = amount
        return wanted, errors

    @property
    def wanted(self) -> dict[Place, int]:
        """The amounts that can be understood, fen."""
        return self._read[0]

    @property
    def errors(self) -> dict[Place, str]:
        """What is wrong with the others."""
        return self._read[1]

    @property
    def rows(self) -> list[tuple[str, list[Cell]]]:
        """Each unit with its cells."""
        return [
            (name, [self._cell((unit, m), name) for m in self.measures])
            for unit, name in self.units
        ]

    def _cell(self, at: Place, whose: str) -> Cell:
        return Cell(
            _name(at),
            f"{whose} {at[1].value}",
            self.typed[at],
            self.wanted.get(at),
            entered(self.lines, *at),
            self.errors.get(at, ""),
        )


def _name(at: Place) -> str:
    return f"c-{at[0]}-{list(ControlMeasure).index(at[1])}"
