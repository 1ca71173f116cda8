"""Sums of rows by classification code: a head is its categories, a code the nearest codes printed below it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from yusuan.tables.classes import kind_of
from yusuan.tables.codeset import EVERY_CODE
from yusuan.tables.region import ALL_KINDS, EVERYTHING
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.codes import Code
    from yusuan.tables.codeset import CodeSet
    from yusuan.tables.region import Region
    from yusuan.tables.spec import Panel
    from yusuan.tables.table import Cell, Row, Table

    Sum = tuple[Cell | None, list[Cell | None], str]


class _Place(NamedTuple):
    """A row by code: its number, its codes and the money it is a part of (unit, ledger …)."""

    row: int
    code: Code
    government: CodeSet
    money: Region


@dataclass(frozen=True, slots=True)
class CodeTree:
    """The sums the codes of some rows promise in every column, by the numbers of the rows.

    The head of a tree is the row without a code over all codes of its money; listed panels have their totals by
    region. A row without code that takes some codes only (人员经费合计) sums the categories it takes.
    """

    rows: Sequence[Row]
    dimension: str
    below: Mapping[int, Sequence[int]]
    heads: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, panel: Panel, rows: Sequence[Row]) -> CodeTree:
        """See which rows are parts of which."""
        places = [
            _Place(n, row.code, row.region.government, _over_all_codes(row.region))
            for n, row in enumerate(rows)
            if row.code is not None and row.region is not None
        ]
        if isinstance(panel.rows, Tree):
            dimension = panel.rows.dimension
        else:
            economic = bool(places) and places[0].code.digits[0] == "3"
            dimension = "economic" if economic else "function"
        printed: dict[Code, list[_Place]] = defaultdict(list)
        for place in places:
            printed[place.code].append(place)
        below: dict[int, list[int]] = defaultdict(list)
        tops: dict[Region, list[_Place]] = defaultdict(list)
        for place in places:
            above = _nearest(place, printed)
            if above is None:
                tops[place.money].append(place)
            else:
                below[above].append(place.row)
        heads = _heads(rows, tops, dimension) if isinstance(panel.rows, Tree) else {}
        return cls(rows, dimension, below, heads)

    def sums(self, column: Sequence[Cell | None]) -> Iterator[Sum]:
        """Every sum of a column: whole, parts, dimension; a row nobody understood stops those around it."""
        if not self.below and not self.heads:
            return
        stopped = _stopped(self.rows, column)
        for whole, parts in self.below.items():
            if self.rows[whole].code not in stopped:
                yield column[whole], [column[n] for n in parts], self.dimension
        if None not in stopped:
            for whole, parts in self.heads.items():
                yield column[whole], [column[n] for n in parts], self.dimension


_trees: WeakKeyDictionary[Table, tuple[CodeTree, ...]] = WeakKeyDictionary()


def code_trees(table: Table) -> tuple[CodeTree, ...]:
    """What the codes of each panel promise; found once, as long as the table lives."""
    if table not in _trees:
        panels = zip(table.spec.panels, table.rows, strict=True)
        _trees[table] = tuple(CodeTree.of(panel, rows) for panel, rows in panels)
    return _trees[table]


@lru_cache(maxsize=4096)
def _over_all_codes(region: Region) -> Region:
    return replace(region, function=EVERY_CODE, economic=EVERY_CODE, government=EVERY_CODE)


def _nearest(place: _Place, printed: Mapping[Code, Sequence[_Place]]) -> int | None:
    """The deepest row a row is part of: the same code for more of the money, else a code above it.

    Where that is printed more than once, the narrowest, and of those the last.
    """
    for code in reversed(place.code.lineage):
        above = [
            (not other.government.is_everything, other.money != EVERYTHING, other.row)
            for other in printed.get(code, ())
            if (code != place.code or other.money != place.money)
            and place.money <= other.money
            and place.government <= other.government
        ]
        if above:
            return max(above)[2]
    return None


def _heads(
    rows: Sequence[Row], tops: Mapping[Region, Sequence[_Place]], dimension: str
) -> dict[int, list[int]]:
    heads = {}
    for n, row in enumerate(rows):
        if row.code is not None or row.region is None or row.is_foreign:
            continue
        region = row.region
        codes = getattr(region, dimension)
        if region.kind != ALL_KINDS:  # 人员经费合计: the classes that are personnel spending
            kinds = region.kind
            found = [p.row for p in tops.get(EVERYTHING, ()) if kind_of(p.code) in kinds]
        else:
            whole = _over_all_codes(region)
            within = (p for money, some in tops.items() if money <= whole for p in some)
            found = [p.row for p in within if codes.admits(p.code)]
        if found and (row.is_total or region != EVERYTHING):
            heads[n] = found
    return heads


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
