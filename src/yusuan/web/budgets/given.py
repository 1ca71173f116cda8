"""The amounts a book was given: ceilings (控制数), or what was approved (批复数)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.terms import ControlMeasure

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book

# Unit ("": the whole department) and measure.
Place = tuple[str, ControlMeasure]


def given(book: Book, *, is_approved: bool = False) -> dict[Place, int]:
    """The amounts set, fen."""
    found = book.ceilings.filter(is_approved=is_approved)
    return {(one.unit_id or "", ControlMeasure(one.measure)): one.amount for one in found}
