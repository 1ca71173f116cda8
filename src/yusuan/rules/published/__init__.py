"""What the text of a published document says of itself and of its tables: still outcomes, not yet rules of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.rules.published.elsewhere import check_purchased, check_running_costs
from yusuan.rules.published.figures import check_figures
from yusuan.rules.published.item_names import check_items
from yusuan.rules.published.prose import check_prose
from yusuan.rules.published.repeats import check_repeats
from yusuan.rules.published.three_public import check_three_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.outcomes import Outcome
    from yusuan.rules.evidence import Evidence

__all__ = ["check_published"]

# In this order they are reported.
_CHECKS = (
    check_prose,
    check_running_costs,
    check_purchased,
    check_figures,
    check_repeats,
    check_three_public,
    check_items,
)


def check_published(evidence: Evidence) -> Iterator[Outcome]:
    """Every outcome on the text; a part that the document does not print is passed over."""
    for check in _CHECKS:
        yield from check(evidence)
