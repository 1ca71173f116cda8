"""Publish: both gates passed by the same files, then state, version, journal and companion in one transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils import timezone

from yusuan.core.errors import NotReady
from yusuan.rules.fingerprint import rules_hash
from yusuan.web.acting import acting
from yusuan.web.journal.chain import NOTHING
from yusuan.web.journal.models import Head
from yusuan.web.policy.actions import PUBLISH
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.gates import hindrances, locked
from yusuan.web.publication.models import File, Publication
from yusuan.web.publication.preparing import journalled
from yusuan.web.publication.rows import write_rows
from yusuan.web.publication.seen import standing, subject_of
from yusuan.web.store import keep
from yusuan.web.versions.freezing import keep as keep_version
from yusuan.web.versions.models import Version
from yusuan.web.visible import chain_of_book
from yusuan.web.workflow.models import Step
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    from yusuan.web.acting import Act
    from yusuan.web.policy import Actor

# Beside the published files; not one of those the gates are about, since it tells of the gates.
JOURNAL = "journal.json"
PUBLISH_STEP, CORRECT_STEP = "publish", "correct"


def publish(actor: Actor, publication: Publication) -> Publication:
    """Make the files public, and the book with them; raises NotAllowed, NotReady with what is missing."""
    with acting(actor, PUBLISH, subject_of(publication)) as act:
        found = locked(publication)
        PUBLISH.require(actor, subject_of(found))
        missing = hindrances(found)
        if missing:
            raise NotReady("；".join(missing))
        before = journalled(found)
        found.published_by_id, found.published_at = actor.user_id, act.at
        found.state = Publication.State.PUBLISHED
        chain = chain_of_book(found.book)
        # Locked: what is printed is the end of the chain until this is written behind it.
        head = Head.objects.select_for_update().filter(chain=chain).first()
        found.journal_head = NOTHING if head is None else head.digest
        content = companion(found, 0 if head is None else head.sequence)
        File.objects.create(
            publication=found, name=JOURNAL, sha256=keep(content), size=len(content)
        )
        found.revision += 1
        found.save()
        act.record(found, before, journalled(found), chain=chain, note=found.reason)
        _take(act, found)
    return found


def companion(publication: Publication, sequence: int) -> bytes:
    """What stands beside the files: the end of the journal's chain, the gates, and the digest of each file."""
    book = publication.book
    gates = standing(publication)
    told = {
        "department": book.department_id,
        "year": book.year_id,
        "dated": publication.dated.isoformat(),
        "published_at": _moment(publication.published_at),
        "digest": publication.digest,
        "supersedes": publication.supersedes.digest if publication.supersedes else "",
        "reason": publication.reason,
        "gates": {
            kind: {"by": gate.user.name, "at": _moment(gate.at), "digest": gate.digest}
            for kind, gate in sorted(gates.items())
        },
        "journal": {
            "chain": chain_of_book(book),
            "sequence": sequence,
            "digest": publication.journal_head,
        },
        "files": {
            file.name: file.sha256 for file in publication.files.all() if file.name != JOURNAL
        },
    }
    text = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def _moment(at: object) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")  # type: ignore[arg-type]


def _take(act: Act, publication: Publication) -> None:
    """The book's step, and the version that is public: the dataset these files were made of."""
    book = publication.book
    is_correction = publication.supersedes_id is not None
    before = {"state": book.state}
    book.state = BookState.CORRECTED if is_correction else BookState.PUBLISHED
    book.since, book.due = act.at, None
    book.save(update_fields=["state", "since", "due"])
    chain = chain_of_book(book)
    act.record(book, before, {"state": book.state}, chain=chain, note=publication.reason)
    Step.objects.create(
        book=book,
        transition=CORRECT_STEP if is_correction else PUBLISH_STEP,
        user_id=act.actor.user_id,
        at=act.at,
        reason=publication.reason,
    )
    budget = budget_of(bytes(publication.dataset))
    write_rows(act, book, budget)
    keep_version(
        act,
        book,
        Version.Event.PUBLISHED,
        budget,
        publication.version.outcomes,
        rules_hash(),
        publication.reason,
    )
