"""Derive the identities of a set of tables from the regions of their cells; nobody writes them by hand.

Three things follow from meaning. Equal regions print equal figures. A region that is the disjoint union of
others along one dimension prints their sum. A region inside another prints no more, where no amount is
negative. Rows of a tree are exhaustive, so a parent is the sum of the children printed. That a code without a
row has no money is claimed only of a column whose own sums prove its rows complete (`completeness`); a row
nobody understood stops the sums around it.

What was carried over decides whether revenue of the year equals spending of the year. Where the tables say
that some funding carried nothing (`Carried`), those members leave its regions and more figures become equal.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from yusuan.identities.carried import Carried
from yusuan.identities.completeness import complete_columns
from yusuan.identities.evaluate import tolerance
from yusuan.identities.identity import Identity, Relation
from yusuan.identities.partition import cut, is_partition, layout, maximal, may_cut
from yusuan.identities.tree import code_trees
from yusuan.tables.codeset import EVERY_CODE
from yusuan.tables.region import EVERYTHING, OWN, Region
from yusuan.tables.spec import Tree
from yusuan.tables.table import CellKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.codes import Code
    from yusuan.identities.partition import Split
    from yusuan.tables.codeset import CodeSet
    from yusuan.tables.region import Ledger
    from yusuan.tables.spec import Column
    from yusuan.tables.table import Cell, Row, Table

    # Figures of the same codes by the money they count.
    Family = dict[Region, list[CellKey]]
    # A table, its tree axis and the codes it prints a row for.
    PrintedTree = tuple[Table, Tree, frozenset[Code]]

_cache: dict[object, tuple[Identity, ...]] = {}
_CACHED = 512
# By table, as long as it lives: recognition asks first, to choose between readings.
_within: WeakKeyDictionary[Table, tuple[Identity, ...]] = WeakKeyDictionary()
_FINITE = ("funding", "origin", "nature", "kind")


class Codes(NamedTuple):
    """What a region says about codes, and in which ledger; the rest of it says which money."""

    function: CodeSet
    economic: CodeSet
    government: CodeSet
    unit: frozenset[str] | None
    project: frozenset[str] | None
    ledger: Ledger


def identities(tables: Sequence[Table]) -> tuple[Identity, ...]:
    """All identities of these tables; they depend on specs, rows, what was carried and which columns are complete."""
    carried = Carried.read(tables)
    complete = complete_columns(tables)
    key = (carried, complete, tuple((table.spec, table.skeleton) for table in tables))
    if key not in _cache:
        if len(_cache) >= _CACHED:
            _cache.clear()
        _cache[key] = tuple(Derivation(tables, carried, complete).run())
    return _cache[key]


def identities_of_some(tables: Sequence[Table]) -> tuple[Identity, ...]:
    """The identities of tables of which only some figures are known: no row that is missing has no money."""
    return tuple(Derivation(tables, Carried.read(tables), frozenset()).run())


@dataclass(frozen=True)
class Derivation:
    """One derivation: the tables, and their figures grouped by what they mean."""

    tables: Sequence[Table]
    carried: Carried
    # Columns of trees whose own sums prove that every code with money has its row; None: all, as derived from facts.
    complete: frozenset[CellKey] | None = None
    _known: dict[Region, Region] = field(default_factory=dict, compare=False, repr=False)

    def run(self) -> Iterable[Identity]:
        """Inside each table first, then equal figures, then absent rows, then sums and bounds across."""
        found: dict[tuple[CellKey, frozenset[CellKey], str], Identity] = {}
        for table in self.tables:
            for identity in within_table(table):
                found.setdefault((identity.left, frozenset(identity.right), ""), identity)
        summed = {(i.left, part) for i in found.values() for part in i.right}
        across = (*self._totals_elsewhere(), *self._across({part for _, part in summed}))
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
    def families(self) -> dict[Codes, Family]:
        """Figures by codes, then money, once members without money have left; first of each literal class first."""
        families: dict[Codes, Family] = defaultdict(lambda: defaultdict(list))
        for region, keys in self.literal.items():
            codes, money = _parted(region)
            reduced = self._reduced(codes, money)
            if not reduced.is_empty:
                families[codes][reduced].append(keys[0])
        return families

    def _reduced(self, codes: Codes, money: Region) -> Region:
        """The money without what was not carried; what the document says of itself holds for no other ledger."""
        if codes.ledger != OWN:
            return money
        if money not in self._known:
            self._known[money] = self.carried.reduce(money)
        return self._known[money]

    def _equalities(self, summed: set[tuple[CellKey, CellKey]]) -> Iterator[Identity]:
        merged = (keys for family in self.families.values() for keys in family.values())
        for first, *others in (*self.literal.values(), *merged):
            for other in others:
                # Where the table's own sum links the two, equality says nothing more.
                if (first, other) not in summed and (other, first) not in summed:
                    yield Identity(Relation.EQUAL, first, (other,))

    @cached_property
    def open_columns(self) -> frozenset[tuple[str, str]]:
        """The columns in which a row nobody understood holds money: what they list may not be all."""
        foreign = {
            (table.id, row.id)
            for table in self.tables
            for rows in table.rows
            for row in rows
            if row.is_foreign
        }
        return frozenset(
            (cell.key.table, cell.key.column)
            for table in self.tables
            for cell in table.cells.values()
            if (cell.key.table, cell.key.row) in foreign and cell.value
        )

    @cached_property
    def exhaustive(self) -> dict[tuple[str, Codes], dict[Region, list[PrintedTree]]]:
        """The money that columns of tree tables count over all codes: there, a code without a row has none."""
        meanings: dict[tuple[str, Codes], dict[Region, list[PrintedTree]]] = {}
        for table in self.tables:
            for panel, region, codes in zip(
                table.spec.panels, table.spec.panel_regions, table.skeleton, strict=True
            ):
                if isinstance(panel.rows, Tree):
                    for column in panel.columns:
                        key = CellKey(table.id, "", panel.column_path(column))
                        if self.complete is not None and key not in self.complete:
                            continue
                        across, money = _parted(region & column.region)
                        family = meanings.setdefault((panel.rows.dimension, across), {})
                        money = self._reduced(across, money)
                        family.setdefault(money, []).append((table, panel.rows, frozenset(codes)))
        return meanings

    @cached_property
    def absent(self) -> dict[Codes, dict[Region, list[Table]]]:
        """By codes and money, the tree tables that should print a row for them and do not."""
        return {codes: self._absent(codes) for codes in self.families}

    def _absent(self, codes: Codes) -> dict[Region, list[Table]]:
        absent: dict[Region, list[Table]] = defaultdict(list)
        for dimension in ("function", "economic"):
            branch: CodeSet = getattr(codes, dimension)
            if branch.within is None or len(branch.within) != 1 or branch.without:
                continue
            (member,) = branch.within
            over_all: dict[str, Any] = {dimension: EVERY_CODE}
            everywhere = codes._replace(**over_all)
            for money, tables in self.exhaustive.get((dimension, everywhere), {}).items():
                for table, axis, printed in tables:
                    if member not in printed and _would_print(member, printed, axis):
                        absent[money].append(table)
        return absent

    def _absent_rows(self) -> Iterator[Identity]:
        for codes, family in self.families.items():
            absent = self.absent[codes]
            for money, keys in family.items():
                for table in absent.get(money, ()):
                    yield Identity(Relation.NOTHING, keys[0], absent_from=table.id)

    def _totals_elsewhere(self) -> Iterator[Identity]:
        """A tree printed without its total row has its total in another table."""
        for table in self.tables:
            for p, (panel, rows) in enumerate(zip(table.spec.panels, table.rows, strict=True)):
                if not isinstance(panel.rows, Tree) or any(row.is_total for row in rows):
                    continue
                top = [row for row in rows if row.code is not None and row.code.parent is None]
                for n, column in enumerate(panel.columns):
                    codes, money = _parted(table.spec.panel_regions[p] & column.region)
                    whole = self.families.get(codes, {}).get(self._reduced(codes, money))
                    if whole and whole[0].table != table.id:
                        parts = [table.cell(p, row, n) for row in top]
                        keys = tuple(part.key for part in parts if part is not None)
                        relation = Relation.EQUAL if len(keys) == 1 else Relation.SUM
                        if keys:
                            yield Identity(relation, whole[0], keys, panel.rows.dimension)

    def _across(self, parts: set[CellKey]) -> Iterator[Identity]:
        """Sums whose parts stand in other tables, and bounds between tables."""
        for codes, family in self.families.items():
            if (
                codes.ledger != OWN
            ):  # a column or two beside the document's own: its table says enough
                continue
            absent = self.absent[codes]
            whole = self.families.get(codes._replace(economic=EVERY_CODE), {})
            known = {*family, *absent}
            for money, keys in family.items():
                for dimension in _FINITE:
                    if not self.narrowed[dimension, money].isdisjoint(known):
                        yield from self._cut_along(dimension, money, family, absent)
                if codes.economic != EVERY_CODE and money in whole and not parts.issuperset(keys):
                    # Some economic classes, within the same money of all classes in another table.
                    yield from self._bound(keys, whole[money], "economic")

    def _cut_along(
        self, dimension: str, whole: Region, family: Family, absent: Mapping[Region, object]
    ) -> Iterator[Identity]:
        cuts = {v: m for v, m in self.cuts[dimension, whole] if m in family or m in absent}
        here = getattr(whole, dimension)
        members = {value: value for value in (here, *cuts)}
        parts = maximal(here, members)
        present = [family[cuts[part]] for part in parts if cuts[part] in family]
        if not is_partition(here, parts, members):
            for part in present:
                yield from self._bound(part, family[whole], dimension)
        elif {part[0].table for part in present} - {family[whole][0].table}:
            right = tuple(part[0] for part in present)
            if not self.open_columns.isdisjoint((key.table, key.column) for key in right):
                return
            yield Identity(Relation.SUM, family[whole][0], right, dimension)

    def _bound(
        self, part: list[CellKey], whole: list[CellKey], dimension: str
    ) -> Iterator[Identity]:
        """A part is no more than its whole; inside one table the sums say so already."""
        elsewhere = {key.table for key in part}.isdisjoint(key.table for key in whole)
        if elsewhere and self.carried.is_bounded:
            yield Identity(Relation.AT_MOST, part[0], (whole[0],), dimension)

    @cached_property
    def cuts(self) -> dict[tuple[str, Region], list[tuple[Any, Region]]]:
        """By dimension and money, the same money narrowed in that dimension to what some figure counts."""
        monies = dict.fromkeys(money for family in self.families.values() for money in family)
        return {
            (dimension, whole): [
                (value, self.carried.reduce(cut(whole, dimension, value)))
                for value in dict.fromkeys(getattr(money, dimension) for money in monies)
                if value and value < getattr(whole, dimension) and may_cut(whole, dimension)
            ]
            for dimension in _FINITE
            for whole in monies
        }

    @cached_property
    def narrowed(self) -> dict[tuple[str, Region], frozenset[Region]]:
        """The money the cuts lead to: mostly nothing of it is printed for the same codes."""
        return {key: frozenset(money for _, money in cuts) for key, cuts in self.cuts.items()}


def within_table(table: Table) -> tuple[Identity, ...]:
    """The sums of one table: columns of a row, listed rows of a column, codes of a tree."""
    if table not in _within:
        _within[table] = tuple(_within_table(table))
    return _within[table]


def _within_table(table: Table) -> Iterator[Identity]:
    for p, (panel, rows) in enumerate(zip(table.spec.panels, table.rows, strict=True)):
        plan, tree = layout(table.spec, p), code_trees(table)[p]
        paths = [panel.column_path(column) for column in panel.columns]
        grid = [[table.cells.get(CellKey(table.id, r.id, path)) for path in paths] for r in rows]
        for split in plan.columns:
            if _may_lack_a_column(split, panel.columns, grid):
                continue
            for row in grid:
                yield from _sum(row[split.whole], [row[n] for n in split.parts], split.dimension)
        for column in zip(*grid, strict=True):
            strays = _strays(column, rows)
            for split in plan.rows:
                if not any(_may_hold(split, rows, stray) for stray in strays):
                    parts = [column[n] for n in split.parts]
                    yield from _sum(column[split.whole], parts, split.dimension)
            for whole, parts, dimension in tree.sums(column):
                yield from _sum(whole, parts, dimension)
        for cell in (cell for row in grid for cell in row if cell and cell.region.is_empty):
            yield Identity(Relation.NOTHING, cell.key)


def _sum(whole: Cell | None, parts: Sequence[Cell | None], dimension: str) -> Iterator[Identity]:
    solid = tuple(part.key for part in parts if part and not part.region.is_empty)
    if whole is None or whole.region.is_empty or not solid:
        return
    relation = Relation.EQUAL if len(solid) == 1 else Relation.SUM
    yield Identity(relation, whole.key, solid, dimension)


def _may_lack_a_column(
    split: Split, columns: Sequence[Column], grid: Sequence[Sequence[Cell | None]]
) -> bool:
    """Tell whether a column nobody understood may be a part of a sum of columns.

    It is none where it stands under a part, or where the rows it fills mostly add up without it.
    """
    regions = [columns[n].region for n in (split.whole, *split.parts)]
    strays = [
        n
        for n, column in enumerate(columns)
        if column.region.ledger.of
        and column.region.ledger.of != regions[0].ledger.of
        and not any(_known(column.region) <= part for part in regions[1:])
    ]
    agreed = asked = 0
    for row in grid:
        cells = [row[n] for n in (split.whole, *split.parts)]
        if any((cell := row[n]) is not None and cell.value for n in strays):
            asked += 1
            whole, *parts = (0 if cell is None else cell.value for cell in cells)
            known = [cell for cell in cells if cell is not None]
            agreed += abs(whole - sum(parts)) <= tolerance(known)
    return asked > 0 and agreed * 2 <= asked


def _known(region: Region) -> Region:
    """A foreign region without the words nobody knows: what it is a part of."""
    return replace(region, ledger=region.ledger._replace(of=frozenset()))


def _strays(column: Sequence[Cell | None], rows: Sequence[Row]) -> list[Region]:
    """Where the filled rows stand that nobody understood: the money of the headings above them."""
    return [
        _known(row.region)
        for row, cell in zip(rows, column, strict=True)
        if row.is_foreign and row.region is not None and cell is not None and cell.value
    ]


def _may_hold(split: Split, rows: Sequence[Row], stray: Region) -> bool:
    """Tell whether a sum may lack a row nobody understood: one that stands under none of its parts."""
    whole = rows[split.whole].region
    if whole is None or _narrower(whole, stray) or (whole & stray).normal().is_empty:
        return False
    regions = [rows[n].region for n in split.parts]
    return not any(region is not None and stray <= region for region in regions)


def _narrower(whole: Region, stray: Region) -> bool:
    """Tell whether a sum is of codes or funds that the row is not under: it stands beside that sum."""
    return any(
        getattr(whole, name) != getattr(EVERYTHING, name)
        and getattr(stray, name) == getattr(EVERYTHING, name)
        for name in ("funding", "kind", "function", "economic", "government", "unit", "project")
    )


def _would_print(member: Code, printed: frozenset[Code], axis: Tree) -> bool:
    """Tell whether a tree would print a row for a code with money: it prints the level, and the codes beside it.

    What would stand under a row that is not there, and would be, has no money either.
    """
    if not printed:
        return True
    if member.level > axis.deepest:
        return False
    if any(c.parent == member.parent for c in printed):
        return True
    above = member.parent
    return above is not None and above not in printed and _would_print(above, printed, axis)


@lru_cache(maxsize=4096)
def _parted(region: Region) -> tuple[Codes, Region]:
    """A region's codes and ledger, and its money: the same region over all codes."""
    codes = Codes(
        region.function,
        region.economic,
        region.government,
        region.unit,
        region.project,
        region.ledger,
    )
    return codes, Region(region.funding, region.origin, region.nature, region.kind)
