"""A small place in the database, and browsers that are signed in to it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import Client

from tests.web.place.running import running
from tests.web.place.small import make_place
from yusuan.web.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.web.place.running import Place
    from yusuan.web.budgets.models import Book, Part, Row


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The small place, made once for all tests of a process: each test is rolled back to it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("createcachetable")
        make_place()


@pytest.fixture
def books(db: None) -> list[Book]:
    """The books of the small place."""
    from yusuan.web.budgets.models import Book

    return list(Book.objects.order_by("pk"))


@pytest.fixture
def part(books: list[Book]) -> Part:
    """The first unit's: preparer0's."""
    found = books[0].parts.exclude(unit=None).order_by("unit").first()
    assert found is not None
    return found


@pytest.fixture
def row(part: Part) -> Row:
    """Its first line."""
    lines = part.rows.filter(record="lines").select_related("part__unit", "part__book")
    found = lines.first()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser."""
    from tests.web.place.browsing import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The small place, served."""
    with running(tmp_path_factory.mktemp("small")) as place:
        yield place


@pytest.fixture
def signed_in(db: None) -> Callable[[str], Client]:
    """A client that is signed in as a user of the small place."""

    def sign_in(username: str) -> Client:
        client = Client(enforce_csrf_checks=False)
        client.force_login(
            User.objects.get(username=username),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        # As if the password had just been typed: some steps ask for a fresh proof.
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = session["_auth_user_id"]
        session.save()
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """A rolled-back revision comes again with other rows."""
    from yusuan.web.budgets.checking import forget

    forget()


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """The process that reads workbooks stays for the next one: not beyond a test."""
    yield
    from yusuan.web.budgets.exchange.reading import READER

    READER.end()
