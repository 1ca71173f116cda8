"""The tour of the README runs as it is printed, line by line, where the repository was just cloned."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^## Five minutes\n.*?\n```\n(.*?)```", re.MULTILINE | re.DOTALL)
# What finds errors says so; everything else ends well.
FINDS_ERRORS = ("examples/as-published",)


def commands() -> list[str]:
    """The lines of the tour without their comments."""
    block = _BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert block is not None
    return [line.split("  #")[0].strip() for line in block[1].splitlines() if line.strip()]


def test_the_tour_visits_every_main_command() -> None:
    named = {line.split()[1] for line in commands()}
    assert named >= {"new", "check", "publish", "cells", "explain", "diff", "convert", "read"}


@pytest.mark.slow
def test_every_line_of_the_tour_runs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for line in commands():
        done = subprocess.run(
            line.split(),
            cwd=tmp_path,
            env={**os.environ, "PATH": places},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        expected = int(any(name in line for name in FINDS_ERRORS))
        assert done.returncode == expected, (line, done.stdout[-800:], done.stderr[-800:])
        assert (done.stdout + done.stderr).strip(), line


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_tours_are_the_same_lines(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    missing = [line for line in commands() if line not in text]
    assert not missing
