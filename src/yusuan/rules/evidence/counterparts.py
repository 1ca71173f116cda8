"""What tables print, or their rows sum to, for the money a sentence speaks of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.identities.carried import Carried
from yusuan.identities.evaluate import Figures, in_unit, place_in_words
from yusuan.tables.codeset import EVERY_CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from yusuan.core.outcomes import Where
    from yusuan.tables.region import Region
    from yusuan.tables.table import Cell, Table


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A figure of the tables to hold a stated one against: fen, what its printing hid, places, and words."""

    value: int
    half_digit: int
    where: tuple[Where, ...]
    words: str


@dataclass(frozen=True)
class Counterparts:
    """The figures of a document's tables by what they mean."""

    tables: Sequence[Table]

    def of(self, regions: Iterable[Region]) -> Iterator[Counterpart]:
        """The printed figures of these regions; where no cell prints one, the sum of the rows it is made of."""
        regions = [self._reduce(region) for region in regions]
        printed = [cell for region in regions for cell in self._cells.get(region, ())]
        known = [cell for cell in printed if cell.recognised]
        if known:
            yield from map(self._single, known)
        elif not printed:
            yield from (sum_ for region in regions for sum_ in self._sums(region))

    @cached_property
    def _figures(self) -> Figures:
        return Figures.of(self.tables)

    @cached_property
    def _carried(self) -> Carried:
        """What the tables say was carried from year to year."""
        return Carried.read(self.tables)

    @cached_property
    def _reduce(self) -> Callable[[Region], Region]:
        """A region without the members that hold no money; sentences ask for the same few again and again."""
        return cache(self._carried.reduce)

    @cached_property
    def _cells(self) -> Mapping[Region, Sequence[Cell]]:
        """The figures by what they mean, once members without money have left."""
        found: dict[Region, list[Cell]] = defaultdict(list)
        for table in self.tables:
            for cell in table.cells.values():
                if not cell.region.is_empty:
                    found[self._reduce(cell.region)].append(cell)
        return found

    @cached_property
    def _classes(self) -> Mapping[tuple[str, str, Region], Sequence[Cell]]:
        """The rows of whole economic classes (301, 302 …), by table, column and the money they divide."""
        found: dict[tuple[str, str, Region], list[Cell]] = defaultdict(list)
        for region, cells in self._cells.items():
            branches = region.economic.within
            if branches is None or region.economic.without or len(branches) != 1:
                continue
            if next(iter(branches)).level is Level.CATEGORY:
                whole = replace(region, economic=EVERY_CODE)
                for cell in cells:
                    found[cell.key.table, cell.key.column, whole].append(cell)
        return found

    def _sums(self, region: Region) -> Iterator[Counterpart]:
        """A set of economic classes as the sum of their rows, where a table lists all of them."""
        if region.economic.is_everything:
            return
        whole = replace(region, economic=EVERY_CODE)
        for (_, _, divided), cells in self._classes.items():
            parts = [cell for cell in cells if cell.region.economic <= region.economic]
            if divided == whole and parts and all(cell.recognised for cell in cells):
                yield self._together(parts)

    def _single(self, cell: Cell) -> Counterpart:
        spec = self._figures.specs[cell.key.table]
        words = f"{place_in_words(cell, spec)} {in_unit(cell.value, spec)}"
        return Counterpart(cell.value, _hidden(cell), (self._figures.places[cell.key],), words)

    def _together(self, cells: Sequence[Cell]) -> Counterpart:
        spec = self._figures.specs[cells[0].key.table]
        total = sum(cell.value for cell in cells)
        parts = " + ".join(f"{cell.row} {cell.label} {in_unit(cell.value, spec)}" for cell in cells)
        return Counterpart(
            total,
            sum(map(_hidden, cells)),
            tuple(self._figures.places[cell.key] for cell in cells),
            f"{spec.title}各类之和 {in_unit(total, spec)}（{parts}）",
        )


def _hidden(cell: Cell) -> int:
    return 0 if cell.printed is None else cell.printed.half_digit
