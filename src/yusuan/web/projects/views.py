"""The library as pages: lists, a project, its form, its steps, and choosing into a budget."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yusuan.core import records as r
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.core.terms import ProjectCategory
from yusuan.preparation.costing import calculated, total
from yusuan.web.acting import acting, as_record
from yusuan.web.asking import asker, whole
from yusuan.web.budgets.entry.sheet import columns_of
from yusuan.web.budgets.saving import allow_for
from yusuan.web.clock import today
from yusuan.web.comments import places, saying
from yusuan.web.policy import Subject
from yusuan.web.policy.actions import PROJECT_EDIT
from yusuan.web.projects import choosing, content, steps
from yusuan.web.projects.checking import budget_with, problems_in, problems_of
from yusuan.web.projects.mining import offered as known_indicators
from yusuan.web.projects.models import Project
from yusuan.web.visible import parts, projects, subject_of_part, subject_of_project, units

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.web.budgets.models import Part
    from yusuan.web.policy import Actor

_A_PAGE = 50


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """The projects in reach; by state and name."""
    actor = asker(request)
    found = projects(actor)
    state, name = request.GET.get("state", ""), request.GET.get("name", "").strip()[:40]
    if state in Project.State.values:
        found = found.filter(state=state)
    if name:
        found = found.filter(name__contains=name)
    page = Paginator(found.order_by("department_id", "unit_id", "code"), _A_PAGE).get_page(
        request.GET.get("page")
    )
    content_ = {
        "page": page,
        "states": Project.State.choices,
        "state": state,
        "name": name,
        "may_declare": not PROJECT_EDIT.reach(actor).is_empty,
    }
    return render(request, "projects/list.html", content_)


@require_GET
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """A project: what it is, what it costs and promises, what reviewers said, what comes next."""
    actor = asker(request)
    project = get_object_or_404(projects(actor), pk=pk)
    book = places.book_of(project)
    said = () if book is None else saying.at(actor, places.at_project(project, book))
    content_ = {
        "project": project,
        "book": book,
        "said": said,
        "tables": _shown(project),
        "problems": problems_of(project),
        "cost": _cost(project),
        "reviews": project.reviews.select_related("user").order_by("-at", "-pk"),
        "choices": project.choices.select_related("year"),
        "steps": [step for step, _ in steps.offered(actor, project)],
        "may_edit": bool(PROJECT_EDIT.decide(actor, subject_of_project(project))),
    }
    return render(request, "projects/one.html", content_)


def _shown(project: Project) -> list[dict[str, Any]]:
    found = []
    for table in content.tables_of(project.content):
        rows = [row for row in table.rows if any(text for _, text, _ in row)]
        if rows:
            found.append({"label": table.label, "columns": table.columns, "rows": rows})
    return found


def _cost(project: Project) -> dict[str, Any] | None:
    from yusuan.core.errors import ReadError

    try:
        found = budget_with(project, project.content).projects
    except ReadError:
        return None
    if not found:
        return None
    steps_ = calculated(found[0].costing)
    return {"steps": steps_, "total": total(steps_), "funded": found[0].amount}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Declare a project for one of one's units."""
    actor = asker(request)
    own = list(units(actor, PROJECT_EDIT))
    if not own:
        raise NotAllowed("项目由单位经办申报")
    refused = ""
    if request.method == "POST":
        try:
            return redirect("projects:edit", _declared(request, actor).pk)
        except NotReady as error:
            refused = str(error)
    content_ = {
        "units": own,
        "categories": [one.value for one in ProjectCategory],
        "year": today().year + 1,
        "refused": refused,
        "given": request.POST,
    }
    return render(request, "projects/new.html", content_, status=409 if refused else 200)


def _declared(request: HttpRequest, actor: Actor) -> Project:
    name, category = request.POST.get("name", "").strip(), request.POST.get("category", "")
    first, last = (whole(request.POST.get(name, "")) for name in ("first_year", "last_year"))
    unit = get_object_or_404(units(actor, PROJECT_EDIT), pk=request.POST.get("unit", ""))
    held = unit.memberships.order_by("-begins").first()
    if not name or category not in {one.value for one in ProjectCategory} or held is None:
        raise NotReady("请写项目名称并选择类别")
    if first is None or last is None or not 2000 <= first <= last <= 2100:  # noqa: PLR2004  years
        raise NotReady("起止年度应为四位年份，起不晚于止")
    department = held.department
    subject = Subject(unit.code, department.code, department.division_id, Project.State.DECLARED)
    with acting(actor, PROJECT_EDIT, subject) as act:
        project = Project(
            code=f"{unit.code}{first % 100:02}{secrets.token_hex(4).upper()}",
            unit=unit,
            department=department,
            name=name[:120],
            category=category,
            first_year=first,
            last_year=last,
        )
        project.content = {
            r.PROJECTS.name: [{"name": name[:120], **content.known_of(project, r.PROJECTS)}]
        }
        project.save(force_insert=True)
        act.record(project, None, as_record(project), chain=steps.chain_of_project(project))
    return project


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """The form of a project; what cannot be understood is kept and shown, and found by the check."""
    actor = asker(request)
    project = get_object_or_404(projects(actor), pk=pk)
    PROJECT_EDIT.require(actor, subject_of_project(project))
    given, refused, revision = project.content, "", project.revision
    if request.method == "POST":
        given = content.posted(project, request.POST)
        asked = whole(request.POST.get("revision", ""))
        try:
            content.save(actor, project, given, -1 if asked is None else asked)
        except NotReady as error:
            refused = str(error)
        else:
            messages.success(request, "已保存")
            return redirect("projects:one", pk)
    content_ = {
        "project": project,
        "tables": content.tables_of(given),
        "problems": problems_in(project, given),
        "revision": revision,
        "refused": refused,
    }
    return render(request, "projects/edit.html", content_, status=409 if refused else 200)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """Take a step with a project."""
    actor = asker(request)
    project = get_object_or_404(projects(actor), pk=pk)
    step = steps.BY_NAME.get(name)
    if step is None:
        raise Http404
    step.allow.require(actor, subject_of_project(project))
    refused, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            steps.take(actor, project, name, reason)
        except NotReady as error:
            refused = str(error)
        else:
            messages.success(request, f"已{step.label}")
            return redirect("projects:one", pk)
    content_ = {"project": project, "step": step, "refused": refused, "reason": reason}
    return render(request, "projects/take.html", content_, status=409 if refused else 200)


@require_GET
def lint(request: HttpRequest, pk: str) -> JsonResponse:
    """What an indicator is read as while it is typed, what is said of its quality, and known ones like it."""
    project = get_object_or_404(projects(asker(request)), pk=pk)
    given = {name: request.GET.get(name, "")[:200] for name in ("kind", "name", "target", "basis")}
    row = {key: text for key, text in given.items() if text} | {"project": project.code}
    head = project.content.get(r.PROJECTS.name, [])
    found = problems_in(project, {r.PROJECTS.name: head, r.INDICATORS.name: [row]})
    own = [p for p in found if p.outcome is None or p.rule in _INDICATOR_RULES]
    function = head[0].get("function", "") if head else ""
    known = known_indicators(given["kind"], given["name"], project.category, function)
    return JsonResponse(
        {
            "said": [{"message": p.message, "hint": p.hint, "blocks": p.blocks} for p in own],
            "known": [{"name": k.name, "target": k.target, "source": k.source} for k in known],
        }
    )


def _indicator_rules() -> frozenset[str]:
    from yusuan.rules.books import target_quality

    return frozenset({*(rule.id for rule in target_quality.RULES), "targets-can-be-read"})


_INDICATOR_RULES = _indicator_rules()


@require_GET
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The library's projects that may be in a unit's part, and those that are."""
    actor = asker(request)
    part = get_object_or_404(parts(actor).exclude(unit=None), pk=pk)
    chosen = set(
        part.book.year.choices.filter(project__unit=part.unit_id).values_list("project", flat=True)
    )
    content_ = {
        "part": part,
        "rows": [(one_, one_.pk in chosen) for one_ in choosing.choosable(part)],
        "may": bool(allow_for(part).decide(actor, subject_of_part(part))),
        "columns": columns_of(r.PROJECTS),
    }
    return render(request, "projects/choose.html", content_)


@require_POST
def chosen(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Put a project into a part, or take it out."""
    actor = asker(request)
    part: Part = get_object_or_404(parts(actor).exclude(unit=None), pk=pk)
    project = get_object_or_404(projects(actor), pk=code)
    if "out" in request.POST:
        choosing.unchoose(actor, part, project)
        messages.success(request, "已移出")
    else:
        choosing.choose(actor, part, project)
        messages.success(request, "已列入")
    return redirect("projects:choose", pk)
