"""What the page shows and does. Nothing is computed here: a view asks the desk, and shows what a task found."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yusuan.core.errors import CatalogError
from yusuan.core.money import MoneyUnit
from yusuan.editions import EDITIONS, edition
from yusuan.recognition.self_description import DocumentKind
from yusuan.reports.lines import in_bytes
from yusuan.web.answers import HTML, SHEET, alone, attached
from yusuan.web.desk import asked as forms
from yusuan.web.desk.desk import MOST_PAPERS, Full, the_desk
from yusuan.web.desk.lines import in_columns
from yusuan.web.desk.tasks import ALL_FILES, PUBLIC
from yusuan.writers import FORMATS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from yusuan.web.desk.desk import Paper

_KINDS = {"html": HTML, "xlsx": SHEET, "pdf": "application/pdf"}
_FORMAT_NAMES = {
    "docx": "Word（.docx）",
    "pdf": "PDF",
    "xlsx": "Excel（.xlsx）",
    "html": "网页（.html）",
    "opendata": "开放数据（CSV、JSON）",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where files are put, and which there are."""
    return _home(request)


def _home(request: HttpRequest, said: str = "", status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    year, papers = forms.this_year(), list(reversed(the_desk().papers.values()))
    content = {
        "papers": papers,
        "busy": next((one for one in reversed(papers) if not one.is_finished), None),
        "editions": [(name, make(year).title) for name, make in EDITIONS.items()],
        "year": year,
        "said": said,
    }
    return render(request, "desk/home.html", content, status=status)


@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Take files; one leads to its page, several to the list."""
    desk, taken = the_desk(), []
    for upload in request.FILES.getlist("file"):
        if not isinstance(upload, TemporaryUploadedFile) or not upload.size:
            said = f"“{upload.name}”是空文件。请放入有内容的文件。"
            return _home(request, said, HTTPStatus.BAD_REQUEST)
        try:
            taken.append(desk.take(upload.name or "", _path(upload), upload.size))
        except Full:
            said = f"已放满：一次至多 {MOST_PAPERS} 份、共 1 GB。请点“结束”后重新启动。"
            return _home(request, said, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not taken:
        return _home(request, "没有选择文件。请选择或拖入一份。", HTTPStatus.BAD_REQUEST)
    return redirect(_at(taken[0])) if len(taken) == 1 else redirect("desk:home")


@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """An empty workbook of an edition and year."""
    from yusuan.writers.workbook.document import write_workbook

    try:
        name, year = forms.new_workbook(request.GET)
        edition(name, year)
    except forms.Misunderstood as error:
        return _home(request, str(error), HTTPStatus.BAD_REQUEST)
    except CatalogError as error:
        said = f"没有这一年的科目和版式；可用的年度从 {'、'.join(error.nearest)} 起。"
        return _home(request, said, HTTPStatus.BAD_REQUEST)
    content = write_workbook(edition=name, fiscal_year=year)
    return attached(content, f"部门预算{year}-{name}.xlsx", SHEET)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the program; this is the last page."""
    the_desk().is_over.set()
    return render(request, "desk/ended.html")


@require_GET
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """One file: what it is, what was found, its tables, and its publication."""
    return _paper(request, _found(number))


def _paper(
    request: HttpRequest, shown: Paper, said: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    desk = the_desk()
    others = [other for other in desk.papers.values() if other is not shown]
    files = _files(shown)
    content = {
        "paper": shown,
        "seen": shown.seen,
        "others": others,
        "said": said,
        "formats": [(name, _FORMAT_NAMES[name]) for name in FORMATS],
        "files": files,
        "inside": sum(file["is_inside"] for file in files),
        "units": [unit.label for unit in MoneyUnit],
        "kinds": [kind.value for kind in DocumentKind],
        "editions": list(EDITIONS),
    }
    return render(request, "desk/paper.html", content, status=status)


def _files(shown: Paper) -> list[dict[str, Any]]:
    answer = (shown.publication.answer if shown.publication else None) or {}
    return [
        {
            "name": file["name"],
            "size": in_bytes(file["size"]),
            "is_inside": "/" in file["name"],
            "is_page": file["name"].endswith(".html"),
        }
        for file in answer.get("files", ())
    ]


@require_GET
def progress(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001  Django's signature
    """How far everything about a paper is; the page asks until nothing changes any more."""
    shown = _found(number)
    steps = [job.step for job in shown.jobs if job.answer is None]
    state = (shown.seen is not None, len(steps), len(shown.jobs))
    answer = {"step": steps[0] if steps else "", "state": "-".join(map(str, state))}
    return JsonResponse(answer | {"is_finished": shown.is_finished})


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Look once more, with what is said of the file."""
    shown, desk = _found(number), the_desk()
    upload = request.FILES.get("waivers")
    waivers = None
    if isinstance(upload, TemporaryUploadedFile) and upload.size:
        waivers = desk.keep(upload.name or "", _path(upload))
    try:
        desk.look_at(shown, forms.asked(request.POST, desk, shown, waivers))
    except forms.Misunderstood as error:
        return _paper(request, shown, str(error), HTTPStatus.BAD_REQUEST)
    return redirect(_at(shown))


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Write the publication in the formats asked for."""
    shown, desk = _found(number), the_desk()
    seen = shown.seen
    if seen is None or seen["is_document"]:
        raise Http404
    chosen = tuple(name for name in FORMATS if name in request.POST.getlist("format"))
    if not chosen:
        said = "没有选择格式。请至少选一种。"
        return _paper(request, shown, said, HTTPStatus.BAD_REQUEST)
    earlier = forms.others(request.POST, "earlier", desk, shown)
    desk.publish(shown, chosen, earlier, is_draft="draft" in request.POST)
    return redirect(_at(shown) + "#publish")


@require_GET
def report(request: HttpRequest, number: int, form: str) -> HttpResponse | FileResponse:
    """The report of the check: the page to look at, or any form of it to keep."""
    shown = _found(number)
    place = shown.reports.get(form)
    if shown.seen is None or place is None:
        raise Http404
    content = place.read_bytes()
    if form == "html" and "keep" not in request.GET:
        return alone(content)
    return attached(content, f"核对报告-{Path(shown.name).stem}.{form}", _KINDS[form])


@require_GET
def table(request: HttpRequest, number: int, table: int) -> HttpResponse:
    """A table as it is printed; every figure leads to its origin."""
    shown = _found(number)
    laid_out = shown.part(f"table-{table}.json")
    if shown.seen is None or table >= len(shown.seen["tables"]):
        raise Http404
    content = {
        "paper": shown,
        "seen": shown.seen,
        "table": laid_out,
        "at": table,
        "base": _figures_of(shown),
    }
    return render(request, "desk/table.html", content)


@require_GET
def figure(request: HttpRequest, number: int, table: int, figure: int) -> HttpResponse:
    """Where a figure comes from: a page of its own, or for a script only what stands in it."""
    shown = _found(number)
    laid_out = shown.part(f"table-{table}.json")
    if laid_out is None or figure >= len(laid_out["figures"]):
        raise Http404
    lines = shown.part("lines.json")
    origin = laid_out["figures"][figure]
    content: dict[str, Any] = {
        "paper": shown,
        "seen": shown.seen,
        "at": table,
        "origin": origin,
        "count": len(origin["lines"]),
        "has_lines": lines is not None,
        "base": _figures_of(shown),
        **in_columns([lines[n] for n in origin["lines"]] if lines else []),
    }
    part = "desk/origin.html" if request.headers.get("X-Part") else "desk/figure.html"
    return render(request, part, content)


@require_GET
def public(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """A file of the publication, by its name there: only what the pipeline let out lies in that place."""
    shown = _found(number)
    job = shown.publication
    known = [f["name"] for f in (job.answer or {}).get("files", ())] if job else []
    if job is None or name not in {*known, ALL_FILES} or not known:
        raise Http404
    place = job.task.folder if name == ALL_FILES else job.task.folder / PUBLIC
    content = (place / name).read_bytes()
    if "look" in request.GET and name.endswith(".html"):
        return alone(content)
    return attached(content, Path(name).name)


# --- answers ----------------------------------------------------------------------------------------------


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Nothing is at this address."""
    said = ("没有这一页", "文件可能还没有处理完，或本页已经重新启动过。请回到首页重新进入。")
    return _apology(request, said, HTTPStatus.NOT_FOUND)


def misunderstood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's signature
    """A request no browser makes."""
    said = ("请求不完整", "请回到首页重新放入文件；一次至多 50 份。")
    return _apology(request, said, HTTPStatus.BAD_REQUEST)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own mistake."""
    said = (
        "程序出错",
        "这是程序的问题，不是您的数据有误。请用 yusuan open --debug 重新启动，再试一次并报告给维护者。",
    )
    return _apology(request, said, HTTPStatus.INTERNAL_SERVER_ERROR)


def _apology(request: HttpRequest, said: tuple[str, str], status: HTTPStatus) -> HttpResponse:
    content = {"title": said[0], "text": said[1]}
    return render(request, "desk/apology.html", content, status=status)


def _found(number: int) -> Paper:
    found = the_desk().papers.get(number)
    if found is None:
        raise Http404
    return found


def _path(upload: TemporaryUploadedFile) -> Path:
    return Path(upload.temporary_file_path())


def _at(shown: Paper) -> str:
    return reverse("desk:paper", args=[shown.number])


def _figures_of(shown: Paper) -> str:
    """What the addresses of all figures of a paper begin with."""
    return f"{_at(shown)}figures/"
