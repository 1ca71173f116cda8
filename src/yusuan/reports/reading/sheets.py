"""What was understood of a published document, and what was not trusted, as sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.errors import RecognitionRefused
from yusuan.core.grid import RawGrid
from yusuan.core.money import yuan
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.recognition.disclosure import fates, recognise
from yusuan.reports.reading import PLACE, Column, Sheet, edges, in_yuan
from yusuan.reports.reading.texts import text_sheets
from yusuan.tables.region import in_words
from yusuan.tables.table import print_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.grid import Box, RawCell, RawDocument
    from yusuan.recognition.disclosure import Disclosure, Fate
    from yusuan.reports.reading import Reading, Value
    from yusuan.tables.region import Region
    from yusuan.tables.table import Cell, CellKey, Table

_FIGURES = (
    Column("file", "文件"),
    Column("page", "页", "integer"),
    Column("table", "表"),
    Column("table_title", "表名"),
    Column("row", "行"),
    Column("label", "印出的行名"),
    Column("column", "列"),
    Column("amount", "金额（元）", "number"),
    Column("printed", "印出的数"),
    Column("unit", "印出的单位"),
    Column("region", "口径"),
    Column("place", "单元格"),
    *PLACE,
)
_REFUSED = (
    Column("kind", "类别"),
    Column("page", "页", "integer"),
    Column("table", "表"),
    Column("row", "行"),
    Column("column", "列"),
    Column("printed", "印出的内容"),
    Column("reason", "原因"),
    *PLACE,
)
_GRIDS = (
    Column("grid", "序号", "integer"),
    Column("page", "页", "integer"),
    Column("title", "上方文字"),
    Column("reason", "未采信的原因"),
    Column("row", "行", "integer"),
    Column("column", "列", "integer"),
    Column("rowspan", "跨行", "integer"),
    Column("colspan", "跨列", "integer"),
    Column("text", "内容"),
    Column("place", "单元格"),
    *PLACE,
)


def sheets(reading: Reading) -> Iterator[Sheet]:
    """Everything understood and everything not trusted, as sheets; tables first, in printed order."""
    cells = {} if reading.found is None else _printed_cells(reading.found)
    taken: set[str] = set()
    for table in reading.tables:
        name = _unused(f"table_{table.id}", taken)
        yield table_sheet(name, table)
    source = reading.document.source
    yield Sheet("figures", "每一个数", _FIGURES, tuple(_figures(source, reading.tables, cells)))
    yield from text_sheets(reading)
    yield Sheet("refused", "未予采信", _REFUSED, tuple(_refused(reading, cells)))
    yield Sheet("grids", "未识别的表格原样", _GRIDS, tuple(_grid_cells(reading)))


def _unused(name: str, taken: set[str]) -> str:
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name}_{number}"
    taken.add(unused)
    return unused


# --- tables -----------------------------------------------------------------------------------------------


def table_sheet(name: str, table: Table) -> Sheet:
    """A table as understood: panel, code and label of each row, then its money columns by header path."""
    spec = table.spec
    paths = list(
        dict.fromkeys(
            panel.column_path(c) or "金额" for panel in spec.panels for c in panel.columns
        )
    )
    heads = [Column(path, f"{path}（元）", "number") for path in paths]
    rows: list[tuple[Value, ...]] = []
    for n, (panel, printed) in enumerate(zip(spec.panels, table.rows, strict=True)):
        own = [panel.column_path(column) or "金额" for column in panel.columns]
        for row in printed:
            values: dict[str, Value] = {
                path: in_yuan(cell.amount)
                for i, path in enumerate(own)
                if (cell := table.cell(n, row, i)) is not None
            }
            code = "" if row.code is None else row.code.digits
            rows.append((panel.title, code, row.label, *(values.get(path) for path in paths)))
    first = (Column("panel", "栏"), Column("code", "科目编码"), Column("label", "行名"))
    return Sheet(name, spec.title, (*first, *heads), tuple(rows))


def _figures(
    source: str, tables: Iterable[Table], cells: Mapping[CellKey, RawCell]
) -> Iterator[tuple[Value, ...]]:
    words: dict[Region, str] = {}
    for table in tables:
        spec = table.spec
        for cell in table.figures():
            raw = cells.get(cell.key)
            page, box = _placed(cell, raw)
            if cell.region not in words:
                words[cell.region] = in_words(cell.region)
            printed = print_amount(cell, spec) if raw is None else _tidy(raw.text)
            yield (
                *(source, page, table.id, spec.title, cell.row, cell.label, cell.key.column),
                *(yuan(cell.value), printed, spec.unit.label, words[cell.region]),
                *("" if raw is None else raw.place, *edges(box)),
            )


def _placed(cell: Cell, raw: RawCell | None) -> tuple[int | None, Box | None]:
    if raw is not None:
        return raw.page, raw.box
    return (None, None) if cell.where is None else (cell.where.page, cell.where.box)


def _tidy(text: str) -> str:
    return " ".join(text.split())


# --- not trusted ------------------------------------------------------------------------------------------


def _refused(reading: Reading, cells: Mapping[CellKey, RawCell]) -> Iterator[tuple[Value, ...]]:
    nowhere = edges(None)
    if reading.refusal:
        yield "文件", None, None, None, None, None, reading.refusal, *nowhere
    for remark in reading.document.remarks:
        yield "读取", None, None, None, None, None, remark, *nowhere
    for refusal in () if reading.found is None else reading.found.refused:
        yield "表", refusal.page, refusal.title, None, None, None, refusal.reason, *nowhere
    for table in reading.tables:
        for cell in table.cells.values():
            if cell.recognised:
                continue
            raw = cells.get(cell.key)
            page, box = _placed(cell, raw)
            printed = None if raw is None else _tidy(raw.text)
            where = page, table.spec.title, cell.row, cell.key.column, printed
            yield "数", *where, "读不成金额，未作猜测", *edges(box)
    yield from _kept_figures(reading)
    for outcome in reading.inferred:
        for place in outcome.where:
            at = place.page, place.table, place.row, place.column
            yield "识别", *at, None, outcome.message, *edges(place.box)
    for outcome in reading.attached or ():
        place = outcome.where[0] if outcome.where else Where()
        at = place.page, place.table, place.row, place.column
        yield "附件", *at, None, outcome.message, *edges(place.box)


_NUMBER = pattern(r"[-−]?\d[\d,]*(?:\.\d+)?%?")


def _kept_figures(reading: Reading) -> Iterator[tuple[Value, ...]]:
    """Every figure of the tables that are none of the budget's own, so that no figure is in neither list."""
    for fate, grid in left_grids(reading):
        reason = fate.reason or "不是预算收支表：原样保存在 grids，不参加勾稽"
        names: dict[int, str] = {}
        for cell in grid.cells:
            text = _tidy(cell.text)
            if not _NUMBER.fullmatch(text):
                names.setdefault(cell.row, text)
                continue
            page = grid.page if cell.page is None else cell.page
            name = names.get(cell.row, "")
            yield "另存", page, fate.heading, name, None, text, reason, *edges(cell.box)


def _grid_cells(reading: Reading) -> Iterator[tuple[Value, ...]]:
    for number, (fate, grid) in enumerate(left_grids(reading), 1):
        for cell in grid.cells:
            yield (
                *(number, grid.page if cell.page is None else cell.page, fate.heading, fate.reason),
                *(cell.row + 1, cell.column + 1, cell.rowspan, cell.colspan),
                *(cell.text, cell.place, *edges(cell.box)),
            )


def left_grids(reading: Reading) -> Iterator[tuple[Fate, RawGrid]]:
    """The grids whose figures are not among the recognised tables, in reading order."""
    for fate in fates(reading.document, reading.found):
        if not fate.is_taken:
            yield from ((fate, grid) for grid in fate.logical.grids)


# --- where figures stand in what the reader gave ----------------------------------------------------------


def _printed_cells(found: Disclosure) -> dict[CellKey, RawCell]:
    """The raw cell of every figure that stands in one, also of figures that could not be read."""
    cells = [cell for grid in found.document.grids for cell in grid.cells]
    if all(cell.box is not None and cell.page is not None for cell in cells):
        at = {(cell.page, cell.box): cell for cell in cells}
        return {
            cell.key: at[cell.where.page, cell.where.box]
            for table in found.tables
            for cell in table.cells.values()
            if cell.where is not None and (cell.where.page, cell.where.box) in at
        }
    return _by_number(found, cells)


def _by_number(found: Disclosure, cells: Sequence[RawCell]) -> dict[CellKey, RawCell]:
    """A format without boxes: the document is recognised again with each cell's number in place of its box."""
    try:
        again = recognise(_numbered(found.document), found.told)
    except RecognitionRefused:
        return {}
    known = {key for table in found.tables for key in table.cells}
    return {
        cell.key: cells[int(cell.where.box[0])]
        for table in again.tables
        for cell in table.cells.values()
        if cell.where is not None and cell.where.box is not None and cell.key in known
    }


def _numbered(document: RawDocument) -> RawDocument:
    count = iter(range(sum(len(grid.cells) for grid in document.grids)))

    def box() -> Box:
        number = float(next(count))
        return number, 0.0, number, 0.0

    return replace(
        document,
        blocks=tuple(
            replace(block, cells=tuple(replace(cell, box=box()) for cell in block.cells))
            if isinstance(block, RawGrid)
            else block
            for block in document.blocks
        ),
    )
