"""Where nothing else can be answered, a page says so in words, and nothing of the cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@pytest.mark.parametrize("tls", [True, False])
def test_another_name_of_the_host(db: None, tls: bool) -> None:  # noqa: FBT001  a case
    with override_settings(SECURE_SSL_REDIRECT=tls):
        answer = Client().get("/accounts/login/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "请求不能处理" in answer.content.decode()


def test_no_such_page(signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("preparer0").get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_a_form_of_another_site(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("preparer0")
    client.handler.enforce_csrf_checks = True
    answer = client.post("/accounts/login/", {})
    assert answer.status_code == 403
    assert "没有提交" in answer.content.decode()


def _raises(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(_: HttpRequest) -> HttpResponse:
        raise error

    return view


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OperationalError("database is locked"), 503, "系统正忙"),
        (OperationalError("database or disk is full"), 503, "系统正忙"),
        (OSError(28, "No space left on device"), 503, "系统正忙"),
        (ValueError("导弹阵地"), 500, "出错了"),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_fault(
    signed_in: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    said: str,
    accept: str,
) -> None:
    client = signed_in("preparer0")
    client.raise_request_exception = False
    found: tuple[object, ...] = (_raises(error), (), {})
    handler = "django.core.handlers.base.BaseHandler.resolve_request"
    monkeypatch.setattr(handler, lambda _self, _request: found)
    answer = client.get("/accounts/own/", headers={"accept": accept})
    content = answer.content.decode()
    assert answer.status_code == status
    assert "导弹阵地" not in content
    assert (said in content) == (accept == "text/html")
    if accept == "application/json":
        assert answer.json()["refused"]
