"""The working place's scripts are checked as typed code, by TypeScript."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools" / "typescript"
TSC = TOOLS / "node_modules" / ".bin" / "tsc"


@pytest.mark.slow
@pytest.mark.skipif(not TSC.exists(), reason="TypeScript is not installed")
def test_types() -> None:
    done = subprocess.run(
        [TSC, "--project", TOOLS], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 0
