"""Derive tables from lines: every cell sums the lines its region admits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from yusuan.core.codes import Code
from yusuan.core.errors import UnplacedLine
from yusuan.tables.region import ALL_FUNDING, DIMENSIONS, EVERYTHING, OWN, facts_of, leaves
from yusuan.tables.spec import Tree
from yusuan.tables.table import Cell, CellKey, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.tables.region import Ledger, Region
    from yusuan.tables.spec import Panel, TableSpec

    Name = Callable[[str, str], str]


def derive(
    spec: TableSpec,
    lines: Iterable[BudgetLine],
    name: Name,
    beside: Mapping[Ledger, Iterable[BudgetLine]] | None = None,
) -> Table:
    """Fill one table; raises UnplacedLine rather than lose money. `name(dimension, digits)` names a code.

    `beside` are the lines of other ledgers (last year's, the budget beside the final amounts), for columns that
    count them; without them such columns are blank.
    """
    rows, cells = [], {}
    ledgers = {OWN: tuple(lines), **{ledger: tuple(of) for ledger, of in (beside or {}).items()}}
    for line in chain.from_iterable(ledgers.values()):
        if (line.fund, line.source) not in ALL_FUNDING:
            # Shown to the clerk whose line it is.
            raise UnplacedLine(f"没有表可列{line.fund.value}的{line.source.value}")
    for n, (panel, region) in enumerate(zip(spec.panels, spec.panel_regions, strict=True)):
        printed = {column.region.ledger for column in panel.columns} & set(ledgers)
        admitted = {of: [x for x in ledgers[of] if region.admits(x)] for of in printed}
        codes = frozenset[Code]().union(*(_codes(panel, of) for of in admitted.values()))
        panel_rows, frame = frame_of(spec, n, codes, name)
        sums: dict[Place, int] = {}
        for ledger, of in admitted.items():
            sums |= _sum(spec, n, panel_rows, of, ledger)
        rows.append(panel_rows)
        for place, cell in frame:
            # Where the lines of another ledger are given, a figure no line falls into is known to be nothing.
            is_known = cell.region.ledger != OWN and cell.region.ledger in printed
            amount = sums.get(place, 0 if is_known else None)
            cells[cell.key] = cell if amount is None else replace(cell, amount=amount)
    return Table(spec, tuple(rows), cells)


Place = tuple[int, int]
Frame = tuple[tuple[Place, Cell], ...]


@lru_cache(maxsize=1024)
def frame_of(
    spec: TableSpec,
    panel_number: int,
    codes: frozenset[Code],
    name: Name,
    *,
    has_total: bool = False,
) -> tuple[tuple[Row, ...], Frame]:
    """The rows and blank cells (by row and column number) of a panel that prints some codes.

    `has_total` gives a tree its total row where it prints no code as well.
    """
    panel, region = spec.panels[panel_number], spec.panel_regions[panel_number]
    rows = rows_of(panel, codes, name, has_total=has_total)
    cells = []
    for r, row in enumerate(rows):
        if row.region is None:
            continue
        across = region & row.region
        for c, column in enumerate(panel.columns):
            key = CellKey(spec.id, row.id, panel.column_path(column))
            within = (across & column.region).normal()
            cells.append(((r, c), Cell(key, row.key, row.label, within, None)))
    return rows, tuple(cells)


def rows_of(
    panel: Panel, codes: Iterable[Code], name: Name, *, has_total: bool = False
) -> tuple[Row, ...]:
    """The rows a panel prints: listed ones always, tree rows for the codes given and their parents."""
    axis = panel.rows
    if isinstance(axis, Tree):
        with_parents = sorted({c for member in codes for c in member.lineage})
        if not with_parents and not has_total:
            return ()
        total = Row(axis.total, axis.total, axis.total, EVERYTHING, is_total=True)
        branches = tuple(
            Row(c.digits, c.digits, name(axis.dimension, c.digits), axis.row_region(c), c)
            for c in with_parents
        )
        return (total, *branches) if axis.total_first else (*branches, total)
    return tuple(
        Row(
            listed.id or f"gap{i}",
            listed.key,
            listed.label,
            listed.region,
            indent=listed.indent,
        )
        for i, listed in enumerate(axis)
    )


def _codes(panel: Panel, lines: Iterable[BudgetLine]) -> set[Code]:
    axis = panel.rows
    if not isinstance(axis, Tree):
        return set()
    return {member for line in lines if (member := axis.code_of(line)) is not None}


class _Axis(Protocol):
    """One side of a panel, its places numbered in printed order."""

    def taking(self, line: BudgetLine, facts: tuple[Any, ...]) -> tuple[int, ...]:
        """The places that take a line, totals included; none when only totals would."""


class _Regions:
    """Rows or columns that regions define; lines alike in what the regions look at are placed once."""

    def __init__(self, regions: Iterable[Region | None]) -> None:
        numbered = tuple(enumerate(regions))
        self._regions = [(n, r) for n, r in numbered if r is not None and not r.is_empty]
        self._leaves = leaves(region for _, region in numbered)
        restricted = {name for _, region in self._regions for name in region.restricted()}
        self._looked_at = [n for n, name in enumerate(DIMENSIONS) if name in restricted]
        self._known: dict[object, tuple[int, ...]] = {}

    def taking(self, line: BudgetLine, facts: tuple[Any, ...]) -> tuple[int, ...]:
        alike = tuple([facts[n] for n in self._looked_at])
        if alike not in self._known:
            places = tuple(n for n, region in self._regions if region.admits(line))
            # Money in no leaf would stand in totals without parts.
            self._known[alike] = places if self._leaves.intersection(places) else ()
        return self._known[alike]


class _Branches:
    """Rows of a tree: a line stands in the total and in every row from its category down."""

    def __init__(self, axis: Tree, rows: Sequence[Row]) -> None:
        self._axis = axis
        self._numbers = {row.code: n for n, row in enumerate(rows)}
        self._total = self._numbers.get(None, 0)
        self._known: dict[Code | None, tuple[int, ...]] = {None: ()}

    def taking(self, line: BudgetLine, _facts: tuple[Any, ...]) -> tuple[int, ...]:
        member = self._axis.code_of(line)
        if member is not None and member not in self._known:
            self._known[member] = (self._total, *(self._numbers[c] for c in member.lineage))
        return self._known[member]


@lru_cache(maxsize=256)
def _rows_and_columns(
    spec: TableSpec, panel_number: int, ledger: Ledger
) -> tuple[_Regions, _Regions]:
    """The rows of a panel, where the form lists them, and its columns that count a ledger."""
    panel = spec.panels[panel_number]
    rows = () if isinstance(panel.rows, Tree) else panel.rows
    columns = (c.region if c.region.ledger == ledger else None for c in panel.columns)
    return _Regions(row.region for row in rows), _Regions(columns)


def _sum(
    spec: TableSpec,
    panel_number: int,
    rows: Sequence[Row],
    lines: Iterable[BudgetLine],
    ledger: Ledger,
) -> dict[Place, int]:
    """Add every line of a ledger to each cell that admits it."""
    sums: dict[Place, int] = defaultdict(int)
    listed, across = _rows_and_columns(spec, panel_number, ledger)
    axis = spec.panels[panel_number].rows
    down: _Axis = _Branches(axis, rows) if isinstance(axis, Tree) else listed
    for line in lines:
        facts = facts_of(line)
        hit_rows, hit_columns = down.taking(line, facts), across.taking(line, facts)
        if not (hit_rows and hit_columns):
            if spec.panels[panel_number].is_partial:
                continue
            raise UnplacedLine(
                f"{spec.title}没有可列的行或列：单位 {line.unit}，功能科目 {line.function}，"
                f"部门经济科目 {line.economic or '空白'}，{line.nature.value}"
            )
        for row in hit_rows:
            for column in hit_columns:
                sums[row, column] += line.amount
    return sums
