"""Rules on a published document as a whole: its contents page, years, required parts, wording, detail, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.rules.paper.contents import check_contents
from yusuan.rules.paper.detail import check_detail
from yusuan.rules.paper.pages import check_pages
from yusuan.rules.paper.release import check_release
from yusuan.rules.paper.required import check_required
from yusuan.rules.paper.wording import check_wording
from yusuan.rules.paper.years import check_years

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.outcomes import Outcome
    from yusuan.rules.evidence import Evidence

__all__ = ["check_document"]


def check_document(evidence: Evidence) -> Iterator[Outcome]:
    """Every outcome on the whole of a document."""
    yield from check_contents(evidence)
    yield from check_years(evidence)
    yield from check_required(evidence)
    yield from check_wording(evidence)
    yield from check_detail(evidence)
    yield from check_release(evidence)
    yield from check_pages(evidence)
