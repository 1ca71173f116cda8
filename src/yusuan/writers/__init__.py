"""Write publications: every module turns the one tree into one format, same tree, same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping, Sequence

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.documents.publication import Publication
    from yusuan.tables.table import Table

FORMATS = ("docx", "pdf", "xlsx", "html", "opendata")


def _docx(publication: Publication) -> Mapping[str, bytes]:
    from yusuan.writers.docx.document import write_docx

    return {f"{_stem(publication)}.docx": write_docx(publication)}


def _pdf(publication: Publication) -> Mapping[str, bytes]:
    from yusuan.writers.pdf.document import write_pdf

    return {f"{_stem(publication)}.pdf": write_pdf(publication)}


def _xlsx(publication: Publication) -> Mapping[str, bytes]:
    from yusuan.writers.xlsx.document import write_xlsx

    return {f"{_stem(publication)}.xlsx": write_xlsx(publication)}


def _html(publication: Publication, beside: Collection[str] = ()) -> Mapping[str, bytes]:
    from yusuan.writers.html.document import write_html

    stem = _stem(publication)
    files = [(label, f"{stem}.{name}") for name, label in _DOWNLOADS.items() if name in beside]
    if "opendata" in beside:
        folder = _folder(publication)
        files += [
            (label, f"{folder}/{name}")
            for name, label in _OPEN_DATA.items()
            if name in publication.package
        ]
    return {f"{stem}.html": write_html(publication, files)}


def _opendata(publication: Publication) -> Mapping[str, bytes]:
    folder = _folder(publication)
    return {f"{folder}/{name}": content for name, content in publication.package.items()}


def _folder(publication: Publication) -> str:
    # A draft's package never takes the place of the publication's.
    return "opendata-draft" if publication.is_draft else "opendata"


# What the page offers beside itself, where it was written too.
_DOWNLOADS = {"pdf": "PDF 文件（可打印）", "docx": "Word 文件", "xlsx": "Excel 表格"}
# A folder cannot be opened on every web site: its descriptor can, and names all files.
_OPEN_DATA = {
    "datapackage.json": "开放数据包说明（JSON）",
    "lines.csv": "预算明细（CSV）",
    "cells.csv": "全部表格数字（CSV）",
}


def package(
    budget: DepartmentalBudget,
    tables: Sequence[Table],
    *,
    created: dt.date,
    is_draft: bool = False,
    notes: Sequence[str] = (),
) -> dict[str, bytes]:
    """The open-data package of a public (masked) budget, its printed tables and what is to be said of them."""
    from yusuan.writers.opendata import write_opendata

    return write_opendata(budget, tables, created=created, is_draft=is_draft, notes=notes)


_WRITERS: Mapping[str, Callable[[Publication], Mapping[str, bytes]]] = {
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "html": _html,
    "opendata": _opendata,
}


def write(publication: Publication, formats: Collection[str]) -> dict[str, bytes]:
    """The files of the formats asked for; a format nobody writes is a KeyError."""
    files: dict[str, bytes] = {}
    for name in formats:
        # The page leads to the files written with it.
        found = _html(publication, formats) if name == "html" else _WRITERS[name](publication)
        files.update(found)
    return files


def _stem(publication: Publication) -> str:
    kept = "".join(c for c in publication.title if c.isalnum() or c in "-_（）()")
    return kept[:80] + ("（草案）" if publication.is_draft else "")
