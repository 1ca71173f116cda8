"""Findings about facts name the cells behind them, those of derived figures through the lines they sum."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.cli.command_line import EXAMPLE
from yusuan.core.codes import code
from yusuan.core.outcomes import Outcome, Status, Where
from yusuan.core.terms import APPROPRIATED, Nature
from yusuan.pipeline import Run
from yusuan.rules.traced import traced
from yusuan.writers.workbook.document import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.budget import BudgetLine


def _found(run: Run, *where: Where) -> list[str]:
    facts = run.budget
    outcome = Outcome("a", Status.FAILED, message="甲", where=where)
    (one,) = traced([outcome], facts.lines, run.tables, run.places)
    return [str(place) for place in one.read_at]


def test_a_wrong_contribution_names_the_cells_of_its_two_sides(tmp_path: Path) -> None:
    """A mirror compares two derived figures: the clerk needs I12 and I13, not 2080505."""
    run = Run(EXAMPLE)
    lines = run.budget.lines
    at = next(n for n, x in enumerate(lines) if str(x.economic) == "30108")
    wrong: list[BudgetLine] = list(lines)
    wrong[at] = replace(lines[at], economic=code("30109"))
    book = tmp_path / "a.xlsx"
    book.write_bytes(write_workbook(replace(run.budget, lines=tuple(wrong))))
    found = next(
        o
        for o in Run(book).outcomes.findings
        if o.rule in {"pension-contributions-mirror", "annuity-contributions-mirror"}
    )
    named = [str(place) for place in found.read_at]
    assert any(f"K{at + 2}" in name or f"I{at + 2}" in name for name in named), named
    assert all(name.startswith("预算明细!") for name in named)


def test_a_figure_of_a_table_names_its_lines_the_shortest_list_first() -> None:
    run = Run(EXAMPLE)
    title = run.titles["expenditure"]
    lists = _found(
        run,
        Where(table=title, row="合计", column="基本支出"),
        Where(table=title, row="合计", column="项目支出"),
    )
    counts = [
        sum(x.nature is nature for x in run.budget.lines)
        for nature in (Nature.BASIC, Nature.PROJECT)
    ]
    assert [int(text.split(" 等 ")[1].split()[0]) for text in lists] == sorted(counts)


def test_a_row_without_a_column_means_all_its_lines() -> None:
    run = Run(EXAMPLE)
    (one,) = _found(run, Where(table=run.titles["general_expenditure"], row="2080505"))
    numbers = [
        n + 2
        for n, x in enumerate(run.budget.lines)
        if str(x.function) == "2080505" and x.fund in APPROPRIATED
    ]
    assert all(str(n) in one for n in numbers[:3])


def test_a_typed_code_names_the_lines_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    shutil.copytree(EXAMPLE, folder)
    file = folder / "lines.csv"
    rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    rows[11][rows[0].index("economic")] = "2013101"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    (one,) = [o for o in Run(folder).outcomes.findings if o.rule == "economic-codes-are-known"]
    assert [str(place) for place in one.read_at] == ["lines.csv 第12行"]
    assert "2013101 是功能科目“行政运行”的编码，疑填错了栏" in one.message
    assert "移到它自己的一栏" in one.hint


def test_every_finding_about_the_example_names_its_cells() -> None:
    found = Run(EXAMPLE).outcomes.findings
    assert found
    assert [outcome.rule for outcome in found if not outcome.read_at] == []


def test_facts_made_in_memory_have_findings_without_places() -> None:
    run = Run.of(Run(EXAMPLE).budget)
    assert run.outcomes.findings
    assert all(outcome.read_at == () for outcome in run.outcomes.findings)
