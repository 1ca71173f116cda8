"""Lists of budget lines for the tests of this folder: the example's, and random ones of every fund."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.example import example_budget
from yusuan.core.budget import BudgetLine
from yusuan.core.codes import code
from yusuan.core.terms import APPROPRIATED, SPENT, UNIT_SOURCES, Fund, Nature, Origin, RevenueSource
from yusuan.editions.hebei import hebei
from yusuan.identities.derive import identities
from yusuan.tables.derive import derive

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yusuan.identities.identity import Identity
    from yusuan.tables.table import CellKey, Table

_FUNCTIONS = (
    "2013101",
    "2013102",
    "2040604",
    "2040607",
    "2080505",
    "2101101",
    "2210201",
    "2299999",
)
_ECONOMIC = (
    "30101",
    "30102",
    "30108",
    "30211",
    "30217",
    "30231",
    "30216",
    "30302",
    "31002",
    "31013",
    "30212",
)
_MAINLY_BASIC = st.sampled_from(
    [Nature.BASIC, Nature.BASIC, Nature.PROJECT, Nature.CLOSING_BALANCE]
)


def digits(_kind: str, digits: str) -> str:
    """A code is its own name here."""
    return digits


def tables_of(lines: Iterable[BudgetLine], year: int = 2024) -> tuple[Table, ...]:
    """The nine tables of the Hebei edition."""
    lines = tuple(lines)
    return tuple(derive(spec, lines, digits) for spec in hebei(year).tables)


@lru_cache(maxsize=1)
def example() -> tuple[tuple[Table, ...], tuple[Identity, ...]]:
    """The example's tables with their identities."""
    tables = tables_of(example_budget().lines)
    return tables, identities(tables)


def changed(tables: Iterable[Table], amounts: Mapping[CellKey, int | None]) -> tuple[Table, ...]:
    """The tables with some figures replaced."""
    return tuple(
        table.with_amounts({key: new for key, new in amounts.items() if key.table == table.id})
        for table in tables
    )


@st.composite
def budget_line(draw: st.DrawFn, amounts: st.SearchStrategy[int]) -> BudgetLine:
    """One sound line of any fund, origin and nature."""
    fund = draw(st.sampled_from(Fund))
    if fund in APPROPRIATED:
        source, nature = RevenueSource.APPROPRIATION, draw(_MAINLY_BASIC)
    elif fund is Fund.SPECIAL_ACCOUNT:
        source, nature = RevenueSource.SPECIAL_ACCOUNT, draw(_MAINLY_BASIC)
    else:
        source, nature = draw(st.sampled_from(UNIT_SOURCES)), draw(st.sampled_from(Nature))
    return BudgetLine(
        draw(st.sampled_from(["216001", "216002"])),
        fund,
        source,
        draw(st.sampled_from(Origin)),
        code(draw(st.sampled_from(_FUNCTIONS))),
        code(draw(st.sampled_from(_ECONOMIC))) if nature in SPENT else None,
        nature,
        "P1" if nature is Nature.PROJECT else "",
        draw(amounts),
    )


def budget_lines(
    amounts: st.SearchStrategy[int] | None = None, most: int = 40
) -> st.SearchStrategy[list[BudgetLine]]:
    """Some sound lines; amounts to the fen, with carry-over, several units, all funds."""
    fen = amounts if amounts is not None else st.integers(1, 10**9)
    return st.lists(budget_line(fen), min_size=1, max_size=most)
