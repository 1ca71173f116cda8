"""What an actor sees of publications, and what permissions ask of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from yusuan.web.policy import Subject
from yusuan.web.policy.actions import READ_PUBLICATION
from yusuan.web.publication.models import Gate, Publication
from yusuan.web.visible import books

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yusuan.web.policy import Actor


def publications(actor: Actor) -> QuerySet[Publication]:
    """Those of departments in reach; a unit's people see what is public."""
    found = Q(book__in=books(actor, READ_PUBLICATION)) | Q(
        book__in=books(actor), state=Publication.State.PUBLISHED
    )
    return (
        Publication.objects.filter(found)
        .defer("dataset")
        .select_related("book__department__division", "book__year", "asked_by", "published_by")
    )


def standing(publication: Publication) -> dict[str, Gate]:
    """The last decision at each gate about the files as they are; one about other files is none."""
    found = publication.gates.filter(digest=publication.digest).select_related("user")
    return {gate.kind: gate for gate in found if publication.digest}


def subject_of(publication: Publication) -> Subject:
    """A publication as permissions see it: who asked for it, and who passed a gate."""
    department = publication.book.department
    passed = [
        (kind, gate.user_id) for kind, gate in standing(publication).items() if gate.is_passed
    ]
    hands = (("asked", publication.asked_by_id), *passed)
    return Subject(None, department.code, department.division_id, publication.state, hands)
