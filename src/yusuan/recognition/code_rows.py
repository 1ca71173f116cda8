"""The rows of every table as printed: pieces of codes and names, for rules on codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.recognition.tables import PanelColumns, panels, roles, title_of
from yusuan.rules.evidence import CodeRow, CodeTable
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.names import category_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.grid import RawCell
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.recognition.tables import Line, Logical

_PIECE = pattern(r"\d{1,7}")
_OTHER_CODES = pattern(r"政府经济|项目编码|采购|品目|资产")


def code_tables(found: Disclosure) -> tuple[CodeTable, ...]:
    """Every table with codes, or with the functional categories by name."""
    tables = []
    for logical in found.unstacked:
        title = title_of(logical)
        place = Where(found.document.source, table=title)
        columns = panels(roles(logical))
        rows = tuple(row for panel in columns for row in _rows(logical, panel, place, found.year))
        said = title + "".join(folded(w) for path in logical.header for w in path)
        if rows and not _OTHER_CODES.search(said):
            coded = [row.pieces[0] for row in rows if row.pieces]
            is_economic = "经济分类" in said or (bool(coded) and all(p[0] == "3" for p in coded))
            tables.append(CodeTable(title or "未命名的表", is_economic, rows))
    return tuple(tables)


def _rows(logical: Logical, panel: PanelColumns, table: Where, year: int) -> Iterator[CodeRow]:
    if not panel.codes and "收入" in panel.head and "支出" not in panel.head:
        return  # 国有资本经营预算 is a fund there, no category
    pages = {id(cell): grid.page for grid in logical.grids for cell in grid.cells}
    for line in logical.lines:
        cell = None if panel.name is None else line.cells[panel.name]
        name = "" if cell is None else "".join(cell.text.split())
        pieces = tuple(piece for c in panel.codes if (piece := "".join(line.text(c).split())))
        if pieces and not all(_PIECE.fullmatch(piece) for piece in pieces):
            continue
        implied = None
        if not pieces:
            implied = category_named(folded(name), year) if name and not panel.codes else None
            if implied is None:
                continue
            name = re.sub(r"^[一二三四五六七八九十]+、", "", name)
        place = cell or _first(line, panel)
        if place is None:
            continue
        row = "|".join(pieces) or str(implied)
        page = place.page if place.page is not None else pages.get(id(place))
        where = Where(table.file, page, table.table, row, box=place.box)
        yield CodeRow(pieces, name, where, implied)


def _first(line: Line, panel: PanelColumns) -> RawCell | None:
    return next((line.cells[c] for c in panel.codes if line.cells[c] is not None), None)
