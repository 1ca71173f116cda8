"""Threads and reasons, as pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yusuan.core import records as r
from yusuan.core.errors import NotReady
from yusuan.web.asking import asker
from yusuan.web.budgets.checking import checked
from yusuan.web.comments import places, saying, waivers
from yusuan.web.comments.models import Thread, Waiver
from yusuan.web.policy.actions import COMMENT
from yusuan.web.visible import books, parts, sees_whole, subject_of_book

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.models import Book, Part
    from yusuan.web.policy import Actor

_A_PAGE = 50
_MINE = "mine"
_POINTERS = ("row", "field", "figure", "section", "project")


@require_GET
def threads(request: HttpRequest) -> HttpResponse:
    """Everything that was said in reach: what is open first."""
    actor = asker(request)
    found = saying.threads_for(actor)
    state = request.GET.get("state", Thread.State.OPEN)
    if state in Thread.State.values:
        found = found.filter(state=state)
    if state == _MINE:
        found = found.filter(comments__user=actor.user_id).distinct()
    page = Paginator(found.order_by("-pk"), _A_PAGE).get_page(request.GET.get("page"))
    states = [*Thread.State.choices, (_MINE, "我参与的"), ("all", "全部")]
    content = {"page": page, "states": states, "state": state}
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
        "waivers": waivers.listed(actor, book),
        "may_comment": bool(COMMENT.decide(actor, subject_of_book(book))),
    }
    return render(request, "comments/of_book.html", content)


@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a cell, a figure or a sentence of a book."""
    actor = asker(request)
    book = get_object_or_404(books(actor), pk=pk)
    given = request.POST if request.method == "POST" else request.GET
    where = places.place(actor, book, given)
    refused = ""
    text = request.POST.get("text", "")
    if request.method == "POST":
        try:
            asks = request.POST.get("asks") == "on"
            made = saying.open_thread(actor, where, text, asks=asks)
        except NotReady as error:
            refused = str(error)
        else:
            return redirect("comments:thread", made.pk)
    content = {
        "book": book,
        "place": where,
        "pointers": {name: given[name] for name in _POINTERS if given.get(name)},
        "fields": () if where.row is None else r.BY_NAME[where.row.record].fields,
        "said": saying.at(actor, where),
        "text": text,
        "refused": refused,
        "verdict": COMMENT.decide(actor, saying.subject_of(where)),
    }
    return render(request, "comments/open.html", content, status=409 if refused else 200)


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
        "at": places.address_of(actor, shown),
        "is_gone": places.is_gone(shown),
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


@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the reason for a warning, until a day."""
    actor = asker(request)
    book = get_object_or_404(books(actor), pk=pk)
    finding, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    try:
        about = _about(actor, book, finding)
        waivers.ask(actor, about, finding, reason, _day(request.POST.get("expires", "")))
    except NotReady as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "理由已提交，等另一人同意")
    return redirect("budgets:findings", pk)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotReady("有效期应写成日期，如 2027-12-31；理由没有提交") from None


def _about(actor: Actor, book: Book, finding: str) -> Book | Part:
    """What somebody gives a reason for: the book where it is seen whole, else the own part the finding is about."""
    if sees_whole(actor, book):
        return book
    mine = list(parts(actor).filter(book=book, unit__isnull=False))
    found = [one for one in checked(book).warnings if one.id == finding]
    about = [part for part in mine if any(waivers.concerns(one, part) for one in found)]
    if not about:
        raise NotReady("这条提示不涉及您的单位，由部门说明")
    return about[0]


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
