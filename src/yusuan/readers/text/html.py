"""Read a web page: its tables with their spans, its headings and text; nothing hidden, nothing fetched."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.grid import Block, RawCell, RawDocument, TextBlock
from yusuan.core.patterns import pattern
from yusuan.readers.blocks import (
    CAPTION,
    MOST_COLUMNS,
    MOST_IN_TABLES,
    content_of,
    contents_entry,
    fault,
    text_parts,
    tidy,
    whole_grid,
)
from yusuan.readers.safe_xml import node_bound
from yusuan.readers.text.layout import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from yusuan.core.grid import RawGrid

_LARGEST = 32 * 1024 * 1024
_MOST_NODES = 1_000_000
_CHARSET = pattern(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_WHERE_CHARSET = 4096
_DECLARATION = pattern(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_SPACES = pattern(r"[ \t\n\r\f]+")
_HIDDEN = pattern(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_UNSHOWN = frozenset((
    "head", "script", "style", "template", "noscript", "nav", "iframe", "object", "svg", "math",
    "canvas", "audio", "video", "select", "textarea", "button", "input", "dialog", "caption",
))  # fmt: skip
_EDGES = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li",
    "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_HEADING = pattern(r"h([1-6])")
_MOST_ROWS = 100_000
# Columns that spans may cover all together.
_MOST_SPANNED = 5_000_000
_TO_THE_END = _MOST_ROWS


class _Kind(enum.Enum):
    TEXT = enum.auto()
    BREAK = enum.auto()
    EDGE = enum.auto()
    TABLE = enum.auto()
    CAPTIONS = enum.auto()
    UNSHOWN = enum.auto()


_SKIPPED = frozenset((_Kind.TABLE, _Kind.CAPTIONS, _Kind.UNSHOWN))
_Piece: TypeAlias = "tuple[_Kind, str, _Element | None]"


def read_html(path: Path) -> RawDocument:
    """Read a saved page; raises ReadError when it is too large or no page."""
    content = content_of(path, _LARGEST)
    if node_bound(content) > _MOST_NODES:
        raise fault(path, "网页过大", f"至多 {_MOST_NODES} 个节点")
    text = _text(content)
    if text is None:
        raise fault(path, "不是网页，或编码无法识别", "UTF-8 或 GB18030 编码的网页")
    root = _parsed(path, text)
    page = _Page(path)
    page.read(root)
    return RawDocument(str(path), "html", tuple(page.blocks), outline=tuple(page.outline))


def _text(content: bytes) -> str | None:
    """The page in the encoding it names when that fits, else in the one that fits."""
    named = _CHARSET.search(content[:_WHERE_CHARSET])
    if named and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = named[1].decode("ascii").lower()
        # Pages that say GB2312 hold characters that only GBK and GB18030 have.
        encoding = "gb18030" if encoding in {"gb2312", "gbk", "gb_2312-80"} else encoding
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(content)


def _parsed(path: Path, text: str) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    clean = _DECLARATION.sub("", text.replace("\0", "").removeprefix("\ufeff"))
    try:
        root: _Element | None = etree.fromstring(clean, parser)
    except (etree.LxmlError, ValueError) as error:
        raise fault(path, "不是完好的网页", "完好的网页") from error
    if root is None:
        raise fault(path, "没有内容", "有内容的网页")
    # The parser gives up below some depth, and what follows would be missing without a word.
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise fault(path, "标签嵌套过深", "完好的网页")
    return root


@dataclass(slots=True)
class _Page:
    """Blocks found so far."""

    path: Path
    blocks: list[Block] = field(default_factory=list)
    outline: list[tuple[str, str]] = field(default_factory=list)
    layouts: frozenset[_Element] = frozenset()
    cells: int = 0
    spanned: int = 0
    words: list[str] = field(default_factory=list)

    def read(self, root: _Element) -> None:
        """Read everything below an element."""
        self.layouts = frozenset(_layouts(root))
        self._flow(root)

    def _flow(self, root: _Element) -> None:
        level = 0
        for kind, text, element in _pieces(root, self.layouts):
            if kind is _Kind.TEXT:
                self.words.append(text)
            elif kind is _Kind.BREAK:
                self.words.append("\n")
            elif kind is _Kind.EDGE:
                self._end_text(level)
                match = _HEADING.fullmatch(text)
                level = int(match[1]) if match else 0
            elif element is not None and kind is _Kind.TABLE:
                self._end_text(level)
                self._add_table(element)
            elif element is not None:
                self._end_text(level)
                self.blocks += [TextBlock(tidy(_words(part))) for part in element]
        self._end_text(level)

    def _end_text(self, level: int) -> None:
        text = "".join(self.words)
        self.words.clear()
        entry = contents_entry(text) if level == 0 and self.cells == 0 else None
        if entry:
            self.outline.append(entry)
        self.blocks += [TextBlock(part, level=level) for part in text_parts(text)]

    def _add_table(self, table: _Element) -> None:
        grid, inner = self._grid(table)
        if grid is not None:
            self.blocks.append(grid)
        for nested in inner:
            self._add_table(nested)

    def _grid(self, table: _Element) -> tuple[RawGrid | None, list[_Element]]:
        """A table as a grid, and the tables inside its cells."""
        cells: list[RawCell] = []
        inner: list[_Element] = []
        # The last row each column is covered in by a cell from above.
        covered: dict[int, int] = {}
        rows = 0
        for row, tr in enumerate(_rows(table)):
            rows = row + 1
            column = 0
            for td in _cells(tr):
                while covered.get(column, -1) >= row:
                    column += 1
                cell, nested = _cell(td, row, column, covered)
                self._count(cell, rows)
                cells.append(cell)
                inner += nested
                if cell.rowspan > 1:
                    across = range(column, column + cell.colspan)
                    covered.update(dict.fromkeys(across, row + cell.rowspan - 1))
                column += cell.colspan
        columns = max((cell.column + cell.colspan for cell in cells), default=0)
        if not any(cell.text for cell in cells):
            return None, inner
        clipped = [_clipped(cell, rows) for cell in cells]
        return whole_grid(clipped, rows, columns, name=_caption(table)), inner

    def _count(self, cell: RawCell, rows: int) -> None:
        self.cells += 1
        self.spanned += cell.colspan
        if self.cells > MOST_IN_TABLES or self.spanned > _MOST_SPANNED or rows > _MOST_ROWS:
            raise fault(self.path, "表格过大", f"至多 {MOST_IN_TABLES} 个单元格")
        if cell.column + cell.colspan > MOST_COLUMNS:
            raise fault(self.path, "表格列数过多", f"至多 {MOST_COLUMNS} 列")


def _layouts(root: _Element) -> Iterator[_Element]:
    """Tables that only arrange the page: they hold tables, and no row of their own with two texts."""
    outer: dict[_Element, None] = {}
    for table in root.iter("table"):
        parent = table.getparent()
        while parent is not None and parent.tag != "table":
            parent = parent.getparent()
        if parent is not None:
            outer[parent] = None
    least = 2
    for table in outer:
        filled = (sum(bool(tidy(_words(td))) for td in _cells(tr)) for tr in _rows(table))
        if max(filled, default=0) < least:
            yield table


def _pieces(root: _Element, layouts: frozenset[_Element]) -> Iterator[_Piece]:
    """What is seen below an element, in order; tables are not entered unless they arrange the page."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    skipped: _Element | None = None
    for event, element in walk:
        if event == "start":
            piece = _begin(element, layouts, is_root=element is root)
            if piece is not None and piece[0] is not _Kind.UNSHOWN:
                yield piece
            if piece is not None and piece[0] in _SKIPPED:
                skipped = element
                walk.skip_subtree()
            elif element.text:
                yield _Kind.TEXT, _SPACES.sub(" ", element.text), None
            continue
        if element is not skipped and element.tag in _EDGES:
            yield _Kind.EDGE, "", None
        if element is not root and element.tail:
            yield _Kind.TEXT, _SPACES.sub(" ", element.tail), None


def _begin(element: _Element, layouts: frozenset[_Element], *, is_root: bool) -> _Piece | None:
    """What the beginning of an element means; None for one that only styles its text."""
    tag = element.tag
    if _is_unshown(element):
        return _Kind.UNSHOWN, "", None
    if tag == "table" and not is_root and element not in layouts:
        return _Kind.TABLE, "", element
    if tag == "p" and _holds_captions(element):
        return _Kind.CAPTIONS, "", element
    if tag == "br":
        return _Kind.BREAK, "", None
    return (_Kind.EDGE, str(tag), None) if tag in _EDGES else None


def _is_unshown(element: _Element) -> bool:
    if element.tag in _UNSHOWN:
        # A closed dialog is not shown, an open one is.
        return element.tag != "dialog" or element.get("open") is None
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and bool(_HIDDEN.search(style)))


def _holds_captions(paragraph: _Element) -> bool:
    """Tell a line of department, year and unit, each set at a place of its own by style."""
    parts = list(paragraph)
    least = 2
    if len(parts) < least or (paragraph.text or "").strip():
        return False
    if any(part.tag != "span" or (part.tail or "").strip() for part in parts):
        return False
    return any(CAPTION.fullmatch(tidy(_words(part))) for part in parts)


def _words(element: _Element) -> str:
    """The text of a cell or line; lines end where blocks do."""
    return "".join(
        text if kind is _Kind.TEXT else "\n"
        for kind, text, _ in _pieces(element, frozenset())
        if kind is not _Kind.TABLE
    )


def _rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table, not those of tables inside; forms and groups between are passed through."""
    waiting = list(reversed(table))
    while waiting:
        element = waiting.pop()
        if _is_unshown(element):
            continue
        if element.tag == "tr":
            yield element
        elif element.tag not in {"table", "td", "th"}:
            waiting += reversed(element)


def _cells(row: _Element) -> Iterator[_Element]:
    for element in row:
        if element.tag in {"td", "th"} and not _is_unshown(element):
            yield element


def _cell(
    td: _Element, row: int, column: int, covered: dict[int, int]
) -> tuple[RawCell, list[_Element]]:
    """A cell no wider than the room left by cells from above, and the tables in it."""
    wanted = min(max(_span(td, "colspan"), 1), MOST_COLUMNS)
    colspan = next(
        (n for n in range(1, wanted) if covered.get(column + n, -1) >= row),
        wanted,
    )
    rowspan = _span(td, "rowspan") or _TO_THE_END
    pieces = list(_pieces(td, frozenset()))
    text = "".join(t if k is _Kind.TEXT else "\n" for k, t, _ in pieces if k is not _Kind.TABLE)
    nested = [element for kind, _, element in pieces if kind is _Kind.TABLE and element is not None]
    return RawCell(tidy(text), row, column, rowspan, colspan), nested


def _span(td: _Element, name: str) -> int:
    match = re.match(r"\s*(\d{1,5})", td.get(name, ""))
    return int(match[1]) if match else 1


def _clipped(cell: RawCell, rows: int) -> RawCell:
    rowspan = min(cell.rowspan, rows - cell.row)
    return RawCell(cell.text, cell.row, cell.column, rowspan, cell.colspan)


def _caption(table: _Element) -> str:
    caption = table.find("caption")
    return tidy("".join(str(text) for text in caption.itertext())) if caption is not None else ""
