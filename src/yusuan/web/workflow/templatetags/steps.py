"""The steps somebody may take, as buttons: `{% load steps %}{% steps_of book %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from yusuan.web.workflow.clocks import Countdown
from yusuan.web.workflow.hindrances import hindrances
from yusuan.web.workflow.taking import offered

if TYPE_CHECKING:
    import datetime as dt

    from yusuan.web.budgets.models import Book, Part
    from yusuan.web.policy import Actor

register = template.Library()


def steps_for(actor: Actor, obj: Book | Part) -> list[dict[str, Any]]:
    """The steps of a book or a part for `workflow/steps.html`: the step, whether allowed, and what is missing."""
    return [
        {"step": step, "verdict": verdict, "missing": hindrances(step, obj) if verdict else []}
        for step, verdict in offered(actor, obj)
    ]


@register.inclusion_tag("workflow/steps.html", takes_context=True)
def steps_of(context: template.Context, obj: Book | Part) -> dict[str, Any]:
    """Buttons of the steps the actor may take of a book or a part; what stands in the way is said instead."""
    return {"step_of": obj, "steps": steps_for(context["actor"], obj)}


@register.simple_tag(takes_context=True)
def countdown(context: template.Context, due: dt.date | None) -> Countdown | None:
    """How long until a last day, on the actor's day; nothing where there is none."""
    return None if due is None else Countdown(due, context["actor"].on)
