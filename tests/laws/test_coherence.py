"""Law 1: tables derived from any lines satisfy every derived identity, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from tests import strategies as some
from yusuan.catalog import names
from yusuan.core.money import MoneyUnit
from yusuan.core.outcomes import Status
from yusuan.editions import EDITIONS
from yusuan.rules.evaluate import evaluate_all
from yusuan.rules.identities import identities
from yusuan.synthetic import synthesise
from yusuan.tables.derive import derive

if TYPE_CHECKING:
    from yusuan.core.budget import BudgetLine
    from yusuan.core.outcomes import Outcome
    from yusuan.editions.edition import Edition
    from yusuan.tables.table import Table

FORMS = st.sampled_from(sorted(EDITIONS))


def tables_of(form: str, lines: tuple[BudgetLine, ...]) -> list[Table]:
    return [derive(spec, lines, names(form.year)) for spec in form.tables]


def broken(tables: list[Table]) -> list[Outcome]:
    found = evaluate_all(tables, identities(tables))
    return [outcome for outcome in found if outcome.status is not Status.PASSED]


@given(FORMS, some.lines())
def test_derived_tables_satisfy_every_identity(form: str, lines: tuple[BudgetLine, ...]) -> None:
    edition = EDITIONS[form](some.YEAR)
    assert broken(tables_of(form, lines)) == []


@given(FORMS, some.lines(smallest=-(10**9)))
def test_negative_amounts_break_no_sum(form: str, lines: tuple[BudgetLine, ...]) -> None:
    edition = EDITIONS[form](some.YEAR)
    outcomes = broken(tables_of(form, lines))
    assert {outcome.status for outcome in outcomes} <= {Status.NOT_APPLICABLE}


@given(st.data(), some.lines())
def test_any_selection_of_tables_is_coherent(
    data: st.DataObject, lines: tuple[BudgetLine, ...]
) -> None:
    tables = tables_of(EDITIONS["hebei"](some.YEAR), lines)
    kept = data.draw(st.sets(st.sampled_from(range(len(tables))), min_size=1))
    assert broken([tables[n] for n in sorted(kept)]) == []


@given(st.integers(0, 10**6))
@example(0)
def test_made_up_departments_are_coherent(seed: int) -> None:
    budget = synthesise(seed, 2024)
    assert broken(tables_of(EDITIONS["hebei"](2024), budget.lines)) == []


def test_the_money_unit_of_a_table_changes_no_identity() -> None:
    lines = synthesise(1, some.YEAR).lines
    form = EDITIONS["hebei"](some.YEAR)
    here, there = tables_of(form, lines), tables_of(form.in_unit(MoneyUnit.YUAN), lines)
    assert identities(here) == identities(there)
