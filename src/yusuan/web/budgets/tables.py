"""The tables of a book as they will be printed, and where each figure comes from."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from yusuan.core.errors import NotReady
from yusuan.pipeline import Run
from yusuan.web.asking import asker, whole
from yusuan.web.budgets.checking import cells_in, checked
from yusuan.web.budgets.consolidation import counted_twice
from yusuan.web.budgets.findings import called
from yusuan.web.budgets.models import Row
from yusuan.web.desk.lines import in_columns
from yusuan.web.desk.seen import tables as laid_out
from yusuan.web.journal.models import Entry
from yusuan.web.visible import books, parts, sees_whole

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.web.budgets.checking import Checked
    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Actor

_KEPT = 16
_ROWS = 200
# Those of all money; in those of appropriations the money is the payer's only.
_OF_ALL_MONEY = frozenset({"summary", "revenue", "expenditure"})


@require_GET
def tables(request: HttpRequest, pk: int, table: str = "") -> HttpResponse:
    """One table, the first where none is named; every figure leads to its origin."""
    actor = asker(request)
    book, files, _ = _found(actor, pk)
    titles = [{"id": name, "title": one["title"]} for name, one in files.items() if name != "lines"]
    name = table or titles[0]["id"]
    if name not in files:
        raise Http404
    content = {"book": book, "titles": titles, "name": name, "table": files[name]}
    if name in _OF_ALL_MONEY and sees_whole(actor, book):
        content["counted_twice"] = counted_twice(book)
    return render(request, "budgets/tables.html", content)


@require_GET
def figure(request: HttpRequest, pk: int, table: str, number: int) -> HttpResponse:
    """Where a figure comes from: which money, its lines with their rows, other places, who changed them and when."""
    actor = asker(request)
    book, files, run = _found(actor, pk)
    if table not in files or not 0 <= number < len(files[table]["figures"]):
        raise Http404
    origin = files[table]["figures"][number]
    lines = files["lines"]
    numbers = origin["lines"]
    places = [run.places.of_lines([one])[:1] for one in numbers[:_ROWS]]
    ids = [cell.row for place in places for cell in cells_in(place)]
    in_reach = parts(actor).filter(book=book)
    rows = Row.objects.filter(pk__in=ids, part__in=in_reach).select_related("part__unit")
    by_pk = {row.pk: row for row in rows}
    changes = Entry.objects.filter(kind="budgets.row", key__in=[str(pk) for pk in by_pk])
    content = {
        "book": book,
        "name": table,
        "number": number,
        "title": files[table]["title"],
        "origin": origin,
        "count": len(numbers),
        "rows": [{"row": by_pk[pk], "called": called(by_pk[pk])} for pk in ids if pk in by_pk],
        "changes": changes.order_by("-at", "-sequence")[:20],
        **in_columns([lines[n] for n in numbers]),
    }
    return render(request, "budgets/figure.html", content)


def named_figure(actor: Actor, pk: int, table: str, number: str) -> str:
    """What a figure is called, by its table and number; 404 for none, raises NotReady."""
    figures = _figures(actor, pk, table)
    at = whole(number)
    if at is None or at >= len(figures):
        raise Http404
    return str(figures[at]["name"])


def figure_named(actor: Actor, pk: int, table: str, name: str) -> int | None:
    """The number of the figure of that name, as the table stands now."""
    try:
        figures = _figures(actor, pk, table)
    except NotReady:
        return None
    return next((n for n, one in enumerate(figures) if one["name"].startswith(name)), None)


def _figures(actor: Actor, pk: int, table: str) -> list[dict[str, Any]]:
    """The figures of a table in their order, none of one that is not there; raises NotReady."""
    _, files, _ = _found(actor, pk)
    return list(files[table]["figures"]) if table in files and table != "lines" else []


def _found(actor: Actor, pk: int) -> tuple[Book, dict[str, Any], Run]:
    """The book with its tables by name, for whoever reads all of it or a unit of it; raises NotReady."""
    book = get_object_or_404(books(actor), pk=pk)
    found = checked(book)
    if found.run is None:
        raise NotReady("还有内容没有读懂，各表暂时不能生成；请先改正“核对”页列出的错误")
    units: tuple[str, ...] | None = None
    if not sees_whole(actor, book):
        own = parts(actor).filter(book=book).exclude(unit=None)
        units = tuple(sorted(unit for unit in own.values_list("unit_id", flat=True) if unit))
    files, run = _tables(found, units)
    return book, files, run


@lru_cache(maxsize=_KEPT)
def _tables(found: Checked, units: tuple[str, ...] | None) -> tuple[dict[str, Any], Run]:
    whole = found.run
    if whole is None:
        raise Http404
    run = whole if units is None else Run.of(of_units(whole.budget, frozenset(units)))
    if units is not None:
        vars(run)["places"] = whole.places
    named: dict[str, Any] = {}
    printed = [table.id for table in run.printed]
    for name, content in laid_out(run):
        at = name.removesuffix(".json").removeprefix("table-")
        named["lines" if at == "lines" else printed[int(at)]] = content
    order = {table: number for number, table in enumerate(printed)}
    for content in named.values():
        if isinstance(content, dict):
            _address(content, {str(number): table for table, number in order.items()})
    return named, run


def _address(content: dict[str, Any], tables_: dict[str, str]) -> None:
    """Turn figures' numbers (table-figure) into the parts of an address."""
    for row in content["body"]:
        for cell in row:
            cell["at"] = _at(cell["figure"], tables_)
    for one in content["figures"]:
        for group in one["groups"]:
            for other in group["figures"]:
                other["at"] = _at(other["figure"], tables_)


def _at(figure: str, tables_: dict[str, str]) -> tuple[str, int] | None:
    if not figure:
        return None
    table, _, number = figure.partition("-")
    return tables_[table], int(number)


def of_units(budget: DepartmentalBudget, units: frozenset[str]) -> DepartmentalBudget:
    """What some units have of a budget: their lines, projects and purchases."""
    projects = tuple(one for one in budget.projects if one.unit in units)
    codes = {project.code for project in projects}
    return replace(
        budget,
        units=tuple(unit for unit in budget.units if unit.code in units),
        lines=tuple(line for line in budget.lines if line.unit in units),
        projects=projects,
        procurement=tuple(one for one in budget.procurement if one.project in codes),
        objectives=(),
        # What units pay each other is the department's to say.
        transfers=(),
        prior_year=(),
        approved=None,
    )
