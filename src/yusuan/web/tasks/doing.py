"""What a worker does: takes a task, says while it lives, and ends the task, gives it back or fails it."""

from __future__ import annotations

import logging
import secrets
import threading
import traceback
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from django.db import DatabaseError, close_old_connections, connection
from django.utils.translation import gettext as _

from yusuan.core.errors import TakenOver, YusuanError, system_reason
from yusuan.web.tasks.handling import handler_of
from yusuan.web.tasks.queue import BEAT, LEASE, MOST_ATTEMPTS, Held, Reaper, claim

if TYPE_CHECKING:
    from typing import Self

_LOG = logging.getLogger("yusuan.tasks")
_POLL = 0.5
# After an unexpected failure: another attempt, but not at once.
_PAUSE = 2.0


@dataclass
class Worker:
    """Does one task after the other until `stop` is set."""

    stop: threading.Event
    lease: float = LEASE
    poll: float = _POLL
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    # Tasks that just failed, and until when they are left alone.
    _left: dict[int, float] = field(default_factory=dict)

    def run(self) -> None:
        """Until told to stop; a database that is away for a while ends nothing."""
        reaper = Reaper(self.lease)
        while not self.stop.is_set():
            close_old_connections()
            try:
                for pk in reaper.reap():
                    _LOG.warning("task %d taken back from a worker that is silent", pk)
                if not self.step():
                    self.stop.wait(self.poll)
            except DatabaseError as error:
                _LOG.error("the database does not answer: %s", type(error).__name__)
                connection.close()
                self.stop.wait(_PAUSE)

    def step(self) -> bool:
        """Do one task, where there is one."""
        at = monotonic()
        self._left = {pk: until for pk, until in self._left.items() if until > at}
        held = claim(self.name, self._left)
        if held is None:
            return False
        with _Beating(held, min(BEAT, self.lease / 4)) as beating:
            self._do(held, beating)
        return True

    def _do(self, held: Held, beating: _Beating) -> None:
        handler = handler_of(held.kind)
        if handler is None:
            held.fail(_("没有程序办理“%(kind)s”") % {"kind": held.kind})
            return

        def progress(text: str) -> None:
            if self.stop.is_set() or beating.is_lost or not held.say(text):
                raise TakenOver

        try:
            held.end(handler.run(held.arguments, progress))
        except TakenOver:
            # Where it was taken over, this changes nothing.
            held.give_back(counts=False)
        except YusuanError as error:
            held.fail(str(error))
        except Exception as error:  # noqa: BLE001  no task may end the worker
            self._again(held, error)

    def _again(self, held: Held, error: Exception) -> None:
        name = type(error).__name__
        # Where it went wrong, not what it said: its words may hold a figure that is classified.
        where = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("task %d (%s) failed: %s\n%s", held.pk, held.kind, name, where)
        said = _words(error)
        if held.attempt >= MOST_ATTEMPTS:
            held.fail(said)
            return
        self._left[held.pk] = monotonic() + _PAUSE * held.attempt
        held.give_back(said)


def _words(error: Exception) -> str:
    """What people are told: the system's own fault by name, ours without its figures."""
    if isinstance(error, OSError):
        return system_reason(error)
    return _("程序出错（%(name)s），详见服务日志") % {"name": type(error).__name__}


class _Beating:
    """Signs of life while a task is done, from a thread with a connection of its own."""

    def __init__(self, held: Held, seconds: float) -> None:
        self.held, self.seconds = held, seconds
        self.is_lost = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._ended.wait(self.seconds):
                try:
                    self.is_lost = not self.held.beat()
                except DatabaseError:
                    # Busy for longer than it waits: the next beat may come through.
                    connection.close()
        finally:
            connection.close()
