"""The page of a part, its saves, and what it asks for while it stands open."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yusuan.preparation.ceilings import compared
from yusuan.web.asking import asker, wants_json
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.entry.asked import edit_of, edit_of_form, look_of
from yusuan.web.budgets.entry.boxes import boxes, texts
from yusuan.web.budgets.entry.sheet import A_PAGE, columns_of, record_of, records_of
from yusuan.web.budgets.entry.suggested import suggested, units_named
from yusuan.web.budgets.given import given
from yusuan.web.budgets.models import Presence
from yusuan.web.budgets.saving import allow_for, save
from yusuan.web.clock import now
from yusuan.web.visible import parts, sees_whole, subject_of_part
from yusuan.web.workflow.changes import looked
from yusuan.web.workflow.transitions import RETURNS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from yusuan.web.budgets.checking import Checked
    from yusuan.web.budgets.entry.asked import Look
    from yusuan.web.budgets.models import Part
    from yusuan.web.policy import Actor

_FORGOTTEN = dt.timedelta(seconds=60)


@require_GET
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part's rows of one kind, to be typed into by whoever may, to be read by the others."""
    actor = asker(request)
    shown = get_object_or_404(parts(actor), pk=pk)
    looked(actor, shown.book)
    record = record_of(shown, request.GET.get("record", ""))
    columns = columns_of(record)
    rows = shown.rows.filter(record=record.name).order_by("position", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    verdict = allow_for(shown).decide(actor, subject_of_part(shown))
    counted = dict.fromkeys((one.name for one in records_of(shown)), 0)
    for name in shown.rows.values_list("record", flat=True):
        counted[name] = counted.get(name, 0) + 1
    content = {
        "part": shown,
        "book": shown.book,
        "record": record,
        "records": [(one, counted[one.name]) for one in records_of(shown)],
        "columns": columns,
        "page": page,
        "rows": [
            (
                row,
                boxes(columns, row.pk, str(row.position), row.values)
                if verdict
                else texts(columns, row.values),
            )
            for row in page
        ],
        "spoken": set(shown.threads.exclude(row=None).values_list("row", flat=True)),
        "new_row": boxes(columns, "new", _("新行"), {}),
        "lists": [column for column in columns if column.choices],
        "may_edit": bool(verdict),
        "why_not": verdict.reason,
        "operation": uuid.uuid4().hex,
        "returned": _why_returned(shown),
    }
    return render(request, "budgets/part.html", content)


def _why_returned(part: Part) -> str:
    if not part.is_returned:
        return ""
    steps = part.book.steps.filter(Q(part=part) | Q(part=None), transition__in=RETURNS)
    returned = steps.order_by("-at", "-pk").first()
    return returned.reason if returned else ""


@require_POST
def save_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was typed: JSON from the script (409 with what conflicts), a form from a page without one."""
    actor = asker(request)
    shown = get_object_or_404(parts(actor), pk=pk)
    if wants_json(request):
        answer = save(actor, shown, edit_of(request.body))
        return JsonResponse(answer, status=409 if answer["conflicts"] else 200)
    record = record_of(shown, request.POST.get("record", ""))
    rows = {row.pk: row for row in shown.rows.filter(record=record.name)}
    answer = save(actor, shown, edit_of_form(request.POST, rows, record.name))
    if answer["conflicts"]:
        content = {"part": shown, "record": record, "conflicts": answer["conflicts"]}
        return render(request, "budgets/conflicts.html", content, status=409)
    messages.success(request, "已保存")
    response: HttpResponse = redirect("budgets:part", pk)
    response["Location"] += f"?record={record.name}"
    return response


@require_POST
def state(request: HttpRequest, pk: int) -> JsonResponse:
    """What a page that stands open asks for: rows others changed, findings by cell, ceilings, who else is here."""
    actor = asker(request)
    shown = get_object_or_404(parts(actor), pk=pk)
    look = look_of(request.body)
    stored = shown.rows.filter(record=record_of(shown, look.record).name)
    stored = stored.order_by("position", "pk")
    rows = _looked_at(list(stored.values_list("pk", flat=True)), look)
    found = checked(shown.book)
    answer: dict[str, Any] = {
        "revision": shown.revision,
        "editable": bool(allow_for(shown).decide(actor, subject_of_part(shown))),
        "findings": _findings(found, rows, _own_rows(actor, shown)),
        "counts": found.counts(),
        "ceilings": _ceilings(found, shown),
        "others": _present(look, actor, shown),
    }
    if look.revision != str(shown.revision):
        said = {pk: values for pk, values in stored.values_list("pk", "values") if pk in rows}
        answer["rows"] = {str(pk): values for pk, values in said.items()}
        answer["order"] = list(said)
    return JsonResponse(answer)


def _looked_at(stored: list[int], look: Look) -> set[int]:
    """The rows of the page, and those it shows that stand on another by now: one that went further down is not gone."""
    page = set(Paginator(stored, A_PAGE).get_page(look.page))
    return page | look.rows.intersection(stored)


def _own_rows(actor: Actor, part: Part) -> set[int] | None:
    """The rows whose figures somebody may be told of; None for whoever sees the whole book."""
    if sees_whole(actor, part.book):
        return None
    return set(part.rows.values_list("pk", flat=True))


def _findings(found: Checked, rows: set[int], own: set[int] | None) -> list[dict[str, Any]]:
    problems = (
        problem.read_with(own)
        for problem in found.problems
        if any(cell.row in rows for cell in problem.cells)
    )
    return [
        {
            "row": cell.row,
            "field": cell.field,
            "severity": "error" if problem.blocks else problem.severity.value,
            "message": problem.message,
            "hint": problem.hint,
            "fix": problem.fix,
        }
        for problem in problems
        for cell in problem.cells
        if cell.row in rows
    ]


def _ceilings(found: Checked, part: Part) -> list[dict[str, Any]]:
    """The ceilings of the part's unit, of the whole department for its own part; fen as text."""
    if found.run is None:
        return []
    unit = part.unit_id or ""
    own = {at: amount for at, amount in given(part.book).items() if at[0] == unit}
    return [
        {
            "measure": one.measure.value,
            "ceiling": str(one.ceiling),
            "entered": str(one.entered),
        }
        for one in compared(own, found.run.budget.lines)
    ]


def _present(look: Look, actor: Actor, part: Part) -> list[dict[str, str]]:
    tab = look.tab[:40]
    at = now()
    if tab:
        Presence.objects.update_or_create(
            part=part,
            tab=tab,
            defaults={"user_id": actor.user_id, "place": look.place[:60], "seen_at": at},
        )
        Presence.objects.filter(part=part, seen_at__lt=at - _FORGOTTEN).delete()
    others = Presence.objects.filter(part=part, seen_at__gte=at - _FORGOTTEN).exclude(tab=tab)
    return [
        {"name": one.user.name, "place": one.place, "mine": str(one.user_id == actor.user_id)}
        for one in others.select_related("user")
    ]


@require_GET
def names(request: HttpRequest, pk: int) -> JsonResponse:
    """Codes and names that begin with or hold what is being typed."""
    shown = get_object_or_404(parts(asker(request)), pk=pk)
    kind, typed = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:30]
    # Only the department's own part names other units.
    if kind == "unit" and shown.unit_id is None:
        return JsonResponse({"names": units_named(shown.book, typed)})
    return JsonResponse({"names": suggested(kind, typed, shown.book.year_id)})
