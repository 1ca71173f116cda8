"""`python -m tests.cli.works WHAT`: a command that does what it is told, in a process as the program gives it."""

from __future__ import annotations

import os
import signal
import sys
import time

import click

from yusuan.cli.command import ALONE, command
from yusuan.cli.failures import explain_failure


@command("对一个 SOURCE 做说定的事", "works spin x")
@click.argument("what")
@click.argument("source", type=click.Path())
def works(what: str, source: str) -> int:
    """Say that it has begun, then do it."""
    print(os.getpid(), flush=True)  # noqa: T201  what the test waits for
    if what == "sleep":
        time.sleep(60)
    while what == "spin":
        pass
    if what == "eat":
        return len(bytearray(1 << 30))
    if what == "abort":
        os.abort()
    if what == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    return len(source)


if __name__ == "__main__":
    try:
        code = works.main(standalone_mode=False, obj=ALONE)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  as the program does
        code = explain_failure(error)
    sys.exit(code)
