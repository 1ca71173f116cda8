"""What must be done before anything else: a password of one's own, and for some roles a second step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from yusuan.web.asking import asker, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_ALWAYS = ("account_logout", "account_reauthenticate", "mfa_reauthenticate")
_PASSWORD = ("account_change_password",)
_STEP = ("mfa_activate_totp", *_PASSWORD)


class Required:
    """Middleware: leads whoever must do something first to the page where it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead there."""
        missing = _missing(request)
        if missing is None:
            return self.get_response(request)
        page, said = missing
        if wants_json(request):
            return JsonResponse({"refused": said}, status=403)
        return redirect(page)


def _missing(request: HttpRequest) -> tuple[str, str] | None:
    """The page to go to first and why, or nothing."""
    if not request.user.is_authenticated or request.path.startswith(("/static/", "/health")):
        return None
    if request.user.must_change_password:
        if _is_one_of(request, _PASSWORD):
            return None
        return "account_change_password", "请先修改密码"
    if not asker(request).roles & settings.PLACE.mfa_roles or _is_one_of(request, _STEP):
        return None
    if is_mfa_enabled(request.user):
        return None
    return "mfa_activate_totp", "请先启用两步登录"


def _is_one_of(request: HttpRequest, names: tuple[str, ...]) -> bool:
    return request.path in {reverse(name) for name in (*_ALWAYS, *names)}
