"""What every test can use: the example, golden files, and how hard the property tests try."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.global_state import GlobalState
from tests.samples_path import LeftOut
from yusuan.catalog import names
from yusuan.editions import edition
from yusuan.readers.folder import read_folder
from yusuan.tables.derive import derive

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget
    from yusuan.editions.edition import Edition
    from yusuan.tables.table import Table

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "qinhuangdao-zfw-2024"
GOLDEN = ROOT / "tests" / "golden"

# The machine is shared: a slow example is no failure.
_COMMON = settings(deadline=timedelta(seconds=20), suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", _COMMON, max_examples=50)
# The same examples each time: CI judges the commit, not the luck of the day; chance is for the other two.
settings.register_profile("ci", _COMMON, max_examples=100, derandomize=True, print_blob=True)
settings.register_profile("deep", _COMMON, max_examples=5000)
settings.load_profile(
    os.environ.get("YUSUAN_HYPOTHESIS") or ("ci" if os.environ.get("CI") == "true" else "dev")
)


def pytest_configure(config: pytest.Config) -> None:
    """What pytest does besides, in every process of the run."""
    config.pluginmanager.register(LeftOut())
    config.pluginmanager.register(GlobalState())


@dataclass(frozen=True)
class Golden:
    """Compares with the files people read; `YUSUAN_GOLDEN=write` writes them instead (`make golden`)."""

    folder: Path
    writes: bool

    def __call__(self, name: str, actual: str) -> None:
        path = self.folder / name
        if self.writes:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        assert path.is_file(), f"no golden file {name}: run `make golden` and read it"
        assert actual == path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def golden() -> Golden:
    return Golden(GOLDEN, os.environ.get("YUSUAN_GOLDEN") == "write")


@pytest.fixture(scope="session")
def example() -> DepartmentalBudget:
    return read_folder(EXAMPLE)


@pytest.fixture(scope="session")
def example_edition() -> Edition:
    return edition("hebei", 2024)


@pytest.fixture(scope="session")
def example_tables(example: DepartmentalBudget, example_edition: Edition) -> tuple[Table, ...]:
    return tuple(derive(spec, example.lines, names(2024)) for spec in example_edition.tables)
