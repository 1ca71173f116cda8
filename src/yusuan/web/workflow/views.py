"""The home page: what waits for me; and the form by which a step is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yusuan.web import visible
from yusuan.web.accounts.again import asked_again
from yusuan.web.asking import asker
from yusuan.web.budgets.models import Part
from yusuan.web.workflow.changes import changes_for
from yusuan.web.workflow.states import BookState, PartState
from yusuan.web.workflow.taking import standing_in_the_way, take
from yusuan.web.workflow.transitions import BY_NAME, Of
from yusuan.web.workflow.waiting import waiting_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor
    from yusuan.web.workflow.transitions import Transition
    from yusuan.web.workflow.waiting import Item

# Of each kind on the page of all kinds; of one kind a page.
_FIRST = 10
_A_PAGE = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The worklist; `?of=` shows one kind of work whole, page by page."""
    actor = asker(request)
    waiting = waiting_for(actor)
    every = [item for items in waiting.values() for item in items]
    content: dict[str, Any] = {
        "count": len(every),
        "late": sum(_is_late(item, actor) for item in every),
    }
    asked = next((group for group in waiting if group.key == request.GET.get("of")), None)
    if asked is not None:
        page = Paginator(waiting[asked], _A_PAGE).get_page(request.GET.get("page"))
        content |= {"group": asked, "page": page, "items": _shown(list(page), actor)}
        return render(request, "workflow/kind.html", content)
    content["groups"] = [
        {
            "group": group,
            "count": len(items),
            "items": _shown(items[:_FIRST], actor),
            "more": len(items) > _FIRST,
        }
        for group, items in waiting.items()
    ]
    content["changes"] = changes_for(actor)
    return render(request, "workflow/home.html", content)


def _is_late(item: Item, actor: Actor) -> bool:
    left = item.countdown(actor.on)
    return left is not None and left.is_late


def _shown(items: list[Item], actor: Actor) -> list[dict[str, Any]]:
    return [{"item": item, "at": item.at, "left": item.countdown(actor.on)} for item in items]


@require_http_methods(["GET", "POST"])
def take_step(request: HttpRequest, of: str, pk: int, name: str) -> HttpResponse:
    """Ask for the reason where one is needed, say what stands in the way, and take the step."""
    actor = asker(request)
    asked = _transition(of, name)
    obj = _object(actor, of, pk)
    if request.method == "POST" and asked.approves and (sent := asked_again(request)) is not None:
        return sent
    said = standing_in_the_way(actor, asked, obj)
    reason = request.POST.get("reason", "").strip()
    error = ""
    if request.method == "POST" and not said:
        if not asked.needs_reason or reason:
            take(actor, name, obj, reason)
            messages.success(request, _taken(asked))
            return redirect(address_of(obj))
        error = _("请写明理由，对方会看到")
    content = {
        "step": asked,
        "obj": obj,
        "title": str_of(obj),
        "back": address_of(obj),
        "missing": said,
        "follows": follows(asked),
        "reason": reason,
        "error": error,
    }
    status = 200 if request.method == "GET" else (409 if said else 400)
    return render(request, "workflow/take.html", content, status=status)


def _transition(of: str, name: str) -> Transition:
    found = BY_NAME.get(name)
    if found is None or found.of != of or found.is_of_publication:
        raise Http404
    return found


def _object(actor: Actor, of: str, pk: int) -> Book | Part:
    if of == "part":
        return get_object_or_404(visible.parts(actor), pk=pk)
    return get_object_or_404(visible.books(actor), pk=pk)


def follows(step: Transition) -> list[str]:
    """What becomes of it when a step is taken, in words."""
    states = BookState if step.of is Of.BOOK else PartState
    said = []
    if step.to is not None:
        said.append(_("状态变为“%(state)s”") % {"state": states(step.to).label})
    if step.reopens_parts:
        said.append(_("各单位重新填报"))
    if step.freezes is not None:
        said.append(_("冻结一个版本（%(event)s），不能再改") % {"event": step.freezes.label})
    if step.approves:
        said.append(_("没有另填批复数的，以现在的数为批复数"))
    if step.notifies:
        said.append(_("列入待办：%(to)s") % {"to": "、".join(role.label for role in step.notifies)})
    return said


def _taken(step: Transition) -> str:
    to = "、".join(role.label for role in step.notifies)
    said = _("已%(step)s。") % {"step": step.label}
    return said + _("%(to)s的待办中已列出。") % {"to": to} if to else said


def str_of(obj: Book | Part) -> str:
    """What people call a book or a part."""
    if isinstance(obj, Part):
        return f"{obj.unit or obj.book.department} {obj.book.year_id} 年预算"
    return f"{obj.department} {obj.year_id} 年预算"


def address_of(obj: Book | Part) -> str:
    """The page of a book or a part; the home page where that room is not there."""
    try:
        return reverse("budgets:part" if isinstance(obj, Part) else "budgets:book", args=[obj.pk])
    except NoReverseMatch:
        return reverse("home")
