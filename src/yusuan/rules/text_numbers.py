"""Where the amounts of a text went: nothing is passed over without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.narrative.clauses.clause import Topic
from yusuan.rules.books.statements._compared import compared
from yusuan.rules.books.statements._judged import claims
from yusuan.rules.evidence import TextNumbers

if TYPE_CHECKING:
    from yusuan.narrative.figures import Span
    from yusuan.rules.evidence import Evidence


def text_numbers(evidence: Evidence) -> TextNumbers | None:
    """Count the amounts of a document's text by their end; None where it has no text of its own."""
    if evidence.facts is not None or not evidence.texts:
        return None
    judged: set[Span] = {clause.span for clause, _ in evidence.once(compared)}
    for claim in evidence.once(claims):
        if claim.holds or claim.is_finding:
            judged.update(claim.spans)
    held: set[Span] = set()
    known: set[Span] = set()
    for clause in evidence.prose.clauses:
        spans = {one.span for one in (clause.amount, clause.change) if one is not None}
        if clause.span in judged:
            held |= spans
        elif clause.subject.topic is not Topic.OTHER:
            known |= spans
    every = [figure.span for figure in evidence.amounts]
    with_figure = sum(span in held for span in every)
    alone = sum(span in known and span not in held for span in every)
    return TextNumbers(with_figure, alone, len(every) - with_figure - alone)
