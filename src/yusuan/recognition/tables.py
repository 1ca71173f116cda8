"""Name a table by what it counts, and build it: the same spec, regions and cells as a derived one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.codes import Level
from yusuan.core.errors import RecognitionRefused
from yusuan.core.money import LARGEST, MoneyUnit, Printed, parse_amount
from yusuan.core.outcomes import Where
from yusuan.core.terms import (
    APPROPRIATION_NATURES,
    APPROPRIATION_SPENDING,
    CARRIED,
    SPENT,
    UNSPENT,
    Fund,
    Nature,
    Origin,
    Stage,
)
from yusuan.recognition.columns import Own, PanelColumns, panels, roles
from yusuan.recognition.logical import Logical, captions
from yusuan.recognition.rest import with_rest
from yusuan.recognition.rows import RowReading, implied_balances, listed_rows, tree_rows
from yusuan.recognition.words import folded, header_meaning
from yusuan.tables.classes import THREE_PUBLIC, THREE_PUBLIC_FORM
from yusuan.tables.region import APPROPRIATED_FUNDING, EVERYTHING, Region, funds
from yusuan.tables.spec import Column, Listed, Panel, TableSpec, Tree
from yusuan.tables.table import Cell, CellKey, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawCell
    from yusuan.recognition.columns import ColumnRole

_WITH_BALANCES = frozenset({"summary", "appropriation_summary"})
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 50
_NO_MONEY = re.compile(r"[-—－]+|/|无")
_UNIT = re.compile(
    r"(?:金额|货币)?单位[:：]?(?:人民币)?(万元|元)|[(\[](?:单位:)?(?:人民币)?(万元|元)[)\]]$|^(?:人民币)?(万元|元)$"
)
_TITLE = re.compile(r"[^:。]*(表|决算|预算)(\(.{0,8}\))?")
_FUND_WORDS = (
    ("一般公共预算", Fund.GENERAL_PUBLIC, "general_expenditure"),
    ("政府性基金", Fund.GOVERNMENT_FUNDS, "government_funds"),
    ("国有资本经营", Fund.STATE_CAPITAL, "state_capital"),
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the document says of itself, as far as a table needs it."""

    file: str
    year: int
    unit: MoneyUnit | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which table this is, and the money all of it counts."""

    id: str
    region: Region


def recognise_table(table: Logical, context: Context) -> Table | None:
    """Build the table a grid is; None for a grid of another kind. Raises RecognitionRefused when in doubt."""
    columns = _sides(panels(roles(table, Own(context.year, context.stage))))
    if not columns:
        return None
    title = title_of(table)
    found = _meaning(table, columns, title)
    if found is None:
        return None
    unit = unit_of(table) or context.unit
    if unit is None:
        msg = f"“{title or found.id}”没有注明金额单位（元或万元），不作猜测；如已知单位，请加 --unit 指定"
        raise RecognitionRefused(msg)
    columns = tuple(with_rest(panel, found.region) for panel in columns)
    return Builder(table, columns, found, replace(context, unit=unit)).build(title)


def _sides(columns: Sequence[PanelColumns]) -> tuple[PanelColumns, ...]:
    """Over listed rows 本年收入 and 本年支出 only name the side: carried money stands in rows below them."""
    return tuple(
        panel
        if panel.codes
        else replace(panel, values=tuple(_naming_its_side(column) for column in panel.values))
        for panel in columns
    )


def _naming_its_side(column: ColumnRole) -> ColumnRole:
    region = header_meaning(column.path, of_the_year=False)
    if region is None or column.region is None:
        return column
    return replace(column, region=replace(region, ledger=column.region.ledger))


def title_of(table: Logical) -> str:
    """The nearest line above that reads like a table's title."""
    return next((line for line in captions(table.above) if _is_title(line)), "")


def _is_title(line: str) -> bool:
    return bool(_TITLE.fullmatch(line)) and _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE


def unit_of(table: Logical) -> MoneyUnit | None:
    """The money unit stated above the table, in its header or its first rows."""
    words = [*captions(table.above), *(folded(w) for path in table.header for w in path)]
    words += [folded(cell.text) for line in table.lines[:2] for cell in line.cells if cell]
    for word in words:
        match = _UNIT.search(word)
        if match:
            return MoneyUnit.from_label(match[1] or match[2] or match[3])
    return None


# --- which table ------------------------------------------------------------------------------------------


def _meaning(table: Logical, columns: Sequence[PanelColumns], title: str) -> Meaning | None:
    header = "".join(folded(word) for path in table.header for word in path)
    said = title + header
    if any(panel.codes for panel in columns):
        if _counts_economic_codes(table, columns[0]):
            said += "经济分类"
        return _tree_meaning(columns[0], said)
    if "公务接待" in said or _has_label(table, columns[0], "公务接待"):
        # Where a subtotal stands below the total, the total holds more than the three items; what more, the
        # form does not say: in the forms met so far, meetings and training.
        listed = THREE_PUBLIC_FORM if _has_label(table, columns[0], "小计") else THREE_PUBLIC
        region = Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING, economic=listed)
        return Meaning("three_public", region)
    if len(columns) == 2:  # noqa: PLR2004  revenue beside spending
        by_fund = any(
            c.region and c.region.funding != EVERYTHING.funding for c in columns[1].values
        )
        if by_fund or "财政拨款收支" in title or "财政拨款支出" in header:
            return Meaning("appropriation_summary", Region(APPROPRIATED_FUNDING))
        return Meaning("summary", EVERYTHING)
    return None


def _counts_economic_codes(table: Logical, panel: PanelColumns) -> bool:
    """Tell whether the codes of a table are those of economic classes: they begin with 3."""
    codes = [row.code for row in tree_rows(table.lines, panel) if row.code is not None]
    return bool(codes) and sum(c.digits[0] == "3" for c in codes) * 2 > len(codes)


def _has_label(table: Logical, panel: PanelColumns, word: str) -> bool:
    return panel.name is not None and any(word in line.text(panel.name) for line in table.lines)


def _tree_meaning(panel: PanelColumns, said: str) -> Meaning | None:
    regions = [column.region for column in panel.values if column.region is not None]
    if any(not r.economic.is_everything for r in regions) or "经济分类" in said:
        return Meaning(
            "general_basic", Region(funds(Fund.GENERAL_PUBLIC), nature=frozenset({Nature.BASIC}))
        )
    has_natures = any(r.nature != SPENT and r.restricted_natures for r in regions)
    has_funds = any(r.funding != EVERYTHING.funding for r in regions)
    if has_funds and not has_natures:
        return _by_funding(regions, said)
    named = [
        (said.find(word), fund, table_id) for word, fund, table_id in _FUND_WORDS if word in said
    ]
    natures = _natures(regions)
    if len({fund for _, fund, _ in named}) == 1:
        _, fund, table_id = named[0]
        return Meaning(table_id, Region(funds(fund), nature=_of_appropriations(natures)))
    if has_natures and (has_funds or "财政拨款" in said) and _is_appropriated(regions, said):
        region = Region(APPROPRIATED_FUNDING, nature=_of_appropriations(natures))
        return Meaning("appropriation_expenditure", region)
    if not named and has_natures:
        return Meaning("expenditure", Region(nature=natures))
    return None


def _by_funding(regions: Sequence[Region], said: str) -> Meaning:
    """A table by fund or source: revenue, unless its words speak of spending only."""
    if "支出" in said and "收入" not in said and "收支" not in said:
        return Meaning("expenditure_by_fund", Region(nature=SPENT))
    origins = [r.origin for r in regions]
    of_the_year = frozenset({Origin.CURRENT_YEAR})
    # 本年收入合计 over all columns, and no column for money of other years: all of it is of the year.
    if of_the_year in origins and not any(origin <= CARRIED for origin in origins):
        return Meaning("revenue", Region(origin=of_the_year))
    return Meaning("revenue", EVERYTHING)


def _natures(regions: Sequence[Region]) -> frozenset[Nature]:
    """All natures where a table shows carried money beside spending, else spending only."""
    is_carried = any(r.origin <= CARRIED or r.nature <= UNSPENT for r in regions)
    return EVERYTHING.nature if is_carried else SPENT


def _of_appropriations(natures: frozenset[Nature]) -> frozenset[Nature]:
    return natures & APPROPRIATION_NATURES


def _is_appropriated(regions: Sequence[Region], said: str) -> bool:
    return "财政拨款" in said and all(
        r.funding <= APPROPRIATED_FUNDING or r.funding == EVERYTHING.funding for r in regions
    )


# --- building ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Builder:
    """One table being built."""

    table: Logical
    columns: Sequence[PanelColumns]
    meaning: Meaning
    context: Context

    def build(self, title: str) -> Table:
        """The spec as printed, with its rows and cells."""
        sides = self._sides()
        spec = TableSpec(
            self.meaning.id,
            title or self.meaning.id,
            tuple(panel for panel, _ in sides),
            self.meaning.region,
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

    def _sides(self) -> list[tuple[Panel, list[RowReading]]]:
        """The panels with their rows; what a summary says of carried money, it says for both sides."""
        readings = [self._readings(columns) for columns in self.columns]
        if self.meaning.id in _WITH_BALANCES:
            implied = implied_balances([row for rows in readings for row in rows])
            readings = [rows + implied for rows in readings]
        return [
            (self._panel(columns, rows), rows)
            for columns, rows in zip(self.columns, readings, strict=True)
        ]

    def _readings(self, columns: PanelColumns) -> list[RowReading]:
        if columns.codes:
            return tree_rows(self.table.lines, columns)
        return listed_rows(self.table.lines, columns, self.context.year, self.meaning.region)

    def _panel(self, columns: PanelColumns, readings: Sequence[RowReading]) -> Panel:
        title = _shared_head(self.table, columns) if len(self.columns) > 1 else ""
        heads = tuple(
            Column(_without(column.path, title), column.region or EVERYTHING)
            for column in columns.values
        )
        axis: Tree | tuple[Listed, ...]
        if columns.codes:
            dimension = "economic" if self.meaning.id == "general_basic" else "function"
            axis = Tree(dimension, Level.SECTION if dimension == "economic" else Level.ITEM)
        else:
            axis = tuple(Listed(r.label, r.region, r.heading) for r in readings)
        has_categories = any(r.region and not r.region.function.is_everything for r in readings)
        complete = "function" if has_categories and not columns.codes else ""
        leading = [*columns.codes, *([] if columns.name is None else [columns.name])]
        row_header = tuple(_without(self.table.header[n], title) for n in leading)
        return Panel(axis, heads, title, row_header, EVERYTHING, complete)

    def _decimals(self) -> int:
        texts = [
            line.text(c.number) for p in self.columns for c in p.values for line in self.table.lines
        ]
        # Beyond six decimals nothing is money, in whatever unit; damaged text may have thousands.
        fractions = [text.partition(".")[2] for text in texts]
        return min(6, max((len(digits) for digits in fractions if digits.isdecimal()), default=0))

    def _cells(
        self, spec: TableSpec, number: int, readings: Sequence[RowReading]
    ) -> Iterator[tuple[CellKey, Cell]]:
        panel, region = spec.panels[number], spec.panel_regions[number]
        for reading, row in zip(readings, map(_row, readings), strict=True):
            if row.region is None:
                continue
            across = region & row.region
            for column, role in zip(panel.columns, self.columns[number].values, strict=True):
                key = CellKey(spec.id, row.id, panel.column_path(column))
                raw = (
                    None if reading.line < 0 else self.table.lines[reading.line].cells[role.number]
                )
                within = (across & column.region).normal()
                yield key, self._cell(Cell(key, row.key, row.label, within, None), raw, spec)

    def _cell(self, blank: Cell, raw: RawCell | None, spec: TableSpec) -> Cell:
        where = Where(
            self.context.file,
            self.table.page if raw is None else raw.page,
            spec.title,
            blank.row,
            blank.key.column,
            None if raw is None else raw.box,
        )
        if raw is None or _NO_MONEY.fullmatch("".join(raw.text.split())):
            return replace(blank, where=where)
        printed = _printed(raw.text, self._unit)
        if printed is None:
            return replace(blank, where=where, recognised=False)
        return replace(blank, amount=printed.fen, printed=printed, where=where)


def _printed(text: str, unit: MoneyUnit) -> Printed | None:
    try:
        printed = parse_amount(text, unit)
    except ValueError:
        return None
    return printed if abs(printed.fen) <= LARGEST else None


def _row(reading: RowReading) -> Row:
    row_id = f"{reading.heading}/{reading.key}" if reading.heading else reading.key
    row_id += f"#{reading.again}" if reading.again else ""
    return Row(row_id, reading.key, reading.label, reading.region, reading.code, reading.is_total)


def _shared_head(table: Logical, columns: PanelColumns) -> str:
    """The header word a whole panel stands under (收入, 财政拨款支出)."""
    numbers = [*columns.codes, *(c.number for c in columns.values)]
    numbers += [] if columns.name is None else [columns.name]
    tops = {table.header[n][0] for n in numbers if len(table.header[n]) > 1}
    return tops.pop() if len(tops) == 1 else ""


def _without(path: tuple[str, ...], title: str) -> tuple[str, ...]:
    return path[1:] if title and len(path) > 1 and path[0] == title else path
