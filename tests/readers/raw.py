"""Look at what a reader gave: grids as lists of rows."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.grid import RawDocument, RawGrid


def rows(grid: RawGrid) -> list[list[str]]:
    """The texts of a grid, row by row; what a span covers is blank."""
    table = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        table[cell.row][cell.column] = cell.text
    return table


def spans(grid: RawGrid) -> dict[str, tuple[int, int]]:
    """How far the cells that span anything reach, by their text."""
    return {
        cell.text: (cell.rowspan, cell.colspan)
        for cell in grid.cells
        if (cell.rowspan, cell.colspan) != (1, 1)
    }


def lines(document: RawDocument) -> list[str]:
    """The text blocks."""
    return document.text.split("\n") if document.text else []


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """An archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # Of no time, so that the same content is the same file.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    """A Word document with a body, and styles or numbering."""
    files = {f"word/{name}.xml": f"<w:{name} {_W}>{xml}</w:{name}>" for name, xml in parts.items()}
    main = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return zipped({"word/document.xml": main, **files})


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{short}="{_ODF}:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("m", "manifest"),
    )
)  # fmt: skip


def ods(tables: str, styles: str = "", **parts: str) -> bytes:
    """An OpenDocument spreadsheet with its tables and automatic styles; `parts` are further files."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    more = {
        {"manifest": "META-INF/manifest.xml", "styles": "styles.xml"}[name]: (
            f"<office:part {_SPACES}>{xml}</office:part>"
        )
        for name, xml in parts.items()
    }
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, **more})


def ods_cell(text: str = "", about: str = "") -> str:
    """A cell of such a spreadsheet."""
    paragraph = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {about}>{paragraph}</table:table-cell>"
