"""What roles somebody holds on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from yusuan.web.policy import Actor, Grant, Role, ScopeKind

if TYPE_CHECKING:
    import datetime as dt

    from yusuan.web.accounts.models import User


def actor_of(user: User, on: dt.date) -> Actor:
    """The user with the roles held that day."""
    held = user.memberships.filter(begins__lte=on).filter(Q(ends=None) | Q(ends__gt=on))
    grants = tuple(Grant(Role(one.role), ScopeKind(one.scope_kind), one.scope) for one in held)
    return Actor(user.pk, user.username, user.name, grants, on)
