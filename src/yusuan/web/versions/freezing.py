"""Freeze a book: the dataset the command line reads, its digest, and its lines as rows."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db.models import Max

from yusuan.core.errors import NotReady
from yusuan.disk.archive import zipped
from yusuan.web.budgets.checking import checked
from yusuan.web.versions.models import Line, Version
from yusuan.web.visible import chain_of_book
from yusuan.writers.folder import write_folder

if TYPE_CHECKING:
    from yusuan.core.budget import BudgetLine, DepartmentalBudget
    from yusuan.web.acting import Act
    from yusuan.web.budgets.models import Book

_MANY = 2_000


def dataset_bytes(budget: DepartmentalBudget) -> bytes:
    """The zipped dataset folder of a budget; the same facts give the same bytes."""
    return zipped(write_folder(budget))


def freeze(act: Act, book: Book, event: Version.Event, note: str = "") -> Version:
    """Freeze the book as it stands, inside somebody's act; raises NotReady where its rows cannot be read."""
    found = checked(book)
    if found.run is None:
        raise NotReady("还有内容没有读懂，不能留存版本；请先改正。")
    return keep(act, book, event, found.run.budget, found.counts(), found.rules_hash, note)


def keep(
    act: Act,
    book: Book,
    event: Version.Event,
    budget: DepartmentalBudget,
    outcomes: dict[str, int],
    rules_hash: str,
    note: str = "",
) -> Version:
    """Keep a budget as the next version of a book."""
    dataset = dataset_bytes(budget)
    last = Version.objects.filter(book=book).aggregate(last=Max("number"))["last"]
    version = Version.objects.create(
        book=book,
        number=(last or 0) + 1,
        event=event,
        dataset=dataset,
        sha256=hashlib.sha256(dataset).hexdigest(),
        rules_hash=rules_hash,
        outcomes=outcomes,
        author_id=act.actor.user_id,
        at=act.at,
    )
    lines = [_line(version, line) for line in budget.lines]
    Line.objects.bulk_create(lines, batch_size=_MANY)
    said = {"number": version.number, "event": version.event, "sha256": version.sha256}
    act.record(version, None, said, chain=chain_of_book(book), note=note)
    return version


def _line(version: Version, line: BudgetLine) -> Line:
    return Line(
        version=version,
        unit=line.unit,
        fund=line.fund.value,
        source=line.source.value,
        origin=line.origin.value,
        function=line.function.digits,
        economic=None if line.economic is None else line.economic.digits,
        nature=line.nature.value,
        project=line.project,
        amount=line.amount,
    )
