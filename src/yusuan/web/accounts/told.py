"""What the journal keeps of signing in: who, when, from where; never a password, a code or a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter

from yusuan.web.accounts.models import User
from yusuan.web.acting import of_oneself
from yusuan.web.journal.chain import PLACE_CHAIN, Said

if TYPE_CHECKING:
    from django.http import HttpRequest

KIND = "accounts.user"


def tell(user: User, action: str, request: HttpRequest | None = None) -> None:
    """Journal what somebody did to their own account."""
    after = {} if request is None else {"address": get_adapter(request).get_client_ip(request)}
    said = Said(PLACE_CHAIN, action, KIND, str(user.pk), None, after)
    of_oneself(user.username, user.name, said)


def tell_stranger(action: str, typed: str, address: str) -> None:
    """Journal a refusal; a name nobody has is not kept, for it may be a password typed in the wrong field."""
    user = User.objects.filter(username=typed).first()
    key = "" if user is None else str(user.pk)
    after = {"address": address, "is_known": user is not None}
    of_oneself("", "未登录", Said(PLACE_CHAIN, action, KIND, key, None, after))


def signed_in(request: HttpRequest, user: User, **_: Any) -> None:  # noqa: ANN401
    """Somebody came in, both steps done."""
    tell(user, "sign_in", request)


def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:  # noqa: ANN401
    """Somebody left."""
    if user is not None:
        tell(user, "sign_out", request)


def changed_password(request: HttpRequest, user: User, **_: Any) -> None:  # noqa: ANN401
    """A password of one's own: it need not be changed any more."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.must_change_password = False
    tell(user, "password_changed", request)


def added_step(request: HttpRequest, user: User, **_: Any) -> None:  # noqa: ANN401
    """A second step was added (TOTP, recovery codes)."""
    tell(user, "second_step_added", request)


def removed_step(request: HttpRequest, user: User, **_: Any) -> None:  # noqa: ANN401
    """A second step was taken away."""
    tell(user, "second_step_removed", request)


def reset_step(request: HttpRequest, user: User, **_: Any) -> None:  # noqa: ANN401
    """Recovery codes were made anew."""
    tell(user, "recovery_codes_made", request)


def refused_step(request: HttpRequest, user: User, **_: Any) -> None:  # noqa: ANN401
    """A wrong code."""
    tell(user, "second_step_refused", request)
