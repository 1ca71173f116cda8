"""Prepare a publication: say when and by whom, and ask for its files. Nothing that was prepared is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.web.accounts.models import Membership
from yusuan.web.acting import acting
from yusuan.web.budgets.models import Book
from yusuan.web.clock import now, today
from yusuan.web.policy import Role, ScopeKind
from yusuan.web.policy.actions import PREPARE_PUBLICATION
from yusuan.web.publication.circumstances import Circumstances
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.models import Publication
from yusuan.web.store import digest_of
from yusuan.web.tasks.queue import ask
from yusuan.web.versions.freezing import dataset_bytes
from yusuan.web.versions.models import Version
from yusuan.web.visible import chain_of_book, subject_of_book

if TYPE_CHECKING:
    import datetime as dt

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.web.acting import Act
    from yusuan.web.policy import Actor

MAKE = "publication.make"
_State = Publication.State
UNDER_WAY = (_State.MAKING, _State.MADE, _State.FAILED)
_Event = Version.Event


def version_of(book: Book) -> Version | None:
    """The version to publish: what was approved, or last corrected."""
    found = Version.objects.filter(book=book, event__in=(_Event.APPROVED, _Event.CORRECTED))
    return found.order_by("number").last()


def last_published(book: Book) -> Publication | None:
    """What is public of a book today."""
    found = Publication.objects.filter(book=book, state=_State.PUBLISHED)
    return found.order_by("published_at", "pk").last()


def approved_on(book: Book, budget: DepartmentalBudget) -> dt.date:
    """The day of the approval: as the facts say, else when it was frozen here."""
    stated = budget.department.approved_on
    approved = Version.objects.filter(book=book, event=_Event.APPROVED).order_by("number").last()
    if stated is not None or approved is None:
        return stated or today()
    return timezone.localtime(approved.at).date()


def usual(actor: Actor, book: Book) -> Circumstances:
    """Today, released by those who hold the two roles in the department, where there is one besides the actor."""
    secrecy, head = (
        next(iter(holders(book, role, actor)), "") for role in (Role.SECRECY_REVIEWER, Role.HEAD)
    )
    return Circumstances(today(), secrecy, head)


def holders(book: Book, role: Role, but: Actor) -> list[str]:
    """The names of those who hold a role over a department today, but for the actor."""
    department = book.department
    scopes = {
        (ScopeKind.DEPARTMENT, department.code),
        (ScopeKind.DIVISION, department.division_id),
        (ScopeKind.ALL, ""),
    }
    held = (
        Membership.objects.filter(role=role, begins__lte=today(), user__is_active=True)
        .exclude(ends__lt=today())
        .exclude(user=but.user_id)
        .select_related("user")
        .order_by("pk")
    )
    return list(
        dict.fromkeys(one.user.name for one in held if (one.scope_kind, one.scope) in scopes)
    )


def prepare(
    actor: Actor,
    book: Book,
    circumstances: Circumstances | None = None,
    version: Version | None = None,
    reason: str = "",
) -> Publication:
    """Start a publication, of the version last approved or corrected, and ask for its files; raises NotReady.

    What was under way for the book is abandoned, its gates with it. After a publication it is a correction: it needs
    a later version and a reason.
    """
    with acting(actor, PREPARE_PUBLICATION, subject_of_book(book)) as act:
        # Two who prepare at once do so one after the other.
        book = Book.objects.select_for_update().get(pk=book.pk)
        version = version or version_of(book)
        if version is None or version.book_id != book.pk:
            raise NotReady(_("还没有批复的版本，不能准备公开"))
        before = last_published(book)
        if before is not None:
            _require_correction(before, version, reason)
        budget = budget_of(bytes(version.dataset))
        approved = approved_on(book, budget)
        chosen = _of_correction(circumstances or usual(actor, book), before)
        told = chosen.told(budget, approved)
        dataset = dataset_bytes(told)
        for other in Publication.objects.filter(book=book, state__in=UNDER_WAY):
            _abandon(act, other, _("重新准备"))
        made = Publication.objects.create(
            book=book,
            version=version,
            supersedes=before,
            reason=reason.strip(),
            dated=told.department.dated,
            approved_on=approved,
            dataset=dataset,
            dataset_sha256=digest_of(dataset),
            asked_by_id=actor.user_id,
            asked_at=now(),
        )
        act.record(made, None, journalled(made), chain=chain_of_book(book), note=made.reason)
        ask(MAKE, made.task_key, {"publication": made.pk}, actor.username, book=book)
    return made


def _of_correction(circumstances: Circumstances, before: Publication | None) -> Circumstances:
    """What is corrected was public before: that is why its own day is later than the law has it."""
    if before is None or circumstances.late_reason:
        return circumstances
    reason = _("更正公开；原文件 %(day)s 公开") % {"day": before.dated}
    return replace(circumstances, late_reason=reason, late_approver=circumstances.head)


def _require_correction(before: Publication, version: Version, reason: str) -> None:
    if not reason.strip():
        raise NotReady(_("已经公开；更正公开须写明原因"))
    if version.number <= before.version.number:
        raise NotReady(_("公开以后没有新的版本；请先报送更正后的数据"))


def abandon(actor: Actor, publication: Publication, reason: str = "") -> None:
    """Give up what is not public yet; it stays on record. Raises NotReady for what is public."""
    book = publication.book
    with acting(actor, PREPARE_PUBLICATION, subject_of_book(book)) as act:
        found = Publication.objects.select_for_update().get(pk=publication.pk)
        if found.state not in UNDER_WAY:
            raise NotReady(_("已经公开的不能撤下，只能更正公开并保留原件"))
        _abandon(act, found, reason)


def _abandon(act: Act, publication: Publication, reason: str) -> None:
    before = journalled(publication)
    publication.state = _State.ABANDONED
    publication.revision += 1
    publication.save(update_fields=["state", "revision"])
    chain = chain_of_book(publication.book)
    act.record(publication, before, journalled(publication), chain=chain, note=reason)


def journalled(publication: Publication) -> dict[str, object]:
    """What the journal keeps of a publication: what it is made of and where it is, not its contents."""
    return {
        "state": publication.state,
        "version": publication.version_id,
        "supersedes": publication.supersedes_id,
        "dated": publication.dated,
        "dataset_sha256": publication.dataset_sha256,
        "digest": publication.digest,
        "reason": publication.reason,
        "journal_head": publication.journal_head,
        "revision": publication.revision,
    }
