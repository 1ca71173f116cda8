"""A warning stands with a reason by one person, agreed to by another, until a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.web.place.small import actor
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.budgets.checking import checked
from yusuan.web.comments import waivers
from yusuan.web.comments.models import Waiver

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book

_DAY = dt.date(2026, 6, 1)


@pytest.fixture
def warned(books: list[Book]) -> Book:
    found = next((book for book in books if checked(book).warnings), None)
    assert found is not None, "the small place needs a warning"
    return found


def _reviewer(book: Book) -> str:
    return f"reviewer{book.department.division_id[-1]}"


def test_one_asks_another_agrees(warned: Book) -> None:
    finding = checked(warned).warnings[0].id
    asker = actor(_reviewer(warned))
    waiver = waivers.ask(asker, warned, finding, "已报批。", _DAY)
    assert finding not in waivers.waived(warned, _DAY)
    assert not waivers.may_approve(asker, waiver)
    with pytest.raises(NotAllowed):
        waivers.approve(asker, waiver)
    waivers.approve(actor("budget"), waiver)
    assert finding in waivers.waived(warned, _DAY)
    assert finding not in waivers.waived(warned, _DAY + dt.timedelta(days=1))


@pytest.mark.parametrize(("finding", "reason"), [("no-such-finding", "已报批"), (None, "  ")])
def test_what_is_no_reason(warned: Book, finding: str | None, reason: str) -> None:
    about = finding or checked(warned).warnings[0].id
    with pytest.raises(NotReady):
        waivers.ask(actor(_reviewer(warned)), warned, about, reason, _DAY)


def test_the_reason_stands_under_its_finding(
    warned: Book, signed_in: Callable[[str], Client]
) -> None:
    finding = checked(warned).warnings[0].id
    page = reverse("budgets:findings", args=[warned.pk])
    reviewer = signed_in(_reviewer(warned))
    told = {"finding": finding, "reason": "已报批。", "expires": "2099-12-31"}
    reviewer.post(reverse("comments:waive", args=[warned.pk]), told)
    assert "等另一人同意" in reviewer.get(page).content.decode()
    finance = signed_in("budget")
    assert "已报批。" in finance.get(page).content.decode()
    waiver = Waiver.objects.get()
    agreed = finance.post(
        reverse("comments:approve_waiver", args=[waiver.pk]), {"from": "findings"}
    )
    assert agreed["Location"] == page
    assert "已有经同意的说明" in finance.get(page).content.decode()


def test_a_day_that_cannot_be_read(warned: Book, signed_in: Callable[[str], Client]) -> None:
    told = {"finding": checked(warned).warnings[0].id, "reason": "已报批。", "expires": "明年底"}
    reviewer = signed_in(_reviewer(warned))
    answer = reviewer.post(reverse("comments:waive", args=[warned.pk]), told, follow=True)
    assert "有效期应写成日期" in answer.content.decode()
    assert not Waiver.objects.exists()


def test_a_unit_explains_only_what_is_about_it(
    warned: Book, signed_in: Callable[[str], Client]
) -> None:
    preparer = actor(f"preparer{warned.department.division_id[-1]}")
    own = warned.parts.get(unit__in=preparer.grants[0].scope.split())
    about = [one for one in checked(warned).warnings if waivers.concerns(one, own)]
    other = [one for one in checked(warned).warnings if one not in about]
    client = signed_in(preparer.username)
    for problem, count in [*((one, 1) for one in about[:1]), *((one, 0) for one in other[:1])]:
        told = {"finding": problem.id, "reason": "已报批。", "expires": "2099-12-31"}
        client.post(reverse("comments:waive", args=[warned.pk]), told)
        assert Waiver.objects.filter(finding=problem.id).count() == count
