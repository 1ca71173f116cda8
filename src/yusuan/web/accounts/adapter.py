"""How allauth behaves here: nobody signs up, refusals are journalled, messages say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yusuan.web.accounts.again import has_proved
from yusuan.web.accounts.told import tell_stranger

if TYPE_CHECKING:
    from django.http import HttpRequest

# As long as wrong passwords are counted (settings.ACCOUNT_RATE_LIMITS): a lock is journalled once.
LOCKED_FOR = 900
# Signing in and out is plain to see.
_UNSAID = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class Closed(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Users are made by an administrator only."""

    # The same words for a wrong password and for a name nobody has.
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不正确。连续输错 5 次将暂停登录 15 分钟。"),
        "too_many_login_attempts": _(
            "输错次数过多，暂停登录。请 15 分钟后再试；忘记密码的，请管理员重置。"
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        """Refuse where too many wrong passwords were tried, by this name or from this address."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            name = str(credentials.get("username", "")).lower()
            key = f"locked:{name.encode().hex()[:180]}:{self.get_client_ip(request)}"
            if cache.add(key, 1, LOCKED_FOR):
                tell_stranger("sign_in_locked", name, self.get_client_ip(request))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        """Journal a wrong password."""
        name = str(credentials.get("username", ""))
        tell_stranger("sign_in_refused", name, self.get_client_ip(request))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ANN401, ARG002
        """Whoever just signed in need not prove it again."""
        return self.request is None or not has_proved(self.request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Say what is not plain to see."""
        if message_template not in _UNSAID:
            super().add_message(request, level, message_template, *args, **kwargs)
