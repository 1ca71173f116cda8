"""Filled sentences and plain words as paragraphs of a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.documents.publication import Figure, Paragraph, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.narrative.sentence import Piece


def paragraph(*runs: Iterable[Piece]) -> Paragraph:
    """One paragraph from filled sentences."""
    return Paragraph(
        tuple(
            Figure(piece.text, piece.key) if piece.is_figure else Text(piece.text)
            for pieces in runs
            for piece in pieces
        )
    )


def words(text: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Text(text),))
