"""Consolidation: what units pay each other is taken out once on either side, and only what both sides carry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNITS, amounts, lines
from yusuan.core.budget import BudgetLine, BudgetUnit
from yusuan.core.codes import code
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource, UnitNature
from yusuan.core.transfers import COUNTERPARTS, Transfer
from yusuan.preparation.consolidation import consolidated
from yusuan.synthetic.department import synthesise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from hypothesis.strategies import DrawFn

    from yusuan.core.budget import DepartmentalBudget

KINDS = [(nature, source) for nature, sources in COUNTERPARTS.items() for source in sources]
OUTSIDE = "999001"
BASE = synthesise(1, 2026)
GRANT = (Nature.SUBSIDIARY_GRANT, RevenueSource.SUPERIOR_GRANT)


def line(unit: str, nature: Nature, source: RevenueSource, amount: int) -> BudgetLine:
    return BudgetLine(
        unit,
        Fund.UNIT_FUNDS,
        source,
        Origin.CURRENT_YEAR,
        code("2010101"),
        code("39999"),
        nature,
        "",
        amount,
    )


@st.composite
def transfers(draw: DrawFn, who: Sequence[str] = (*UNITS, OUTSIDE)) -> Transfer:
    payer, receiver = draw(st.permutations(who))[:2]
    nature, source = draw(st.sampled_from(KINDS))
    return Transfer(payer, receiver, nature, source, draw(amounts()))


@st.composite
def departments(draw: DrawFn) -> DepartmentalBudget:
    """A department, half of whose transfers stand in the lines of both sides, among others that may not."""
    carried = draw(st.lists(transfers(UNITS), max_size=4))
    others = draw(st.lists(transfers(), max_size=3))
    own: list[BudgetLine] = []
    for one in carried:
        own.append(line(one.payer, one.nature, RevenueSource.SERVICE, one.amount))
        own.append(line(one.receiver, Nature.BASIC, one.source, one.amount))
    every = draw(st.permutations([*own, *draw(lines(most=8))]))
    return replace(
        BASE,
        units=tuple(BudgetUnit(unit, unit, UnitNature.ADMINISTRATIVE) for unit in UNITS),
        lines=tuple(every),
        transfers=tuple(draw(st.permutations([*carried, *others]))),
    )


@given(departments())
def test_units_less_what_is_eliminated_are_the_department(budget: DepartmentalBudget) -> None:
    found = consolidated(budget)
    gross = sum(line.amount for line in budget.lines)
    out = sum(one.transfer.amount for one in found.eliminated)
    for total, rows in (
        (found.total_income, found.income),
        (found.total_expenditure, found.expenditure),
    ):
        assert total.sum == gross
        assert total.consolidated == gross - out == sum(row.consolidated for row in rows)
        by_unit = [sum(line.amount for line in budget.lines if line.unit == u) for u in found.units]
        assert list(total.by_unit) == by_unit


@given(departments())
def test_as_much_is_taken_out_of_income_as_of_expenditure(budget: DepartmentalBudget) -> None:
    found = consolidated(budget)
    assert found.total_income.eliminated == found.total_expenditure.eliminated
    for rows, of in ((found.income, "source"), (found.expenditure, "nature")):
        for row in rows:
            named = [
                one.transfer.amount
                for one in found.eliminated
                if getattr(one.transfer, of).value == row.label
            ]
            assert row.eliminated == sum(named)


@given(departments())
def test_only_what_both_sides_carry_is_eliminated(budget: DepartmentalBudget) -> None:
    found = consolidated(budget)
    assert len(found.eliminated) + len(found.doubted) == len(budget.transfers)
    for one in found.eliminated:
        transfer = one.transfer
        paid = [
            line.amount
            for line in budget.lines
            if (line.unit, line.nature) == (transfer.payer, transfer.nature)
        ]
        received = [
            line.amount
            for line in budget.lines
            if (line.unit, line.source) == (transfer.receiver, transfer.source)
            and line.origin is Origin.CURRENT_YEAR
        ]
        beside = [one.transfer for one in found.eliminated]
        out = sum(
            t.amount for t in beside if (t.payer, t.nature) == (transfer.payer, transfer.nature)
        )
        into = sum(
            t.amount
            for t in beside
            if (t.receiver, t.source) == (transfer.receiver, transfer.source)
        )
        assert out <= sum(paid)
        assert into <= sum(received)


@given(departments())
def test_nothing_is_eliminated_across_departments(budget: DepartmentalBudget) -> None:
    for one in consolidated(budget).eliminated:
        assert OUTSIDE not in {one.transfer.payer, one.transfer.receiver}


@given(departments(), st.randoms(use_true_random=False))
def test_the_order_of_units_lines_and_transfers_makes_no_difference(
    budget: DepartmentalBudget, order: Random
) -> None:
    other = replace(
        budget,
        units=tuple(order.sample(budget.units, len(budget.units))),
        lines=tuple(order.sample(budget.lines, len(budget.lines))),
        transfers=tuple(order.sample(budget.transfers, len(budget.transfers))),
    )
    one, two = consolidated(budget), consolidated(other)
    assert (one.units, one.income, one.expenditure) == (two.units, two.income, two.expenditure)
    assert [j.transfer for j in one.eliminated] == [j.transfer for j in two.eliminated]
    assert [j.transfer for j in one.doubted] == [j.transfer for j in two.doubted]


@given(departments())
def test_nothing_is_below_nothing(budget: DepartmentalBudget) -> None:
    found = consolidated(budget)
    assert not found.negative
    assert all(row.consolidated >= 0 for row in (*found.income, *found.expenditure))


@given(lines(smallest=-(10**9), most=6))
def test_what_is_below_nothing_is_said(own: tuple[BudgetLine, ...]) -> None:
    found = consolidated(replace(BASE, lines=own, transfers=()))
    rows = (*found.income, *found.expenditure)
    below = [row for row in rows if row.consolidated < 0 or any(n < 0 for n in row.by_unit)]
    assert list(found.negative) == below


PAID, RECEIVED = 100_000_00, 100_000_00
A, B, C = UNITS


@pytest.mark.parametrize(
    ("paid", "received", "named", "eliminated"),
    [
        # Both sides carry it.
        (PAID, RECEIVED, [(A, B, PAID)], PAID),
        # The rest is from or to others.
        (PAID, RECEIVED, [(A, B, 60_000_00)], 60_000_00),
        (PAID, RECEIVED + 1, [(A, B, PAID)], PAID),
        # One side only, or one fen less on a side.
        (PAID, 0, [(A, B, PAID)], 0),
        (0, RECEIVED, [(A, B, PAID)], 0),
        (PAID - 1, RECEIVED, [(A, B, PAID)], 0),
        (PAID, RECEIVED - 1, [(A, B, PAID)], 0),
        # Together more than the payer has: which of both is right nobody knows.
        (PAID, RECEIVED, [(A, B, 60_000_00), (A, C, 60_000_00)], 0),
        # Nobody has said who is paid.
        (PAID, RECEIVED, [], 0),
        # Somebody else's unit, itself, and a word of another kind.
        (PAID, RECEIVED, [(A, OUTSIDE, PAID)], 0),
        (PAID, RECEIVED, [(A, A, PAID)], 0),
        (PAID, RECEIVED, [(OUTSIDE, B, PAID)], 0),
    ],
)
def test_unsure_is_not_eliminated(
    paid: int, received: int, named: list[tuple[str, str, int]], eliminated: int
) -> None:
    budget = _department(
        [
            line(A, Nature.SUBSIDIARY_GRANT, RevenueSource.SERVICE, paid),
            line(B, Nature.BASIC, RevenueSource.SUPERIOR_GRANT, received),
        ],
        [Transfer(payer, receiver, *GRANT, amount) for payer, receiver, amount in named],
    )
    found = consolidated(budget)
    assert found.total_income.eliminated == eliminated


def test_what_nobody_explains_is_shown_by_side() -> None:
    budget = _department(
        [
            line(A, Nature.SUBSIDIARY_GRANT, RevenueSource.SERVICE, 100),
            line(B, Nature.BASIC, RevenueSource.SUPERIOR_GRANT, 70),
        ],
        [Transfer(A, B, *GRANT, 70)],
    )
    (side,) = consolidated(budget).unexplained
    assert (side.unit, side.kind, side.open, side.lines) == (A, Nature.SUBSIDIARY_GRANT, 30, (0,))


def _department(own: list[BudgetLine], named: list[Transfer]) -> DepartmentalBudget:
    units = tuple(BudgetUnit(unit, unit, UnitNature.ADMINISTRATIVE) for unit in UNITS)
    return replace(BASE, units=units, lines=tuple(own), transfers=tuple(named))
