"""Take a book of the small place along its way."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tests.web.place.small import DAY, actor
from yusuan.core.outcomes import Severity
from yusuan.web.accounts.models import User
from yusuan.web.acting import building
from yusuan.web.budgets.checking import forget
from yusuan.web.budgets.dataset import run_of
from yusuan.web.budgets.models import Ceiling, Part
from yusuan.web.clock import now
from yusuan.web.comments.models import Waiver
from yusuan.web.workflow import taking
from yusuan.web.workflow.states import BookState, PartState
from yusuan.web.workflow.transitions import BY_NAME

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book
    from yusuan.web.workflow.models import Step

# What is far more than any made-up department spends, fen.
PLENTY = 10**13
ONWARD = ("submit_first", "issue_ceilings", "submit_second", "approve")
_WHO = {
    "submit_first": "reviewer0",
    "submit_second": "reviewer0",
    "issue_ceilings": "budget",
    "approve": "budget",
}


def waive(book: Book) -> None:
    """Somebody answered for every warning, somebody else agreed."""
    asked, approved = User.objects.get(username="reviewer0"), User.objects.get(username="finance0")
    with building():
        for one in run_of(book).outcomes.findings:
            if one.severity is Severity.WARNING:
                Waiver.objects.create(
                    book=book,
                    rule=one.rule,
                    finding=one.id,
                    message=one.message,
                    reason="已经核实",
                    asked_by=asked,
                    asked_at=now(),
                    approved_by=approved,
                    approved_at=now(),
                    expires=DAY + dt.timedelta(days=3650),
                )


def accept_parts(book: Book) -> None:
    """Every unit's part was handed in and accepted, by whomever."""
    with building():
        Part.objects.filter(book=book).exclude(unit=None).update(state=PartState.ACCEPTED)


def allow_plenty(book: Book) -> None:
    """A ceiling nobody reaches."""
    with building():
        Ceiling.objects.create(book=book, measure="合计", amount=PLENTY)


def put(book: Book, state: BookState) -> None:
    """The book stands in a state, as if it had come there."""
    with building():
        book.state = state
        book.save()


def take(username: str, name: str, obj: Book | Part, reason: str = "") -> Step:
    """Somebody takes a step; what stands in the database is read again."""
    forget()
    step = taking.take(actor(username), name, obj, reason)
    obj.refresh_from_db()
    return step


def walk(book: Book, until: str) -> None:
    """Take the first department's book along the way, up to and with the step `until`."""
    waive(book)
    for name in ONWARD:
        if name in {"submit_first", "submit_second"}:
            accept_parts(book)
        if name == "issue_ceilings":
            allow_plenty(book)
        take(_WHO[name], name, book)
        if name == until:
            return


def missing(username: str, name: str, obj: Book | Part) -> list[str]:
    """What stands in a user's way, of the book or part as it is kept now."""
    forget()
    found = type(obj).objects.get(pk=obj.pk)
    return taking.standing_in_the_way(actor(username), BY_NAME[name], found)
