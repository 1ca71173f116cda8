"""Work in processes that may die: one task a process at a time, a time limit, a memory limit, no task lost.

`multiprocessing.Pool` waits for ever for the answer of a killed worker, `concurrent.futures` gives up on all
tasks when one dies; here a death costs its own task only, after a second try in a new process.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Generic, TypeVar

from yusuan.core.garbage import collect_seldom
from yusuan.core.limits import Limits, allow_seconds, limit_this_process

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

Task = TypeVar("Task")
_READY, _GOES_ON, _LEAVES = b"r", b"+", b"-"
# A process that has not said it is ready after so many seconds never will.
_START = 120.0
_FAILED_STARTS = 3
# Seconds in which a process that is leaving has left.
_FAREWELL = 5.0
# Killed by somebody else (the system short of memory, an administrator), a task deserves a second try.
_TRIES = 2
_NEVER = float("inf")
# A process does so many tasks and is replaced: what libraries leak stays small.
_TASKS = 50


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The task took more time than it may: of the processor, or of the clock while it hung."""


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended before it had an answer, twice; by a signal, or with an exit code."""

    exit_code: int

    @property
    def how(self) -> str:
        """The name of the signal, or the exit code."""
        with suppress(ValueError):
            if self.exit_code < 0:
                return signal.Signals(-self.exit_code).name
        return str(self.exit_code)


class CannotStart(Exception):
    """Processes end before they are ready for work: the environment is at fault, not a document."""


@dataclass(slots=True)
class _Worker(Generic[Task]):
    """A process, what it is doing, and when it must be done."""

    process: SpawnProcess
    connection: Connection
    deadline: float
    is_ready: bool = False
    turn: _Turn[Task] | None = None


@dataclass(slots=True)
class _Turn(Generic[Task]):
    """A task, and how often it was tried."""

    task: Task
    tries: int = 0


@dataclass
class Pool(Generic[Task]):
    """So many processes for some work; `work` is called in them and must be importable, tasks picklable."""

    work: Callable[[Task], bytes]
    jobs: int
    limits: Limits = field(default_factory=Limits)
    tasks: int = _TASKS

    def run(
        self, tasks: Iterable[Task]
    ) -> Generator[tuple[Task, bytes | TimedOut | Died], None, None]:
        """Answers in the order they come; leaving the loop, however it happens, ends the processes."""
        run = _Run(self, deque(_Turn(task) for task in tasks))
        try:
            yield from run.answers()
        finally:
            run.end()


class Standing(Generic[Task]):
    """One process that stays for the next task; another where it died, or has done its share."""

    def __init__(self, pool: Pool[Task]) -> None:
        self.pool = pool
        self._run = _Run(pool, deque(), stays=True)

    def ask(self, task: Task) -> bytes | TimedOut | Died:
        """The answer to one task; raises CannotStart."""
        self._run.queue.append(_Turn(task))
        try:
            _, answer = next(self._run.answers())
        except BaseException:
            # Whatever is left of this task must not answer the next one.
            self.end()
            raise
        return answer

    def end(self) -> None:
        """End the process; another is started for the next task."""
        self._run.end()
        self._run = _Run(self.pool, deque(), stays=True)


class _Run(Generic[Task]):
    def __init__(self, pool: Pool[Task], queue: deque[_Turn[Task]], *, stays: bool = False) -> None:
        self.pool = pool
        self.queue = queue
        # Whether a process without a task waits for the next one.
        self.stays = stays
        self.workers: list[_Worker[Task]] = []
        self.failed_starts = 0

    def answers(self) -> Iterator[tuple[Task, bytes | TimedOut | Died]]:
        while True:
            self._start_processes()
            self._give()
            if not self.workers:
                return
            nearest = min(worker.deadline for worker in self.workers)
            heard = wait(
                [worker.connection for worker in self.workers],
                None if nearest == _NEVER else max(0.0, nearest - time.monotonic()),
            )
            for worker in list(self.workers):
                if worker.connection in heard:
                    yield from self._hear(worker)
                elif time.monotonic() > worker.deadline:
                    yield from self._stop(worker)

    def end(self) -> None:
        for worker in self.workers:
            worker.process.kill()
        for worker in list(self.workers):
            self._remove(worker)

    # ── One process ──────────────────────────────────────────────────────────────────────────

    def _start_processes(self) -> None:
        """As many as allowed, no more than there are tasks waiting."""
        idle = sum(worker.turn is None for worker in self.workers)
        for _ in range(min(self.pool.jobs - len(self.workers), len(self.queue) - idle)):
            self.workers.append(self._start())

    def _start(self) -> _Worker[Task]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve,
            args=(theirs, self.pool.work, self.pool.limits, self.pool.tasks),
            daemon=True,
        )
        process.start()
        theirs.close()
        return _Worker(process, ours, time.monotonic() + _START)

    def _hear(self, worker: _Worker[Task]) -> Iterator[tuple[Task, bytes | TimedOut | Died]]:
        try:
            said = worker.connection.recv_bytes()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        turn, worker.turn, worker.deadline = worker.turn, None, _NEVER
        if not worker.is_ready:
            worker.is_ready, self.failed_starts = True, 0
            return
        if said[:1] == _LEAVES:
            self._remove(worker)
        if turn is not None:
            yield turn.task, said[1:]

    def _stop(self, worker: _Worker[Task]) -> Iterator[tuple[Task, TimedOut]]:
        """Past its deadline."""
        worker.process.kill()
        self._remove(worker)
        if worker.turn is not None:
            yield worker.turn.task, TimedOut()
        else:
            self._not_started()

    def _bury(self, worker: _Worker[Task]) -> Iterator[tuple[Task, TimedOut | Died]]:
        """It died: its task is tried once more, after the others, unless its time was over."""
        self._remove(worker)
        turn = worker.turn
        if turn is None:
            self._not_started()
            return
        if worker.process.exitcode == -_OUT_OF_TIME:
            yield turn.task, TimedOut()
            return
        turn.tries += 1
        if turn.tries < _TRIES:
            self.queue.append(turn)
        else:
            yield turn.task, Died(worker.process.exitcode or 0)

    def _remove(self, worker: _Worker[Task]) -> None:
        worker.process.join(_FAREWELL)
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self.workers.remove(worker)

    def _not_started(self) -> None:
        self.failed_starts += 1
        if self.failed_starts >= _FAILED_STARTS:
            raise CannotStart

    def _give(self) -> None:
        """A task for every process that waits for one; one that has none to do goes home."""
        for worker in [w for w in self.workers if w.is_ready and w.turn is None]:
            if not self.queue:
                if not self.stays:
                    worker.process.kill()
                    self._remove(worker)
                continue
            worker.turn = self.queue.popleft()
            worker.deadline = time.monotonic() + self.pool.limits.waiting
            # Where it has just died, its end of the connection says so next time round.
            with suppress(OSError):
                worker.connection.send(worker.turn.task)


# What the system ends a process with whose processor time is used up; there is none on Windows.
_OUT_OF_TIME: int = getattr(signal, "SIGXCPU", 0)


def _serve(
    connection: Connection, work: Callable[[Task], bytes], limits: Limits, tasks: int
) -> None:
    """The life of a process: tasks until it is told nothing more, has done its share, or has grown."""
    # Ctrl-C reaches every process of a terminal; the first one decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_this_process(memory=limits.memory)
    collect_seldom()
    connection.send_bytes(_READY)
    for left in range(tasks - 1, -1, -1):
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        allow_seconds(limits.seconds)
        answer = work(task)
        leaves = not left or _peak_memory() > limits.memory // 2
        connection.send_bytes((_LEAVES if leaves else _GOES_ON) + answer)
        if leaves:
            return


def _peak_memory() -> int:
    """The most memory this process has had, bytes; 0 where the system does not say."""
    try:
        import resource  # noqa: PLC0415  there is none on Windows
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
