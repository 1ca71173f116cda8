"""A document as comparisons with other documents see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.recognition.disclosure import DocumentKind
from yusuan.recognition.sections_found import paper_of
from yusuan.rules.against.pair import Side
from yusuan.rules.published.prose import Published

if TYPE_CHECKING:
    from yusuan.recognition.disclosure import Disclosure

_UNITS = frozenset({DocumentKind.UNIT_BUDGET, DocumentKind.UNIT_ACCOUNTS})


def side_of(found: Disclosure) -> Side:
    """The document with its lines outside the contents page."""
    source = found.document.source
    published = Published(source, found.year, found.stage, found.tables, found.texts)
    is_unit = None if found.kind is None else found.kind in _UNITS
    return Side(published, found.department, is_unit, paper_of(found).lines)
