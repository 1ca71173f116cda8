"""Books and parts that wait to be entered, reviewed, handed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from yusuan.preparation.calendar import Period, last_day
from yusuan.web.budgets.models import Book, Part
from yusuan.web.organisation.models import FiscalYear
from yusuan.web.policy import actions as a
from yusuan.web.publication.models import Publication
from yusuan.web.visible import AT_BOOK, AT_PART
from yusuan.web.workflow.models import Step
from yusuan.web.workflow.states import OPEN_STATES, BookState, PartState
from yusuan.web.workflow.transitions import RETURNS
from yusuan.web.workflow.waiting.values import Group, Item, Source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from yusuan.web.policy import Actor, Allow

ENTER = Group("enter", "填报")
REVIEW_UNITS = Group("review-units", "审核单位")
HAND_UP = Group("hand-up", "汇总报送")
REVIEW = Group("review", "审核部门预算")
ISSUE = Group("issue", "下达控制数")
APPROVE = Group("approve", "批复")
UNITS = Group("approve-units", "批复所属单位")
PREPARE = Group("prepare", "准备公开")
LATE = Group("late", "逾期未报的部门")

_SHOWN = ("state", "since", "due", "is_returned", "reason", "left", "approved_at")
_DONE = (BookState.APPROVED, BookState.PUBLISHED, BookState.CORRECTED)
_OPEN_YEAR = FiscalYear.State.OPEN


def _returned(of: str) -> Subquery:
    """Why it was sent back last."""
    name = "part" if of == "part" else "book"
    steps = Step.objects.filter(**{name: OuterRef("pk"), "transition__in": RETURNS})
    if of == "book":
        steps = steps.filter(part=None)
    return Subquery(steps.order_by("-at", "-id").values("reason")[:1])


def _parts(actor: Actor, on: dt.date) -> Iterator[Item]:  # noqa: ARG001  one signature for all
    entering = a.EDIT.reach(actor).q(**AT_PART) & Q(state=PartState.ENTERING)
    review = a.REVIEW_PART.reach(actor).q(**AT_PART) & Q(state=PartState.SUBMITTED)
    found = Part.objects.filter(
        entering | review, book__state__in=OPEN_STATES, book__year__state=_OPEN_YEAR
    ).exclude(unit=None)
    said = found.annotate(reason=_returned("part")).values_list(
        "pk",
        "unit__name",
        "book__year",
        "state",
        "since",
        "book__due",
        "book__state",
        "is_returned",
        "reason",
    )
    for pk, unit, year, state, since, due, book_state, is_returned, reason in said:
        group = ENTER if state == PartState.ENTERING else REVIEW_UNITS
        note = BookState(book_state).label
        if is_returned and group is ENTER:
            note = f"退回理由：{reason}" if reason else "已退回"
        yield Item(
            group,
            f"{unit} {year} 年预算",
            "budgets:part",
            (pk,),
            note,
            due,
            since,
            is_returned and group is ENTER,
        )


@dataclass(frozen=True, slots=True)
class _Kind:
    """Work on books: of whom, in which states, and what else must be so."""

    group: Group
    allow: Allow
    states: tuple[BookState, ...]
    but: Q = field(default_factory=Q)

    def q(self, actor: Actor) -> Q:
        """The books of it, for an actor."""
        return self.allow.reach(actor).q(**AT_BOOK) & Q(state__in=self.states) & self.but


# Of those that share a state the first an actor may do is shown, but for those that stand by themselves.
_HANDED_IN = (
    _Kind(ISSUE, a.CEILINGS, (BookState.FIRST_REVIEW,)),
    _Kind(APPROVE, a.APPROVE, (BookState.SECOND_REVIEW,)),
    _Kind(REVIEW, a.RETURN_BOOK, (BookState.FIRST_REVIEW, BookState.SECOND_REVIEW)),
    _Kind(HAND_UP, a.SUBMIT_BOOK, tuple(OPEN_STATES)),
    _Kind(UNITS, a.APPROVE_UNITS, _DONE, Q(units_approved=False)),
    _Kind(PREPARE, a.PREPARE_PUBLICATION, (BookState.APPROVED,), Q(under_way=False)),
)


def _books(actor: Actor, on: dt.date) -> Iterator[Item]:
    kinds = [(kind, kind.q(actor)) for kind in _HANDED_IN]
    late = Q(due__lt=on) & Q(state__in=OPEN_STATES) & a.RETURN_BOOK.reach(actor).q(**AT_BOOK)
    kinds.append((_Kind(LATE, a.RETURN_BOOK, tuple(OPEN_STATES)), late))
    each = [
        Case(When(q, then=Value(n)), default=Value(None), output_field=IntegerField())
        for n, (_, q) in enumerate(kinds)
    ]
    under_way = Publication.objects.filter(
        book=OuterRef("pk"), state__in=(Publication.State.MAKING, Publication.State.MADE)
    )
    steps = Step.objects.filter(book=OuterRef("pk"))
    given = steps.filter(transition="approve_units")
    approved = steps.filter(transition="approve").order_by("-at", "-id").values("at")
    said = (
        Book.objects.filter(year__state=_OPEN_YEAR)
        .annotate(units_approved=Exists(given), under_way=Exists(under_way))
        .annotate(
            kind=Coalesce(*each),
            reason=_returned("book"),
            left=_left(),
            approved_at=Subquery(approved[:1]),
        )
        .exclude(kind=None)
    )
    for pk, name, year, kind, *more in said.values_list(
        "pk", "department__name", "year", "kind", *_SHOWN
    ):
        yield _item(kinds[kind][0].group, pk, f"{name} {year} 年预算", more)


def _left() -> Subquery:
    """How many units are not accepted yet."""
    units = Part.objects.filter(book=OuterRef("pk")).exclude(unit=None)
    waiting = units.exclude(state=PartState.ACCEPTED).order_by().values("book")
    return Subquery(waiting.annotate(n=Count("pk")).values("n"))


def _item(group: Group, pk: int, title: str, said: list[Any]) -> Item:
    state, since, due, is_returned, reason, left, approved_at = said
    if group is UNITS and approved_at is not None:
        due = last_day(Period.UNIT_APPROVAL, localtime(approved_at).date())
    note = BookState(state).label
    own = group is HAND_UP
    if own and is_returned:
        note = f"退回理由：{reason}" if reason else "已退回"
    elif own:
        note = f"{note}，还有 {left} 个单位没有审核通过" if left else f"{note}，各单位已审核通过"
    return Item(group, title, "budgets:book", (pk,), note, due, since, own and is_returned)


BOOKS = Source(
    (
        a.SUBMIT_BOOK,
        a.CEILINGS,
        a.APPROVE,
        a.RETURN_BOOK,
        a.APPROVE_UNITS,
        a.PREPARE_PUBLICATION,
    ),
    _books,
)
PARTS = Source((a.EDIT, a.REVIEW_PART), _parts)
