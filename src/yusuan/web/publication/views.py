"""What is prepared and what is public: pages that only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yusuan.web.answers import alone, attached
from yusuan.web.asking import asker
from yusuan.web.clock import today
from yusuan.web.policy.actions import (
    HEAD_SIGNS,
    PREPARE_PUBLICATION,
    PUBLISH,
    READ_PUBLICATION,
    SECRECY,
)
from yusuan.web.publication.circumstances import due_on
from yusuan.web.publication.correcting import CORRECT
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.gates import hindrances, may_publish
from yusuan.web.publication.models import Gate, Publication
from yusuan.web.publication.preparing import MAKE, UNDER_WAY, last_published, version_of
from yusuan.web.publication.publishing import JOURNAL
from yusuan.web.publication.seen import publications, standing, subject_of
from yusuan.web.store import kept
from yusuan.web.tasks.models import Task
from yusuan.web.versions.models import Version
from yusuan.web.visible import books, subject_of_book
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor

_GATES = ((Gate.Kind.SECRECY, SECRECY), (Gate.Kind.HEAD, HEAD_SIGNS))
_READY = (BookState.APPROVED, BookState.PUBLISHED, BookState.CORRECTED)
_FIGURES = 400


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The books that are approved, and how far each is on its way to the public."""
    actor = asker(request)
    found = books(actor).filter(state__in=_READY).order_by("-year", "department")
    last = {one.book_id: one for one in publications(actor).order_by("pk")}
    rows = [(book, last.get(book.pk), *_due(book, last_published(book))) for book in found]
    return render(request, "publication/list.html", {"rows": rows})


@require_safe
def of_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was prepared or published of a book."""
    actor = asker(request)
    book = get_object_or_404(books(actor), pk=pk)
    found = list(publications(actor).filter(book=book).order_by("-pk"))
    public = last_published(book)
    due, left = _due(book, public)
    content = {
        "book": book,
        "public": public,
        "under_way": next((one for one in found if one.state in UNDER_WAY), None),
        "found": found,
        "version": version_of(book),
        "due": due,
        "left": left,
        "may_prepare": PREPARE_PUBLICATION.decide(actor, subject_of_book(book)),
        "correction": _correction_task(actor, book),
    }
    return render(request, "publication/of_book.html", content)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A publication: its files as they are, the gates, and what is to be done."""
    actor = asker(request)
    publication = get_object_or_404(publications(actor), pk=pk)
    subject = subject_of(publication)
    stands = standing(publication)
    gates = [
        {"kind": kind, "gate": stands.get(kind), "verdict": allow.decide(actor, subject)}
        for kind, allow in _GATES
    ]
    files = [file for file in publication.files.all() if "/" not in file.name]
    content = {
        "publication": publication,
        "book": publication.book,
        "task": _making(publication),
        "files": files,
        "package": [file for file in publication.files.all() if "/" in file.name],
        "page": next((file for file in files if file.name.endswith(".html")), None),
        "gates": gates,
        "journal": next((file for file in files if file.name == JOURNAL), None),
        "may_publish": may_publish(actor, publication),
        "days": (publication.dated - publication.approved_on).days,
        "late": _late(actor, publication),
        "is_publisher": bool(PUBLISH.decide(actor, subject)),
        "missing": hindrances(publication) if publication.state == "made" else [],
        "may_abandon": publication.state in UNDER_WAY
        and PREPARE_PUBLICATION.decide(actor, subject_of_book(publication.book)),
        "sees_inside": _sees_inside(actor, publication),
        "successor": publication.superseded_by.filter(state="published").first(),
    }
    return render(request, "publication/one.html", content)


@require_safe
def masked(request: HttpRequest, pk: int) -> HttpResponse:
    """What is masked in the files, and on what ground: for whoever reviews them."""
    publication = _inside(request, pk)
    content = {"publication": publication, "book": publication.book}
    return render(request, "publication/masked.html", content)


@require_safe
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """What a correction changes of what was public."""
    publication = get_object_or_404(publications(asker(request)), pk=pk)
    if publication.supersedes_id is None:
        raise Http404
    figures = publication.difference.get("figures", [])
    content = {
        "publication": publication,
        "book": publication.book,
        "figures": figures[:_FIGURES],
        "more": max(0, len(figures) - _FIGURES),
    }
    return render(request, "publication/difference.html", content)


@require_safe
def dataset(request: HttpRequest, pk: int) -> HttpResponse:
    """The dataset the files were made of, for whoever makes them again; it may hold what is classified."""
    publication = _inside(request, pk)
    name = f"{publication.book.department_id}-{publication.book.year_id}-{publication.pk}.zip"
    return attached(bytes(publication.dataset), name)


@require_safe
def file(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """A file of a publication, by its digest."""
    publication = get_object_or_404(publications(asker(request)), pk=pk)
    found = publication.files.filter(sha256=digest).first()
    if found is None:
        raise Http404
    return attached(kept(found.sha256), found.name.rpartition("/")[2])


@require_safe
def page(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The published page itself, to be looked at in a frame."""
    publication = get_object_or_404(publications(asker(request)), pk=pk)
    found = publication.files.filter(sha256=digest, name__endswith=".html").first()
    if found is None:
        raise Http404
    return alone(kept(found.sha256))


def _inside(request: HttpRequest, pk: int) -> Publication:
    actor = asker(request)
    publication = get_object_or_404(publications(actor), pk=pk)
    if not _sees_inside(actor, publication):
        raise Http404
    return publication


def _sees_inside(actor: Actor, publication: Publication) -> bool:
    return bool(READ_PUBLICATION.decide(actor, subject_of(publication)))


def _late(actor: Actor, publication: Publication) -> str:
    """Why it is later than the law has it, and who answers for that: for those who see inside."""
    if publication.dated <= due_on(publication.approved_on) or not _sees_inside(actor, publication):
        return ""
    department = budget_of(bytes(publication.dataset)).department
    return f"{department.timing_reason}（{department.timing_approver}）"


def _making(publication: Publication) -> Task | None:
    return Task.objects.filter(kind=MAKE, key=publication.task_key).order_by("pk").last()


def _correction_task(actor: Actor, book: Book) -> Task | None:
    """The last correction that was sent in, while it is read or where it could not be."""
    if not PREPARE_PUBLICATION.decide(actor, subject_of_book(book)):
        return None
    found = Task.objects.filter(kind=CORRECT, book=book).order_by("pk").last()
    return None if found is None or found.state == Task.State.DONE else found


def _due(book: Book, public: Publication | None) -> tuple[dt.date | None, int | None]:
    """The last day to publish, and how many days are left; no countdown for what is public."""
    if public is not None:
        return due_on(public.approved_on), None
    approved = Version.objects.filter(book=book, event=Version.Event.APPROVED)
    version = approved.order_by("number").defer("dataset").last()
    if version is None:
        return None, None
    under_way = book.publications.filter(state__in=UNDER_WAY).defer("dataset").last()
    day = under_way.approved_on if under_way else _day_of(version)
    due = due_on(day)
    return due, (due - today()).days


def _day_of(version: Version) -> dt.date:
    return timezone.localtime(version.at).date()
