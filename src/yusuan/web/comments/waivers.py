"""Reasons for warnings: asked by one person, approved by another, until a day; an error is never waived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.web.acting import acting, as_record
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.models import Part
from yusuan.web.comments.models import Waiver
from yusuan.web.policy.actions import APPROVE_WAIVER, WAIVE
from yusuan.web.visible import chain_of_book, parts, sees_whole, subject_of_book

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from yusuan.web.budgets.checking import Problem
    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor


def waived(book: Book, on: dt.date) -> frozenset[str]:
    """The ids of the findings whose reason was approved and is in force on a day."""
    in_force = book.waivers.filter(approved_by__isnull=False, is_withdrawn=False, expires__gte=on)
    return frozenset(in_force.values_list("finding", flat=True))


def concerns(problem: Problem, part: Part) -> bool:
    """Tell whether a finding is about rows of a part, and of no other."""
    named = {cell.row for cell in problem.cells}
    return problem.is_of(set(part.rows.filter(pk__in=named).values_list("pk", flat=True)))


def seen(actor: Actor, book: Book) -> QuerySet[Waiver]:
    """The reasons in reach: all of a book one sees whole, else one's own and those about one's own rows."""
    found = book.waivers.filter(is_withdrawn=False).select_related("asked_by", "approved_by")
    if sees_whole(actor, book):
        return found
    mine = list(parts(actor).filter(book=book))
    about = {
        problem.id
        for problem in checked(book).warnings
        if any(concerns(problem, part) for part in mine)
    }
    return found.filter(Q(asked_by=actor.user_id) | Q(finding__in=about))


@dataclass(frozen=True, slots=True)
class Asked:
    """A reason as somebody sees it: whether it is theirs to agree to."""

    it: Waiver
    may_approve: bool


def listed(actor: Actor, book: Book) -> list[Asked]:
    """The reasons in reach of somebody."""
    return [Asked(one, may_approve(actor, one)) for one in seen(actor, book)]


def waited_for(actor: Actor, book: Book, on: dt.date) -> dict[str, Asked]:
    """The reasons nobody has agreed to yet, by finding."""
    return {
        one.it.finding: one
        for one in listed(actor, book)
        if one.it.approved_by_id is None and one.it.expires >= on
    }


def may_approve(actor: Actor, waiver: Waiver) -> bool:
    """Tell whether somebody may agree to a reason."""
    if waiver.approved_by_id is not None:
        return False
    subject = subject_of_book(waiver.book, ("asked", waiver.asked_by_id))
    return bool(APPROVE_WAIVER.decide(actor, subject))


def ask(actor: Actor, about: Book | Part, finding: str, reason: str, expires: dt.date) -> Waiver:
    """Give the reason for a warning of a book, or of a unit's part in it; raises NotReady where it is none of these."""
    book = about.book if isinstance(about, Part) else about
    problem = next((p for p in checked(book).warnings if p.id == finding), None)
    if problem is None or (isinstance(about, Part) and not concerns(problem, about)):
        raise NotReady(_("这不是一条现有的提示；错误不能说明，只能改正"))
    if not reason.strip():
        raise NotReady(_("请写明理由"))
    unit = about.unit_id if isinstance(about, Part) else None
    with acting(actor, WAIVE, replace(subject_of_book(book), unit=unit)) as act:
        waiver = Waiver.objects.create(
            book=book,
            rule=problem.rule,
            finding=finding,
            message=problem.message,
            reason=reason.strip(),
            asked_by_id=actor.user_id,
            asked_at=act.at,
            expires=expires,
        )
        act.record(waiver, None, as_record(waiver), chain=chain_of_book(book))
    return waiver


def approve(actor: Actor, waiver: Waiver) -> None:
    """Agree to a reason; raises NotAllowed for whoever gave it, NotReady for one that was settled already."""
    book = waiver.book
    subject = subject_of_book(book, ("asked", waiver.asked_by_id))
    with acting(actor, APPROVE_WAIVER, subject) as act:
        waiver = Waiver.objects.select_for_update().get(pk=waiver.pk)
        if waiver.approved_by_id is not None or waiver.is_withdrawn:
            raise NotReady(_("这条理由已经有人同意，或者已经撤回"))
        before = as_record(waiver)
        waiver.approved_by_id = actor.user_id
        waiver.approved_at = act.at
        waiver.revision += 1
        waiver.save()
        act.record(waiver, before, as_record(waiver), chain=chain_of_book(book))


def withdraw(actor: Actor, waiver: Waiver) -> None:
    """Take a reason back: whoever may give one for the book, or may agree to it."""
    book = waiver.book
    is_own = bool(WAIVE.decide(actor, subject_of_book(book)))
    allowed = WAIVE if is_own else APPROVE_WAIVER
    with acting(actor, allowed, subject_of_book(book)) as act:
        before = as_record(waiver)
        waiver.is_withdrawn = True
        waiver.revision += 1
        waiver.save()
        act.record(waiver, before, as_record(waiver), chain=chain_of_book(book))
