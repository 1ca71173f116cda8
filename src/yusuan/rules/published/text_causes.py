"""A wrong figure of the text breaks rates, shares and sums around it: those fail because of it, not beside it.

The text is read once more with the tables' figures in the wrong places. What no longer fails was a consequence.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from yusuan.core.money import format_amount
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.terms import Stage
    from yusuan.narrative.agreement.contradiction import Claim
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.narrative.figures import Span

_NUMBER = pattern(r"[-+]?[\d,，.．\s]*[\d]")


def consequences(
    text: str,
    wrong: Mapping[Span, tuple[Clause, int]],
    failed: Sequence[Claim],
    year: int,
    stage: Stage,
) -> dict[int, Span]:
    """For claims that failed, by position: the wrong figure behind it. `wrong` has the right value, fen."""
    touched = {n: span for n, claim in enumerate(failed) if (span := _touching(claim, wrong))}
    edits = sorted(edit for clause, fen in wrong.values() for edit in _edits(text, clause, fen))
    if not touched or not edits:
        return {}
    corrected, starts, shifts = _corrected(text, edits)
    still = {
        (claim.kind, claim.spans[0][0] if claim.spans else None)
        for claim in contradictions(read_prose(corrected, year=year, stage=stage))
        if claim.is_finding
    }
    found = {}
    for n, span in touched.items():
        place = failed[n].spans[0][0]
        moved = place + shifts[bisect_right(starts, place)]
        if (failed[n].kind, moved) not in still:
            found[n] = span
    return found


def _touching(claim: Claim, wrong: Mapping[Span, tuple[Clause, int]]) -> Span | None:
    return next((span for span in claim.spans if span in wrong), None)


def _edits(text: str, clause: Clause, fen: int) -> Iterator[tuple[Span, str]]:
    """The figure of a clause, its unit left alone, and the right one printed like it."""
    printed, amount = clause.printed, clause.amount
    number = None if amount is None else _NUMBER.match(text, *amount.span)
    if printed is not None and number is not None:
        yield number.span(), format_amount(fen, printed.unit, printed.decimals)


def _corrected(text: str, edits: Sequence[tuple[Span, str]]) -> tuple[str, list[int], list[int]]:
    """The text with figures replaced; where the places behind each of them have moved, and by how much."""
    pieces, last = [], 0
    for (begin, end), digits in edits:
        pieces += [text[last:begin], digits]
        last = end
    pieces.append(text[last:])
    starts = [begin + 1 for (begin, _), _ in edits]
    grown = [len(digits) - (end - begin) for (begin, end), digits in edits]
    return "".join(pieces), starts, list(accumulate(grown, initial=0))
