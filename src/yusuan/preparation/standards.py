"""Budget lines from expenditure standards (定额): staff × standard, as a calculation that can be added up again.

Law: a line's amount is the sum of its steps' products, and no step is in two lines. Amounts are in fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What a standard that counts the unit itself is multiplied by.
UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Standard:
    """So much a person, vehicle or unit; `function` "" is the unit's main one, `unit_nature` "" every unit's."""

    code: str
    name: str
    per: str
    amount: int
    function: str
    economic: str
    nature: str
    unit_nature: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One multiplication: how many of what, times how much each."""

    standard: Standard
    count: int

    @property
    def product(self) -> int:
        """What it comes to, fen."""
        return self.count * self.standard.amount


@dataclass(frozen=True, slots=True)
class Computed:
    """A line that standards ask for, and the steps that add up to it."""

    function: str
    economic: str
    nature: str
    steps: tuple[Step, ...]

    @property
    def amount(self) -> int:
        """The sum of the steps, fen."""
        return sum(step.product for step in self.steps)


def computed(
    standards: Iterable[Standard], counts: Mapping[str, int], unit_nature: str, function: str
) -> list[Computed]:
    """The lines of a unit, by function, economic item and nature; steps of nothing are left out.

    `counts` says how many of each `per` there are; raises SpecError for one it does not name, or a negative one.
    """
    found: dict[tuple[str, str, str], list[Step]] = {}
    for standard in standards:
        if standard.unit_nature not in {"", unit_nature}:
            continue
        count = 1 if standard.per == UNIT else counts.get(standard.per, -1)
        if count < 0:
            raise SpecError(f"{standard.code} counts {standard.per}, which is not known")
        if count and standard.amount:
            key = (standard.function or function, standard.economic, standard.nature)
            found.setdefault(key, []).append(Step(standard, count))
    return [Computed(*key, tuple(steps)) for key, steps in sorted(found.items())]
