"""A book that was approved, on a day within the twenty, and what its people do with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.web.place.small import actor
from tests.web.place.working import worked
from yusuan.web.acting import Act, building
from yusuan.web.clock import now
from yusuan.web.policy.actions import APPROVE
from yusuan.web.publication.gates import decide_gate
from yusuan.web.publication.models import Publication
from yusuan.web.publication.preparing import prepare
from yusuan.web.publication.publishing import publish
from yusuan.web.versions.freezing import freeze
from yusuan.web.versions.models import Version
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book

# Both books of the small place were approved in the weeks before.
AT = dt.datetime(2026, 2, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = AT.date()


def approved(book: Book) -> Version:
    """The book as the budget division left it."""
    with building():
        book.state = BookState.APPROVED
        book.save()
        return freeze(Act(actor("budget"), APPROVE, now()), book, Version.Event.APPROVED)


def again(publication: Publication) -> Publication:
    return Publication.objects.get(pk=publication.pk)


def made(book: Book) -> Publication:
    """A publication whose files wait for the gates."""
    found = prepare(actor("publisher0"), book)
    worked()
    found = again(found)
    assert found.state == Publication.State.MADE, found.error
    return found


def let_through(publication: Publication, *kinds: str) -> None:
    for kind in kinds or ("secrecy", "head"):
        decide_gate(actor(f"{kind}0"), publication, kind, publication.digest, passes=True)


def public(book: Book) -> Publication:
    """A book that is public."""
    found = made(book)
    let_through(found)
    return publish(actor("publisher0"), found)
