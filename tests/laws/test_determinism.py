"""Same input, same bytes: whatever the hash seed, the time zone, the locale or the day."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from tests.example import EXAMPLE

PROGRAM = """
import hashlib, pathlib, sys
from yusuan.pipeline import Run
for name, content in sorted(Run(pathlib.Path(sys.argv[1])).publish().items()):
    print(hashlib.sha256(content).hexdigest(), name)
"""


def _digests(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(EXAMPLE)],
        env=os.environ | environment | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return done.stdout.decode()


@pytest.mark.slow
def test_every_file_has_the_same_bytes_in_another_process() -> None:
    first = _digests(PYTHONHASHSEED="1", TZ="Asia/Shanghai", LANG="zh_CN.UTF-8")
    second = _digests(PYTHONHASHSEED="2", TZ="America/New_York", LANG="C")
    assert first == second
    assert len(first.splitlines()) > 4
    assert hashlib.sha256(b"").hexdigest() not in first
