"""Approval: the figures of the book become the control totals that every later dataset is held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.errors import NotReady
from yusuan.tables.controls import approved_as
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.models import Ceiling
from yusuan.web.visible import chain_of_book

if TYPE_CHECKING:
    from yusuan.web.acting import Act
    from yusuan.web.budgets.models import Book


def approve_figures(act: Act, book: Book) -> None:
    """Write the 批复数 of the department and of each unit, unless finance wrote them: then the figures met them.

    Raises NotReady where the book cannot be read.
    """
    if book.ceilings.filter(is_approved=True).exists():
        return
    run = checked(book).run
    if run is None:
        raise NotReady("还有内容没有读懂，不能批复")
    totals = approved_as(run.budget.lines, [unit.code for unit in run.budget.units])
    Ceiling.objects.bulk_create(
        Ceiling(
            book=book,
            unit_id=total.unit or None,
            measure=total.measure.value,
            amount=total.amount,
            is_approved=True,
        )
        for total in totals
    )
    book.revision += 1
    said = {f"{total.unit} {total.measure.value}".strip(): total.amount for total in totals}
    act.record(book, None, {"approved": said}, chain=chain_of_book(book), note="批复数")
