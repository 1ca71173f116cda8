"""The web workers: gunicorn with threads, on a socket that the supervisor holds."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from yusuan.core.garbage import collect_seldom

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

_THREADS = 2
# Seconds: of silence after which a worker is replaced, and for what is being answered at the end.
_TIMEOUT = 120
_GRACE = 6
# After so many answers a worker makes room for a fresh one.
_MOST_ANSWERS = 20_000


class Quiet(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's own words as other lines are written: without values of a request."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401  gunicorn's settings
        """Put our form on its lines."""
        super().setup(cfg)
        from yusuan.web.serving.logs import Readable

        for handler in self.error_log.handlers:
            handler.setFormatter(Readable())


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, with our settings and no file of its own."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Ours."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """What is served, warm: workers are copies of this process, so the first page is as fast as the next."""
        from yusuan.web.wsgi import application

        warm(application)
        return application


def run(socket: int, workers: int) -> None:
    """Serve on an open socket until told to stop."""
    Web(
        {
            "bind": f"fd://{socket}",
            "workers": workers,
            "threads": _THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": _TIMEOUT,
            "graceful_timeout": _GRACE,
            "max_requests": _MOST_ANSWERS,
            "max_requests_jitter": _MOST_ANSWERS // 10,
            "keepalive": 5,
            "control_socket_disable": True,
            "logger_class": Quiet,
            "loglevel": "warning",
            # Only a proxy on this machine may say who asked, and by HTTPS.
            "forwarded_allow_ips": "127.0.0.1,::1",
            "proc_name": "yusuan",
        }
    ).run()


def warm(application: WSGIHandler) -> None:
    """Load what the first pages need; whatever fails here is said where it is needed."""
    from contextlib import suppress

    from django.db import connections

    with suppress(Exception):
        _read_a_book()
    with suppress(Exception):
        _ask(application, "/accounts/login/")
    # A copy of this process must not share a connection.
    connections.close_all()
    gc.collect()
    gc.freeze()
    # Books that were checked are kept: looking through all of them for garbage made somebody's page wait.
    collect_seldom()


def _read_a_book() -> None:
    from yusuan.rules.fingerprint import rules_hash
    from yusuan.web.budgets.dataset import run_of
    from yusuan.web.budgets.models import Book

    rules_hash()
    any_book = Book.objects.order_by("pk").first()
    if any_book is not None:
        _ = run_of(any_book).outcomes


def _ask(application: WSGIHandler, path: str) -> None:
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": ""}
    setup_testing_defaults(environ)
    answer = application(environ, lambda *_: lambda _: None)
    for _ in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
