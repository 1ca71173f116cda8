"""What the program made of a place's document: figures not read, sums that fail, slips it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from tests.recognition.provinces.builder import Place, Printed, printed
from yusuan.core.grid import RawCell, RawDocument, RawGrid
from yusuan.core.outcomes import Status
from yusuan.identities.causes import check_identities
from yusuan.identities.derive import identities
from yusuan.recognition.disclosure import Disclosure, recognise

if TYPE_CHECKING:
    from yusuan.core.grid import Box
    from yusuan.core.outcomes import Outcome


@dataclass(frozen=True)
class Look:
    """A document as made and as understood; figures not read and sums that fail, by table."""

    made: Printed
    found: Disclosure
    unread: dict[str, list[str]]
    failed: dict[str, list[str]]

    def gaps(self, sheet: str) -> list[str]:
        """What is wrong with one table."""
        return [*self.unread.get(sheet, []), *self.failed.get(sheet, [])]


def failures(found: Disclosure) -> list[Outcome]:
    """The findings on tables."""
    outcomes = check_identities(found.tables, identities(found.tables))
    return [o for o in outcomes if o.status is Status.FAILED]


@cache
def look(place: Place) -> Look:
    """Read a place's document and compare it with what was printed."""
    return looked(printed(place))


def looked(made: Printed) -> Look:
    """Read a document and compare it with what was printed."""
    found = recognise(made.document)
    read = {
        (cell.where.page, cell.where.box): cell.amount
        for table in found.tables
        for cell in table.figures()
        if cell.where is not None
    }
    refused = {refusal.page for refusal in found.refused}
    unread: dict[str, list[str]] = {}
    for (page, box), (sheet, amount) in made.figures.items():
        if read.get((page, box)) != amount and page not in refused:
            unread.setdefault(sheet, []).append(f"not read: {amount} on page {page} at {box[:2]}")
    failed: dict[str, list[str]] = {}
    for outcome in failures(found):
        page_of = next((w.page for w in outcome.where if w.page is not None), 0)
        failed.setdefault(made.pages[page_of], []).append(outcome.message)
    return Look(made, found, unread, failed)


def named_slips(place: Place, count: int) -> tuple[int, int]:
    """Of some figures with one digit changed, one at a time, how many a finding names; and how many were tried."""
    made = printed(place)
    places = sorted(at for at, (_, amount) in made.figures.items() if amount)
    tried = Random(place.name).sample(places, count)  # noqa: S311 - the same sample each time
    named = 0
    for page, box in tried:
        found = recognise(_with_slip(made.document, page, box))
        at = {(w.page, w.box) for outcome in failures(found) for w in outcome.where}
        named += (page, box) in at
    return named, len(tried)


def _with_slip(document: RawDocument, page: int, box: Box) -> RawDocument:
    blocks = [
        replace(block, cells=tuple(_slipped(c) if c.box == box else c for c in block.cells))
        if isinstance(block, RawGrid) and block.page == page
        else block
        for block in document.blocks
    ]
    return replace(document, blocks=tuple(blocks))


def _slipped(cell: RawCell) -> RawCell:
    """A figure with one of its first two digits four higher."""
    digits = [n for n, sign in enumerate(cell.text) if sign.isdecimal()]
    place = digits[1] if len(digits) > 3 else digits[0]
    digit = (int(cell.text[place]) + 4) % 10 or 5
    return replace(cell, text=f"{cell.text[:place]}{digit}{cell.text[place + 1 :]}")
