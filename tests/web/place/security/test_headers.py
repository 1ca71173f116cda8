"""What every answer carries, errors too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.place.security.carried import missing
from yusuan.web.asking import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.place.security.asking import Asker


def _fault(_: object) -> None:
    raise ValueError


ERRORS: dict[str, tuple[int, Callable[[Client], Any]]] = {
    "a stranger": (302, lambda client: client.get("/budgets/")),
    "another host": (400, lambda client: client.get("/", headers={"host": "evil.example"})),
    "a nul": (400, lambda client: client.get("/accounts/login/?a=%00")),
    "no token": (403, lambda client: client.post(reverse("account_login"), {})),
    "not there": (404, lambda client: client.get("/static/nowhere.js")),
    "too much": (
        413,
        lambda client: client.generic("POST", "/", b"", CONTENT_LENGTH=str(LARGEST + 1)),
    ),
}


@pytest.mark.parametrize("what", ERRORS)
def test_every_refusal(what: str, db: None) -> None:
    status, ask = ERRORS[what]
    answer = ask(Client(enforce_csrf_checks=True, raise_request_exception=False))
    assert answer.status_code == status
    assert missing(answer.headers) == []


def test_every_fault(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    client = asker.client("单")
    found: tuple[object, ...] = (_fault, (), {})
    monkeypatch.setattr(
        "django.core.handlers.base.BaseHandler.resolve_request", lambda _self, _request: found
    )
    answer = client.get("/")
    assert answer.status_code == 500
    assert missing(answer.headers) == []


def test_answers_for_scripts_too(asker: Asker) -> None:
    things = asker.world.foreign
    answer = asker.client("单").post(
        reverse("budgets:save", args=[things.part.pk]), headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert missing(answer.headers) == []


def test_nothing_tells_what_it_runs_on(asker: Asker) -> None:
    answer = asker.client("单").get("/")
    assert {"Server", "X-Powered-By", "Via"} & set(answer.headers) == set()
