"""What a column takes because of the columns beside it: money of the year, all other sources, all other natures."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.terms import CARRIED, SPENT, UNSPENT, Nature, Origin
from yusuan.recognition.tables.reading import OWN_BALANCE, beside_own_balance
from yusuan.tables.region import ALL_FUNDING, EVERYTHING, Ledger, Region
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.words import Role, meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.recognition.tables.columns import ColumnRole, PanelColumns
    from yusuan.recognition.tables.logical import Line
    from yusuan.recognition.tables.reading import RowReading

_PROJECT = frozenset({Nature.PROJECT})
_BASIC = frozenset({Nature.BASIC})
# A digit that makes a figure more than nothing.
_MONEY = frozenset("123456789")


def of_the_year(panel: PanelColumns) -> PanelColumns:
    """Beside a column for the money of a fund carried over, the columns of that fund and its sources count the year's.

    本年支出 does not where 本年收入 or what is left stands beside it: it is spent from both.
    """
    panel = _own_balance_apart(panel)
    regions = [c.region for c in panel.values if c.region is not None]
    carried = [region.funding for region in regions if region.origin <= CARRIED]
    if not carried:
        return panel
    current = frozenset({Origin.CURRENT_YEAR})
    is_account = any(r.origin == current or r.nature <= UNSPENT for r in regions)

    def narrowed(column: ColumnRole) -> ColumnRole:
        region = column.region
        if region is None or region.origin != EVERYTHING.origin:
            return column
        is_apart = any(region.funding <= funding for funding in carried)
        is_spent = is_account and region.nature <= SPENT
        if is_spent or not is_apart:
            return column
        if region.funding == ALL_FUNDING and not _is_of_the_year(column):
            return column
        return replace(column, region=replace(region, origin=current))

    return replace(panel, values=tuple(map(narrowed, panel.values)))


def _own_balance_apart(panel: PanelColumns) -> PanelColumns:
    """上年结转 beside a column for a unit's own balance (使用非财政拨款结余) counts the rest of what was carried."""
    regions = [c.region for c in panel.values if c.region is not None]
    if not any(region.origin == OWN_BALANCE for region in regions):
        return panel
    values = (
        c if c.region is None else replace(c, region=beside_own_balance(c.region))
        for c in panel.values
    )
    return replace(panel, values=tuple(values))


def with_kept(
    panel: PanelColumns, rows: Sequence[RowReading], lines: Sequence[Line]
) -> PanelColumns:
    """Columns of spending (本年支出, 项目支出) that print money kept for the next year (结转下年) count that too."""
    kept = [r.line for r in rows if r.region is not None and r.region.nature <= UNSPENT]
    values = tuple(
        replace(c, region=replace(c.region, nature=c.region.nature | UNSPENT))
        if c.region is not None
        and c.region.nature in {SPENT, _PROJECT}
        and any(set(lines[n].text(c.number)) & _MONEY for n in kept)
        else c
        for c in panel.values
    )
    return replace(panel, values=values)


def _is_of_the_year(column: ColumnRole) -> bool:
    """Tell whether a column stands under 本年支出 or the like: money of the year, beside what was carried over."""
    said = [meaning(word) for word in column.path]
    return any(m is not None and Role.THIS_YEAR in m.roles for m in said)


def told_apart(panel: PanelColumns) -> PanelColumns:
    """Columns in different words that seem to count the same money count parts of it nobody can tell: foreign."""
    alike = Counter(c.region for c in panel.values if _is_single(c))
    return replace(
        panel,
        values=tuple(
            replace(c, region=c.region & Region(ledger=Ledger(of=frozenset(map(folded, c.path)))))
            if c.region is not None and _is_single(c) and alike[c.region] > 1
            else c
            for c in panel.values
        ),
    )


def _is_single(column: ColumnRole) -> bool:
    """Tell whether a column is no sum: its last word names money."""
    said = meaning(column.path[-1]) if column.path else None
    return said is not None and bool(said.topics) and not said.is_total


def with_rest(panel: PanelColumns, within: Region) -> PanelColumns:
    """The columns of a panel with those that stand for the rest widened to it; only beside a total column."""
    if not any(c.region is not None and _is_total(c.region) for c in panel.values):
        return panel
    values = tuple(
        _widened(column, _others(column, panel.values), within) for column in panel.values
    )
    return replace(panel, values=values)


def _is_total(region: Region) -> bool:
    return replace(region, ledger=EVERYTHING.ledger, origin=EVERYTHING.origin) == EVERYTHING


def _others(column: ColumnRole, columns: Sequence[ColumnRole]) -> list[Region]:
    """The columns of the same ledger beside one."""
    return [
        other.region
        for other in columns
        if other is not column
        and other.region is not None
        and column.region is not None
        and other.region.ledger == column.region.ledger
    ]


def _widened(column: ColumnRole, others: Sequence[Region], within: Region) -> ColumnRole:
    region = column.region
    if region is None:
        return column
    said = meaning(column.path[-1]) if column.path else None
    is_other = said is not None and said.topics in {("other_revenue",), ("unit_funds",)}
    if is_other and not any(r.ledger.of for r in others):
        named = {f for r in others if r.funding != ALL_FUNDING for f in r.funding}
        rest = frozenset(f for f in within.funding if f not in named)
        return replace(column, region=replace(region, funding=rest)) if rest else column
    natures = [r.nature for r in others if r.nature != within.nature and r.restricted_natures]
    if (
        region.nature - UNSPENT == _PROJECT
        and natures
        and all(nature <= _BASIC for nature in natures)
    ):
        return replace(column, region=replace(region, nature=within.nature - _BASIC))
    return column
