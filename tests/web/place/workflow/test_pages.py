"""The page on which a step is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.place.workflow.steps import waive
from yusuan.web.workflow.models import Step
from yusuan.web.workflow.states import PartState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book, Part


def first(book: Book) -> Part:
    """The part of the first unit."""
    found = book.parts.exclude(unit=None).first()
    assert found is not None
    return found


def at(part: Part, name: str) -> str:
    return f"/steps/part/{part.pk}/{name}/"


def test_the_page_says_what_follows(signed_in: Callable[[str], Client], books: list[Book]) -> None:
    waive(books[0])
    text = signed_in("preparer0").get(at(first(books[0]), "submit_part")).content.decode()
    assert "状态变为“已报部门”" in text
    assert "列入待办：主管部门审核" in text


def test_a_step_is_taken(signed_in: Callable[[str], Client], books: list[Book]) -> None:
    waive(books[0])
    part = first(books[0])
    answer = signed_in("preparer0").post(at(part, "submit_part"))
    assert answer.status_code == 302
    part.refresh_from_db()
    assert part.state == PartState.SUBMITTED


def test_a_return_without_a_reason_is_asked_again(
    signed_in: Callable[[str], Client], books: list[Book]
) -> None:
    waive(books[0])
    part = first(books[0])
    signed_in("preparer0").post(at(part, "submit_part"))
    client = signed_in("reviewer0")
    answer = client.post(at(part, "return_part"), {"reason": "  "})
    assert answer.status_code == 400
    assert "请写明理由" in answer.content.decode()
    assert client.post(at(part, "return_part"), {"reason": "人数不符"}).status_code == 302
    assert Step.objects.get(transition="return_part").reason == "人数不符"


def test_what_is_missing_is_said(signed_in: Callable[[str], Client], books: list[Book]) -> None:
    answer = signed_in("reviewer0").post(f"/steps/book/{books[0].pk}/submit_first/")
    assert answer.status_code == 409
    assert "3 个单位没有审核通过" in answer.content.decode()


def test_others_find_nothing(signed_in: Callable[[str], Client], books: list[Book]) -> None:
    assert signed_in("preparer1").post(at(first(books[0]), "submit_part")).status_code == 404
    client = signed_in("publisher0")
    assert client.post(f"/steps/book/{books[0].pk}/publish/").status_code == 404
    assert client.post(f"/steps/book/{books[0].pk}/no_such/").status_code == 404
    assert client.post(at(first(books[0]), "submit_first")).status_code == 404
