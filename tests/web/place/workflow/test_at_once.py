"""Of several who take a step at once one does, and the others are told the new state."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.slow
def test_eight_people_submit_at_once(tmp_path: Path) -> None:
    environment = {**os.environ, "YUSUAN_HOME": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "tests.web.place.settings"
    command = [sys.executable, "-m", "tests.web.place.workflow.at_once", "submit_first"]
    done = subprocess.run(
        [*command, *["reviewer0"] * 8],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stderr == ""
    said = done.stdout.splitlines()
    assert said.count("taken") == 1
    assert sum(line.startswith("refused") for line in said) == 7
    assert said[-1] == "steps 1 versions 1"
