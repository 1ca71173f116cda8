"""What every answer carries: a policy that lets nothing in from elsewhere, and no copy left in a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_ALWAYS = {
    # What is shown may be classified: it stays out of the browser's cache.
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # With `no-referrer` browsers would send forms without their origin.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Headers:
    """Middleware: the headers of every answer; a policy of its own that a view has set stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        policy = settings.SECURE_CSP.items()
        self.policy = "; ".join(f"{directive} {allowed}" for directive, allowed in policy)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self.get_response(request)
        # A static file whose name holds its digest is the same for ever, and for everybody.
        is_kept = request.path.startswith(str(settings.STATIC_URL)) and "immutable" in (
            response.headers.get("Cache-Control", "")
        )
        for name, value in _ALWAYS.items():
            if not (is_kept and name == "Cache-Control"):
                response.headers[name] = value
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response
