"""Several workers at one queue, each a process; every task writes a line, so that who did what is counted.

`YUSUAN_HOME=… python -m tests.web.place.tasks.crowd WORKERS TASKS` prints how often each task was done, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yusuan.web.tasks.handling import Progress


def main(workers: int, tasks: int) -> int:
    """Ask for the tasks, let the workers do them, and count."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.place.settings"
    django.setup()
    done = Path(os.environ["YUSUAN_HOME"]) / "done.txt"
    done.touch()
    _in_child(lambda: _asked(tasks))
    children = [_forked(lambda: _work(done)) for _ in range(workers)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    lines = [line.split() for line in done.read_text().splitlines()]
    by_task, by_worker = Counter(line[0] for line in lines), Counter(line[1] for line in lines)
    said = {"tasks": sorted(by_task.values()), "workers": len(by_worker), "codes": codes}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


def _asked(tasks: int) -> None:
    from django.core.management import call_command

    from yusuan.web.tasks.queue import ask

    call_command("migrate", verbosity=0)
    for number in range(tasks):
        # Asked twice: it is one task.
        for _ in range(2):
            ask("crowd", str(number), {"n": number}, "somebody")


def _work(done: Path) -> None:
    from yusuan.web.tasks.handling import handles
    from yusuan.web.tasks.models import Task
    from yusuan.web.tasks.worker import run

    @handles("crowd")
    def write(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        progress("写一行")
        with done.open("a") as file:
            file.write(f"{arguments['n']} {os.getpid()}\n")
        return {}

    stop = threading.Event()

    def watch() -> None:
        until = time.monotonic() + 60
        unfinished = Task.objects.filter(state__in=("waiting", "running"))
        while time.monotonic() < until and unfinished.exists():
            time.sleep(0.05)
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    run(stop)


def _forked(what: Any) -> int:  # noqa: ANN401  a function
    child = os.fork()
    if not child:
        code = 70
        try:
            what()
            code = 0
        except BaseException as error:  # noqa: BLE001  a child that goes on would be a second parent
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        finally:
            os._exit(code)
    return child


def _in_child(what: Any) -> None:  # noqa: ANN401  a function
    os.waitpid(_forked(what), 0)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
