"""How books of the county become public: prepared, let through two gates, published, corrected."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.errors import NotReady
from yusuan.web.county import people
from yusuan.web.publication.correcting import corrected_version
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.gates import decide_gate
from yusuan.web.publication.models import Gate, Publication
from yusuan.web.publication.preparing import last_published, prepare
from yusuan.web.publication.publishing import publish
from yusuan.web.tasks.doing import Worker
from yusuan.web.tasks.handling import load_handlers
from yusuan.web.tasks.models import Task

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book
    from yusuan.web.county.cast import Cast


def prepared(cast: Cast, book: Book, reason: str = "") -> Publication:
    """The files are there and wait for the gates."""
    publication = prepare(people.of_department(cast, "gongkai"), book, reason=reason)
    load_handlers()
    worker = Worker(threading.Event())
    while worker.step():
        pass
    publication.refresh_from_db()
    if publication.state != Publication.State.MADE:
        failed = Task.objects.filter(key=publication.task_key).order_by("pk").last()
        raise NotReady(f"{book}: {failed.error if failed else ''}")
    return publication


def passed(cast: Cast, publication: Publication, kind: Gate.Kind) -> None:
    """One gate lets exactly these files through."""
    who = {Gate.Kind.SECRECY: "baomi", Gate.Kind.HEAD: "fuze"}[kind]
    gate_keeper = people.of_department(cast, who)
    decide_gate(gate_keeper, publication, kind, publication.digest, passes=True)


def published(cast: Cast, book: Book, reason: str = "") -> None:
    """The book is public."""
    publication = prepared(cast, book, reason)
    for kind in (Gate.Kind.SECRECY, Gate.Kind.HEAD):
        passed(cast, publication, kind)
    publish(people.of_department(cast, "gongkai"), publication)
    book.refresh_from_db()


def corrected(cast: Cast, book: Book) -> None:
    """A text was wrong: the correction is published beside what it corrects."""
    before = last_published(book)
    if before is None:
        return
    budget = budget_of(bytes(before.version.dataset))
    safeguards = budget.narrative.get("safeguards", "")
    texts = {**budget.narrative, "safeguards": f"{safeguards}按月通报项目支出进度。"}
    reason = "工作保障措施一节漏写了支出进度通报的安排，现予补充。"
    public = people.of_department(cast, "gongkai")
    corrected_version(public, book, replace(budget, narrative=texts), reason)
    published(cast, book, reason)
