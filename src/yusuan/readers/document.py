"""Read a published document of any kind: what it is, its content says; its suffix only where that is silent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.errors import UnsupportedFormat, system_reason
from yusuan.readers.blocks import fault
from yusuan.readers.office.ole import MAGIC as OLE
from yusuan.readers.office.ole import Compound, DamagedCompound
from yusuan.readers.safe_zip import SafeZip
from yusuan.readers.scan.image import kind_of

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.grid import RawDocument

_ALLOWED = "PDF、Word（.docx）、Excel（.xlsx、.xls）、网页（.html）、文本（.txt）或图片（.png、.jpg、.tif）"
# The largest published so far, with all units of a city's department, has a tenth of it.
MOST_TABLES = 1_000
MOST_CELLS = 150_000
_START = 4096
_PDF_WITHIN = 1024
# What is known by its first bytes and not read.
_NOT_READ = (
    (b"BM", "图片（.bmp），请另存为 .png"),
    (b"Rar!", "压缩包（.rar），请先解压"),
    (b"7z\xbc\xaf", "压缩包（.7z），请先解压"),
    (b"\x1f\x8b", "压缩包（.gz），请先解压"),
    (b"{\\rtf", "RTF 文档，请另存为 .docx"),
)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|div|meta|p|h[1-6])\b", re.IGNORECASE
)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_WEB_ARCHIVE = re.compile(
    rb"^(?:MIME-Version|From|Content-Type):.{0,2000}multipart/related", re.IGNORECASE | re.DOTALL
)


def read_document(path: Path) -> RawDocument:
    """Read a published document; raises ReadError, UnsupportedFormat for a kind nobody reads."""
    document = _read(path)
    cells = sum(len(grid.cells) for grid in document.grids)
    if cells > MOST_CELLS or len(document.grids) > MOST_TABLES:
        found = f"共 {len(document.grids)} 张表、{cells} 个单元格"
        raise fault(
            path, found, f"至多 {MOST_TABLES} 张表、{MOST_CELLS} 个单元格；请分册公布或分开核对"
        )
    return document


def _read(path: Path) -> RawDocument:
    start = _start(path)
    if not start.strip(b"\0 \t\r\n"):
        raise fault(path, "空文件", _ALLOWED)
    if b"%PDF-" in start[:_PDF_WITHIN]:
        from yusuan.readers.pdf.document import read_pdf

        return read_pdf(path)
    if start.startswith(OLE):
        return _read_compound(path)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_zip(path)
    return _read_plain(path, start)


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_START)
    except OSError as error:
        raise fault(path, f"无法打开（{system_reason(error)}）", "可以读取的文件") from error


def _read_zip(path: Path) -> RawDocument:
    archive = SafeZip(path)
    names = set(archive)
    if any(name.startswith("word/") for name in names):
        from yusuan.readers.office.docx import read_docx

        return read_docx(path)
    if any(name.startswith("xl/") for name in names):
        from yusuan.readers.office.xlsx_document import read_xlsx_document

        return read_xlsx_document(path)
    if "OFD.xml" in names:
        raise unsupported(path, "OFD 版式文件，请另存为 PDF")
    if "mimetype" in names:
        raise unsupported(path, "OpenDocument 文件，请另存为 .docx 或 .xlsx")
    raise unsupported(path, "压缩包，请先解压")


def _read_compound(path: Path) -> RawDocument:
    from yusuan.readers.blocks import content_of

    try:
        streams = Compound.of(content_of(path)).streams
    except DamagedCompound as error:
        raise fault(path, "旧版 Office 文件，已损坏", "完好的文件") from error
    if "EncryptedPackage" in streams:
        raise fault(path, "加了密码的文件", "未加密的文件")
    if "WordDocument" in streams:
        raise unsupported(path, "旧版 Word 文档（.doc），请另存为 .docx")
    if "Workbook" in streams or "Book" in streams:
        from yusuan.readers.office.xls import read_xls

        return read_xls(path)
    raise unsupported(path, "旧版 Office 文件")


def _read_plain(path: Path, start: bytes) -> RawDocument:
    picture = kind_of(start)
    if picture is not None:
        from yusuan.readers.scan.image import read_image

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
    if _MARKUP.search(bare) or path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        from yusuan.readers.text.html import read_html

        return read_html(path)
    from yusuan.readers.text.layout import decoded, read_text

    # A longer file is cut between characters of any encoding but UTF-8, whose rest is forgiven there.
    head = start if len(start) < _START else start[: len(start) - len(start) % 4]
    if decoded(head) is None:
        raise unsupported(path, path.suffix or "内容无法识别")
    return read_text(path)


def unsupported(path: Path, found: str) -> UnsupportedFormat:
    """What a document is when nobody reads it."""
    error = fault(path, found, _ALLOWED)
    return UnsupportedFormat(error.source, error.faults)
