"""Base data: units move without overlap, calendar and standards by year, only by those who keep them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.web.place.small import actor
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.acting import building
from yusuan.web.journal.models import Entry
from yusuan.web.organisation import changing
from yusuan.web.organisation import models as m

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book

DAY = dt.date(2026, 7, 1)


@pytest.fixture
def unit(books: list[Book]) -> m.Unit:
    return m.Unit.objects.order_by("code")[0]


def move(who: str, unit: m.Unit, begins: dt.date, revision: int) -> None:
    held = unit.memberships.last()
    assert held is not None
    other = m.Department.objects.exclude(pk=held.department_id)[0]
    given = {"department": other, "nature": held.nature, "rank": "", "funding_form": ""}
    changing.move(actor(who), unit, revision, begins, given)


def test_a_moved_unit_has_one_membership_on_any_day(unit: m.Unit) -> None:
    move("administrator", unit, DAY, 0)
    move("budget", unit, DAY + dt.timedelta(days=30), 1)
    held = list(unit.memberships.order_by("begins"))
    assert [one.begins for one in held[1:]] == [one.ends for one in held[:-1]]
    assert held[-1].ends is None
    assert len(held) == 3
    assert Entry.objects.filter(kind="organisation.unitmembership").count() == 4


@pytest.mark.parametrize("earlier", [0, 1, 400])
def test_nothing_is_moved_into_the_past_of_a_move(earlier: int, unit: m.Unit) -> None:
    move("administrator", unit, DAY, 0)
    with pytest.raises(NotReady, match="更晚"):
        move("administrator", unit, DAY - dt.timedelta(days=earlier), 1)
    assert unit.memberships.count() == 2


def test_what_somebody_else_changed_is_not_written_over(unit: m.Unit) -> None:
    move("administrator", unit, DAY, 0)
    with pytest.raises(NotReady, match="别人刚改过"):
        move("budget", unit, DAY + dt.timedelta(days=3), 0)


@pytest.mark.parametrize("who", ["preparer0", "reviewer0", "finance0", "auditor", "head0"])
def test_others_change_and_see_nothing(
    who: str, unit: m.Unit, signed_in: Callable[[str], Client]
) -> None:
    with pytest.raises(NotAllowed):
        move(who, unit, DAY, 0)
    with pytest.raises(NotAllowed):
        changing.set_day(actor(who), m.FiscalYear.objects.get(), "congress", DAY, "")
    assert signed_in(who).get(reverse("organisation:home")).status_code == 403
    assert not Entry.objects.exists()


def test_pages_write_and_say_errors_beside_fields(
    unit: m.Unit, signed_in: Callable[[str], Client]
) -> None:
    client, page = signed_in("administrator"), reverse("organisation:unit", args=[unit.pk])
    sent = {"what": "staff", "revision": 0, "as_of": "2026-09-30", "posts": 10, "staff": 9}
    wrong = client.post(page, {**sent, "retired": -1, "vehicles": 0})
    assert wrong.status_code == 200
    assert 'class="error"' in wrong.content.decode()
    assert client.post(page, {**sent, "retired": 1, "vehicles": 0}).status_code == 302
    assert m.Staffing.objects.get(unit=unit).posts == 10
    again = client.post(page, {**sent, "retired": 2, "vehicles": 0})
    assert "别人刚改过" in again.content.decode()


def test_a_year_has_one_day_a_step(unit: m.Unit, signed_in: Callable[[str], Client]) -> None:
    client, page = signed_in("budget"), reverse("organisation:year", args=[2026])
    for on in ("2026-01-20", "2026-01-25"):
        assert client.post(page, {"what": "day", "kind": "congress", "on": on}).status_code == 302
    assert m.StatutoryDay.objects.get().on == dt.date(2026, 1, 25)


def test_standards_are_typed_in_yuan_and_copied_from_last_year(
    unit: m.Unit, signed_in: Callable[[str], Client]
) -> None:
    with building():
        kept = m.FiscalYear.objects.get()
        m.FiscalYear.objects.create(
            year=2027, edition=kept.edition, division=kept.division, division_name="县"
        )
    client = signed_in("administrator")
    sent = {
        "what": "standard",
        "code": "D1",
        "name": "办公费",
        "per": "posts",
        "yuan": "4000.10",
        "economic": "30201",
        "nature": "基本支出",
    }
    page = reverse("organisation:year", args=[2026])
    assert client.post(page, sent).status_code == 302
    assert "已有定额" in client.post(page, sent).content.decode()
    for status in (302, 409):
        assert client.post(reverse("organisation:copy", args=[2027])).status_code == status
    assert list(m.Standard.objects.values_list("year", "amount")) == [
        (2026, 400_010),
        (2027, 400_010),
    ]


def test_a_unit_is_made_once(unit: m.Unit, signed_in: Callable[[str], Client]) -> None:
    held = unit.memberships.get()
    sent = {
        "code": "999001",
        "name": "新单位",
        "begins": "2026-07-01",
        "department": held.department_id,
        "nature": held.nature,
    }
    client, page = signed_in("administrator"), reverse("organisation:new_unit")
    assert "只用数字" in client.post(page, {**sent, "code": "a/b"}).content.decode()
    assert client.post(page, sent).status_code == 302
    assert m.Unit.objects.get(pk="999001").memberships.get().begins == DAY
    assert "已有单位" in client.post(page, sent).content.decode()
    assert signed_in("preparer0").post(page, sent).status_code == 403
