"""The versions of a book, what differs between two of them, and the file the command line reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from yusuan.web.answers import attached
from yusuan.web.asking import asker, whole
from yusuan.web.policy.actions import READ
from yusuan.web.versions.differing import Differences
from yusuan.web.versions.models import Version
from yusuan.web.versions.reading import run_of_draft, run_of_version
from yusuan.web.visible import BELOW_BOOK, whole_books

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor

# In an address: not a version, but the book as it stands now.
DRAFT = 0


def seen(actor: Actor) -> QuerySet[Version]:
    """The versions of books somebody reads whole: a unit's people do not read other units' figures here."""
    q = READ.reach(actor).q(**BELOW_BOOK)
    return (
        Version.objects.filter(q)
        .defer("dataset")
        .select_related("book__department__division", "author")
    )


@require_GET
def list_(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of a book, the newest first, and a form to compare any two."""
    actor = asker(request)
    book = get_object_or_404(whole_books(actor), pk=pk)
    versions = list(seen(actor).filter(book=book).order_by("-number"))
    content = {
        "book": book,
        "versions": [
            (version, versions[n + 1] if n + 1 < len(versions) else None)
            for n, version in enumerate(versions)
        ],
        "others": _comparable(actor, book),
    }
    return render(request, "versions/list.html", content)


def _comparable(actor: Actor, book: Book) -> list[Version]:
    """What a version of the book is compared with: those of the year before."""
    before = Q(book__department=book.department_id, book__year=book.year_id - 1)
    return list(seen(actor).filter(before).order_by("-number"))


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Lead to the comparison a form asks for."""
    old, new = (whole(request.GET.get(name, "")) for name in ("old", "new"))
    if old is None or new is None:
        raise Http404
    return redirect("versions:diff", old, new)


@require_GET
def diff(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """What differs; `new` 0 is the draft of the old one's book. Only of one department, of one year or two."""
    actor = asker(request)
    before = get_object_or_404(seen(actor), pk=old)
    after = None if new == DRAFT else get_object_or_404(seen(actor), pk=new)
    if after is not None and after.book.department_id != before.book.department_id:
        raise Http404
    run = run_of_draft(before.book) if after is None else run_of_version(after)
    content = {
        "book": before.book if after is None else after.book,
        "old": before,
        "new": after,
        "found": Differences(run_of_version(before), run),
    }
    return render(request, "versions/diff.html", content)


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The dataset, as `yusuan check` reads it; named by department, year, number and digest."""
    version = get_object_or_404(seen(asker(request)).defer(None), pk=pk)
    book = version.book
    name = f"{book.department_id}-{book.year_id}-v{version.number}-{version.sha256[:12]}.zip"
    answer = attached(bytes(version.dataset), name, "application/zip")
    answer["ETag"] = f'"{version.sha256}"'
    return answer
