"""What we publish, read back from every format, prints the same figures in the same places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from yusuan.core.outcomes import Severity, Status
from yusuan.inspection import Inspection
from yusuan.pipeline import Run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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
