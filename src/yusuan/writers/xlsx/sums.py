"""Which printed totals can be live formulas: those that recompute to what is printed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.tables.table import CellKey
    from yusuan.writers.xlsx.grid import Layout, Placed

_LONGEST_FORMULA = 8_000


def formulas(
    sums: Mapping[CellKey, Sequence[CellKey]], layouts: Iterable[Layout]
) -> dict[CellKey, str]:
    """A formula per figure that is the sum of others on its sheet.

    Left out are sums that rounding keeps from adding up in print, and one of any two that would ask for
    each other.
    """
    chosen: dict[CellKey, tuple[CellKey, ...]] = {}
    written: dict[CellKey, str] = {}
    for layout in layouts:
        at = {p.cell.key: p for p in layout.placed if p.cell.key is not None}
        for key, total in at.items():
            parts = [part for part in sums.get(key, ()) if part in at and part != key]
            if not parts or not _adds_up(total, [at[part] for part in parts]):
                continue
            if any(_needs(part, key, chosen) for part in parts):
                continue
            formula = _formula([at[part] for part in parts])
            if len(formula) <= _LONGEST_FORMULA:
                chosen[key], written[key] = tuple(parts), formula
    return written


def _adds_up(total: Placed, parts: Iterable[Placed]) -> bool:
    """Tell whether the parts give the total as printed; a blank part adds nothing, as in a spreadsheet."""
    numbers = [part.number for part in parts if part.number is not None]
    return total.number is not None and sum(numbers, Decimal(0)) == total.number


def _needs(key: CellKey, wanted: CellKey, chosen: Mapping[CellKey, Sequence[CellKey]]) -> bool:
    """Tell whether a figure's formula reads another one, directly or through formulas."""
    todo, seen = [key], set()
    while todo:
        one = todo.pop()
        if one == wanted:
            return True
        if one not in seen:
            seen.add(one)
            todo += chosen.get(one, ())
    return False


def _formula(parts: Sequence[Placed]) -> str:
    """`=SUM(C5:C9)` where the cells lie together in a column or row, else `=C5+C9+…`."""
    where = sorted((part.top, part.left) for part in parts)
    rows, columns = [r for r, _ in where], [c for _, c in where]
    together = len(where) > 2 and (  # noqa: PLR2004  two are added
        (len(set(columns)) == 1 and rows == list(range(rows[0], rows[0] + len(rows))))
        or (len(set(rows)) == 1 and columns == list(range(columns[0], columns[0] + len(columns))))
    )
    names = [f"{_letters(column)}{row + 1}" for row, column in where]
    return f"=SUM({names[0]}:{names[-1]})" if together else f"={'+'.join(names)}"


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
