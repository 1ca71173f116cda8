"""Whether the place is well: for a person, a proxy or a watchdog. It tells nothing of what is in it."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from yusuan.web.serving.preparing import RUN
from yusuan.web.serving.supervisor import SERVED, TASKS_ALIVE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Seconds of silence after which the task worker is missed: it says that it lives every five.
_SILENT_AFTER = 30.0
_UNAVAILABLE = 503


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer JSON; 503 where something that is needed does not work."""
    from importlib.metadata import version

    from yusuan.rules.fingerprint import rules_hash

    database, worker = database_state(), worker_state()
    is_well = bool(database["ok"]) and worker != "silent"
    said = {
        "status": "ok" if is_well else "failing",
        "version": version("yusuan"),
        "rules": rules_hash(),
        "database": database,
        "tasks": {"worker": worker},
    }
    return JsonResponse(said, status=200 if is_well else _UNAVAILABLE)


def database_state() -> dict[str, Any]:
    """The engine, and whether it answers from our tables."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            is_well = cursor.fetchone() is not None
    except DatabaseError:
        connection.close()
        is_well = False
    return {"engine": connection.vendor, "ok": is_well}


def worker_state() -> str:
    """`alive`, `silent`, or `absent` where none was asked for (no `yusuan serve`)."""
    import os

    try:
        seen = (settings.PLACE.home / RUN / TASKS_ALIVE).stat().st_mtime
    except OSError:
        seen = 0.0
    if time() - seen <= _SILENT_AFTER:
        return "alive"
    return "silent" if os.environ.get(SERVED) else "absent"
