"""What rules look at: one source as values, whether it was derived from facts or read from a document.

Recognition and the pipeline build an `Evidence`, rules only look at it. Every type that rules need and others
build stands in this room.
"""

from yusuan.rules.evidence.counterparts import Counterpart, Counterparts
from yusuan.rules.evidence.evidence import Evidence
from yusuan.rules.evidence.paper import Caption, Dates, Entry, Line, NotedTable, Paper
from yusuan.rules.evidence.parts import (
    CodeRow,
    CodeTable,
    FormAmount,
    FormSum,
    LooseFigure,
    ObjectiveForm,
    PlacedFigure,
    Refusal,
    TextNumbers,
    Unread,
)
from yusuan.rules.evidence.titles import core, coverage, likeness, plain

__all__ = [
    "Caption",
    "CodeRow",
    "CodeTable",
    "Counterpart",
    "Counterparts",
    "Dates",
    "Entry",
    "Evidence",
    "FormAmount",
    "FormSum",
    "Line",
    "LooseFigure",
    "NotedTable",
    "ObjectiveForm",
    "Paper",
    "PlacedFigure",
    "Refusal",
    "TextNumbers",
    "Unread",
    "core",
    "coverage",
    "likeness",
    "plain",
]
