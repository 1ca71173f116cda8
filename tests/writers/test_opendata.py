"""The open-data package: valid for everybody's tools, and complete."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import frictionless
import pytest

from yusuan.core.errors import ReadError
from yusuan.core.money import yuan
from yusuan.core.records import RECORDS
from yusuan.core.spreadsheets import guarded, unguarded
from yusuan.disk import write_set
from yusuan.documents.secrecy.gate import public_view
from yusuan.readers.folder import read_folder
from yusuan.readers.opendata import read_opendata
from yusuan.readers.workbook import read_workbook
from yusuan.writers.folder import write_folder
from yusuan.writers.opendata import CELL_COLUMNS, write_opendata
from yusuan.writers.workbook.document import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.tables.table import Table

PUBLISHED = dt.date(2024, 3, 15)


@pytest.fixture(scope="module")
def package(example: DepartmentalBudget, example_tables: tuple[Table, ...]) -> dict[str, bytes]:
    return write_opendata(public_view(example).budget, example_tables, created=PUBLISHED)


def test_an_independent_validator_finds_nothing(package: dict[str, bytes], tmp_path: Path) -> None:
    write_set(tmp_path / "package", package)
    report = frictionless.Package(str(tmp_path / "package" / "datapackage.json")).validate()
    assert report.flatten(["title", "note"]) == []
    published = [record for record in RECORDS if not record.is_internal]
    assert report.stats["tasks"] == len(published) + 1


def test_a_package_with_masked_lines_is_valid_too(
    example: DepartmentalBudget, example_tables: tuple[Table, ...], tmp_path: Path
) -> None:
    fields = frozenset({"name", "purpose", "amount"})
    secret = replace(example.projects[0], classified=fields, mask_ground="依据")
    budget = replace(example, projects=(secret, *example.projects[1:]))
    public = write_opendata(public_view(budget).budget, example_tables, created=PUBLISHED)
    write_set(tmp_path / "package", public)
    report = frictionless.Package(str(tmp_path / "package" / "datapackage.json")).validate()
    assert report.flatten(["title", "note"]) == []
    read = read_opendata(tmp_path / "package")
    assert read == public_view(budget).budget


def test_the_fiscal_properties_are_there(package: dict[str, bytes]) -> None:
    descriptor = json.loads(package["datapackage.json"])
    assert descriptor["fiscalPeriod"] == {"start": "2024-01-01", "end": "2024-12-31"}
    assert descriptor["model"]["measures"]["amount"]["currency"] == "CNY"
    lines = next(r for r in descriptor["resources"] if r["name"] == "lines")
    types = {f["name"]: f.get("columnType") for f in lines["schema"]["fields"]}
    assert types["function"] == "functional-classification:generic:code:full"
    assert types["amount"] == "value"
    assert descriptor["version"] == "2024"
    assert descriptor["created"].startswith("2024-03-15")
    assert descriptor["licenses"][0]["path"].startswith("https://")


def test_cells_are_the_figures_of_the_tables(
    package: dict[str, bytes], example_tables: tuple[Table, ...]
) -> None:
    rows = list(csv.DictReader(io.StringIO(package["cells.csv"].decode())))
    figures = [cell for table in example_tables for cell in table.figures()]
    assert tuple(rows[0]) == CELL_COLUMNS
    assert [row["amount"] for row in rows] == [yuan(cell.value) for cell in figures]
    assert rows[0]["printed"] == "1722.18"
    assert rows[0]["unit"] == "万元"


def test_one_json_file_holds_everything(
    package: dict[str, bytes], example: DepartmentalBudget
) -> None:
    content = json.loads(package["budget.json"])
    assert content["department"]["fiscal_year"] == 2024
    assert len(content["indicators"]) == sum(len(p.indicators) for p in example.projects)
    line = content["lines"][0]
    assert line["amount"] == "3039700.00"
    assert line["project"] is None
    assert content["projects"][0]["early_notice"] is True
    assert content["cells"][0]["table"] == "summary"


def test_the_manifest_lists_every_other_file(package: dict[str, bytes]) -> None:
    manifest = json.loads(package["manifest.json"])
    listed = {f["path"]: (f["bytes"], f["sha256"]) for f in manifest["files"]}
    assert listed == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in package.items()
        if name != "manifest.json"
    }


def test_equal_content_gives_equal_bytes(
    package: dict[str, bytes], example: DepartmentalBudget, example_tables: tuple[Table, ...]
) -> None:
    assert write_opendata(public_view(example).budget, example_tables, created=PUBLISHED) == package


def test_a_changed_file_is_named(package: dict[str, bytes], tmp_path: Path) -> None:

    changed = package["lines.csv"].replace(b"3039700.00", b"9039700.00")
    write_set(tmp_path / "package", {**package, "lines.csv": changed})
    with pytest.raises(ReadError) as caught:
        read_opendata(tmp_path / "package")
    assert [fault.place for fault in caught.value.faults] == ["lines.csv"]


def test_the_descriptor_stands_for_its_package(
    package: dict[str, bytes], example: DepartmentalBudget, tmp_path: Path
) -> None:
    write_set(tmp_path / "package", package)
    assert read_opendata(tmp_path / "package" / "datapackage.json") == public_view(example).budget


TRAPS = (
    "=1+1",
    "+86-335-8888",
    "-按季度支付",
    "@SUM(A1)",
    "'=已有撇号",
    "＝全角",
    "- 一、职责",
    "-5",
)


@pytest.mark.parametrize("trap", TRAPS)
def test_no_spreadsheet_calculates_it_and_the_facts_come_back(
    example: DepartmentalBudget, trap: str, tmp_path: Path
) -> None:
    project = replace(example.projects[0], name=trap, purpose=f"{trap}\n{trap}")
    texts = dict.fromkeys(example.narrative, trap) | {"duties": f"{trap}。"}
    lines = tuple(replace(line, project=project.code) for line in example.lines[:1])
    budget = replace(
        example,
        overall_objective=trap,
        projects=(project, *example.projects[1:]),
        narrative=texts,
        lines=(*lines, *example.lines[1:]),
    )
    package = write_opendata(budget, (), created=PUBLISHED)
    for name, content in package.items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode())):
                assert all(value == guarded(unguarded(value)) for value in row), name
    write_set(tmp_path / "package", package)
    assert read_opendata(tmp_path / "package") == budget
    write_set(tmp_path / "folder", write_folder(budget))
    assert read_folder(tmp_path / "folder") == budget
    (tmp_path / "book.xlsx").write_bytes(write_workbook(budget))
    assert read_workbook(tmp_path / "book.xlsx") == budget
