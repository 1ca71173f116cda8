"""Which figures must change, by an integer programme, and to what, in whole fen."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.identities.programme import INFINITY, Programme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.identities.signed_sums import Deltas, SignedSums
    from yusuan.tables.table import CellKey

_SETS = 4
# How much larger than the largest difference a change may be: two errors may nearly cancel out.
_REACH = 8
# More figures than this in doubt: nothing short of reading the table again will tell.
_TOO_MANY = 1500


def smallest_supports(
    system: SignedSums, cells: Sequence[CellKey], touched: Sequence[int]
) -> list[Deltas]:
    """The smallest sets of cells that can repair all touched identities, with exact values: all, or none."""
    effort = system.effort
    if not touched or effort.left < 0:
        return []
    if len(cells) > _TOO_MANY:
        effort.give_up()
        return []
    found = list(_supports(system, cells, touched))
    # Where there was no effort left to look for its like, nobody knows whether a set is the only one.
    return found if effort.left >= 0 else []


def _supports(
    system: SignedSums, cells: Sequence[CellKey], touched: Sequence[int]
) -> Iterator[Deltas]:
    scale = max(abs(system.residual[n]) for n in touched)
    programme, switches = _programme(system, cells, touched, scale)
    fewest = len(cells)
    for _ in range(_SETS):
        values = programme.solve(system.effort)
        if values is None:
            return
        chosen = [key for key in cells if values[switches[key][1]] > 0.5]  # noqa: PLR2004  0 or 1
        if not chosen or len(chosen) > fewest:
            return
        fewest = len(chosen)
        guess = {key: round(values[switches[key][0]] * scale) for key in chosen}
        deltas = _exact(system, chosen) or guess
        if all(system.holds(n, system.changed(deltas).get(n, 0)) for n in touched):
            yield deltas
        programme.row(-INFINITY, len(chosen) - 1, {switches[key][1]: 1 for key in chosen})


def _programme(
    system: SignedSums, cells: Sequence[CellKey], touched: Sequence[int], scale: int
) -> tuple[Programme, dict[CellKey, tuple[int, int]]]:
    """Minimise the number of cells switched on; only those may change."""
    programme = Programme()
    switches = {}
    for key in cells:
        change = programme.column(-_REACH, _REACH)
        switch = programme.column(0, 1, cost=1, whole=True)
        programme.row(0, INFINITY, {change: 1, switch: _REACH})
        programme.row(-INFINITY, 0, {change: 1, switch: -_REACH})
        switches[key] = (change, switch)
    for n in touched:
        terms = {
            switches[key][0]: float(system.member[key][n])
            for key in system.identities[n]
            if key in switches
        }
        off, slack = system.residual[n] / scale, system.slack[n] / scale
        lowest = -INFINITY if n in system.bounds else -slack - off
        programme.row(lowest, slack - off, terms)
    return programme, switches


def _exact(system: SignedSums, chosen: Sequence[CellKey]) -> dict[CellKey, int] | None:
    """Solve the equations for the chosen cells alone; None where rounding leaves no exact solution."""
    rows = [
        [Fraction(system.member[key].get(n, 0)) for key in chosen] + [Fraction(-system.residual[n])]
        for n in sorted({n for key in chosen for n in system.member[key]} - system.bounds)
    ]
    for pivot in range(len(chosen)):
        found = next((r for r in range(pivot, len(rows)) if rows[r][pivot]), None)
        if found is None:
            return None
        rows[pivot], rows[found] = rows[found], rows[pivot]
        head = rows[pivot][pivot]
        rows[pivot] = [x / head for x in rows[pivot]]
        for r, row in enumerate(rows):
            if r != pivot and row[pivot]:
                factor = row[pivot]
                rows[r] = [x - factor * y for x, y in zip(row, rows[pivot], strict=True)]
    solution = [row[-1] for row in rows[: len(chosen)]]
    if any(row[-1] for row in rows[len(chosen) :]) or any(x.denominator != 1 for x in solution):
        return None
    return {key: int(x) for key, x in zip(chosen, solution, strict=True)}
