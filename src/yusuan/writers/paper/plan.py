"""Which page everything stands on: sections, their titles, text and tables in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from yusuan.documents.publication import Chart, Grid, Heading
from yusuan.writers.paper.flow import SLACK, Flow
from yusuan.writers.paper.fonts import normal
from yusuan.writers.paper.looks import (
    BODY,
    MINOR,
    NOTE,
    PART,
    SECTION,
    SECTION_END,
    SPACER,
    SUBSECTION,
    TABLE_TITLE,
    Look,
)
from yusuan.writers.paper.pages import LANDSCAPE, PORTRAIT, UPRIGHT, Page
from yusuan.writers.paper.steps import Entry, Gap, Line, Placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.documents.publication import Block, Part, Publication, Section
    from yusuan.writers.paper.table import LaidTable

# One block, or grids that stand on one another: one table with two forms of row.
Stack: TypeAlias = "list[Block]"

# Page breaks are found one at a time; a document needs a handful at most.
_MOST_ATTEMPTS = 30
# Room for two headings and a line of text.
_LINES_BELOW_TITLE = 3
# Headings of this level or above are those in brackets （一）.
_BRACKETED_LEVEL = 2
_CONTINUED = "（续）"


def plan(publication: Publication) -> Flow:
    """Lay all parts out; the steps are what a format writes."""
    flow = Flow()
    for _ in range(_MOST_ATTEMPTS):
        flow = Flow(flow.breaks | {flow.disputed}, flow.layouts)
        _write(flow, publication.parts, publication.department)
        if not flow.disputed or flow.disputed in flow.breaks:
            break
    return flow


def _write(flow: Flow, parts: Iterable[Part], department: str) -> None:
    for part in parts:
        for n, section in enumerate(part.sections):
            titles = [(section.title, TABLE_TITLE if section.is_table else SECTION, 2)]
            if n == 0:
                titles.insert(0, (part.title, PART, 1))
            stacks = list(_stacks(section.blocks))
            turns = _open_section(flow, section, titles, stacks, department)
            for title, look, level in titles:
                turns = _title(flow, look, title, level, turns_page=turns)
            _write_blocks(flow, stacks, department)


def _open_section(
    flow: Flow,
    section: Section,
    titles: Sequence[tuple[str, Look, int]],
    stacks: Sequence[Stack],
    department: str,
) -> bool:
    """Turn the page where the section asks for it; tells whether its first paragraph has to."""
    page = LANDSCAPE if section.is_landscape else UPRIGHT if section.is_table else PORTRAIT
    starts_page = section.starts_page or len(titles) > 1
    running = ""
    if starts_page:
        first = _first_table(flow, page, titles, stacks)
        if first and not first[0][0].fits:
            page = LANDSCAPE
            first = _first_table(flow, page, titles, stacks)
        if first and first[1]:
            running = _running(first[2] or section.title, first[0], department)
    if page is not flow.page or running or flow.running:
        if starts_page or page is not flow.page:
            flow.turn(page, running)
        return False
    return starts_page and not flow.is_at_top and flow.start_page()


def _first_table(
    flow: Flow, page: Page, titles: Sequence[tuple[str, Look, int]], stacks: Sequence[Stack]
) -> tuple[list[LaidTable], bool, str] | None:
    """The first table of a section that opens on a page of its own, whether it runs on, and its heading."""
    used, heading = 0, ""
    for title, look, _ in titles:
        used += flow.lines(_one_line(title), look, page=page) * look.pitch
    for stack in stacks:
        block = stack[0]
        if isinstance(block, Grid):
            tables = _lay_out(flow, stack, page, used)
            runs_on = used + _height(tables) + SLACK > page.text_height
            # A table within a text runs on below its own caption.
            is_all = used < page.text_height // 2 and (stack is stacks[-1] or len(stack) > 1)
            return tables, runs_on and is_all, heading
        look = _look(block)
        heading = block.text if isinstance(block, Heading) else ""
        used += flow.lines(normal(_text(block)), look, page=page) * look.pitch
    return None


def _running(title: str, tables: Sequence[LaidTable], department: str) -> str:
    """What stands above a table that runs on: its title, and whose it is where the caption does not say."""
    last = tables[-1]
    has_caption = bool(last.header_rows and last.caption.left)
    return f"{_one_line(title)}{_CONTINUED}" + ("" if has_caption else f"　{department}")


def _lay_out(flow: Flow, stack: Stack, page: Page, used: int) -> list[LaidTable]:
    grids = [block for block in stack if isinstance(block, Grid)]
    halves = (len(grids) - 1) * SECTION_END.pitch
    room = page.text_height - used - halves - 2 * SLACK
    return flow.lay_out(grids, page, max(room, page.text_height // 3))


def _height(tables: Sequence[LaidTable]) -> int:
    return sum(t.height for t in tables) + (len(tables) - 1) * SECTION_END.pitch


def _one_line(text: str) -> str:
    return normal(text).replace("\n", " ")


def _title(flow: Flow, look: Look, text: str, level: int, *, turns_page: bool) -> bool:
    """A title that the contents list; never left alone at the foot of a page."""
    text = _one_line(text)
    if not text.strip():
        return turns_page
    turns_page = turns_page or flow.begin_block(may_break=True)
    flow.settle()
    height = flow.lines(text, look) * look.pitch + _LINES_BELOW_TITLE * BODY.pitch
    if not turns_page and not flow.is_at_top and not flow.fits(height):
        turns_page = flow.start_page()
    entry = Entry(text, level, f"_Toc{len(flow.entries) + 1:08d}", flow.number)
    flow.entries.append(entry)
    flow.out.append(Line(text, look, turns_page, level, entry))
    flow.add_text(text, look)
    return False


def _write_blocks(flow: Flow, stacks: Sequence[Stack], department: str) -> None:
    for n, stack in enumerate(stacks):
        turns = _make_room(flow, stacks, n, department)
        block = stack[0]
        if isinstance(block, Grid):
            _write_tables(flow, flow.pending, turns_page=turns)
            if flow.home is not None:
                # Only the wide table lies on its side.
                if n + 1 < len(stacks):
                    flow.turn(flow.home)
                flow.home = None
            continue
        _write_text(flow, _look(block), _text(block), _level(block), turns_page=turns)


def _make_room(flow: Flow, stacks: Sequence[Stack], n: int, department: str) -> bool:
    """Turn the page where a block would be torn from what it belongs to; tells whether it has to be turned."""
    is_led = n > 0 and isinstance(stacks[n - 1][0], Heading)
    turns = flow.begin_block(may_break=not is_led)
    gap = n > 0 and isinstance(stacks[n - 1][0], Grid)
    headings = _headings(stacks, n)
    at = n + len(headings)
    if at < len(stacks) and isinstance(stacks[at][0], Grid):
        if is_led:
            return turns
        flow.settle()
        turned = _make_room_for_table(flow, stacks[at], headings, department, on_titles=n == 0)
        if turned is not None:
            return turned or turns
    elif not is_led:
        flow.keep([(normal(h.text), _look(h)) for h in headings])
    if gap and not turns:
        flow.out.append(Gap(SPACER))
        flow.add_gap(SPACER)
    return turns


def _make_room_for_table(
    flow: Flow, stack: Stack, headings: Sequence[Heading], department: str, *, on_titles: bool
) -> bool | None:
    """Lay a table out where it will stand; tells whether a page is to be turned, None where it stays on this one."""
    page = flow.page or PORTRAIT
    above = sum(flow.lines(normal(h.text), _look(h)) * _look(h).pitch for h in headings)
    if on_titles:
        flow.pending = _lay_out(flow, stack, page, flow.far.used + above)
        return None
    is_form = len(stack) > 1
    flow.pending = _lay_out(flow, stack, page, above)
    if not flow.pending[0].fits and page is not LANDSCAPE:
        flow.pending = _lay_out(flow, stack, LANDSCAPE, above)
        flow.home = page
        flow.turn(LANDSCAPE)
        return False
    whole = above + _height(flow.pending)
    if is_form:
        # A form has a page of its own, and says whose it is on each further page.
        runs_on = whole + SLACK > page.text_height
        if runs_on or flow.running:
            title = headings[-1].text if headings else ""
            flow.turn(page, _running(title, flow.pending, department) if runs_on else "")
            return False
        return flow.start_page() if not flow.is_at_top else None
    least = above + flow.pending[0].least_height
    needed = (whole if whole + SLACK <= page.text_height else least) + SPACER.pitch
    return flow.start_page() if not flow.is_at_top and not flow.fits(needed) else None


def _look(block: Block) -> Look:
    if isinstance(block, Heading):
        return SUBSECTION if block.level <= _BRACKETED_LEVEL else MINOR
    return BODY


def _level(block: Block) -> int:
    return block.level + 1 if isinstance(block, Heading) else 0


def _text(block: Block) -> str:
    return "" if isinstance(block, Grid | Chart) else block.text


def _headings(stacks: Sequence[Stack], n: int) -> list[Heading]:
    """The headings from a block on, up to what they stand above."""
    found = []
    for stack in stacks[n:]:
        if not isinstance(stack[0], Heading):
            break
        found.append(stack[0])
    return found


def _write_text(
    flow: Flow, look: Look, text: str, level: int = 0, *, turns_page: bool = False
) -> None:
    text = normal(text)
    flow.out.append(Line(text, look, turns_page, level))
    flow.add_text(text, look)


def _write_tables(flow: Flow, tables: Sequence[LaidTable], *, turns_page: bool) -> None:
    for n, table in enumerate(tables):
        if n:
            flow.out.append(Gap(SECTION_END))
            flow.add_gap(SECTION_END)
        flow.out.append(Placed(table, turns_page and n == 0))
        flow.add_table(table)
        for note in table.grid.notes:
            _write_text(flow, NOTE, note)


def _stacks(blocks: Sequence[Block]) -> Iterator[Stack]:
    """Blocks one by one, save grids without captions of their own: they stand on the grid above."""
    stack: Stack = []
    for block in blocks:
        if isinstance(block, Chart):
            continue  # pictures are for the screen
        if stack and not _stands_on(block, stack[-1]):
            yield stack
            stack = []
        stack.append(block)
    if stack:
        yield stack


def _stands_on(block: Block, above: Block) -> bool:
    return (
        isinstance(block, Grid)
        and isinstance(above, Grid)
        and not (block.caption_left or block.caption_middle or block.caption_right or above.notes)
        and len(block.widths) == len(above.widths)
    )
