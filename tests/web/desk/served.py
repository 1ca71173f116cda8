"""The real `yusuan open` in a process of its own, and a client that speaks to it as a browser does, or otherwise."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# The machine is shared: a slow answer is no failure.
_PATIENCE = 240.0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True)
class Server:
    """A running page: its address and process."""

    process: subprocess.Popen[str]
    port: int
    token: str
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        *,
        token: str | None = None,
        **headers: str,
    ) -> Answer:
        """One request; a header given as `Sec_Fetch_Site` is written with hyphens, an empty one left out."""
        if method == "POST":
            headers.setdefault("Origin", self.origin)
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        at = f"/{self.token if token is None else token}/{quote(path, safe='/?=&-.')}"
        connection.request(method, at, body, named)
        answer = connection.getresponse()
        found = Answer(answer.status, dict(answer.getheaders()), answer.read())
        connection.close()
        return found

    def put(self, name: str, content: bytes, field: str = "file", path: str = "put") -> Answer:
        """Send a file, as the form does."""
        mark = uuid.uuid4().hex
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        )
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self.ask(path, "POST", body, Content_Type=f"multipart/form-data; boundary={mark}")

    def post(self, path: str, **fields: str | list[str]) -> Answer:
        """Send a form."""
        body = urlencode(fields, doseq=True).encode()
        return self.ask(path, "POST", body, Content_Type="application/x-www-form-urlencoded")

    def take(self, name: str, content: bytes) -> int:
        """Put a file on the desk and wait until everything about it is done; its number."""
        answer = self.put(name, content)
        assert answer.status == 302, answer.text
        number = int(answer.headers["Location"].rstrip("/").rpartition("/")[2])
        self.wait(number)
        return number

    def wait(self, number: int) -> None:
        until = time.monotonic() + _PATIENCE
        while not self.progress(number)["is_finished"]:
            assert time.monotonic() < until
            time.sleep(0.1)

    def progress(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask(f"papers/{number}/progress").content)
        return found

    def page(self, number: int) -> str:
        return self.ask(f"papers/{number}/").text

    def figure(self, number: int, table: int, text: str) -> str:
        """The page of the first figure of a table that is printed so."""
        shown = self.ask(f"papers/{number}/tables/{table}").text
        found = re.search(rf'figures/(\d+-\d+)" data-origin>{re.escape(text)}<', shown)
        assert found is not None, shown
        return self.ask(f"papers/{number}/figures/{found[1]}").text


@contextmanager
def served(temporary: Path, *options: str) -> Iterator[Server]:
    """A page on a free port whose files lie below a folder of the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "yusuan", "open", "--no-browser", *options],
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        # Where the tests run in the background, Ctrl-C is ignored and would be here too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  one thread
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/([^/\s]+)/", said)
        assert found is not None, said + process.stdout.read()
        yield Server(process, int(found[1]), found[2], temporary)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=_PATIENCE)
