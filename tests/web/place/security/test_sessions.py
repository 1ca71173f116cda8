"""A session begins with both steps, has a key of its own, and ends for good."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from tests.web.place.small import PASSWORD
from yusuan.web.accounts.models import User
from yusuan.web.acting import building
from yusuan.web.clock import now, stopped, today
from yusuan.web.journal.models import Entry
from yusuan.web.serving.logs import JsonLine, Readable

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book

LOGIN = "/accounts/login/"
NEW = "qingshan-lvshui-42-jiu"


@pytest.fixture(autouse=True)
def _nobody_counted(db: None) -> None:
    caches["default"].clear()


def sign_in(client: Client, user: str = "preparer0", password: str = PASSWORD) -> Any:  # noqa: ANN401
    return client.post(LOGIN, {"login": user, "password": password})


def is_in(client: Client) -> bool:
    return client.get("/accounts/own/").status_code == 200


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


@pytest.fixture
def secret(db: None) -> str:
    """Of somebody who has turned two steps on."""
    made: str = totp.generate_totp_secret()
    totp.TOTP.activate(User.objects.get(username="administrator"), made)
    return made


def test_the_second_step_lets_in(client: Client, secret: str) -> None:
    at = sign_in(client, "administrator")["Location"]
    assert at == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(at).status_code == 200
    assert client.post(at, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post(at, {"code": code_of(secret)}).status_code == 302
    assert is_in(client)


def test_the_second_step_alone_lets_nobody_in(client: Client, secret: str) -> None:
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.status_code == 302
    assert not is_in(client)


def test_codes_cannot_be_guessed(client: Client, secret: str) -> None:
    at = sign_in(client, "administrator")["Location"]
    for _ in range(5):
        client.post(at, {"code": "000000"})
    client.post(at, {"code": code_of(secret)})
    assert not is_in(client)


def test_a_planted_key_is_worth_nothing(client: Client) -> None:
    client.get(LOGIN)
    victim = Client()
    victim.cookies["sessionid"] = client.cookies["sessionid"].value
    sign_in(victim)
    assert is_in(victim)
    assert not is_in(client)


def test_signing_out_ends_the_session(client: Client) -> None:
    sign_in(client)
    kept = client.cookies["sessionid"].value
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    stolen = Client()
    stolen.cookies["sessionid"] = kept
    assert not is_in(stolen)
    assert not is_in(client)


def test_another_password_ends_the_other_sessions(client: Client) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), sent).status_code == 302
    assert is_in(client)
    assert not is_in(other)


def test_a_code_is_good_once(client: Client, secret: str) -> None:
    at, code = sign_in(client, "administrator")["Location"], code_of(secret)
    client.post(at, {"code": code})
    assert is_in(client)
    other = Client()
    other.post(sign_in(other, "administrator")["Location"], {"code": code})
    assert not is_in(other)


def test_a_recovery_code_is_good_once(client: Client, secret: str) -> None:
    user = User.objects.get(username="administrator")
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    client.post(sign_in(client, "administrator")["Location"], {"code": code})
    assert is_in(client)
    other = Client()
    other.post(sign_in(other, "administrator")["Location"], {"code": code})
    assert not is_in(other)


@pytest.mark.parametrize(
    ("name", "field"),
    [("account_reauthenticate", "password"), ("account_change_password", "oldpassword")],
)
def test_a_found_session_guesses_no_password(name: str, field: str, client: Client) -> None:
    sign_in(client)
    at = reverse(name)
    for _ in range(10):
        client.post(at, {field: "falsch", "password1": NEW, "password2": NEW})
    answer = client.post(at, {field: PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 429
    assert User.objects.get(username="preparer0").check_password(PASSWORD)


def test_an_ended_role_opens_nothing_at_once(client: Client, books: list[Book]) -> None:
    sign_in(client, "reviewer0")
    at = reverse("budgets:book", args=[books[0].pk])
    assert client.get(at).status_code == 200
    user = User.objects.get(username="reviewer0")
    with building():
        user.memberships.update(ends=today())
    assert client.get(at).status_code == 404


def test_cookies_are_for_this_place_alone(client: Client) -> None:
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""
    # Kept by no browser that is closed.
    assert cookie["max-age"] == ""
    assert list(client.cookies) == ["sessionid"]


def test_a_token_of_another_session_is_worth_nothing() -> None:
    mine, theirs = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    token = str(mine.get(LOGIN).context["csrf_token"])
    theirs.get(LOGIN)
    sent = {"login": "preparer0", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert theirs.post(LOGIN, sent).status_code == 403
    assert mine.post(LOGIN, sent).status_code == 302


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("长" * 64, True),
        ("qingshan lvshui 🏔 42", True),
        ("qingshanlvshuiqingshan", True),
        ("x7-" * 42, True),
        ("x7-" * 43, False),
        ("a" * 100_000, False),
    ],
)
def test_what_a_password_may_be(password: str, is_taken: bool, client: Client) -> None:  # noqa: FBT001  a case
    sign_in(client)
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    client.post(reverse("account_change_password"), sent)
    user = User.objects.get(username="preparer0")
    assert user.check_password(password) is is_taken
    assert user.check_password(PASSWORD) is not is_taken


def test_passwords_are_hashed_as_long_as_is_asked() -> None:
    kept = PBKDF2PasswordHasher().encode("x", "y" * 16)
    name, rounds, salt, _ = kept.split("$")
    assert name == "pbkdf2_sha256"
    assert int(rounds) >= 600_000
    assert len(PBKDF2PasswordHasher().salt()) >= 16
    assert salt


def test_the_journal_names_who_asked_and_not_the_proxy(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.ALLAUTH_TRUSTED_PROXY_COUNT", 1)
    sent = {"login": "preparer0", "password": PASSWORD}
    client.post(LOGIN, sent, headers={"X-Forwarded-For": "9.9.9.9, 10.1.2.3"})
    entry = Entry.objects.get(action="sign_in")
    assert entry.after == {"address": "10.1.2.3"}


def test_an_address_writes_no_line_of_its_own_into_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "yusuan.requests"):
        client.get("/nowhere%0d%0a2026-01-01 info%1b[31m/")
    record = next(one for one in caplog.records if one.name == "yusuan.requests")
    for form in (Readable(), JsonLine()):
        line = form.format(record)
        assert line.isprintable()
        assert "nowhere" in line


def test_a_session_is_over_after_a_working_day(client: Client) -> None:
    sign_in(client)
    began = now()
    with stopped(began + dt.timedelta(hours=11, minutes=59)):
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert is_in(client)
    with stopped(began + dt.timedelta(hours=12, minutes=1)):
        assert not is_in(client)
    assert not is_in(client)
