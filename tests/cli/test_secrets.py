"""The ways out of the house, as people use them: each passes the gate, and says so where it shows secrets."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import run
from tests.documents.secrets import hide
from tests.example import example_budget
from yusuan.writers.folder import write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget

_ALONE, _PAIRED = 4, 5  # projects of the example: the only one of its item, and one of two
_NOTICE = "只供内部使用"


def _written(budget: DepartmentalBudget, folder: Path) -> Path:
    for name, content in write_folder(budget).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _hidden(number: int, folder: Path) -> Path:
    budget = example_budget()
    secret = replace(budget.projects[number], mask_ground="经保密审查")
    projects = tuple(secret if p.code == secret.code else p for p in budget.projects)
    return _written(hide(replace(budget, projects=projects), [secret.code]), folder)


@pytest.mark.parametrize(
    "command",
    [
        ("publish", "-o"),
        ("publish", "--draft", "-o"),
        ("convert", "--public"),
        ("convert", "--public", "--to", "opendata"),
    ],
)
def test_nothing_leaves_where_a_secret_can_be_worked_out(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    source, target = _hidden(_ALONE, tmp_path / "source"), tmp_path / "target"
    verb, *options = command
    done = run(verb, source, *options, target)
    assert done.exit_code == 1
    assert "能推出" in done.stderr
    assert "13.70" not in done.stderr + done.stdout
    assert not target.exists()


def test_what_is_withheld_to_protect_others_is_said(tmp_path: Path) -> None:
    source = _hidden(_PAIRED, tmp_path / "source")
    done = run("publish", source, "-o", tmp_path / "out", "--formats", "opendata")
    assert done.exit_code == 0, done.stderr
    assert "一并隐去了金额：项目 “(上级)秦财行" in done.stdout


def test_a_publication_is_held_against_the_one_in_its_folder(tmp_path: Path) -> None:
    """What the earlier version printed cannot be hidden by the next one."""
    open_one = _written(example_budget(), tmp_path / "open")
    out = tmp_path / "out"
    assert run("publish", open_one, "-o", out, "--formats", "opendata").exit_code == 0
    source = _hidden(_PAIRED, tmp_path / "source")
    assert run("publish", source, "-o", out, "--formats", "opendata").exit_code == 1
    elsewhere = tmp_path / "elsewhere"
    done = run("publish", source, "-o", elsewhere, "--earlier", out, "--formats", "opendata")
    assert done.exit_code == 1
    assert "以前公开的版本" in done.stderr
    assert not elsewhere.exists()


def test_an_earlier_publication_without_open_data_is_refused(tmp_path: Path) -> None:
    source = _written(example_budget(), tmp_path / "source")
    (tmp_path / "old").mkdir()
    done = run("publish", source, "-o", tmp_path / "out", "--earlier", tmp_path / "old")
    assert done.exit_code == 2
    assert "没有开放数据" in done.stderr


@pytest.mark.parametrize("form", ["json", "html", "xlsx"])
def test_a_report_that_travels_says_no_withheld_amount(form: str, tmp_path: Path) -> None:
    budget = example_budget()
    secret = replace(budget.projects[_PAIRED], fiscal_amount=7_654_321, mask_ground="经保密审查")
    projects = tuple(secret if p.code == secret.code else p for p in budget.projects)
    source = _written(hide(replace(budget, projects=projects), [secret.code]), tmp_path / "source")
    report = tmp_path / f"report.{form}"
    run("check", source, "--format", form, "-o", report)
    shown = run("check", source)
    # On the terminal the clerk sees what differs; the report, and what differs by, say less.
    assert "76,543.21" in shown.stdout.replace("76543.21", "76,543.21")
    assert _NOTICE in shown.stderr
    content = report.read_bytes()
    if form == "xlsx":
        from tests.security.test_canaries import unpacked

        content = b"".join(unpacked(content))
    for amount in ("76543.21", "76,543.21", "80000.00", "80,000.00", "3456.79", "3,456.79"):
        assert amount.encode() not in content, amount


@pytest.mark.parametrize("form", ["text", "json"])
def test_explain_and_diff_say_that_they_show_secrets(form: str, tmp_path: Path) -> None:
    source = _hidden(_PAIRED, tmp_path / "source")
    for done in (
        run("explain", source, "expenditure", "合计", "合计", "--format", form),
        run("diff", source, source, "--format", form),
    ):
        assert done.exit_code == 0, done.stderr
        assert _NOTICE in done.stderr
        if form == "json":
            assert json.loads(done.stdout)["internal"] is True


@pytest.mark.parametrize("kind", ["folder", "workbook", "opendata"])
def test_a_mark_that_names_no_field_is_refused(kind: str, tmp_path: Path) -> None:
    """It would be published in full."""
    mark = "项目名"
    folder = _written(example_budget(), tmp_path / "source")
    file = sorted((folder / "projects").glob("*.toml"))[4]
    file.write_text(_marked(file.read_text(encoding="utf-8"), mark), encoding="utf-8")
    source = folder if kind == "folder" else _in_other_form(kind, mark, tmp_path)
    done = run("check", source)
    assert done.exit_code == 2
    assert mark in done.stderr
    assert "项目名称" in done.stderr  # what is allowed


def _marked(text: str, mark: str) -> str:
    listed = ", ".join(f'"{part}"' for part in mark.replace(",", "、").split("、"))
    head, _, rest = text.partition("\n\n")
    assert "classified" not in head
    return f"{head}\nclassified = [{listed}]\n\n{rest}"


def _in_other_form(kind: str, mark: str, tmp_path: Path) -> Path:
    budget = example_budget()
    wrong = replace(budget.projects[4], classified=frozenset({"purpose"}), mask_ground="经审查")
    projects = (*budget.projects[:4], wrong, *budget.projects[5:])
    good = _written(replace(budget, projects=projects), tmp_path / "good")
    if kind == "opendata":
        import hashlib

        package = tmp_path / "package"
        assert run("convert", good, package, "--to", "opendata").exit_code == 0
        file = package / "projects.csv"
        changed = file.read_text(encoding="utf-8").replace("purpose", mark)
        head = file.read_text(encoding="utf-8").split("\n", 1)[0]
        changed = head + "\n" + changed.split("\n", 1)[1]
        file.write_text(changed, encoding="utf-8")
        manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
        for entry in manifest["files"]:
            if entry["path"] == "projects.csv":
                entry["bytes"] = len(changed.encode())
                entry["sha256"] = hashlib.sha256(changed.encode()).hexdigest()
        (package / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return package
    import openpyxl

    book = tmp_path / "book.xlsx"
    assert run("convert", good, book).exit_code == 0
    opened = openpyxl.load_workbook(book)
    for row in opened["项目"].iter_rows(min_row=2):
        for cell in row:
            if cell.value == "资金用途":
                cell.value = mark
    opened.save(book)
    return book
