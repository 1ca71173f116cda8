"""The tree of processes: it starts, survives the death of any of its parts, and leaves nobody behind."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.web.place.serving.tree import Tree, prepared, served, until, yusuan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("place") / "home")


@pytest.fixture
def tree(home: Path) -> Iterator[Tree]:
    with served(home) as found:
        yield found


def _health(tree: Tree) -> str:
    return str(json.loads(tree.get("/health")[2])["status"])


def _ends(tree: Tree) -> bool:
    return until(lambda: not tree.everybody(), 12)


def test_static_files_are_kept_and_pages_are_not(tree: Tree) -> None:
    status, headers, _ = tree.get("/accounts/login/")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    manifest = tree.home / "static" / "staticfiles.json"
    names = json.loads(manifest.read_text(encoding="utf-8"))["paths"]
    status, headers, _ = tree.get(f"/static/{names['yusuan/place.css']}")
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert tree.get("/static/absent.css")[1]["Cache-Control"] == "no-store"


def test_a_run_leaves_no_word_in_its_logs(home: Path) -> None:
    word = "导弹阵地维护"
    with served(home) as tree:
        tree.get(f"/accounts/login/?next={quote(word)}")
        tree.get(f"/nowhere/?q={quote(word)}")
        connection = http.client.HTTPConnection("127.0.0.1", tree.port, timeout=60)
        form = urlencode({"login": word, "password": word})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/accounts/login/", form, kind)
        assert connection.getresponse().status == 403
        connection.close()
        os.killpg(tree.process.pid, signal.SIGTERM)
        assert tree.process.stdout is not None
        said = "".join(tree.said) + tree.process.stdout.read()
    written = "".join(p.read_text(encoding="utf-8") for p in (home / "logs").iterdir())
    assert '"path": "/accounts/login/", "status": 403' in written
    for told in (said, written):
        assert word not in told
        assert quote(word) not in told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everybody(tree: Tree, number: int) -> None:
    assert len(tree.everybody()) >= 5
    os.killpg(tree.process.pid, number)
    assert tree.process.wait(12) == 0
    assert tree.everybody() == []


def test_whoever_is_killed_is_started_again(tree: Tree) -> None:
    arbiter, *workers = tree.children("web")
    os.kill(workers[0], signal.SIGKILL)
    os.kill(tree.children("tasks")[0], signal.SIGKILL)
    assert until(lambda: len(tree.children("web")) == 3 and workers[0] not in tree.children("web"))
    assert until(lambda: len(tree.children("tasks")) == 1)
    os.kill(arbiter, signal.SIGKILL)
    assert until(lambda: arbiter not in tree.children("web") and len(tree.children("web")) == 3)
    assert _health(tree) == "ok"


def test_nobody_survives_the_supervisor(tree: Tree) -> None:
    os.kill(tree.supervisor(), signal.SIGKILL)
    assert _ends(tree)


def test_nobody_survives_the_process_the_user_started(tree: Tree) -> None:
    os.kill(tree.process.pid, signal.SIGKILL)
    assert _ends(tree)


def test_a_second_start_is_refused(tree: Tree, home: Path) -> None:
    done = yusuan("serve", "--home", str(home), "--port", "0")
    assert done.returncode == 1
    assert "正在使用" in done.stderr


def test_a_port_that_is_taken_is_said(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = yusuan("serve", "--home", str(home), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "已被别的程序占用" in done.stderr
