"""The book's rows after a publication: what people see in the book is what is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.core.errors import ReadError
from yusuan.core.records import APPROVED, RECORDS
from yusuan.web.acting import as_record
from yusuan.web.budgets.dataset import facts_of
from yusuan.web.budgets.models import Row
from yusuan.web.budgets.typed import typed_rows
from yusuan.web.visible import chain_of_book

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.web.acting import Act
    from yusuan.web.budgets.models import Book, Part

    Typed = list[tuple[str, dict[str, str]]]


def write_rows(act: Act, book: Book, budget: DepartmentalBudget) -> None:
    """Write the facts of what was published into the book: only records that say something else are touched.

    A row that says the same stays, with what is pinned to it; so do as many of the others as there are.
    """
    try:
        present = typed_rows(facts_of(book))
    except ReadError:
        present = {}
    wanted = typed_rows(budget)
    is_changed = False
    for part in book.parts.all():
        now, then = present.get(part.unit_id, []), wanted.get(part.unit_id, [])
        differing = [name for name in _names() if _of(now, name) != _of(then, name)]
        for name in differing:
            _rewrite(act, part, name, _of(then, name))
        if differing:
            is_changed = True
            part.revision += 1
            part.save(update_fields=["revision"])
    if is_changed:
        book.revision += 1
        book.save(update_fields=["revision"])


def _names() -> Iterable[str]:
    return (record.name for record in RECORDS if record is not APPROVED)


def _of(typed: Typed, name: str) -> list[dict[str, str]]:
    return [values for record, values in typed if record == name]


def _rewrite(act: Act, part: Part, name: str, wanted: list[dict[str, str]]) -> None:
    left = list(part.rows.filter(record=name).order_by("position", "id"))
    found: dict[int, Row] = {}
    for position, values in enumerate(wanted):
        same = next((row for row in left if row.values == values), None)
        if same is not None:
            left.remove(same)
            found[position] = same
    for position in range(len(wanted)):
        if position not in found and left:
            found[position] = left.pop(0)
    for position, values in enumerate(wanted):
        row = found.get(position)
        if row is None:
            _write(act, part, Row(part=part, record=name), None, (position + 1, values))
        elif (row.position, row.values) != (position + 1, values):
            _write(act, part, row, as_record(row), (position + 1, values))
    for row in left:
        act.record(row, as_record(row), None, chain=chain_of_book(part.book))
        row.delete()


def _write(
    act: Act,
    part: Part,
    row: Row,
    before: dict[str, Any] | None,
    told: tuple[int, dict[str, str]],
) -> None:
    row.position, row.values = told
    row.revision += 1
    row.save()
    act.record(row, before, as_record(row), chain=chain_of_book(part.book))
