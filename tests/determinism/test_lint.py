"""The lint that forbids clocks bites, wherever the import stands and whatever it is called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_MOMENTS = (
    "import datetime as dt\n\n\ndef now() -> dt.datetime:\n    return dt.datetime.now(tz=dt.UTC)\n",
    "from datetime import date\n\n\ndef now() -> date:\n    return date.today()\n",
    "from os import cpu_count\n\n\ndef many() -> int | None:\n    return cpu_count()\n",
)


def _ruff(code: str, name: str) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--select",
            "TID251",
            "--stdin-filename",
            name,
            "-",
        ],
        input=code,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout


@pytest.mark.parametrize("code", _MOMENTS)
def test_no_rule_asks_for_the_moment_or_the_machine(code: str) -> None:
    for room in ("rules", "identities", "narrative", "recognition", "documents", "readers"):
        assert "TID251" in _ruff(code, f"src/yusuan/{room}/some.py")
    assert "TID251" not in _ruff(code, "src/yusuan/cli/some.py")


@pytest.mark.slow
def test_no_room_of_answers_imports_a_clock_not_even_inside_a_function(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "src" / "yusuan", tmp_path / "yusuan", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for place, line in (
        ("identities/locate.py", "    import time\n"),
        ("readers/text/plain.py", "    from random import random\n"),
    ):
        with (tmp_path / "yusuan" / place).open("a", encoding="utf-8") as stream:
            stream.write(f"\n\ndef _hidden() -> None:\n{line}")
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache", "--config", "pyproject.toml"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    assert "yusuan.identities.locate -> time" in done.stdout
    assert "yusuan.readers.text.plain -> random" in done.stdout
