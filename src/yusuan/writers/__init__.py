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


def _html(publication: Publication) -> Mapping[str, bytes]:
    from yusuan.writers.html.document import write_html

    return {f"{_stem(publication)}.html": write_html(publication)}


def _opendata(publication: Publication) -> Mapping[str, bytes]:
    # A draft's package never takes the place of the publication's.
    folder = "opendata-draft" if publication.is_draft else "opendata"
    return {f"{folder}/{name}": content for name, content in publication.package.items()}


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
        files.update(_WRITERS[name](publication))
    return files


def _stem(publication: Publication) -> str:
    kept = "".join(c for c in publication.title if c.isalnum() or c in "-_（）()")
    return kept[:80] + ("（草案）" if publication.is_draft else "")
