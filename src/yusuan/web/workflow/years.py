"""The page on which a year is opened and locked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yusuan.web.asking import asker
from yusuan.web.organisation.models import FiscalYear
from yusuan.web.policy import Subject
from yusuan.web.policy.actions import OPEN_YEAR
from yusuan.web.workflow.opening import lock_year, open_year
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """The years, how far their books are, and what may be done with them."""
    actor = asker(request)
    OPEN_YEAR.require(actor, Subject())
    done = (BookState.APPROVED, BookState.PUBLISHED, BookState.CORRECTED)
    found = FiscalYear.objects.annotate(
        n=Count("books"), done=Count("books", filter=Q(books__state__in=done))
    )
    content = {"years": found, "today": actor.on, "states": FiscalYear.State}
    return render(request, "workflow/years.html", content)


@require_POST
def open_(request: HttpRequest, year: int) -> HttpResponse:
    """Open a year with the units of the day that was posted."""
    actor = asker(request)
    asked = get_object_or_404(FiscalYear, pk=year)
    try:
        on = dt.date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        messages.error(request, _("请写明按哪一天的单位开启，如 2026-09-30"))
        return redirect("workflow:years")
    opened = open_year(actor, asked, on)
    messages.success(
        request,
        _("已开启 %(year)s 年度，新建 %(n)d 本预算。") % {"year": year, "n": len(opened.books)},
    )
    if opened.without_units:
        names = "、".join(str(one) for one in opened.without_units)
        messages.warning(request, _("这一天没有所属单位、没有建立预算的部门：%s") % names)
    return redirect("workflow:years")


@require_POST
def lock(request: HttpRequest, year: int) -> HttpResponse:
    """Lock a year."""
    lock_year(asker(request), get_object_or_404(FiscalYear, pk=year))
    messages.success(request, _("已锁定 %(year)s 年度。") % {"year": year})
    return redirect("workflow:years")
