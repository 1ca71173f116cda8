"""What rules on wording look at: every passage of a document, and the notes under each table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.grid import TextBlock
from yusuan.core.outcomes import Where
from yusuan.recognition.tables import title_of
from yusuan.rules.published.names import Line
from yusuan.rules.published.wording import NotedTable, Passage
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.recognition.disclosure import Disclosure
    from yusuan.recognition.tables import Logical

_NEAR = 4


def passages(found: Disclosure) -> Iterator[Passage]:
    """Every line of text and every filled cell, in reading order."""
    source = found.document.source
    for block in found.document.blocks:
        if isinstance(block, TextBlock):
            yield Passage(block.text, Where(source, block.page, "文字说明", box=block.box))
            continue
        for cell in block.cells:
            if cell.text.strip():
                page = block.page if cell.page is None else cell.page
                where = Where(source, page, block.name or "表格", column=cell.place, box=cell.box)
                yield Passage(cell.text, where, is_cell=True)


def name_lines(found: Disclosure) -> tuple[Line, ...]:
    """The text outside tables block by block, without blanks."""
    source = found.document.source
    return tuple(
        Line(
            "".join(block.text.split()),
            Where(source, block.page, "文字说明", box=block.box),
            bool(block.level),
        )
        for block in found.document.blocks
        if isinstance(block, TextBlock)
    )


def noted_tables(found: Disclosure) -> tuple[NotedTable, ...]:
    """The titled tables with the lines right below them, and whether they hold any amount."""
    filled = {
        table.spec.title: any(cell.value for cell in table.figures()) for table in found.tables
    }
    noted = []
    for logical in found.whole:
        title = title_of(logical)
        if title:
            has_figures = filled.get(title, _has_amounts(logical))
            noted.append(NotedTable(title, has_figures, tuple(_notes(logical, found))))
    return tuple(noted)


def _has_amounts(logical: Logical) -> bool:
    texts = (cell.text.strip() for line in logical.lines for cell in line.cells if cell)
    return any(_is_amount(text) for text in texts)


def _is_amount(text: str) -> bool:
    digits = text.replace(",", "").replace(".", "", 1)
    return ("." in text or "," in text) and digits.isdecimal() and bool(digits.strip("0"))


def _notes(logical: Logical, found: Disclosure) -> Iterator[Passage]:
    """The lines below a table up to the next title, on its own page."""
    page = logical.grids[-1].page if logical.grids else None
    for block in logical.below[:_NEAR]:
        is_title = block.level or folded(block.text).endswith("表")
        if is_title or (page is not None and block.page != page):
            return
        where = Where(found.document.source, block.page, title_of(logical), box=block.box)
        yield Passage(block.text, where)
