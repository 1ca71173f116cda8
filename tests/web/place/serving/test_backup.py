"""A backup is made while the place is written to, is proved before it is used, and takes nothing away."""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.place.serving.tree import PATIENCE, environment, prepared, yusuan
from yusuan.web.serving.packing import MANIFEST, digest_of
from yusuan.web.serving.serving import locked

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A place with a published file, and its backup, made while somebody writes."""
    folder = tmp_path_factory.mktemp("kept")
    home = prepared(folder / "home")
    content = folder / "content"
    content.write_bytes("公开".encode() * 1000)
    shutil.copy(content, home / "files" / digest_of(content))
    with closing(sqlite3.connect(home / "place.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM accounts_membership")
        done = yusuan("backup", str(folder / "backup"), "--home", str(home))
        writer.execute("ROLLBACK")
    assert done.returncode == 0, done.stderr
    return home, folder / "backup"


@pytest.fixture
def backup(made: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the backup, to be damaged."""
    return Path(shutil.copytree(made[1], tmp_path / "backup"))


def _again_listed(backup: Path) -> None:
    """The list says what is there: only what the place proves of itself is left."""
    known = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
    for name, said in known["files"].items():
        said.update(size=(backup / name).stat().st_size, sha256=digest_of(backup / name))
    (backup / MANIFEST).write_text(json.dumps(known), encoding="utf-8")


def _changed(backup: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = next(backup.glob(name))
    path.write_bytes(change(path.read_bytes()))
    _again_listed(backup)


def _sql(backup: Path, *commands: str) -> None:
    with closing(sqlite3.connect(backup / "database.sqlite3", isolation_level=None)) as opened:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in opened.execute(triggers).fetchall():
            opened.execute(f'DROP TRIGGER "{name}"')
        for command in commands:
            opened.execute(command)
    _again_listed(backup)


def test_it_is_restored_as_it_was(made: tuple[Path, Path], tmp_path: Path) -> None:
    home = tmp_path / "new"
    done = yusuan("restore", str(made[1]), "--home", str(home))
    assert done.returncode == 0, done.stderr
    assert [p.name for p in (home / "files").iterdir()] == [
        p.name for p in (made[0] / "files").iterdir()
    ]
    with closing(sqlite3.connect(home / "place.sqlite3")) as opened:
        assert opened.execute("SELECT count(*) FROM accounts_membership").fetchone() == (1,)
    done = yusuan("journal", "verify", "--home", str(home))
    assert done.returncode == 0, done.stdout
    assert "2 条记录" in done.stdout
    # The secret was not in it: a new one was made.
    assert (home / "secret.key").read_text() != (made[0] / "secret.key").read_text()


def test_what_was_there_is_kept(made: tuple[Path, Path], tmp_path: Path) -> None:
    home = Path(shutil.copytree(made[0], tmp_path / "home"))
    refused = yusuan("restore", str(made[1]), "--home", str(home))
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    done = yusuan("restore", str(made[1]), "--home", str(home), "--replace")
    assert done.returncode == 0, done.stderr
    (aside,) = home.glob("before-*")
    assert (aside / "place.sqlite3").exists()
    assert (aside / "secret.key").read_text() == (home / "secret.key").read_text()


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte": (lambda p: (p / "yusuan.toml").write_bytes(b"#"), "与清单不符"),
    "the database cut": (
        lambda p: _changed(p, "database.sqlite3", lambda content: content[:50_000]),
        "不能通过核对",
    ),
    "an entry changed": (
        lambda p: _sql(p, "UPDATE journal_entry SET actor = '别人' WHERE sequence = 1"),
        "内容与摘要不符",
    ),
    "an entry taken out": (
        lambda p: _sql(p, "DELETE FROM journal_entry WHERE sequence = 1"),
        "前面缺少第1条",
    ),
    "the last entry taken off": (
        lambda p: _sql(p, "DELETE FROM journal_entry WHERE sequence = 2"),
        "末尾被删去或替换",
    ),
    "a file changed": (
        lambda p: _changed(p, "files/*", lambda _: b"?"),
        "内容与摘要不符",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_one_changes_nothing(backup: Path, tmp_path: Path, name: str) -> None:
    damage, said = DAMAGES[name]
    damage(backup)
    home = tmp_path / "home"
    done = yusuan("restore", str(backup), "--home", str(home))
    assert done.returncode == 1
    assert said in done.stderr
    assert "没有改动任何内容" in done.stderr
    assert [p.name for p in home.iterdir()] == ["run"]


def test_a_place_in_use_is_not_replaced(made: tuple[Path, Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    with locked(home):
        done = yusuan("restore", str(made[1]), "--home", str(home))
    assert done.returncode == 1
    assert "正在使用" in done.stderr


def test_a_full_disk_leaves_no_backup(made: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "backup"
    done = subprocess.run(
        [sys.executable, "-m", "yusuan", "backup", str(target), "--home", str(made[0])],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 1
    assert "磁盘" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_occupied_folder_is_not_written_over(made: tuple[Path, Path]) -> None:
    done = yusuan("backup", str(made[1]), "--home", str(made[0]))
    assert done.returncode == 1
    assert "已经存在" in done.stderr


def test_the_secret_is_in_it_only_on_demand(made: tuple[Path, Path], tmp_path: Path) -> None:
    assert not (made[1] / "secret.key").exists()
    done = yusuan("backup", str(tmp_path / "b"), "--home", str(made[0]), "--with-secret")
    assert done.returncode == 0
    assert (tmp_path / "b" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_the_doctor_of_a_new_place(made: tuple[Path, Path]) -> None:
    done = yusuan("doctor", "--home", str(made[0]))
    assert done.returncode == 0, done.stdout
    assert "没有故障" in done.stdout


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    for command in (["doctor"], ["journal", "verify"], ["backup", str(tmp_path / "b")]):
        done = yusuan(*command, "--home", str(tmp_path / "nowhere"))
        assert done.returncode == 1
        assert "yusuan serve" in done.stderr
