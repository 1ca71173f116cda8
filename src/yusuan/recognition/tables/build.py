"""Build the table a grid is: the same spec, regions and cells as a derived one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.core.errors import RecognitionRefused, UnitNotStated
from yusuan.core.money import LARGEST, MoneyUnit, Printed, amount_or_none
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.recognition.tables.columns import PanelColumns, panels, roles
from yusuan.recognition.tables.listed import implied_balances
from yusuan.recognition.tables.logical import Logical, captions
from yusuan.recognition.tables.naming import (
    THREE_PUBLIC_TABLE,
    Composition,
    compose,
    is_beside,
    three_public_wholes,
)
from yusuan.recognition.tables.reading import RowReading, foreign
from yusuan.recognition.tables.rest import of_the_year, told_apart, with_kept, with_rest
from yusuan.recognition.tables.rivals import chosen
from yusuan.recognition.tables.rows import axis_of
from yusuan.recognition.tables.units import unit_of
from yusuan.tables.region import EVERYTHING, Region
from yusuan.tables.spec import Column, Listed, Panel, TableSpec, Tree
from yusuan.tables.table import Cell, CellKey, Row, Table
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.periods import Own

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawCell
    from yusuan.core.terms import Stage
    from yusuan.recognition.tables.reading import Axis

_WITH_BALANCES = frozenset({"summary", "appropriation_summary"})
_SHORTEST_TITLE, _LONGEST_TITLE = 3, 60


_NO_MONEY = pattern(r"[-—－―]+|/|无|\\*+")
_OWN_UNIT = pattern(r"\d(?:万|亿)?元(?:$|[,，])")
_TITLE = pattern(r"[^:。;]*(表|决算|预算)(\(.{0,24}\))?")
_NUMBER = pattern(r"(?:公开|附|预算)?表?(?:格)?[-\d一二三四五六七八九十.]+(?:表)?|附件\d*|附表")
# 表7一般公共预算…: the numeral before 般 begins the name.
_NUMBERED = pattern(
    r"^(?:公开|附|预算)?表(?:格)?(?:[-\d.]|[一二三四五六七八九十](?!般))+\s*[:.、,]?"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the document says of itself, as far as a table needs it."""

    file: str
    year: int
    unit: MoneyUnit | None = None
    stage: Stage | None = None


def _says_its_units(table: Logical) -> bool:
    """Tell whether its amounts say their own unit each, as the rows of a picture do: no official form does.

    Years as rows are columns by now, with the amounts of a picture in the header.
    """
    lines = [[line.text(column) for column in range(len(line.cells))] for line in table.lines]
    own = sum(any(_OWN_UNIT.search(text) for text in texts) for texts in (*lines, *table.header))
    return 2 * own > max(len(lines), len(table.header))


def recognise_table(table: Logical, context: Context) -> Table | None:
    """Build the table a grid is; None for a grid of another kind. Raises RecognitionRefused when in doubt."""
    own = Own(context.year, context.stage)
    columns = panels(roles(table, own))
    title = title_of(table)
    header = "".join(folded(word) for path in table.header for word in path)
    if not columns or is_beside(title, header):
        return None
    alone = len(columns) == 1
    axes = [axis_of(table.lines, p, own, EVERYTHING, is_alone=alone) for p in columns]
    found = compose(title, header, columns, axes, [block.text for block in table.below])
    if found is None:
        return None
    unit = unit_of(table) or context.unit
    if unit is None and _says_its_units(table):
        return None
    if unit is None:
        msg = f"“{title or found.id}”没有注明金额单位（元或万元），不作猜测；如已知单位，请加 --unit 指定"
        raise UnitNotStated(msg)
    context = replace(context, unit=unit)
    columns = tuple(
        told_apart(with_kept(panel, axis.rows, table.lines))
        for panel, axis in zip(columns, axes, strict=True)
    )
    return chosen(
        Builder(table, rival_columns, rival, context, axes).build(title)
        for rival in _compositions(found, columns, axes)
        for rival_columns in _column_rivals(columns, found.region)
    )


def _column_rivals(
    columns: Sequence[PanelColumns], within: Region
) -> Iterator[tuple[PanelColumns, ...]]:
    """What columns take beside each other, likeliest first."""
    yield tuple(with_rest(of_the_year(panel), within) for panel in columns)
    yield tuple(with_rest(panel, within) for panel in columns)
    yield tuple(columns)


def _compositions(
    found: Composition, columns: Sequence[PanelColumns], axes: Sequence[Axis]
) -> Iterator[Composition]:
    """What all of the table may count, likeliest first."""
    if not found.id.endswith(THREE_PUBLIC_TABLE):
        yield found
        return
    for whole in three_public_wholes(columns, axes):
        yield Composition(found.id, found.region & Region(economic=whole))


def apart(table: Table, name: str) -> Table:
    """The same table under another name, its figures of lines of their own."""
    own = foreign(name)
    spec = table.spec.but(id=name, region=table.spec.region & own)
    cells = {}
    for cell in table.cells.values():
        key = cell.key._replace(table=name)
        cells[key] = replace(cell, key=key, region=cell.region & own)
    return Table(spec, table.rows, cells)


def title_of(table: Logical) -> str:
    """The nearest line above that reads like a table's title, without its number."""
    for line in captions(table.above):
        bare = _NUMBERED.sub("", line) or line
        if _is_title(bare, is_numbered=bare != line):
            return bare
    return ""


def _is_title(line: str, *, is_numbered: bool) -> bool:
    """Tell whether a line names a table: by its end, or whatever it ends in after 表 and a number."""
    return (
        _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE
        and (is_numbered or bool(_TITLE.fullmatch(line)))
        and not _NUMBER.fullmatch(line)
    )


# --- building ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Builder:
    """One table being built."""

    table: Logical
    columns: Sequence[PanelColumns]
    composition: Composition
    context: Context
    axes: Sequence[Axis]

    def build(self, title: str) -> Table:
        """The spec as printed, with its rows and cells."""
        sides = self._sides()
        spec = TableSpec(
            self.composition.id,
            title or self.composition.id,
            tuple(panel for panel, _ in sides),
            self.composition.region,
            self._unit,
            self._decimals(),
        )
        rows: list[tuple[Row, ...]] = []
        cells: dict[CellKey, Cell] = {}
        for n, (_, readings) in enumerate(sides):
            rows.append(tuple(_row(reading) for reading in readings))
            cells.update(self._cells(spec, n, readings))
        return Table(spec, tuple(rows), cells)

    @property
    def _unit(self) -> MoneyUnit:
        unit = self.context.unit
        if unit is None:
            msg = "a table is built only once its unit is known"
            raise RecognitionRefused(msg)
        return unit

    def _sides(self) -> list[tuple[Panel, Sequence[RowReading]]]:
        """The panels with their rows; what a summary says of carried money, it says for both sides."""
        readings = [list(axis.rows) or [_NOTHING] for axis in self.axes]
        if self.composition.id in _WITH_BALANCES:
            implied = implied_balances([row for rows in readings for row in rows])
            readings = [rows + implied for rows in readings]
        titles: list[str] = []
        for n, columns in enumerate(self.columns):
            title = _shared_head(self.table, columns) if len(self.columns) > 1 else ""
            titles.append(f"{title}{n + 1}" if title in titles else title)
        return [
            (self._panel(columns, axis, rows, title), rows)
            for columns, axis, rows, title in zip(
                self.columns, self.axes, readings, titles, strict=True
            )
        ]

    def _panel(
        self, columns: PanelColumns, axis: Axis, readings: Sequence[RowReading], title: str
    ) -> Panel:
        heads = _told_apart(
            [
                Column(_without(column.path, title), column.region or EVERYTHING)
                for column in columns.values
            ]
        )
        rows: Tree | tuple[Listed, ...]
        if axis.dimension:
            levels = [r.code.level for r in readings if r.code is not None]
            rows = Tree(axis.dimension, max(levels, default=Level.CATEGORY))
        else:
            rows = tuple(Listed(r.label, r.region, r.heading) for r in readings)
        subject = columns.subject
        leading = [*subject.codes, *([] if subject.name is None else [subject.name])]
        row_header = tuple(_without(self.table.header[n], title) for n in leading)
        complete = axis.complete_in
        if complete == "function" and not any(r.code is not None for r in readings):
            complete = ""
        elif complete == "function" and any(
            r.code is not None and r.code.digits[0] != "2" for r in readings
        ):
            complete = (
                "economic"
                if any(r.code is not None and r.code.digits[0] == "3" for r in readings)
                else "government"
            )
        return Panel(rows, heads, title, row_header, EVERYTHING, complete)

    def _decimals(self) -> int:
        printed = (
            _printed(text, self._unit)
            for panel in self.columns
            for column in panel.values
            for line in self.table.lines
            if (text := line.text(column.number))
        )
        # Beyond six decimals nothing is money, in whatever unit; damaged text may have thousands.
        return min(6, max((one.decimals for one in printed if one is not None), default=0))

    def _cells(
        self, spec: TableSpec, number: int, readings: Sequence[RowReading]
    ) -> Iterator[tuple[CellKey, Cell]]:
        panel, region = spec.panels[number], spec.panel_regions[number]
        roles = self.columns[number].values
        columns = [
            (panel.column_path(column), column.region, role.number)
            for column, role in zip(panel.columns, roles, strict=True)
        ]
        for reading, row in zip(readings, map(_row, readings), strict=True):
            if row.region is None:
                continue
            line = None if reading.line < 0 else self.table.lines[reading.line]
            for path, across, place in columns:
                key = CellKey(spec.id, row.id, path)
                raw = None if line is None else line.cells[place]
                if raw is None and line is not None and line.over(place) is not None:
                    continue  # a label of another panel reaches over this place: nothing is printed here
                within = _meant(region, row.region, across)
                yield key, self._cell(key, row, within, raw, spec)

    def _cell(
        self, key: CellKey, row: Row, within: Region, raw: RawCell | None, spec: TableSpec
    ) -> Cell:
        where = Where(
            self.context.file,
            self.table.page if raw is None else raw.page,
            spec.title,
            row.key,
            key.column,
            None if raw is None else raw.box,
        )
        if raw is None or _NO_MONEY.fullmatch("".join(raw.text.split())):
            return Cell(key, row.key, row.label, within, None, None, where)
        printed = _printed(raw.text, self._unit)
        amount = None if printed is None else printed.fen
        is_read = printed is not None
        return Cell(key, row.key, row.label, within, amount, printed, where, is_read)


@lru_cache(maxsize=4096)
def _meant(table: Region, row: Region, column: Region) -> Region:
    """The money of a cell. Where row and column have nothing in common we misread one: the cell is foreign."""
    across = row & column
    if across.normal().is_empty:
        return foreign("行列无交集") & Region(ledger=across.ledger)
    within = (table & across).normal()
    return across.normal() if within.is_empty else within


def _told_apart(heads: Sequence[Column]) -> tuple[Column, ...]:
    """Columns under the same words, each with its number."""
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for head in heads:
        seen[head.header] = seen.get(head.header, 0) + 1
        times = seen[head.header]
        found.append(head if times == 1 else Column((*head.header, f"（{times}）"), head.region))
    return tuple(found)


def _printed(text: str, unit: MoneyUnit) -> Printed | None:
    printed = amount_or_none(text, unit)
    return printed if printed is not None and abs(printed.fen) <= LARGEST else None


# A form without a single row says that there is no money.
_NOTHING = RowReading(-1, "合计", "合计", EVERYTHING, is_total=True)


def _row(reading: RowReading) -> Row:
    row_id = f"{reading.heading}/{reading.key}" if reading.heading else reading.key
    row_id += f"#{reading.again}" if reading.again else ""
    return Row(
        row_id,
        reading.key,
        reading.label,
        reading.region,
        reading.code,
        reading.is_total,
        is_foreign=reading.is_foreign,
    )


def _shared_head(table: Logical, columns: PanelColumns) -> str:
    """The header word a whole panel stands under (收入, 财政拨款支出)."""
    numbers = [c.number for c in columns.values]
    for group in columns.labels:
        numbers += [*group.codes, *([] if group.name is None else [group.name])]
    tops = {table.header[n][0] for n in numbers if len(table.header[n]) > 1}
    return tops.pop() if len(tops) == 1 else ""


def _without(path: tuple[str, ...], title: str) -> tuple[str, ...]:
    return path[1:] if title and len(path) > 1 and path[0] == title else path
