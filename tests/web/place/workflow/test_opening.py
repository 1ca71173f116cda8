"""A year is opened with the units of a day and what is known; locked when everything is approved."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.web.place.small import YEAR, actor
from tests.web.place.workflow.steps import put, walk
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.acting import building
from yusuan.web.budgets.dataset import run_of
from yusuan.web.budgets.models import Book, Row
from yusuan.web.journal.models import Entry
from yusuan.web.organisation.models import Department, FiscalYear, UnitMembership
from yusuan.web.workflow.opening import lock_year, open_year
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

ON = dt.date(2026, 9, 30)


@pytest.fixture
def following(books: list[Book]) -> FiscalYear:
    """The year after, not opened yet."""
    like = books[0].year
    with building():
        return FiscalYear.objects.create(
            year=YEAR + 1,
            edition="hebei",
            division=like.division,
            division_name=like.division_name,
        )


def test_a_book_for_each_department_a_part_for_each_unit(
    books: list[Book], following: FiscalYear
) -> None:
    opened = open_year(actor("budget"), following, ON)
    assert len(opened.books) == 2
    for before, made in zip(
        sorted(books, key=lambda one: one.department_id), opened.books, strict=True
    ):
        assert made.department_id == before.department_id
        units = list(made.parts.values_list("unit", flat=True))
        assert units == list(before.parts.values_list("unit", flat=True))
    following.refresh_from_db()
    assert following.state == "open"
    assert Entry.objects.filter(action="open_year", kind="budgets.book").count() == 2


def test_units_are_those_of_the_day(books: list[Book], following: FiscalYear) -> None:
    moved = UnitMembership.objects.filter(department=books[0].department).order_by("unit").last()
    assert moved is not None
    with building():
        moved.ends = dt.date(2026, 7, 1)
        moved.save()
        UnitMembership.objects.create(
            unit=moved.unit,
            department=books[1].department,
            nature=moved.nature,
            begins=dt.date(2026, 7, 1),
        )
    open_year(actor("budget"), following, ON)
    made = {book.department_id: book for book in Book.objects.filter(year=following)}
    old, new = made[books[0].department_id], made[books[1].department_id]
    assert not old.parts.filter(unit=moved.unit).exists()
    assert new.parts.filter(unit=moved.unit).exists()


def test_what_is_known_is_carried(books: list[Book], following: FiscalYear) -> None:
    walk(books[0], "approve")
    open_year(actor("budget"), following, ON)
    made = Book.objects.get(year=following, department=books[0].department)
    facts = run_of(made).budget
    assert facts.department.fiscal_year == YEAR + 1
    assert facts.department.approved_on is None
    assert "duties" in facts.narrative
    before = run_of(books[0])
    total = next(
        cell.amount
        for table in before.printed
        if table.id == "expenditure"
        for key, cell in table.cells.items()
        if cell.label == "合计" and key.column == "合计"
    )
    carried = [one for one in facts.prior_year if (one.row, one.column) == ("合计", "合计")]
    assert total in {one.amount for one in carried}


def test_opened_again_nothing_is_lost(books: list[Book], following: FiscalYear) -> None:
    open_year(actor("budget"), following, ON)
    rows = Row.objects.count()
    assert open_year(actor("budget"), following, ON).books == ()
    assert Row.objects.count() == rows


def test_a_department_without_units_is_named(books: list[Book], following: FiscalYear) -> None:
    with building():
        made = Department.objects.create(
            code="999", name="新设局", division=books[0].department.division
        )
    assert open_year(actor("budget"), following, ON).without_units == (made,)


@pytest.mark.parametrize("username", ["reviewer0", "finance0", "administrator"])
def test_others_do_not(books: list[Book], following: FiscalYear, username: str) -> None:
    with pytest.raises(NotAllowed):
        open_year(actor(username), following, ON)
    with pytest.raises(NotAllowed):
        lock_year(actor(username), books[0].year)


def test_locked_when_all_are_approved(books: list[Book]) -> None:
    with pytest.raises(NotReady, match="2 个部门没有批复"):
        lock_year(actor("budget"), books[0].year)
    for book in books:
        put(book, BookState.APPROVED)
    lock_year(actor("budget"), books[0].year)
    with pytest.raises(NotReady):
        open_year(actor("budget"), books[0].year, ON)


def test_the_page(signed_in: Callable[[str], Client], following: FiscalYear) -> None:
    client = signed_in("budget")
    assert "2027" in client.get("/steps/years/").content.decode()
    assert client.post("/steps/years/2027/open/", {"on": "2026-09-30"}).status_code == 302
    assert Book.objects.filter(year=following).count() == 2
    assert client.post("/steps/years/2027/lock/").status_code == 409
    assert client.post("/steps/years/2027/open/", {"on": "明天"}).status_code == 302
    assert signed_in("reviewer0").get("/steps/years/").status_code == 403
