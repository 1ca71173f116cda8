"""What is said stays with the place it was said of, and what is settled stays settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.web.place.small import actor
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.acting import building
from yusuan.web.budgets.saving import Edit, Inserted, save
from yusuan.web.comments import places, saying
from yusuan.web.comments.models import Thread
from yusuan.web.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book, Part, Row

_State = Thread.State


def _asked(row: Row) -> Thread:
    return saying.open_thread(actor("finance0"), places.at_row(row, "amount"), "依据？", asks=True)


def test_a_question_its_answer_and_its_end(row: Row) -> None:
    thread = _asked(row)
    assert (thread.state, thread.anchor) == (_State.OPEN, "amount")
    saying.answer(actor("preparer0"), thread, "按编制测算。")
    assert thread.state == _State.ANSWERED
    with pytest.raises(NotAllowed):
        saying.settle(actor("preparer0"), thread)
    saying.settle(actor("finance0"), thread)
    saying.answer(actor("preparer0"), thread, "谢谢。")
    assert thread.state == _State.SETTLED
    saying.reopen(actor("finance0"), thread)
    assert thread.state == _State.OPEN


def test_words_are_needed(row: Row) -> None:
    with pytest.raises(NotReady, match="写明"):
        saying.open_thread(actor("finance0"), places.at_row(row), "  ", asks=True)


def test_it_moves_with_its_row_and_outlives_it(part: Part, row: Row) -> None:
    thread = _asked(row)
    who = actor("preparer0")
    save(who, part, Edit("above", (), [Inserted("new-1", "lines", row.pk)]))
    thread.refresh_from_db()
    assert places.address_of(who, thread).endswith(f"#row-{row.pk}")
    assert not places.is_gone(thread)
    row.refresh_from_db()
    save(who, part, Edit("gone", (), (), [(row.pk, dict(row.values))]))
    thread.refresh_from_db()
    thread = Thread.objects.get(pk=thread.pk)
    assert places.is_gone(thread)
    assert row.values["amount"] in thread.about
    assert thread in saying.threads_for(who)


def test_what_stood_there_is_said_by_us(row: Row, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("finance0")
    address = reverse("comments:open", args=[row.part.book_id])
    forged = {"text": "？", "about": "别的单位的话", "row": str(row.pk), "field": "amount"}
    client.post(address, forged)
    again = client.post(address, {"text": "？", "about": "别的单位的话"})
    assert again.status_code == 302, again.content.decode()
    named, whole = Thread.objects.order_by("pk")
    assert row.values["amount"] in named.about
    assert whole.about == row.part.book.department.name


@pytest.mark.parametrize(
    "given",
    [
        {"row": "999999"},
        {"figure": "no-such-table/0"},
        {"figure": "P01/999999"},
        {"figure": "P01/x"},
        {"section": "no-such-text"},
        {"project": "no-such-project"},
    ],
)
def test_places_that_are_not(
    books: list[Book], signed_in: Callable[[str], Client], given: dict[str, str]
) -> None:
    answer = signed_in("finance0").get(reverse("comments:open", args=[books[0].pk]), given)
    assert answer.status_code == 404


def test_a_figure(books: list[Book], signed_in: Callable[[str], Client]) -> None:
    client = signed_in("finance0")
    tables = client.get(reverse("budgets:tables", args=[books[0].pk])).content.decode()
    at = tables.split("/figures/")[1].split('"')[0].rstrip("/")
    page = client.get(reverse("budgets:figure", args=[books[0].pk, *at.split("/")]))
    assert f"?figure={at}" in page.content.decode()
    address = reverse("comments:open", args=[books[0].pk])
    led = client.post(address, {"text": "为什么？", "figure": at})
    assert f"/figures/{at}" in client.get(led["Location"]).content.decode()


def test_a_text_is_the_departments(books: list[Book], signed_in: Callable[[str], Client]) -> None:
    address = reverse("comments:open", args=[books[0].pk])
    assert signed_in("preparer0").get(address, {"section": "duties"}).status_code == 404
    assert signed_in("reviewer0").get(address, {"section": "duties"}).status_code == 200


def test_a_project(part: Part, signed_in: Callable[[str], Client]) -> None:
    with building():
        Project.objects.create(
            code="X1",
            unit_id=part.unit_id or "",
            department=part.book.department,
            name="信息系统维护",
            category="其他运转类",
            first_year=2026,
            last_year=2027,
        )
    finance = signed_in("finance0")
    page = finance.get(reverse("projects:one", args=["X1"])).content.decode()
    assert "?project=X1" in page
    address = reverse("comments:open", args=[part.book_id])
    finance.post(address, {"text": "合同在哪里？", "project": "X1", "asks": "on"})
    # The unit's own people see it with the project; those of another unit do not.
    page = signed_in("preparer0").get(reverse("projects:one", args=["X1"])).content.decode()
    assert "合同在哪里" in page
    assert not saying.threads_for(actor("preparer0b")).exists()


def test_lists(row: Row, signed_in: Callable[[str], Client]) -> None:
    _asked(row)
    address = reverse("comments:list")
    for user, state, is_there in (
        ("finance0", "mine", True),
        ("preparer0", "mine", False),
        ("preparer0", "open", True),
        ("preparer0", "settled", False),
        ("preparer0b", "all", False),
    ):
        page = signed_in(user).get(address, {"state": state}).content.decode()
        assert (row.values["amount"] in page) is is_there, (user, state)
