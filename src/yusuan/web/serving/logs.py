"""Logs: one JSON line a request, and of what went wrong where it did; never what somebody typed or was shown.

A message of an exception may quote a row, and a row may be classified: of exceptions the kind and the lines of our code
are written, of requests neither body nor query.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from contextlib import suppress
from logging.handlers import WatchedFileHandler
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

LOGS = "logs"
_REQUESTS = logging.getLogger("yusuan.requests")
# A line is written in one step, so that processes do not write into each other's.
_LONGEST_PATH = 300
_LONGEST_TEXT = 300
_MOST_FRAMES = 12
_OURS = "yusuan"
# Bytes after which a file is put aside, and how many are kept.
_LARGEST = 20 << 20
_KEPT = 9


class RequestLog:
    """Middleware: what was asked for by whom, the answer's status, and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and write the line."""
        began = monotonic()
        response = self.get_response(request)
        said = {
            # As the session told; asking for it here would read the database once more.
            "user": getattr(getattr(request, "_cached_user", None), "pk", None),
            "method": request.method,
            "path": request.path[:_LONGEST_PATH],
            "status": response.status_code,
            "ms": round((monotonic() - began) * 1000),
        }
        _REQUESTS.info("request", extra={"said": said})
        return response


def told(record: logging.LogRecord) -> dict[str, Any]:
    """A record without anything that may quote data."""
    said: dict[str, Any] = {
        "time": timezone.localtime().isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
    }
    if hasattr(record, "said"):
        return {**said, **record.said}
    said["text"] = _text(record)[:_LONGEST_TEXT]
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "path"):
        said |= {"method": request.method, "path": request.path[:_LONGEST_PATH]}
    if hasattr(record, "status_code"):
        said["status"] = record.status_code
    if record.exc_info and record.exc_info[0] is not None:
        said |= {"error": record.exc_info[0].__name__, "at": _frames(record.exc_info[2])}
    return said


def _text(record: logging.LogRecord) -> str:
    """What our own code says; of libraries the sentence without its values."""
    if record.name.partition(".")[0] == _OURS:
        return record.getMessage()
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    given = record.args if isinstance(record.args, tuple) else ()
    with suppress(TypeError, ValueError):
        return record.msg % tuple(one if isinstance(one, int) else "…" for one in given)
    return record.msg


def _frames(found: Any) -> list[str]:  # noqa: ANN401  a traceback, or nothing
    frames = traceback.extract_tb(found)[-_MOST_FRAMES:]
    return [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]


class JsonLine(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(told(record), ensure_ascii=False, default=str)


class Readable(logging.Formatter):
    """A record as a line for a terminal or the system's journal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = told(record)
        where = said.get("at", [])[-1:]
        named = (said.get(name) for name in ("method", "path", "status", "error"))
        parts = [str(part) for part in named if part is not None]
        written = " ".join([said.get("text", ""), *parts, *where])
        # An address may hold line ends, and whatever else steers a terminal.
        text = "".join(sign if sign.isprintable() else "�" for sign in written)
        return f"{said['time'][11:19]} {said['level']} {said['logger']} {text}"


class LogFile(WatchedFileHandler):
    """A file of the installation that several processes add to, and that may be put aside meanwhile."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename, encoding="utf-8", delay=True)

    def _open(self) -> IO[str]:  # type: ignore[override]
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(opened, "a", encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line where the disk takes it."""
        with suppress(OSError):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """A full disk must not end an answer."""


def put_aside(folder: Path, largest: int = _LARGEST) -> None:
    """Rename files that have grown large; the oldest go."""
    for path in folder.glob("*.jsonl"):
        with suppress(OSError):
            if path.stat().st_size < largest:
                continue
            for number in range(_KEPT, 0, -1):
                older = path.with_name(f"{path.name}.{number}")
                if older.exists():
                    older.replace(path.with_name(f"{path.name}.{number + 1}"))
            path.with_name(f"{path.name}.{_KEPT + 1}").unlink(missing_ok=True)
            path.replace(path.with_name(f"{path.name}.1"))


def logging_of(home: Path) -> dict[str, Any]:
    """Django's setting `LOGGING`."""

    def file(name: str) -> dict[str, Any]:
        return {
            "()": f"{__name__}.LogFile",
            "filename": str(home / LOGS / name),
            "formatter": "json",
        }

    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": f"{__name__}.JsonLine"},
            "readable": {"()": f"{__name__}.Readable"},
        },
        "handlers": {
            "out": {"class": "logging.StreamHandler", "formatter": "readable"},
            "requests": file("requests.jsonl"),
            "errors": file("errors.jsonl"),
        },
        "loggers": {
            "django": {"handlers": ["out", "errors"], "level": "ERROR", "propagate": False},
            "yusuan": {"handlers": ["out", "errors"], "level": "WARNING", "propagate": False},
            "yusuan.requests": {"handlers": ["requests"], "level": "INFO", "propagate": False},
        },
    }
