"""A difference that is exactly what was carried over: one table counts that money, the other may not.

Forms of appropriated spending print the year's grants with or without 上年结转, and many do not say which. Two of
them that differ by just that amount are no error anybody could prove; what differs otherwise is one still.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.core.terms import CARRIED
from yusuan.identities.evaluate import in_unit, place_in_words
from yusuan.identities.trust import unsaid
from yusuan.tables.region import APPROPRIATED_FUNDING, OWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.identities.evaluate import Figures
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import Cell


def within_scope(
    identities: Sequence[Identity], outcomes: Sequence[Outcome], figures: Figures
) -> tuple[list[Outcome], list[Outcome]]:
    """The outcomes with those between two scopes refused, and what is said once of each pair of tables instead."""
    kept = list(outcomes)
    failed = [n for n, outcome in enumerate(outcomes) if outcome.status is Status.FAILED]
    carried = _carried(figures) if failed else {}
    between: dict[frozenset[str], Cell] = {}
    for n in failed:
        identity, outcome = identities[n], outcomes[n]
        tables = frozenset(key.table for key in identity)
        if len(tables) == 1 or identity.absent_from:
            continue
        cell = _behind(figures.cells[identity.left], carried.get(abs(outcome.difference or 0), ()))
        if cell is not None:
            between.setdefault(tables, cell)
            kept[n] = unsaid(outcome)
    return kept, [_said(tables, cell, figures) for tables, cell in between.items()]


def _carried(figures: Figures) -> Mapping[int, Sequence[Cell]]:
    """What tables print as carried over, by amount."""
    found: dict[int, list[Cell]] = defaultdict(list)
    for cell in figures.cells.values():
        region = cell.region
        if cell.value > 0 and region.ledger == OWN and region.origin and region.origin <= CARRIED:
            found[cell.value].append(cell)
    return found


def _behind(left: Cell, carried: Sequence[Cell]) -> Cell | None:
    """The money carried over that a figure of appropriated spending may count or leave out."""
    region = left.region
    is_mixed = bool(region.origin & CARRIED) and not region.origin <= CARRIED
    if not is_mixed or not region.funding <= APPROPRIATED_FUNDING:
        return None
    return next((cell for cell in carried if cell.region.funding & region.funding), None)


def _said(tables: frozenset[str], cell: Cell, figures: Figures) -> Outcome:
    titles = sorted(figures.specs[table].title for table in tables)
    spec = figures.specs[cell.key.table]
    return Outcome(
        "table-recognised",
        Status.REFUSED,
        Severity.INFO,
        f"“{'”与“'.join(titles)}”同口径的数相差 {in_unit(cell.value, spec)}，恰为{place_in_words(cell, spec)}的数："
        "可能一表含上年结转、一表不含，未作判断。",
        "请核对两表是否都含上年结转，并在表下注明。",
        "practice",
        where=tuple(Where(table=title) for title in titles),
    )
