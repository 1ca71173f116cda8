"""Reading costs what a file holds: twice the file is twice the work, counted in calls, whatever its shape."""

from __future__ import annotations

import io
import sys
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from tests.readers.raw import docx, ods, ods_cell, paragraph
from tests.security.bombs import stream
from tests.security.hostile.office import book, cell
from tests.security.hostile.pages import forms
from yusuan.core.errors import ReadError
from yusuan.readers import read_source
from yusuan.readers.document import read_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# A little more than twice: what is sorted takes a logarithm more.
_MOST = 2.2


def _calls(work: Callable[[], object]) -> int:
    """How many functions were called, Python's and C's."""
    count = 0

    def counted(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    except ReadError:
        pass
    finally:
        sys.setprofile(before)
    return count


def _numbered(n: int) -> bytes:
    lists = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="9999"/>'
        f'<w:numFmt w:val="upperLetter"/><w:lvlText w:val="{"%1" * n}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    return docx(paragraph("甲", numbered) * n, numbering=lists)


def _merged_down(n: int) -> bytes:
    cells = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
    return docx(f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * n}</w:tbl>")


def _shared(n: int) -> bytes:
    row = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>'
    return book([("表", f"<sheetData>{row * n}</sheetData>")], shared=f"<si><t>{'字' * n}</t></si>")


def _merges(n: int) -> bytes:
    rows = "".join(f'<row r="{r}">{cell(f"A{r}", "1")}</row>' for r in range(1, n + 1))
    merges = '<mergeCell ref="B1:XFD1048576"/>' * min(n, 30)
    return book([("表", f"<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>")])


def _hidden(n: int) -> bytes:
    columns = '<col min="1" max="16384" hidden="1"/>' * n
    return book(
        [("表", f"<cols>{columns}</cols><sheetData><row>{cell('A1', '1')}</row></sheetData>")]
    )


def _repeated(n: int) -> bytes:
    column = "<table:table-column/>" * n
    row = f"<table:table-row>{ods_cell('1') * 9}</table:table-row>"
    hidden = row.replace("<table:table-row>", '<table:table-row table:visibility="collapse">')
    return ods(f'<table:table table:name="表">{column}{row * n}{hidden * n}</table:table>')


_DOCUMENTS: dict[str, tuple[str, Callable[[int], bytes], int]] = {
    "docx-numbers": ("docx", _numbered, 100),
    "docx-merged": ("docx", _merged_down, 300),
    "docx-paragraphs": ("docx", lambda n: docx(paragraph("甲", "<w:ind/>") * n), 300),
    "xlsx-shared": ("xlsx", _shared, 100),
    "xlsx-merged": ("xlsx", _merges, 300),
    "xlsx-hidden": ("xlsx", _hidden, 300),
    "xlsx-one-row": (
        "xlsx",
        lambda n: book([("表", f"<sheetData><row>{'<c><v>1</v></c>' * n}</row></sheetData>")]),
        300,
    ),
    "ods-repeated": ("ods", _repeated, 40),
    "html-spans": (
        "html",
        lambda n: f"<table>{'<tr><td rowspan=9999>甲<td>1' * 9}{'<tr><td>1' * n}</table>".encode(),
        300,
    ),
    "html-paragraphs": ("html", lambda n: f"<body>{'<p>甲<span>乙</span>' * n}".encode(), 300),
    "html-attributes": (
        "html",
        lambda n: f"<p {' '.join(f'a{i}=1' for i in range(n))}>甲".encode(),
        300,
    ),
    "text-line": ("txt", lambda n: b"1,234.56|" * n, 2_000),
    "text-lines": ("txt", lambda n: "一、部门概况……1\n".encode() * n, 500),
    "tsv-columns": ("tsv", lambda n: (b"1\t" * n + b"\n") * 9, 100),
    "tsv-rows": ("tsv", lambda n: "甲\t1.00\t2.00\n".encode() * n, 500),
    "pdf-forms": ("pdf", lambda n: forms(n, 3), 200),
    "pdf-letters": (
        "pdf",
        lambda n: forms(1, 1, last=b"BT /F 9 Tf " + b"9 9 Td (1) Tj " * n + b"ET"),
        300,
    ),
}


@pytest.mark.parametrize("name", _DOCUMENTS)
def test_a_document_twice_as_large_is_twice_the_work(name: str, tmp_path: Path) -> None:
    suffix, make, n = _DOCUMENTS[name]
    path = tmp_path / f"a.{suffix}"

    def read() -> None:
        read_document(path)

    counts: list[int] = []
    for times in (1, 1, 2, 4):
        path.write_bytes(make(n * times))
        counts.append(_calls(read))
    # The first run imports what is needed.
    _, one, two, four = counts
    assert two <= _MOST * one, counts
    assert four <= _MOST * two, counts


def _facts(name: str, change: Callable[[str, int], str]) -> Callable[[Path, int], Path]:
    def laid(folder: Path, n: int) -> Path:
        for file in EXAMPLE.rglob("*"):
            if file.is_file():
                target = folder / file.relative_to(EXAMPLE)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())
        written = (EXAMPLE / name).read_text(encoding="utf-8")
        (folder / name).write_text(change(written, n), encoding="utf-8")
        return folder

    return laid


_FACTS: dict[str, tuple[Callable[[Path, int], Path], int]] = {
    "unknown-keys": (
        _facts("department.toml", lambda w, n: "".join(f"k{i} = 1\n" for i in range(n)) + w),
        400,
    ),
    "bad-tables": (
        _facts("department.toml", lambda w, n: w + "\n[[units]]\ncode = 1\n" * n),
        200,
    ),
    "bad-lines": (_facts("lines.csv", lambda w, n: w + "x,,,\n" * n), 1_000),
    "bad-columns": (
        _facts("lines.csv", lambda w, n: "unit," * n + w),
        2_000,
    ),
}


@pytest.mark.parametrize("name", _FACTS)
def test_a_dataset_twice_as_wrong_is_twice_the_work(name: str, tmp_path: Path) -> None:
    lay, n = _FACTS[name]
    counts: list[int] = []
    for times in (1, 1, 2, 4):
        path = lay(tmp_path / str(len(counts)), n * times)
        counts.append(_calls(lambda path=path: read_source(path)))  # type: ignore[misc]
    _, one, two, four = counts
    assert two <= _MOST * one, counts
    assert four <= _MOST * two, counts


def test_the_same_form_is_counted_once_however_often_it_is_drawn() -> None:
    """A thousand forms that each draw the next one twice are a thousand steps, and a number beyond counting."""
    from yusuan.readers.pdf.forms import Content, drawn

    objects = io.BytesIO()
    streams = {}
    for n in range(1, 1_001):
        about = b"/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>" % (n + 1)
        inner = b"/X Do /X Do"
        objects.write(b"%d 0 obj\n%s\nendobj\n" % (n, stream(zlib.compress(inner), about)))
        streams[n] = Content.of(inner, is_form=True)
    counted = _calls(lambda: drawn(objects.getvalue(), (), streams))
    assert counted < 60_000
    assert drawn(objects.getvalue(), (), streams)[1].shapes >= 10**12
