"""The circumstances of a publication: what the files say of the day they are public, and of who released them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yusuan.catalog import parameter
from yusuan.core.budget import SignOff
from yusuan.core.errors import NotReady

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When it will be public, who will have released it by then, and where that is late: why, and who answers for it.

    Days left out are the day of publication.
    """

    dated: dt.date
    secrecy_by: str
    head: str
    secrecy_on: dt.date | None = None
    head_on: dt.date | None = None
    late_reason: str = ""
    late_approver: str = ""

    def told(self, budget: DepartmentalBudget, approved_on: dt.date) -> DepartmentalBudget:
        """The budget that says so; raises NotReady where a day cannot be, or is late without a reason."""
        if self.dated < approved_on:
            raise NotReady(
                _("公开日期 %(day)s 早于批复日期 %(approved)s")
                % {"day": self.dated, "approved": approved_on}
            )
        due = due_on(approved_on)
        if self.dated > due and not (self.late_reason and self.late_approver):
            raise NotReady(
                _("应在 %(due)s 前公开（批复后%(days)d日内）；已经超期，须写明原因和批准人")
                % {"due": due, "days": days_allowed(approved_on)}
            )
        department = replace(
            budget.department,
            published_on=self.dated,
            approved_on=approved_on,
            sign_offs=SignOff(
                self.secrecy_by,
                self.secrecy_on or self.dated,
                self.head,
                self.head_on or self.dated,
            ),
            timing_reason=self.late_reason,
            timing_approver=self.late_approver,
        )
        return replace(budget, department=department)


def days_allowed(approved_on: dt.date) -> int:
    """How many days the law gives from approval."""
    return parameter("publication-days").on(approved_on)


def due_on(approved_on: dt.date) -> dt.date:
    """The last day to publish on."""
    return approved_on + dt.timedelta(days=days_allowed(approved_on))
