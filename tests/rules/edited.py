"""Documents as read, changed in one place, and what the rules say of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tests.rules.said import said_by
from tests.samples_path import samples_dir
from yusuan.core.grid import RawDocument, RawGrid, TextBlock
from yusuan.readers.document import read_document
from yusuan.recognition.disclosure import recognise
from yusuan.recognition.evidence_of import evidence_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from yusuan.core.grid import Block
    from yusuan.core.outcomes import Outcome
    from yusuan.rules.evidence import Dates, Evidence

PAPER = (
    "required-tables-are-present",
    "sections-have-text",
    "empty-tables-carry-a-note",
    "codes-reach-their-level",
    "nil-statement-contradicted",
    "no-blank-page",
    "page-shows-its-text",
    "secrecy-mark-left",
    "contents-entry-without-section",
    "contents-page-numbers",
    "section-without-contents-entry",
    "figure-left-blank",
    "sentence-breaks-off",
    "no-word-is-doubled",
    "wrong-year",
    "wrong-unit",
    "published-in-time",
    "vehicles-are-split",
)
BUDGET = "shanghai-wanli-2024-budget.pdf"


@lru_cache
def sample(name: str) -> RawDocument:
    return read_document(samples_dir() / name)


def findings(document: RawDocument, dates: Dates | None = None) -> list[Outcome]:
    found = on_paper(evidence_of(recognise(document), dates))
    return [outcome for outcome in found if outcome.is_finding]


def on_paper(evidence: Evidence) -> list[Outcome]:
    """What the rules on a document as a whole say."""
    return said_by(evidence, *PAPER)


def rules(document: RawDocument) -> list[str]:
    return [outcome.rule for outcome in findings(document)]


def edited(document: RawDocument, edit: Callable[[str], str | None]) -> RawDocument:
    """The document with every text and cell passed through `edit`; None drops it."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, RawGrid):
            pairs = [(cell, edit(cell.text)) for cell in block.cells]
            cells = tuple(replace(c, text=text or "") for c, text in pairs)
            blocks.append(replace(block, cells=cells))
        else:
            text = edit(block.text)
            if text is not None:
                blocks.append(replace(block, text=text))
    return replace(document, blocks=tuple(blocks))


def exchanged(document: RawDocument, old: str, new: str, *, times: int = 1) -> RawDocument:
    """The document with a text exchanged the first few times it stands outside tables."""
    left = times
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, TextBlock) and old in block.text and left:
            left -= 1
            blocks.append(replace(block, text=block.text.replace(old, new)))
        else:
            blocks.append(block)
    assert left < times
    return replace(document, blocks=tuple(blocks))


def with_line(document: RawDocument, after: str, *lines: str) -> RawDocument:
    """The document with lines put behind the last block that holds a text."""
    places = [
        n for n, b in enumerate(document.blocks) if isinstance(b, TextBlock) and after in b.text
    ]
    n = places[-1] + 1
    page = document.blocks[n - 1].page
    new = tuple(TextBlock(line, page) for line in lines)
    return replace(document, blocks=(*document.blocks[:n], *new, *document.blocks[n:]))
