"""The department's units side by side, what they pay each other taken out, and where each such amount stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from yusuan.core import records as r
from yusuan.preparation.consolidation import consolidated
from yusuan.web.asking import asker
from yusuan.web.budgets.checking import cells_in, checked
from yusuan.web.budgets.findings import called
from yusuan.web.budgets.models import Row
from yusuan.web.budgets.saving import allow_for
from yusuan.web.visible import subject_of_part, whole_books

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.http import HttpRequest, HttpResponse

    from yusuan.core.places import Places
    from yusuan.core.transfers import Judged, Side
    from yusuan.pipeline import Run
    from yusuan.preparation.consolidation import Consolidated
    from yusuan.web.budgets.models import Book

# Rows of a side that are named; the others are counted.
_NAMED = 3


@require_GET
def consolidation(request: HttpRequest, pk: int) -> HttpResponse:
    """The consolidated budget of a department; whoever reads the whole book may look."""
    actor = asker(request)
    book = get_object_or_404(whole_books(actor), pk=pk)
    run = checked(book).run
    own = book.parts.select_related("book__department").filter(unit=None).first()
    content: dict[str, Any] = {
        "book": book,
        "own": own,
        "may_edit": own is not None and bool(allow_for(own).decide(actor, subject_of_part(own))),
        "found": None,
    }
    if run is not None:
        content |= _shown(run)
    return render(request, "budgets/consolidation.html", content)


def counted_twice(book: Book) -> int:
    """What units pay each other for certain, fen: the tables count it as income and as expenditure of both."""
    run = checked(book).run
    return 0 if run is None else consolidated(run.budget).total_income.eliminated


def _shown(run: Run) -> dict[str, Any]:
    found = consolidated(run.budget)
    places = run.places
    rows = _rows(_places(found, places))
    names = {unit.code: unit.name for unit in run.budget.units}

    def judged(one: Judged) -> dict[str, Any]:
        own = places.numbered(r.TRANSFERS, [one.number], "amount")
        paid, received = side(one.paid), side(one.received)
        return {
            "transfer": one.transfer,
            "payer": names.get(one.transfer.payer, one.transfer.payer),
            "receiver": names.get(one.transfer.receiver, one.transfer.receiver),
            "at": _at(own, rows),
            "paid": paid,
            "received": received,
            "sides": (paid, received),
        }

    def side(one: Side) -> dict[str, Any]:
        return {
            "side": one,
            "whose": names.get(one.unit, one.unit),
            "at": _at(places.of_lines(one.lines[:_NAMED]), rows),
            "more": max(len(one.lines) - _NAMED, 0),
        }

    return {
        "found": found,
        "names": [names.get(unit, unit) for unit in found.units],
        "groups": (
            (found.income, found.total_income),
            (found.expenditure, found.total_expenditure),
        ),
        "eliminated": [judged(one) for one in found.eliminated],
        "doubted": [judged(one) for one in found.doubted],
        "unexplained": [side(one) for one in found.unexplained],
    }


def _places(found: Consolidated, places: Places) -> Iterator[str]:
    sides = list(found.unexplained)
    for one in (*found.eliminated, *found.doubted):
        sides += (one.paid, one.received)
        yield from places.numbered(r.TRANSFERS, [one.number], "amount")
    for side in sides:
        yield from places.of_lines(side.lines[:_NAMED])


def _rows(places: Iterable[str]) -> dict[int, Row]:
    wanted = {cell.row for cell in cells_in(places)}
    return Row.objects.select_related("part__unit").in_bulk(wanted)


def _at(places: Iterable[str], rows: Mapping[int, Row]) -> list[tuple[Row, str]]:
    """The rows at some places, and what a person calls each."""
    found = (rows[cell.row] for cell in cells_in(places) if cell.row in rows)
    return [(row, called(row)) for row in found]
