"""Sums of rows by classification code: a head is its categories, a code the nearest codes printed below it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.tables.classes import kind_of
from yusuan.tables.codeset import EVERY_CODE
from yusuan.tables.region import ALL_KINDS, EVERYTHING
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.codes import Code
    from yusuan.tables.codeset import CodeSet
    from yusuan.tables.region import Region
    from yusuan.tables.spec import Panel
    from yusuan.tables.table import Cell, Row

    Sum = tuple[Cell | None, list[Cell | None], str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A row by code: the money it is a part of (unit, ledger …), its codes and its cell."""

    code: Code
    government: CodeSet
    money: Region
    cell: Cell | None

    def is_below(self, other: _Place) -> bool:
        """Tell whether this row is a part of another: a deeper code, or the same for a part of the money."""
        return (
            self.code.within(other.code)
            and self.money <= other.money
            and self.government <= other.government
            and (self.code != other.code or self.money != other.money)
        )


def tree_sums(panel: Panel, rows: Sequence[Row], column: Sequence[Cell | None]) -> Iterator[Sum]:
    """Every sum the codes of a column promise: whole, parts, dimension; a row nobody understood stops those around it.

    The head of a tree is the row without a code over all codes of its money; listed panels have their totals by
    region. A row without code that takes some codes only (人员经费合计) sums the categories it takes.
    """
    places = [
        _Place(row.code, row.region.government, _over_all_codes(row.region), cell)
        for row, cell in zip(rows, column, strict=True)
        if row.code is not None and row.region is not None
    ]
    if not places:
        return
    if isinstance(panel.rows, Tree):
        dimension = panel.rows.dimension
    else:
        dimension = "economic" if places[0].code.digits[0] == "3" else "function"
    stopped = _stopped(rows, column)
    children: dict[int, list[Cell | None]] = defaultdict(list)
    tops: dict[Region, list[_Place]] = defaultdict(list)
    for place in places:
        above = _nearest(place, places)
        if above is None:
            tops[place.money].append(place)
        else:
            children[above].append(place.cell)
    for n, parts in children.items():
        if places[n].code not in stopped:
            yield places[n].cell, parts, dimension
    if isinstance(panel.rows, Tree):
        yield from _heads(rows, column, tops, dimension, is_stopped=None in stopped)


def _over_all_codes(region: Region) -> Region:
    return replace(region, function=EVERY_CODE, economic=EVERY_CODE, government=EVERY_CODE)


def _nearest(place: _Place, places: Sequence[_Place]) -> int | None:
    """The number of the deepest row a row is part of: the last one where it is printed more than once."""
    above = [n for n, other in enumerate(places) if place.is_below(other)]
    return max(
        above,
        key=lambda n: (
            len(places[n].code.digits),
            not places[n].government.is_everything,
            places[n].money != EVERYTHING,
            n,
        ),
        default=None,
    )


def _heads(
    rows: Sequence[Row],
    column: Sequence[Cell | None],
    tops: dict[Region, list[_Place]],
    dimension: str,
    *,
    is_stopped: bool,
) -> Iterator[Sum]:
    for row, cell in zip(rows, column, strict=True):
        if row.code is not None or row.region is None or row.is_foreign or is_stopped:
            continue
        region = row.region
        codes = getattr(region, dimension)
        if region.kind != ALL_KINDS:  # 人员经费合计: the classes that are personnel spending
            kinds = region.kind
            found = [p for p in tops.get(EVERYTHING, ()) if kind_of(p.code) in kinds]
        else:
            whole = _over_all_codes(region)
            within = (p for money, some in tops.items() if money <= whole for p in some)
            found = [p for p in within if codes.admits(p.code)]
        if found and (row.is_total or region != EVERYTHING):
            yield cell, [p.cell for p in found], dimension


def _stopped(rows: Sequence[Row], column: Sequence[Cell | None]) -> set[Code | None]:
    """The codes (None: the head) whose parts a filled row nobody understood may be among."""
    stopped: set[Code | None] = set()
    lineage: tuple[Code, ...] = ()
    for row, cell in zip(rows, column, strict=True):
        if row.code is not None:
            lineage = row.code.lineage
        elif row.is_foreign and cell is not None and cell.value:
            stopped |= {*lineage, None}
    return stopped
