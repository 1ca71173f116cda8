"""Open a thread, answer it, settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.web.acting import acting, as_record
from yusuan.web.comments.models import Comment, Thread
from yusuan.web.policy.actions import COMMENT, READ, SETTLE
from yusuan.web.visible import BELOW_BOOK, chain_of_book, parts, subject_of_book, subject_of_part

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yusuan.web.acting import Act
    from yusuan.web.comments.places import Place
    from yusuan.web.policy import Actor, Allow, Subject

_LONGEST = 4_000


def threads_for(actor: Actor) -> QuerySet[Thread]:
    """The threads in reach: of parts one sees, and of whole books where one sees those."""
    whole = READ.reach(actor).q(**BELOW_BOOK)
    seen = whole | Q(part__in=parts(actor))
    return Thread.objects.filter(seen).select_related("book__department", "part__unit")


def at(actor: Actor, place: Place) -> QuerySet[Thread]:
    """What was said of a place, by what finds it again."""
    return threads_for(actor).filter(book=place.book, row=place.row, anchor=place.anchor)


def open_thread(actor: Actor, place: Place, text: str, *, asks: bool) -> Thread:
    """Open a thread at a place of a book; raises NotAllowed, and NotReady without a text."""
    _require(text)
    with acting(actor, COMMENT, subject_of(place)) as act:
        thread = Thread.objects.create(
            book=place.book,
            part=place.part,
            row=place.row,
            anchor=place.anchor,
            about=place.about[:300],
            is_question=asks,
        )
        said = Comment.objects.create(
            thread=thread, user_id=actor.user_id, at=act.at, text=text.strip()
        )
        after = as_record(thread) | {"text": said.text}
        act.record(thread, None, after, chain=chain_of_book(place.book))
    return thread


def answer(actor: Actor, thread: Thread, text: str) -> None:
    """Say something in a thread; an answer by another than the asker answers the question."""
    _require(text)
    first = thread.comments.first()
    with acting(actor, COMMENT, subject_of(thread)) as act:
        said = Comment.objects.create(
            thread=thread, user_id=actor.user_id, at=act.at, text=text.strip()
        )
        act.record(said, None, as_record(said), chain=chain_of_book(thread.book))
        # What is settled stays so: `reopen` asks again.
        if thread.state == Thread.State.SETTLED:
            return
        is_other = first is not None and first.user_id != actor.user_id
        _turn(act, thread, Thread.State.ANSWERED if is_other else Thread.State.OPEN)


def settle(actor: Actor, thread: Thread) -> None:
    """Say that nothing is open any more: whoever asked, or a reviewer; raises NotAllowed for others."""
    with acting(actor, _settling(actor, thread), subject_of(thread)) as act:
        _turn(act, thread, Thread.State.SETTLED)


def reopen(actor: Actor, thread: Thread) -> None:
    """Ask again."""
    with acting(actor, COMMENT, subject_of(thread)) as act:
        _turn(act, thread, Thread.State.OPEN)


def may_settle(actor: Actor, thread: Thread) -> bool:
    """Tell whether somebody may say that nothing is open any more."""
    return bool(_settling(actor, thread).decide(actor, subject_of(thread)))


def _settling(actor: Actor, thread: Thread) -> Allow:
    """Whoever asked settles by asking's permission, others by settling's."""
    first = thread.comments.first()
    is_asker = first is not None and first.user_id == actor.user_id
    return COMMENT if is_asker else SETTLE


def _turn(act: Act, thread: Thread, state: Thread.State) -> None:
    before = {"state": thread.state}
    thread.state = state
    thread.revision += 1
    thread.save(update_fields=["state", "revision"])
    act.record(thread, before, {"state": state}, chain=chain_of_book(thread.book))


def subject_of(place: Place | Thread) -> Subject:
    """Whose it is."""
    return subject_of_book(place.book) if place.part is None else subject_of_part(place.part)


def _require(text: str) -> None:
    if not text.strip():
        raise NotReady(_("请写明内容"))
    if len(text) > _LONGEST:
        raise NotReady(_("内容过长，请分几次写"))
