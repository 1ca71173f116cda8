"""The place starts, its books are read without a fault, and nothing is written unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from tests.web.place.small import actor
from yusuan.core.errors import NotAllowed, SpecError
from yusuan.web.acting import acting, as_record
from yusuan.web.budgets.dataset import run_of
from yusuan.web.budgets.models import Row
from yusuan.web.journal.models import Entry
from yusuan.web.policy.actions import EDIT
from yusuan.web.visible import chain_of_book, subject_of_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book


def test_home(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("preparer0").get("/").status_code == 200


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client, db: None) -> None:
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_books_have_no_error(books: list[Book]) -> None:
    assert [run_of(book).outcomes.blocking for book in books] == [(), ()]


def test_models_and_migrations_agree(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_write_outside_of_an_act_is_refused(books: list[Book]) -> None:
    row = Row.objects.filter(part__book=books[0]).first()
    assert row is not None
    with pytest.raises(SpecError):
        row.save()


def test_an_act_writes_and_says_so(books: list[Book]) -> None:
    part = books[0].parts.exclude(unit=None).first()
    assert part is not None
    row = part.rows.filter(record="lines").first()
    assert row is not None
    with acting(actor("preparer0"), EDIT, subject_of_part(part)) as act:
        before = as_record(row)
        row.values["amount"] = "1.00"
        row.save()
        act.record(row, before, as_record(row), chain=chain_of_book(books[0]))
    after = Entry.objects.get().after
    assert after is not None
    assert after["values"]["amount"] == "1.00"


def test_a_foreign_part_is_refused(books: list[Book]) -> None:
    part = books[1].parts.exclude(unit=None).first()
    assert part is not None
    with (
        pytest.raises(NotAllowed, match="范围"),
        acting(actor("preparer0"), EDIT, subject_of_part(part)),
    ):
        pass
