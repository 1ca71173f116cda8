"""What we publish ourselves for a department of 500 projects is within every limit of our own readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.large_department import PROJECTS, large_department, read_back
from yusuan.pipeline import Run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


# All formats: python -m benchmarks.large_department.
def test_our_own_publication_of_500_projects_is_read(tmp_path: Path) -> None:
    run = Run.of(large_department())
    found = read_back(run, "html", tmp_path)
    assert len(found.evidence.projects) == PROJECTS
    assert {table.id for table in found.evidence.tables} == {table.id for table in run.tables}
    assert not found.disclosure.refused
