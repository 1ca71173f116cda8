"""Take a step: lock, decide, look for what is missing, freeze, write down, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady, SpecError
from yusuan.web.acting import acting
from yusuan.web.budgets.models import Book, Part
from yusuan.web.versions.freezing import freeze
from yusuan.web.visible import chain_of_book, subject_of_book, subject_of_part
from yusuan.web.workflow.approving import approve_figures
from yusuan.web.workflow.clocks import due_of
from yusuan.web.workflow.hindrances import hindrances
from yusuan.web.workflow.models import Step
from yusuan.web.workflow.states import PartState
from yusuan.web.workflow.transitions import BY_NAME, TRANSITIONS, Of

if TYPE_CHECKING:
    from yusuan.web.acting import Act
    from yusuan.web.policy import Actor, Subject, Verdict
    from yusuan.web.workflow.transitions import Transition


def take(actor: Actor, name: str, subject: Book | Part, reason: str = "") -> Step:
    """Take the step `name`; raises NotAllowed, and NotReady with what is missing.

    The book is read again under its lock, so that of two who submit at once the second finds the new state.
    """
    transition = BY_NAME[name]
    if transition.is_of_publication:
        raise SpecError(f"{name} is taken by the publication room")
    subject.refresh_from_db()
    # What makes the check long happens before the lock; under it the same revision is found checked.
    hindrances(transition, subject)
    with acting(actor, transition.allow, _seen(subject)) as act:
        book = Book.objects.select_for_update(of=("self",)).select_related(
            "department__division", "year"
        )
        locked = book.get(pk=subject.book_id if isinstance(subject, Part) else subject.pk)
        fresh: Book | Part = locked
        if isinstance(subject, Part):
            fresh = Part.objects.select_related("unit").get(pk=subject.pk)
            fresh.book = locked
        _require(transition, actor, fresh, reason)
        return _taken(act, transition, fresh, reason)


def offered(actor: Actor, subject: Book | Part) -> list[tuple[Transition, Verdict]]:
    """The steps from where it stands that are this actor's to take or to wait for."""
    kind = Of.PART if isinstance(subject, Part) else Of.BOOK
    found = []
    for transition in TRANSITIONS:
        if transition.is_of_publication or transition.of is not kind:
            continue
        if subject.state in transition.from_:
            verdict = transition.allow.decide(actor, _seen(subject))
            if verdict or transition.allow.roles & actor.roles:
                found.append((transition, verdict))
    return found


def standing_in_the_way(actor: Actor, transition: Transition, subject: Book | Part) -> list[str]:
    """Why the actor may not take a step now, in words: a refusal, or what is missing; empty where nothing is."""
    verdict = transition.allow.decide(actor, _seen(subject))
    if not verdict:
        return [verdict.reason]
    if subject.state not in transition.from_:
        return [_gone(transition, subject)]
    return hindrances(transition, subject)


def _gone(transition: Transition, subject: Book | Part) -> str:
    said = _("“%(step)s”已不能办理：现在是“%(state)s”")
    return said % {"step": transition.label, "state": subject.get_state_display()}


def hands_of(book: Book) -> tuple[tuple[str, int], ...]:
    """Who had a hand in the book since it was last returned: the hand of each step, and the user."""
    steps = Step.objects.filter(book=book, part=None).order_by("at", "pk")
    return _hands(steps.values_list("transition", "user_id"))


def _hands(steps: object) -> tuple[tuple[str, int], ...]:
    found: list[tuple[str, int]] = []
    for name, user in steps:  # type: ignore[attr-defined]
        transition = BY_NAME.get(name)
        if transition is None:
            continue
        if transition.is_return:
            found.clear()
        if transition.hand:
            found.append((transition.hand, user))
    return tuple(found)


def _seen(subject: Book | Part) -> Subject:
    if isinstance(subject, Part):
        steps = subject.steps.order_by("at", "pk").values_list("transition", "user_id")
        return subject_of_part(subject, *_hands(steps))
    return subject_of_book(subject, *hands_of(subject))


def _require(transition: Transition, actor: Actor, subject: Book | Part, reason: str) -> None:

    transition.allow.require(actor, _seen(subject))
    if subject.state not in transition.from_:
        raise NotReady(_gone(transition, subject))
    if transition.needs_reason and not reason.strip():
        raise NotReady(_("请写明原因"))
    missing = hindrances(transition, subject)
    if missing:
        raise NotReady("；".join(missing))


def _reopen(act: Act, book: Book, *, is_return: bool) -> None:
    for part in book.parts.all():
        before = {"state": part.state, "is_returned": part.is_returned}
        part.state, part.is_returned, part.since = PartState.ENTERING, is_return, act.at
        part.save()
        after = {"state": part.state, "is_returned": part.is_returned}
        act.record(part, before, after, chain=chain_of_book(book))


def _taken(act: Act, transition: Transition, subject: Book | Part, reason: str) -> Step:
    before = {"state": subject.state, "is_returned": subject.is_returned}
    if transition.to is not None:
        subject.state = transition.to
        subject.is_returned = transition.is_return
        subject.since = act.at
    book = subject.book if isinstance(subject, Part) else subject
    if isinstance(subject, Book):
        if transition.clock is not None:
            subject.due = due_of(transition.clock, book.year_id, localtime(act.at).date())
        if transition.reopens_parts:
            _reopen(act, subject, is_return=transition.is_return)
    if transition.approves and isinstance(subject, Book):
        approve_figures(act, subject)
    subject.save()
    after = {"state": subject.state, "is_returned": subject.is_returned}
    act.record(subject, before, after, chain=chain_of_book(book), note=_note(transition, reason))
    step = Step.objects.create(
        book=book,
        part=subject if isinstance(subject, Part) else None,
        transition=transition.name,
        user_id=act.actor.user_id,
        at=act.at,
        reason=reason.strip(),
    )
    if transition.freezes is not None:
        freeze(act, book, transition.freezes)
    return step


def _note(transition: Transition, reason: str) -> str:
    """Which step it was: a permission may be for several."""
    return f"{transition.label}：{reason.strip()}" if reason.strip() else transition.label
