"""A fresh dataset of any edition has nothing for check to say of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import run
from yusuan.disk import Terms, write_set
from yusuan.editions import EDITIONS
from yusuan.pipeline import Run
from yusuan.readers import read_source
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.document import write_workbook
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2026


@pytest.mark.parametrize("form", EDITIONS)
def test_a_fresh_dataset_has_no_warning_of_its_own(form: str, tmp_path: Path) -> None:
    budget = example_department(edition=form, fiscal_year=YEAR)
    write_set(tmp_path / "a", write_folder(budget), Terms())
    book = tmp_path / "a.xlsx"
    book.write_bytes(write_workbook(edition=form, fiscal_year=YEAR))
    assert read_source(tmp_path / "a") == budget
    assert read_source(book) == budget
    assert [o.message for o in Run.of(budget).outcomes.findings] == []


@pytest.mark.slow
@pytest.mark.parametrize("form", EDITIONS)
@pytest.mark.parametrize("kind", ["folder", "workbook"])
def test_what_new_writes_passes_check(form: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.xlsx" if kind == "workbook" else "a")
    asked = ["--workbook"] if kind == "workbook" else []
    assert run("new", path, "--edition", form, *asked).exit_code == 0
    found = run("check", path, "--format", "json")
    assert json.loads(found.stdout)["findings"] == []
