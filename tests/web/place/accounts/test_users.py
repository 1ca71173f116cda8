"""Users are made, given roles and kept out by an administrator, and by nobody else."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from tests.web.place.small import DAY, PASSWORD, actor
from yusuan.core.errors import NotAllowed, NotReady
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


def test_changes_need_a_fresh_proof_and_are_done_once_it_is_given(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("administrator")
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 31 * 60
    session.save()
    sent = {"username": "xin-ren", "name": "新人"}
    answer = client.post(reverse("accounts_users:new"), sent)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not User.objects.filter(username="xin-ren").exists()
    done = client.post(answer["Location"], {"password": PASSWORD}, follow=True)
    assert "data-password" in done.content.decode()
    assert User.objects.filter(username="xin-ren").exists()


def test_a_reset_ends_sessions_and_the_lock(signed_in: Callable[[str], Client]) -> None:
    caches["default"].clear()
    theirs = signed_in("preparer0")
    wrong = {"login": "preparer0", "password": "falsch"}
    for n in range(6):
        Client().post("/accounts/login/", wrong, REMOTE_ADDR=f"10.1.0.{n}")
    user = User.objects.get(username="preparer0")
    page = signed_in("administrator").post(reverse("accounts_users:reset", args=[user.pk]))
    assert theirs.get("/").status_code == 302
    sent = {"login": "preparer0", "password": page.context["password"]}
    assert Client().post("/accounts/login/", sent, REMOTE_ADDR="10.2.0.1").status_code == 302


def test_a_role_is_not_held_twice_at_once() -> None:
    user, who = User.objects.get(username="preparer0"), actor("administrator")
    managing.grant(who, user, Role.AUDITOR, ScopeKind.ALL, "", DAY)
    with pytest.raises(NotReady, match="已经有了"):
        managing.grant(who, user, Role.AUDITOR, ScopeKind.ALL, "", DAY + dt.timedelta(days=5))


def test_nobody_lets_go_of_their_own_account() -> None:
    who = actor("administrator")
    me = User.objects.get(pk=who.user_id)
    with pytest.raises(NotAllowed):
        managing.end(who, me.memberships.get(), DAY)
    with pytest.raises(NotAllowed):
        managing.reset(who, me)
    with pytest.raises(NotAllowed):
        managing.set_active(who, me, is_active=False)
    assert not Entry.objects.exists()
