"""Who acts in the story: users by name, at the moment the story has come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.web.accounts.holding import actor_of
from yusuan.web.accounts.models import User
from yusuan.web.clock import today

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Part
    from yusuan.web.county.cast import Cast
    from yusuan.web.policy import Actor


def actor(username: str) -> Actor:
    """A user, with the roles held on the day of the story."""
    return actor_of(User.objects.get(username=username), today())


def of_department(cast: Cast, suffix: str) -> Actor:
    """Somebody of a department: shenhe, gongkai, baomi, fuze."""
    return actor(f"{cast.key}-{suffix}")


def preparer(cast: Cast, part: Part) -> Actor:
    """Whoever enters a unit's part."""
    number = int((part.unit_id or "1")[-3:])
    return actor(f"{cast.key}-danwei{number}")


def division(cast: Cast) -> Actor:
    """The finance division that looks after a department."""
    return actor(f"{cast.division}-ke")
