"""The same publication through other producers' hands, and how many of its figures still read right."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pikepdf

from tests import libreoffice
from tests.browser import CHROMIUM, chromium
from yusuan.documents.publication import Grid, GridCell, Publication, Section
from yusuan.pipeline import Inspection
from yusuan.writers import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from yusuan.tables.table import CellKey

    Hand = Callable[[Publication, Path], Path]

_PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
_PATH = {"m", "l", "c", "v", "y", "re", "h"}
_THIN = 2.0
_CODE_COLUMNS = (("类", 3), ("款", 2), ("项", 2))


@dataclass(frozen=True)
class Reading:
    """The figures of the official tables that should be read, and what was read wrong."""

    wanted: int
    wrong: tuple[tuple[CellKey, int | None, int | None], ...]
    # Figures read where nothing is printed.
    invented: int

    @property
    def share(self) -> float:
        """The share of figures read right, in row and column."""
        return 1 - len(self.wrong) / self.wanted


def reading(publication: Publication, path: Path) -> Reading:
    """Compare what the tables print with what is read and recognised."""
    inspection = Inspection(path)
    read = {
        (table.id, cell.key.row, cell.key.column): cell.amount
        for table in inspection.printed
        for cell in table.cells.values()
        if cell.amount is not None
    }
    printed = {cell.key: cell.amount for table in publication.tables for cell in table.figures()}
    wrong = tuple(
        (key, amount, read.get((key.table, key.row, key.column)))
        for key, amount in printed.items()
        if read.get((key.table, key.row, key.column)) != amount
    )
    return Reading(
        len(printed),
        wrong,
        len(read.keys() - {(key.table, key.row, key.column) for key in printed}),
    )


def written(publication: Publication, suffix: str, folder: Path) -> Path:
    """The publication in one of our own formats."""
    (content,) = write(publication, (suffix,)).values()
    path = folder / f"made.{suffix}"
    path.write_bytes(content)
    return path


# --- other programs ---------------------------------------------------------------------------------------


def _converted(path: Path, filter_name: str) -> Path:
    """What LibreOffice makes of a file."""
    (made,) = libreoffice.converted(filter_name, path.parent / "converted", path)
    return made


def _word_to_pdf(publication: Publication, folder: Path) -> Path:
    return _converted(written(publication, "docx", folder), "pdf")


def _headless_word_to_pdf(publication: Publication, folder: Path) -> Path:
    """Header rows are not marked as such, so they are not repeated on the next page."""
    path = written(publication, "docx", folder)
    return _converted(_changed(path, "word/document.xml", rb"<w:tblHeader[^>]*/>", b""), "pdf")


def _changed(path: Path, member: str, pattern: bytes, by: bytes) -> Path:
    """A zipped document with something replaced in one part."""
    target = path.with_name(f"{path.stem}-changed{path.suffix}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            content = source.read(name)
            changed.writestr(name, re.sub(pattern, by, content) if name == member else content)
    return target


def _unruled_word_to_pdf(publication: Publication, folder: Path) -> Path:
    path = written(publication, "docx", folder)
    borders = rb"<w:(tblBorders|tcBorders)>.*?</w:\1>"
    body = _changed(path, "word/document.xml", borders, b"")
    return _converted(_changed(body, "word/styles.xml", borders, b""), "pdf")


def _sheet_to_pdf(publication: Publication, folder: Path) -> Path:
    return _converted(written(publication, "xlsx", folder), "pdf")


def _sheet_to_xls(publication: Publication, folder: Path) -> Path:
    return _converted(written(publication, "xlsx", folder), "xls:MS Excel 97")


def _web_to_pdf(publication: Publication, folder: Path) -> Path:
    path = folder / "printed.pdf"
    with chromium() as page:
        page.open(written(publication, "html", folder), width=1200, height=900)
        page.pdf(path)
    return path


# --- other pages ------------------------------------------------------------------------------------------


def _pdf(publication: Publication, folder: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    path = folder / "changed.pdf"
    with pikepdf.open(written(publication, "pdf", folder)) as document:
        change(document)
        document.save(path)
    return path


def _without(document: pikepdf.Pdf, drop: Callable[[list[Any]], bool]) -> None:
    """Take painted paths off every page, where a path is one to drop."""
    for page in document.pages:
        kept: list[Any] = []
        path: list[Any] = []
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in _PATH:
                path.append(instruction)
            elif operator in _PAINT:
                if not drop(path):
                    kept += [*path, instruction]
                path = []
            else:
                kept += [*path, instruction]
                path = []
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))


def _ends(path: list[Any]) -> Iterator[tuple[float, float]]:
    for instruction in path:
        numbers = [float(number) for number in instruction.operands]
        if str(instruction.operator) == "re":
            x, y, width, height = numbers
            yield x, y
            yield x + width, y + height
        elif numbers:
            yield numbers[-2], numbers[-1]


def _is_upright(path: list[Any]) -> bool:
    """Tell whether a path is a vertical line, or a box that would stand for one."""
    ends = list(_ends(path))
    xs, ys = zip(*ends, strict=True) if ends else ((0.0,), (0.0,))
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    return bool(wide < _THIN < tall)


def unruled_pages(document: pikepdf.Pdf) -> None:
    """Take every painted path off a document, lines and backgrounds alike."""
    _without(document, lambda _: True)


def _unruled(publication: Publication, folder: Path) -> Path:
    return _pdf(publication, folder, unruled_pages)


def _three_lines(publication: Publication, folder: Path) -> Path:
    return _pdf(publication, folder, lambda document: _without(document, _is_upright))


def _turned(publication: Publication, folder: Path) -> Path:
    def change(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.rotate(90, relative=True)

    return _pdf(publication, folder, change)


# --- other layouts ----------------------------------------------------------------------------------------


def each_section(publication: Publication, change: Callable[[Section], Section]) -> Publication:
    """The publication with every section changed."""
    return replace(
        publication,
        parts=tuple(
            replace(part, sections=tuple(map(change, part.sections))) for part in publication.parts
        ),
    )


def together(publication: Publication) -> Publication:
    """Tables one below the other, several on a page."""
    return each_section(publication, lambda s: replace(s, starts_page=False, is_landscape=False))


def lying(publication: Publication) -> Publication:
    """Every table on its side."""
    return each_section(publication, lambda s: replace(s, is_landscape=s.is_table))


def split_codes(publication: Publication) -> Publication:
    """Classification codes in three columns: 类, 款, 项."""

    def change(section: Section) -> Section:
        return replace(
            section,
            blocks=tuple(
                _split(b) if isinstance(b, Grid) and section.is_table else b for b in section.blocks
            ),
        )

    return each_section(publication, change)


def _split(grid: Grid) -> Grid:
    heads = grid.rows[: grid.header_rows]
    if not any(cell.text == "科目编码" for row in heads for cell in row):
        return grid
    codes = next(
        (n for row in grid.rows[grid.header_rows :] for n, c in enumerate(row) if _is_code(c)), 1
    )
    rows = []
    for n, row in enumerate(grid.rows):
        is_numbers = n == grid.header_rows - 1 and row[0].text == "栏次"
        new: list[GridCell] = []
        for place, cell in enumerate(row):
            if cell.text == "科目编码":
                new += [replace(cell, text=text) for text, _ in _CODE_COLUMNS]
            elif "科目" in cell.text and cell.is_header and cell.colspan == 2:
                new.append(replace(cell, colspan=4))
            elif is_numbers and place == codes:
                new += [cell, *(replace(cell, text="") for _ in range(2))]
            elif n >= grid.header_rows and place == codes:
                new += _parts(cell)
            else:
                new.append(cell)
        rows.append(tuple(new))
    widths = (*grid.widths[:codes], 0.7, 0.6, 0.6, *grid.widths[codes + 1 :])
    return replace(grid, rows=tuple(rows), widths=widths)


def _is_code(cell: GridCell) -> bool:
    return cell.text.isdecimal() and len(cell.text) in {3, 5, 7}


def unnumbered(publication: Publication) -> Publication:
    """Tables without running numbers and without a row that numbers the columns."""

    def change(section: Section) -> Section:
        blocks = section.blocks
        return replace(
            section,
            blocks=tuple(
                _unnumbered(b) if isinstance(b, Grid) and section.is_table else b for b in blocks
            ),
        )

    return each_section(publication, change)


def _unnumbered(grid: Grid) -> Grid:
    if grid.rows[grid.header_rows - 1][0].text != "栏次":
        return grid
    heads = grid.rows[: grid.header_rows - 1]
    rows = [heads[0][1:], *heads[1:], *(row[1:] for row in grid.rows[grid.header_rows :])]
    return replace(grid, rows=tuple(rows), widths=grid.widths[1:], header_rows=len(heads))


def _parts(cell: GridCell) -> Iterator[GridCell]:
    start = 0
    for _, length in _CODE_COLUMNS:
        yield replace(cell, text=cell.text[start : start + length])
        start += length


def _laid_out(layout: Callable[[Publication], Publication], hand: Hand) -> Hand:
    def make(publication: Publication, folder: Path) -> Path:
        return hand(layout(publication), folder)

    return make


def _ours(suffix: str) -> Hand:
    def make(publication: Publication, folder: Path) -> Path:
        return written(publication, suffix, folder)

    return make


QUICK: Mapping[str, Hand] = {
    "pdf": _ours("pdf"),
    "pdf, no rules": _unruled,
    "pdf, horizontal rules only": _three_lines,
    "pdf, pages turned": _turned,
    "pdf, tables one below the other": _laid_out(together, _ours("pdf")),
    "pdf, tables one below the other, no rules": _laid_out(together, _unruled),
    "pdf, landscape": _laid_out(lying, _ours("pdf")),
    "pdf, landscape, no rules": _laid_out(lying, _unruled),
    "pdf, columns not numbered": _laid_out(unnumbered, _ours("pdf")),
    "pdf, columns not numbered, no rules": _laid_out(unnumbered, _unruled),
    "pdf, columns not numbered, horizontal rules only": _laid_out(unnumbered, _three_lines),
    "pdf, codes in three columns": _laid_out(split_codes, _ours("pdf")),
    "pdf, codes in three columns, no rules": _laid_out(split_codes, _unruled),
    "docx, codes in three columns": _laid_out(split_codes, _ours("docx")),
    "xlsx, codes in three columns": _laid_out(split_codes, _ours("xlsx")),
    "html, codes in three columns": _laid_out(split_codes, _ours("html")),
}
PROGRAMS: Mapping[str, Hand] = {
    "docx → LibreOffice → pdf": _word_to_pdf,
    "docx without repeated headers → LibreOffice → pdf": _headless_word_to_pdf,
    "docx without rules → LibreOffice → pdf": _unruled_word_to_pdf,
    "xlsx → LibreOffice → pdf": _sheet_to_pdf,
    "xlsx → LibreOffice → xls": _sheet_to_xls,
    "html → Chromium → pdf": _web_to_pdf,
}
HAS_PROGRAMS = libreoffice.SOFFICE is not None and CHROMIUM is not None
