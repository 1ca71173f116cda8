"""The suite about itself: what is left out is said, what must run fails, and no test disturbs the next."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import samples_path
from tests.cli.command_line import run
from tests.global_state import state

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = """
from pathlib import Path
from tests import samples_path
from tests.global_state import GlobalState

samples_path._BESIDE = Path(__file__).parent / "shared" / "samples"

def pytest_configure(config):
    config.pluginmanager.register(samples_path.LeftOut())
    config.pluginmanager.register(GlobalState())
"""
TESTS = """
import decimal, os, signal, sys
import pytest
from tests.samples_path import samples_dir
from yusuan.cli.failures import show_tracebacks

@pytest.fixture(scope="module")
def sample():
    return next(samples_dir().iterdir())

def test_by_fixture(sample): assert sample.is_file()
def test_by_call(): assert samples_dir().is_dir()
def test_skipped(): pytest.skip("no Chromium here")

def test_tidy(monkeypatch):
    monkeypatch.setenv("X", "1")
    monkeypatch.chdir("/")

def test_tracebacks(): show_tracebacks()
def test_environment(): os.environ["YUSUAN_MEMORY"] = "900"
def test_directory(): os.chdir("/")
def test_decimal(): decimal.getcontext().prec = 5
def test_search_path(): sys.path.append("x")
def test_signal(): signal.signal(signal.SIGTERM, signal.SIG_IGN)
"""
LEFT_CHANGED = (
    "tracebacks shown: False → True",
    "$YUSUAN_MEMORY: None → '900'",
    "working directory: ",
    "decimal context: ",
    "search path: ",
    "signal handlers: ",
)


def test_what_is_left_out_is_told_and_what_is_left_changed_fails(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_it.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YUSUAN_")}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
            "test_it.py",
        ],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=kept | {"PYTHONPATH": str(ROOT)},
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 1, done.stdout + done.stderr
    counted = {kind: int(n) for n, kind in re.findall(r"(\d+) ([a-z ]+?)(?=,| in )", lines[-1])}
    assert counted == {"passed": 7, "skipped": 1, "left out": 2, "errors": len(LEFT_CHANGED)}
    (told,) = [line for line in lines if line.startswith("LEFT OUT")]
    assert told.startswith("LEFT OUT: 2 tests of real documents; there is no ../shared/samples ")
    said = [line.removeprefix("left changed: ") for line in lines if "left changed: " in line]
    for start in LEFT_CHANGED:
        assert sum(line.startswith(start) for line in said) == 1, (start, said)


# ── Real documents ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the real documents would be, with nothing said of them in the environment."""
    monkeypatch.setattr(samples_path, "_BESIDE", tmp_path / "shared" / "samples")
    monkeypatch.delenv("YUSUAN_SAMPLES", raising=False)
    monkeypatch.delenv("YUSUAN_SAMPLES_REQUIRED", raising=False)
    return tmp_path / "shared" / "samples"


def test_real_documents_may_be_missing(beside: Path) -> None:
    with pytest.raises(pytest.skip.Exception):
        samples_path.samples_dir()
    beside.mkdir(parents=True)
    assert samples_path.samples_dir() == beside


@pytest.mark.parametrize(
    ("name", "value"), [("YUSUAN_SAMPLES_REQUIRED", "1"), ("YUSUAN_SAMPLES", "nowhere")]
)
def test_real_documents_that_are_named_or_must_be_there_may_not(
    beside: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert not beside.exists()
    monkeypatch.setenv(name, value)
    with pytest.raises(FileNotFoundError, match="YUSUAN_SAMPLES"):
        samples_path.samples_dir()


# ── Commands ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("args", [("--debug", "codes", "2080505"), ("--version",), ("nothing",)])
def test_a_command_keeps_its_choices_to_itself(args: tuple[str, ...]) -> None:
    before = state()
    assert run(*args, YUSUAN_MEMORY="900").output
    assert state() == before
