"""Make users, give and end roles, reset, deactivate. Nobody gives themselves a role: another administrator does."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.accounts.models import Membership, User
from yusuan.web.acting import acting, as_record
from yusuan.web.policy import Role, ScopeKind, Subject
from yusuan.web.policy.actions import USERS

if TYPE_CHECKING:
    import datetime as dt
    from typing import Any

    from yusuan.web.policy import Actor

_PLACE = Subject()
# Twelve signs of 64: 72 bits, changed at the first sign-in.
_BYTES = 9


def one_time_password() -> str:
    """A password to be told once and changed at the first sign-in."""
    return secrets.token_urlsafe(_BYTES)


def create(actor: Actor, username: str, name: str) -> tuple[User, str]:
    """A new user and the password to tell; raises NotReady where the name is taken."""
    password = one_time_password()
    user = User(username=username, name=name, must_change_password=True)
    user.set_password(password)
    try:
        with acting(actor, USERS, _PLACE) as act, transaction.atomic():
            user.save()
            act.record(user, None, _said(user))
    except IntegrityError as error:
        raise NotReady(_("用户名“%(name)s”已经有人用了") % {"name": username}) from error
    return user, password


def reset(actor: Actor, user: User) -> str:
    """A new password to tell, the second step gone with the old one; every session of the user ends with it."""
    if user.pk == actor.user_id:
        raise NotAllowed(_("不能重置自己的密码：请在“我的账号”修改，或请另一名管理员办理"))
    password = one_time_password()
    with acting(actor, USERS, _PLACE) as act:
        user.set_password(password)
        user.must_change_password = True
        user.save()
        Authenticator.objects.filter(user=user).delete()
        act.record(user, None, {"password": "reset"}, note=_("重置密码和两步登录"))
    return password


def set_active(actor: Actor, user: User, *, is_active: bool) -> None:
    """Let somebody in, or keep them out from now on; raises NotAllowed for oneself."""
    if user.pk == actor.user_id:
        raise NotAllowed(_("不能停用自己，请另一名管理员办理"))
    with acting(actor, USERS, _PLACE) as act:
        before = _said(user)
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        act.record(user, before, _said(user))


def grant(
    actor: Actor, user: User, role: Role, kind: ScopeKind, scope: str, begins: dt.date
) -> Membership:
    """Give a role from a day; raises NotAllowed for oneself, NotReady where it is held already."""
    if user.pk == actor.user_id:
        raise NotAllowed(_("不能给自己加岗位，请另一名管理员办理"))
    same = user.memberships.filter(role=role, scope_kind=kind, scope=scope)
    if same.filter(Q(ends=None) | Q(ends__gt=begins)).exists():
        raise NotReady(_("这个岗位从这一天起已经有了"))
    try:
        with acting(actor, USERS, _PLACE) as act, transaction.atomic():
            made = Membership.objects.create(
                user=user, role=role, scope_kind=kind, scope=scope, begins=begins
            )
            act.record(made, None, as_record(made))
    except IntegrityError as error:
        raise NotReady(_("这个岗位从这一天起已经有了")) from error
    return made


def end(actor: Actor, membership: Membership, on: dt.date) -> None:
    """End a role on a day, which is the first without it; raises NotReady before its beginning."""
    if membership.user_id == actor.user_id:
        raise NotAllowed(_("不能结束自己的岗位，请另一名管理员办理"))
    if on < membership.begins:
        raise NotReady(_("结束日期早于开始日期"))
    with acting(actor, USERS, _PLACE) as act:
        before = as_record(membership)
        membership.ends = on
        membership.save(update_fields=["ends"])
        act.record(membership, before, as_record(membership))


def _said(user: User) -> dict[str, Any]:
    return {"username": user.username, "name": user.name, "is_active": user.is_active}
