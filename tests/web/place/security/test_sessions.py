"""A session begins with both steps, has a key of its own, and ends for good."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from tests.web.place.small import PASSWORD
from yusuan.web.accounts.models import User

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
