"""A queue with leases: a task is asked for once, held by one worker at a time, and ends once.

A holder counts `beats` up while it lives. Whoever sees the same number through `LEASE` seconds of its own monotonic
clock takes the task back: a clock that jumps neither ends a lease nor keeps a dead one. A holder that lost its task
cannot end it any more, since every change names the attempt it belongs to.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yusuan.web.clock import now
from yusuan.web.tasks.handling import handler_of
from yusuan.web.tasks.models import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from yusuan.web.budgets.models import Book

_LOG = logging.getLogger("yusuan.tasks")
# Seconds without a beat until a task is taken back; longer than a writer may wait for SQLite (20 s).
LEASE = 30.0
BEAT = 5.0
MOST_ATTEMPTS = 5

_State = Task.State
_UNFINISHED = (_State.WAITING, _State.RUNNING)


def ask(
    kind: str, key: str, arguments: dict[str, Any], asked_by: str, book: Book | None = None
) -> Task:
    """Ask for a task; the unfinished one of that kind and key, where there is one.

    Inside a transaction it is asked for when that is committed. `book` lets its people see how far the task is.
    """
    unfinished = Task.objects.filter(kind=kind, key=key, state__in=_UNFINISHED)
    # Ends: each turn somebody else asked, or finished, in between.
    while True:
        found = unfinished.first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return Task.objects.create(
                    kind=kind,
                    key=key,
                    arguments=arguments,
                    asked_by=asked_by,
                    book=book,
                    at=now(),
                )
        except IntegrityError:
            continue


@dataclass(frozen=True, slots=True)
class Held:
    """A task as one worker holds it: one attempt of it."""

    pk: int
    kind: str
    arguments: dict[str, Any]
    worker: str
    attempt: int

    def beat(self) -> bool:
        """Say that it is alive; False where it is ours no more."""
        return self._change(beats=F("beats") + 1, heartbeat=now())

    def say(self, progress: str) -> bool:
        """Say how far it is, which is a sign of life as well; False where it is ours no more."""
        words = progress[:120]
        return self._change(progress=words, beats=F("beats") + 1, heartbeat=now())

    def end(self, result: dict[str, Any]) -> bool:
        """Done, with what is written when it is; False where it is ours no more, and nothing was written."""
        with transaction.atomic():
            if not self._change(
                state=_State.DONE, result=result, error="", progress="", finished_at=now()
            ):
                return False
            handler = handler_of(self.kind)
            if handler is not None and handler.done is not None:
                handler.done(self.arguments, result)
        return True

    def fail(self, message: str) -> bool:
        """Failed for good; False where it is ours no more."""
        with transaction.atomic():
            if not self._change(state=_State.FAILED, error=message, finished_at=now()):
                return False
            _tell(self.kind, self.arguments, message)
        return True

    def give_back(self, message: str = "", *, counts: bool = True) -> bool:
        """Back into the queue for another attempt; False where it is ours no more."""
        attempts = F("attempts") if counts else F("attempts") - 1
        return self._change(
            state=_State.WAITING, worker="", progress="", error=message, attempts=attempts
        )

    def _change(self, **values: Any) -> bool:  # noqa: ANN401  values of fields
        ours = Task.objects.filter(
            pk=self.pk, state=_State.RUNNING, worker=self.worker, attempts=self.attempt
        )
        return ours.update(**values) == 1


def claim(worker: str, leave: Collection[int] = ()) -> Held | None:
    """Take the oldest waiting task, but for those to `leave`; None where there is none, or others were quicker."""
    waiting = Task.objects.filter(state=_State.WAITING).exclude(pk__in=leave)
    for found in waiting.order_by("pk")[:3]:
        # The condition decides between two workers: the second finds it running already.
        is_ours = Task.objects.filter(
            pk=found.pk, state=_State.WAITING, attempts=found.attempts
        ).update(
            state=_State.RUNNING,
            worker=worker,
            attempts=found.attempts + 1,
            beats=F("beats") + 1,
            heartbeat=now(),
        )
        if is_ours:
            return Held(found.pk, found.kind, found.arguments, worker, found.attempts + 1)
    return None


@dataclass
class Reaper:
    """Takes back what dead workers hold: what one process has seen of beats, by its own monotonic clock."""

    lease: float = LEASE
    clock: Callable[[], float] = monotonic
    # Of each running task: the attempt and beats last seen, and for how long.
    _seen: dict[int, tuple[int, int, float]] = field(default_factory=dict)
    _looked: float | None = None

    def reap(self) -> list[int]:
        """The tasks taken back just now; after `MOST_ATTEMPTS` they fail instead."""
        at = self.clock()
        # A machine that stood still tells nothing of those that stood still with it.
        passed = 0.0 if self._looked is None else min(at - self._looked, self.lease / 4)
        self._looked = at
        seen: dict[int, tuple[int, int, float]] = {}
        taken = []
        for task in Task.objects.filter(state=_State.RUNNING):
            attempts, beats, silence = self._seen.get(task.pk, (0, 0, 0.0))
            is_same = (attempts, beats) == (task.attempts, task.beats)
            silence = silence + passed if is_same else 0.0
            if silence >= self.lease and _take_back(task):
                taken.append(task.pk)
                continue
            seen[task.pk] = (task.attempts, task.beats, silence)
        self._seen = seen
        return taken


def _take_back(task: Task) -> bool:
    """Away from its worker, unless it gave a sign of life at this very moment."""
    silent = Task.objects.filter(
        pk=task.pk, state=_State.RUNNING, attempts=task.attempts, beats=task.beats
    )
    if task.attempts < MOST_ATTEMPTS:
        return silent.update(state=_State.WAITING, worker="", progress="") == 1
    message = _("处理它的程序先后 %(count)d 次中断，没有再试") % {"count": task.attempts}
    with transaction.atomic():
        if not silent.update(state=_State.FAILED, error=message, finished_at=now()):
            return False
        _tell(task.kind, task.arguments, message)
    return True


def _tell(kind: str, arguments: dict[str, Any], message: str) -> None:
    """What a handler writes of a failure; where it cannot, the task has failed all the same."""
    handler = handler_of(kind)
    if handler is None or handler.failed is None:
        return
    try:
        with transaction.atomic():
            handler.failed(arguments, message)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001  no task may end the worker
        _LOG.error("failed task (%s) not followed up: %s", kind, type(error).__name__)
