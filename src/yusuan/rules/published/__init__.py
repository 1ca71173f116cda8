"""Rules on what a published document prints: its text against its tables, its codes, names, notes and projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.rules.published.codes import check_codes, under_wrong_codes
from yusuan.rules.published.elsewhere import check_purchased, check_running_costs
from yusuan.rules.published.figures import check_figures
from yusuan.rules.published.goals import check_goals
from yusuan.rules.published.holdings import check_holdings
from yusuan.rules.published.item_names import check_items
from yusuan.rules.published.names import check_names
from yusuan.rules.published.projects import check_projects
from yusuan.rules.published.prose import check_prose
from yusuan.rules.published.repeats import check_repeats
from yusuan.rules.published.three_public import check_three_public
from yusuan.rules.published.wording import check_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.outcomes import Outcome
    from yusuan.rules.evidence import Evidence

__all__ = ["check_published", "under_wrong_codes"]

# In this order they are reported.
_CHECKS = (
    check_prose,
    check_running_costs,
    check_purchased,
    check_figures,
    check_repeats,
    check_wording,
    check_holdings,
    check_three_public,
    check_codes,
    check_names,
    check_items,
    check_goals,
    check_projects,
)


def check_published(evidence: Evidence) -> Iterator[Outcome]:
    """Every outcome on the parts of a published document; a part that it does not print is passed over."""
    for check in _CHECKS:
        yield from check(evidence)
