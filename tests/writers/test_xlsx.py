"""The publication as a workbook: live totals that agree with the print, text that stays text."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.conftest import EXAMPLE
from tests.libreoffice import SOFFICE, converted
from tests.readers.spreadsheet import Book, Page, opened
from yusuan.core.errors import DoesNotFit
from yusuan.disk import write_file
from yusuan.documents.publication import (
    Align,
    Cover,
    Explanation,
    Grid,
    GridCell,
    Paragraph,
    Part,
    Publication,
    Section,
    Text,
)
from yusuan.pipeline import Run, assemble
from yusuan.synthetic import LARGE, synthesise
from yusuan.tables.table import CellKey
from yusuan.writers.workbook.document import write_workbook
from yusuan.writers.xlsx.document import write_xlsx
from yusuan.writers.xlsx.grid import formulas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget


@pytest.fixture(scope="module")
def publication() -> Publication:
    return assemble(Run(EXAMPLE))


@pytest.fixture(scope="module")
def content(publication: Publication) -> bytes:
    return write_xlsx(publication)


@pytest.fixture(scope="module")
def book(content: bytes) -> Book:
    return opened(content)


@pytest.fixture(scope="module")
def values(content: bytes) -> Book:
    return opened(content, values=True)


def formula_cells(book: Book) -> Iterator[tuple[str, str, str]]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, cell.value


def test_every_table_has_its_sheet(book: Book, publication: Publication) -> None:
    assert book.sheetnames[:3] == ["封面", "收支总表", "收入总表"]
    assert "情况说明" in book.sheetnames
    assert len(book.sheetnames) == len({name.lower() for name in book.sheetnames})
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert book.properties.creator == publication.department


def test_every_printed_figure_is_a_number_as_printed(
    values: Book, publication: Publication
) -> None:
    printed = sorted(
        Decimal(cell.text)
        for part in publication.parts
        for section in part.sections
        for block in section.blocks
        if section.is_table and isinstance(block, Grid)
        for row in block.rows
        for cell in row
        if cell.key is not None and cell.text
    )
    tables = [s for part in publication.parts for s in part.sections if s.is_table]
    numbers = sorted(
        Decimal(str(cell.value)).quantize(Decimal("0.01"))
        for name in book_names(values, len(tables))
        for row in values[name].iter_rows()
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    )
    assert numbers == printed


def book_names(book: Book, tables: int) -> list[str]:
    return list(book.sheetnames[1 : 1 + tables])


def test_totals_are_formulas_over_what_is_printed(book: Book, values: Book) -> None:
    found = list(formula_cells(book))
    assert len(found) > 200
    for sheet, coordinate, formula in found:
        assert add_up(values[sheet], formula) == Decimal(str(values[sheet][coordinate].value))


def add_up(sheet: Page, formula: str) -> Decimal:
    """What the formula gives over the stored values: sums of cells and ranges only."""
    total = Decimal(0)
    for first, last in re.findall(r"([A-Z]+\d+)(?::([A-Z]+\d+))?", formula):
        cells = [c for row in sheet[f"{first}:{last or first}"] for c in row]
        total += sum(Decimal(str(cell.value)) for cell in cells if cell.value is not None)
    return total


def test_tables_are_set_up_for_printing(book: Book) -> None:
    sheet = book["收入总表"]
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$5"
    assert sheet.freeze_panes == "A6"
    assert "&P" in sheet.oddFooter.center.text or "第" in sheet.oddFooter.center.text
    assert book["收支总表"].page_setup.orientation != "landscape"


def test_a_draft_says_so_on_every_sheet(publication: Publication) -> None:
    draft = opened(write_xlsx(replace(publication, is_draft=True)))
    assert all("草案" in sheet.oddHeader.center.text for sheet in draft)
    final = opened(write_xlsx(publication))
    assert not any(sheet.oddHeader.center.text for sheet in final)


def test_equal_publications_give_equal_bytes(publication: Publication, content: bytes) -> None:
    assert write_xlsx(publication) == content


# --- small publications -----------------------------------------------------------------------------------


def key(row: str) -> CellKey:
    return CellKey("t", row, "c")


def figure(row: str, text: str) -> GridCell:
    return GridCell(text, align=Align.RIGHT, amount=0, key=key(row))


def small(
    publication: Publication, *cells: GridCell, sums: Mapping[str, tuple[str, ...]] | None = None
) -> Publication:
    grid = Grid("t", tuple((cell,) for cell in cells), (1.0,))
    section = Section("t", "表", (grid,), is_table=True)
    return replace(
        publication,
        cover=Cover("题", "部门", "二〇二四年三月"),
        parts=(Part("tables", "公开表", (section,)),),
        explanations={
            key(total): Explanation("", "", "", sum_of=tuple(map(key, parts)))
            for total, parts in (sums or {}).items()
        },
    )


def table(publication: Publication) -> dict[str, object]:
    sheet = opened(write_xlsx(publication))["表"]
    return {cell.coordinate: cell.value for row in sheet.iter_rows(min_row=2) for cell in row}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@SUM(A1)", "=cmd|' /C calc'!A0", "001"])
def test_text_is_never_a_formula_or_a_number(publication: Publication, text: str) -> None:
    sheet = opened(write_xlsx(small(publication, GridCell(text))))["表"]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)


def test_neighbours_are_summed_as_a_range(publication: Publication) -> None:
    cells = [figure("s", "6.00"), *(figure(str(n), f"{n}.00") for n in (1, 2, 3))]
    found = table(small(publication, *cells, sums={"s": ("1", "2", "3")}))
    assert found["A2"] == "=SUM(A3:A5)"


def test_a_sum_that_rounding_broke_stays_a_number(publication: Publication) -> None:
    cells = (figure("s", "0.03"), figure("1", "0.01"), figure("2", "0.01"))
    assert table(small(publication, *cells, sums={"s": ("1", "2")}))["A2"] == 0.03


def test_two_figures_never_ask_for_each_other(publication: Publication) -> None:
    cells = (figure("a", "1.00"), figure("b", "1.00"), figure("c", "1.00"))
    around = {"a": ("b",), "b": ("c",), "c": ("a",)}
    found = table(small(publication, *cells, sums=around))
    assert [found["A2"], found["A3"], found["A4"]] == ["=A3", "=A4", 1]


def test_a_figure_too_long_for_excel_stays_text(publication: Publication) -> None:
    long = "1234567890123456.78"
    assert table(small(publication, figure("a", long)))["A2"] == long


def test_nothing_to_sum_is_fine() -> None:
    assert formulas({}, []) == {}


# --- recalculated by somebody else ------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_the_printed_values(
    content: bytes, book: Book, values: Book, tmp_path: Path
) -> None:
    # Without stored values every formula must be computed.
    for name, cell, formula in formula_cells(book):
        book[name][cell] = formula
    book.save(tmp_path / "bare.xlsx")
    write_file(tmp_path / "ours.xlsx", content)
    (made,) = converted("xlsx:Calc MS Excel 2007 XML", tmp_path / "out", tmp_path / "bare.xlsx")
    computed = opened(made, values=True)
    for name, cell, _ in formula_cells(book):
        ours, theirs = values[name][cell].value, computed[name][cell].value
        assert f"{ours:.2f}" == f"{theirs:.2f}", (name, cell)


@pytest.mark.parametrize("text", ["长" * 32_768, "𠮷" * 16_384, "a" * 40_000])
def test_a_text_a_cell_has_no_room_for_is_refused_by_name(
    publication: Publication, text: str
) -> None:
    grid = Grid("a", ((GridCell(text), GridCell("1")),), (1.0, 1.0))
    for block in (Paragraph((Text(text),)), grid):
        section = Section("a", "一、职责", blocks=(block,))
        part = replace(publication.parts[0], sections=(section,))
        with pytest.raises(DoesNotFit, match="Excel 每格至多 32,767 字") as raised:
            write_xlsx(replace(publication, parts=(part,)))
        assert len(str(raised.value)) <= 200


def test_a_workbook_refuses_what_a_cell_has_no_room_for(example: DepartmentalBudget) -> None:
    """Loading stops at 20,000 characters; of rare ones Excel counts two each."""
    assert write_workbook(replace(example, narrative={"duties": "长" * 20_000}))
    with pytest.raises(DoesNotFit, match=r"文字说明.*第 2 行.*内容"):
        write_workbook(replace(example, narrative={"duties": "𠮷" * 20_000}))


def test_a_long_department_is_not_cut_and_heads_every_page() -> None:
    import openpyxl

    made = synthesise(7, 2024, "hebei", replace(LARGE, units=2, projects=2))
    written = assemble(Run.of(made))
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(written)))
    sheet = book["收支总表"]
    at = next(c for row in sheet["A1:A6"] for c in row if written.department in str(c.value or ""))
    # Nothing stands beside the name, and the cell is as wide as the table.
    assert all(cell.value is None for cell in sheet[at.row][1:])
    assert any(at.coordinate in merged for merged in sheet.merged_cells.ranges)
    assert (sheet.print_title_rows or "").startswith("$1:")
