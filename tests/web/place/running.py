"""A place that runs: an installation of its own, served by a process of its own with a task worker in it, for browsers.

`python -m tests.web.place.running HOME [county]` makes it and serves it until its standard input ends.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
DAY = dt.date(2026, 12, 1)


@dataclass(frozen=True)
class Place:
    """Where it is, the folder of its installation, and its process."""

    address: str
    home: Path
    pid: int


@contextmanager
def running(home: Path, what: str = "small") -> Iterator[Place]:
    """Run the small place, or the example county ("county", "small-county"), or the one whose year is not open yet ("new-year")."""
    environment = {**os.environ, "YUSUAN_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "tests.web.place.settings"
    command = [sys.executable, "-m", "tests.web.place.running", what]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), "the place did not start"
        try:
            yield Place(address, home, process.pid)
        finally:
            process.stdin.close()
            process.wait(timeout=30)


def main(what: str) -> None:
    """Make it, say where it is, and serve it until standard input ends."""
    import threading

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    if what == "small":
        from tests.web.place.small import make_place

        make_place()
    elif what == "new-year":
        from tests.web.place.new_year import make_new_year

        make_new_year()
    else:
        from yusuan.web.county import make_county

        make_county(DAY, is_small=what == "small-county")
    from waitress.server import create_server

    from yusuan.web.tasks.worker import run as work
    from yusuan.web.wsgi import application

    server: Any = create_server(application, host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    threading.Thread(target=work, args=(threading.Event(),), daemon=True).start()
    sys.stdout.write(f"http://127.0.0.1:{server.effective_port}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
