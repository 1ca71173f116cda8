"""Pages of base data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yusuan.core.errors import NotReady
from yusuan.web.asking import asker, whole
from yusuan.web.clock import today
from yusuan.web.organisation import changing
from yusuan.web.organisation.forms import DayForm, MoveForm, NewUnitForm, StaffForm, StandardForm
from yusuan.web.organisation.models import (
    Department,
    Division,
    FiscalYear,
    Unit,
    UnitMembership,
)
from yusuan.web.policy import Subject
from yusuan.web.policy.actions import BASE_DATA

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.policy import Actor


def keeper(request: HttpRequest) -> Actor:
    """Whoever keeps base data; raises NotAllowed for others."""
    actor = asker(request)
    BASE_DATA.require(actor, Subject())
    return actor


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Years, divisions with their departments, and the units each has today."""
    keeper(request)
    on = today()
    present = UnitMembership.objects.filter(Q(ends=None) | Q(ends__gt=on), begins__lte=on)
    units: dict[str, list[UnitMembership]] = {}
    for one in present.select_related("unit"):
        units.setdefault(one.department_id, []).append(one)
    departments = [
        (one, units.get(one.pk, [])) for one in Department.objects.select_related("division")
    ]
    content = {
        "years": FiscalYear.objects.all(),
        "divisions": Division.objects.all(),
        "departments": departments,
    }
    return render(request, "organisation/home.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: str) -> HttpResponse:
    """A unit over time; POST moves it or counts its staff."""
    actor = keeper(request)
    shown = get_object_or_404(Unit, pk=pk)
    what = request.POST.get("what")
    last = shown.memberships.last()
    move = MoveForm(request.POST if what == "move" else None, instance=None, initial=_of(last))
    staff = StaffForm(request.POST if what == "staff" else None)
    revision = number_of(request.POST.get("revision", ""))
    if what == "move" and move.is_valid():
        given = dict(move.cleaned_data)
        begins = given.pop("begins")
        if _tried(move, lambda: changing.move(actor, shown, revision, begins, given)):
            messages.success(request, _("隶属关系已改。"))
            return redirect("organisation:unit", pk)
    if what == "staff" and staff.is_valid():
        given = dict(staff.cleaned_data)
        as_of = given.pop("as_of")
        if _tried(staff, lambda: changing.count_staff(actor, shown, revision, as_of, given)):
            messages.success(request, _("人员情况已保存。"))
            return redirect("organisation:unit", pk)
    content = {
        "unit": shown,
        "memberships": shown.memberships.select_related("department"),
        "staffings": shown.staffings.all(),
        "move": move,
        "staff": staff,
    }
    return render(request, "organisation/unit.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
def new_unit(request: HttpRequest) -> HttpResponse:
    """Make a unit."""
    actor = keeper(request)
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        code, name, begins = given.pop("code"), given.pop("name"), given.pop("begins")
        try:
            changing.create_unit(actor, code, name, begins, given)
        except NotReady as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("单位已建立。"))
            return redirect("organisation:unit", code)
    return render(request, "organisation/new_unit.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, pk: int) -> HttpResponse:
    """A year: its calendar and standards; POST writes one of them."""
    actor = keeper(request)
    shown = get_object_or_404(FiscalYear, pk=pk)
    what = request.POST.get("what")
    day = DayForm(request.POST if what == "day" else None)
    standard = StandardForm(request.POST if what == "standard" else None)
    if what == "day" and day.is_valid():
        given = day.cleaned_data
        changing.set_day(actor, shown, given["kind"], given["on"], given["law"])
        messages.success(request, _("日期已保存。"))
        return redirect("organisation:year", pk)
    if what == "standard" and standard.is_valid():
        made = standard.save(commit=False)
        made.year, made.amount = shown, standard.fen()
        if shown.standards.filter(code=made.code).exists():
            standard.add_error("code", _("这个编码已有定额"))
        else:
            changing.create(actor, made)
            messages.success(request, _("定额已保存。"))
            return redirect("organisation:year", pk)
    content = {
        "year": shown,
        "days": shown.days.all(),
        "standards": shown.standards.all(),
        "day": day,
        "standard": standard,
    }
    return render(request, "organisation/year.html", content)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over last year's standards."""
    actor = keeper(request)
    shown = get_object_or_404(FiscalYear, pk=pk)
    n = changing.copy_standards(actor, shown)
    messages.success(request, _("已复制 %(n)s 项定额。") % {"n": n})
    return redirect("organisation:year", pk)


def _tried(form: forms.BaseForm, do: Callable[[], None]) -> bool:
    try:
        do()
    except NotReady as error:
        form.add_error(None, str(error))
        return False
    return True


def number_of(text: str) -> int:
    """The revision a form was shown at; one that never was, for what is none."""
    found = whole(text)
    return -1 if found is None else found


def _of(last: UnitMembership | None) -> dict[str, object]:
    names = ("department", "nature", "rank", "funding_form")
    return {} if last is None else {name: getattr(last, name) for name in names}
