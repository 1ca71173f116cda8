"""`yusuan read`: everything a document says is written down, nothing is lost, nothing steers a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import frictionless
import pytest

from tests.cli.command_line import run
from tests.example import EXAMPLE
from tests.readers.pages import changed
from tests.samples_path import samples_dir
from yusuan.cli.commands.read import numbers
from yusuan.cli.failures import Refusal
from yusuan.core.money import yuan
from yusuan.core.spreadsheets import guarded
from yusuan.pipeline import Inspection, Run

if TYPE_CHECKING:
    from pathlib import Path

    import pikepdf

    from yusuan.tables.table import Table

SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
FINANCE = "shanghai-putuo-finance-2025-budget.pdf"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("published")
    paths = {}
    for name, content in Run(EXAMPLE).publish(("docx", "pdf", "xlsx", "html")).items():
        path = folder / name
        path.write_bytes(content)
        paths[path.suffix] = path
    return paths


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def stated(tables: tuple[Table, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (table.id, c.row, c.key.column, yuan(c.value)) for table in tables for c in table.figures()
    ]


def read_figures(folder: Path) -> list[tuple[str, str, str, str]]:
    return [
        (row["table"], row["row"], row["column"], row["amount"])
        for row in rows(folder / "figures.csv")
    ]


# ── What is written is what was read ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".html"])
def test_every_figure_comes_back_from_our_own_publication(
    suffix: str, published: dict[str, Path], tmp_path: Path
) -> None:
    result = run("read", published[suffix], "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert sorted(read_figures(tmp_path / "out")) == sorted(stated(Run(EXAMPLE).printed))
    projects = Run(EXAMPLE).public.budget.projects
    assert [row["code"] for row in rows(tmp_path / "out" / "projects.csv")] == [
        project.code for project in projects
    ]
    assert len(rows(tmp_path / "out" / "indicators.csv")) == sum(
        len(project.indicators) for project in projects
    )


@pytest.mark.parametrize("name", [SEED, FINANCE])
def test_every_figure_stands_in_the_file_it_was_read_from(name: str, tmp_path: Path) -> None:
    source = samples_dir() / name
    assert run("read", source, "-o", tmp_path / "out").exit_code == 0
    inspection = Inspection(source)
    assert read_figures(tmp_path / "out") == stated(inspection.printed)
    texts = [
        " ".join(cell.text.split()) for grid in inspection.document.grids for cell in grid.cells
    ]
    figures = rows(tmp_path / "out" / "figures.csv")
    assert figures
    assert {row["printed"] for row in figures} <= set(texts)
    paged = {cell.page for grid in inspection.document.grids for cell in grid.cells} != {None}
    assert all(bool(row["page"]) == bool(row["x0"]) == paged for row in figures)


def test_a_table_holds_its_figures_by_header_path(tmp_path: Path) -> None:
    source = samples_dir() / FINANCE
    run("read", source, "-o", tmp_path / "out")
    for table in Inspection(source).printed:
        written = rows(tmp_path / "out" / f"table_{table.id}.csv")
        heads = {"panel", "code", "label"}
        values = [v for row in written for name, v in row.items() if name not in heads and v]
        assert sorted(values) == sorted(yuan(cell.value) for cell in table.figures())
        assert len(written) == sum(map(len, table.rows))


@pytest.mark.parametrize("name", [SEED, FINANCE])
def test_no_text_is_lost(name: str, tmp_path: Path) -> None:
    """Every paragraph and every cell of a table nobody recognised is written as it stands."""
    source = samples_dir() / name
    run("read", source, "-o", tmp_path / "out", "--format", "json")
    inspection = Inspection(source)
    content = json.loads((tmp_path / "out" / "reading.json").read_text(encoding="utf-8"))
    text = "\n".join(row["text"] for row in content["paragraphs"])
    assert text == inspection.document.text
    for clause in content["text"]:
        assert text[clause["start"] : clause["end"]] == clause["text"]
    others = [c.text for o in inspection.disclosure.others for g in o.grids for c in g.cells]
    assert [row["text"] for row in content["grids"]] == others


@pytest.mark.parametrize("form", ["csv", "json", "package"])
def test_the_same_document_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        run("read", samples_dir() / SEED, "-o", tmp_path / folder, "--format", form)
    one, two = (
        {p.relative_to(tmp_path / f): p.read_bytes() for p in (tmp_path / f).rglob("*.*")}
        for f in ("one", "two")
    )
    assert one == two


@pytest.mark.parametrize("name", [SEED, FINANCE])
def test_the_package_is_valid(name: str, tmp_path: Path) -> None:
    run("read", samples_dir() / name, "-o", tmp_path / "out", "--format", "package")
    package = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
    report = package.validate()
    assert report.flatten(["title", "note"]) == []
    assert report.stats["tasks"] == len(list((tmp_path / "out").glob("*.csv")))


# ── Several documents, bad ones, unknown ones ────────────────────────────────────────────────


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\nnothing")
    result = run("read", bad, samples_dir() / SEED, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "bad.pdf" in result.stderr
    assert (tmp_path / "out" / SEED.removesuffix(".txt") / "figures.csv").is_file()
    assert not (tmp_path / "out" / "bad").exists()


def test_a_document_of_no_year_is_written_as_it_stands(tmp_path: Path) -> None:
    source = tmp_path / "plain.html"
    source.write_text(
        "<meta charset=utf-8><p>=HYPERLINK(1)</p><table><tr><td>=1+1<td>-5.00<td>-<td>@x</table>",
        encoding="utf-8",
    )
    result = run("read", source, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "年度" in (tmp_path / "out" / "refused.csv").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "grids" / "001.csv").read_text() == "'=1+1,-5.00,-,'@x\n"
    (paragraph,) = rows(tmp_path / "out" / "paragraphs.csv")
    assert paragraph["text"] == "'=HYPERLINK(1)"
    run("read", source, "-o", tmp_path / "json", "--format", "json")
    exact = json.loads((tmp_path / "json" / "reading.json").read_text(encoding="utf-8"))
    assert exact["paragraphs"][0]["text"] == "=HYPERLINK(1)"


@pytest.mark.parametrize("text", ["=1", "+A1", "-A1", "@SUM(1)", "＝1+1", " =1", "\t=1", "-1+1"])
def test_what_a_spreadsheet_would_calculate_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1,234.50", "+3", "-0.5%", "—", "--", "合计", "", "1=1"])
def test_amounts_and_plain_text_stay(text: str) -> None:
    assert guarded(text) == text


# ── Attachments ──────────────────────────────────────────────────────────────────────────────


def test_the_attached_data_are_compared_with_the_print(
    published: dict[str, Path], tmp_path: Path
) -> None:
    result = run("read", published[".pdf"], "-o", tmp_path / "out", "--attachment")
    record = json.loads((tmp_path / "out" / "document.json").read_text(encoding="utf-8"))
    figures = len(stated(Run(EXAMPLE).printed))
    assert record["attachment"] == {"compared": figures, "differences": []}
    assert f"{figures} 个，0 个不符" in result.output
    assert (tmp_path / "out" / "attachment" / "datapackage.json").is_file()


def test_an_attachment_that_says_otherwise_is_named(
    published: dict[str, Path], tmp_path: Path
) -> None:
    """Print of one budget, attachment of another: what is printed counts."""
    import hashlib

    wrong = tmp_path / "wrong.pdf"

    def swap(document: pikepdf.Pdf) -> None:
        cells = document.attachments["cells.csv"].get_file().read_bytes()
        changed_cells = cells.replace(b"17221800.00,1722.18", b"17221900.00,1722.18")
        assert changed_cells != cells
        manifest = document.attachments["manifest.json"].get_file().read_bytes()
        old, new = (hashlib.sha256(one).hexdigest().encode() for one in (cells, changed_cells))
        document.attachments["cells.csv"] = changed_cells
        document.attachments["manifest.json"] = manifest.replace(old, new)

    wrong.write_bytes(changed(published[".pdf"].read_bytes(), swap))
    result = run("read", wrong, "-o", tmp_path / "out")
    record = json.loads((tmp_path / "out" / "document.json").read_text(encoding="utf-8"))
    assert record["attachment"]["differences"]
    assert all("17221800.00" in said for said in record["attachment"]["differences"])
    assert "以印出的为准" in result.stderr
    assert ("17221800.00") in {row["amount"] for row in rows(tmp_path / "out" / "figures.csv")}

    def spoil(document: pikepdf.Pdf) -> None:
        document.attachments["lines.csv"] = b"nothing"

    wrong.write_bytes(changed(published[".pdf"].read_bytes(), spoil))
    run("read", wrong, "-o", tmp_path / "spoilt")
    refused = (tmp_path / "spoilt" / "refused.csv").read_text(encoding="utf-8")
    assert "lines.csv" in refused


# ── Pages ────────────────────────────────────────────────────────────────────────────────────


def test_pages_asked_for_are_drawn(tmp_path: Path) -> None:
    source = samples_dir() / FINANCE
    assert run("read", source, "-o", tmp_path, "--show", "9,12-13").exit_code == 0
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert names == ["page-009.png", "page-012.png", "page-013.png"]


def test_pages_that_are_not_there_are_refused(tmp_path: Path) -> None:
    assert numbers("1-3,2,9999", 5) == [1, 2, 3]
    assert numbers("all", 2) == [1, 2]
    with pytest.raises(Refusal):
        numbers("7", 5)
    for shown in ("x", "1-", "-1", ""):
        result = run("read", samples_dir() / FINANCE, "-o", tmp_path / "out", "--show", shown)
        assert result.exit_code == 2
    result = run("read", samples_dir() / SEED, "-o", tmp_path / "out", "--show", "1")
    assert result.exit_code == 2
    assert "只限 PDF" in result.stderr
    assert not (tmp_path / "out").exists()
