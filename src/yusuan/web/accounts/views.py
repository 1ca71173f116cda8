"""One's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yusuan.web.accounts.told import tell
from yusuan.web.clock import now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Who one is here, what roles one holds, and how one signs in."""
    content = {
        "roles": request.user.memberships.all(),  # type: ignore[union-attr]
        "others": len(_others(request)),
        "has_second_step": is_mfa_enabled(request.user),
    }
    return render(request, "accounts/own.html", content)


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End one's sessions in all other browsers."""
    ended = _others(request)
    if ended:
        Session.objects.filter(pk__in=ended).delete()
        tell(request.user, "sessions_ended", request)  # type: ignore[arg-type]
    messages.success(request, _("已结束其他 %(n)s 处登录。") % {"n": len(ended)})
    return redirect("own")


def _others(request: HttpRequest) -> list[str]:
    """Keys of one's other sessions; what a session holds can only be seen by opening it."""
    mine = str(request.user.pk)
    alive = Session.objects.filter(expire_date__gt=now()).exclude(pk=request.session.session_key)
    return [one.pk for one in alive if str(one.get_decoded().get(SESSION_KEY)) == mine]
