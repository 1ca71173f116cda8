"""Logs say who did what when, and never what was in it."""

from __future__ import annotations

import json
import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from yusuan.web.serving.logs import JsonLine, LogFile, Readable, RequestLog, put_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

SECRET = "导弹阵地维护"  # noqa: S105  a classified word
FORMS = [JsonLine(), Readable()]


def _record(name: str, text: object, *arguments: object, error: bool = False) -> logging.LogRecord:
    return logging.LogRecord(
        name, logging.ERROR, __file__, 1, text, arguments, sys.exc_info() if error else None
    )


def _raised() -> logging.LogRecord:
    with suppress(ValueError):
        try:
            int(SECRET)
        finally:
            made = _record(
                "django.request", "Internal Server Error: %s", f"/x/{SECRET}", error=True
            )
    return made


@pytest.mark.parametrize("form", FORMS)
def test_an_exception_is_told_without_its_words(form: logging.Formatter) -> None:
    line = form.format(_raised())
    assert SECRET not in line
    assert "ValueError" in line
    assert "test_logs.py:" in line
    assert "\n" not in line


@pytest.mark.parametrize("form", FORMS)
def test_values_of_libraries_are_left_out(form: logging.Formatter) -> None:
    line = form.format(_record("allauth", "%s tried %d times", SECRET, 5))
    assert SECRET not in line
    assert "… tried 5 times" in line
    assert SECRET not in form.format(_record("some", ValueError(SECRET)))


def test_a_record_can_be_taken_apart() -> None:
    said = json.loads(JsonLine().format(_raised()))
    assert set(said) == {"time", "level", "logger", "text", "error", "at"}


def _lines(requests: list[logging.LogRecord]) -> list[dict[str, Any]]:
    return [json.loads(JsonLine().format(record)) for record in requests]


@pytest.fixture
def requests() -> Iterator[list[logging.LogRecord]]:
    """The records of requests, as they are made."""
    kept: list[logging.LogRecord] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record)

    logger = logging.getLogger("yusuan.requests")
    before = logger.handlers[:]
    logger.handlers = [Keeping()]
    yield kept
    logger.handlers = before


def test_a_request_is_one_line(requests: list[logging.LogRecord]) -> None:
    request = RequestFactory().post(f"/budgets/?q={SECRET}", {"value": SECRET})
    RequestLog(lambda _: HttpResponse(SECRET, status=201))(request)
    (line,) = _lines(requests)
    assert set(line) == {
        *("time", "level", "logger", "user", "method", "path", "status", "ms"),
    }
    assert (line["method"], line["path"], line["status"]) == ("POST", "/budgets/", 201)
    assert SECRET not in json.dumps(line, ensure_ascii=False)


def test_it_says_who_asked(
    requests: list[logging.LogRecord], signed_in: Callable[[str], Client]
) -> None:
    from yusuan.web.accounts.models import User

    signed_in("preparer0").get("/")
    assert _lines(requests)[-1]["user"] == User.objects.get(username="preparer0").pk


def test_a_refused_form_leaves_no_word_of_it(
    requests: list[logging.LogRecord],
    signed_in: Callable[[str], Client],
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = signed_in("preparer0")
    client.post(f"/budgets/1/?q={SECRET}", {"value": SECRET})
    client.post("/accounts/login/", {"login": SECRET, "password": SECRET})
    client.get(f"/nowhere/?{SECRET}")
    written = "".join(form.format(one) for form in FORMS for one in (*requests, *caplog.records))
    assert requests
    assert SECRET not in written


def test_a_file_that_has_grown_is_put_aside(tmp_path: Path) -> None:
    handler = LogFile(str(tmp_path / "logs" / "requests.jsonl"))
    handler.setFormatter(JsonLine())
    for _ in range(3):
        handler.emit(_record("yusuan", "x" * 100))
        put_aside(tmp_path / "logs", largest=10)
    handler.emit(_record("yusuan", "last"))
    handler.close()
    names = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert names == ["requests.jsonl", *(f"requests.jsonl.{n}" for n in (1, 2, 3))]
    assert "last" in (tmp_path / "logs" / "requests.jsonl").read_text(encoding="utf-8")
    assert (tmp_path / "logs" / "requests.jsonl").stat().st_mode & 0o777 == 0o600


def test_old_files_go(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / "a.jsonl").write_text(str(number))
        put_aside(tmp_path, largest=1)
    assert len(list(tmp_path.iterdir())) == 9
    assert (tmp_path / "a.jsonl.1").read_text() == "29"


def test_a_disk_that_is_full_ends_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    handler = LogFile(str(tmp_path / "file" / "requests.jsonl"))
    handler.handle(_record("yusuan", "nowhere to go"))
