"""What a wrong code breaks: the sums of its row stand under the finding on the code."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.core.outcomes import Where


def under_wrong_codes(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Put the sums that fail because a row stands under a wrong code below the finding on that code."""
    every = tuple(outcomes)
    causes = [
        n
        for n, outcome in enumerate(every)
        if outcome.rule == "code-differs-between-tables" and outcome.status is Status.FAILED
    ]
    proofs: dict[int, list[Outcome]] = defaultdict(list)
    moved: set[int] = set()
    for n, outcome in enumerate(every):
        if outcome.rule not in {"table-arithmetic", "cross-table"} or not outcome.is_finding:
            continue
        rows = {place.row for place in outcome.where if place.row}
        for cause in causes:
            codes = {_digits(place) for place in every[cause].where}
            if rows & codes and rows <= codes | {""}:
                proofs[cause].append(outcome)
                moved.add(n)
                break
    return tuple(
        replace(outcome, proofs=(*outcome.proofs, *proofs[n])) if n in proofs else outcome
        for n, outcome in enumerate(every)
        if n not in moved
    )


def _digits(place: Where) -> str:
    first, *rest = place.row.split("|")
    return first + "".join(piece.rjust(2, "0") for piece in rest)
