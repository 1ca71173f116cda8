"""What became of each table of a document: taken, of another kind, or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.recognition.tables import captions, logical_tables, title_of, unstacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.grid import RawDocument
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.recognition.tables import Logical


@dataclass(frozen=True, slots=True)
class Fate:
    """A table as printed, its heading, whether its figures were taken, and why not (empty: another kind)."""

    logical: Logical
    heading: str
    is_taken: bool
    reason: str = ""


def fates(document: RawDocument, found: Disclosure | None) -> Iterator[Fate]:
    """Every table of a document in reading order; none is taken where nothing was understood."""
    others = () if found is None else found.others
    refused = () if found is None else found.refused
    other_grids = {id(grid) for logical in others for grid in logical.grids}
    reasons = {(refusal.title, refusal.page): refusal.reason for refusal in refused}
    for logical in map(unstacked, logical_tables(document.blocks)):
        reason = reasons.get((title_of(logical), logical.page), "")
        is_other = found is None or any(id(grid) in other_grids for grid in logical.grids)
        yield Fate(logical, heading_of(logical), not (reason or is_other), reason)


def heading_of(logical: Logical) -> str:
    """The title of a table, else the sheet's name, else the line right above it."""
    named = title_of(logical) or next((grid.name for grid in logical.grids if grid.name), "")
    return named or next(captions(logical.above), "")
