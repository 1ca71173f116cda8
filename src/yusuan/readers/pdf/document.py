"""Read PDF files with a text layer: tables and paragraphs with their pages and places, and attachments."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yusuan.core.grid import RawDocument, RawGrid, TextBlock
from yusuan.readers.blocks import contents_entry
from yusuan.readers.pdf.banded import banded
from yusuan.readers.pdf.columns import table
from yusuan.readers.pdf.continued import continued
from yusuan.readers.pdf.glyphs import Glyphs, glyphs, page_turn
from yusuan.readers.pdf.lattice import lattices
from yusuan.readers.pdf.lines import Line, lines
from yusuan.readers.pdf.opening import fault, opened
from yusuan.readers.pdf.paragraphs import Sheet, end_of, is_page_label, over_page, paragraphs, sizes
from yusuan.readers.pdf.ruled import fill, grid
from yusuan.readers.pdf.rulings import Rulings, rulings
from yusuan.readers.pdf.stretches import row_of, stretches
from yusuan.readers.pdf.unseen import Written, named, shown
from yusuan.readers.scan.pages import is_picture, picture_of_page
from yusuan.readers.scan.recognition import HOW_TO_INSTALL, RecogniserMissing, is_installed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.core.grid import Block, Box
    from yusuan.readers.pdf.glyphs import Turn
    from yusuan.readers.pdf.paragraphs import Paragraph
    from yusuan.readers.pdf.ruled import Apart
    from yusuan.readers.pdf.rulings import Ruling
    from yusuan.readers.scan.picture import Grey
    from yusuan.readers.scan.reading import ScannedPage

LARGEST_ATTACHMENT = 64 * 1024 * 1024
MOST_ATTACHMENTS = 1_000
_MOST_NAMED = 10
# Letters: one alone may be an ornament.
_FEWEST_CUT = 2
# Characters, objects and pieces of paths, on all pages: our own publication of 500 projects has 464,000 on 530 pages.
# They take ten seconds or less.
# Counted and not timed: a file is read as far on a busy machine.
MOST_MARKS = 600_000


@dataclass(slots=True)
class _Page:
    """A page taken apart: its tables, and the lines outside them."""

    number: int
    turn: Turn
    tables: list[tuple[float, RawGrid]]
    lines: list[Line]
    glyphs: Glyphs
    rulings: Rulings
    # A page that is a picture: read by recognition, or not for want of it.
    is_scanned: bool = False
    is_unread: bool = False


def read_pdf(path: Path | bytes, *, password: None = None) -> RawDocument:
    """Read a PDF file; raises ReadError when it is damaged, locked, empty or too large."""
    source = str(path) if isinstance(path, Path) else "PDF"
    pages: list[_Page] = []
    unread: list[int] = []
    with opened(path, password) as document:
        count = len(document)
        marks = 0
        for index in range(count):
            page = _page(document, index)
            if page is None:
                unread.append(index + 1)
            else:
                pages.append(page)
                marks += page.glyphs.count + page.rulings.count
            if marks > MOST_MARKS:
                found = f"共 {count} 页，读到第 {index + 1} 页已有 {marks} 个字符和图形"
                allowed = f"至多 {MOST_MARKS} 个，请拆分成几份分别读取"
                raise fault(source, found, allowed)
    if len(unread) == count:
        raise fault(source, "没有一页可读，文件可能已损坏", "完好的文件")
    if pages and all(page.is_unread for page in pages) and not is_installed():
        raise fault(source, "每页都是图片，没有文字层", HOW_TO_INSTALL)
    return _assembled(source, "pdf", pages, count, unread)


def read_pictures(source: str, kind: str, pictures: Iterable[tuple[Grey, float]]) -> RawDocument:
    """Read pictures of pages, each with its dots to an inch; raises RecogniserMissing."""
    from yusuan.readers.scan.reading import scanned_page

    pages = [_page_of(n, scanned_page(*one)) for n, one in enumerate(pictures, start=1)]
    return _assembled(source, kind, pages, len(pages), ())


def _assembled(
    source: str, kind: str, pages: Sequence[_Page], count: int, unread: Sequence[int]
) -> RawDocument:
    blocks, joined = continued(_blocks(pages))
    outline = tuple(
        entry
        for block in blocks
        if isinstance(block, TextBlock) and (entry := contents_entry(block.text)) is not None
    )
    remarks = (*_remarks(pages, unread), *joined)
    return RawDocument(
        source, kind, tuple(blocks), count, outline, remarks, _doubtful(pages),
        frozenset(page.number for page in pages if _is_blank(page)), _cut(pages),
    )  # fmt: skip


def attachments(path: Path | bytes) -> dict[str, bytes]:
    """The files attached to a PDF file, by name; raises ReadError as `read_pdf` does."""
    import pypdfium2.raw as pdfium

    found: dict[str, bytes] = {}
    total = 0
    with opened(path, attached=True) as document:
        for i in range(min(pdfium.FPDFDoc_GetAttachmentCount(document), MOST_ATTACHMENTS)):
            attached = pdfium.FPDFDoc_GetAttachment(document, i)
            if not attached:
                continue
            size = ctypes.c_ulong()
            if not pdfium.FPDFAttachment_GetFile(attached, None, 0, size) or not size.value:
                continue
            total += size.value
            if total > LARGEST_ATTACHMENT:
                name = path.name if isinstance(path, Path) else "PDF"
                most = f"附件合计 {LARGEST_ATTACHMENT // 2**20} MB 以内"
                raise fault(name, "附件过大", most)
            content = ctypes.create_string_buffer(size.value)
            pdfium.FPDFAttachment_GetFile(attached, content, size.value, size)
            found[_name(attached) or f"attachment-{i + 1}"] = content.raw
    return found


def _name(attached: Any) -> str:  # noqa: ANN401  a handle of the C interface
    import pypdfium2.raw as pdfium

    length = pdfium.FPDFAttachment_GetName(attached, None, 0)
    letters = ctypes.create_string_buffer(max(2, length))
    pdfium.FPDFAttachment_GetName(
        attached, ctypes.cast(letters, ctypes.POINTER(pdfium.FPDF_WCHAR)), length
    )
    return letters.raw.decode("utf-16-le", "replace").rstrip("\0")


def _page(document: Any, index: int) -> _Page | None:  # noqa: ANN401  a handle of the C interface
    """Take a page apart; None when it is damaged."""
    import pypdfium2.raw as pdfium

    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return None
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return None
        try:
            turn, written = page_turn(page, text), Written(text)
            taken = glyphs(text, turn)
            drawn = rulings(page, turn)
            # Paths inside a form are in its own space: better read what is hidden than lose text.
            if not drawn.forms:
                taken.runs = shown(written, turn, taken.runs)
            pictured = bool(drawn.images) and is_picture(page, text, taken)
            seen = _scanned(document, index) if pictured else None
            if seen is not None:
                return _page_of(index + 1, seen)
            tables, left = _tables(index + 1, turn, taken, drawn, written.is_apart)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)
    unread = pictured or bool(not taken.runs and drawn.images)
    return _Page(index + 1, turn, tables, left, taken, drawn, is_unread=unread)


def _scanned(document: Any, index: int) -> ScannedPage | None:  # noqa: ANN401
    """A page that is a picture as recognition reads it; None where that is not installed."""
    from yusuan.readers.scan.reading import scanned_page

    try:
        return scanned_page(*picture_of_page(document, index))
    except RecogniserMissing:
        return None


def _page_of(number: int, seen: ScannedPage) -> _Page:
    tables, left = _tables(number, seen.turn, seen.glyphs, seen.rulings)
    scored = [(top, seen.scored(whole)) for top, whole in tables]
    return _Page(number, seen.turn, scored, left, seen.glyphs, seen.rulings, is_scanned=True)


def _tables(
    number: int, turn: Turn, taken: Glyphs, drawn: Rulings, apart: Apart | None = None
) -> tuple[list[tuple[float, RawGrid]], list[Line]]:
    """The tables of a page with their upper edges, and the lines outside them."""
    ruled, loose = lattices(drawn.across, drawn.down)
    cells, outside = fill(ruled, taken.runs, apart)
    tables: list[tuple[float, RawGrid]] = []
    for lattice, held in zip(ruled, cells, strict=True):
        whole = grid(lattice, held, number, turn)
        if whole is None:
            outside += [run for runs in held for run in runs]
        else:
            tables.append((lattice.ys[0], whole))
    unruled, left = _unruled(number, turn, lines(outside), loose)
    return tables + unruled, left


def _unruled(
    number: int, turn: Turn, found: list[Line], loose: Sequence[Ruling]
) -> tuple[list[tuple[float, RawGrid]], list[Line]]:
    rows = [row_of(line) for line in found]
    stretched = banded(loose, rows) if loose else []
    taken = {i for stretch in stretched for i in range(stretch.first, stretch.end)}
    stretched += [
        stretch
        for stretch in stretches(rows)
        if taken.isdisjoint(range(stretch.first, stretch.end))
    ]
    tables: list[tuple[float, RawGrid]] = []
    within: set[int] = set()
    for stretch in stretched:
        whole = table(stretch, number, turn, loose)
        if whole is not None:
            tables.append((rows[stretch.first].line.y0, whole))
            within.update(range(stretch.first, stretch.end))
    return tables, [line for i, line in enumerate(found) if i not in within]


def _blocks(pages: Sequence[_Page]) -> list[Block]:
    """All pages in reading order, paragraphs joined over page ends."""
    size = sizes(line for page in pages for line in page.lines)
    margins = _margins(pages)
    found: list[RawGrid | tuple[Paragraph, _Page]] = []
    for page in pages:
        sheet = Sheet(size, _margin(page, margins[round(page.turn.size[0])], size))
        rest = page.lines
        for top, whole in sorted(page.tables, key=lambda one: (one[0], one[1].box or ())):
            above = [line for line in rest if line.y0 + line.y1 < 2 * top]
            rest = rest[len(above) :]
            _add(found, above, sheet, page)
            found.append(whole)
        _add(found, rest, sheet, page)
    by_number = {page.number: page for page in pages}
    return [
        block if isinstance(block, RawGrid) else _text_block(*block, by_number) for block in found
    ]


def _text_block(paragraph: Paragraph, page: _Page, pages: Mapping[int, _Page]) -> TextBlock:
    lines = []
    for start, box, is_overleaf in paragraph.lines:
        on = pages[page.number + 1] if is_overleaf else page
        lines.append((start, on.number, _box(on, box)))
    box = _box(page, paragraph.box)
    return TextBlock(paragraph.text, page.number, box, paragraph.level, tuple(lines))


def _box(page: _Page, box: Box) -> Box:
    x0, y0, x1, y1 = page.turn.looked_at(box)
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)


def _add(
    found: list[RawGrid | tuple[Paragraph, _Page]],
    stretch: Sequence[Line],
    sheet: Sheet,
    page: _Page,
) -> None:
    """Add the paragraphs of a stretch of a page; its first may go on from the page before."""
    new = paragraphs(stretch, sheet)
    begun = next((one for one in reversed(found) if not _is_page_label(one)), None)
    if new and isinstance(begun, tuple) and begun[1].number == page.number - 1:
        new = new[over_page(begun[0], new[0], stretch[0], sheet) :]
    found += [(paragraph, page) for paragraph in new]


def _is_page_label(one: RawGrid | tuple[Paragraph, _Page]) -> bool:
    return isinstance(one, tuple) and is_page_label(one[0].text)


def _margins(pages: Sequence[_Page]) -> dict[int, float]:
    """How far text reaches to the right, for each width of page: what a quarter of the pages pass."""
    reached: dict[int, list[float]] = {}
    for page in pages:
        furthest = max((end_of(line) for line in page.lines), default=0.0)
        reached.setdefault(round(page.turn.size[0]), []).append(furthest)
    return {width: sorted(furthest)[len(furthest) * 3 // 4] for width, furthest in reached.items()}


def _margin(page: _Page, usual: float, size: float) -> float:
    """How far the text of a page reaches: where two of its lines end, if that is near the usual place."""
    ends = sorted(map(end_of, page.lines))[-2:]
    is_own = len(ends) > 1 and ends[1] - ends[0] < size / 2 and abs(ends[1] - usual) < 3 * size
    return ends[1] if is_own else usual


def _remarks(pages: Sequence[_Page], unread: Sequence[int]) -> tuple[str, ...]:
    """What could not be read, for the user."""
    scanned = [page.number for page in pages if page.is_unread]
    recognised = [page.number for page in pages if page.is_scanned and page.glyphs.runs]
    empty = [page.number for page in pages if page.is_scanned and not page.glyphs.runs]
    cut = [page.number for page in pages if page.glyphs.is_cut or page.rulings.is_cut]
    unmapped = [page.number for page in pages if page.glyphs.unmapped]
    outside = sum(page.glyphs.outside for page in pages)
    watermark = named([letter for page in pages for letter in page.glyphs.askew])
    remarks = (
        (unread, "{}已损坏，未读出"),
        (scanned, "{}是图片，没有文字层，未读出；请使用文字识别"),
        (recognised, "{}的文字由识别读出，请对照原件"),
        (empty, "{}是图片，没有识别出文字"),
        (cut, "{}内容过多，只读出一部分"),
        (unmapped, "{}有无法识别的字符，以“\ufffd”代替"),
        (sorted(_cut(pages)), "{}有文字越过页边，只印出一部分"),
        ([p.number for p in pages if p.glyphs.outside], f"{{}}版面之外的 {outside} 个字符已略去"),
        (
            [p.number for p in pages if p.glyphs.askew],
            f"{{}}斜印的“{watermark}”等字样（水印）已略去",
        ),
    )
    return tuple(text.replace("{}", _named(numbers)) for numbers, text in remarks if numbers)


def _doubtful(pages: Sequence[_Page]) -> frozenset[int]:
    return frozenset(page.number for page in pages if page.is_scanned or page.glyphs.unmapped)


def _is_blank(page: _Page) -> bool:
    """Whether a page holds nothing but its number."""
    drawn = page.rulings
    is_bare = not (page.tables or drawn.images or drawn.across or drawn.down or page.is_unread)
    return is_bare and not page.is_scanned and all(is_page_label(line.text) for line in page.lines)


def _cut(pages: Sequence[_Page]) -> frozenset[int]:
    return frozenset(page.number for page in pages if page.glyphs.at_edge >= _FEWEST_CUT)


def _named(numbers: Sequence[int]) -> str:
    """Pages by number, stretches shortened: 第 1–3、7 页."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    named = [f"{a}" if a == b else f"{a}–{b}" for a, b in parts[:_MOST_NAMED]]
    more = f"等 {len(numbers)} " if len(parts) > _MOST_NAMED else " "
    return f"第 {'、'.join(named)}{more}页"
