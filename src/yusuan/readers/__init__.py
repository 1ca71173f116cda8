"""Read sources: every module turns one format into sheets or grids; nothing here decides what is right."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from yusuan.core.errors import Fault, ReadError, UnsupportedFormat, system_reason
from yusuan.readers.blocks import SAVE_AS

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.places import Places

_ALLOWED = (
    "数据集目录、工作簿（.xlsx）、开放数据包（目录、.zip 或 datapackage.json），"
    "或已公开的文件（.pdf、.docx、.xlsx、.xls、.ods、.html、.txt，或它们的 .zip）"
)


def read_source(path: Path, places: Places | None = None) -> DepartmentalBudget:
    """Read a source of any kind; raises ReadError, UnsupportedFormat for a kind nobody reads.

    `places` is told where each record was read.
    """
    try:
        return _read(path, places)
    except OSError as error:
        found = system_reason(error)
        raise ReadError(str(path), [Fault(str(path), "", found, "可以读取的文件")]) from error


_DOCUMENTS = frozenset(
    {
        ".pdf",
        ".docx",
        ".html",
        ".htm",
        ".txt",
        ".tsv",
        ".md",
        ".xls",
        ".ods",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        # Not read, but its reader says what to save it as.
        *SAVE_AS,
    }
)


def is_document(path: Path) -> bool:
    """Tell whether a file is a published document rather than a dataset, workbook or package."""
    if not path.is_file():
        return False
    suffix = path.suffix.lower()
    if suffix == ".zip":
        from yusuan.readers.archive import is_of_documents

        return is_of_documents(path)
    return suffix in _DOCUMENTS or (suffix in {".xlsx", ".xlsm"} and not _is_workbook(path))


def _is_workbook(path: Path) -> bool:
    """Tell whether an Excel file has the sheets of our own workbook; a damaged one is left to its reader."""
    from yusuan.core.records import RECORDS
    from yusuan.readers.safe_zip import SafeZip

    try:
        listed = SafeZip(path).read("xl/workbook.xml")
    except (ReadError, KeyError):
        return True
    # One that lost a sheet, or had one renamed, is still a workbook, with a fault that says so.
    ours = sum(f'"{record.label}"'.encode() in listed for record in RECORDS)
    return ours > len(RECORDS) // 3


def _read(path: Path, places: Places | None) -> DepartmentalBudget:
    from yusuan.readers.folder import read_folder
    from yusuan.readers.inside import require_file
    from yusuan.readers.opendata import read_opendata
    from yusuan.readers.workbook import read_workbook

    if not path.exists():
        raise ReadError(str(path), [Fault(str(path), "", "不存在", _ALLOWED)])
    require_file(path)
    if path.is_dir():
        is_package = os.path.lexists(path / "datapackage.json")
        return read_opendata(path, places) if is_package else read_folder(path, places)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return read_workbook(path, places)
    if path.suffix.lower() in {".zip", ".json"}:
        return read_opendata(path, places)
    if path.suffix.lower() == ".csv":
        allowed = f"数据集目录；系统导出的明细请先运行 yusuan import {path.name} --into 目录"
        raise UnsupportedFormat(str(path), [Fault(path.name, "", "一张 CSV 表", allowed)])
    raise UnsupportedFormat(str(path), [Fault(str(path), "", path.suffix or "无扩展名", _ALLOWED)])
