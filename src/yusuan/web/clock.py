"""The one place of the working place that asks what time it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    import datetime as dt


def now() -> dt.datetime:
    """The moment, with its zone."""
    return timezone.now()


def today() -> dt.date:
    """The day here."""
    return timezone.localdate()
