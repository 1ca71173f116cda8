"""Everything about the place holds on PostgreSQL as on SQLite: its tests, its migrations, its backups."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.place.postgresql import cluster
from tests.web.place.serving.tree import environment, prepared, yusuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.place.postgresql import Cluster

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
_PATIENCE = 900


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as found:
        yield found


def test_the_tests_of_the_place_pass(server: Cluster, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "tests/web/place", "-m", "not slow", "-q"),
            *("-p", "no:randomly", "-p", "no:cacheprovider", "-n", "0"),
        ],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": server.made("suite"), "YUSUAN_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 100


_BACK_AND_FORTH = """
from yusuan.web.starting import start
start()
from django.core.management import call_command
from django.db import connection
from yusuan.web.acting import building

def state():
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))

with building():
    call_command("migrate", verbosity=0)
    there = state()
    for app in ("journal", "publication", "comments", "versions", "tasks", "workflow", "projects", "budgets",
                "organisation", "mfa", "account", "accounts", "sessions", "auth", "contenttypes"):
        call_command("migrate", app, "zero", verbosity=0)
    left = state()
    call_command("migrate", verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)
assert left == ["django_migrations"], left
assert state() == there and len(there) > 30, there
"""


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_migrations_go_forwards_and_back(server: Cluster, tmp_path: Path, engine: str) -> None:
    (tmp_path / "secret.key").write_text("of a test", encoding="ascii")
    more = {"YUSUAN_HOME": str(tmp_path)}
    if engine == "postgresql":
        more["DATABASE_URL"] = server.made("migrations")
    done = subprocess.run(
        [sys.executable, "-c", _BACK_AND_FORTH],
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_place_on_postgresql_is_kept(server: Cluster, tmp_path: Path) -> None:
    first, second = {"DATABASE_URL": server.made("first")}, {"DATABASE_URL": server.made("second")}
    home, backup = prepared(tmp_path / "home", **first), tmp_path / "backup"
    assert yusuan("doctor", "--home", str(home), **first).returncode == 0
    done = yusuan("backup", str(backup), "--home", str(home), **first)
    assert done.returncode == 0, done.stderr
    new = tmp_path / "new"
    done = yusuan("restore", str(backup), "--home", str(new), **second)
    assert done.returncode == 0, done.stderr
    assert "2 条记录" in yusuan("journal", "verify", "--home", str(new), **second).stdout
    # Over itself: what was there stands aside in a schema of its own.
    refused = yusuan("restore", str(backup), "--home", str(new), **second)
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    done = yusuan("restore", str(backup), "--home", str(new), "--replace", **second)
    assert done.returncode == 0, done.stderr
    schemas = server.run("psql", "-d", "second", "-Atc", "SELECT nspname FROM pg_namespace")
    assert re.search(r"^before_\d{8}_\d{6}$", schemas, re.MULTILINE)


def test_a_damaged_dump_leaves_the_database_as_it_was(server: Cluster, tmp_path: Path) -> None:
    url = {"DATABASE_URL": server.made("damaged")}
    home, backup = prepared(tmp_path / "home", **url), tmp_path / "backup"
    assert yusuan("backup", str(backup), "--home", str(home), **url).returncode == 0
    # The backup is whole, but the journal in it was written over before it was made.
    change = "UPDATE journal_entry SET actor = 'x' WHERE sequence = 1"
    server.run("psql", "-d", "damaged", "-c", f"SET session_replication_role = replica; {change}")
    bad = tmp_path / "bad"
    assert yusuan("backup", str(bad), "--home", str(home), **url).returncode == 0
    done = yusuan("restore", str(bad), "--home", str(home), "--replace", **url)
    assert (done.returncode, "内容与摘要不符" in done.stderr) == (1, True)
    schemas = server.run("psql", "-d", "damaged", "-Atc", "SELECT nspname FROM pg_namespace")
    assert "before_" not in schemas
    done = yusuan("restore", str(backup), "--home", str(home), "--replace", **url)
    assert done.returncode == 0, done.stderr
    assert yusuan("journal", "verify", "--home", str(home), **url).returncode == 0


def test_a_database_that_is_away_is_said(tmp_path: Path) -> None:
    url = {"DATABASE_URL": "postgresql://yusuan@127.0.0.1:1/none"}
    done = yusuan("serve", "--prepare", "--home", str(tmp_path / "home"), **url)
    assert done.returncode == 1
    assert "连不上数据库" in done.stderr
