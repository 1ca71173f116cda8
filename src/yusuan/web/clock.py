"""The one place of the working place that asks what time it is."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_STOPPED: ContextVar[dt.datetime | None] = ContextVar("stopped clock", default=None)


def now() -> dt.datetime:
    """The moment, with its zone."""
    return _STOPPED.get() or timezone.now()


def today() -> dt.date:
    """The day here."""
    return timezone.localtime(now()).date()


@contextmanager
def stopped(at: dt.datetime) -> Iterator[None]:
    """A moment that stays: the example county tells what happened on other days, tests choose theirs."""
    token = _STOPPED.set(at)
    try:
        yield
    finally:
        _STOPPED.reset(token)
