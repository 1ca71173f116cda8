"""How far a task is, for the one who asked and for those who may see its book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from yusuan.web.asking import asker
from yusuan.web.tasks.models import Task
from yusuan.web.visible import books

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.policy import Actor


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """The tasks somebody asked for, and those about the books in reach."""
    return Task.objects.filter(Q(asked_by=actor.username) | Q(book__in=books(actor)))


@require_safe
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """JSON for `tasks.js`."""
    task = get_object_or_404(visible_tasks(asker(request)), pk=pk)
    return JsonResponse(
        {
            "state": task.state,
            "label": task.get_state_display(),
            "progress": task.progress,
            "attempts": task.attempts,
            "error": task.error if task.state == Task.State.FAILED else "",
            "is_finished": task.is_finished,
        }
    )
