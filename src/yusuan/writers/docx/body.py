"""The body of the document: sections, their titles, text and tables in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.documents.publication import Chart, Grid, Heading
from yusuan.writers.docx.flow import LANDSCAPE, PORTRAIT, SLACK, Entry, Flow
from yusuan.writers.docx.styles import (
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
from yusuan.writers.docx.xml import clean, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from yusuan.documents.publication import Block, Part, Section
    from yusuan.writers.docx.flow import Page
    from yusuan.writers.docx.table import LaidTable

    EndRun = Callable[[Page, bool], str]

# Page breaks are found one at a time; a document needs a handful at most.
_MOST_ATTEMPTS = 30
# Room for two headings and a line of text.
_LINES_BELOW_TITLE = 3
# Headings of this level or above are printed 楷体 （一）.
_BRACKETED_LEVEL = 2


def write_parts(parts: Sequence[Part], end_run: EndRun) -> Flow:
    """Write all parts.

    `end_run` gives the section properties that end a run of pages alike; it is told of the first.
    """
    flow = Flow()
    for _ in range(_MOST_ATTEMPTS):
        flow = Flow(flow.breaks | {flow.disputed}, flow.layouts)
        _write(flow, parts, end_run)
        if not flow.disputed or flow.disputed in flow.breaks:
            break
    return flow


def _write(flow: Flow, parts: Iterable[Part], end_run: EndRun) -> None:
    for part in parts:
        for n, section in enumerate(part.sections):
            opens_part = n == 0
            mark = _open_section(flow, section, end_run, must_break=opens_part)
            if opens_part:
                mark = _title(flow, PART, part.title, 1, mark)
            style = TABLE_TITLE if section.is_table else SECTION
            _title(flow, style, section.title, 2, mark)
            _write_blocks(flow, section)


def _open_section(flow: Flow, section: Section, end_run: EndRun, *, must_break: bool) -> str:
    """Turn the page where the section asks for it; returns what its first paragraph must carry."""
    page = LANDSCAPE if section.is_landscape else PORTRAIT
    if page is not flow.page:
        if flow.out:
            flow.out.append(paragraph(SECTION_END.id, "", end_run(flow.page, flow.is_first_run)))
            flow.is_first_run = False
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
    mark = mark or flow.begin_block(may_break=True)
    flow.settle()
    height = flow.lines(text, style) * style.pitch + _LINES_BELOW_TITLE * BODY.pitch
    if not mark and not flow.is_at_top and not flow.fits(height):
        mark = flow.start_page()
    bookmark = f"_Toc{len(flow.entries) + 1:08d}"
    number = len(flow.entries)
    flow.entries.append(Entry(text, level, bookmark, flow.number))
    content = (
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>{run(text)}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )
    flow.out.append(paragraph(style.id, content, mark))
    flow.add_text(text, style)
    return ""


def _write_blocks(flow: Flow, section: Section) -> None:
    # Pictures are for the screen.
    blocks = [block for block in section.blocks if not isinstance(block, Chart)]
    tables = {
        n: flow.lay_out(block, _table_title(blocks, n, section))
        for n, block in enumerate(blocks)
        if isinstance(block, Grid)
    }
    for n, block in enumerate(blocks):
        mark = _make_room(flow, blocks, n, tables)
        if isinstance(block, Grid):
            _write_table(flow, block, tables[n], mark)
        elif isinstance(block, Heading):
            _write_text(flow, _heading_style(block), block.text, mark)
        else:
            _write_text(flow, BODY, block.text, mark)


def _make_room(flow: Flow, blocks: Sequence[Block], n: int, tables: Mapping[int, LaidTable]) -> str:
    """Turn the page where a block would be torn from what it belongs to; returns what it must carry."""
    is_led = n > 0 and isinstance(blocks[n - 1], Heading)
    mark = flow.begin_block(may_break=not is_led)
    gap = SECTION_END if _continues(blocks, n) else SPACER if n - 1 in tables else None
    if _leads_to_table(blocks, n):
        flow.settle()
        needed = _kept_together(flow, blocks, n, tables) + (gap.pitch if gap else 0)
        if not flow.is_at_top and not flow.fits(needed):
            return flow.start_page()
    elif not is_led:
        flow.keep([(clean(h.text), _heading_style(h)) for h in _headings(blocks, n)])
    if gap and not mark:
        flow.out.append(paragraph(gap.id, ""))
        flow.add_gap(gap)
    return mark


def _heading_style(heading: Heading) -> Style:
    return HEADING_3 if heading.level <= _BRACKETED_LEVEL else HEADING_4


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


def _headings(blocks: Sequence[Block], n: int) -> list[Heading]:
    """The headings from a block on, up to what they stand above."""
    found = []
    for block in blocks[n:]:
        if not isinstance(block, Heading):
            break
        found.append(block)
    return found


def _leads_to_table(blocks: Sequence[Block], n: int) -> bool:
    return isinstance(next((b for b in blocks[n:] if not isinstance(b, Heading)), None), Grid)


def _kept_together(
    flow: Flow, blocks: Sequence[Block], n: int, tables: Mapping[int, LaidTable]
) -> int:
    """The height that must find room on one page: headings with their table, whole where it can be."""
    needed = 0
    for m, block in enumerate(blocks[n:], start=n):
        if isinstance(block, Heading):
            style = _heading_style(block)
            needed += flow.lines(clean(block.text), style) * style.pitch
            continue
        whole = needed + tables[m].height
        for more in range(m + 1, len(blocks)):
            if not _continues(blocks, more):
                break
            whole += SECTION_END.pitch + tables[more].height
        room = flow.page.text_height if m > n else flow.page.text_height // 2
        return whole if whole + SLACK <= room else needed + tables[m].least_height
    return needed


def _write_text(flow: Flow, style: Style, text: str, mark: str) -> None:
    text = clean(text)
    flow.out.append(paragraph("" if style is BODY else style.id, run(text), mark))
    flow.add_text(text, style)


def _write_table(flow: Flow, grid: Grid, table: LaidTable, mark: str) -> None:
    if table.caption_height:
        flow.out.append(paragraph(CAPTION.id, table.caption, mark + table.caption_tabs))
    elif mark:
        flow.out.append(paragraph(SECTION_END.id, "", mark))
        flow.add_gap(SECTION_END)
    flow.out.append(table.xml)
    flow.add_table(table)
    for note in grid.notes:
        _write_text(flow, NOTE, note, "")
