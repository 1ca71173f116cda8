"""Users as an administrator sees them; every change asks for a fresh proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yusuan.core.errors import NotReady
from yusuan.web.accounts.again import again
from yusuan.web.accounts.models import Membership, User
from yusuan.web.accounts.naming import scope_in_words
from yusuan.web.accounts.users import managing
from yusuan.web.accounts.users.forms import RoleForm, UserForm
from yusuan.web.asking import asker
from yusuan.web.clock import today
from yusuan.web.policy import Role, ScopeKind, Subject
from yusuan.web.policy.actions import USERS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.policy import Actor

_A_PAGE = 50


def _administrator(request: HttpRequest) -> Actor:
    actor = asker(request)
    USERS.require(actor, Subject())
    return actor


@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """Everybody, by name."""
    _administrator(request)
    name = request.GET.get("name", "").strip()[:40]
    found = User.objects.filter(Q(name__contains=name) | Q(username__contains=name))
    page = Paginator(found.prefetch_related("memberships"), _A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        (user, "、".join({Role(one.role).label for one in user.memberships.all()})) for user in page
    ]
    return render(request, "accounts/users.html", {"page": page, "rows": rows, "name": name})


@require_http_methods(["GET", "POST"])
@again
def new(request: HttpRequest) -> HttpResponse:
    """Make a user; the password is shown once, on this answer."""
    actor = _administrator(request)
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = managing.create(
                actor, form.cleaned_data["username"], form.cleaned_data["name"]
            )
        except NotReady as error:
            form.add_error("username", str(error))
        else:
            content = {"user_": user, "password": password}
            return render(request, "accounts/password.html", content)
    return render(request, "accounts/new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@again
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One user: roles over time, and another role."""
    actor = _administrator(request)
    shown = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST or None, initial={"begins": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            managing.grant(
                actor, shown, Role(given["role"]), given["kind"], given["scope"], given["begins"]
            )
        except NotReady as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已加岗位")
            return redirect("accounts_users:user", pk)
    held = [
        {
            "it": one,
            "role": Role(one.role).label,
            "scope": scope_in_words(ScopeKind(one.scope_kind), one.scope),
        }
        for one in shown.memberships.all()
    ]
    return render(request, "accounts/user.html", {"user_": shown, "held": held, "form": form})


@require_POST
@again
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role today."""
    actor = _administrator(request)
    membership = get_object_or_404(Membership, pk=pk)
    managing.end(actor, membership, max(today(), membership.begins))
    messages.success(request, "岗位已结束")
    return redirect("accounts_users:user", membership.user_id)


@require_POST
@again
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password, shown once."""
    actor = _administrator(request)
    shown = get_object_or_404(User, pk=pk)
    content = {"user_": shown, "password": managing.reset(actor, shown)}
    # Whoever was locked out for wrong passwords may try the new one.
    get_adapter(request)._delete_login_attempts_cached_email(  # noqa: SLF001
        request, username=shown.username
    )
    return render(request, "accounts/password.html", content)


@require_POST
@again
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep somebody out, or let them in again."""
    actor = _administrator(request)
    shown = get_object_or_404(User, pk=pk)
    managing.set_active(actor, shown, is_active=not shown.is_active)
    messages.success(request, "已启用" if shown.is_active else "已停用")
    return redirect("accounts_users:user", pk)
