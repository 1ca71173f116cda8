"""A small mixed-integer programme: columns, rows, and the solver behind them.

Floats live here and nowhere else: callers scale amounts before, and verify in whole fen afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.identities.effort import Effort

INFINITY = float("inf")
# Steps of a look at the smallest programme.
_LOOK = 300


@dataclass
class Programme:
    """Minimise the cost of columns within their bounds, every row between its own."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[float, float, Mapping[int, float]]] = field(default_factory=list)

    def column(self, lower: float, upper: float, *, cost: float = 0, whole: bool = False) -> int:
        """Add a variable; returns its number."""
        number = len(self.lower)
        self.lower.append(lower)
        self.upper.append(upper)
        self.cost.append(cost)
        if whole:
            self.whole.append(number)
        return number

    def row(self, lower: float, upper: float, terms: Mapping[int, float]) -> None:
        """Bound a weighted sum of variables."""
        self.rows.append((lower, upper, terms))

    def solve(self, effort: Effort) -> list[float] | None:
        """The best values, or the best found before the effort was spent; None where none were found.

        The solver looks at its limits after so much work, the same work in every run: each look counts as many steps
        as the programme has columns and rows, and some more; a microsecond or two a step.
        """
        size = _LOOK + len(self.lower) + len(self.rows)
        if not effort.spend(size):
            return None
        import highspy
        import numpy as np

        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor is not annotated
        solver.silent()
        for option, value in {"threads": 1, "random_seed": 0, "mip_rel_gap": 0.0}.items():
            solver.setOptionValue(option, value)
        empty = np.empty(0)
        solver.addCols(
            len(self.lower),
            np.array(self.cost, dtype=np.double),
            np.array(self.lower, dtype=np.double),
            np.array(self.upper, dtype=np.double),
            0,
            empty.astype(np.int32),
            empty.astype(np.int32),
            empty,
        )
        whole = np.array(self.whole, dtype=np.int32)
        kinds = np.full(len(whole), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        solver.changeColsIntegrality(len(whole), whole, kinds)
        terms = [row[2] for row in self.rows]
        starts = np.cumsum([0, *map(len, terms)], dtype=np.int32)[:-1]
        solver.addRows(
            len(self.rows),
            np.array([row[0] for row in self.rows], dtype=np.double),
            np.array([row[1] for row in self.rows], dtype=np.double),
            sum(map(len, terms)),
            starts,
            np.array([column for term in terms for column in term], dtype=np.int32),
            np.array([weight for term in terms for weight in term.values()], dtype=np.double),
        )

        def look(event: highspy.HighsCallbackEvent) -> None:
            if not effort.spend(size):
                event.interrupt()

        solver.cbMipInterrupt.subscribe(look)
        solver.run()
        if solver.getInfo().primal_solution_status != int(
            highspy.SolutionStatus.kSolutionStatusFeasible
        ):
            return None
        return list(solver.getSolution().col_value)
