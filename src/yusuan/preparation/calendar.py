"""Days by which law asks for a step, counted from what happened; days are calendar days (预算法 14, 52)."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from yusuan.catalog.thresholds import parameter

if TYPE_CHECKING:
    from yusuan.catalog.thresholds import Parameter


class Period(enum.Enum):
    """A period of the law, by the id of its threshold."""

    # From the congress's approval to the finance authority's approval of each department (批复): 20 days.
    APPROVAL = "department-approval-days"
    # From there to the department's approval of its units: 15 days.
    UNIT_APPROVAL = "unit-approval-days"
    # From approval to publication: 20 days.
    PUBLICATION = "publication-days"

    @property
    def limit(self) -> Parameter:
        """Its threshold, with its law."""
        return parameter(self.value)


def last_day(period: Period, begins: dt.date) -> dt.date:
    """The last day of a period that begins with what happened on a day, which is not counted (民法典 201).

    Raises CatalogError before the law was in force.
    """
    return begins + dt.timedelta(days=period.limit.on(begins))


def days_left(due: dt.date, on: dt.date) -> int:
    """Days from `on` to the last day: 0 on the last day itself, negative when it has passed."""
    return (due - on).days


def countdown(due: dt.date, on: dt.date) -> str:
    """The same in words: 还有 3 天, 今天截止, 已逾期 2 天."""
    left = days_left(due, on)
    if left > 0:
        return f"还有 {left} 天"
    return "今天截止" if left == 0 else f"已逾期 {-left} 天"
