"""A book of the small place that was approved, on a day that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.place.publication.approved import AT, approved
from yusuan.web.clock import stopped
from yusuan.web.publication.making import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yusuan.web.budgets.models import Book
    from yusuan.web.publication.models import Publication


@pytest.fixture
def book(books: list[Book]) -> Iterator[Book]:
    with stopped(AT):
        approved(books[0])
        yield books[0]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files in place of those of a publication, where what is in them does not matter."""

    def make(publication: Publication, progress: Callable[[str], None]) -> Made:
        progress("写出")
        told = f"{publication.dated} {publication.dataset_sha256}".encode()
        files = {"公开.html": b"<!doctype html>" + told, "opendata/lines.csv": told}
        return Made(files, [], {"sentences": [], "figures": [], "records": []})

    monkeypatch.setattr("yusuan.web.publication.background.make", make)
