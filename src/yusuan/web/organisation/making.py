"""Pages on which a place begins: years, divisions, departments, and a county's units in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yusuan.core.errors import NotReady
from yusuan.web.clock import today
from yusuan.web.organisation import changing
from yusuan.web.organisation.forms import (
    DepartmentForm,
    DivisionForm,
    KnownDepartmentForm,
    ListForm,
    StandardForm,
    YearForm,
)
from yusuan.web.organisation.listing import listed, take_over
from yusuan.web.organisation.models import Department, FiscalYear, Standard
from yusuan.web.organisation.views import keeper, number_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

_page = require_http_methods(["GET", "HEAD", "POST"])


@_page
def new_year(request: HttpRequest) -> HttpResponse:
    """A year, in the form of the last one."""
    last = FiscalYear.objects.first()
    names = ("edition", "division", "division_name")
    known = {} if last is None else {name: getattr(last, name) for name in names}
    known["year"] = today().year + 1 if last is None else last.year + 1
    return _made(request, YearForm(request.POST or None, initial=known), _("建立年度"))


@_page
def new_division(request: HttpRequest) -> HttpResponse:
    """A division of the bureau."""
    return _made(request, DivisionForm(request.POST or None), _("建立业务科"))


@_page
def new_department(request: HttpRequest) -> HttpResponse:
    """A department."""
    return _made(request, DepartmentForm(request.POST or None), _("建立部门"))


@_page
def department(request: HttpRequest, pk: str) -> HttpResponse:
    """A department under another name, or another division's."""
    shown = get_object_or_404(Department, pk=pk)
    form = KnownDepartmentForm(request.POST or None, instance=shown)
    return _made(request, form, shown.name, shown.revision)


@_page
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """A standard put right."""
    shown = get_object_or_404(Standard, pk=pk)
    form = StandardForm(request.POST or None, instance=shown)
    return _made(request, form, f"{shown.code} {shown.name}", shown.revision)


def _made(
    request: HttpRequest, form: forms.ModelForm[Any], title: str, revision: int | None = None
) -> HttpResponse:
    """A form of something new, or of what stands at a revision."""
    actor = keeper(request)
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        if isinstance(form, StandardForm):
            made.amount = form.fen()
        try:
            if revision is None:
                changing.create(actor, made)
            else:
                changing.change(actor, made, number_of(request.POST.get("revision", "0")))
        except NotReady as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存。"))
            if isinstance(made, Standard):
                return redirect("organisation:year", made.year_id)
            return redirect("organisation:home")
    content = {"form": form, "title": title, "revision": revision or 0}
    return render(request, "organisation/made.html", content)


@_page
def list_(request: HttpRequest) -> HttpResponse:
    """Departments and units out of a sheet; what is wrong is said line by line, and nothing is taken over then."""
    actor = keeper(request)
    form = ListForm(request.POST or None, initial={"begins": f"{today().year}-01-01"})
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        lines, faults = listed(form.cleaned_data["rows"])
        if not faults:
            n = take_over(actor, lines, form.cleaned_data["begins"])
            messages.success(request, _("已建立 %(n)d 个单位。") % {"n": n})
            return redirect("organisation:home")
    content = {"form": form, "faults": faults}
    status = 409 if faults else 200
    return render(request, "organisation/list.html", content, status=status)
