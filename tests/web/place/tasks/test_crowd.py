"""Workers that are processes of their own share a queue: each task is done once, by one of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


def _environment(home: Path) -> dict[str, str]:
    environment = {**os.environ, "YUSUAN_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "tests.web.place.settings"
    return environment


@pytest.mark.slow
def test_three_workers_do_each_task_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.web.place.tasks.crowd", "3", "60"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["tasks"] == [1] * 60
    assert said["codes"] == [0, 0, 0]
    assert said["workers"] > 1


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_ends_cleanly_when_it_is_told_to(number: signal.Signals, tmp_path: Path) -> None:
    environment = _environment(tmp_path)
    migrate = [sys.executable, "-m", "django", "migrate", "-v0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True, timeout=60)
    worker = [sys.executable, "-m", "yusuan.web.tasks.worker"]
    with subprocess.Popen(worker, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as process:
        time.sleep(3)
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
