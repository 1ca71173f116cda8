"""Users are made, given roles and kept out by an administrator, and by nobody else."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.place.small import DAY, actor
from yusuan.core.errors import NotAllowed
from yusuan.web.accounts.holding import actor_of
from yusuan.web.accounts.models import Membership, User
from yusuan.web.accounts.users import managing
from yusuan.web.journal.models import Entry
from yusuan.web.policy import Role, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


def test_a_new_user_signs_in_and_must_change_the_password(
    signed_in: Callable[[str], Client],
) -> None:
    page = signed_in("administrator").post(
        reverse("accounts_users:new"), {"username": "xin-ren", "name": "新人"}
    )
    found = re.search(r"data-password>([^<]+)<", page.content.decode())
    assert found
    client = Client()
    client.post("/accounts/login/", {"login": "xin-ren", "password": found[1]})
    assert client.get("/")["Location"] == reverse("account_change_password")
    # The password is nowhere in the journal.
    assert found[1] not in str(list(Entry.objects.values_list("before", "after", "note")))


@pytest.mark.parametrize("user", ["preparer0", "reviewer0", "budget", "auditor"])
def test_others_see_no_users(signed_in: Callable[[str], Client], user: str) -> None:
    assert signed_in(user).get(reverse("accounts_users:list")).status_code == 403
    with pytest.raises(NotAllowed):
        managing.create(actor(user), "xin-ren", "新人")


def test_roles_hold_from_a_day_to_a_day() -> None:
    user = User.objects.get(username="preparer0")
    given = managing.grant(
        actor("administrator"), user, Role.AUDITOR, ScopeKind.ALL, "", dt.date(2026, 3, 1)
    )
    assert Role.AUDITOR not in actor_of(user, DAY).roles
    managing.end(actor("administrator"), given, dt.date(2026, 4, 1))
    held = {
        day: Role.AUDITOR in actor_of(user, dt.date(2026, *day)).roles
        for day in ((2, 28), (3, 1), (3, 31), (4, 1))
    }
    assert held == {(2, 28): False, (3, 1): True, (3, 31): True, (4, 1): False}


def test_nobody_gives_themselves_a_role() -> None:
    administrator = actor("administrator")
    user = User.objects.get(pk=administrator.user_id)
    with pytest.raises(NotAllowed, match="另一名管理员"):
        managing.grant(administrator, user, Role.AUDITOR, ScopeKind.ALL, "", DAY)


def test_a_role_needs_the_code_it_is_held_over(signed_in: Callable[[str], Client]) -> None:
    user = User.objects.get(username="preparer0")
    page = signed_in("administrator").post(
        reverse("accounts_users:user", args=[user.pk]),
        {"role": "head", "scope": "999999", "begins": "2026-01-01"},
    )
    assert "没有编码为“999999”的部门" in page.content.decode()
    assert not Membership.objects.filter(scope="999999").exists()
