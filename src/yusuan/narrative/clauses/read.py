"""Read budget prose clause by clause: who, what, when, how much, more or less, and why.

A figure belongs to the words before it in its own clause; where they name nothing, to the subject
before. Figures inside reasons and purposes are left alone: they seldom say what they seem to say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.narrative.clauses.clause import Clause, Period, Prose, Stage
from yusuan.narrative.clauses.paragraphs import line_starts
from yusuan.narrative.clauses.reader import Reader
from yusuan.narrative.clauses.squeezing import squeezed
from yusuan.narrative.clauses.words import years_in
from yusuan.narrative.figures import Figure, moved, moved_span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.codes import Code
    from yusuan.narrative.figures import Span

__all__ = ["clauses", "read_prose"]


def clauses(
    text: str, *, year: int | None = None, stage: Stage | None = None
) -> tuple[Clause, ...]:
    """Read the clauses of a text; see `read_prose`."""
    return read_prose(text, year=year, stage=stage).clauses


def read_prose(
    text: str,
    *,
    year: int | None = None,
    stage: Stage | None = None,
    names: Mapping[str, frozenset[Code]] | None = None,
) -> Prose:
    """Read everything a text says; year and stage of the document are inferred when not given.

    `names` are those of the functional rows of the document's own tables, folded, without 支出 at the end.
    """
    clean, places = squeezed(text)
    found_year = year if year is not None else _likely_year(clean)
    found_stage = stage if stage is not None else _likely_stage(clean)
    reader = Reader(
        clean, Period(found_year, found_stage), lines=line_starts(text, places), names=names or {}
    )
    reader.read()

    def back(span: Span) -> Span:
        return moved_span(span, places) if span[1] > span[0] else (0, 0)

    def figure(found: Figure | None) -> Figure | None:
        return None if found is None else moved(found, places)

    return Prose(
        tuple(
            replace(
                clause,
                span=back(clause.span),
                text=text[slice(*back(clause.span))],
                amount=figure(clause.amount),
                change=figure(clause.change),
                percent=figure(clause.percent),
            )
            for clause in reader.clauses
        ),
        tuple(
            replace(item, span=back(item.span), purpose_span=back(item.purpose_span))
            for item in reader.items
        ),
        tuple(replace(reason, span=back(reason.span)) for reason in reader.reasons),
        found_year,
        found_stage,
        frozenset(reader.complete),
    )


def _likely_year(clean: str) -> int | None:
    """Take the year most often named outside comparisons; the later one of two."""
    plain = re.sub(r"(?:比|较|与|同)20\d{2}年", "", clean)
    counted = Counter(years_in(plain))
    return max(counted, key=lambda year: (counted[year], year), default=None)


def _likely_stage(clean: str) -> Stage:
    finals = clean.count("决算") - clean.count("预决算")
    return Stage.FINAL if 2 * finals > clean.count("预算") else Stage.BUDGET
