"""What to show on the picture of a page: which places were understood as what, and which were not trusted."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.recognition.disclosure import fates
from yusuan.recognition.tables import panels, roles, split_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.grid import Box, RawCell, RawDocument, RawGrid
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.recognition.disclosure import Disclosure, Fate
    from yusuan.recognition.tables import Logical


class Shown(enum.Enum):
    """What a place was understood as; the value stands in the legend."""

    TABLE = "已识别的表"
    OTHER = "未识别的表"
    REFUSED_TABLE = "未予采信的表"
    HEADER = "表头"
    CODE = "科目编码"
    LABEL = "行名"
    FIGURE = "读出的数"
    BLANK = "空白"
    UNUSED = "未采用的列"
    REFUSED = "未予采信的数"
    CLAUSE = "读懂的文字"
    AMOUNT = "文字中的数"


@dataclass(frozen=True, slots=True)
class Mark:
    """A box of a page in points from its top left corner; `words` are printed beside an outline."""

    page: int
    box: Box
    shown: Shown
    words: str = ""


def table_marks(document: RawDocument, found: Disclosure | None) -> Iterator[Mark]:
    """Outlines of all tables, and inside the taken ones headers, codes, labels, figures and blanks."""
    states = _states(found)
    for fate in fates(document, found):
        for grid in fate.logical.grids:
            if grid.page is None or grid.box is None:
                continue
            if fate.is_taken:
                yield from _headers(grid)
        if fate.is_taken:
            yield from _body(fate.logical, states)
        yield from _outlines(fate)


def _outlines(fate: Fate) -> Iterator[Mark]:
    shown = Shown.TABLE if fate.is_taken else Shown.REFUSED_TABLE if fate.reason else Shown.OTHER
    words = "：".join(part for part in (shown.value, fate.heading, fate.reason) if part)
    for grid in fate.logical.grids:
        if grid.page is not None and grid.box is not None:
            yield Mark(grid.page, grid.box, shown, words)


def _states(found: Disclosure | None) -> dict[tuple[int | None, Box], Shown]:
    """What each place with a figure is: read, or refused."""
    return {
        (cell.where.page, cell.where.box): (
            Shown.REFUSED
            if not cell.recognised
            else Shown.BLANK
            if cell.amount is None
            else Shown.FIGURE
        )
        for table in (() if found is None else found.tables)
        for cell in table.cells.values()
        if cell.where is not None and cell.where.box is not None
    }


def _headers(grid: RawGrid) -> Iterator[Mark]:
    _, lines = split_header(grid)
    rows = [cell.row for line in lines for cell in line.cells if cell is not None]
    first = min(rows, default=grid.rows)
    for cell in grid.cells:
        if cell.row < first and cell.text.strip():
            yield from _mark(cell, Shown.HEADER)


def _body(logical: Logical, states: dict[tuple[int | None, Box], Shown]) -> Iterator[Mark]:
    columns = panels(roles(logical))
    codes = {number for panel in columns for number in panel.codes}
    names = {panel.name for panel in columns}
    values = {column.number for panel in columns for column in panel.values}
    filled: set[tuple[int | None, int]] = set()
    for line in logical.lines:
        for number, cell in enumerate(line.cells):
            if cell is None or cell.box is None:
                continue
            filled.add((cell.page, cell.row))
            known = states.get((cell.page, cell.box))
            is_code = number in codes and any(letter.isdigit() for letter in cell.text)
            is_label = number in names or number in codes
            plain = Shown.CODE if is_code else Shown.LABEL if is_label else None
            # A column whose words nobody knows, or another stage than the table's own.
            yield from _mark(cell, known or plain or Shown.UNUSED)
    for grid in logical.grids:
        for cell in grid.cells:
            is_value = cell.column in values and (cell.page, cell.row) in filled
            if is_value and not cell.text.strip():
                yield from _mark(cell, Shown.BLANK)


def _mark(cell: RawCell, shown: Shown) -> Iterator[Mark]:
    if cell.page is not None and cell.box is not None:
        yield Mark(cell.page, cell.box, shown)


@dataclass(frozen=True, slots=True)
class Said:
    """A clause that was understood, on the page where its paragraph begins; `amount` is a part of its text."""

    page: int
    text: str
    amount: str


def said(clause: Clause, text: str, page: int) -> Said:
    """A clause of the text outside tables, to be found again on its page."""
    figure = clause.amount or clause.change or clause.percent
    amount = "" if figure is None else text[slice(*figure.span)]
    return Said(page, clause.text, amount)
