"""The worklist: what waits for each role, what is late, what changed; quick for a thousand books."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.place.small import DAY, actor
from tests.web.place.workflow.steps import put, take, waive, walk
from yusuan.web.acting import building
from yusuan.web.budgets.models import Book, Part
from yusuan.web.clock import now, stopped
from yusuan.web.organisation.models import Department
from yusuan.web.policy import Role
from yusuan.web.workflow.changes import changes_for, looked
from yusuan.web.workflow.states import BookState, PartState
from yusuan.web.workflow.transitions import TRANSITIONS, Of
from yusuan.web.workflow.waiting import waiting_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.workflow.transitions import Transition

AT = dt.datetime(2026, 1, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
_USERS = {
    Role.UNIT_PREPARER: "preparer0",
    Role.DEPARTMENT_REVIEWER: "reviewer0",
    Role.FINANCE_DIVISION: "finance0",
    Role.BUDGET_DIVISION: "budget",
    Role.PUBLISHER: "publisher0",
}


def keys(username: str) -> dict[str, int]:
    """How many items of each kind wait for somebody."""
    return {group.key: len(items) for group, items in waiting_for(actor(username)).items()}


def test_at_the_start(books: list[Book]) -> None:
    assert keys("preparer0") == {"enter": 1}
    assert keys("reviewer0") == {"hand-up": 1}
    for nobody in ("finance0", "budget", "publisher0", "auditor", "administrator"):
        assert keys(nobody) == {}


@pytest.mark.parametrize(
    "step", [one for one in TRANSITIONS if one.notifies], ids=lambda one: one.name
)
def test_whoever_is_notified_finds_it(books: list[Book], step: Transition) -> None:
    """Of each step: the state it leads to is in the worklist of each role it is said to come to."""
    book = books[0]
    with building():
        if step.of is Of.PART:
            Part.objects.filter(book=book).exclude(unit=None).update(state=step.to)
        else:
            Book.objects.filter(pk=book.pk).update(state=step.to)
            if step.reopens_parts:
                Part.objects.filter(book=book).update(state=PartState.ENTERING)
    for role in step.notifies:
        assert keys(_USERS[role]), role


def test_what_was_sent_back_comes_first_with_its_reason(books: list[Book]) -> None:
    part = books[0].parts.exclude(unit=None).first()
    assert part is not None
    waive(books[0])
    take("preparer0", "submit_part", part)
    assert keys("preparer0") == {}
    assert keys("reviewer0") == {"hand-up": 1, "review-units": 1}
    take("reviewer0", "return_part", part, "人数不符")
    ((item,),) = waiting_for(actor("preparer0")).values()
    assert (item.is_returned, item.note) == (True, "退回理由：人数不符")


def test_late_departments_are_shown_to_their_division(books: list[Book]) -> None:
    with building():
        Book.objects.update(due=DAY - dt.timedelta(days=2))
    assert keys("finance0") == {"late": 1}
    assert keys("budget") == {"late": 2}
    (items,) = waiting_for(actor("finance0")).values()
    left = items[0].countdown(DAY)
    assert left is not None
    assert (left.is_late, left.words) == (True, "已逾期 2 天")


def test_nothing_waits_in_a_locked_year(books: list[Book]) -> None:
    with building():
        books[0].year.state = "locked"
        books[0].year.save()
    assert keys("preparer0") == {}


def test_approved_books_go_on(books: list[Book]) -> None:
    walk(books[0], "approve")
    assert keys("reviewer0") == {"approve-units": 1}
    assert keys("publisher0") == {"prepare": 1}
    take("reviewer0", "approve_units", books[0])
    assert keys("reviewer0") == {}


def test_the_days_of_the_law_run_from_the_approval(books: list[Book]) -> None:
    with stopped(AT):
        walk(books[0], "approve")
    ((units,),) = waiting_for(actor("reviewer0")).values()
    ((publication,),) = waiting_for(actor("publisher0")).values()
    assert units.due == dt.date(2026, 2, 4)
    assert publication.due == dt.date(2026, 2, 9)


def test_what_changed_since_i_looked(books: list[Book]) -> None:
    part = books[0].parts.exclude(unit=None).first()
    assert part is not None
    waive(books[0])
    with stopped(AT):
        looked(actor("reviewer0"), books[0])
    with stopped(AT + dt.timedelta(hours=1)):
        take("preparer0", "submit_part", part)
        assert [one.words for one in changes_for(actor("reviewer0"))] == [f"{part.unit}：报送部门"]
        assert changes_for(actor("preparer0")) == []
        assert changes_for(actor("reviewer1")) == []
        looked(actor("reviewer0"), books[0])
        assert changes_for(actor("reviewer0")) == []


def test_home_says_what_waits(signed_in: Callable[[str], Client], books: list[Book]) -> None:
    put(books[0], BookState.FIRST_REVIEW)
    text = signed_in("budget").get("/").content.decode()
    assert "下达控制数" in text
    assert str(books[0].department) in text


def test_home_is_empty_for_an_auditor(signed_in: Callable[[str], Client]) -> None:
    assert "现在没有等您办理的事" in signed_in("auditor").get("/").content.decode()


@pytest.fixture
def thousand(books: list[Book]) -> None:
    """A thousand departments of one division, each with a book that waits for finance."""
    like = books[0].department
    with building():
        departments = Department.objects.bulk_create(
            Department(code=f"9{number:03d}", name=f"第{number}局", division=like.division)
            for number in range(1000)
        )
        made = Book.objects.bulk_create(
            Book(
                department=one,
                year=books[0].year,
                state=BookState.FIRST_REVIEW,
                since=now(),
                due=DAY,
            )
            for one in departments
        )
        Part.objects.bulk_create(Part(book=one, since=now()) for one in made)


@pytest.mark.parametrize("username", ["preparer0", "reviewer0", "finance0", "budget", "head0"])
def test_home_asks_little(
    thousand: None, signed_in: Callable[[str], Client], username: str
) -> None:
    client = signed_in(username)
    # The first page of a session writes the session.
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) < 10


def test_a_thousand_are_paged(thousand: None, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("budget")
    first = client.get("/").content.decode()
    assert "全部 1000 件" in first
    assert first.count("<li>") < 50
    last = client.get("/?of=issue&page=20").content.decode()
    assert "第 20 页，共 20 页" in last
    assert "第999局" in last
