"""The fiscal year people mean when they name none."""

from __future__ import annotations

import datetime as dt


def this_year() -> int:
    """The year on the wall."""
    return dt.datetime.now(tz=dt.UTC).astimezone().year
