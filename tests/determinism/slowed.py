"""Make processes slow at random: stopped, gone on, and behind others in the queue for a processor."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def children(pid: int) -> set[int]:
    """All processes below one."""
    found: set[int] = set()
    with suppress(OSError, ValueError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found |= {child} | children(child)
    return found


@contextmanager
def hindered(pid: int, seed: int, *, longest: float = 0.4) -> Iterator[None]:
    """Meanwhile stop the process, or one below it, again and again for as long as a second."""
    chance = random.Random(seed)  # noqa: S311  repeatable, no secret
    is_over = threading.Event()

    def hinder() -> None:
        while not is_over.wait(chance.uniform(0.05, longest)):
            one = chance.choice(sorted(children(pid)) or [pid])
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGSTOP)
                time.sleep(chance.uniform(0.05, longest))
                os.kill(one, signal.SIGCONT)

    thread = threading.Thread(target=hinder)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def run_hindered(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    *,
    seed: int | None,
    niceness: int = 0,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end; with a seed, hindered all the way."""
    started = subprocess.Popen(
        ["nice", "-n", str(niceness), *command],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if seed is None:
        out, err = started.communicate(timeout=600)
    else:
        with hindered(started.pid, seed):
            out, err = started.communicate(timeout=600)
    return subprocess.CompletedProcess(started.args, started.returncode, out, err)
