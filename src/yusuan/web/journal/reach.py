"""Which entries somebody reads: chains of whole divisions in reach; those of the place for its keepers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from yusuan.web.asking import whole
from yusuan.web.budgets.models import Row
from yusuan.web.journal.chain import PLACE_CHAIN, chain_of
from yusuan.web.journal.models import Entry
from yusuan.web.policy.actions import BASE_DATA, READ, READ_JOURNAL, USERS
from yusuan.web.visible import books, parts, sees_whole

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yusuan.web.policy import Actor


def entries_for(actor: Actor) -> QuerySet[Entry]:
    """The entries of whole chains, a division's for its people; of their own books for a department's."""
    reach = READ_JOURNAL.reach(actor)
    found = Q(pk__in=())
    if reach.is_all:
        found |= ~Q(chain=PLACE_CHAIN)
    else:
        seen = (
            books(actor, READ_JOURNAL).values_list("department__division_id", "year_id").distinct()
        )
        chains = [chain_of(division, year) for division, year in seen]
        # A chain holds other departments' entries too: only whole divisions are read as a chain.
        own = [chain for chain in chains if chain.partition("/")[0] in reach.divisions]
        found |= Q(chain__in=own) | _of_books(actor)
    if not (BASE_DATA.reach(actor).is_empty and USERS.reach(actor).is_empty):
        found |= Q(chain=PLACE_CHAIN)
    return Entry.objects.filter(found)


def _of_books(actor: Actor) -> Q:
    """What was done to the books that a department's people read whole: steps, and every row."""
    seen = books(actor, READ_JOURNAL).values_list("pk", "department__division_id", "year_id")
    own = [(pk, chain_of(division, year)) for pk, division, year in seen]
    stood = parts(actor, READ_JOURNAL).filter(book__in=[pk for pk, _ in own])
    ids = list(stood.values_list("pk", flat=True))
    about = (
        Q(kind="budgets.book", key__in=[str(pk) for pk, _ in own])
        | Q(kind="budgets.part", key__in=[str(pk) for pk in ids])
        | Q(kind="budgets.row", after__part__in=ids)
        | Q(kind="budgets.row", before__part__in=ids)
    )
    return Q(chain__in={chain for _, chain in own}) & about


def history_of(actor: Actor, kind: str, key: str) -> QuerySet[Entry]:
    """The history of one object, for whoever sees the object itself."""
    entries = Entry.objects.filter(kind=kind, key=key)
    if _sees(actor, kind, key):
        return entries
    return entries.filter(pk__in=entries_for(actor).values("pk"))


def _sees(actor: Actor, kind: str, key: str) -> bool:
    if whole(key) is None:
        return False
    if kind == "budgets.row":
        return parts(actor, READ).filter(rows__pk=int(key)).exists() or _saw_row(actor, key)
    if kind == "budgets.part":
        return parts(actor, READ).filter(pk=int(key)).exists()
    if kind == "budgets.book":
        book = books(actor).filter(pk=int(key)).first()
        return book is not None and sees_whole(actor, book)
    return False


def _saw_row(actor: Actor, key: str) -> bool:
    """Tell whether a row that is gone stood in a part somebody sees."""
    if Row.objects.filter(pk=int(key)).exists():
        return False
    last = Entry.objects.filter(kind="budgets.row", key=key).order_by("-sequence").first()
    stood = None if last is None else (last.after or last.before or {}).get("part")
    return stood is not None and parts(actor, READ).filter(pk=stood).exists()
