"""Everything a text says against itself, in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.narrative.agreement.changes import check_changes
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.agreement.levels import (
    check_completion,
    check_levels,
    check_shares,
)
from yusuan.narrative.agreement.lists import check_items
from yusuan.narrative.agreement.parts import check_balance, check_parts
from yusuan.narrative.agreement.wording import check_copied, check_names, check_reasons
from yusuan.narrative.clauses.clause import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.narrative.clauses.clause import Prose


def contradictions(prose: Prose) -> tuple[Claim, ...]:
    """Hold the clauses of a text against each other; findings are the claims that failed."""
    changes = list(check_changes(prose))
    broken = {c.spans[0] for c in changes if c.is_finding and c.kind is Kind.NEGATIVE_BASE}
    return (
        *changes,
        *check_completion(prose),
        *_but_procurement(prose, check_shares(prose)),
        *check_levels(prose),
        *check_balance(prose, broken),
        *_but_procurement(prose, check_parts(prose, broken)),
        *check_items(prose),
        *check_reasons(prose),
        *check_copied(prose),
        *check_names(prose),
    )


# What a text says of purchases is held together by the rule on procurement.
_PROCUREMENT = frozenset(
    {Topic.PROCUREMENT, Topic.GOODS, Topic.WORKS, Topic.SERVICES, Topic.SME, Topic.SMALL}
)


def _but_procurement(prose: Prose, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims on anything but purchases."""
    bought = {clause.span for clause in prose.clauses if clause.subject.topic in _PROCUREMENT}
    return (claim for claim in claims if bought.isdisjoint(claim.spans))
