"""Read a Word document from its XML: paragraphs, headings, tables, text boxes; what was deleted is gone.

Headers and footers are left out; pages are known only to the program that lays the document out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from yusuan.core.grid import Block, RawCell, RawDocument, TextBlock
from yusuan.readers.blocks import (
    MOST_COLUMNS,
    MOST_IN_TABLES,
    contents_entry,
    fault,
    text_parts,
    text_quota,
    tidy,
    whole_grid,
)
from yusuan.readers.office.docx_styles import Styles
from yusuan.readers.safe_xml import attribute, child, local, parsed
from yusuan.readers.safe_zip import SafeZip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element

    from yusuan.core.errors import ReadError
    from yusuan.core.grid import RawGrid
    from yusuan.readers.blocks import Quota

# What stands around paragraphs and tables, or around runs, without a meaning of its own.
_AROUND = frozenset(
    ("sdt", "sdtContent", "ins", "moveTo", "customXml", "AlternateContent", "Choice")
)
_DELETED = frozenset(("del", "moveFrom"))
# A fallback repeats what stands beside it; the reading of a character (rt) is set above it.
_PASSED_OVER = frozenset(("Fallback", "rt", "pPr", "rPr", "sectPr", "instrText", "delText"))


def read_docx(path: Path) -> RawDocument:
    """Read a .docx; raises ReadError when it is damaged, hostile or no Word document."""
    document = _Document(path, SafeZip(path))
    document.read()
    return RawDocument(
        str(path),
        "docx",
        tuple(document.blocks),
        outline=tuple(document.outline),
        remarks=tuple(document.remarks()),
    )


@dataclass(slots=True)
class _Document:
    """Blocks found so far, in reading order."""

    path: Path
    archive: SafeZip
    blocks: list[Block] = field(default_factory=list)
    outline: list[tuple[str, str]] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)
    cells: int = 0
    deleted: int = 0
    hidden: int = 0
    # One entry for each open field: whether its result has begun.
    fields: list[bool] = field(default_factory=list)
    letters: Quota = field(init=False)

    def __post_init__(self) -> None:
        self.letters = text_quota(self._fault)

    def read(self) -> None:
        """Read the main part with its styles and numbers."""
        folder, name = self._main_part().rpartition("/")[::2]
        related = {
            kind: self._part(f"{folder}/{kind}.xml")
            for kind in ("styles", "numbering")
            if f"{folder}/{kind}.xml" in self.archive
        }
        self.styles = Styles.of(related.get("styles"), related.get("numbering"))
        body = child(self._part(f"{folder}/{name}"), "body")
        if body is None:
            raise self._fault("没有正文", "Word 文档")
        self._flow(body)

    def remarks(self) -> Iterator[str]:
        """What was left out."""
        if self.deleted:
            yield f"文档带有修订：{self.deleted} 处删除的内容未读入，新增的内容按已接受读入。"
        if self.hidden:
            yield f"{self.hidden} 处隐藏文字未读入。"

    def _main_part(self) -> str:
        rels = "_rels/.rels"
        if rels in self.archive:
            for relation in self._part(rels).iter("{*}Relationship"):
                if relation.get("Type", "").endswith("/officeDocument"):
                    target = relation.get("Target", "").lstrip("/")
                    if target in self.archive:
                        return target
        if "word/document.xml" not in self.archive:
            raise self._fault("不是 Word 文档", ".docx 文件")
        return "word/document.xml"

    def _part(self, name: str) -> _Element:
        return parsed(self.archive.read(name), name, self._fault)

    def _fault(self, found: str, allowed: str) -> ReadError:
        return fault(self.path, found, allowed)

    # --- flow -------------------------------------------------------------------------------------

    def _flow(self, parent: _Element) -> None:
        for element in parent.iterchildren():
            name = local(element)
            if name == "p":
                self._add_paragraph(element)
            elif name == "tbl":
                self._add_table(element)
            elif name in _AROUND:
                self._flow(element)
            elif name in _DELETED:
                self.deleted += 1

    def _add_paragraph(self, paragraph: _Element) -> None:
        text, boxes = self._text(paragraph)
        if text.strip():
            style = self.styles.of_paragraph(paragraph)
            may_list = style.level == 0 and (style.is_contents or self.cells == 0)
            entry = contents_entry(text) if may_list else None
            if entry:
                self.outline.append(entry)
            self.blocks += [TextBlock(part, level=style.level) for part in text_parts(text)]
        for box in boxes:
            self._flow(box)

    def _text(self, paragraph: _Element) -> tuple[str, list[_Element]]:
        """What a paragraph shows, its number before it, and the text boxes anchored in it."""
        words: list[str] = []
        boxes: list[_Element] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            name = local(element)
            if name == "r" and self._is_hidden(element):
                self.hidden += 1
            elif name in _DELETED:
                self.deleted += 1
            elif name == "txbxContent":
                boxes.append(element)
            elif name == "fldChar":
                self._turn_field(attribute(element, "fldCharType"))
            elif name in _PRINTED:
                # Inside a field's instructions nothing is printed.
                words.append(_PRINTED[name](element) if all(self.fields) else "")
            elif name not in _PASSED_OVER:
                waiting += reversed(element)
        # A field cut off in its instructions would hide the rest of the document.
        while self.fields and not self.fields[-1]:
            self.fields.pop()
        text = self.styles.number(paragraph) + "".join(words)
        self.letters.take(len(text), f"第 {len(self.blocks) + 1} 段")
        return text, boxes

    def _turn_field(self, kind: str) -> None:
        """Between its beginning and its separator a field holds instructions, which nobody sees."""
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_hidden(self, run: _Element) -> bool:
        mark = child(run, "rPr", "vanish")
        return mark is not None and attribute(mark, "val", "1") not in {"0", "false", "off"}

    # --- tables -----------------------------------------------------------------------------------

    def _add_table(self, table: _Element) -> None:
        boxes: list[_Element] = []
        rows = [self._row(n, row, boxes) for n, row in enumerate(self._rows(table))]
        grid = self._grid(rows)
        if grid is not None:
            self.blocks.append(grid)
        for box in boxes:
            if local(box) == "tbl":
                self._add_table(box)
            else:
                self._flow(box)

    def _rows(self, table: _Element) -> Iterator[_Element]:
        for element in table.iterchildren():
            name = local(element)
            if name == "tr" and child(element, "trPr", "del") is not None:
                self.deleted += 1
            elif name == "tr":
                yield element
            elif name in _AROUND:
                yield from self._rows(element)

    def _row(self, number: int, row: _Element, boxes: list[_Element]) -> list[tuple[RawCell, bool]]:
        """The cells of a row, each with whether it only continues the one above."""
        cells: list[tuple[RawCell, bool]] = []
        column = _whole(child(row, "trPr", "gridBefore"), 0)
        for element in _cells(row):
            properties = child(element, "tcPr")
            span = max(_whole(child(properties, "gridSpan"), 1), 1)
            merge, across = child(properties, "vMerge"), child(properties, "hMerge")
            text = self._cell_text(element, boxes)
            self.cells += 1
            if self.cells > MOST_IN_TABLES or column + span > MOST_COLUMNS:
                raise self._fault("表格过大", f"至多 {MOST_IN_TABLES} 个单元格、{MOST_COLUMNS} 列")
            if cells and _continues(across):
                before, is_below = cells[-1]
                cells[-1] = (replace(before, colspan=before.colspan + span), is_below)
            else:
                cells.append((RawCell(text, number, column, 1, span), _continues(merge)))
            column += span
        return cells

    def _cell_text(self, cell: _Element, boxes: list[_Element]) -> str:
        """The paragraphs of a cell, a line each; tables inside are kept for later."""
        lines: list[str] = []
        waiting = list(reversed(cell))
        while waiting:
            element = waiting.pop()
            name = local(element)
            if name == "p":
                text, inside = self._text(element)
                lines.append(text)
                boxes += inside
            elif name == "tbl":
                boxes.append(element)
            elif name in _AROUND:
                waiting += reversed(element)
            elif name in _DELETED:
                self.deleted += 1
        return tidy("\n".join(lines))

    def _grid(self, rows: list[list[tuple[RawCell, bool]]]) -> RawGrid | None:
        """Join what is merged downwards. A cell that continues nothing stands for itself."""
        joined: list[RawCell] = []
        # What each of them says, from top to bottom.
        said: list[list[str]] = []
        # The place in `joined` of the cell that each column can be continued from.
        above: dict[int, int] = {}
        for cells in rows:
            now: dict[int, int] = {}
            for cell, is_below in cells:
                place = above.get(cell.column)
                if is_below and place is not None and joined[place].colspan == cell.colspan:
                    top = joined[place]
                    joined[place] = replace(top, rowspan=top.rowspan + 1)
                else:
                    place = len(joined)
                    joined.append(cell)
                    said.append([])
                said[place] += filter(None, [cell.text])
                now[cell.column] = place
            above = now
        joined = [
            replace(cell, text="\n".join(texts)) if len(texts) > 1 or cell.rowspan > 1 else cell
            for cell, texts in zip(joined, said, strict=True)
        ]
        if not any(cell.text for cell in joined):
            return None
        columns = max(cell.column + cell.colspan for cell in joined)
        return whole_grid(joined, len(rows), columns)


def _cells(row: _Element) -> Iterator[_Element]:
    for element in row.iterchildren():
        name = local(element)
        if name == "tc" and child(element, "tcPr", "cellDel") is None:
            yield element
        elif name in _AROUND:
            yield from _cells(element)


def _continues(merge: _Element | None) -> bool:
    return merge is not None and attribute(merge, "val", "continue") == "continue"


def _whole(element: _Element | None, default: int) -> int:
    value = attribute(element, "val")
    return int(value) if re.fullmatch(r"[0-9]{1,5}", value) else default


def _symbol(code: str) -> str:
    """A character of a symbol font; what only that font knows is left out."""
    if not re.fullmatch(r"[0-9A-Fa-f]{4}", code):
        return ""
    # Symbol fonts sit in the private area; their ticks and arrows have no other name.
    private = range(0xE000, 0xF900)
    point = int(code, 16)
    surrogates = range(0xD800, 0xE000)
    return "" if point in private or point in surrogates else chr(point)


_PRINTED: Mapping[str, Callable[[_Element], str]] = {
    "t": lambda element: element.text or "",
    "sym": lambda element: _symbol(attribute(element, "char")),
    "tab": lambda _: "\t",
    "ptab": lambda _: "\t",
    "br": lambda _: "\n",
    "cr": lambda _: "\n",
    "noBreakHyphen": lambda _: "-",
}
