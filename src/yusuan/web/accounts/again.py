"""Asking the password again before what cannot be taken back: approve, sign, publish, manage users.

    @again
    def sign(request): ...

A POST that was asked for too long after the last proof is kept in the session, and done once the password was given.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.urls import reverse

from yusuan.web.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_P = ParamSpec("_P")
# Seconds; after a new proof the first one still counts.
_WORKING_DAY = 12 * 3600


def has_proved(request: HttpRequest) -> bool:
    """Tell whether a password or code was given, signing in or since, not too long ago."""
    proofs = get_authentication_records(request, request.user)
    if not proofs:
        return False
    age = now().timestamp() - max(proof["at"] for proof in proofs)
    return bool(age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def is_over(request: HttpRequest) -> bool:
    """Tell whether somebody signed in longer ago than a working day has hours, however busy the session was."""
    if not request.user.is_authenticated:
        return False
    proofs = get_authentication_records(request, request.user)
    began = min((proof["at"] for proof in proofs), default=None)
    return began is not None and now().timestamp() - began > _WORKING_DAY


def asked_again(request: HttpRequest) -> HttpResponse | None:
    """Where to prove oneself again; None within `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds of the last proof."""
    if has_proved(request):
        return None
    sent: HttpResponse = suspend_request(request, reverse("account_reauthenticate"))
    return sent


def again(
    view: Callable[Concatenate[HttpRequest, _P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """A view whose POST needs a fresh proof; looking does not."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if request.method == "POST":
            sent = asked_again(request)
            if sent is not None:
                return sent
        return view(request, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, _P], HttpResponse]", asked)
