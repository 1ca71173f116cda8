"""Who asks: every page but the public ones needs somebody signed in; a refusal becomes a page that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.shortcuts import render

from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.accounts.again import is_over
from yusuan.web.accounts.holding import actor_of
from yusuan.web.clock import today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase

    from yusuan.web.policy import Actor

# The second step of signing in is taken by somebody who is not yet in.
_OPEN = ("/accounts/login/", "/accounts/2fa/authenticate/", "/health", "/static/")
# The largest file there is a use for, and the form around it; larger ones are not even put on the disk.
LARGEST = 24 << 20
# All numbers of so many digits are below 2⁶³.
_DIGITS = 18


class Asking:
    """Middleware: sends strangers to the sign-in page, and says refusals in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer somebody who is signed in; raises BadRequest."""
        if _length(request) > LARGEST:
            said = f"一次最多提交 {LARGEST >> 20} MB，没有接收；请拆分后再试"
            return _refused(request, "内容过大", said, 413)
        if is_over(request):
            request.session.flush()
            request.user = AnonymousUser()
        if not request.user.is_authenticated and not request.path.startswith(_OPEN):
            if wants_json(request):
                said = "登录已过期，请在新窗口重新登录后再试；刚才输入的内容还在本页"
                return JsonResponse({"refused": said}, status=401)
            return redirect_to_login(request.get_full_path())
        _require_text(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """A refusal is an answer."""
        if isinstance(error, NotAllowed):
            status, title = 403, "不能办理"
        elif isinstance(error, NotReady):
            status, title = 409, "还不能办理"
        else:
            return None
        return _refused(request, title, str(error), status)


def _refused(request: HttpRequest, title: str, text: str, status: int) -> HttpResponseBase:
    if wants_json(request):
        return JsonResponse({"refused": text}, status=status)
    return render(request, "frame/refused.html", {"title": title, "text": text}, status=status)


def _length(request: HttpRequest) -> int:
    """How much a request says it sends: nothing beyond that is read."""
    return whole(request.META.get("CONTENT_LENGTH") or "") or 0


def _require_text(request: HttpRequest) -> None:
    """No page of ours sends a NUL, and PostgreSQL keeps none; raises BadRequest."""
    given = (request.path, *_values(request.GET), *_values(request.POST))
    if any("\0" in text for text in given):
        raise BadRequest("NUL")


def _values(given: QueryDict) -> Iterator[str]:
    for name, values in given.lists():
        yield name
        yield from values


def whole(text: str) -> int | None:
    """The number a query or form holds; None for what is none, or larger than any database keeps."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks."""
    return "application/json" in request.headers.get("Accept", "")


def asker(request: HttpRequest) -> Actor:
    """Who asks, with the roles held today; raises NotAllowed for a stranger."""
    kept: Actor | None = getattr(request, "_actor", None)
    if kept is None:
        if not request.user.is_authenticated:
            raise NotAllowed("请先登录")
        kept = actor_of(request.user, today())
        request._actor = kept  # type: ignore[attr-defined]  # noqa: SLF001  asked once a request
    return kept
