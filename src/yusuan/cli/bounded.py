"""A command in a process of its own that may use so much memory and time, and an end in words when it needs more.

The process is a copy of this one (a fork), so nothing is started twice; this one waits, passes signals on, and says
what happened when the other is stopped by the system: native code that gets no memory ends its process, and no
exception would ever be seen. Where there is no fork (Windows) a command runs here, without limits.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from yusuan.cli.failures import Refusal
from yusuan.core.limits import Limits, allow_seconds, limit_this_process
from yusuan.reports.lines import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_limits: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039  a frozen value
# Ctrl-C reaches both processes of a terminal, and the first passes on what it gets: within so many seconds, one.
_ONE_KEYSTROKE = 0.5
# Ends of a process that are no wish of a person: native code out of memory or astray, or the system short of it.
_STOPPED = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGKILL", "SIGILL", "SIGFPE", "SIGTRAP")
_PASSED_ON = ("SIGTERM", "SIGHUP")
# Nothing limits the process a caller lent us (a test, a program that uses this one as a library).
_is_ours: ContextVar[bool] = ContextVar("is_ours", default=False)


def limits() -> Limits:
    """What the command being run, or each document of its batch, may take."""
    return _limits.get()


def ask_for(*, memory: int | None = None, seconds: int | None = None) -> None:
    """Change what commands of this context may take: bytes, processor seconds."""
    known = _limits.get()
    known = replace(known, memory=memory) if memory is not None else known
    if seconds is not None:
        # What hangs without working is left alone for longer: a busy machine is no hanging document.
        known = replace(known, seconds=seconds, waiting=6.0 * seconds)
    _limits.set(known)


def bounded(work: Callable[[], Any], about: str) -> Any:  # noqa: ANN401  what a command returns
    """Do the work in a limited process; its result, or here its exit code. Raises Refusal when it is stopped.

    `about` names what is worked on. The result returns in the new process, which then goes on to its end as this
    one would have; the exit code returns in the old one.
    """
    if not hasattr(os, "fork"):
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    life, held = os.pipe()
    parent = os.getpid()
    heard: list[int] = []
    kept = {
        number: signal.signal(number, lambda signum, _: heard.append(signum))
        for number in _handled()
    }
    child = os.fork()
    if child:
        os.close(life)
        return _waited_for(child, heard, kept, about)
    os.close(held)
    for number, handler in kept.items():
        signal.signal(number, _Interrupt() if number == signal.SIGINT else handler)
    _end_with(parent, life)
    _is_ours.set(True)
    limit_this_process(memory=limits().memory)
    start_clock()
    return work()


def start_clock() -> None:
    """Count the time of the next of several documents from here."""
    if _is_ours.get():
        allow_seconds(limits().seconds)


def unlimited_time() -> None:
    """Let this process work for as long as it takes: those it starts have limits of their own."""
    if _is_ours.get():
        allow_seconds(None)


def _handled() -> list[int]:
    """Signals that go to the process at work, where this one was not started deaf to them."""
    named = [getattr(signal, name) for name in _PASSED_ON if hasattr(signal, name)]
    own = [number for number in named if signal.getsignal(number) == signal.SIG_DFL]
    hears = signal.getsignal(signal.SIGINT) == signal.default_int_handler
    return [*own, signal.SIGINT] if hears else own


class _Interrupt:
    """KeyboardInterrupt, once for one keystroke however many processes tell of it."""

    def __init__(self) -> None:
        self.last = float("-inf")

    def __call__(self, _signum: int, _frame: FrameType | None) -> None:
        before, self.last = self.last, time.monotonic()
        if self.last - before > _ONE_KEYSTROKE:
            raise KeyboardInterrupt


def _end_with(parent: int, life: int) -> None:
    """End this process when the other one is gone, even killed: its end of the pipe closes, which is a signal."""
    import fcntl

    if hasattr(fcntl, "F_SETSIG"):
        fcntl.fcntl(life, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(life, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    if os.getppid() != parent:
        os._exit(1)


def _waited_for(child: int, heard: list[int], kept: dict[int, Any], about: str) -> int:
    """The exit code of the process at work; what reaches this one meanwhile is passed on."""

    def pass_on(signum: int, _frame: FrameType | None = None) -> None:
        os.kill(child, signum)

    for number in kept:
        signal.signal(number, pass_on)
    for number in heard:
        pass_on(number)
    _, status = os.waitpid(child, 0)
    for number, handler in kept.items():
        signal.signal(number, handler)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        _stopped(-code, about)
    return code


def _stopped(number: int, about: str) -> NoReturn:
    """Say why the system ended the process; one that somebody ended is followed."""
    name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
    if name == "SIGXCPU":
        raise too_long(about)
    if name in _STOPPED:
        raise Refusal(
            say(
                "{about} 处理到一半被系统中止（{name}），多半因为内存不足（上限 {n} MB）或文件已损坏，"
                "没有写出不完整的文件；请拆分文件，或用 --memory 放宽上限",
                about=about,
                name=name,
                n=limits().memory >> 20,
            )
        )
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    raise SystemExit(128 + number)


def too_large(about: str) -> Refusal:
    """What is said where the memory did not suffice."""
    return Refusal(
        say(
            "{about} 所需的内存超过上限 {n} MB，已停止，没有写出不完整的文件；请拆分文件，"
            "或用 --memory 放宽上限（环境变量 YUSUAN_MEMORY）",
            about=about,
            n=limits().memory >> 20,
        )
    )


def too_long(about: str) -> Refusal:
    """What is said where the time did not suffice."""
    return Refusal(
        say(
            "{about} 所需的处理器时间超过上限 {n} 秒，已停止，没有写出不完整的文件；请拆分文件，"
            "或用 --timeout 放宽上限（环境变量 YUSUAN_TIMEOUT）",
            about=about,
            n=limits().seconds,
        )
    )
