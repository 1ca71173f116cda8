"""What we publish, read back from every format, prints the same figures in the same places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from yusuan.core.outcomes import Severity, Status
from yusuan.pipeline import Inspection, Run
from yusuan.recognition.holdings import asset_holdings, published_purchases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from yusuan.core.budget import DepartmentObjective, Project
    from yusuan.tables.table import Table


def _figures(tables: Iterable[Table]) -> set[tuple[str, str, str, int | None]]:
    return {
        (c.key.table, c.row, c.key.column, c.amount) for table in tables for c in table.figures()
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("published")
    paths = {}
    for name, content in Run(EXAMPLE).publish(("docx", "pdf", "xlsx", "html")).items():
        path = folder / name
        path.write_bytes(content)
        paths[path.suffix] = path
    return paths


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".html"])
def test_all_figures_come_back_from(suffix: str, published: dict[str, Path]) -> None:
    inspection = Inspection(published[suffix])
    assert _figures(inspection.printed) == _figures(Run(EXAMPLE).printed)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".html"])
def test_a_correct_publication_raises_no_error(suffix: str, published: dict[str, Path]) -> None:
    outcomes = Inspection(published[suffix]).outcomes.every
    wrong = [o for o in outcomes if o.status is Status.FAILED and o.severity is Severity.ERROR]
    assert wrong == []


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".html"])
def test_all_projects_come_back_from(suffix: str, published: dict[str, Path]) -> None:
    projects = Inspection(published[suffix]).projects
    stated = Run(EXAMPLE).public.budget.projects
    assert [p.code for p in projects] == [p.code for p in stated]
    assert [p.amount for p in projects] == [p.amount for p in stated]
    assert [p.payment_plan for p in projects] == [p.payment_plan for p in stated]
    assert [len(p.indicators) for p in projects] == [len(p.indicators) for p in stated]


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".html"])
def test_all_indicators_and_objectives_come_back_from(
    suffix: str, published: dict[str, Path]
) -> None:
    inspection, stated = Inspection(published[suffix]), Run(EXAMPLE).public.budget
    assert _indicators(inspection.projects) == _indicators(stated.projects)
    assert [[o.text for o in p.objectives] for p in inspection.projects] == [
        [o.text for o in p.objectives] for p in stated.projects
    ]
    assert _goals(inspection.objectives) == _goals(stated.objectives)


def _indicators(projects: Iterable[Project]) -> list[tuple[str, str, str, str]]:
    return [(p.code, i.kind.value, i.name, str(i.target)) for p in projects for i in p.indicators]


def _goals(objectives: Iterable[DepartmentObjective]) -> list[list[tuple[str, str]]]:
    return [[(i.name, str(i.target)) for i in one.indicators] for one in objectives]


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".html"])
def test_all_purchases_and_assets_come_back_from(suffix: str, published: dict[str, Path]) -> None:
    inspection, stated = Inspection(published[suffix]), Run(EXAMPLE).public.budget
    others = inspection.disclosure.others
    bought, held = published_purchases(others, ""), asset_holdings(others, "")
    assert bought is not None
    assert [(one.name, one.code, one.amount.fen) for one in bought.items] == [
        (one.name, str(one.catalogue_code), one.amount) for one in stated.procurement
    ]
    assert held is not None
    assert [
        (row.quantity, None if row.value is None else row.value.fen) for row in held.rows.values()
    ] == [("" if a.quantity is None else str(a.quantity), a.value) for a in stated.assets]
