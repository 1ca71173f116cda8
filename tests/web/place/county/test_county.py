"""The example county, small: everybody is there, books stand where the story left them, the journal is whole."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from yusuan.web.accounts.models import Membership, User
from yusuan.web.acting import building
from yusuan.web.budgets.consolidation import counted_twice
from yusuan.web.budgets.models import Book
from yusuan.web.comments.models import Thread
from yusuan.web.county import make_county
from yusuan.web.journal.models import Entry
from yusuan.web.journal.verify import breaks
from yusuan.web.organisation.models import Department, Division, FiscalYear, Unit, UnitMembership
from yusuan.web.policy import Role
from yusuan.web.publication.models import Publication

if TYPE_CHECKING:
    from yusuan.web.county import Login

pytestmark = pytest.mark.slow
DAY = dt.date(2026, 12, 1)


@pytest.fixture
def logins(db: None) -> list[Login]:
    """The county in place of the small place; rolled back like it."""
    with building():
        Book.objects.all().delete()
        UnitMembership.objects.all().delete()
        Membership.objects.all().delete()
        User.objects.all().delete()
        Unit.objects.all().delete()
        Department.objects.all().delete()
        Division.objects.all().delete()
        FiscalYear.objects.all().delete()
    return make_county(DAY, is_small=True)


def test_the_county(logins: list[Login]) -> None:
    assert {login.role for login in logins} == {role.label for role in Role}
    states = dict(Book.objects.filter(year=2027).values_list("department__name", "state"))
    assert states == {
        "和山县教育局": "second_up",
        "和山县卫生健康局": "first_up",
        "和山县文化和旅游局": "first_up",
    }
    assert Book.objects.get(department__name="和山县文化和旅游局", year=2027).is_returned
    public = Publication.objects.filter(state="published", book__year=2026)
    assert public.count() == 4
    assert public.filter(supersedes__isnull=False).count() == 1
    assert Thread.objects.filter(state="answered").count() == 1
    # One department's head office pays money on, and both sides carry it.
    paying = {book.department.name for book in Book.objects.all() if counted_twice(book)}
    assert paying == {"和山县教育局"}
    assert list(breaks()) == []
    # What happened is told on the days it happened, and nothing of it after the day it is looked at.
    assert Entry.objects.filter(at__date__gt=DAY).count() == 0
