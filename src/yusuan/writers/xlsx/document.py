"""The publication as a workbook: a sheet for every table, totals as live formulas that agree with the print."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.core.spreadsheets import LONGEST_SHEET_NAME
from yusuan.documents.publication import Grid, Heading, Paragraph
from yusuan.writers.cells import put_text
from yusuan.writers.xlsx.grid import Formats, Layout, formulas, lines_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from yusuan.documents.publication import Publication, Section
    from yusuan.tables.table import CellKey

COVER, WORDS = "封面", "情况说明"
_NOT_IN_A_NAME = pattern(r"[\[\]:*?/\\']")
_LIST_NUMBER = pattern(r"^[一二三四五六七八九十]+、")
# Characters of the standard font that fit an A4 page between its margins.
_PORTRAIT, _LANDSCAPE, _TEXT = 92, 138, 82
_A4 = 9
_DRAFT = "草案"


@dataclass(slots=True)
class _Sheet:
    """A sheet to be: its name, and the grids on it, each under its heading."""

    name: str
    title: str
    is_landscape: bool
    grids: list[tuple[str, Grid]] = field(default_factory=list)


def write_xlsx(publication: Publication) -> bytes:
    """Write the workbook; equal publications give equal bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    created = dt.datetime.combine(publication.date, dt.time())
    book.set_properties(
        {
            "title": publication.title,
            "subject": f"{publication.fiscal_year}年部门预算",
            "author": publication.department,
            "category": "部门预算公开",
            "keywords": "部门预算, 预算公开",
            "status": _DRAFT if publication.is_draft else "",
            "created": created,
        }
    )
    _Writer(book, publication).write()
    book.close()
    return stream.getvalue()


class _Writer:
    """One workbook being written: first where everything goes, then the cells."""

    def __init__(self, book: Workbook, publication: Publication) -> None:
        self.book = book
        self.publication = publication
        self.formats = Formats(book)
        self.sheets = list(_sheets(publication))
        self.layouts = {sheet.name: _layout(sheet) for sheet in self.sheets}

    def write(self) -> None:
        """All sheets: cover, tables, words, then the tables of the explanation."""
        live = formulas(self.publication.sums, self.layouts.values())
        tables = {s.id for part in self.publication.parts for s in part.sections if s.is_table}
        order = sorted(self.sheets, key=lambda s: s.grids[0][1].id not in tables)
        self._cover([sheet.name for sheet in order])
        words_written = False
        for sheet in order:
            if sheet.grids[0][1].id not in tables and not words_written:
                self._words()
                words_written = True
            self._sheet(sheet, live)
        if not words_written:
            self._words()

    def _page(self, name: str, *, is_landscape: bool = False) -> Worksheet:
        page = self.book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_paper(_A4)
        if is_landscape:
            page.set_landscape()
        page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_footer("&C第 &P 页 共 &N 页")
        if self.publication.is_draft:
            page.set_header(f"&C&16 {_DRAFT}")
        return page

    def _sheet(self, sheet: _Sheet, live: Mapping[CellKey, str]) -> None:
        page = self._page(sheet.name, is_landscape=sheet.is_landscape)
        layout = self.layouts[sheet.name]
        layout.write(page, self.formats, live)
        first, header = layout.header
        if len(sheet.grids) == 1 and header:
            page.freeze_panes(first + header, 0)
            # Title, department and unit with the header, on every page.
            page.repeat_rows(0, first + header - 1)

    # --- text ---------------------------------------------------------------------------------------------

    def _cover(self, names: Iterable[str]) -> None:
        page = self._page(COVER)
        cover = self.publication.cover
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 60)
        text = self.formats.plain(wrap=True)
        if self.publication.is_draft:
            put_text(page, 0, 0, _DRAFT, self.formats.plain(bold=True, size=16, color="#C00000"))
        page.merge_range(2, 0, 2, 1, "", self.formats.plain(bold=True, size=22, align="center"))
        page.set_row(2, 44)
        put_text(page, 2, 0, cover.title, self.formats.plain(bold=True, size=22, align="center"))
        rows = [
            ("部门", cover.department),
            ("公开日期", cover.date_in_characters),
            *((label, f"{name}　{date}".strip()) for label, name, date in cover.sign_offs),
        ]
        row = 4
        for label, value in rows:
            if value:
                put_text(page, row, 0, label, self.formats.plain(bold=True))
                put_text(page, row, 1, value, text)
                page.set_row(row, 16 * lines_needed(value, 60))
                row += 1
        row += 1
        put_text(page, row, 0, self.publication.contents_title, self.formats.plain(bold=True))
        titles = {sheet.name: sheet.title for sheet in self.sheets} | {WORDS: WORDS}
        for name in (*names, WORDS):
            row += 1
            link = self.formats.plain(color="#0563C1", underline=True)
            page.write_url(row, 0, f"internal:'{name}'!A1", link, name)
            put_text(page, row, 1, titles[name], text)

    def _words(self) -> None:
        """The explanation as text; its tables lie on sheets of their own."""
        page = self._page(WORDS)
        page.set_column(0, 0, _TEXT)
        row = 0
        for section in (s for part in self.publication.parts for s in part.sections):
            if section.is_table:
                continue
            put_text(page, row, 0, section.title, self.formats.plain(bold=True, size=14))
            page.set_row(row, 26)
            row += 1
            for text, is_heading in _texts(section, self._where(section)):
                put_text(page, row, 0, text, self.formats.plain(bold=is_heading, wrap=True))
                page.set_row(row, 16 * lines_needed(text, _TEXT))
                row += 1
            row += 1

    def _where(self, section: Section) -> Mapping[str, str]:
        """The sheet of each grid of a section."""
        own = {block.id for block in section.blocks if isinstance(block, Grid)}
        return {g.id: s.name for s in self.sheets for _, g in s.grids if g.id in own}


def _texts(section: Section, where: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Paragraphs and headings in order, and where a table went, once for tables on one sheet."""
    told = ""
    held_back: tuple[str, bool] | None = None
    for block in section.blocks:
        if isinstance(block, Heading):
            held_back = (block.text, True)
        elif isinstance(block, Paragraph):
            if held_back:
                yield held_back
            held_back = None
            yield f"　　{block.text}", False
        elif isinstance(block, Grid):
            # The heading of a table goes with the table.
            held_back = None
            if where[block.id] != told:
                told = where[block.id]
                yield f"（表格见工作表“{told}”）", False
    if held_back:
        yield held_back


def _sheets(publication: Publication) -> Iterator[_Sheet]:
    """Grids of equal columns in one section share a sheet, stacked under their headings."""
    taken = {COVER, WORDS}
    for part in publication.parts:
        for section in part.sections:
            found = list(_headed_grids(section))
            for n, (_, group) in enumerate(groupby(found, key=lambda pair: pair[1].widths)):
                grids = list(group)
                title = section.title if n == 0 else f"{section.title}（{n + 1}）"
                name = _sheet_name(_LIST_NUMBER.sub("", title), taken)
                taken.add(name)
                is_landscape = section.is_landscape or section.id == "projects"
                yield _Sheet(name, title, is_landscape, grids)


def _headed_grids(section: Section) -> Iterator[tuple[str, Grid]]:
    heading = ""
    for block in section.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Grid):
            yield heading, block
            heading = ""


def _sheet_name(title: str, taken: Iterable[str]) -> str:
    """A title as Excel allows sheets to be called, unlike every other."""
    short = _NOT_IN_A_NAME.sub("", title.removeprefix("部门预算")).strip() or "表"
    name, n = short[:LONGEST_SHEET_NAME], 1
    while name.lower() in {other.lower() for other in taken}:
        n += 1
        suffix = f"（{n}）"
        name = short[: LONGEST_SHEET_NAME - len(suffix)] + suffix
    return name


def _layout(sheet: _Sheet) -> Layout:
    page_width = _LANDSCAPE if sheet.is_landscape else _PORTRAIT
    layout = Layout(sheet.name, _fitted(sheet.grids[0][1].widths, page_width))
    layout.add_title(sheet.title)
    for heading, grid in sheet.grids:
        layout.add_grid(grid, heading if len(sheet.grids) > 1 else "")
    return layout


def _fitted(widths: tuple[float, ...], page_width: int) -> tuple[float, ...]:
    """Relative widths as characters; a wide table may be wider than the page, which it is fitted to."""
    narrowest = 5.5
    unit = page_width / sum(widths)
    return tuple(round(max(width * unit, narrowest), 1) for width in widths)
