"""What is done with publications: prepare, decide at a gate, publish, correct, give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yusuan.core.errors import NotReady
from yusuan.web.accounts.again import again
from yusuan.web.asking import asker
from yusuan.web.budgets.consolidation import counted_twice
from yusuan.web.policy.actions import PREPARE_PUBLICATION
from yusuan.web.publication.correcting import ask_correction
from yusuan.web.publication.forms import CorrectForm, PrepareForm
from yusuan.web.publication.gates import ALLOWS, decide_gate
from yusuan.web.publication.preparing import abandon, last_published, prepare
from yusuan.web.publication.publishing import publish
from yusuan.web.publication.seen import publications
from yusuan.web.visible import books, subject_of_book

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor

_ASKS = require_http_methods(["GET", "HEAD", "POST"])


@_ASKS
def preparing(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the circumstances, then for the files."""
    actor, book = _book(request, pk)
    form = PrepareForm(actor, book, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = prepare(actor, book, form.circumstances)
        except NotReady as error:
            form.add_error(None, str(error))
        else:
            return redirect("publication:one", made.pk)
    content = {
        "form": form,
        "book": book,
        "public": last_published(book),
        "counted_twice": counted_twice(book),
    }
    return render(request, "publication/prepare.html", content)


@_ASKS
def correcting(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a corrected dataset; the worker reads it."""
    actor, book = _book(request, pk)
    form = CorrectForm(actor, book, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sent = (file.name, file.read())
            ask_correction(actor, book, sent, form.circumstances, form.cleaned_data["reason"])
        except NotReady as error:
            form.add_error(None, str(error))
        else:
            return redirect("publication:of_book", book.pk)
    content = {"form": form, "book": book, "public": last_published(book), "is_correction": True}
    return render(request, "publication/prepare.html", content)


@require_POST
@again
def gate(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Let the files through, or not."""
    actor = asker(request)
    found = get_object_or_404(publications(actor), pk=pk)
    if kind not in ALLOWS:
        raise Http404
    passes = request.POST.get("decision") == "pass"
    reason, digest = request.POST.get("reason", ""), request.POST.get("digest", "")
    decide_gate(actor, found, kind, digest, passes=passes, reason=reason)
    messages.success(request, _("已办理"))
    return redirect("publication:one", pk)


@require_POST
@again
def publishing(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it public."""
    actor = asker(request)
    publish(actor, get_object_or_404(publications(actor), pk=pk))
    messages.success(request, _("已公开"))
    return redirect("publication:one", pk)


@require_POST
def abandoning(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    actor = asker(request)
    found = get_object_or_404(publications(actor), pk=pk)
    abandon(actor, found, request.POST.get("reason", ""))
    return redirect("publication:of_book", found.book_id)


def _book(request: HttpRequest, pk: int) -> tuple[Actor, Book]:
    """The book, for somebody who may prepare its publication."""
    actor = asker(request)
    book = get_object_or_404(books(actor), pk=pk)
    PREPARE_PUBLICATION.require(actor, subject_of_book(book))
    return actor, book
