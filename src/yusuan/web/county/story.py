"""What has happened in the county."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from yusuan.web.county.cast import Cast


def tell(years: Sequence[int], departments: Sequence[Cast], on: dt.date) -> None:
    """Take everybody through the years up to the day `on`."""
