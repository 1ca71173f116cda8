"""docs/scoring.md: what the score is made of."""

from __future__ import annotations

from itertools import groupby

from tools.reference.markdown import code, table
from yusuan.rules.check_items import Dimension, check_items
from yusuan.rules.scoring import DEDUCTIONS, MOST_COUNTED, WEIGHTS

_MEANINGS = {
    Dimension.COMPLETENESS: "are all tables, sections, statements and objectives there, and filled in",
    Dimension.DETAIL: "down to which level, split how, with which reasons",
    Dimension.TIMELINESS: "within twenty days of the approval",
    Dimension.MANNER: "can it be found, opened, read and searched, and does it show nothing classified",
    Dimension.TRUTHFULNESS: "do figures, text, codes, names and years agree",
}


def dimensions() -> str:
    """The dimensions with what they ask and their weights."""
    rows = ((code(d.value), d.label, _MEANINGS[d], str(WEIGHTS[d])) for d in Dimension)
    return table(("dimension", "中文", "asks", "weight"), rows)


def deductions() -> str:
    """What a finding costs."""
    rows = (
        (code(s.value), s.label, str(points), str(points * MOST_COUNTED))
        for s, points in DEDUCTIONS.items()
    )
    return table(("severity", "中文", "points for one finding", "at most for one rule"), rows)


def items() -> str:
    """Every item with its dimension."""
    order = list(Dimension)
    every = sorted(check_items().values(), key=lambda item: order.index(item.dimension))
    text = ""
    for dimension, found in groupby(every, key=lambda item: item.dimension):
        rows = ((code(item.rule), item.claim) for item in found)
        text += f"### {dimension.label} (`{dimension.value}`)\n\n" + table(("rule", "claim"), rows)
    return text
