"""Figures that sum no lines of their own, by what a column or a label says of them.

One-row tables print three-public spending of another stage; 机关运行经费 stands beside them or in a row of its own. It
sums the operating costs of some units only (行政 and 参公), so it is no region of the lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.grid import RawGrid, TextBlock
from yusuan.core.money import MoneyUnit, amount_or_none
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Stage
from yusuan.narrative.clauses.words import subject_in
from yusuan.recognition.tables import dense, title_of, unit_of
from yusuan.recognition.tables.columns import ROW_NUMBER_HEAD
from yusuan.rules.evidence import LooseFigure, PlacedFigure
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawCell, RawDocument
    from yusuan.narrative.clauses.clause import Topic
    from yusuan.recognition.disclosure import Disclosure

_OWN = ("三公", "机关运行经费")


def loose_figures(found: Disclosure) -> tuple[LooseFigure, ...]:
    """The figures of every table that prints three-public or operating expenditure in one row of money."""
    return tuple(_one_rows(found))


def _one_rows(found: Disclosure) -> Iterator[LooseFigure]:
    for table in found.whole:
        title = title_of(table)
        said = title + "".join(word for path in table.header for word in path)
        unit = unit_of(table)
        if len(table.lines) != 1 or unit is None or not any(word in said for word in _OWN):
            continue
        for cell, path in zip(table.lines[0].cells, table.header, strict=True):
            topic = _topic(path)
            if cell is None or topic is None:
                continue
            value = amount_or_none(cell.text, unit)
            if value is None:
                continue
            page = table.page if cell.page is None else cell.page
            where = Where(found.document.source, page, title, column="/".join(path), box=cell.box)
            yield LooseFigure(topic, _stage(path, found.stage), value, where)


def _topic(path: Sequence[str]) -> Topic | None:
    """What the lowest header word that names something names."""
    for word in reversed(path):
        subject = subject_in(folded(word).replace('"', ""))
        if subject is not None:
            return subject.topic
    return None


def _stage(path: Sequence[str], own: Stage) -> Stage:
    last = folded(path[-1]) if path else ""
    if last.endswith("决算数"):
        return Stage.FINAL
    return Stage.BUDGET if last.endswith("预算数") else own


# --- 机关运行经费 -------------------------------------------------------------------------------------------

_NAMED = pattern(r"(?:20\d{2}年度?)?机关运行(?:经费|费)(?:财政拨款)?(?:支出|预算|决算)?数?")
_UNIT = pattern(r"单位[:：]?(?:人民币)?(万元|元)")
_TITLE = pattern(r"[^。：]{3,40}表(\(.{0,8}\))?")
_AMOUNT = pattern(r"-?[\d,]+(\.\d+)?")
_DASHES = pattern(r"[-—－―]*")
# The unit line stands close above its table, or in the table's own first rows.
_LINES_ABOVE = 4


def running_costs(document: RawDocument) -> Iterator[PlacedFigure]:
    """Every 机关运行经费 that a table prints in a unit it states."""
    above: list[str] = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            above.append(folded(block.text))
            continue
        if any("机关运行" in cell.text for cell in block.cells):
            unit = _unit(block, above[-_LINES_ABOVE:])
            if unit is not None:
                title = next((line for line in reversed(above) if _TITLE.fullmatch(line)), "表格")
                yield from _figures(block, unit, block.name or title, document.source)
        above.clear()


def _unit(grid: RawGrid, above: Sequence[str]) -> MoneyUnit | None:
    said = [*(folded(cell.text) for cell in grid.cells if not _AMOUNT.fullmatch(cell.text)), *above]
    found = {match[1] for text in said for match in _UNIT.finditer(text)}
    return MoneyUnit.from_label(found.pop()) if len(found) == 1 else None


def _figures(grid: RawGrid, unit: MoneyUnit, title: str, source: str) -> Iterator[PlacedFigure]:
    rows = dense(grid)
    for cell in grid.cells:
        name = re.sub(r"^[一二三四五六七八九十\d]+[、.]", "", folded(cell.text))
        if not _NAMED.fullmatch(name):
            continue
        below = [row[cell.column] for row in rows[cell.row + cell.rowspan :]]
        beside = [
            one
            for one in rows[cell.row][cell.column + cell.colspan :]
            if one is None or not _is_row_number(rows, one)
        ]
        # A heading has its figure below, a label of a row has it beside.
        amounts = [one for one in (_first(below), _only(beside)) if one is not None]
        if len(amounts) == 1:
            where = Where(source, grid.page, title, "机关运行经费", "", amounts[0].box)
            value = amount_or_none(amounts[0].text, unit)
            if value is not None:
                yield PlacedFigure(value, where)


def _is_row_number(rows: Sequence[Sequence[RawCell | None]], cell: RawCell) -> bool:
    """Tell whether a cell stands in the column of row numbers (行次), which count no money."""
    heads = (row[cell.column] for row in rows[: cell.row])
    return any(one is not None and ROW_NUMBER_HEAD.fullmatch(folded(one.text)) for one in heads)


def _only(cells: Sequence[RawCell | None]) -> RawCell | None:
    """The one amount of a row; of several nobody knows which is meant, and a dash is none."""
    said = [c for c in cells if c is not None and not _DASHES.fullmatch("".join(c.text.split()))]
    return _first(said) if len(said) == 1 else None


def _first(cells: Sequence[RawCell | None]) -> RawCell | None:
    """The first cell of a run that says something, if it is an amount."""
    for cell in cells:
        text = "" if cell is None else "".join(cell.text.split())
        if cell is not None and text:
            return cell if _AMOUNT.fullmatch(text) else None
    return None
