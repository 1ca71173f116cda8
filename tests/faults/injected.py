"""Faults on purpose: a process of its own in which the n-th call that changes a disk fails, or is the last."""

from __future__ import annotations

import os
import signal
from functools import wraps
from typing import TYPE_CHECKING, Any

from yusuan.disk import swap

if TYPE_CHECKING:
    from collections.abc import Callable

# Every call by which the product changes what is on a disk; reading cannot tear anything.
CHANGING = (
    "open",
    "write",
    "fsync",
    "rename",
    "replace",
    "link",
    "symlink",
    "unlink",
    "remove",
    "rmdir",
    "mkdir",
    "chmod",
    "fchmod",
    "utime",
    "truncate",
    "ftruncate",
)
KILL = 0
UNTOUCHED, FAILED = 77, 78


def changes(run: Callable[[], object]) -> int:
    """How often something changes a disk."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        _run(run, 0, KILL, lambda count: os.write(theirs, str(-count.left).encode()))
    os.waitpid(child, 0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        return int(stream.read()) - 1


def with_fault(run: Callable[[], object], nth: int, fault: int) -> bool:
    """Run something in a process whose n-th change is its last (KILL) or fails with an errno; False past the last."""
    child = os.fork()
    if not child:
        _run(run, nth, fault)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {UNTOUCHED, 0, FAILED, -signal.SIGKILL}, code
    return code != UNTOUCHED


def _run(
    run: Callable[[], object],
    nth: int,
    fault: int,
    tell: Callable[[_Count], object] = lambda _: None,
) -> None:
    count = _Count(nth, fault)
    for name in CHANGING:
        call = getattr(os, name)
        # A killed process loses nothing that it has handed to the system: no need to wait for the disk.
        setattr(os, name, count.counted(name, _at_once if name == "fsync" else call))
    exchange = swap._renameat2()
    if exchange is not None:
        counted = count.counted("renameat2", exchange)
        swap._renameat2 = lambda: counted  # type: ignore[assignment]
    code = 0
    try:
        run()
    except BaseException:  # noqa: BLE001  the process ends here, whatever happened
        code = FAILED
    finally:
        tell(count)
        os._exit(code if count.is_over else UNTOUCHED)


def _at_once(_: int) -> None:
    """In the place of fsync."""


class _Count:
    def __init__(self, nth: int, fault: int) -> None:
        self.left = nth
        self.fault = fault

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    def counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def instead(*args: Any, **extra: Any) -> Any:  # noqa: ANN401  any call of os
            if name == "open" and not args[1] & (os.O_CREAT | os.O_TRUNC):
                return call(*args, **extra)
            self.left -= 1
            if self.left:
                return call(*args, **extra)
            if name == "write":
                # A disk fills up, and a process dies, in the middle of a file.
                call(args[0], bytes(args[1][: len(args[1]) // 2]))
            if self.fault == KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(self.fault, os.strerror(self.fault), str(args[0]))

        return instead
