"""Ceilings are set by the budget division, held against what is entered, and nobody's are overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.place.small import actor
from tests.web.place.workflow.steps import accept_parts, put, take, waive
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.core.terms import ControlMeasure
from yusuan.preparation.ceilings import unbalanced
from yusuan.web.budgets.given import given
from yusuan.web.budgets.models import Ceiling
from yusuan.web.journal.models import Entry
from yusuan.web.workflow.ceilings.setting import set_amounts, stamp
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book

TOTAL, BASIC = ControlMeasure.TOTAL, ControlMeasure.BASIC
NONE = stamp({})


@pytest.fixture
def book(books: list[Book]) -> Book:
    """In review, so that ceilings may be set."""
    put(books[0], BookState.FIRST_REVIEW)
    return books[0]


def test_set_changed_and_taken_away(book: Book) -> None:
    who = actor("budget")
    assert set_amounts(who, book, {("", TOTAL): 100, ("", BASIC): 60}, NONE) == 2
    assert book.revision == 1
    seen = stamp(given(book))
    assert set_amounts(who, book, {("", TOTAL): 90}, seen) == 2
    assert given(book) == {("", TOTAL): 90}
    said = Entry.objects.filter(kind="budgets.ceiling").values_list("before", "after")
    assert [(a is None, b is None) for a, b in said] == [
        (True, False),
        (True, False),
        (False, False),
        (False, True),
    ]


def test_nothing_changed_is_not_written(book: Book) -> None:
    set_amounts(actor("budget"), book, {("", TOTAL): 100}, NONE)
    n = Entry.objects.count()
    assert set_amounts(actor("budget"), book, {("", TOTAL): 100}, stamp(given(book))) == 0
    assert Entry.objects.count() == n


def test_nobody_is_overwritten(book: Book) -> None:
    set_amounts(actor("budget"), book, {("", TOTAL): 100}, NONE)
    with pytest.raises(NotReady, match="同时"):
        set_amounts(actor("budget"), book, {("", TOTAL): 50}, NONE)
    assert given(book) == {("", TOTAL): 100}


@pytest.mark.parametrize("username", ["reviewer0", "finance0", "preparer0", "auditor"])
def test_others_do_not_set_them(book: Book, username: str) -> None:
    with pytest.raises(NotAllowed):
        set_amounts(actor(username), book, {("", TOTAL): 100}, NONE)


def test_approved_amounts_are_set_while_a_book_waits(book: Book) -> None:
    with pytest.raises(NotAllowed):
        set_amounts(actor("budget"), book, {("", TOTAL): 100}, NONE, is_approved=True)
    put(book, BookState.SECOND_REVIEW)
    set_amounts(actor("budget"), book, {("", TOTAL): 100}, NONE, is_approved=True)
    assert Ceiling.objects.get(book=book).is_approved


def test_units_together_get_no_more() -> None:
    assert unbalanced({("", TOTAL): 100, ("1", TOTAL): 60, ("2", TOTAL): 50}) == [(TOTAL, 10)]
    assert unbalanced({("", TOTAL): 100, ("1", TOTAL): 60, ("2", TOTAL): 40}) == []
    assert unbalanced({("1", TOTAL): 60}) == []


# --- pages ------------------------------------------------------------------------------------------------


def at(book: Book) -> str:
    return f"/budgets/{book.pk}/ceilings/"


def test_the_page_shows_what_is_entered(signed_in: Callable[[str], Client], book: Book) -> None:
    client = signed_in("budget")
    assert "以填报数填入" in client.get(at(book)).content.decode()
    filled = client.get(at(book) + "?fill=entered").content.decode()
    assert 'name="c--0" value=""' not in filled


def test_amounts_are_typed_as_people_type_them(
    signed_in: Callable[[str], Client], book: Book
) -> None:
    client = signed_in("budget")
    assert client.post(at(book), {"seen": NONE, "c--0": "１２万元"}).status_code == 302
    assert given(book) == {("", TOTAL): 12_000_000}
    text = client.get(at(book)).content.decode()
    assert "120000.00" in text
    assert "超" in text


def test_what_is_no_amount_is_said_beside_the_field(
    signed_in: Callable[[str], Client], book: Book
) -> None:
    answer = signed_in("budget").post(at(book), {"seen": NONE, "c--0": "很多", "c--1": "-5"})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'value="很多"' in text
    assert "写成金额" in text
    assert "不能小于零" in text
    assert given(book) == {}


def test_a_conflict_keeps_what_was_typed(signed_in: Callable[[str], Client], book: Book) -> None:
    set_amounts(actor("budget"), book, {("", TOTAL): 100}, NONE)
    answer = signed_in("budget").post(at(book), {"seen": NONE, "c--0": "7"})
    assert answer.status_code == 409
    assert 'value="7"' in answer.content.decode()


def test_who_reads_the_whole_book_sees_them(signed_in: Callable[[str], Client], book: Book) -> None:
    assert signed_in("reviewer0").get(at(book)).status_code == 200
    for nobody in ("preparer0", "reviewer1", "administrator"):
        assert signed_in(nobody).get(at(book)).status_code == 404


def test_the_list_of_a_year(signed_in: Callable[[str], Client], books: list[Book]) -> None:
    waive(books[0])
    accept_parts(books[0])
    take("reviewer0", "submit_first", books[0])
    set_amounts(actor("budget"), books[0], {("", TOTAL): 100}, NONE)
    text = signed_in("budget").get("/steps/ceilings/2026/").content.decode()
    assert str(books[1].department) in text
    assert '<strong class="bad">' in text
    own = signed_in("reviewer1").get("/steps/ceilings/2026/").content.decode()
    assert str(books[0].department) not in own
