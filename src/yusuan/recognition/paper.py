"""The paper itself as rules see it: lines, captions of tables, the notes under them, the contents page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from yusuan.core.grid import RawGrid, TextBlock
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.editions import EDITIONS
from yusuan.recognition.tables import title_of
from yusuan.rules.evidence import (
    Caption,
    Dates,
    Entry,
    Line,
    NotedTable,
    Paper,
    core,
    likeness,
    plain,
)
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.grid import RawDocument
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.recognition.tables import Logical

_UNREAD = ("没有文字层", "扫描", "图片")
_FEWEST_FILLED = 8
_TOP_ROWS = 2
# What a required table has in its header, and what only tables beside them have.
_MONEY = pattern(r"科目|收入|支出|预算数|决算数|公务|合计")
_BESIDE = pattern(r"采购|资产|目标|指标|数量|单价|面积|单位名称|单位性质|编制|人数|车辆|责任")
_ANOTHER = pattern(
    r"(?:采购|资产|绩效|目标|机构|单位构成|人员|车辆|专项资金|名录|名单)[^。]{0,12}(?:表|情况|信息)?$"
)
_SHORTEST_NOTE = 5
_NEAR, _NEAREST, _RIGHT_BELOW = 5, 2, 4


def paper_of(found: Disclosure, dates: Dates | None = None) -> Paper:
    """The document as printed, the contents page told from the body; `dates` where it does not state them."""
    document = found.document
    contents = contents_page(document)
    titled = [(title, table) for table in found.whole if (title := title_of(table))]
    return Paper(
        passages=tuple(_lines(document, contents.blocks)),
        captions=tuple(_captions(found, contents.blocks, _notes(titled))),
        noted=tuple(_noted(found, titled)),
        contents=contents.entries,
        nameless=tuple(_nameless(found)),
        pages=document.pages,
        blank_pages=document.blank_pages,
        cut_pages=document.cut_pages,
        has_unread_pages=any(word in remark for remark in document.remarks for word in _UNREAD),
        names=tuple(grid.name for grid in document.grids if grid.name),
        titles=_titles(found),
        dates=dates,
    )


def _titles(found: Disclosure) -> dict[str, str]:
    """What the form the document follows calls its tables and sections, by their ids; empty for other forms."""
    name = found.profile.edition.value
    if name is None:
        return {}
    edition = EDITIONS[name](found.year)
    tables = {spec.id: f"{edition.title_prefix}{spec.title}" for spec in edition.tables}
    return tables | {section.id: section.title for section in edition.sections}


def _lines(document: RawDocument, contents: frozenset[int]) -> Iterator[Line]:
    for n, block in enumerate(document.blocks):
        if isinstance(block, TextBlock):
            where = Where(document.source, block.page, "文字说明", box=block.box)
            yield Line(block.text, where, block.level, is_listed=n in contents)
        else:
            yield from _cells(block, document.source)


def _cells(grid: RawGrid, source: str) -> Iterator[Line]:
    for cell in grid.cells:
        if cell.text.strip():
            page = grid.page if cell.page is None else cell.page
            where = Where(source, page, grid.name or "表格", column=cell.place, box=cell.box)
            yield Line(cell.text, where, is_cell=True, is_inside=cell.row >= _TOP_ROWS)


def _captions(
    found: Disclosure, contents: frozenset[int], notes: Mapping[str, Sequence[str]]
) -> Iterator[Caption]:
    source = found.document.source
    listed = {id(found.document.blocks[n]) for n in contents}
    for table in found.tables:
        title = table.spec.title
        first = next((c.where for c in table.cells.values() if c.where is not None), None)
        page = None if first is None else first.page
        # Of a table without title nobody knows which lines are its own: all of its page may be.
        said = notes[title] if title in notes else _on_page(found, page)
        shown = "" if title == table.id else title
        yield Caption(shown, Where(source, page, title), table.id, notes=tuple(said))
    for logical in found.others:
        # What the contents page lists above a table is not its title.
        title = title_of(replace(logical, above=_unlisted(logical.above, listed)))
        if title:
            yield Caption(title, Where(source, logical.page, title))
    for refusal in found.refused:
        yield Caption(refusal.title, Where(source, refusal.page, refusal.title), is_read=False)


def _on_page(found: Disclosure, page: int | None) -> Iterator[str]:
    return (block.text for block in found.texts if page is None or block.page == page)


def _unlisted(above: Sequence[TextBlock], listed: set[int]) -> tuple[TextBlock, ...]:
    return tuple(block for block in above if id(block) not in listed)


def _notes(titled: Iterable[tuple[str, Logical]]) -> dict[str, tuple[str, ...]]:
    """By a table's title, the words above and below its grid and the longer ones in it; no other title."""
    notes: dict[str, tuple[str, ...]] = {}
    for title, logical in titled:
        around = (*_to_title(reversed(logical.above)), *_to_title(logical.below))
        within = (c.text for g in logical.grids for c in g.cells if _may_note(c.text))
        notes[title] = (*notes.get(title, ()), *around, *within)
    return notes


def _may_note(text: str) -> bool:
    return len(text) >= _SHORTEST_NOTE or text.strip() == "无"


def _to_title(blocks: Iterable[TextBlock]) -> Iterator[str]:
    for block in islice(blocks, _NEAR):
        if block.level or folded(block.text).endswith("表"):
            return
        yield block.text


def _noted(found: Disclosure, titled: Iterable[tuple[str, Logical]]) -> Iterator[NotedTable]:
    """The titled tables with the lines right below them, and whether they hold any amount."""
    filled = {
        table.spec.title: any(cell.value for cell in table.figures()) for table in found.tables
    }
    for title, logical in titled:
        has_figures = filled.get(title, _has_amounts(logical))
        place = Where(found.document.source, table=title)
        yield NotedTable(title, has_figures, tuple(_below(logical, place)))


def _has_amounts(logical: Logical) -> bool:
    texts = (cell.text.strip() for line in logical.lines for cell in line.cells if cell)
    return any(_is_amount(text) for text in texts)


def _is_amount(text: str) -> bool:
    digits = text.replace(",", "").replace(".", "", 1)
    return ("." in text or "," in text) and digits.isdecimal() and bool(digits.strip("0"))


def _below(logical: Logical, place: Where) -> Iterator[Line]:
    """The lines below a table up to the next title, on its own page."""
    page = logical.grids[-1].page if logical.grids else None
    for block in logical.below[:_RIGHT_BELOW]:
        is_title = block.level or folded(block.text).endswith("表")
        if is_title or (page is not None and block.page != page):
            return
        yield Line(block.text, replace(place, page=block.page, box=block.box))


def _nameless(found: Disclosure) -> Iterator[str]:
    """The words of each table nobody could name: it may be one of the required ones."""
    for table in found.others:
        if _is_nameless(table):
            yield _words(table)
    for refusal in found.refused:
        if not refusal.title:
            yield ""


def _is_nameless(table: Logical) -> bool:
    """Tell whether a table is filled, without title, and by its heads none that stands beside the required ones."""
    header = folded("".join(word for path in table.header for word in path))
    nearest = folded("".join(block.text for block in table.above[-_NEAREST:]))
    if _BESIDE.search(header) or not _MONEY.search(header) or _ANOTHER.search(nearest):
        return False
    texts = (cell.text.strip() for line in table.lines for cell in line.cells if cell)
    amounts = sum(text.replace(",", "").replace(".", "", 1).isdecimal() for text in texts)
    # A title far above, with paragraphs between, is of something else.
    return amounts >= _FEWEST_FILLED and not title_of(replace(table, above=table.above[-_NEAR:]))


def _words(table: Logical) -> str:
    """Heads, row labels and the nearest lines above, in one string."""
    heads = (word for path in table.header for word in path)
    labels = (cell.text for line in table.lines for cell in line.cells if cell)
    above = (block.text for block in table.above[-_NEAREST:])
    words = folded("".join([*heads, *labels, *above]))
    return "".join(sign for sign in words if not sign.isdecimal())


# --- the contents page ------------------------------------------------------------------------------------

_HEAD = pattern(r".{0,24}目(?:录|次)")
_LEADERS = pattern(r"(?<!\s)\s*[.…·．‥┈⋯]{2}[\s.…·．‥┈⋯]*")
_LABEL = pattern(r"(?<![\s.…·．‥┈⋯])(?:\s|[.…·．‥┈⋯]{2})[\s.…·．‥┈⋯]*[-—]?\s?(\d{1,3})\s?[-—]?$")
# A note on the page is no entry; a part that is named again opens the body, under whatever other words.
_NOTE = pattern(r"备?注(?:\d|[:：、])|说明[:：]")
_PART = pattern(r"第[一二三四五六七八九十]+(?:部分|章)")
_BROKEN = pattern(r"错误\s*[!！].*$|Error!.*$")
_LONGEST_ENTRY = 70
_MOST_ENTRIES = 200
# A contents page in one block at most; beyond that the patterns would only search for nothing.
_LONGEST_BLOCK = 4000
_FEWEST = 3
_MANY = 6
_REPEATED = 0.9


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """Entries in order, and the numbers of the document's blocks they stand in."""

    entries: tuple[Entry, ...] = ()
    blocks: frozenset[int] = frozenset()


def contents_page(document: RawDocument) -> ContentsPage:
    """Find the contents page; empty where the document has none, or fewer than three entries."""
    start = next(
        (
            n
            for n, block in enumerate(document.blocks)
            if isinstance(block, TextBlock) and _HEAD.fullmatch(plain(block.text))
        ),
        None,
    )
    if start is None:
        return ContentsPage()
    found: list[tuple[int, Entry]] = []
    for n in range(start + 1, len(document.blocks)):
        block = document.blocks[n]
        if isinstance(block, RawGrid) or len(found) > _MOST_ENTRIES:
            break
        if len(block.text) > _LONGEST_BLOCK:
            break
        new = list(_entries(block, document.source))
        if _is_over(found, block, new):
            break
        found += [(n, entry) for entry in new]
    found = _without_body(found)
    if len(found) < _FEWEST:
        return ContentsPage()
    blocks = frozenset({start, *(n for n, _ in found)})
    return ContentsPage(tuple(entry for _, entry in found), blocks)


def _entries(block: TextBlock, source: str) -> Iterator[Entry]:
    where = Where(source, block.page, "目录", box=block.box)
    for text in block.text.split("\n"):
        bare = _BROKEN.sub("", text).strip()
        label = _LABEL.search(bare)
        title = _LEADERS.sub(" ", bare[: label.start()] if label else bare).strip()
        if title and not _NOTE.match(title):
            number = int(label[1]) if label else None
            yield Entry(title, number, where, is_broken=bool(_BROKEN.search(text)))


def _is_over(found: list[tuple[int, Entry]], block: TextBlock, new: list[Entry]) -> bool:
    """The contents end where a first entry comes again, at running text, or where a page has no leaders."""
    text = plain(_LEADERS.sub("", _BROKEN.sub("", block.text)))
    if len(text) > _LONGEST_ENTRY * max(1, block.text.count("\n") + 1) or text.endswith("。"):
        return True
    known = [plain(entry.title) for _, entry in found]
    if len(found) > 1 and any(plain(entry.title) == known[0] for entry in new):
        return True
    if len(found) >= _FEWEST and any(plain(entry.title) in known[:-1] for entry in new):
        return True
    parts = {part[0] for title in known if (part := _PART.match(title))}
    again = (_PART.match(plain(entry.title)) for entry in new)
    if len(found) >= _FEWEST and any(part is not None and part[0] in parts for part in again):
        return True
    if len(found) >= _MANY and all(_opens(entry, found) for entry in new):
        return True
    labelled = sum(entry.label is not None for _, entry in found)
    turned = bool(found) and block.page != found[-1][1].where.page
    led = labelled >= _FEWEST and 2 * labelled >= len(found)
    return turned and led and all(entry.label is None for entry in new)


def _opens(entry: Entry, found: list[tuple[int, Entry]]) -> bool:
    """Tell whether a line without page number says the first entry again, with a name before it."""
    first = core(found[0][1].title)
    return entry.label is None and len(first) >= _FEWEST and first in core(entry.title)


def _without_body(found: list[tuple[int, Entry]]) -> list[tuple[int, Entry]]:
    """Drop the headings at the end that open the body: they repeat entries from the beginning."""
    kept = list(found)
    while len(kept) > _FEWEST:
        entry = kept[-1][1]
        own = core(entry.title)
        earlier = [core(other.title) for _, other in kept[: len(kept) // 2]]
        repeats = any(
            len(other) > 2 and (likeness(own, other) >= _REPEATED or other in own)  # noqa: PLR2004
            for other in earlier
        )
        if entry.label is not None or not repeats:
            break
        kept.pop()
    return kept
