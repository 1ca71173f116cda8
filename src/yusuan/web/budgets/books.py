"""The books in reach, and one of them: parts, totals, ceilings, what is wrong, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yusuan.core.terms import ControlMeasure
from yusuan.preparation.ceilings import compared, entered
from yusuan.preparation.consolidation import consolidated
from yusuan.web.asking import asker, whole
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.given import given
from yusuan.web.clock import today
from yusuan.web.comments.waivers import waived
from yusuan.web.organisation.models import FiscalYear
from yusuan.web.visible import books, parts, sees_whole
from yusuan.web.workflow.changes import looked
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.checking import Checked
    from yusuan.web.budgets.models import Book, Part

_A_PAGE = 50
_MEASURES = (
    ControlMeasure.TOTAL,
    ControlMeasure.BASIC,
    ControlMeasure.PROJECT,
    ControlMeasure.GENERAL_PUBLIC,
    ControlMeasure.THREE_PUBLIC,
)


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """The books of a year, by department; filters by state and name."""
    actor = asker(request)
    found = books(actor)
    years = list(FiscalYear.objects.values_list("year", flat=True))
    year = _chosen_year(request, years)
    state = request.GET.get("state", "")
    name = request.GET.get("name", "").strip()[:40]
    found = found.filter(year=year)
    if state in BookState.values:
        found = found.filter(state=state)
    if name:
        found = found.filter(department__name__contains=name)
    page = Paginator(found.order_by("department_id"), _A_PAGE).get_page(request.GET.get("page"))
    content = {
        "page": page,
        "years": years,
        "year": year,
        "states": BookState.choices,
        "state": state,
        "name": name,
        "today": today(),
    }
    return render(request, "budgets/list.html", content)


def _chosen_year(request: HttpRequest, years: list[int]) -> int | None:
    chosen = whole(request.GET.get("year", ""))
    return chosen if chosen in years else next(iter(years), None)


@require_GET
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """One department's book of a year."""
    actor = asker(request)
    shown = get_object_or_404(books(actor), pk=pk)
    in_reach = list(parts(actor).filter(book=shown).order_by("unit_id"))
    found = checked(shown)
    looked(actor, shown)
    taken = shown.steps.filter(Q(part=None) | Q(part__in=in_reach))
    content = {
        "book": shown,
        "parts": [_part(found, part) for part in in_reach if part.unit_id is not None],
        "own": next((part for part in in_reach if part.unit_id is None), None),
        "sees_whole": sees_whole(actor, shown),
        "counts": _counts(shown, found),
        "totals": _totals(found),
        "ceilings": _ceilings(shown, found),
        "taken": taken.select_related("user", "part__unit").order_by("-at", "-pk")[:20],
        "today": today(),
    }
    return render(request, "budgets/book.html", content)


def _counts(book: Book, found: Checked) -> dict[str, int]:
    explained = waived(book, today())
    counts = found.counts()
    counts["explained"] = sum(problem.id in explained for problem in found.warnings)
    return counts


def _part(found: Checked, part: Part) -> dict[str, Any]:
    lines = found.run.budget.lines if found.run else ()
    rows = set(part.rows.values_list("pk", flat=True))
    own = [p for p in found.problems if any(cell.row in rows for cell in p.cells)]
    unit = part.unit_id or ""
    return {
        "part": part,
        "total": entered(lines, unit, ControlMeasure.TOTAL) if found.run else None,
        "errors": sum(problem.blocks for problem in own),
        "warnings": sum(problem.is_warning for problem in own),
    }


def _totals(found: Checked) -> list[tuple[str, int]]:
    if found.run is None:
        return []
    lines = found.run.budget.lines
    totals = [(measure.value, entered(lines, "", measure)) for measure in _MEASURES]
    income = consolidated(found.run.budget).total_income
    if income.eliminated:
        # What the units have in all counts what they pay each other twice.
        totals.insert(1, (_("减内部往来后"), income.consolidated))
    return totals


def _ceilings(book: Book, found: Checked) -> list[dict[str, Any]]:
    if found.run is None:
        return []
    names = {unit.code: unit.name for unit in found.run.budget.units}
    return [
        {"one": one, "whose": names.get(one.unit, one.unit), "left": -one.over}
        for one in compared(given(book), found.run.budget.lines)
    ]
