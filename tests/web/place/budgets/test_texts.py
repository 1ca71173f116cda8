"""Texts are typed, figures are not; the page is a draft, and a unit does not see it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from yusuan.web.budgets.models import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book


def _typed(shown: str, text: str) -> dict[str, str]:
    return {"operation": uuid.uuid4().hex, "o-safeguards": shown, "t-safeguards": text}


def _kept(book: Book) -> str:
    row = Row.objects.get(part__book=book, record="narrative", values__name="safeguards")
    return str(row.values["text"])


def test_a_text_is_saved_and_stands_in_its_section(
    books: list[Book], signed_in: Callable[[str], Client]
) -> None:
    address = reverse("budgets:texts", args=[books[0].pk])
    client = signed_in("reviewer0")
    client.post(address, _typed(_kept(books[0]), "按月通报进度，按季分析原因。"))
    page = client.get(address).content.decode()
    assert page.count("按月通报进度") >= 2
    assert 'class="chip"' in page


def test_somebody_elses_text_is_not_written_over(
    books: list[Book], signed_in: Callable[[str], Client]
) -> None:
    address = reverse("budgets:texts", args=[books[0].pk])
    shown = _kept(books[0])
    client = signed_in("reviewer0")
    client.post(address, _typed(shown, "第一位写的。"))
    answer = client.post(address, _typed(shown, "第二位写的。"))
    assert answer.status_code == 409
    assert _kept(books[0]) == "第一位写的。"
    assert "第二位写的。" in answer.content.decode()


def test_the_page_of_the_draft(books: list[Book], signed_in: Callable[[str], Client]) -> None:
    client = signed_in("reviewer0")
    answer = client.get(reverse("budgets:preview_page", args=[books[0].pk]))
    assert "（草案）" in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(
    ("user", "status"), [("preparer0", 403), ("reviewer1", 404), ("auditor", 200)]
)
def test_who_sees_it(
    books: list[Book], signed_in: Callable[[str], Client], user: str, status: int
) -> None:
    address = reverse("budgets:preview", args=[books[0].pk])
    assert signed_in(user).get(address).status_code == status
