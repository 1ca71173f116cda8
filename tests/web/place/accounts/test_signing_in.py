"""Signing in: what is refused, what must be done first, and that the journal keeps no secret."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.web.place.small import PASSWORD
from yusuan.web.accounts.models import User
from yusuan.web.clock import now, stopped
from yusuan.web.journal.models import Entry
from yusuan.web.policy import Role

if TYPE_CHECKING:
    from collections.abc import Callable

LOGIN = "/accounts/login/"
NEW = "qingshan-lvshui-42-jiu"


@pytest.fixture(autouse=True)
def _nobody_counted(db: None) -> None:
    caches["default"].clear()


def sign_in(client: Client, user: str, password: str, address: str = "10.0.0.1") -> Any:  # noqa: ANN401
    return client.post(LOGIN, {"login": user, "password": password}, REMOTE_ADDR=address)


def actions() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def test_a_right_password_lets_in_and_is_journalled(client: Client) -> None:
    assert sign_in(client, "preparer0", PASSWORD)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert actions() == ["sign_in"]


def test_five_wrong_passwords_lock_the_name_from_anywhere() -> None:
    for n in range(5):
        answer = sign_in(Client(), "preparer0", "falsch", f"10.0.0.{n}")
        assert "用户名或密码不正确" in answer.content.decode()
    answer = sign_in(Client(), "preparer0", PASSWORD, "10.0.0.9")
    assert "15 分钟后再试" in answer.content.decode()
    assert actions() == ["sign_in_refused"] * 5 + ["sign_in_locked"]
    assert sign_in(Client(), "reviewer0", PASSWORD, "10.0.0.9").status_code == 302


def test_five_wrong_passwords_lock_the_address() -> None:
    for n in range(5):
        sign_in(Client(), f"nobody{n}", "falsch")
    assert "暂停登录" in sign_in(Client(), "preparer0", PASSWORD).content.decode()
    assert sign_in(Client(), "preparer0", PASSWORD, "10.0.0.2").status_code == 302


def test_an_unknown_name_is_answered_like_a_wrong_password() -> None:
    def said(user: str) -> str:
        page: str = sign_in(Client(), user, "falsch").content.decode().replace(user, "X")
        return page

    one, other = said("preparer0"), said("nobody000")
    strip = [line for line in one.splitlines() if "csrf" not in line]
    assert strip == [line for line in other.splitlines() if "csrf" not in line]


def test_an_unknown_name_costs_a_password_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda _, raw: hashed.append(raw))
    sign_in(Client(), "nobody", "falsch")
    assert hashed == ["falsch"]


def test_the_journal_keeps_neither_passwords_nor_unknown_names() -> None:
    sign_in(Client(), "geheim-als-name", "geheim-falsch")
    sign_in(Client(), "preparer0", "geheim-falsch")
    kept = json.dumps(list(Entry.objects.values("key", "before", "after", "note", "username")))
    assert "geheim" not in kept


def test_the_session_key_changes(client: Client) -> None:
    client.get(LOGIN)
    client.session["planted"] = 1
    before = client.session.session_key
    sign_in(client, "preparer0", PASSWORD)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "social/connections/", "2fa/webauthn/"]
)
def test_nothing_else_of_allauth_is_open(path: str, client: Client) -> None:
    answer = client.get(f"/accounts/{path}")
    assert answer.status_code in {302, 404}
    if answer.status_code == 302:
        assert answer["Location"].startswith(LOGIN)


def test_a_set_password_must_be_changed_first(client: Client) -> None:
    User.objects.filter(username="preparer0").update(must_change_password=True)
    sign_in(client, "preparer0", PASSWORD)
    page = reverse("account_change_password")
    for path in ("/", "/budgets/", "/accounts/own/"):
        assert client.get(path)["Location"] == page
    asked = client.get("/budgets/", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.json()) == (403, {"refused": "请先修改密码"})
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(page, sent).status_code == 302
    assert client.get("/").status_code == 200
    assert actions() == ["sign_in", "password_changed"]


@pytest.mark.parametrize("bad", ["kurz-9", "password12345", "123456789012", "preparer0preparer0"])
def test_weak_passwords_are_refused(bad: str, client: Client) -> None:
    sign_in(client, "preparer0", PASSWORD)
    sent = {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
    assert client.post(reverse("account_change_password"), sent).status_code == 200
    assert User.objects.get(username="preparer0").check_password(PASSWORD)


@pytest.fixture
def two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    place = replace(settings.PLACE, options={"mfa_roles": ["administrator"]})
    monkeypatch.setattr(settings, "PLACE", place)


def test_roles_that_need_it_turn_two_steps_on_first(
    client: Client, two_steps: None, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    sign_in(client, "administrator", PASSWORD)
    page = reverse("mfa_activate_totp")
    assert client.get("/")["Location"] == page
    asked = client.get(page)
    assert 'src="data:image/svg+xml' in asked.content.decode()
    secret = asked.context["form"].secret
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, {"code": code}).status_code == 302
    assert client.get("/").status_code == 200
    assert "second_step_added" in actions()
    assert secret not in json.dumps(list(Entry.objects.values("before", "after", "note")))
    other = Client()
    assert sign_in(other, "administrator", PASSWORD)["Location"].startswith("/accounts/2fa/")
    assert other.get("/")["Location"].startswith(LOGIN)


def test_other_roles_need_one_step(client: Client, two_steps: None) -> None:
    sign_in(client, "preparer0", PASSWORD)
    assert client.get("/").status_code == 200


def test_a_real_installation_asks_those_who_approve_for_two_steps() -> None:
    real = replace(settings.PLACE, options={})
    assert {Role.HEAD, Role.PUBLISHER, Role.ADMINISTRATOR, Role.BUDGET_DIVISION} <= real.mfa_roles
    assert replace(settings.PLACE, options={"demo": True}).mfa_roles == frozenset()


def test_other_sessions_can_be_ended(client: Client) -> None:
    other = Client()
    sign_in(other, "preparer0", PASSWORD)
    sign_in(client, "preparer0", PASSWORD)
    assert "另有 1 处登录" in client.get("/accounts/own/").content.decode()
    client.post(reverse("end_others"))
    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_a_deactivated_user_is_out_at_once(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("preparer0")
    User.objects.filter(username="preparer0").update(is_active=False)
    assert client.get("/").status_code == 302


def test_wrong_passwords_are_counted_in_the_database_by_all_workers() -> None:
    # What one worker keeps in memory another does not see: the count must be in the table both read.
    for n in range(5):
        sign_in(Client(), "preparer0", "falsch", f"10.0.0.{n}")
    del caches["default"]
    assert "暂停登录" in sign_in(Client(), "preparer0", PASSWORD, "10.0.0.9").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM yusuan_cache")
        assert cursor.fetchone()[0] >= 2


def test_an_old_proof_is_asked_for_again(client: Client) -> None:
    sign_in(client, "preparer0", PASSWORD)
    page = reverse("mfa_activate_totp")
    assert client.get(page).status_code == 200
    with stopped(now() + dt.timedelta(minutes=31)):
        asked = client.get(page)
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        assert "再次确认身份" in client.get(asked["Location"]).content.decode()
    wrong = client.post(asked["Location"], {"password": "falsch"})
    assert wrong.status_code == 200
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == page
