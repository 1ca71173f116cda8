"""The page of a book's ceilings beside what is entered, and the list of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yusuan.core.errors import NotReady
from yusuan.core.terms import ControlMeasure
from yusuan.preparation.ceilings import unbalanced
from yusuan.web.asking import asker
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.given import given
from yusuan.web.budgets.models import Ceiling
from yusuan.web.organisation.models import FiscalYear
from yusuan.web.versions.models import Line, Version
from yusuan.web.visible import subject_of_book, whole_books
from yusuan.web.workflow.ceilings.setting import allow_for, set_amounts, stamp
from yusuan.web.workflow.ceilings.sheet import Sheet
from yusuan.web.workflow.taking import hands_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


_A_PAGE = 50


@require_http_methods(["GET", "POST"])
def ceilings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and set what finance allows; `?approved=1` what it approves. Whoever reads the whole book may look."""
    actor = asker(request)
    book = get_object_or_404(whole_books(actor), pk=pk)
    is_approved = request.GET.get("approved") == "1"
    kept = given(book, is_approved=is_approved)
    run = checked(book).run
    sheet = Sheet(book, () if run is None else run.budget.lines, kept)
    refused = ""
    if request.method == "POST":
        sheet.take(request.POST)
        seen = request.POST.get("seen", "")
        try:
            if not sheet.errors:
                n = set_amounts(actor, book, sheet.wanted, seen, is_approved=is_approved)
                said = _("已保存 %(n)d 处改动。") % {"n": n} if n else _("没有改动。")
                messages.success(request, said)
                return redirect(request.get_full_path())
        except NotReady as error:
            refused = str(error)
    elif request.GET.get("fill") == "entered":
        sheet.fill()
    subject = subject_of_book(book, *hands_of(book))
    content = {
        "book": book,
        "is_approved": is_approved,
        "may": allow_for(is_approved=is_approved).decide(actor, subject),
        "sheet": sheet,
        "unbalanced": unbalanced(sheet.wanted),
        "seen": request.POST.get("seen") or stamp(kept),
        "has_any": bool(kept),
        "refused": refused,
    }
    wrong = bool(sheet.errors) and request.method == "POST"
    return render(
        request, "workflow/ceilings.html", content, status=409 if refused else 400 if wrong else 200
    )


@require_GET
def of_year(request: HttpRequest, year: int) -> HttpResponse:
    """The departments of a year: what each may spend in all, and what it handed in last."""
    actor = asker(request)
    asked = get_object_or_404(FiscalYear, pk=year)
    total = ControlMeasure.TOTAL.value
    whole = Ceiling.objects.filter(book=OuterRef("pk"), unit=None, measure=total)
    version = Version.objects.filter(book=OuterRef("pk")).order_by("-number").values("pk")[:1]
    found = (
        whole_books(actor)
        .filter(year=asked)
        .annotate(
            allowed=Subquery(whole.filter(is_approved=False).values("amount")[:1]),
            approved=Subquery(whole.filter(is_approved=True).values("amount")[:1]),
            version=Subquery(version),
        )
        .order_by("department_id")
    )
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    handed = dict(
        Line.objects.filter(version__in=[one.version for one in shown if one.version])
        .values_list("version")
        .annotate(total=Sum("amount"))
    )
    rows = [
        {
            "book": one,
            "handed": handed.get(one.version),
            "over": max(0, handed.get(one.version, 0) - one.allowed) if one.allowed else 0,
        }
        for one in shown
    ]
    content = {"year": asked, "page": page, "rows": rows, "years": FiscalYear.objects.all()}
    return render(request, "workflow/ceilings_of_year.html", content)
