"""A process below the supervisor: `python -m yusuan.web.serving.child web|tasks …`.

Its standard input is a pipe that nobody writes to: it ends when the supervisor is gone, however that ended.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

# Seconds an orphan has to end by itself.
_GRACE = 8.0
_BEAT = 5.0
_NICE = 10
_END = b""


def end_with_parent() -> None:
    """End this process and those it started when its standard input ends."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while os.read(0, 1) != _END:
        pass
    os.kill(os.getpid(), signal.SIGTERM)  # noqa: TID251  our own end
    time.sleep(_GRACE)
    os.killpg(0, signal.SIGKILL)


def _live(sign: Path) -> None:
    """Touch a file while this process lives."""
    while True:
        sign.touch(mode=0o600)
        time.sleep(_BEAT)


def main(name: str, arguments: list[str]) -> int:
    """Be the process named; its exit code."""
    end_with_parent()
    if name == "web":
        from yusuan.web.serving.web_workers import run

        run(int(arguments[0]), int(arguments[1]))
        return 0
    # Somebody waits for a page, nobody for the end of a task.
    os.nice(_NICE)
    threading.Thread(target=_live, args=(Path(arguments[0]),), daemon=True).start()
    from yusuan.web.tasks.worker import main as work

    return work()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
