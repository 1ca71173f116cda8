"""The task worker, within a test's own transaction."""

from __future__ import annotations

import threading

from yusuan.web.tasks.doing import Worker
from yusuan.web.tasks.handling import load_handlers


def worked() -> None:
    """Everything that waits is done."""
    load_handlers()
    # The thread of signs of life has a connection of its own, which sees nothing of a test's transaction.
    worker = Worker(threading.Event(), lease=4000)
    while worker.step():
        pass
