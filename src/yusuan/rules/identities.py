"""Derive the identities of a set of tables from the regions of their cells; nobody writes them by hand.

Three things follow from meaning. Equal regions print equal figures. A region that is the disjoint union of
others along one dimension prints their sum. A region inside another prints no more, where no amount is
negative. Rows of a tree are exhaustive: a code without a row has no money, so a parent is the sum of the
children printed, and a code that one table prints and another of the same meaning does not is a contradiction.

What was carried over decides whether revenue of the year equals spending of the year. Where the tables say
that nothing was carried (`Carried`), those members leave their dimension and more figures become equal.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yusuan.core.terms import Nature, Origin
from yusuan.rules.identity import Identity, Relation
from yusuan.rules.partition import atoms, cut, is_partition, layout, maximal
from yusuan.tables.codeset import EVERY_CODE
from yusuan.tables.region import Region
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.codes import Code
    from yusuan.tables.table import Cell, CellKey, Row, Table

_cache: dict[object, tuple[Identity, ...]] = {}
_CACHED = 512
_FINITE = ("funding", "origin", "nature")


@dataclass(frozen=True, slots=True)
class Carried:
    """Whether any money comes from last year (opening) or goes to next year (closing)."""

    opening: bool
    closing: bool

    @classmethod
    def read(cls, tables: Iterable[Table]) -> Carried:
        """See whether any cell that can hold only opening or only closing money is filled."""
        opening = closing = False
        for table in tables:
            for cell in table.cells.values():
                if cell.value:
                    opening = opening or Origin.CURRENT_YEAR not in cell.region.origin
                    closing = closing or cell.region.nature == _CLOSING
        return cls(opening, closing)

    def reduce(self, region: Region) -> Region:
        """The region without the members that hold no money this year."""
        origin = region.origin if self.opening else region.origin & _CURRENT
        nature = region.nature if self.closing else region.nature - _CLOSING
        return replace(region, origin=origin, nature=nature).normal()


_CURRENT = frozenset({Origin.CURRENT_YEAR})
_CLOSING = frozenset({Nature.CLOSING_BALANCE})


def identities(tables: Sequence[Table]) -> tuple[Identity, ...]:
    """All identities of these tables; they depend on specs, codes and on what was carried over."""
    carried = Carried.read(tables)
    key = (carried, tuple((table.spec, table.skeleton) for table in tables))
    if key not in _cache:
        if len(_cache) >= _CACHED:
            _cache.clear()
        _cache[key] = tuple(Derivation(tables, carried).run())
    return _cache[key]


@dataclass(frozen=True)
class Derivation:
    """One derivation: the tables, and their figures grouped by what they mean."""

    tables: Sequence[Table]
    carried: Carried

    def run(self) -> Iterable[Identity]:
        """Inside each table first, then equal figures, then absent rows, then sums and bounds across."""
        found: dict[tuple[CellKey, frozenset[CellKey], str], Identity] = {}
        for table in self.tables:
            for identity in within_table(table):
                found.setdefault((identity.left, frozenset(identity.right), ""), identity)
        summed = {(i.left, part) for i in found.values() for part in i.right}
        across = self._across({part for _, part in summed})
        for identity in (*self._equalities(summed), *self._absent_rows(), *across):
            key = (identity.left, frozenset(identity.right), identity.absent_from)
            found.setdefault(key, identity)
        return found.values()

    @cached_property
    def literal(self) -> dict[Region, list[CellKey]]:
        """Figures by region as the forms define it."""
        classes: dict[Region, list[CellKey]] = defaultdict(list)
        for table in self.tables:
            for cell in table.cells.values():
                if not cell.region.is_empty:
                    classes[cell.region].append(cell.key)
        return classes

    @cached_property
    def classes(self) -> dict[Region, list[CellKey]]:
        """Figures by region once members without money have left; first of each literal class first."""
        merged: dict[Region, list[CellKey]] = defaultdict(list)
        for region, keys in self.literal.items():
            reduced = self.carried.reduce(region)
            if not reduced.is_empty:
                merged[reduced].append(keys[0])
        return merged

    def _equalities(self, summed: set[tuple[CellKey, CellKey]]) -> Iterator[Identity]:
        for keys in (*self.literal.values(), *self.classes.values()):
            first, *others = keys
            for other in others:
                # Where the table's own sum links the two, equality says nothing more.
                if (first, other) not in summed and (other, first) not in summed:
                    yield Identity(Relation.EQUAL, first, (other,))

    @cached_property
    def exhaustive(self) -> dict[Region, list[tuple[Table, str, frozenset[Code]]]]:
        """What the columns of tree tables mean over all codes: there, a code without a row has no money."""
        meanings: dict[Region, list[tuple[Table, str, frozenset[Code]]]] = defaultdict(list)
        for table in self.tables:
            for panel, region, rows in zip(
                table.spec.panels, table.spec.panel_regions, table.rows, strict=True
            ):
                if isinstance(panel.rows, Tree):
                    codes = frozenset(row.code for row in rows if row.code is not None)
                    for column in panel.columns:
                        meaning = self.carried.reduce((region & column.region).normal())
                        meanings[meaning].append((table, panel.rows.dimension, codes))
        return meanings

    def _absent_from(self, region: Region) -> Iterator[Table]:
        """The tree tables that should print a row for this region and do not."""
        for dimension in ("function", "economic"):
            codes = getattr(region, dimension)
            if codes.within is None or len(codes.within) != 1 or codes.without:
                continue
            (member,) = codes.within
            for table, axis, printed in self.exhaustive.get(
                cut(region, dimension, EVERY_CODE), ()
            ):
                if axis == dimension and member not in printed and _prints(table, member, axis):
                    yield table

    def _absent_rows(self) -> Iterator[Identity]:
        for region, keys in self.classes.items():
            for table in self._absent_from(region):
                yield Identity(Relation.NOTHING, keys[0], absent_from=table.id)

    def _across(self, parts: set[CellKey]) -> Iterator[Identity]:
        """Sums whose parts stand in other tables, and bounds between tables."""
        values = {d: atoms({getattr(region, d) for region in self.classes}) for d in _FINITE}
        for region, keys in self.classes.items():
            for dimension in _FINITE:
                yield from self._cut_along(region, keys[0], dimension, values[dimension])
            if not parts.issuperset(self.classes[region]):
                yield from self._economic_bounds(region, keys[0])

    def _cut_along(
        self, whole: Region, key: CellKey, dimension: str, values: dict[Any, Any]
    ) -> Iterator[Identity]:
        here = getattr(whole, dimension)
        if len(values[here]) == 1:
            return
        found, absent = {here: [key]}, set()
        for value, members in values.items():
            if members and members < values[here]:
                region = cut(whole, dimension, value)
                if region in self.classes:
                    found[value] = self.classes[region]
                elif any(self._absent_from(region)):
                    absent.add(value)
        known = {value: values[value] for value in (*found, *absent)}
        parts = maximal(here, known)
        present = [value for value in parts if value in found]
        if is_partition(here, parts, known):
            if present and {found[p][0].table for p in present} != {key.table}:
                right = tuple(found[p][0] for p in present)
                yield Identity(Relation.SUM, key, right, dimension)
        else:
            for part in present:
                if not _share_a_table(found[part], self.classes[whole]):
                    yield Identity(Relation.AT_MOST, found[part][0], (key,), dimension)

    def _economic_bounds(self, region: Region, key: CellKey) -> Iterator[Identity]:
        """A figure of some economic classes, within the same money of all classes in another table."""
        if region.economic.is_everything:
            return
        whole = self.classes.get(cut(region, "economic", EVERY_CODE))
        if whole and not _share_a_table(self.classes[region], whole):
            yield Identity(Relation.AT_MOST, key, (whole[0],), "economic")


def within_table(table: Table) -> Iterator[Identity]:
    """The sums of one table: columns of a row, listed rows of a column, codes of a tree."""
    for p, (panel, rows) in enumerate(zip(table.spec.panels, table.rows, strict=True)):
        plan = layout(table.spec, p)
        grid = [[table.cell(p, row, c) for c in range(len(panel.columns))] for row in rows]
        for row in grid:
            for split in plan.columns:
                yield from _sum(row[split.whole], [row[n] for n in split.parts], split.dimension)
        for column in zip(*grid, strict=True):
            for split in plan.rows:
                parts = [column[n] for n in split.parts]
                yield from _sum(column[split.whole], parts, split.dimension)
            if isinstance(panel.rows, Tree):
                yield from _tree(rows, column, panel.rows.dimension)
        for cell in (cell for row in grid for cell in row if cell and cell.region.is_empty):
            yield Identity(Relation.NOTHING, cell.key)


def _sum(whole: Cell | None, parts: Sequence[Cell | None], dimension: str) -> Iterator[Identity]:
    solid = tuple(part.key for part in parts if part and not part.region.is_empty)
    if whole is None or whole.region.is_empty or not solid:
        return
    relation = Relation.EQUAL if len(solid) == 1 else Relation.SUM
    yield Identity(relation, whole.key, solid, dimension)


def _tree(
    rows: Sequence[Row], column: Sequence[Cell | None], dimension: str
) -> Iterator[Identity]:
    """The total is the sum of the categories, every code the sum of the codes printed below it."""
    children: dict[Code | None, list[Cell | None]] = defaultdict(list)
    heads = {row.code: cell for row, cell in zip(rows, column, strict=True)}
    for row, cell in zip(rows, column, strict=True):
        if row.code is not None:
            children[row.code.parent].append(cell)
    for parent, parts in children.items():
        yield from _sum(heads.get(parent), parts, dimension)


def _prints(table: Table, member: Code, dimension: str) -> bool:
    return any(
        isinstance(panel.rows, Tree)
        and panel.rows.dimension == dimension
        and member.level <= panel.rows.deepest
        for panel in table.spec.panels
    )


def _share_a_table(one: Iterable[CellKey], other: Iterable[CellKey]) -> bool:
    return not {key.table for key in one}.isdisjoint(key.table for key in other)
