"""One process tree: web workers and a task worker below one process, which starts the dead again and ends all."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from yusuan.core.errors import NotReady
from yusuan.web.serving.logs import LOGS, put_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import FrameType

# Seconds.
_GRACE = 8.0
_LOOKS_EVERY = 0.1
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_WELL_AFTER = 60.0
# What was never ready and failed so often that the pause has grown past this is not tried again.
_GIVES_UP_AT = 4.0
_TIDIES_EVERY = 60.0
_ENDS = ("SIGTERM", "SIGINT", "SIGHUP")
TASKS_ALIVE = "tasks.alive"
# Says to health that a task worker belongs to the tree.
SERVED = "YUSUAN_SERVED"


@dataclass
class Child:
    """A process to be kept alive: what people call it, its arguments, the files it is given."""

    title: str
    arguments: Sequence[str]
    files: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    pause: float = _FIRST_PAUSE
    # Moments of the monotonic clock: when it was started, and when it is to be started.
    started: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        """Start it, in a group of its own: Ctrl-C reaches the supervisor alone, which ends all in order."""
        self.started = monotonic()
        self.process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "yusuan.web.serving.child", *self.arguments],
            stdin=subprocess.PIPE,
            pass_fds=tuple(self.files),
            process_group=0,
        )

    def ended(self) -> int | None:
        """Its exit code, once it has ended."""
        return None if self.process is None else self.process.poll()

    def bury(self) -> None:
        """End what it has left behind, and forget it."""
        if self.process is not None:
            self.signal(signal.SIGTERM)
            if self.process.stdin is not None:
                self.process.stdin.close()
            self.process = None

    def signal(self, number: int) -> None:
        """Send a signal to it and to what it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


@dataclass
class Supervisor:
    """Keeps children alive until a signal says stop."""

    children: Sequence[Child]
    home: Path
    say: Callable[[str], None]
    _asked: list[int] = field(default_factory=list)

    def run(self, ready: Callable[[], bool]) -> None:
        """Start all, and watch them until told to stop; `ready` is asked again and again until it says so."""
        with self._heard():
            try:
                for child in self.children:
                    child.start()
                self._watch(ready)
            finally:
                self._end()

    def _watch(self, ready: Callable[[], bool]) -> None:
        is_ready, tidied = False, monotonic()
        while not self._asked:
            for child in self.children:
                self._look_after(child)
                if not is_ready and child.pause > _GIVES_UP_AT:
                    raise NotReady(f"{child.title}不能启动，原因见上面的各行")
            is_ready = is_ready or ready()
            if monotonic() - tidied > _TIDIES_EVERY:
                put_aside(self.home / LOGS)
                tidied = monotonic()
            time.sleep(_LOOKS_EVERY)

    def _look_after(self, child: Child) -> None:
        at = monotonic()
        if child.process is None:
            if at >= child.due:
                child.start()
            return
        code = child.ended()
        if code is None:
            return
        if at - child.started > _WELL_AFTER:
            child.pause = _FIRST_PAUSE
        self.say(f"{child.title}意外结束（{_how(code)}），{child.pause:g} 秒后重新启动")
        child.bury()
        child.due, child.pause = at + child.pause, min(2 * child.pause, _LONGEST_PAUSE)

    def _end(self) -> None:
        """Ask all to end, wait, and end those that do not."""
        for child in self.children:
            if child.process is not None and child.ended() is None:
                # Only the first of a group: it ends its own in order.
                child.process.send_signal(signal.SIGTERM)
        until = monotonic() + _GRACE
        while monotonic() < until and any(
            child.process is not None and child.ended() is None for child in self.children
        ):
            time.sleep(_LOOKS_EVERY / 2)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
                child.bury()

    @contextlib.contextmanager
    def _heard(self) -> Iterator[None]:
        """Signals that ask for the end are noted, but for those this process was started deaf to."""

        def note(number: int, _frame: FrameType | None) -> None:
            self._asked.append(number)

        numbers = [getattr(signal, name) for name in _ENDS]
        # Where a test or a shell starts it in the background, Ctrl-C is ignored and stays so.
        heard = [n for n in numbers if signal.getsignal(n) is not signal.SIG_IGN]
        kept = {number: signal.signal(number, note) for number in heard}
        try:
            yield
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)


def _how(code: int) -> str:
    return f"信号 {-code}" if code < 0 else f"退出码 {code}"
