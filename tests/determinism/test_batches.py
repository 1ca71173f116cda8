"""The same documents give the same files: whoever works on them, in whatever order, however slowed, and wherever."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.determinism.batch import documents, everything
from tests.determinism.slowed import run_hindered

if TYPE_CHECKING:
    from pathlib import Path

ON = ("--on", "2026-11-22")
HERE = {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
# An environment that knows ASCII only: its file system too.
ELSEWHERE = {
    "PYTHONHASHSEED": "2",
    "TZ": "America/New_York",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals stop processes on POSIX only")
def test_a_batch_is_the_same_for_any_number_of_jobs_slowed_and_elsewhere(tmp_path: Path) -> None:
    # Many figures wrong at once: the search takes its time.
    documents(tmp_path / "公开", 2, formats=("html",), first=2, most=(25,))
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "yusuan",
        "check",
        tmp_path / "公开",
        *ON,
        "-o",
    ]
    alone = run_hindered([*command, tmp_path / "一", "--jobs", "1"], HERE, seed=None)
    many = run_hindered([*command, tmp_path / "二", "--jobs", "2"], ELSEWHERE, seed=7)
    assert (alone.returncode, many.returncode) == (1, 1), many.stderr.decode()
    first, second = everything(tmp_path / "一"), everything(tmp_path / "二")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert sum(name.startswith("reports/第0") for name in first) == 4
    assert {"index.html", "batch.json", "batch.xlsx", "findings.csv"} <= first.keys()
