"""The page on which a unit's lines are computed by standard."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.asking import asker
from yusuan.web.budgets.saving import allow_for, save
from yusuan.web.clock import today
from yusuan.web.organisation.by_standard.planning import edit_of, planned, staffing_of
from yusuan.web.visible import parts, subject_of_part

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def by_standard(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the calculation; confirmed, write it. What was shown must still be so."""
    actor = asker(request)
    part = get_object_or_404(parts(actor), pk=pk)
    try:
        plan = planned(part, today())
    except NotReady as missing:
        if request.method == "POST":
            raise
        content = {"part": part, "missing": str(missing)}
        return render(request, "organisation/by_standard.html", content)
    verdict = allow_for(part).decide(actor, subject_of_part(part))
    if request.method == "POST":
        if not verdict:
            raise NotAllowed(verdict.reason)
        if request.POST.get("revision") != str(part.revision):
            raise NotReady(_("内容已有变动，请回到上一页重新查看后再写入"))
        answer = save(actor, part, edit_of(part, plan, request.POST.get("operation", "")[:40]))
        if answer["conflicts"]:
            raise NotReady(_("有人同时改了这些行，请重新查看后再写入"))
        messages.success(request, _("已按定额写入。"))
        return redirect("budgets:part", pk)
    content = {
        "part": part,
        "plan": plan,
        "total": sum(one.line.amount for one in plan),
        "staffing": staffing_of(part),
        "changed": sum(one.is_changed for one in plan),
        "replaced": sum(one.is_changed and one.row is not None for one in plan),
        "verdict": verdict,
        "operation": uuid.uuid4().hex,
    }
    return render(request, "organisation/by_standard.html", content)
