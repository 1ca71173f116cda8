"""Workbooks out and in, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.answers import SHEET, attached
from yusuan.web.asking import asker
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.exchange import importing
from yusuan.web.budgets.models import Import
from yusuan.web.budgets.saving import allow_for
from yusuan.web.budgets.tables import of_units
from yusuan.web.store import kept
from yusuan.web.tasks.models import Task
from yusuan.web.visible import parts, subject_of_part

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN = 500


@require_http_methods(["GET", "POST"])
def import_(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file; what is wrong with it is shown by sheet and cell, and nothing of it is taken over yet."""
    actor = asker(request)
    part = get_object_or_404(parts(actor), pk=pk)
    verdict = allow_for(part).decide(actor, subject_of_part(part))
    refused = ""
    if request.method == "POST":
        if not verdict:
            raise NotAllowed(verdict.reason)
        upload = request.FILES.get("file")
        try:
            if not isinstance(upload, UploadedFile) or not upload.name:
                raise NotReady("请选择文件")  # noqa: TRY301  said beside the field
            made = importing.receive(actor, part, upload.read(), upload.name)
            return redirect("budgets:import_preview", made.pk)
        except NotReady as error:
            refused = str(error)
    content = {
        "part": part,
        "verdict": verdict,
        "refused": refused,
        "sent": part.imports.select_related("user").order_by("-at", "-pk")[:10],
    }
    return render(request, "budgets/import.html", content, status=409 if refused else 200)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would change, row by row; confirmed here."""
    actor = asker(request)
    found = get_object_or_404(
        Import.objects.select_related("part__unit", "part__book__department__division"),
        pk=pk,
        part__in=parts(actor),
    )
    refused = ""
    if request.method == "POST":
        try:
            importing.confirm(actor, found)
        except NotReady as error:
            refused = str(error)
        else:
            messages.success(request, "已导入，可以整个撤销")
            return redirect("budgets:import_preview", pk)
    found.refresh_from_db()
    changes = importing.changes_of(found) if found.state == Import.State.READ else []
    kinds = [one.kind for one in changes]
    content = {
        "found": found,
        "task": Task.objects.filter(kind=importing.READ, key=str(pk)).last(),
        "changes": changes[:_SHOWN],
        "more": max(len(changes) - _SHOWN, 0),
        "counts": [(kind, kinds.count(kind)) for kind in ("新增", "修改", "删除")],
        "refused": refused,
        "may_undo": found.done_revision == found.part.revision and not found.undone,
    }
    return render(request, "budgets/import_preview.html", content, status=409 if refused else 200)


@require_GET
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent."""
    found = get_object_or_404(Import, pk=pk, part__in=parts(asker(request)))
    return attached(kept(found.sha256), found.name)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what stood there before an import."""
    actor = asker(request)
    found = get_object_or_404(Import.objects.select_related("part"), pk=pk, part__in=parts(actor))
    importing.undo(actor, found)
    messages.success(request, "已撤销这次导入")
    return redirect("budgets:part", found.part_id)


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of a part, to be filled in and brought back; raises NotReady where rows cannot be read."""
    from yusuan.writers.workbook.document import write_workbook

    part = get_object_or_404(parts(asker(request)), pk=pk)
    found = checked(part.book).run
    if found is None:
        raise NotReady("还有内容没有读懂，不能写成工作簿；请先改正“核对”页列出的错误")
    budget = found.budget
    if part.unit_id is not None:
        budget = of_units(budget, frozenset({part.unit_id}))
    name = f"{part.unit.name if part.unit else part.book.department.name}{part.book.year_id}.xlsx"
    return attached(write_workbook(budget), name, SHEET)
