"""What our writers print, our readers read: every cell of every grid, at its row and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from tests.libreoffice import SOFFICE, converted
from yusuan.documents.publication import Grid
from yusuan.pipeline import Run, assemble, write
from yusuan.readers.document import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.core.grid import RawGrid

Place = tuple[int, int, int, int]


@pytest.fixture(scope="module")
def publication() -> tuple[list[dict[Place, str]], dict[str, bytes]]:
    """The grids of the example, and its files by suffix."""
    made = assemble(Run(EXAMPLE))
    grids = [
        dict(_places(block))
        for part in made.parts
        for section in part.sections
        for block in section.blocks
        if isinstance(block, Grid)
    ]
    files = write(made, ("docx", "xlsx", "html"))
    return grids, {name.rpartition(".")[2]: content for name, content in files.items()}


def _places(grid: Grid) -> Iterator[tuple[Place, str]]:
    """Row, column and spans of every cell; what another covers is not listed."""
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (r, column) in covered:
                column += 1
            covered |= {
                (below, across)
                for below in range(r, r + cell.rowspan)
                for across in range(column, column + cell.colspan)
            }
            yield (r, column, cell.rowspan, cell.colspan), _bare(cell.text)


def _compact(grid: dict[Place, str]) -> dict[Place, str]:
    """Columns counted by where cells begin."""
    starts = sorted({column for _, column, _, _ in grid})

    def place(column: int) -> int:
        return sum(start < column for start in starts)

    return {
        (row, place(column), rowspan, place(column + colspan) - place(column)): text
        for (row, column, rowspan, colspan), text in grid.items()
    }


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_in(wanted: dict[Place, str], grid: RawGrid) -> bool:
    """Tell whether a grid holds another from some row on: a sheet may stack two without a gap."""
    read = {(c.row, c.column, c.rowspan, c.colspan): _bare(c.text) for c in grid.cells}
    height = max(row + rowspan for row, _, rowspan, _ in wanted)
    return any(
        all(read.get((r + first, c, rs, cs)) == text for (r, c, rs, cs), text in wanted.items())
        for first in range(grid.rows - height + 1)
    )


def _missing(grids: list[dict[Place, str]], path: Path) -> list[dict[Place, str]]:
    read = read_document(path).grids
    return [wanted for wanted in grids if not any(_is_in(wanted, grid) for grid in read)]


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html"])
def test_every_cell_is_read_where_it_was_written(
    suffix: str, publication: tuple[list[dict[Place, str]], dict[str, bytes]], tmp_path: Path
) -> None:
    grids, files = publication
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(files[suffix])
    assert len(grids) == 72
    assert _missing(grids, path) == []


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("suffix", "filter_name"), [("xlsx", "xls:MS Excel 97"), ("docx", "docx")])
def test_what_libreoffice_makes_of_it_reads_the_same(
    suffix: str,
    filter_name: str,
    publication: tuple[list[dict[Place, str]], dict[str, bytes]],
    tmp_path: Path,
) -> None:
    grids, files = publication
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(files[suffix])
    (made,) = converted(filter_name, tmp_path / "out", path)
    # A word processor drops a column that no row has a cell of its own in.
    wanted = grids if made.suffix == ".xls" else [_compact(grid) for grid in grids]
    assert _missing(wanted, made) == []
