"""Law 4, round trip: what is written in a format and read back is the same budget, whatever the texts hold."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.readers.nasty import nasty_budgets
from yusuan.disk import Terms, write_file, write_set
from yusuan.readers.folder import read_folder
from yusuan.readers.opendata import read_opendata
from yusuan.readers.workbook import read_workbook
from yusuan.writers.folder import write_folder
from yusuan.writers.opendata import write_opendata
from yusuan.writers.workbook.document import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from yusuan.core.budget import DepartmentalBudget

PUBLISHED = dt.date(2024, 3, 15)
FORCED = Terms(is_forced=True)


def through_folder(budget: DepartmentalBudget, place: Path) -> DepartmentalBudget:
    write_set(place / "dataset", write_folder(budget), FORCED)
    return read_folder(place / "dataset")


def through_workbook(budget: DepartmentalBudget, place: Path) -> DepartmentalBudget:
    write_file(place / "budget.xlsx", write_workbook(budget), FORCED)
    return read_workbook(place / "budget.xlsx")


def through_opendata(budget: DepartmentalBudget, place: Path) -> DepartmentalBudget:
    write_set(place / "opendata", write_opendata(budget, (), created=PUBLISHED), FORCED)
    return read_opendata(place / "opendata")


def through_opendata_zip(budget: DepartmentalBudget, place: Path) -> DepartmentalBudget:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in write_opendata(budget, (), created=PUBLISHED).items():
            archive.writestr(f"2024/{name}", content)
    write_file(place / "opendata.zip", stream.getvalue(), FORCED)
    return read_opendata(place / "opendata.zip")


TEXT_FORMATS = (through_folder, through_workbook, through_opendata)
FORMATS = (*TEXT_FORMATS, through_opendata_zip)


@pytest.mark.parametrize("through", TEXT_FORMATS)
@given(budget=nasty_budgets())
def test_what_is_written_is_read_back_equal(
    through: Callable[[DepartmentalBudget, Path], DepartmentalBudget], budget: DepartmentalBudget
) -> None:
    with TemporaryDirectory() as place:
        assert through(budget, Path(place)) == budget


def test_the_example_survives_every_format_in_a_row(
    example: DepartmentalBudget, tmp_path: Path
) -> None:
    budget = example
    for n, through in enumerate(FORMATS):
        budget = through(budget, tmp_path / str(n))
    assert budget == example


@pytest.mark.parametrize("write", [write_folder, write_workbook])
def test_equal_budgets_give_equal_bytes(
    write: Callable[[DepartmentalBudget], object], example: DepartmentalBudget, tmp_path: Path
) -> None:
    assert write(example) == write(through_folder(example, tmp_path))
