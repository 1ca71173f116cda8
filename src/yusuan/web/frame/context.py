"""What the frame shows on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from yusuan.web.asking import asker
from yusuan.web.frame.navigation import places_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Who is here, and where they may go."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"is_demo": settings.PLACE.is_demo}
    actor = asker(request)
    return {
        "is_demo": settings.PLACE.is_demo,
        "actor": actor,
        "places": places_of(actor, request.path),
    }
