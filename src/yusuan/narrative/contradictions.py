"""Everything a text says against itself, in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yusuan.narrative.agreement.balance import check_balance
from yusuan.narrative.agreement.changes import check_changes
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.agreement.levels import check_completion, check_levels
from yusuan.narrative.agreement.listed_changes import check_listed_changes
from yusuan.narrative.agreement.lists import check_items
from yusuan.narrative.agreement.parts import check_parts
from yusuan.narrative.agreement.reasons import check_reasons
from yusuan.narrative.agreement.shares import check_shares
from yusuan.narrative.agreement.units import check_units
from yusuan.narrative.agreement.wording import check_copied, check_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from yusuan.narrative.clauses.clause import Prose
    from yusuan.narrative.figures import Span

    _Broken = Collection[Span]


class _Check(NamedTuple):
    """One comparison, and what it may claim. `broken` are changes and figures that are findings already."""

    kinds: frozenset[Kind]
    claims: Callable[[Prose, _Broken], Iterator[Claim]]


_CHECKS = (
    _Check(frozenset({Kind.COMPLETION}), lambda prose, _: check_completion(prose)),
    _Check(frozenset({Kind.SHARE}), check_shares),
    _Check(frozenset({Kind.LEVELS}), lambda prose, _: check_levels(prose)),
    _Check(frozenset({Kind.BALANCE}), check_balance),
    _Check(frozenset({Kind.PARTS, Kind.CHANGE_PARTS}), check_parts),
    _Check(frozenset({Kind.CHANGE_PARTS}), lambda prose, _: check_listed_changes(prose)),
    _Check(frozenset({Kind.ITEMS}), lambda prose, _: check_items(prose)),
    _Check(
        frozenset({Kind.REASON_MISSING, Kind.REASON_EMPTY, Kind.REASON_DIRECTION}),
        lambda prose, _: check_reasons(prose),
    ),
    _Check(frozenset({Kind.COPIED}), lambda prose, _: check_copied(prose)),
    _Check(frozenset({Kind.NAME}), lambda prose, _: check_names(prose)),
)


def contradictions(prose: Prose, kinds: Collection[Kind] = frozenset(Kind)) -> tuple[Claim, ...]:
    """Hold the clauses of a text against each other; findings are the claims that failed.

    Claims of other kinds than those asked for may be among them.
    """
    found = list(check_changes(prose))
    broken = {c.spans[0] for c in found if c.is_finding and c.kind is Kind.NEGATIVE_BASE}
    units = tuple(check_units(prose))
    # A figure in the wrong unit is said once: what else it makes fail follows from that.
    broken |= {claim.spans[0] for claim in units}
    found += units
    for check in _CHECKS:
        if not check.kinds.isdisjoint(kinds):
            found += check.claims(prose, broken)
    return tuple(found)
