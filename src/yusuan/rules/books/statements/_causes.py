"""A wrong figure of the text breaks rates, shares and sums around it: those fail because of it, not beside it.

The text is judged once more with the tables' figures in the wrong places. What no longer fails was a consequence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.money import format_amount
from yusuan.narrative.contradictions import contradictions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.narrative.agreement.contradiction import Claim
    from yusuan.narrative.clauses.clause import Clause, Prose
    from yusuan.narrative.figures import Span


def consequences(
    prose: Prose, wrong: Mapping[Span, tuple[Clause, int]], failed: Sequence[Claim]
) -> dict[int, Span]:
    """For claims that failed, by position: the wrong figure behind it. `wrong` has the right value, fen."""
    touched = {n: span for n, claim in enumerate(failed) if (span := _touching(claim, wrong))}
    if not touched:
        return {}
    clauses = tuple(
        _corrected(clause, wrong[clause.span][1]) if clause.span in wrong else clause
        for clause in prose.clauses
    )
    kinds = {failed[n].kind for n in touched}
    still = {
        (claim.kind, claim.spans[:1])
        for claim in contradictions(replace(prose, clauses=clauses), kinds)
        if claim.is_finding
    }
    return {
        n: span for n, span in touched.items() if (failed[n].kind, failed[n].spans[:1]) not in still
    }


def _touching(claim: Claim, wrong: Mapping[Span, tuple[Clause, int]]) -> Span | None:
    return next((span for span in claim.spans if span in wrong), None)


def _corrected(clause: Clause, fen: int) -> Clause:
    """The clause with the right figure, printed like its own."""
    printed, amount = clause.printed, clause.amount
    if printed is None or amount is None:
        return clause
    digits = format_amount(fen, printed.unit, printed.decimals)
    return replace(clause, amount=replace(amount, digits=digits))
