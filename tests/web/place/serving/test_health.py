"""Health tells a stranger whether the place is well, and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection

from tests.web.place.serving.tree import environment
from yusuan.rules.fingerprint import rules_hash
from yusuan.web.serving import health
from yusuan.web.serving.supervisor import SERVED

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


def _asked(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/health")
    return answer.status_code, answer.json()


def test_what_it_says(client: Client, db: None) -> None:
    status, said = _asked(client)
    assert status == 200
    assert said == {
        "status": "ok",
        "version": said["version"],
        "rules": rules_hash(),
        "database": {"engine": connection.vendor, "ok": True},
        "tasks": {"worker": "absent"},
    }


def test_a_database_that_is_away(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        vendor = "postgresql"

        def cursor(self) -> None:
            raise DatabaseError("could not connect to server at 10.0.0.5")

        def close(self) -> None:
            pass

    monkeypatch.setattr(health, "connection", Away())
    status, said = _asked(client)
    assert (status, said["status"], said["database"]["ok"]) == (503, "failing", False)
    assert "10.0.0.5" not in str(said)


def test_a_worker_that_is_silent(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SERVED, "1")
    status, said = _asked(client)
    assert (status, said["status"], said["tasks"]["worker"]) == (503, "failing", "silent")


def test_the_same_rules_as_the_command_line() -> None:
    code = "from yusuan.rules.fingerprint import rules_hash; print(rules_hash())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == rules_hash()


@pytest.mark.slow
@pytest.mark.parametrize("https", [True, False])
def test_django_finds_nothing_to_improve(tmp_path: Path, https: bool) -> None:  # noqa: FBT001  a case
    """`check --deploy`; without TLS it may only say that there is none."""
    (tmp_path / "secret.key").write_text("q7-" + "abcdefghij0123456789" * 3, encoding="ascii")
    (tmp_path / "yusuan.toml").write_text(f"https = {str(https).lower()}", encoding="utf-8")
    (tmp_path / "static").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--no-color"],
        env=environment(YUSUAN_HOME=str(tmp_path), DJANGO_SETTINGS_MODULE="yusuan.web.settings"),
        capture_output=True,
        text=True,
        check=False,
    )
    found = set(re.findall(r"\((\w+\.W\d+)\)", done.stdout + done.stderr))
    assert done.returncode == 0, done.stderr
    without_tls = {"security.W004", "security.W008", "security.W012", "security.W016"}
    assert found <= (set() if https else without_tls), done.stderr
