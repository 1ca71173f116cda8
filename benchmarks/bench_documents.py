"""Time each writer on the example, side by side with a named peer that writes the same tables naively.

python-docx and WeasyPrint are the usual choices for DOCX and PDF, openpyxl for XLSX. Every peer is given the
same publication and writes less (plain tables, no contents field, no tags, no attachments).
"""

from __future__ import annotations

import html
import io
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from yusuan.documents.publication import Grid, Heading, Paragraph, Publication
from yusuan.pipeline import Run, assemble
from yusuan.writers import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

FORMATS = ("docx", "pdf", "xlsx", "html")


@lru_cache
def _publication() -> Publication:
    return assemble(Run(EXAMPLE))


def _blocks(publication: Publication) -> Iterator[Paragraph | Heading | Grid]:
    for part in publication.parts:
        for section in part.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph | Heading | Grid):
                    yield block


@pytest.mark.parametrize("name", FORMATS)
def bench_write(benchmark: BenchmarkFixture, name: str) -> None:
    benchmark.group = name
    publication = _publication()
    files = benchmark(write, publication, (name,))
    assert all(len(content) > 1000 for content in files.values())


def bench_write_open_data(benchmark: BenchmarkFixture) -> None:
    benchmark.group = "opendata"
    run = Run(EXAMPLE)
    _ = run.printed, run.outcomes, run.public
    publication = benchmark(assemble, run)
    assert publication.package


def _naive_docx(publication: Publication) -> bytes:
    import docx

    document = docx.Document()
    for block in _blocks(publication):
        if isinstance(block, Paragraph):
            document.add_paragraph(block.text)
        elif isinstance(block, Heading):
            document.add_heading(block.text, block.level)
        else:
            table = document.add_table(len(block.rows), len(block.widths))
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row):
                    table.cell(r, c).text = cell.text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _markup(publication: Publication) -> str:
    parts = []
    for block in _blocks(publication):
        if isinstance(block, Paragraph):
            parts.append(f"<p>{html.escape(block.text)}</p>")
        elif isinstance(block, Heading):
            parts.append(f"<h{block.level}>{html.escape(block.text)}</h{block.level}>")
        else:
            rows = "".join(
                "<tr>"
                + "".join(
                    f"<td colspan={c.colspan} rowspan={c.rowspan}>{html.escape(c.text)}</td>"
                    for c in row
                )
                + "</tr>"
                for row in block.rows
            )
            parts.append(f"<table border=1>{rows}</table>")
    return "<meta charset=utf-8>" + "".join(parts)


def _naive_pdf(publication: Publication) -> bytes:
    import weasyprint

    content: bytes = weasyprint.HTML(string=_markup(publication)).write_pdf()
    return content


def _naive_xlsx(publication: Publication) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for n, grid in enumerate(b for b in _blocks(publication) if isinstance(b, Grid)):
        sheet = book.create_sheet(f"{n}")
        for row in grid.rows:
            sheet.append([cell.text for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


PEERS: dict[str, Callable[[Publication], bytes]] = {
    "docx": _naive_docx,
    "pdf": _naive_pdf,
    "xlsx": _naive_xlsx,
}


@pytest.mark.parametrize("name", list(PEERS))
def bench_peer(benchmark: BenchmarkFixture, name: str) -> None:
    benchmark.group = name
    content = benchmark(PEERS[name], _publication())
    assert len(content) > 1000
