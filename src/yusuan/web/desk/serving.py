"""The page of `yusuan open`, served on this machine only, until somebody ends it."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from yusuan.core.errors import system_reason
from yusuan.web.desk.guard import HOST, LARGEST_REQUEST, Guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from yusuan.core.limits import Limits

_THREADS = 8
# Windows hears Ctrl-C only between waits.
_HEARS_EVERY = 0.5
# The last page is still on its way to the browser.
_FAREWELL = 1.0
# A terminal that is closed, a system that shuts down: the place is cleared then, too.
_ENDS = ("SIGTERM", "SIGHUP")


class PortRefused(Exception):
    """The system does not let us listen there; `reason` is what it says."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def serve(
    port: int, limits: Limits, opened: Callable[[str], None], *, shows_tracebacks: bool = False
) -> None:
    """Serve until Ctrl-C, a signal or the button; `opened` is called with the address. Port 0 is any free one.

    Raises PortRefused.
    """
    from yusuan.web.desk.desk import laid_out, sit_at

    with laid_out(limits) as desk, _ended_by_signals(desk.is_over):
        sit_at(desk)
        try:
            server, guard = _server(port, desk.place)
        except OSError as error:
            raise PortRefused(system_reason(error)) from error
        if shows_tracebacks:
            logging.getLogger("django.request").addHandler(logging.StreamHandler())
        threading.Thread(target=server.run, daemon=True).start()
        opened(guard.address)
        with suppress(KeyboardInterrupt):
            while not desk.is_over.wait(_HEARS_EVERY):
                pass
            threading.Event().wait(_FAREWELL)
        server.close()


def _server(port: int, place: Path) -> tuple[Any, Guard]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "yusuan.web.desk.settings"
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    # Files go to the disk as they come, into the place that is cleared at the end.
    settings.FILE_UPLOAD_TEMP_DIR = str(place)
    guard = Guard(get_wsgi_application(), secrets.token_urlsafe(24), port)
    server: Any = create_server(
        guard,
        host=HOST,
        port=port,
        threads=_THREADS,
        ident="",
        clear_untrusted_proxy_headers=True,
        # Counted by the guard, which says it in words; this is for what does not say its length.
        max_request_body_size=2 * LARGEST_REQUEST,
    )
    guard.host = f"{HOST}:{server.effective_port}"
    return server, guard


@contextmanager
def _ended_by_signals(is_over: threading.Event) -> Iterator[None]:
    numbers = [getattr(signal, name) for name in _ENDS if hasattr(signal, name)]
    kept = {number: signal.signal(number, lambda *_: is_over.set()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
