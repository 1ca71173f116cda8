"""Read a published .xls of Excel 97–2003. Own records, so that printed precision is kept and memory bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.errors import UnsupportedFormat
from yusuan.core.grid import RawDocument
from yusuan.readers.blocks import content_of, fault
from yusuan.readers.office.biff import DamagedWorkbook, UnreadWorkbook, read_workbook_stream
from yusuan.readers.office.ole import Compound, DamagedCompound
from yusuan.readers.office.sheet import sheet_blocks

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.grid import Block

_STREAM = "Workbook"


def read_xls(path: Path) -> RawDocument:
    """Read a legacy workbook; raises ReadError, UnsupportedFormat before Excel 97 or with a password."""
    content = content_of(path)
    try:
        book = read_workbook_stream(_stream(path, Compound.of(content)))
    except UnreadWorkbook as error:
        raise _unsupported(path, str(error)) from error
    except DamagedWorkbook as error:
        raise fault(path, f"工作簿已损坏（{error}）", "完好的 .xls 文件") from error
    except DamagedCompound as error:
        raise fault(path, "工作簿已损坏", "完好的 .xls 文件") from error
    blocks: list[Block] = []
    remarks = [f"隐藏的工作表未读入：{'、'.join(book.unseen)}。"] if book.unseen else []
    for sheet in book.sheets:
        blocks += sheet_blocks(sheet)
        if sheet.hidden:
            remarks.append(f"工作表“{sheet.name}”隐藏的 {sheet.hidden}未读入。")
    return RawDocument(str(path), "xls", tuple(blocks), remarks=tuple(remarks))


def _stream(path: Path, compound: Compound) -> bytes:
    if _STREAM in compound.streams:
        return compound.read(_STREAM)
    if "Book" in compound.streams:
        raise _unsupported(path, "Excel 95 或更早的工作簿")
    raise fault(path, "不是 Excel 工作簿", ".xls 文件")


def _unsupported(path: Path, found: str) -> UnsupportedFormat:
    error = fault(path, found, "Excel 97 及以后版本的未加密工作簿（可另存为 .xlsx）")
    return UnsupportedFormat(error.source, error.faults)
