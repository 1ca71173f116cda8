"""Read a published document of any kind: what it is, its content says; its suffix only where that is silent."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.errors import Fault, ReadError, system_reason
from yusuan.core.grid import RawGrid
from yusuan.core.patterns import pattern
from yusuan.readers.blocks import MOST_IN_TABLES, OLE, READ_FORMATS, SAVE_AS, fault, unsupported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.core.errors import UnsupportedFormat
    from yusuan.core.grid import RawDocument

# Our own publication of 500 projects has 1,016 tables and 39,000 cells; the largest published so far, with all
# units of a city’s department, has a tenth of these tables.
MOST_TABLES = 4_000
# Rows of one table; characters of one paragraph or cell, as many as our own texts may have; of all together.
MOST_ROWS = 20_000
LONGEST_TEXT = 20_000
MOST_TEXT = 1_000_000
_START = 4096
_PDF_WITHIN = 1024
# What is known by its first bytes and not read.
_NOT_READ = (
    (b"BM", "图片（.bmp），请另存为 .png"),
    (b"Rar!", "压缩包（.rar），请先解压"),
    (b"7z\xbc\xaf", "压缩包（.7z），请先解压"),
    (b"\x1f\x8b", "压缩包（.gz），请先解压"),
    (b"{\\rtf", "RTF 文档，请另存为 .docx 或 .pdf"),
)
_MARKUP = pattern(rb"<(?:!doctype\s+html|html|head|body|table|div|meta|p|h[1-6])\b", re.IGNORECASE)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_WEB_ARCHIVE = pattern(
    rb"^(?:MIME-Version|From|Content-Type):.{0,2000}multipart/related", re.IGNORECASE | re.DOTALL
)


def read_document(path: Path) -> RawDocument:
    """Read a published document; raises ReadError, UnsupportedFormat for a kind nobody reads."""
    document = _read(path)
    for place, what, found, most in _measured(document):
        if found > most:
            where = f"{path.name} {place}".rstrip()
            allowed = f"{what}至多 {most}；请分册公布或分开核对"
            raise ReadError(str(path), [Fault(where, "", f"{what} {found}", allowed)])
    return document


def _measured(document: RawDocument) -> Iterator[tuple[str, str, int, int]]:
    """How large a document is, in what understanding it costs: where, what, how much of it, and how much is read."""
    yield "", "表数", len(document.grids), MOST_TABLES
    yield "", "单元格数", sum(len(grid.cells) for grid in document.grids), MOST_IN_TABLES
    letters = 0
    for number, block in enumerate(document.blocks, start=1):
        page = f"第 {block.page} 页" if block.page else f"第 {number} 段（表）"
        if isinstance(block, RawGrid):
            yield page, "一张表的行数", block.rows, MOST_ROWS
            longest = max((len(cell.text) for cell in block.cells), default=0)
            letters += sum(len(cell.text) for cell in block.cells)
        else:
            longest = len(block.text)
            letters += longest
        yield page, "一段文字的字数", longest, LONGEST_TEXT
    yield "", "文字的字数", letters, MOST_TEXT


def _read(path: Path, *, is_packed: bool = False) -> RawDocument:
    """Read a file by what it is; one packed in an archive is none itself."""
    start = _start(path)
    if not start.strip(b"\0 \t\r\n"):
        raise fault(path, "空文件", READ_FORMATS)
    if b"%PDF-" in start[:_PDF_WITHIN]:
        from yusuan.readers.pdf.document import read_pdf

        return read_pdf(path)
    if start.startswith(OLE):
        from yusuan.readers.office.xls import read_xls

        return read_xls(path)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_zip(path, is_packed=is_packed)
    return _read_plain(path, start)


def _start(path: Path) -> bytes:
    from yusuan.readers.inside import require_file

    try:
        require_file(path)
        with path.open("rb") as stream:
            return stream.read(_START)
    except OSError as error:
        raise fault(path, f"无法打开（{system_reason(error)}）", "可以读取的文件") from error


def _read_zip(path: Path, *, is_packed: bool) -> RawDocument:
    from yusuan.readers.safe_zip import SafeZip

    archive = SafeZip(path)
    names = set(archive)
    if _has(names, "word"):
        from yusuan.readers.office.docx import read_docx

        return read_docx(path)
    if _has(names, "xl"):
        from yusuan.readers.office.xlsx_document import read_xlsx_document

        return read_xlsx_document(path)
    if {"mimetype", "content.xml"} <= names:
        from yusuan.readers.office.ods import read_ods

        return read_ods(path)
    if "OFD.xml" in names:
        raise unsupported(path, "OFD 版式文件，请另存为 .pdf")
    if _has(names, "ppt"):
        raise unsupported(path, "演示文稿，请另存为 .pdf")
    if is_packed or path.suffix.lower() in SAVE_AS:
        raise _by_suffix(path)
    from yusuan.readers.archive import only_document

    with only_document(path, archive) as file:
        inner = _read(file, is_packed=True)
    remark = f"读的是压缩包内的“{file.name}”。"
    return replace(inner, source=str(path), remarks=(*inner.remarks, remark))


def _has(names: set[str], folder: str) -> bool:
    """Tell the parts of an Office file from a folder somebody called so."""
    return any(n.startswith(f"{folder}/") and n.endswith((".xml", ".bin")) for n in names)


def _by_suffix(path: Path) -> UnsupportedFormat:
    """What a file is called, where its content does not say what it is."""
    suffix = path.suffix.lower()
    if suffix in SAVE_AS:
        return unsupported(path, f"{suffix} 文件，请用原来的软件另存为 {SAVE_AS[suffix]}")
    return unsupported(path, suffix or "内容无法识别")


def _read_plain(path: Path, start: bytes) -> RawDocument:
    from yusuan.readers.scan.image import kind_of, read_image

    picture = kind_of(start)
    if picture is not None:
        return read_image(path, picture)
    for magic, what in _NOT_READ:
        if start.startswith(magic):
            raise unsupported(path, what)
    # In UTF-16 every other byte of a mark is nought.
    bare = start.replace(b"\0", b"")
    if _SPREADSHEET_XML in bare:
        raise unsupported(path, "XML 表格，请另存为 .xlsx")
    if _WEB_ARCHIVE.search(bare):
        raise unsupported(path, "单个文件网页（.mht），请另存为 .html")
    if _MARKUP.search(bare) and path.suffix.lower() == ".pdf":
        raise unsupported(path, "网页，不是 PDF；请在浏览器中打开这个网页，从中下载原文件")
    if _MARKUP.search(bare) or path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        from yusuan.readers.text.html import read_html

        return read_html(path)
    from yusuan.readers.text.layout import decoded, read_text

    # A longer file is cut between characters of any encoding but UTF-8, whose rest is forgiven there.
    head = start if len(start) < _START else start[: len(start) - len(start) % 4]
    if decoded(head) is None:
        raise _by_suffix(path)
    return read_text(path)
