"""Find which regions are cut from another along one dimension, and whether the cuts make it up again."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from yusuan.core.terms import Nature
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import DIMENSIONS, Region
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from yusuan.tables.spec import TableSpec

_ROOT = ""
_BASIC = frozenset({Nature.BASIC})
Atoms = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Split:
    """The n-th row or column of a panel is the sum of some others, which differ in one dimension."""

    whole: int
    parts: tuple[int, ...]
    dimension: str


def atoms(values: Collection[Any]) -> dict[Any, Atoms]:
    """Write the members of one dimension as sets of atoms in which they can be compared."""
    if not any(isinstance(value, CodeSet) for value in values):
        return {value: value for value in values if value is not None}
    mentioned = {c for v in values for c in (v.within or frozenset()) | v.without}
    return {
        v: frozenset(c for c in mentioned if v.admits(c)) | ({_ROOT} if v.within is None else set())
        for v in values
    }


@lru_cache(maxsize=4096)
def cut(region: Region, dimension: str, value: Hashable) -> Region:
    """The region narrowed to a value in one dimension, in normal form."""
    members: dict[str, Any] = {name: getattr(region, name) for name in DIMENSIONS}
    members[dimension] = value
    return Region(**members, ledger=region.ledger).normal()


def may_cut(region: Region, dimension: str) -> bool:
    """Tell whether a region can be divided along a dimension: kinds divide basic expenditure only."""
    return dimension != "kind" or region.nature <= _BASIC


def maximal(whole: Hashable, values: Mapping[Any, Atoms]) -> list[Any]:
    """The largest members strictly inside `whole`, none inside another."""
    inside = sorted(
        (v for v in values if v != whole and values[v] and values[v] < values[whole]),
        key=lambda v: -len(values[v]),
    )
    kept: list[Any] = []
    for value in inside:
        if not any(values[value] <= values[other] for other in kept):
            kept.append(value)
    return kept


def is_partition(
    whole: Hashable, parts: Sequence[Any], values: Mapping[Any, Atoms], *, complete: bool = False
) -> bool:
    """Tell whether disjoint parts make up the whole; a complete listing covers everything there is."""
    total = sum(len(values[part]) for part in parts)
    union = frozenset[Hashable]().union(*(values[part] for part in parts))
    covered = values[whole] - {_ROOT} if complete else values[whole]
    return bool(parts) and total == len(union) and union == covered


def splits(regions: Sequence[Region | None], complete_in: str = "") -> tuple[Split, ...]:
    """All rows (or columns) of one panel that are sums of others, by their regions in order."""
    found: list[Split] = []
    open_parts: dict[tuple[int, str], tuple[int, ...]] = {}
    real = [region for region in regions if region is not None]
    for dimension in DIMENSIONS:
        if len({getattr(region, dimension) for region in real}) < 2:  # noqa: PLR2004  nothing to cut
            continue
        for n, whole in enumerate(regions):
            if whole is None or whole.is_empty:
                continue
            parts, is_all = _parts(regions, whole, dimension, complete_in)
            if is_all:
                found.append(Split(n, parts, dimension))
            elif parts:
                open_parts[n, dimension] = parts
    known = {split.whole for split in found}
    for (n, dimension), parts in open_parts.items():
        if n not in known and (more := _rest(regions, n, dimension, parts, complete_in)):
            found.append(Split(n, tuple(sorted((*parts, *more))), dimension))
    return tuple(found)


def _parts(
    regions: Sequence[Region | None], whole: Region, dimension: str, complete_in: str
) -> tuple[tuple[int, ...], bool]:
    """The largest parts of a whole along a dimension, and whether they make it up."""
    cuts = _cuts(regions, whole, dimension)
    if not cuts:
        return (), False
    here = getattr(whole, dimension)
    if here is None:  # units, projects: the rows are all there are where the form says so
        values = atoms(cuts)
        outermost = [v for v in values if not any(values[v] < values[w] for w in values)]
        apart = sum(len(values[v]) for v in outermost) == len(frozenset().union(*outermost))
        return tuple(sorted(cuts[v] for v in outermost)), apart and dimension == complete_in
    values = atoms([*cuts, here])
    parts = maximal(here, values)
    complete = dimension == complete_in and here.is_everything
    is_all = is_partition(here, parts, values, complete=complete)
    return tuple(sorted(cuts[p] for p in parts)), is_all


def _rest(
    regions: Sequence[Region | None],
    whole: int,
    dimension: str,
    parts: Sequence[int],
    complete_in: str,
) -> tuple[int, ...]:
    """What the parts leave of a whole, where the form prints it only cut another way.

    合计 is 项目支出 and 基本支出, and of the latter a form may print 人员经费 and 公用经费 only.
    """
    region = regions[whole]
    taken = [getattr(part, dimension) for n in parts if (part := regions[n]) is not None]
    if region is None or not all(isinstance(value, frozenset) for value in taken):
        return ()
    here = getattr(region, dimension)
    if not isinstance(here, frozenset):  # units, projects: what is left of all of them has no name
        return ()
    union = frozenset[Hashable]().union(*taken)
    rest = here - union
    if not rest or sum(map(len, taken)) != len(union):
        return ()
    left = cut(region, dimension, rest)
    for other in DIMENSIONS:
        if other != dimension:
            found, is_all = _parts(regions, left, other, complete_in)
            if is_all:
                return found
    return ()


def _cuts(regions: Sequence[Region | None], whole: Region, dimension: str) -> dict[Any, int]:
    cuts: dict[Any, int] = {}
    if not may_cut(whole, dimension):
        return cuts
    here = getattr(whole, dimension)
    for n, region in enumerate(regions):
        if region is None or region.is_empty:
            continue
        value = getattr(region, dimension)
        if (
            value is not None
            and value != here
            and (here is None or value <= here)
            and cut(whole, dimension, value) == region
        ):
            cuts.setdefault(value, n)
    return cuts


@dataclass(frozen=True, slots=True)
class Layout:
    """The sums a panel's form promises, whatever it is filled with."""

    columns: tuple[Split, ...]
    rows: tuple[Split, ...]


@lru_cache(maxsize=256)
def layout(spec: TableSpec, panel_number: int) -> Layout:
    """The sums between the columns of each row, and between listed rows in each column."""
    panel, region = spec.panels[panel_number], spec.panel_regions[panel_number]
    columns = splits([(region & column.region).normal() for column in panel.columns])
    if isinstance(panel.rows, Tree):
        return Layout(columns, ())
    rows = splits(
        [None if r.region is None else (region & r.region).normal() for r in panel.rows],
        panel.complete_in,
    )
    return Layout(columns, rows)
