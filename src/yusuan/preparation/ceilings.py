"""Ceilings (控制数) against what is entered; amounts in fen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.tables.controls import CONTROLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yusuan.core.budget import BudgetLine
    from yusuan.core.terms import ControlMeasure


@dataclass(frozen=True, slots=True)
class Compared:
    """One ceiling and what stands against it; `unit` "" is the whole department."""

    unit: str
    measure: ControlMeasure
    ceiling: int
    entered: int

    @property
    def over(self) -> int:
        """How far the entered amount exceeds the ceiling; negative is what is left."""
        return self.entered - self.ceiling


def compared(
    given: Mapping[tuple[str, ControlMeasure], int], lines: Iterable[BudgetLine]
) -> list[Compared]:
    """Each ceiling, in the order given, with what the lines come to."""
    kept = tuple(lines)
    return [
        Compared(unit, measure, amount, entered(kept, unit, measure))
        for (unit, measure), amount in given.items()
    ]


def entered(lines: Iterable[BudgetLine], unit: str, measure: ControlMeasure) -> int:
    """What the lines of a unit ("" is all of them) come to by a measure, fen."""
    region = CONTROLS[measure]
    return sum(line.amount for line in lines if unit in {"", line.unit} and region.admits(line))


def unbalanced(given: Mapping[tuple[str, ControlMeasure], int]) -> list[tuple[ControlMeasure, int]]:
    """Measures of which the units together get more than the department: how much more, fen."""
    shared: dict[ControlMeasure, int] = {}
    for (unit, measure), amount in given.items():
        if unit:
            shared[measure] = shared.get(measure, 0) + amount
    return [
        (measure, total - given["", measure])
        for measure, total in shared.items()
        if ("", measure) in given and total > given["", measure]
    ]
