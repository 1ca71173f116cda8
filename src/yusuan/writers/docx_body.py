"""The body of the document: sections in pages, and the page each one starts on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.documents.publication import Chart, Grid, Heading
from yusuan.writers.docx_measure import Measure, line_count
from yusuan.writers.docx_styles import (
    BODY,
    CAPTION,
    HEADING_3,
    HEADING_4,
    NOTE,
    PART,
    SECTION,
    SECTION_END,
    SPACER,
    TABLE_TITLE,
    Style,
)
from yusuan.writers.docx_table import TALLEST_WHOLE_ROW, LaidTable, lay_out
from yusuan.writers.docx_xml import clean, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from yusuan.documents.publication import Block, Part, Section

    EndRun = Callable[["Page"], str]

_BREAK = "<w:pageBreakBefore/>"
# What fits only just is moved to the next page: word processors differ by a hair.
_SLACK = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A4 with the margins of GB/T 9704 (37, 35, 28, 26 mm), bound at the left; twips."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    is_landscape: bool = False

    @property
    def text_width(self) -> int:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """The height between the margins, less the mark that ends a section."""
        return self.height - self.top - self.bottom - SECTION_END.pitch


PORTRAIT = Page(11906, 16838, 2098, 1474, 1984, 1587)
# Lying on its side with the binding edge on top.
LANDSCAPE = Page(16838, 11906, 1587, 2098, 1474, 1984, is_landscape=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; `page` is the printed number, counted from the first page of the body."""

    text: str
    level: int
    bookmark: str
    page: int


@dataclass(slots=True)
class Flow:
    """Where the next line will stand while the body is written."""

    page: Page = PORTRAIT
    number: int = 1
    used: int = 0
    out: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_at_top(self) -> bool:
        """Tell whether nothing stands on the page yet."""
        return self.used == 0

    def fits(self, height: int) -> bool:
        """Tell whether something of that height has safe room on this page."""
        return self.used + height + _SLACK <= self.page.text_height

    def start_page(self) -> str:
        """Go on to a fresh page; returns the property the next paragraph has to carry."""
        self.number += 1
        self.used = 0
        return _BREAK

    def turn_page(self) -> str:
        """Go on to a fresh page for want of room; returns what the next paragraph has to carry.

        A page that is full turns by itself: a break there would leave a page all but empty wherever
        a word processor's last line ran over.
        """
        is_full = self.page.text_height - self.used < BODY.pitch
        mark = self.start_page()
        return "" if is_full else mark

    def add_lines(self, count: int, pitch: int) -> None:
        """Take room for lines, running over to further pages where needed."""
        for _ in range(count):
            if self.used + pitch > self.page.text_height:
                self.number += 1
                self.used = 0
            self.used += pitch

    def add_table(self, table: LaidTable) -> None:
        """Take room for a table whose header rows repeat on each page."""
        self.add_lines(1, table.caption_height + table.header_height)
        for height in table.row_heights:
            if height <= TALLEST_WHOLE_ROW and self.used + height > self.page.text_height:
                self.number += 1
                self.used = table.header_height
            self.used += height
            while self.used > self.page.text_height:
                self.number += 1
                self.used -= self.page.text_height - table.header_height


def write_parts(parts: Iterable[Part], end_run: EndRun) -> Flow:
    """Write all parts; `end_run` gives the section properties that end a run of pages alike."""
    flow = Flow()
    for part in parts:
        for n, section in enumerate(part.sections):
            opens_part = n == 0
            mark = _open_section(flow, section, end_run, must_break=opens_part)
            if opens_part:
                mark = _title(flow, PART, part.title, 1, mark)
            style = TABLE_TITLE if section.is_table else SECTION
            _title(flow, style, section.title, 2, mark)
            _write_blocks(flow, section)
    return flow


def _open_section(flow: Flow, section: Section, end_run: EndRun, *, must_break: bool) -> str:
    """Turn the page where the section asks for it; returns what its first paragraph must carry."""
    page = LANDSCAPE if section.is_landscape else PORTRAIT
    if page is not flow.page:
        if flow.out:
            flow.out.append(paragraph(SECTION_END.id, "", end_run(flow.page)))
            flow.start_page()
        flow.page = page
        return ""
    if (section.starts_page or must_break) and not flow.is_at_top:
        return flow.start_page()
    return ""


def _title(flow: Flow, style: Style, text: str, level: int, mark: str) -> str:
    """A title that the contents list; never left alone at the foot of a page."""
    text = clean(text).replace("\n", " ")
    if not text.strip():
        return mark
    lines = _lines(text, style, flow.page)
    if not mark and not flow.is_at_top and not flow.fits(lines * style.pitch + 2 * BODY.pitch):
        mark = flow.turn_page()
    bookmark = f"_Toc{len(flow.entries) + 1:08d}"
    number = len(flow.entries)
    flow.entries.append(Entry(text, level, bookmark, flow.number))
    content = (
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>{run(text)}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )
    flow.out.append(paragraph(style.id, content, mark))
    flow.add_lines(lines, style.pitch)
    return ""


def _write_blocks(flow: Flow, section: Section) -> None:
    # Pictures are for the screen.
    blocks = [block for block in section.blocks if not isinstance(block, Chart)]
    tables = {
        n: lay_out(block, flow.page.text_width, _table_title(blocks, n, section))
        for n, block in enumerate(blocks)
        if isinstance(block, Grid)
    }
    for n, block in enumerate(blocks):
        needed = _kept_together(blocks, n, tables, flow.page)
        gap = SECTION_END if _continues(blocks, n) else SPACER if n - 1 in tables else None
        if gap is not None:
            needed += gap.pitch
        mark = ""
        if not flow.is_at_top and not flow.fits(needed):
            mark = flow.turn_page()
            if not _leads_to_table(blocks, n):
                mark = ""  # a heading keeps with its text by its style
        elif gap is not None:
            flow.out.append(paragraph(gap.id, ""))
            flow.add_lines(1, gap.pitch)
        if isinstance(block, Grid):
            _write_table(flow, block, tables[n], mark)
        elif isinstance(block, Heading):
            _write_lines(flow, HEADING_3 if block.level <= 2 else HEADING_4, block.text, mark)  # noqa: PLR2004
        else:
            _write_lines(flow, BODY, block.text, mark)


def _table_title(blocks: Sequence[Block], n: int, section: Section) -> str:
    before = blocks[n - 1] if n else None
    return before.text if isinstance(before, Heading) else section.title


def _continues(blocks: Sequence[Block], n: int) -> bool:
    """Tell whether a grid is the lower half of the grid before it: one table with two forms of row."""
    block = blocks[n]
    return (
        n > 0
        and isinstance(block, Grid)
        and isinstance(blocks[n - 1], Grid)
        and not (block.caption_left or block.caption_middle or block.caption_right)
    )


def _leads_to_table(blocks: Sequence[Block], n: int) -> bool:
    return isinstance(next((b for b in blocks[n:] if not isinstance(b, Heading)), None), Grid)


def _kept_together(
    blocks: Sequence[Block], n: int, tables: Mapping[int, LaidTable], page: Page
) -> int:
    """The height that must find room on one page: headings with what follows, tables where they can."""
    needed = 0
    is_titled = False
    for m, block in enumerate(blocks[n:], start=n):
        if isinstance(block, Heading):
            style = HEADING_3 if block.level <= 2 else HEADING_4  # noqa: PLR2004
            needed += _lines(clean(block.text), style, page) * style.pitch
            is_titled = True
        elif isinstance(block, Grid):
            whole = needed + tables[m].height
            for more in range(m + 1, len(blocks)):
                if not _continues(blocks, more):
                    break
                whole += SECTION_END.pitch + tables[more].height
            limit = page.text_height if is_titled else page.text_height // 2
            return whole if whole + _SLACK <= limit else needed + tables[m].least_height
        else:
            # Running text may break anywhere, only its heading keeps a line of it.
            return needed + BODY.pitch if is_titled else 0
    return needed


def _write_lines(flow: Flow, style: Style, text: str, mark: str) -> None:
    text = clean(text)
    flow.out.append(paragraph("" if style is BODY else style.id, run(text), mark))
    flow.add_lines(_lines(text, style, flow.page), style.pitch)


def _write_table(flow: Flow, grid: Grid, table: LaidTable, mark: str) -> None:
    if table.caption_height:
        flow.out.append(paragraph(CAPTION.id, table.caption, mark + table.caption_tabs))
    elif mark:
        flow.out.append(paragraph(SECTION_END.id, "", mark))
        flow.add_lines(1, SECTION_END.pitch)
    flow.out.append(table.xml)
    flow.add_table(table)
    for note in grid.notes:
        text = clean(note)
        flow.out.append(paragraph(NOTE.id, run(text)))
        flow.add_lines(_lines(text, NOTE, flow.page), NOTE.pitch)


def _lines(text: str, style: Style, page: Page) -> int:
    measure = Measure(page.text_width, style.size, style.spacing, hangs=True)
    return line_count(text, measure, indent=style.first_line)
