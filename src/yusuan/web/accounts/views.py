"""One's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def own(request: HttpRequest) -> HttpResponse:
    """Who one is here."""
    return render(request, "accounts/own.html")
