"""Read a plain text layer: lines with tabs or pipes are rows of grids, every other line is text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.core.grid import Block, RawCell, RawDocument, RawGrid, TextBlock
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LARGEST = 16 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# One character in fifty may be damaged; more, and the encoding is another or it is no text.
_MOST_DAMAGE = 50
_CONTROL = pattern("[\x00-\x08\x0e-\x1f\x7f]")
_SPLIT_CAPTION = pattern(r"(?:预算年度|年度|(?:金额)?单位|编制单位|部门|截止时间)\s*[:：]")
_RULE = pattern(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_PIPE = pattern(r"(?<!\\)\|")
_HEADING = pattern(r"(#{1,6})\s+(.*?)\s*#*")
_EMPHASIS = pattern(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1")
# Some converters write ≥ 95% as mathematics.
_MATH = pattern(r"\$([^$\n]{1,60})\$")
_SYMBOLS = {
    r"\geqslant": "≥", r"\leqslant": "≤", r"\geq": "≥", r"\leq": "≤", r"\ge": "≥", r"\le": "≤",
    r"\times": "×", r"\div": "÷", r"\pm": "±", r"\%": "%",
}  # fmt: skip
_SYMBOL = pattern("|".join(map(re.escape, _SYMBOLS)))
_MOST_QUOTED_LINES = 20
_LINE_END = pattern(r"[\n\r\f]")
_MOST_LINES = 500_000
_LONGEST_HEADING = 300
# Longer lines are no writing, and searching them for pairs of marks takes long.
_LONGEST_LINE = 20_000


def read_text(path: Path) -> RawDocument:
    """Read a text file in UTF-8, UTF-16 or GB18030; raises ReadError when it is no text."""
    content = content_of(path, _LARGEST)
    text = decoded(content)
    if text is None:
        raise fault(path, "不是文本，或编码无法识别", "UTF-8 或 GB18030 编码的文本")
    if len(_LINE_END.findall(text)) > _MOST_LINES:
        raise fault(path, "行数过多", f"至多 {_MOST_LINES} 行")
    damaged = text.count("\ufffd")
    reading = _Reading(path)
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    for number, page in enumerate(pages, start=1):
        reading.read_page(page, number if len(pages) > 1 else None)
    return RawDocument(
        str(path),
        "text",
        tuple(reading.blocks),
        pages=len(pages) if len(pages) > 1 else None,
        outline=tuple(reading.outline),
        remarks=(f"有 {damaged} 处字符损坏，以“\ufffd”代替。",) if damaged else (),
    )


def decoded(content: bytes) -> str | None:
    """Text in the encoding that fits; a few damaged characters become U+FFFD. None when it is no text."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _if_text(content.decode(encoding, "replace"))
    for encoding in ("utf-8", "gb18030"):
        try:
            return _if_text(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return next(
        filter(None, (_if_text(content.decode(e, "replace")) for e in ("utf-8", "gb18030"))), None
    )


def _if_text(text: str) -> str | None:
    wrong = text.count("\ufffd") + len(_CONTROL.findall(text))
    return None if wrong * _MOST_DAMAGE > len(text) else text


@dataclass(slots=True)
class _Reading:
    """Blocks found so far."""

    path: Path
    blocks: list[Block] = field(default_factory=list)
    outline: list[tuple[str, str]] = field(default_factory=list)
    cells: int = 0
    has_grid: bool = False

    def read_page(self, page: str, number: int | None) -> None:
        rows: list[list[str]] = []
        for line in _lines(page):
            row = _row(line, bool(rows))
            if row is None:
                self._end_grid(rows, number)
                self._add_text(line, number)
                rows = []
            elif row:
                rows.append(row)
                self.cells += len(row)
                if self.cells > MOST_IN_TABLES:
                    raise fault(self.path, "表格单元格过多", f"至多 {MOST_IN_TABLES} 个单元格")
        self._end_grid(rows, number)

    def _add_text(self, line: str, page: int | None) -> None:
        entry = None if self.has_grid else contents_entry(line)
        if entry:
            self.outline.append(entry)
        for text in text_parts(_plain(line)):
            heading = _HEADING.fullmatch(text[:_LONGEST_HEADING])
            if heading:
                self.blocks.append(TextBlock(heading[2], page, level=len(heading[1])))
            else:
                self.blocks.append(TextBlock(text, page))

    def _end_grid(self, rows: list[list[str]], page: int | None) -> None:
        """Close a grid: contents and captions leave it, what remains is padded on the right."""
        if not self.has_grid and rows and all(contents_entry("\t".join(row)) for row in rows):
            for row in rows:
                self._add_text("\t".join(row), page)
            return
        while rows and _is_caption(rows[0]):
            for cell in filter(None, map(tidy, rows.pop(0))):
                self.blocks.append(TextBlock(cell, page))
        if not rows:
            return
        if not any(map(_is_filled, rows)):
            return
        self.blocks.append(_grid(rows, page))
        self.has_grid = True


def _is_filled(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def _is_caption(row: Sequence[str]) -> bool:
    """Tell a row of department, year and unit of money above a table from its header."""
    filled = [text for cell in row if (text := cell.strip())]
    captions = sum(bool(CAPTION.fullmatch(text)) for text in filled)
    most_beside = 1
    return captions > 0 and len(filled) - captions <= most_beside


def _grid(rows: Sequence[Sequence[str]], page: int | None) -> RawGrid:
    columns = max(map(len, rows))
    cells = [
        RawCell(tidy(_plain(text)), r, c, page=page)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    grid = whole_grid(cells, len(rows), columns, is_ruled=False)
    return RawGrid(grid.cells, grid.rows, grid.columns, page, is_ruled=False)


def _row(line: str, is_inside: bool) -> list[str] | None:  # noqa: FBT001
    """The cells of a line; None for text, no cells for the rule under a Markdown header."""
    if "|" in line:
        bare = line.strip()
        if is_inside and _RULE.fullmatch(bare):
            return []
        framed = bare.startswith("|")
        least_pipes = 2
        pipes = len(_PIPE.findall(bare))
        if pipes >= least_pipes and "\t" not in bare:
            inner = bare.removeprefix("|")
            inner = inner[:-1] if framed and inner.endswith("|") else inner
            parts = _PIPE.split(inner, MOST_COLUMNS)[:MOST_COLUMNS]
            return [cell.strip().replace("\\|", "|") for cell in parts]
    if "\t" not in line.strip(" "):
        return None
    return [_unquoted(cell) for cell in line.split("\t", MOST_COLUMNS)[:MOST_COLUMNS]]


def _unquoted(cell: str) -> str:
    """A cell as a spreadsheet copies it: in quotes where it holds a line end."""
    bare = cell.strip()
    least = 2
    if len(bare) < least or bare[0] != '"' or bare[-1] != '"':
        return cell
    inner = bare[1:-1].replace('""', "\0")
    return cell if '"' in inner else inner.replace("\0", '"')


def _lines(page: str) -> Iterator[str]:
    """Lines; those that belong together are joined: a caption and its value, a quoted cell."""
    lines = iter(page.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    held = ""
    for line in lines:
        whole = line
        for _ in range(_MOST_QUOTED_LINES):
            if not _is_open(whole):
                break
            following = next(lines, None)
            if following is None:
                break
            whole = f"{whole}\n{following}"
        if held and whole.strip() and "\t" not in whole and not CAPTION.fullmatch(whole.strip()):
            whole = held + whole.strip()
            held = ""
        elif held:
            yield held
            held = ""
        if _SPLIT_CAPTION.fullmatch(whole.strip()) and "\t" not in whole:
            held = whole.strip()
            continue
        yield whole
    if held:
        yield held


def _is_open(line: str) -> bool:
    """Tell whether the last cell begins with a quotation mark that the line does not close."""
    last = line.rpartition("\t")[2]
    return "\t" in line and last.startswith('"') and last.count('"') % 2 == 1


def _plain(text: str) -> str:
    """Text without the marks of Markdown."""
    if len(text) > _LONGEST_LINE:
        return text
    if "$" in text:
        text = _MATH.sub(_without_math, text)
    return _EMPHASIS.sub(r"\2", text) if "**" in text or "__" in text else text


def _without_math(match: re.Match[str]) -> str:
    inner = match[1]
    if "\\" not in inner:
        return match[0]
    return (
        _SYMBOL.sub(lambda found: _SYMBOLS[found[0]], inner).replace("≥ ", "≥").replace("≤ ", "≤")
    )
