"""Correct what is public: a corrected dataset becomes a version with its reason, and is prepared as any other."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady, ReadError
from yusuan.pipeline import Run
from yusuan.rules.fingerprint import rules_hash
from yusuan.web.acting import acting
from yusuan.web.policy.actions import PREPARE_PUBLICATION
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.preparing import last_published
from yusuan.web.store import keep
from yusuan.web.tasks.queue import ask
from yusuan.web.versions.freezing import keep as keep_version
from yusuan.web.versions.models import Version
from yusuan.web.visible import subject_of_book

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget
    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor
    from yusuan.web.publication.circumstances import Circumstances
    from yusuan.web.tasks.models import Task

CORRECT = "publication.correct"
_MOST_FAULTS = 20


def corrected_version(actor: Actor, book: Book, budget: DepartmentalBudget, reason: str) -> Version:
    """Freeze corrected facts of a published book as a version; raises NotAllowed, NotReady."""
    with acting(actor, PREPARE_PUBLICATION, subject_of_book(book)) as act:
        before = last_published(book)
        if before is None:
            raise NotReady(_("还没有公开，不需要更正"))
        if not reason.strip():
            raise NotReady(_("更正公开须写明原因"))
        told = budget.department
        if (told.code, told.fiscal_year) != (book.department_id, book.year_id):
            raise NotReady(_("数据不是这个部门、这个年度的"))
        _require_known_units(book, budget)
        outcomes = Run.of(budget).outcomes
        counts = {"error": len(outcomes.blocking), "warning": 0, "note": 0}
        event = Version.Event.CORRECTED
        return keep_version(act, book, event, budget, counts, rules_hash(), reason.strip())


def _require_known_units(book: Book, budget: DepartmentalBudget) -> None:
    known = set(book.parts.exclude(unit=None).values_list("unit", flat=True))
    unknown = [unit.name for unit in budget.units if unit.code not in known]
    if unknown:
        said = _("这些单位不在本年度预算中：%(names)s")
        raise NotReady(said % {"names": "、".join(unknown)})


def ask_correction(
    actor: Actor,
    book: Book,
    file: tuple[str, bytes],
    circumstances: Circumstances,
    reason: str,
) -> Task:
    """Ask the worker to read a corrected dataset or workbook (its name and content) and to prepare its publication."""
    verdict = PREPARE_PUBLICATION.decide(actor, subject_of_book(book))
    if not verdict:
        raise NotReady(verdict.reason)
    if last_published(book) is None:
        raise NotReady(_("还没有公开，不需要更正"))
    if not reason.strip():
        raise NotReady(_("更正公开须写明原因"))
    name, content = file
    arguments: dict[str, Any] = {
        "book": book.pk,
        "user": actor.user_id,
        "file": keep(content),
        "name": name,
        "reason": reason,
        "circumstances": {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in asdict(circumstances).items()
        },
    }
    return ask(CORRECT, f"book:{book.pk}", arguments, actor.username, book=book)


def read_correction(name: str, content: bytes) -> DepartmentalBudget:
    """The facts in a file somebody sent; raises NotReady with its faults in words."""
    ending = ".zip" if name.lower().endswith(".zip") else ".xlsx"
    try:
        return budget_of(content, f"更正{ending}")
    except ReadError as error:
        said = "；".join(
            f"{fault.place} {fault.field}：{fault.found}，应为{fault.allowed}"
            for fault in error.faults[:_MOST_FAULTS]
        )
        raise NotReady(_("更正后的数据不能读取：%(said)s") % {"said": said}) from error
