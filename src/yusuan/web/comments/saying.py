"""Open a thread, answer it, settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from yusuan.core.dataset.sheets import label_of
from yusuan.core.errors import NotReady
from yusuan.web.acting import acting, as_record
from yusuan.web.budgets.findings import called
from yusuan.web.comments.models import Comment, Thread
from yusuan.web.policy.actions import COMMENT, READ, SETTLE
from yusuan.web.visible import BELOW_BOOK, chain_of_book, parts, subject_of_book, subject_of_part

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yusuan.web.acting import Act
    from yusuan.web.budgets.models import Book, Row
    from yusuan.web.policy import Actor, Allow, Subject

_LONGEST = 4_000


def threads_for(actor: Actor) -> QuerySet[Thread]:
    """The threads in reach: of parts one sees, and of whole books where one sees those."""
    whole = READ.reach(actor).q(**BELOW_BOOK)
    seen = whole | Q(part__in=parts(actor))
    return Thread.objects.filter(seen).select_related("book__department", "part__unit")


def about_row(row: Row, field: str) -> str:
    """What a thread is about, in words that stay when the row is gone."""
    value = row.values.get(field, "")
    return f"{called(row)} {label_of(row.record, field)}“{value[:60]}”"


def open_thread(
    actor: Actor, book: Book, text: str, *, row: Row | None, anchor: str, about: str, asks: bool
) -> Thread:
    """Open a thread at a place of a book; raises NotAllowed, and NotReady without a text."""
    part = None if row is None else row.part
    _require(text)
    subject = subject_of_book(book) if part is None else subject_of_part(part)
    with acting(actor, COMMENT, subject) as act:
        thread = Thread.objects.create(
            book=book, part=part, row=row, anchor=anchor[:200], about=about[:300], is_question=asks
        )
        said = Comment.objects.create(
            thread=thread, user_id=actor.user_id, at=act.at, text=text.strip()
        )
        after = as_record(thread) | {"text": said.text}
        act.record(thread, None, after, chain=chain_of_book(book))
    return thread


def answer(actor: Actor, thread: Thread, text: str) -> None:
    """Say something in a thread; an answer by another than the asker answers the question."""
    _require(text)
    first = thread.comments.first()
    with acting(actor, COMMENT, _subject(thread)) as act:
        said = Comment.objects.create(
            thread=thread, user_id=actor.user_id, at=act.at, text=text.strip()
        )
        act.record(said, None, as_record(said), chain=chain_of_book(thread.book))
        is_other = first is not None and first.user_id != actor.user_id
        _turn(act, thread, Thread.State.ANSWERED if is_other else Thread.State.OPEN)


def settle(actor: Actor, thread: Thread) -> None:
    """Say that nothing is open any more: whoever asked, or a reviewer; raises NotAllowed for others."""
    with acting(actor, _settling(actor, thread), _subject(thread)) as act:
        _turn(act, thread, Thread.State.SETTLED)


def reopen(actor: Actor, thread: Thread) -> None:
    """Ask again."""
    with acting(actor, COMMENT, _subject(thread)) as act:
        _turn(act, thread, Thread.State.OPEN)


def may_settle(actor: Actor, thread: Thread) -> bool:
    """Tell whether somebody may say that nothing is open any more."""
    return bool(_settling(actor, thread).decide(actor, _subject(thread)))


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


def _subject(thread: Thread) -> Subject:
    return subject_of_book(thread.book) if thread.part is None else subject_of_part(thread.part)


def _require(text: str) -> None:
    if not text.strip():
        raise NotReady(_("请写明内容"))
    if len(text) > _LONGEST:
        raise NotReady(_("内容过长，请分几次写"))
