"""The home page, and the page on which a step is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.asking import asker
from yusuan.web.visible import books, parts
from yusuan.web.workflow.hindrances import hindrances
from yusuan.web.workflow.models import LastLook, Step
from yusuan.web.workflow.taking import offered, take
from yusuan.web.workflow.transitions import BY_NAME, Of
from yusuan.web.workflow.waiting import waiting_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.models import Book, Part
    from yusuan.web.policy import Actor

_NEWS = 15


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is late, what changed since I looked."""
    actor = asker(request)
    waiting = waiting_for(actor)
    late = [one for one in waiting if one.due is not None and one.due < actor.on]
    content = {
        "late": late,
        "waiting": [one for one in waiting if one not in late],
        "news": _news(actor),
        "today": actor.on,
    }
    return render(request, "workflow/home.html", content)


def _news(actor: Actor) -> list[Step]:
    """Steps others took with books in reach since one last opened them."""
    seen = dict(LastLook.objects.filter(user=actor.user_id).values_list("book", "at"))
    steps = (
        Step.objects.filter(book__in=books(actor))
        .exclude(user=actor.user_id)
        .select_related("book__department", "part__unit", "user")
        .order_by("-at", "-pk")[: _NEWS * 4]
    )
    new = [step for step in steps if step.book_id not in seen or step.at > seen[step.book_id]]
    return new[:_NEWS]


@require_http_methods(["GET", "POST"])
def take_step(request: HttpRequest, of: str, pk: int, name: str) -> HttpResponse:
    """Say what a step means and take it; where it cannot be taken the page says why and keeps the reason typed."""
    actor = asker(request)
    transition = BY_NAME.get(name)
    if transition is None or transition.of != of:
        raise Http404
    subject: Book | Part = (
        get_object_or_404(parts(actor), pk=pk)
        if transition.of is Of.PART
        else get_object_or_404(books(actor), pk=pk)
    )
    if not any(step is transition for step, _ in offered(actor, subject)):
        raise NotAllowed(f"现在的状态不能“{transition.label}”，或不由您办理")
    reason = request.POST.get("reason", "")
    refused = ""
    if request.method == "POST":
        try:
            take(actor, name, subject, reason)
        except NotReady as error:
            refused = str(error)
        else:
            messages.success(request, f"已{transition.label}")
            return redirect("budgets:part" if transition.of is Of.PART else "budgets:book", pk)
    content = {
        "transition": transition,
        "subject": subject,
        "of": of,
        "missing": hindrances(transition, subject),
        "reason": reason,
        "refused": refused,
    }
    return render(request, "workflow/take.html", content, status=409 if refused else 200)
