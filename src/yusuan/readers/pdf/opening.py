"""Open PDF files from strangers: bounded in size and pages; damage and locks are faults, never a crash."""

from __future__ import annotations

import io
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yusuan.core.errors import Fault, ReadError
from yusuan.core.patterns import pattern
from yusuan.readers.blocks import LARGEST_FILE, content_of
from yusuan.readers.pdf.bombs import find_bomb, find_locked_bomb

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 2_000
# pdfium keeps global state: one document at a time in a process.
PDFIUM = threading.Lock()
_HEAD = 1024
# FPDF_REMOVE_SECURITY.
_WITHOUT_SECURITY = 3
_NO_PAGES = pattern(rb"/Count\s+0\b")


@contextmanager
def opened(
    source: Path | bytes, password: str | None = None, *, attached: bool = False
) -> Iterator[Any]:
    """A document open for the C interface, closed afterwards. Raises ReadError."""
    import pypdfium2

    name = source.name if isinstance(source, Path) else "PDF"
    content = content_of(source) if isinstance(source, Path) else source
    if len(content) > LARGEST_FILE:
        raise fault(name, "文件过大", f"{LARGEST_FILE // 2**20} MB 以内的文件")
    if not content:
        raise fault(name, "空文件", "完好的 PDF 文件")
    if b"%PDF-" not in content[:_HEAD]:
        raise fault(name, "不是 PDF 文件，或文件头已损坏", "完好的 PDF 文件")
    is_locked = b"/Encrypt" in content
    bomb = find_bomb(content, attached=attached) or (
        find_locked_bomb(content) if is_locked else None
    )
    if bomb is not None:
        raise fault(name, bomb, "正常大小的内容")
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content, password=password)
        except pypdfium2.PdfiumError as error:
            raise _refused(name, content, getattr(error, "err_code", None)) from error
        try:
            count = len(document)
            if count < 1:
                raise fault(name, "没有一页可读", "至少有一页的文件")
            if count > MOST_PAGES:
                raise fault(name, f"有 {count} 页", f"至多 {MOST_PAGES} 页")
            bomb = find_bomb(_unlocked(document), attached=attached) if is_locked else None
            if bomb is not None:
                raise fault(name, bomb, "正常大小的内容")
            yield document
        finally:
            document.close()


def _unlocked(document: Any) -> bytes:  # noqa: ANN401  a handle of the C interface
    """The same file without encryption, its streams as packed as they were; empty when it cannot be copied."""
    import pypdfium2

    copy = io.BytesIO()
    try:
        document.save(copy, flags=_WITHOUT_SECURITY)
    except pypdfium2.PdfiumError:
        return b""
    return copy.getvalue()


def fault(name: str, found: str, allowed: str) -> ReadError:
    """What is wrong with a file as a whole."""
    return ReadError(name, [Fault(name, "", found, allowed)])


def _refused(name: str, content: bytes, code: int | None) -> ReadError:
    """Why a file did not open. pdfium keeps the reason of the file before when it gives none: check it."""
    import pypdfium2.raw as pdfium

    if code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in content:
        return fault(name, "已加密，需要密码才能打开", "未加密的文件")
    if code == pdfium.FPDF_ERR_SECURITY and b"/Encrypt" in content:
        return fault(name, "加密方式不支持", "未加密的文件")
    if _NO_PAGES.search(content):
        return fault(name, "没有一页可读", "至少有一页的文件")
    return fault(name, "不是完好的 PDF 文件，可能已损坏或未下载完整", "完好的文件")
