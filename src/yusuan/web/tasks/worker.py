"""The process beside the web workers that does what takes longer than a page may: `python -m yusuan.web.tasks.worker`.

SIGTERM and Ctrl-C end it: a task in hand is given back at its next step, and is taken up again by the next worker.
"""

from __future__ import annotations

import os
import signal
import threading


def run(stop_event: threading.Event, lease: float | None = None) -> None:
    """Do tasks until the event is set; `lease` in seconds, the queue's own where it is not given."""
    from yusuan.web.tasks.doing import Worker
    from yusuan.web.tasks.handling import load_handlers
    from yusuan.web.tasks.queue import LEASE

    load_handlers()
    Worker(stop_event, LEASE if lease is None else lease).run()


def main(lease: float | None = None) -> int:
    """Run as a process of its own, until SIGTERM or Ctrl-C."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yusuan.web.settings")
    django.setup()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(stop, lease)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
