"""A large place, served by `yusuan serve` as it would be, with people signed in to click in it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 120.0


@dataclass
class Person:
    """Somebody signed in, with a connection of their own."""

    role: str
    session: str
    books: list[int]
    parts: list[int]
    rows: list[int]
    port: int = 0
    token: str = ""
    led_to: str = ""
    connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json"
    ) -> tuple[int, bytes, float]:
        """Status, body and seconds of one answer; the token of forms is remembered."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}"}
        if method == "POST":
            headers |= {
                "Content-Type": kind,
                "X-CSRFToken": self.token,
                "Accept": "application/json",
            }
            headers["Referer"] = f"http://127.0.0.1:{self.port}/"
        try:
            answer, content, began = self._sent(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # A connection kept alive was closed meanwhile: browsers ask again too.
            answer, content, began = self._sent(method, path, body, headers)
        taken = time.perf_counter() - began
        self.led_to = answer.headers.get("Location", "")
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', content)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("csrftoken="):
                self.token = cookie.split(";")[0].partition("=")[2]
        if found and not self.token:
            self.token = found[1].decode()
        return answer.status, content, taken

    def look(self, rows: Sequence[int] = (), revision: str = "") -> tuple[int, Any, float]:
        """What a page that stands open asks for, of the part and some rows of its lines."""
        said = {"record": "lines", "page": "1", "revision": revision, "tab": "", "rows": list(rows)}
        return self.post(f"/budgets/parts/{self.parts[0]}/state", said)

    def save(self, edit: dict[str, Any]) -> tuple[int, Any, float]:
        """Save an edit in the part."""
        return self.post(f"/budgets/parts/{self.parts[0]}/save", edit)

    def twin(self) -> Person:
        """The same person in another window."""
        return replace(self, connection=None)

    def post(self, path: str, said: dict[str, Any]) -> tuple[int, Any, float]:
        """JSON out, JSON in."""
        status, content, taken = self.ask("POST", path, json.dumps(said).encode())
        try:
            return status, json.loads(content), taken
        except ValueError:
            return status, content[:300], taken

    def _sent(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes, float]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        began = time.perf_counter()
        try:
            self.connection.request(method, path, body or None, headers)
            answer = self.connection.getresponse()
            return answer, answer.read(), began
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise

    def upload(self, path: str, name: str, content: bytes) -> tuple[int, str, float]:
        """A file of a form; where the answer leads."""
        line = "of-the-benchmark-alone"
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{line}--\r\n".encode()
        status, _, taken = self.ask("POST", path, body, f"multipart/form-data; boundary={line}")
        return status, self.led_to, taken

    def send_form(self, path: str, said: dict[str, str]) -> tuple[int, bytes, float]:
        """A form, as a browser sends it."""
        body = urlencode(said).encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")


def amount_of(now: dict[str, Any], row: int) -> str:
    """The amount of a row, as a look has it."""
    return str(now["rows"][str(row)].get("amount", ""))


def edit_of(now: dict[str, Any], row: int, new: str) -> dict[str, Any]:
    """The edit that makes another amount of what a look has."""
    change = {"row": row, "field": "amount", "old": amount_of(now, row), "new": new}
    return {"operation": uuid.uuid4().hex, "changes": [change]}


@dataclass
class Served:
    """Where it runs, who is signed in, and what it holds."""

    port: int
    home: Path
    people: list[Person]
    size: dict[str, int]
    database: str
    environment: dict[str, str] = field(repr=False)
    process: subprocess.Popen[bytes] | None = None

    def of(self, role: str) -> list[Person]:
        """Those of a role."""
        return [one for one in self.people if one.role == role]

    def command(self, *arguments: str) -> list[str]:
        """A command of `yusuan`."""
        return [sys.executable, "-m", "yusuan", *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one for this installation."""
        command = self.command(*arguments)
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def start(self) -> None:
        """Serve it, and wait until it answers."""
        command = self.command(
            "serve", "--port", str(self.port), "--admin", str(self.home / "admin")
        )
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait(self.port, self.process)

    def end(self) -> None:
        """End it in order."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=60)

    def processes(self) -> dict[int, str]:
        """Every process of its tree but the first: number and command line."""
        assert self.process is not None
        found: dict[int, str] = {}
        reached = {self.process.pid}
        parents = _parents()
        while grown := {pid for pid, above in parents.items() if above in reached} - reached:
            reached |= grown
        for pid in reached - {self.process.pid}:
            with contextlib.suppress(OSError):
                said = Path(f"/proc/{pid}/cmdline").read_bytes()
                found[pid] = said.replace(b"\0", b" ").decode(errors="replace")
        return found


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            found[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
    return found


@contextlib.contextmanager
def served(times: int, split: int, database_url: str = "") -> Iterator[Served]:
    """Make and serve a place of `times` × 40 units whose lines are split in `split`."""
    with TemporaryDirectory(prefix="yusuan-load-") as folder:
        home = Path(folder)
        (home / "yusuan.toml").write_text("mfa_roles = []\n")
        environment = {**os.environ, "YUSUAN_HOME": str(home)}
        environment.pop("DATABASE_URL", None)
        if database_url:
            environment["DATABASE_URL"] = database_url
        (home / "secret.key").write_text("of a benchmark only: nothing outlives it\n")
        (home / "secret.key").chmod(0o600)
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.place.peopled", str(times), str(split)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        said = json.loads(made.stdout)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (home / "admin").write_text("admin\n管理\nof-a-benchmark-only-1\n")
        people = [Person(port=port, **one) for one in said["people"]]
        kind = "PostgreSQL" if database_url else "SQLite"
        place = Served(port, home, people, said["size"], kind, environment)
        place.start()
        try:
            yield place
        finally:
            place.end()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"yusuan serve ended with {process.returncode}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError("yusuan serve does not answer")
