"""What Typst cannot say yet, put into the file it wrote: header cells beside what they name, and what a table is.

Typst tags the cells of a header row and knows no header at the left of its row; nor has it a summary. The
elements of the structure tree stand in the file as text, in the order of the cells, so they are amended there
and the offsets of all that follows put right. Where the file is not as expected it stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.writers.paper.fit import placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.writers.paper.table import LaidTable

_TAGGED = pattern(rb"<</Type/StructElem/S/(Table|TH|TD)/P \d+ 0 R[^\r\n]*")
_XREF = pattern(r"(\d{10}) (\d{5}) n")
_OWN = b"<</O/Table"


@dataclass(frozen=True, slots=True)
class _Edit:
    """Bytes to be put in place of others."""

    start: int
    end: int
    written: bytes


def amended(pdf: bytes, tables: Sequence[LaidTable]) -> bytes:
    """The file with its row headers and summaries said; the same bytes where it is built otherwise."""
    tags = list(_TAGGED.finditer(pdf))
    cells = [tag for tag in tags if tag[1] != b"Table"]
    wholes = [tag for tag in tags if tag[1] == b"Table"]
    scopes = [scope for table in tables for scope in _scopes(table)]
    if len(cells) != len(scopes) or len(wholes) != len(tables):
        return pdf
    edits = [
        _header(tag, scope)
        for tag, scope in zip(cells, scopes, strict=True)
        if scope and tag[1] == b"TD"
    ]
    edits += [
        _summary(tag, table.grid.summary)
        for tag, table in zip(wholes, tables, strict=True)
        if table.grid.summary
    ]
    return _applied(pdf, sorted(edits, key=lambda edit: edit.start))


def _scopes(table: LaidTable) -> Iterator[bytes]:
    """What each cell is the header of, the caption's cell first: nothing, a row or a column."""
    if table.caption.lines and table.header_rows:
        yield b""
    rows: dict[int, list[bool]] = {}
    cells = list(placed(table.grid.rows))
    for one in cells:
        rows.setdefault(one.row, []).append(one.cell.is_header)
    for one in cells:
        # Headers side by side name what stands below them; the first of a row names the row.
        is_column = one.column > 0 and all(rows[one.row])
        yield (b"Column" if is_column else b"Row") if one.cell.is_header else b""


def _header(tag: re.Match[bytes], scope: bytes) -> _Edit:
    said = _with_attribute(tag[0], b"/Scope/" + scope)
    return _Edit(tag.start(), tag.end(), said.replace(b"/S/TD", b"/S/TH", 1))


def _summary(tag: re.Match[bytes], summary: str) -> _Edit:
    written = ("\ufeff" + summary).encode("utf-16-be").hex().upper().encode()
    return _Edit(tag.start(), tag.end(), _with_attribute(tag[0], b"/Summary<" + written + b">"))


def _with_attribute(element: bytes, attribute: bytes) -> bytes:
    if _OWN in element:
        return element.replace(_OWN, _OWN + attribute, 1)
    if b"/A[" in element:
        return element.replace(b"/A[", b"/A[" + _OWN + attribute + b">>", 1)
    return element.replace(b"/K", b"/A[" + _OWN + attribute + b">>]/K", 1)


def _applied(pdf: bytes, edits: Sequence[_Edit]) -> bytes:
    """The edits made, and the table of offsets moved with what it points to."""
    if not edits:
        return pdf
    table = pdf.rindex(b"xref\n", 0, pdf.rindex(b"startxref"))
    starts = [edit.start for edit in edits]
    moved = [0, *accumulate(len(e.written) - (e.end - e.start) for e in edits)]

    def new(offset: int) -> int:
        return offset + moved[bisect_left(starts, offset)]

    body = b"".join(_pieces(pdf[:table], edits))
    entries, _, trailer = pdf[table:].decode("latin-1").partition("trailer")
    entries = _XREF.sub(lambda found: f"{new(int(found[1])):010d} {found[2]} n", entries)
    told = re.sub(r"startxref\n\d+", f"startxref\n{new(table)}", trailer)
    return body + f"{entries}trailer{told}".encode("latin-1")


def _pieces(pdf: bytes, edits: Iterable[_Edit]) -> Iterator[bytes]:
    at = 0
    for edit in edits:
        yield pdf[at : edit.start]
        yield edit.written
        at = edit.end
    yield pdf[at:]
