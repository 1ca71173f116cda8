"""How an official table is laid out, as a value: a filter, and panels of rows and columns that filter further."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from yusuan.core.codes import Level
from yusuan.core.money import MoneyUnit
from yusuan.core.patterns import pattern
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import EVERYTHING, ORGANS, Region

if TYPE_CHECKING:
    from yusuan.core.budget import BudgetLine
    from yusuan.core.codes import Code

TOTAL = "合计"
_LIST_NUMBER = pattern(r"^(?:[一二三四五六七八九十百]+、|其中：|\d+[、.．])\s*")


def without_list_number(label: str) -> str:
    """A printed row label without its list number (`一、`, `其中：`)."""
    return _LIST_NUMBER.sub("", label)


@dataclass(frozen=True, slots=True)
class Column:
    """A value column: its printed header path, top first, and what it filters."""

    header: tuple[str, ...]
    region: Region = EVERYTHING

    @property
    def path(self) -> str:
        """The header path as contracts and messages name it."""
        return "/".join(self.header)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row the form prints whether or not there is money for it; `region` None is a heading or a gap."""

    label: str
    region: Region | None = None
    heading: str = ""
    indent: int = 0

    @property
    def key(self) -> str:
        """The label without list number, as contracts name the row."""
        return without_list_number(self.label)

    @property
    def id(self) -> str:
        """The key, made unique by the heading the row stands under where a form repeats labels."""
        return f"{self.heading}/{self.key}" if self.heading else self.key


GAP = Listed("")


@dataclass(frozen=True, slots=True)
class Tree:
    """Rows by classification code, parent first, only the codes that have money; total row on top or below."""

    dimension: str
    deepest: Level = Level.ITEM
    total: str = TOTAL
    # Where the form prints the row of all codes: above them, or below.
    total_first: bool = True

    def row_region(self, member: Code) -> Region:
        """The filter of a code's row."""
        codes = CodeSet(frozenset({member}))
        return Region(function=codes) if self.dimension == "function" else Region(economic=codes)

    def code_of(self, line: BudgetLine) -> Code | None:
        """The code of a line that this axis sorts by, cut to the deepest level printed."""
        found: Code | None = getattr(line, self.dimension)
        return found and (found.at(self.deepest) or found)


@dataclass(frozen=True, slots=True)
class Panel:
    """One half of a table (收入 | 支出), or all of it: rows, value columns and how the row head is titled."""

    rows: Tree | tuple[Listed, ...]
    columns: tuple[Column, ...]
    title: str = ""
    row_header: tuple[tuple[str, ...], ...] = (("项目",),)
    region: Region = EVERYTHING
    # The dimension in which listed rows name every member there is (T1 and T4 list all functional categories).
    complete_in: str = ""
    # The form shows some of the panel's money only: what no row or no column takes is left out of it.
    is_partial: bool = False

    def column_path(self, column: Column) -> str:
        """The contract's name of a column: panel first where a table has two."""
        return f"{self.title}/{column.path}" if self.title else column.path


@dataclass(frozen=True, eq=False)
class TableSpec:
    """An official table. Compared by identity: an edition owns its specs."""

    id: str
    title: str
    panels: tuple[Panel, ...]
    region: Region = EVERYTHING
    unit: MoneyUnit = MoneyUnit.WAN_YUAN
    decimals: int = 2
    nil_statement: str = ""
    is_wide: bool = False
    # Whether the form numbers its rows (序号) and columns (栏次).
    is_numbered: bool = True
    # What the form calls the table's place among its tables (表3-2), and what it says below every one.
    number: str = ""
    note: str = ""

    def but(self, **changes: Any) -> TableSpec:  # noqa: ANN401  any field of the class
        """The same table with some fields changed."""
        return replace(self, **changes)

    @cached_property
    def panel_regions(self) -> tuple[Region, ...]:
        """Table and panel filter together, one per panel."""
        return tuple(self.region & panel.region for panel in self.panels)

    def of_organs(self, codes: frozenset[str]) -> TableSpec:
        """The same table for a department whose organs (`ORGANS`) are the units of these codes."""
        return _of_organs(self, codes)

    @property
    def has_tree(self) -> bool:
        """Tell whether rows depend on the data, so that the table can be empty."""
        return any(isinstance(panel.rows, Tree) for panel in self.panels)


@lru_cache(maxsize=256)
def _of_organs(spec: TableSpec, codes: frozenset[str]) -> TableSpec:
    def known(region: Region) -> Region:
        return replace(region, unit=codes) if region.unit == ORGANS.unit else region

    def listed(row: Listed) -> Listed:
        return row if row.region is None else replace(row, region=known(row.region))

    panels = tuple(
        replace(
            panel,
            rows=panel.rows if isinstance(panel.rows, Tree) else tuple(map(listed, panel.rows)),
            columns=tuple(replace(c, region=known(c.region)) for c in panel.columns),
            region=known(panel.region),
        )
        for panel in spec.panels
    )
    region = known(spec.region)
    return (
        spec
        if (panels, region) == (spec.panels, spec.region)
        else spec.but(panels=panels, region=region)
    )
