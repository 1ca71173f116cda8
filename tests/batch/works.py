"""Work for processes of a pool: it does what the name of its task says."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from yusuan.cli.commands.check.document import CheckDocument

if TYPE_CHECKING:
    from yusuan.batch.sources import Source


def obey(task: str) -> bytes:
    """Answer with the task, unless it says what else to do."""
    if task.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if task.startswith("exit"):
        os._exit(7)
    if task.startswith("raise"):
        raise SystemExit(3)
    if task.startswith("hang"):
        time.sleep(600)
    if task.startswith("wait"):
        time.sleep(float(task.split()[1]))
    while task.startswith("spin"):
        pass
    if task.startswith("eat"):
        try:
            return bytes([len(bytearray(1 << 31))])
        except MemoryError:
            return b"refused"
    return task.encode()


def kill_once(path: str) -> bytes:
    """Die the first time, as if somebody had killed the process; answer the second time."""
    with open(path, "a+b") as file:  # noqa: PTH123  appended to and asked for its size at once
        file.write(b".")
        file.flush()
        if file.tell() == 1:
            os.kill(os.getpid(), signal.SIGKILL)
    return b"done"


class NeverReady:
    """Work that ends the process which is to do it before it begins."""

    def __call__(self, task: str) -> bytes:
        return task.encode()

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


class Deadly(CheckDocument):
    """Check a document as ever, but die of any that is called deadly."""

    def __call__(self, source: Source) -> bytes:
        if "deadly" in source.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(source)
