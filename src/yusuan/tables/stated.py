"""Figures of another year in the form of this one: as the table they came from, and out of tables of that year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.budget import StatedFigure
from yusuan.core.codes import code
from yusuan.core.money import Printed, last_digit
from yusuan.core.terms import APPROPRIATION_SPENDING, SPENT
from yusuan.tables.derive import frame_of
from yusuan.tables.region import APPROPRIATED_FUNDING, EVERYTHING, OWN
from yusuan.tables.spec import Tree
from yusuan.tables.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from yusuan.core.codes import Code
    from yusuan.core.terms import Nature
    from yusuan.tables.region import Funding, Region
    from yusuan.tables.spec import TableSpec

    Name = Callable[[str, str], str]


def table_of(spec: TableSpec, stated: Iterable[StatedFigure], name: Name) -> Table:
    """A table that holds some figures as published; what is not stated is not known, never nothing."""
    amounts: dict[tuple[str, str], int] = {}
    for figure in stated:
        if figure.table == spec.id:
            amounts.setdefault((figure.row, figure.column), figure.amount)
    codes = frozenset(found for row, _ in amounts if (found := _code(row)) is not None)
    rows, cells, placed = [], {}, set()
    for n, panel in enumerate(spec.panels):
        within = codes if isinstance(panel.rows, Tree) else frozenset()
        panel_rows, frame = frame_of(spec, n, within, name, has_total=True)
        rows.append(panel_rows)
        for _, cell in frame:
            place = (cell.row, cell.key.column)
            # A label a form repeats under another heading is the first one's.
            amount = None if place in placed else amounts.get(place)
            placed.add(place)
            cells[cell.key] = replace(
                cell,
                amount=amount,
                printed=None if amount is None else _as_printed(amount, spec),
                recognised=amount is not None,
            )
    return Table(spec, tuple(rows), cells)


def _code(row: str) -> Code | None:
    try:
        return code(row) if row.isascii() and row.isdigit() else None
    except ValueError:
        return None


def _as_printed(amount: int, spec: TableSpec) -> Printed | None:
    """A figure that may have been rounded where it was published; one that is finer was not."""
    if amount % last_digit(spec.unit, spec.decimals):
        return None
    return Printed(amount, spec.decimals, spec.unit)


def figures_for(
    specs: Iterable[TableSpec], tables: Sequence[Table], name: Name
) -> Iterator[StatedFigure]:
    """The figures of a form that tables of another year hold, found by what they mean, whatever that form is called.

    A blank of a row the form always prints is nothing budgeted; where two figures of one meaning differ, none is taken.
    """
    unused = _Unused.of(tables)
    found: dict[Region, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for table in tables:
        for cell in table.cells.values():
            if cell.recognised and cell.region.ledger == OWN and not cell.region.is_empty:
                found[unused.taken_from(cell.region)][table.id].append(cell)
    for spec in specs:
        taken: set[tuple[str, str]] = set()
        for n in range(len(spec.panels)):
            codes = _codes_of(spec, n, tables)
            rows, frame = frame_of(spec, n, codes, name, has_total=True)
            always = {row.id for row in rows if row.code is None}
            for _, cell in frame:
                amount = _amount(found.get(unused.taken_from(cell.region), {}), spec.id)
                place = (cell.row, cell.key.column)
                is_blank = amount is not None and amount.amount is None
                if amount is None or place in taken or (is_blank and cell.key.row not in always):
                    continue
                taken.add(place)
                yield StatedFigure(spec.id, cell.row, cell.key.column, amount.value)


class _Unused(NamedTuple):
    """The funding of which nothing was spent, and the natures of spending there was nothing of."""

    funding: frozenset[Funding]
    natures: frozenset[Nature]

    @classmethod
    def of(cls, tables: Sequence[Table]) -> _Unused:
        """What a table or a figure of all its spending says: it is nothing."""
        funding: set[Funding] = set()
        natures: set[Nature] = set()
        for table in tables:
            cells = [cell for cell in table.cells.values() if cell.recognised]
            regions = [cell.region for cell in cells if not cell.value]
            if table.is_nil and table.spec.has_tree and len(cells) == len(table.cells):
                regions.append(table.spec.region)
            for region in regions:
                if not region.nature <= SPENT:
                    continue
                if _is_all_of_its_funding(region):
                    funding |= region.funding
                if region.normal() == replace(EVERYTHING, nature=region.nature).normal():
                    natures |= region.nature
        return cls(frozenset(funding), frozenset(natures))

    def taken_from(self, region: Region) -> Region:
        """A region of spending less what nothing was spent of: 财政拨款 is then 一般公共预算, say."""
        funding, nature = region.funding - self.funding, region.nature - self.natures
        if region.nature <= SPENT and funding and nature:
            return replace(region, funding=funding, nature=nature).normal()
        return region.normal()


def _is_all_of_its_funding(region: Region) -> bool:
    """Tell whether a region is all that is spent of some funding."""
    whole = replace(EVERYTHING, funding=region.funding, nature=region.nature)
    spent = APPROPRIATION_SPENDING if region.funding <= APPROPRIATED_FUNDING else SPENT
    return region.nature >= spent and region.normal() == whole.normal()


def _codes_of(spec: TableSpec, panel: int, tables: Sequence[Table]) -> frozenset[Code]:
    """The codes that a table of the other year prints where this form prints codes."""
    axis = spec.panels[panel].rows
    if not isinstance(axis, Tree):
        return frozenset()
    return frozenset(
        member
        for table in tables
        if table.id == spec.id
        for other, codes in zip(table.spec.panels, table.skeleton, strict=True)
        if isinstance(other.rows, Tree) and other.rows.dimension == axis.dimension
        for member in codes
        if member.level <= axis.deepest
    )


def _amount(by_table: dict[str, list[Cell]], table: str) -> Cell | None:
    """The cell of a meaning: of the same table, else of any, where all of them say the same."""
    cells = by_table.get(table) or [cell for cells in by_table.values() for cell in cells]
    return cells[0] if len({cell.value for cell in cells}) == 1 else None
