"""Make the example county into an empty database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.web.accounts.models import Membership
from yusuan.web.acting import building
from yusuan.web.county.base import make_base
from yusuan.web.county.cast import DEPARTMENTS, PASSWORD
from yusuan.web.county.story import tell
from yusuan.web.organisation.models import FiscalYear
from yusuan.web.policy import Role

if TYPE_CHECKING:
    import datetime as dt

# The part of the year in which next year's budget is prepared.
_NEXT_FROM = 7
_YEARS = 3
_SMALL = 3


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who can sign in to the example."""

    role: str
    user: str
    password: str


def make_county(on: dt.date, *, is_small: bool = False) -> list[Login]:
    """Make the county as it stands on the day `on`, and say who can sign in; small: three departments, two years."""
    present = on.year + 1 if on.month >= _NEXT_FROM else on.year
    years = tuple(range(present - (2 if is_small else _YEARS) + 1, present + 1))
    departments = DEPARTMENTS[:_SMALL] if is_small else DEPARTMENTS
    with building():
        make_base(years, departments, on)
    tell(years, departments, on)
    with building():
        FiscalYear.objects.filter(year__lt=present).update(state=FiscalYear.State.LOCKED)
    return logins()


def logins() -> list[Login]:
    """Everybody of the example, by role."""
    held = Membership.objects.select_related("user").order_by("pk")
    known = [(Role(one.role), one.user.username) for one in held]
    order = list(Role)
    known.sort(key=lambda one: order.index(one[0]))
    return [Login(role.label, user, PASSWORD) for role, user in known]
