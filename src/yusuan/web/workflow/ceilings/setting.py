"""Set the ceilings of a book, or the amounts approved: what changed is written, and everything that waits sees it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.core.terms import ControlMeasure
from yusuan.web.acting import acting, as_record
from yusuan.web.budgets.given import given
from yusuan.web.budgets.models import Book, Ceiling
from yusuan.web.policy.actions import APPROVE, CEILINGS
from yusuan.web.visible import chain_of_book, subject_of_book
from yusuan.web.workflow.taking import hands_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.web.acting import Act
    from yusuan.web.budgets.given import Place
    from yusuan.web.policy import Actor, Allow


def allow_for(*, is_approved: bool) -> Allow:
    """Who may set them, and when: approved amounts while a book waits for its approval."""
    return APPROVE if is_approved else CEILINGS


def stamp(amounts: Mapping[Place, int]) -> str:
    """What the amounts were when somebody began to change them."""
    said = "\n".join(
        f"{unit}\t{measure.value}\t{amounts[unit, measure]}"
        for unit, measure in sorted(amounts, key=lambda at: (at[0], at[1].value))
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def set_amounts(
    actor: Actor, book: Book, wanted: Mapping[Place, int], seen: str, *, is_approved: bool = False
) -> int:
    """Make the amounts those wanted (fen), and say how many changed; nothing changes where none does.

    Raises NotAllowed; NotReady where somebody else changed them since `seen`.
    """
    allow = allow_for(is_approved=is_approved)
    before = given(book, is_approved=is_approved)
    if before == wanted and seen == stamp(before):
        return 0
    with acting(actor, allow, subject_of_book(book, *hands_of(book))) as act:
        locked = Book.objects.select_for_update(of=("self",)).get(pk=book.pk)
        if stamp(given(locked, is_approved=is_approved)) != seen:
            raise NotReady(_("有人同时改了这些数。请重新打开本页，看清后再填。"))
        changed = _write(act, locked, wanted, is_approved=is_approved)
        locked.revision += 1
        locked.save(update_fields=["revision"])
    book.revision = locked.revision
    return changed


def _write(act: Act, book: Book, wanted: Mapping[Place, int], *, is_approved: bool) -> int:
    chain = chain_of_book(book)
    changed = 0
    kept = {
        (one.unit_id or "", ControlMeasure(one.measure)): one
        for one in book.ceilings.filter(is_approved=is_approved)
    }
    for (unit, measure), amount in wanted.items():
        one = kept.pop((unit, measure), None)
        if one is not None and one.amount == amount:
            continue
        before = None if one is None else as_record(one)
        if one is None:
            one = Ceiling(
                book=book, unit_id=unit or None, measure=measure.value, is_approved=is_approved
            )
        one.amount = amount
        one.revision += 1
        one.save()
        act.record(one, before, as_record(one), chain=chain)
        changed += 1
    for one in kept.values():
        act.record(one, as_record(one), None, chain=chain)
        one.delete()
        changed += 1
    return changed
