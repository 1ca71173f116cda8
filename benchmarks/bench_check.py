"""Derive and check the example warm, and start the command line cold.

Peer for the start: `python -c "import click"` in the same run, because that is what a click program cannot beat.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.example import example_budget
from yusuan.pipeline import Run, check, derive, evidence_of_facts

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

STARTS = {
    "yusuan --help": ("-m", "yusuan", "--help"),
    "import click": ("-c", "import click"),
    "python": ("-c", "pass"),
}


def bench_derive_and_check(benchmark: BenchmarkFixture) -> None:
    benchmark.group = "derive + check, warm"
    run = Run.of(example_budget())

    def once() -> int:
        tables = derive(run.budget, run.edition)
        return len(check(evidence_of_facts(run.budget, tables, run.edition)).every)

    once()
    assert benchmark(once) > 900


@pytest.mark.parametrize("name", list(STARTS))
def bench_start(benchmark: BenchmarkFixture, name: str) -> None:
    benchmark.group = "start"
    command = [sys.executable, *STARTS[name]]
    subprocess.run(command, check=True, capture_output=True)
    benchmark(subprocess.run, command, check=True, capture_output=True)
