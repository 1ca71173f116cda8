"""Everything a text says against itself, in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.narrative.agreement.balance import check_balance
from yusuan.narrative.agreement.changes import check_changes
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.agreement.levels import check_completion, check_levels
from yusuan.narrative.agreement.lists import check_items
from yusuan.narrative.agreement.parts import check_parts
from yusuan.narrative.agreement.reasons import check_reasons
from yusuan.narrative.agreement.shares import check_shares
from yusuan.narrative.agreement.units import check_units
from yusuan.narrative.agreement.wording import check_copied, check_names

if TYPE_CHECKING:
    from yusuan.narrative.clauses.clause import Prose


def contradictions(prose: Prose) -> tuple[Claim, ...]:
    """Hold the clauses of a text against each other; findings are the claims that failed."""
    changes = list(check_changes(prose))
    broken = {c.spans[0] for c in changes if c.is_finding and c.kind is Kind.NEGATIVE_BASE}
    units = tuple(check_units(prose))
    # A figure in the wrong unit is said once: what else it makes fail follows from that.
    broken |= {claim.spans[0] for claim in units}
    return (
        *changes,
        *units,
        *check_completion(prose),
        *check_shares(prose, broken),
        *check_levels(prose),
        *check_balance(prose, broken),
        *check_parts(prose, broken),
        *check_items(prose),
        *check_reasons(prose),
        *check_copied(prose),
        *check_names(prose),
    )
