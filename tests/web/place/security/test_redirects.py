"""No address leads out of the place, whatever it is told to come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from tests.web.place.security.addresses import ADDRESSES
from tests.web.place.small import PASSWORD

if TYPE_CHECKING:
    from tests.web.place.security.addresses import Address
    from tests.web.place.security.asking import Asker

OUT = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "/\t/evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
)
FIELDS = ("next", "from", "url", "to", "back", "return", "redirect", "redirect_to", "continue")


def is_inside(location: str) -> bool:
    """A path of ours, as a browser reads it."""
    read = location.strip().replace("\\", "/").replace("\t", "").replace("\n", "")
    parts = urlsplit(read)
    return not parts.scheme and not parts.netloc and not read.startswith("//")


def test_the_check_knows_what_is_outside() -> None:
    assert [one for one in OUT if is_inside(one)] == []
    assert is_inside("/budgets/?year=2026")
    assert is_inside("?record=lines")


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.name)
def test_no_address_leads_out(address: Address, asker: Asker) -> None:
    own = asker.world.own
    at = reverse(address.name, args=list(address.args(own)))
    who = (address.writes or address.reads or "管")[0]
    told = dict.fromkeys(FIELDS, "//evil.example/")
    headers = {"Referer": "https://evil.example/", "X-Forwarded-Host": "evil.example"}
    with asker.undone():
        answers = [asker.client(one).get(at, told, headers=headers) for one in ("", who)]
        if address.posts and not address.is_json:
            data = address.data(own) | told
            answers.append(asker.client(who).post(at, data, headers=headers))
    leading = [one["Location"] for one in answers if "Location" in one.headers]
    assert [location for location in leading if not is_inside(location)] == []


@pytest.mark.parametrize("out", OUT)
@pytest.mark.parametrize(
    "name", ["account_login", "account_logout", "account_reauthenticate", "account_change_password"]
)
def test_what_comes_next_is_inside(out: str, name: str, asker: Asker) -> None:
    caches["default"].clear()
    client = asker.client("" if name == "account_login" else "单")
    sent = {
        "login": "preparer0",
        "password": PASSWORD,
        "oldpassword": PASSWORD,
        "password1": "qingshan-lvshui-42-jiu",
        "password2": "qingshan-lvshui-42-jiu",
        "next": out,
    }
    with asker.undone():
        answer = client.post(f"{reverse(name)}?next=%2F%2Fevil.example", sent)
        assert answer.status_code == 302
        assert is_inside(answer["Location"])


def test_what_comes_next_inside_is_kept(db: None) -> None:
    caches["default"].clear()
    sent = {"login": "preparer0", "password": PASSWORD, "next": "/budgets/"}
    assert Client().post(reverse("account_login"), sent)["Location"] == "/budgets/"


@pytest.mark.parametrize("path", ["//evil.example/", "/%5cevil.example/", "//evil.example/budgets"])
def test_a_path_that_looks_like_a_host(path: str, asker: Asker) -> None:
    for who in ("", "单"):
        answer = asker.client(who).get(path)
        assert answer.status_code in {200, 301, 302, 404}
        if "Location" in answer.headers:
            assert is_inside(answer["Location"])
            assert not answer["Location"].partition("next=")[2].startswith("//")
