"""By when a book must be handed on: days the bureau set for the year, and those the law counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.preparation.calendar import Period, countdown, days_left, last_day
from yusuan.web.organisation.models import StatutoryDay

if TYPE_CHECKING:
    import datetime as dt

Kind = StatutoryDay.Kind
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Countdown:
    """A last day, seen from another day."""

    due: dt.date
    on: dt.date

    @property
    def words(self) -> str:
        """还有 3 天, 今天截止, 已逾期 2 天."""
        return countdown(self.due, self.on)

    @property
    def is_late(self) -> bool:
        """Tell whether the last day has passed."""
        return days_left(self.due, self.on) < 0

    @property
    def is_near(self) -> bool:
        """Tell whether it comes within three days."""
        return 0 <= days_left(self.due, self.on) <= _NEAR


def due_of(kind: StatutoryDay.Kind, year: int, on: dt.date) -> dt.date | None:
    """The last day for a step that becomes due on the day `on`; None where nobody set one and no law does.

    Publication and the approval of units count from the approval, whatever day the calendar of the year names.
    """
    if kind == Kind.PUBLICATION:
        return last_day(Period.PUBLICATION, on)
    if kind == Kind.UNIT_APPROVAL:
        return last_day(Period.UNIT_APPROVAL, on)
    days = dict(StatutoryDay.objects.filter(year=year).values_list("kind", "on"))
    if kind in days:
        return days[kind]
    if kind == Kind.APPROVAL and Kind.CONGRESS in days:
        return last_day(Period.APPROVAL, days[Kind.CONGRESS])
    return None
