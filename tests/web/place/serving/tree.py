"""The real `yusuan serve` in a process of its own, and what became of its process tree."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The machine is shared: a slow answer is no failure.
PATIENCE = 90.0
ADMINISTRATOR = "zhangsan\n张三\nheshan-shili-wanyi\n"


def environment(**more: str) -> dict[str, str]:
    """Without what tests set for their own Django."""
    left = {"DJANGO_SETTINGS_MODULE", "YUSUAN_HOME", "DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in left}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def yusuan(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "yusuan", *arguments],
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def prepared(home: Path, **more: str) -> Path:
    """An installation with its administrator, not started."""
    home.mkdir(parents=True, exist_ok=True)
    file = home.with_name("administrator.txt")
    file.write_text(ADMINISTRATOR, encoding="utf-8")
    done = yusuan("serve", "--prepare", "--home", str(home), "--admin", str(file), **more)
    assert done.returncode == 0, done.stderr
    return home


@dataclass
class Tree:
    """A running place and its processes."""

    process: subprocess.Popen[str]
    home: Path
    port: int = 0
    said: list[str] = field(default_factory=list)

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found

    def children(self, kind: str) -> list[int]:
        """Process numbers of a kind of this home, the oldest first."""
        return [
            pid
            for pid, line in _processes()
            if f"serving.child {kind}" in line and self._is_ours(pid)
        ]

    def everybody(self) -> list[int]:
        return [pid for pid, _ in _processes() if self._is_ours(pid)]

    def supervisor(self) -> int:
        """The process that has children of the kinds."""
        stat = Path(f"/proc/{self.children('tasks')[0]}/stat").read_text(encoding="utf-8")
        return int(stat.rpartition(")")[2].split()[1])

    def _is_ours(self, pid: int) -> bool:
        try:
            known = Path(f"/proc/{pid}/environ").read_bytes()
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
        return f"TREE={self.home}".encode() in known and b"yusuan" in line


def _processes() -> list[tuple[int, str]]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                state = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            except OSError:
                continue
            if state != "Z":
                found.append((int(folder.name), line))
    return sorted(found)


def until(true: object, seconds: float = PATIENCE) -> bool:
    """Wait for something to become so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if callable(true) and true():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def served(home: Path, *options: str, **more: str) -> Iterator[Tree]:
    """The place of a folder on a free port, once it has said where it is."""
    process = subprocess.Popen(
        [sys.executable, "-m", "yusuan", "serve", "--home", str(home), "--port", "0", *options],
        env=environment(TREE=str(home), **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        # Where the tests run in the background, Ctrl-C is ignored and would be here too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  one thread
    )
    tree = Tree(process, home)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            tree.said.append(line.rstrip("\n"))
            found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\n", line)
            if found is not None:
                tree.port = int(found[1])
            if "已启动" in line:
                break
        assert tree.port, tree.said
        yield tree
    finally:
        for pid in tree.everybody():
            os.kill(pid, signal.SIGTERM)
        until(lambda: not tree.everybody(), 20)
        for pid in tree.everybody():
            os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
