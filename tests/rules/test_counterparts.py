"""What a sentence's money is held against: a printed figure, or the rows it is made of."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.budget_lines import example
from yusuan.core.terms import Fund, Nature
from yusuan.rules.evidence import Counterparts
from yusuan.tables.classes import PERSONNEL
from yusuan.tables.region import Region, funds

TABLES, _ = example()
(BASIC,) = (table for table in TABLES if table.id == "general_basic")
MONEY = Region(funds(Fund.GENERAL_PUBLIC), nature=frozenset({Nature.BASIC}))


def amount(code: str) -> int:
    return next(c.amount or 0 for c in BASIC.figures() if c.row == code and "合计" in c.key.column)


def test_a_printed_figure_is_the_counterpart() -> None:
    region = (MONEY & Region(economic=PERSONNEL)).normal()
    values = {one.value for one in Counterparts((BASIC,)).of([region])}
    assert values == {amount("301") + amount("303")}


def test_classes_are_added_where_no_cell_prints_their_sum() -> None:
    kept = {k: c for k, c in BASIC.cells.items() if "合计" in k.column}
    (found,) = Counterparts((replace(BASIC, cells=kept),)).of(
        [(MONEY & Region(economic=PERSONNEL)).normal()]
    )
    assert found.value == amount("301") + amount("303")
    assert len(found.where) == 2


def test_a_figure_nobody_could_read_is_held_against_nothing() -> None:
    unread = {k: replace(c, amount=None, recognised=False) for k, c in BASIC.cells.items()}
    region = (MONEY & Region(economic=PERSONNEL)).normal()
    assert not list(Counterparts((replace(BASIC, cells=unread),)).of([region]))
