"""The first start: what it makes, whom it asks, what it refuses."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
import tomllib
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.web.place.serving.tree import environment, yusuan
from yusuan.cli.installed import of_database
from yusuan.core.errors import Misconfigured
from yusuan.core.patterns import pattern
from yusuan.web.installation import OPTIONS
from yusuan.web.serving import demo
from yusuan.web.serving.preparing import faults_of, lay_out, settings_text

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_the_owner_s_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert lay_out(home)
    modes = {p.name: p.stat().st_mode & 0o777 for p in (home, *home.iterdir())}
    assert modes["home"] == 0o700
    assert modes["secret.key"] == modes["yusuan.toml"] == 0o600
    assert len((home / "secret.key").read_text()) > 60


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    lay_out(tmp_path / "home")
    before = {p: p.read_bytes() for p in (tmp_path / "home").iterdir() if p.is_file()}
    assert not lay_out(tmp_path / "home")
    assert {p: p.read_bytes() for p in before} == before


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(Misconfigured, match="空目录"):
        lay_out(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_restore_half_done_is_not_started(tmp_path: Path) -> None:
    (tmp_path / ".restoring").mkdir()
    with pytest.raises(Misconfigured, match="恢复没有完成"):
        lay_out(tmp_path)


def test_the_file_of_settings_explains_every_option() -> None:
    written = settings_text()
    options = set(pattern(r"(?m)^# (\w+) = ").findall(written))
    assert options | {"demo"} == OPTIONS
    # Uncommented, it is what it says.
    shown = "\n".join(line.removeprefix("# ") for line in written.splitlines() if " = " in line)
    assert set(tomllib.loads(shown)) == options
    assert tomllib.loads(settings_text(is_demo=True)) == {"demo": True}


def test_a_real_place_is_no_example(tmp_path: Path) -> None:
    lay_out(tmp_path / "home")
    with pytest.raises(Misconfigured, match="正式的系统"):
        demo.clear_old(tmp_path / "home")


def test_an_example_left_half_made_is_made_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    lay_out(home, is_demo=True)
    (home / "place.sqlite3").touch()
    demo.clear_old(home)
    assert [p.name for p in home.iterdir()] == ["run"]


@pytest.mark.parametrize(
    ("username", "name", "password"),
    [
        ("", "张三", "heshan-shili-wanyi"),
        ("zhangsan", "", "heshan-shili-wanyi"),
        ("张 三", "张三", "heshan-shili-wanyi"),
        ("zhangsan", "张三", "short"),
        ("zhangsan", "张三", "123456789012345"),
        ("zhangsan", "张三", "password1234"),
        ("zhangsan-bureau", "张三", "zhangsan-bureau"),
        ("budget", "张三", "heshan-shili-wanyi"),
    ],
)
def test_no_weak_administrator(db: None, username: str, name: str, password: str) -> None:
    assert faults_of(username, name, password)


def test_a_sound_administrator(db: None) -> None:
    assert faults_of("zhangsan", "张三", "heshan-shili-wanyi") == []


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("database is locked", "占用"),
        ("database or disk is full", "已满"),
        ("attempt to write a readonly database", "不可写"),
        ("database disk image is malformed", "恢复"),
        ("connection to server failed: Connection refused", "连不上"),
        ("something new", "something new"),
    ],
)
def test_what_a_database_says_is_said_in_words(reason: str, said: str) -> None:
    assert said in of_database(Exception(reason))


def test_every_static_file_named_by_a_page_is_there() -> None:
    """Pages name files with their digest: one that is not there would be an error in use, not in tests."""
    named = pattern(r"""\{%\s*static\s+["']([^"']+)["']""")
    web = settings.STATICFILES_DIRS[0].parent
    found = {
        name for path in web.rglob("*.html") for name in named.findall(path.read_text("utf-8"))
    }
    assert found
    assert [name for name in sorted(found) if finders.find(name) is None] == []


# ── As a process ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_nobody_is_asked_where_nobody_can_answer(tmp_path: Path) -> None:
    done = yusuan("serve", "--home", str(tmp_path / "home"))
    assert done.returncode == 1
    assert "--prepare" in done.stderr


@pytest.mark.slow
def test_a_weak_administrator_of_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "administrator.txt"
    file.write_text("zhangsan\n张三\nshort\n", encoding="utf-8")
    done = yusuan(
        *("serve", "--prepare", "--home", str(tmp_path / "home"), "--admin", str(file)),
    )
    assert done.returncode == 1
    assert "密码太短" in done.stderr


@pytest.mark.slow
def test_the_first_administrator_is_asked_on_the_terminal(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "yusuan", "serve", "--prepare", "--home", str(tmp_path / "home")],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(),
        start_new_session=True,
    )
    os.close(theirs)
    good = "heshan-shili-wanyi"
    # Twice the wrong way: two different passwords, then one that is too short.
    answers = [
        *(("用户名", "zhangsan"), ("姓名", "张三"), ("密码", good), ("再输入", "other")),
        *(("用户名", "zhangsan"), ("姓名", "张三"), ("密码", "short"), ("再输入", "short")),
        *(("用户名", "zhangsan"), ("姓名", "张三"), ("密码", good), ("再输入", good)),
    ]
    said = ""
    for wanted, answer in answers:
        said += _read_until(ours, f"{wanted}")
        time.sleep(0.2)
        os.write(ours, f"{answer}\n".encode())
    said += _read_until(ours, "已准备好")
    assert process.wait(60) == 0
    os.close(ours)
    assert "不同" in said
    assert good not in said


def _read_until(terminal: int, wanted: str) -> str:
    said = b""
    end = time.monotonic() + 60
    while wanted.encode() not in said:
        assert time.monotonic() < end, said.decode(errors="replace")
        if select.select([terminal], [], [], 1)[0]:
            said += os.read(terminal, 4096)
    return said.decode(errors="replace")
