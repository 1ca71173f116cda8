"""Whether the place is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer JSON."""
    return JsonResponse({"status": "ok"})
