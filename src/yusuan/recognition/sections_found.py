"""The parts of a document as rules on the whole of it see them: lines, captions of tables, contents page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.grid import RawGrid, TextBlock
from yusuan.core.outcomes import Where
from yusuan.recognition.contents import contents_page
from yusuan.recognition.disclosure import DocumentKind
from yusuan.recognition.tables import title_of
from yusuan.recognition.words import folded
from yusuan.rules.published_documents.paper import Caption, Line, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.grid import RawDocument
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.recognition.logical import Logical

_UNIT_KINDS = frozenset({DocumentKind.UNIT_BUDGET, DocumentKind.UNIT_ACCOUNTS})
_UNREAD = ("没有文字层", "扫描", "图片")
_FEWEST_FILLED = 8
_TOP_ROWS = 2
# What a required table has in its header, and what only tables beside them have.
_MONEY = re.compile(r"科目|收入|支出|预算数|决算数|公务|合计")
_BESIDE = re.compile(r"采购|资产|目标|指标|数量|单价|面积")


def paper_of(found: Disclosure) -> Paper:
    """The document as a whole, the contents page kept apart from the body."""
    document = found.document
    contents = contents_page(document)
    return Paper(
        source=document.source,
        year=found.year,
        stage=found.stage,
        department=found.department,
        is_unit=None if found.kind is None else found.kind in _UNIT_KINDS,
        lines=tuple(_lines(document, contents.blocks)),
        tables=found.tables,
        captions=tuple(_captions(found)),
        contents=contents.entries,
        nameless=sum(_is_nameless(table) for table in found.others),
        pages=document.pages,
        has_unread_pages=any(word in remark for remark in document.remarks for word in _UNREAD),
        names=tuple(grid.name for grid in document.grids if grid.name),
    )


def _lines(document: RawDocument, contents: frozenset[int]) -> Iterator[Line]:
    for n, block in enumerate(document.blocks):
        if n in contents:
            continue
        if isinstance(block, TextBlock):
            where = Where(document.source, block.page, "文字说明", box=block.box)
            yield Line(block.text, where, block.level)
        else:
            yield from _cells(block, document.source)


def _cells(grid: RawGrid, source: str) -> Iterator[Line]:
    for cell in grid.cells:
        if cell.text.strip():
            page = grid.page if cell.page is None else cell.page
            where = Where(source, page, grid.name or "表格", column=cell.place, box=cell.box)
            yield Line(cell.text, where, is_cell=True, is_inside=cell.row >= _TOP_ROWS)


def _captions(found: Disclosure) -> Iterator[Caption]:
    source = found.document.source
    for table in found.tables:
        first = next((c.where for c in table.cells.values() if c.where is not None), None)
        page = None if first is None else first.page
        yield Caption(table.spec.title, Where(source, page, table.spec.title), table.id)
    for logical in found.others:
        title = title_of(logical)
        if title:
            yield Caption(title, Where(source, logical.page, title))
    for refusal in found.refused:
        yield Caption(refusal.title, Where(source, refusal.page, refusal.title), is_read=False)


def _is_nameless(table: Logical) -> bool:
    """A filled grid nobody could name: it may be one of the required tables."""
    header = folded("".join(word for path in table.header for word in path))
    if _BESIDE.search(header) or not _MONEY.search(header):
        return False
    texts = (cell.text.strip() for line in table.lines for cell in line.cells if cell)
    amounts = sum(text.replace(",", "").replace(".", "", 1).isdecimal() for text in texts)
    return amounts >= _FEWEST_FILLED and not title_of(table)
