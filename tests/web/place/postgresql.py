"""A cluster of PostgreSQL of its own, gone when the test is: Debian's programs, fsync on, nothing of the machine's."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 60.0
USER = "yusuan"


@dataclass(frozen=True)
class Cluster:
    """Where it listens."""

    port: int
    folder: Path
    programs: Path

    def made(self, name: str) -> str:
        """The address of a new, empty database."""
        self.run("createdb", name)
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def run(self, program: str, *arguments: str) -> str:
        """A program of the client's."""
        to = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER]
        done = subprocess.run(
            [str(self.programs / program), *to, *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    beside = shutil.which("initdb")
    if not found and beside is None:
        pytest.skip("PostgreSQL is not installed: tools/install-test-system.sh")
    return found[-1].parent if found else Path(str(beside)).resolve().parent


def _as_somebody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("there is no user postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make it, run it, and remove it."""
    programs, somebody = _programs(), _as_somebody()
    # Not below pytest's folder, which only its owner enters.
    folder = Path(tempfile.mkdtemp(prefix="yusuan-pg-"))
    if somebody:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    try:
        subprocess.run(
            [
                *(str(programs / "initdb"), "-D", str(data), "-U", USER, "--auth=trust"),
                *("--encoding=UTF8", "--locale=C.UTF-8"),
            ],
            cwd=folder,
            check=True,
            capture_output=True,
            **somebody,
        )
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [
                *(
                    str(programs / "postgres"),
                    "-D",
                    str(data),
                    "-k",
                    str(folder),
                    "-h",
                    "127.0.0.1",
                ),
                *("-p", str(port), "-c", "fsync=on", "-c", "max_connections=200"),
            ],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **somebody,
        )
        try:
            found = Cluster(port, folder, programs)
            _wait(found)
            yield found
        finally:
            server.terminate()
            try:
                server.wait(_PATIENCE / 2)
            except subprocess.TimeoutExpired:
                # Somebody is still connected: the next signal asks for less.
                server.send_signal(2)
                server.wait(_PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(found: Cluster) -> None:
    end = time.monotonic() + _PATIENCE
    ready = [str(found.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(found.port)]
    while subprocess.run(ready, check=False).returncode:
        assert time.monotonic() < end, "PostgreSQL did not start"
        time.sleep(0.1)
