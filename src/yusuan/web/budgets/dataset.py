"""From rows to facts and back: a book is read as folders and workbooks are, by the core's one loader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.dataset.sheets import Sheet, SheetRow
from yusuan.core.errors import Faults
from yusuan.core.money import yuan
from yusuan.core.places import Places
from yusuan.pipeline import Run
from yusuan.readers.typed import Typed
from yusuan.web.budgets.models import Ceiling, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.web.budgets.models import Book, Part


def place_of(row: int | str, field: str) -> str:
    """How a field of a row is named in faults and findings: found again by `row_at`."""
    return f"#{row}.{field}"


def facts_of(book: Book, places: Places | None = None) -> DepartmentalBudget:
    """The facts of a book as it stands; raises ReadError with every fault, its place being `place_of` the row."""
    sheets = {name: Sheet(r.BY_NAME[name], rows) for name, rows in _rows_of(book).items()}
    return Typed(Faults()).loaded(str(book), sheets, places)


def run_of(book: Book) -> Run:
    """The book taken down the path of `pipeline`; raises ReadError."""
    places = Places()
    run = Run.of(facts_of(book, places))
    vars(run)["places"] = places
    return run


def _rows_of(book: Book) -> Mapping[str, list[SheetRow]]:
    rows: dict[str, list[SheetRow]] = {
        record.name: [] for record in r.RECORDS if record is not r.APPROVED
    }
    stored = Row.objects.filter(part__book=book).order_by(
        "part__unit_id", "record", "position", "id"
    )
    for pk, record, values in stored.values_list("pk", "record", "values"):
        rows[record].append(SheetRow(values, _placed(pk)))
    # What was approved is a control total; a ceiling is only a bound.
    approved = [_ceiling(one) for one in book.ceilings.filter(is_approved=True)]
    if approved:
        rows[r.APPROVED.name] = approved
    return rows


def _ceiling(ceiling: Ceiling) -> SheetRow:
    unit, amount = ceiling.unit_id or "", yuan(ceiling.amount)
    written = {"unit": unit, "measure": ceiling.measure, "amount": amount}
    return SheetRow(written, _placed(f"ceiling-{ceiling.pk}"))


def _placed(row: int | str) -> Callable[[str], str]:
    return lambda field: place_of(row, field)


def rows_for(part: Part, typed: Iterable[tuple[str, dict[str, str]]]) -> list[Row]:
    """Unsaved rows of a part, numbered within their record."""
    at: dict[str, int] = {}
    made = []
    for record, values in typed:
        at[record] = at.get(record, 0) + 1
        made.append(Row(part=part, record=record, position=at[record], values=values))
    return made
