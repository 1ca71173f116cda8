"""What became of the books somebody answers for since he or she last looked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse

from yusuan.web.clock import now
from yusuan.web.visible import books, parts
from yusuan.web.workflow.models import LastLook, Step
from yusuan.web.workflow.transitions import BY_NAME

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor

# Of a book never looked at: what happened within these days.
_DAYS = 14
_MOST = 20
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A step that somebody else took."""

    step: Step

    @property
    def words(self) -> str:
        """What was done, and of what."""
        of = self.step.part.unit if self.step.part and self.step.part.unit else None
        whose = str(of or self.step.book.department)
        return f"{whose}：{BY_NAME[self.step.transition].label}"

    @property
    def at(self) -> str:
        """The page of the book."""
        try:
            return reverse("budgets:book", args=[self.step.book_id])
        except NoReverseMatch:
            return reverse("home")


def looked(actor: Actor, book: Book) -> None:
    """Remember that somebody opened a book just now; written once a minute, since every page of a book says so."""
    at = now()
    last = LastLook.objects.filter(user=actor.user_id, book=book).first()
    if last is None:
        LastLook.objects.get_or_create(user_id=actor.user_id, book=book, defaults={"at": at})
    elif at - last.at > _MINUTE:
        LastLook.objects.filter(pk=last.pk).update(at=at)


def changes_for(actor: Actor) -> list[Change]:
    """The latest steps others took in books in reach, the newest first."""
    look = LastLook.objects.filter(user=actor.user_id, book=OuterRef("book")).values("at")
    since = now() - dt.timedelta(days=_DAYS)
    # Of the steps of parts, those of parts in reach: a unit does not learn how another fares.
    seen = Q(part=None) | Q(part__in=parts(actor).order_by().values("pk"))
    found = (
        Step.objects.filter(seen, book__in=books(actor).order_by().values("pk"))
        .exclude(user=actor.user_id)
        .annotate(seen=Coalesce(Subquery(look[:1]), Value(since, output_field=DateTimeField())))
        .filter(at__gt=F("seen"))
        .select_related("book__department", "part__unit", "user")
        .order_by("-at", "-id")
    )
    return [Change(step) for step in found[:_MOST]]
