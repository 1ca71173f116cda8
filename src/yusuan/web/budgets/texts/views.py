"""Texts as forms beside what they become."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from yusuan.core.errors import NotAllowed, NotReady
from yusuan.core.records import NARRATIVE, NARRATIVE_NAMES, NARRATIVE_TEXTS
from yusuan.web.answers import alone
from yusuan.web.asking import asker
from yusuan.web.budgets.models import Part
from yusuan.web.budgets.saving import Change, Edit, Inserted, allow_for, save
from yusuan.web.budgets.texts import drafted
from yusuan.web.visible import books, sees_whole, subject_of_part

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.models import Book, Row
    from yusuan.web.policy import Actor

# Reasons that law or the form asks for where figures moved.
_REASONS = frozenset({"change_basic", "change_project", "three_public_change"})


@require_http_methods(["GET", "POST"])
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the texts; beside them stand the sections with their figures, which nobody types."""
    actor = asker(request)
    book = _book(actor, pk)
    part = get_object_or_404(Part.objects.filter(unit=None), book=book)
    part.book = book
    verdict = allow_for(part).decide(actor, subject_of_part(part))
    rows = {row.values.get("name", ""): row for row in part.rows.filter(record=NARRATIVE.name)}
    conflicts: list[dict[str, str]] = []
    if request.method == "POST":
        if not verdict:
            raise NotAllowed(verdict.reason)
        answer = save(actor, part, _edit(request, rows))
        if not answer["conflicts"]:
            messages.success(request, "已保存")
            return redirect("budgets:texts", pk)
        conflicts = answer["conflicts"]
        rows = {row.values.get("name", ""): row for row in part.rows.filter(record=NARRATIVE.name)}
    try:
        sections, why_not = drafted.sections(drafted.drafted(book)), ""
    except NotReady as error:
        sections, why_not = [], str(error)
    content = {
        "book": book,
        "fields": [_field(name, rows, request) for name in NARRATIVE_TEXTS],
        "may_edit": bool(verdict),
        "verdict": verdict,
        "operation": uuid.uuid4().hex,
        "sections": sections,
        "why_not": why_not,
        "conflicts": conflicts,
    }
    return render(request, "budgets/texts.html", content, status=409 if conflicts else 200)


def _field(name: str, rows: dict[str, Row], request: HttpRequest) -> dict[str, object]:
    row = rows.get(name)
    kept = row.values.get("text", "") if row else ""
    return {
        "name": name,
        "label": NARRATIVE_NAMES[name],
        "help": NARRATIVE_TEXTS[name],
        "text": request.POST.get(f"t-{name}", kept),
        "kept": kept,
        "is_reason": name in _REASONS,
    }


def _edit(request: HttpRequest, rows: dict[str, Row]) -> Edit:
    """What was typed against what the page showed; a text somebody else changed meanwhile is asked about."""
    changes: list[Change] = []
    inserted: list[Inserted] = []
    for name in NARRATIVE_TEXTS:
        new = request.POST.get(f"t-{name}")
        if new is None:
            continue
        new, shown = new.replace("\r\n", "\n").strip(), request.POST.get(f"o-{name}", "")
        shown = shown.replace("\r\n", "\n").strip()
        if new == shown:
            continue
        row = rows.get(name)
        if row is None:
            inserted.append(Inserted(name, NARRATIVE.name))
            changes += [Change(name, "name", "", name), Change(name, "text", "", new)]
        else:
            changes.append(Change(row.pk, "text", shown, new))
    return Edit(request.POST.get("operation", ""), changes, inserted)


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as it will print, in a frame."""
    book = _book(asker(request), pk)
    return render(request, "budgets/preview.html", {"book": book})


@require_GET
@xframe_options_sameorigin
def preview_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft's page itself."""
    return alone(drafted.page(_book(asker(request), pk)))


def _book(actor: Actor, pk: int) -> Book:
    book = get_object_or_404(books(actor), pk=pk)
    if not sees_whole(actor, book):
        raise NotAllowed("文字说明和公开页由主管部门编写，单位看不到其他单位的数")
    return book
