"""What waits for somebody: each source is a function from an actor to items; another room adds one to `SOURCES`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from yusuan.web.comments.models import Thread, Waiver
from yusuan.web.policy import actions as a
from yusuan.web.visible import books, parts
from yusuan.web.workflow.states import OPEN_STATES, BookState, PartState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from yusuan.web.policy import Actor

MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to do: what, with what, where, since when and until when."""

    what: str
    about: str
    at: str
    since: dt.datetime
    due: dt.date | None = None
    is_returned: bool = False
    note: str = ""


def to_enter(actor: Actor) -> Iterator[Waiting]:
    """Parts to be filled in."""
    found = parts(actor, a.EDIT).filter(
        state=PartState.ENTERING, book__state__in=OPEN_STATES, unit__isnull=False
    )
    for part in found.order_by("book__due", "pk")[:MOST]:
        yield Waiting(
            _("填报"),
            f"{part.unit.name if part.unit else ''} {part.book.year_id}",
            reverse("budgets:part", args=[part.pk]),
            part.since,
            part.book.due,
            part.is_returned,
        )


def to_review(actor: Actor) -> Iterator[Waiting]:
    """Units' parts to be looked at, and books whose parts are all accepted."""
    found = parts(actor, a.REVIEW_PART).filter(
        state=PartState.SUBMITTED, book__state__in=OPEN_STATES
    )
    for part in found.order_by("since", "pk")[:MOST]:
        yield Waiting(
            _("审核单位"),
            f"{part.unit.name if part.unit else ''} {part.book.year_id}",
            reverse("budgets:part", args=[part.pk]),
            part.since,
            part.book.due,
        )
    unfinished = Q(parts__unit__isnull=False) & ~Q(parts__state=PartState.ACCEPTED)
    mine = books(actor, a.SUBMIT_BOOK).filter(state__in=OPEN_STATES)
    for book in mine.annotate(left=Count("parts", filter=unfinished)).order_by("due", "pk")[:MOST]:
        note = _("还有 %(n)d 个单位没有审完") % {"n": book.left} if book.left else ""
        yield Waiting(
            _("报送财政"),
            str(book.department.name),
            reverse("budgets:book", args=[book.pk]),
            book.since,
            book.due,
            book.is_returned,
            note,
        )


def for_finance(actor: Actor) -> Iterator[Waiting]:
    """Books to be reviewed, given ceilings, approved."""
    steps = (
        (a.RETURN_BOOK, BookState.FIRST_REVIEW, _("审核（一上）")),
        (a.CEILINGS, BookState.FIRST_REVIEW, _("下达控制数")),
        (a.RETURN_BOOK, BookState.SECOND_REVIEW, _("审核（二上）")),
        (a.APPROVE, BookState.SECOND_REVIEW, _("批复")),
    )
    seen: set[int] = set()
    for allow, state, what in reversed(steps):
        for book in books(actor, allow).filter(state=state).order_by("due", "pk")[:MOST]:
            if book.pk not in seen:
                seen.add(book.pk)
                at = reverse("budgets:book", args=[book.pk])
                yield Waiting(
                    what, f"{book.department.name} {book.year_id}", at, book.since, book.due
                )


def to_publish(actor: Actor) -> Iterator[Waiting]:
    """Approved books that nobody has published yet."""
    mine = books(actor, a.PREPARE_PUBLICATION).filter(state=BookState.APPROVED)
    for book in mine.order_by("due", "pk")[:MOST]:
        yield Waiting(
            _("公开"),
            f"{book.department.name} {book.year_id}",
            reverse("budgets:book", args=[book.pk]),
            book.since,
            book.due,
        )


def to_answer(actor: Actor) -> Iterator[Waiting]:
    """Questions to whoever enters: about their parts, not asked by themselves."""
    asked = Thread.objects.filter(
        is_question=True, state=Thread.State.OPEN, part__in=parts(actor, a.EDIT)
    ) | Thread.objects.filter(
        is_question=True, state=Thread.State.OPEN, book__in=books(actor, a.SUBMIT_BOOK)
    )
    for thread in asked.distinct().order_by("pk")[:MOST]:
        first = thread.comments.first()
        if first is not None and first.user_id != actor.user_id:
            at = reverse("comments:thread", args=[thread.pk])
            yield Waiting(_("答复问题"), thread.about, at, first.at)


def to_agree(actor: Actor) -> Iterator[Waiting]:
    """Reasons for warnings that another person gave."""
    asked = Waiver.objects.filter(
        book__in=books(actor, a.APPROVE_WAIVER), approved_by=None, is_withdrawn=False
    ).exclude(asked_by=actor.user_id)
    for waiver in asked.select_related("book__department").order_by("pk")[:MOST]:
        at = reverse("budgets:findings", args=[waiver.book_id])
        yield Waiting(
            _("同意说明"), waiver.book.department.name, at, waiver.asked_at, note=waiver.message
        )


SOURCES: tuple[Callable[[Actor], Iterator[Waiting]], ...] = (
    to_enter,
    to_review,
    for_finance,
    to_publish,
    to_answer,
    to_agree,
)


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits for somebody: the most urgent first."""
    found = [item for source in SOURCES for item in source(actor)]
    found.sort(key=lambda one: (one.due is None, one.due or actor.on, one.since))
    return found
