"""Rules on a published document as a whole: its contents page, years, required parts, wording, detail, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.rules.paper.contents import check_contents
from yusuan.rules.paper.detail import check_detail
from yusuan.rules.paper.paper import Caption, Entry, Line, Paper
from yusuan.rules.paper.release import Dates, check_release
from yusuan.rules.paper.required import check_required
from yusuan.rules.paper.wording import check_wording
from yusuan.rules.paper.years import check_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.outcomes import Outcome

__all__ = ["Caption", "Dates", "Entry", "Line", "Paper", "check_document"]


def check_document(paper: Paper, dates: Dates | None = None) -> Iterator[Outcome]:
    """Every outcome on the whole of a document; `dates` are given where the text does not state them."""
    yield from check_contents(paper)
    yield from check_years(paper)
    yield from check_required(paper)
    yield from check_wording(paper)
    yield from check_detail(paper)
    yield from check_release(paper, dates)
