"""Threads and reasons, as pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yusuan.core.errors import NotReady
from yusuan.web.asking import asker, whole
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.models import Row
from yusuan.web.comments import saying, waivers
from yusuan.web.comments.models import Thread, Waiver
from yusuan.web.policy.actions import COMMENT
from yusuan.web.visible import books, parts, sees_whole, subject_of_book, subject_of_part

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.models import Book, Part
    from yusuan.web.policy import Actor

_A_PAGE = 50


@require_GET
def threads(request: HttpRequest) -> HttpResponse:
    """Everything that was said in reach: what is open first."""
    found = saying.threads_for(asker(request))
    state = request.GET.get("state", Thread.State.OPEN)
    if state in Thread.State.values:
        found = found.filter(state=state)
    page = Paginator(found.order_by("-pk"), _A_PAGE).get_page(request.GET.get("page"))
    content = {"page": page, "states": Thread.State.choices, "state": state}
    return render(request, "comments/list.html", content)


@require_GET
def of_book(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said of one book, and the reasons given for its warnings."""
    actor = asker(request)
    book = get_object_or_404(books(actor), pk=pk)
    found = saying.threads_for(actor).filter(book=book)
    page = Paginator(found.order_by("-pk"), _A_PAGE).get_page(request.GET.get("page"))
    content = {
        "book": book,
        "page": page,
        "waivers": [
            {"it": one, "may_approve": waivers.may_approve(actor, one)}
            for one in waivers.seen(actor, book)
        ],
        "may_comment": bool(COMMENT.decide(actor, subject_of_book(book))),
    }
    return render(request, "comments/of_book.html", content)


@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a cell, a figure or a sentence of a book."""
    actor = asker(request)
    book = get_object_or_404(books(actor), pk=pk)
    given = request.POST if request.method == "POST" else request.GET
    row = _row(actor, book, given.get("row", ""))
    anchor = given.get("anchor", "")[:200]
    about = (
        saying.about_row(row, anchor)
        if row
        else (given.get("about", "")[:300] or str(book.department.name))
    )
    refused = ""
    text = request.POST.get("text", "")
    if request.method == "POST":
        try:
            made = saying.open_thread(
                actor,
                book,
                text,
                row=row,
                anchor=anchor,
                about=about,
                asks=request.POST.get("asks") == "on",
            )
        except NotReady as error:
            refused = str(error)
        else:
            return redirect("comments:thread", made.pk)
    subject = subject_of_book(book) if row is None else subject_of_part(row.part)
    content = {
        "book": book,
        "row": row,
        "anchor": anchor,
        "about": about,
        "text": text,
        "refused": refused,
        "verdict": COMMENT.decide(actor, subject),
    }
    return render(request, "comments/open.html", content, status=409 if refused else 200)


def _row(actor: Actor, book: Book, number: str) -> Row | None:
    if whole(number) is None:
        return None
    mine = parts(actor).filter(book=book)
    return get_object_or_404(Row.objects.select_related("part__unit"), pk=number, part__in=mine)


@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread: read, answered, settled, reopened."""
    actor = asker(request)
    shown = get_object_or_404(saying.threads_for(actor), pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            _said(request, actor, shown)
        except NotReady as error:
            refused = str(error)
        else:
            return redirect("comments:thread", pk)
    content = {
        "thread": shown,
        "comments": shown.comments.select_related("user"),
        "at": _place(shown),
        "may_settle": saying.may_settle(actor, shown),
        "refused": refused,
        "text": request.POST.get("text", "") if refused else "",
    }
    return render(request, "comments/thread.html", content, status=409 if refused else 200)


def _said(request: HttpRequest, actor: Actor, shown: Thread) -> None:
    if "settle" in request.POST:
        saying.settle(actor, shown)
    elif "reopen" in request.POST:
        saying.reopen(actor, shown)
    else:
        saying.answer(actor, shown, request.POST.get("text", ""))


def _place(shown: Thread) -> str:
    """Where the thread's place is looked at."""
    if shown.row_id is not None and shown.row is not None:
        at = reverse("budgets:part", args=[shown.row.part_id])
        return f"{at}?record={shown.row.record}#row-{shown.row_id}"
    return reverse("budgets:book", args=[shown.book_id])


@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the reason for a warning, until a day."""
    actor = asker(request)
    book = get_object_or_404(books(actor), pk=pk)
    try:
        expires = dt.date.fromisoformat(request.POST.get("expires", ""))
    except ValueError:
        expires = dt.date(book.year_id, 12, 31)
    finding, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    try:
        waivers.ask(actor, _about(actor, book, finding), finding, reason, expires)
    except NotReady as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "理由已提交，等另一人同意")
    return redirect("budgets:findings", pk)


def _about(actor: Actor, book: Book, finding: str) -> Book | Part:
    """What somebody gives a reason for: the book where it is seen whole, else the own part the finding is about."""
    if sees_whole(actor, book):
        return book
    mine = list(parts(actor).filter(book=book, unit__isnull=False))
    found = [one for one in checked(book).warnings if one.id == finding]
    about = [part for part in mine if any(waivers.concerns(one, part) for one in found)]
    return next(iter((*about, *mine)), book)


@require_POST
def approve_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a reason."""
    actor = asker(request)
    waiver = get_object_or_404(Waiver, pk=pk, book__in=books(actor))
    waivers.approve(actor, waiver)
    messages.success(request, "已同意")
    # Back to the list it was read in.
    from_findings = request.POST.get("from") == "findings"
    return redirect("budgets:findings" if from_findings else "comments:of_book", waiver.book_id)


@require_POST
def withdraw_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reason back."""
    actor = asker(request)
    waiver = get_object_or_404(Waiver, pk=pk, book__in=books(actor))
    waivers.withdraw(actor, waiver)
    messages.success(request, "已撤回")
    return redirect("comments:of_book", waiver.book_id)
