"""Serving an installation: its lock, its socket, its processes, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import time
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from yusuan.core.errors import Misconfigured, NotReady, system_reason
from yusuan.web.serving.preparing import RUN
from yusuan.web.serving.supervisor import SERVED, TASKS_ALIVE, Child, Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LOCK = "serve.lock"
# Seconds the processes of a supervisor that was killed need to notice.
_ORPHANS = 12.0
_BACKLOG = 512


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, and with how many web workers."""

    host: str
    port: int
    workers: int


@contextlib.contextmanager
def locked(home: Path, patience: float = _ORPHANS) -> Iterator[int]:
    """The one use of an installation that changes what it stands on; raises NotReady where there is another.

    The lock is that of an open file, which children are given: it is free when the last of them has gone.
    """
    import fcntl

    path = home / RUN / _LOCK
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    until = monotonic() + patience
    try:
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                by = os.pread(opened, 20, 0).decode("ascii", "replace").strip()
                if _lives(by) or monotonic() > until:
                    said = f"{home} 正在使用（进程 {by or '？'}）；请先停止它"
                    raise NotReady(said) from None
                time.sleep(0.1)
        os.ftruncate(opened, 0)
        os.pwrite(opened, str(os.getpid()).encode(), 0)  # noqa: TID251  for people
        yield opened
    finally:
        os.close(opened)


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; raises Misconfigured with the system's reason."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(_BACKLOG)
    except OSError as error:
        reason = system_reason(error)
        said = f"{host} 的端口 {port} 不能使用（{reason}）；请用 --port 换一个"
        raise Misconfigured(said) from error
    return made


def serve(
    home: Path, at: Listening, lock: int, opened: Callable[[str], None], say: Callable[[str], None]
) -> None:
    """Serve until told to stop; `opened` is called with the address once pages are answered."""
    with listening(at.host, at.port) as bound:
        os.set_inheritable(bound.fileno(), True)  # noqa: FBT003  the system's signature
        os.environ[SERVED] = "1"
        alive = home / RUN / TASKS_ALIVE
        # From now on it has its time to begin.
        alive.touch(mode=0o600)
        children = (
            Child(
                "网页进程",
                ("web", str(bound.fileno()), str(at.workers)),
                (bound.fileno(), lock),
            ),
            Child("后台任务进程", ("tasks", str(alive)), (lock,)),
        )
        answers = _Answers(at.host, bound.getsockname()[1], opened)
        Supervisor(children, home, say).run(answers)


@dataclass
class _Answers:
    """Asks whether pages are answered, and says so once."""

    host: str
    port: int
    opened: Callable[[str], None]

    def __call__(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  asked of itself
        connection = http.client.HTTPConnection(host, self.port, timeout=1)
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        shown = f"[{self.host}]" if ":" in self.host else self.host
        self.opened(f"http://{shown}:{self.port}/")
        return True
