"""Law 1: tables derived from any lines satisfy every derived identity, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import strategies as some
from yusuan.catalog import names
from yusuan.core.money import MoneyUnit
from yusuan.core.outcomes import Status
from yusuan.editions import EDITIONS
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import evaluate_all
from yusuan.synthetic import synthesise
from yusuan.tables.derive import derive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.core.outcomes import Outcome
    from yusuan.tables.table import Table


def broken(tables: Sequence[Table]) -> list[Outcome]:
    found = evaluate_all(tables, identities(tables))
    return [outcome for outcome in found if outcome.status is not Status.PASSED]


@given(some.FORMS, some.lines())
def test_derived_tables_satisfy_every_identity(form: str, lines: tuple[BudgetLine, ...]) -> None:
    assert broken(some.tables_of(form, lines)) == []


@given(some.FORMS, some.lines(smallest=-(10**9)))
def test_negative_amounts_break_no_sum(form: str, lines: tuple[BudgetLine, ...]) -> None:
    tables = some.tables_of(form, lines)
    equations = [identity for identity in identities(tables) if identity.is_equation]
    assert [o for o in evaluate_all(tables, equations) if o.status is not Status.PASSED] == []


@given(st.data(), some.lines())
def test_any_selection_of_tables_is_coherent(
    data: st.DataObject, lines: tuple[BudgetLine, ...]
) -> None:
    tables = some.tables_of("hebei", lines)
    kept = data.draw(st.sets(st.sampled_from(range(len(tables))), min_size=1))
    assert broken([tables[n] for n in sorted(kept)]) == []


@settings(max_examples=40)
@given(st.integers(0, 10**6))
@example(0)
def test_made_up_departments_are_coherent(seed: int) -> None:
    budget = synthesise(seed, 2024)
    assert broken(some.tables_of("hebei", budget.lines)) == []


def test_the_money_unit_of_a_table_changes_no_identity() -> None:
    lines = synthesise(1, some.YEAR).lines
    in_yuan = EDITIONS["hebei"](some.YEAR).in_unit(MoneyUnit.YUAN)
    tables = [derive(spec, lines, names(some.YEAR)) for spec in in_yuan.tables]
    assert len(identities(tables)) == len(identities(some.tables_of("hebei", lines)))
    assert broken(tables) == []
