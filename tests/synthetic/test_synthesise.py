"""Made-up departments break no law, come out the same for the same seed, and cover every kind of money."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from yusuan import pipeline
from yusuan.catalog import departmental_economic, functional, procurement_catalogue
from yusuan.core.outcomes import Severity, Status
from yusuan.core.project_code import ProjectCode
from yusuan.core.terms import (
    APPROPRIATED,
    AssetCategory,
    Fund,
    Nature,
    Origin,
    RevenueSource,
    UnitNature,
)
from yusuan.editions import EDITIONS
from yusuan.narrative.quantities import check_cost, cost_statements
from yusuan.synthetic import Size, synthesise
from yusuan.synthetic.draw import HUNDRED_YUAN

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget

YEAR = 2024
SEEDS = range(24)


@lru_cache(maxsize=64)
def made_up(seed: int) -> DepartmentalBudget:
    return synthesise(seed, YEAR)


def test_a_seed_gives_the_same_department() -> None:
    assert synthesise(7, YEAR) == synthesise(7, YEAR)
    assert synthesise(7, YEAR) != synthesise(8, YEAR)


def test_another_year_has_other_dates() -> None:
    assert synthesise(7, 2025).department.fiscal_year == 2025


@pytest.mark.parametrize("form", sorted(EDITIONS))
@pytest.mark.parametrize("seed", range(8))
def test_no_rule_finds_an_error(form: str, seed: int) -> None:
    budget = synthesise(seed, YEAR, form, in_hundreds=seed % 2 == 0)
    edition = EDITIONS[form](YEAR)
    tables = pipeline.derive(budget, edition)
    outcomes = pipeline.check(pipeline.evidence_of_facts(budget, tables, edition))
    # The budget beside final accounts is not among the facts: its figure stays a gap, and the accounts a draft.
    gaps = ["texts-have-their-figures"] if form == "accounts" else []
    assert [o.rule for o in outcomes.blocking] == gaps
    assert [o.rule for o in outcomes.findings if o.severity is Severity.ERROR] == gaps
    assert not any(o.status is Status.REFUSED for o in outcomes.every)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_code_is_known(seed: int) -> None:
    budget = made_up(seed)
    functions, economics = functional(YEAR), departmental_economic(YEAR)
    assert [line for line in budget.lines if line.function not in functions] == []
    classes = {line.economic for line in budget.lines if line.economic is not None}
    assert [member for member in classes if member not in economics] == []
    bought = {str(found) for found in procurement_catalogue()}
    assert {purchase.catalogue_code for purchase in budget.procurement} <= bought
    assert all(ProjectCode.parse(project.code).check_ok for project in budget.projects)


@pytest.mark.parametrize("seed", SEEDS)
def test_projects_are_paid_by_their_lines(seed: int) -> None:
    budget = made_up(seed)
    fiscal: dict[str, int] = defaultdict(int)
    other: dict[str, int] = defaultdict(int)
    for line in budget.lines:
        assert line.contradictions() == ()
        if line.nature is Nature.PROJECT:
            (fiscal if line.fund in APPROPRIATED else other)[line.project] += line.amount
    for project in budget.projects:
        assert (project.fiscal_amount, project.other_amount) == (
            fiscal[project.code],
            other[project.code],
        )
        assert sum(item.amount or 0 for item in project.costing) == project.amount
    assert len({project.code for project in budget.projects}) == len(budget.projects)
    assert len({project.name for project in budget.projects}) == len(budget.projects)


@pytest.mark.parametrize("seed", SEEDS)
def test_costing_in_words_agrees_with_itself(seed: int) -> None:
    statements = [s for p in made_up(seed).projects for s in cost_statements(p.purpose)]
    assert statements
    for statement in statements:
        agreement = check_cost(statement)
        assert agreement is None or not agreement.is_beyond, str(statement)


@pytest.mark.parametrize("seed", SEEDS)
def test_planned_purchases_are_the_goods_of_the_procurement_table(seed: int) -> None:
    budget = made_up(seed)
    goods = sum(p.amount for p in budget.procurement if p.catalogue_code.startswith("A"))
    assert sum(holding.planned_purchase or 0 for holding in budget.assets) == goods
    assert {holding.category for holding in budget.assets} == set(AssetCategory) - {
        AssetCategory.TOTAL
    }
    for purchase in budget.procurement:
        project = budget.project(purchase.project)
        assert project is not None
        assert purchase.amount <= project.amount
        assert purchase.amount == purchase.quantity * purchase.unit_price


def test_amounts_are_rarely_round_unless_asked() -> None:
    odd = [line for line in made_up(0).lines if line.amount % HUNDRED_YUAN]
    assert len(odd) > len(made_up(0).lines) // 2
    round_ones = synthesise(0, YEAR, in_hundreds=True)
    assert [line for line in round_ones.lines if line.amount % HUNDRED_YUAN] == []


def test_a_complete_department_has_money_of_every_kind() -> None:
    budget = synthesise(1, YEAR, size=Size(units=4, projects=15, is_complete=True))
    assert {line.fund for line in budget.lines} == set(Fund)
    assert {line.source for line in budget.lines} == set(RevenueSource)
    assert {line.origin for line in budget.lines} == set(Origin)
    # A surplus is distributed when the year is over, never in its budget.
    assert {line.nature for line in budget.lines} == set(Nature) - {Nature.SURPLUS_DISTRIBUTION}
    assert {unit.nature for unit in budget.units} == set(UnitNature)


@pytest.mark.parametrize("size", [Size(1, 3), Size(12, 40), Size(2, 1)])
def test_the_size_is_as_asked(size: Size) -> None:
    budget = synthesise(5, YEAR, size=size)
    assert (len(budget.units), len(budget.projects)) == (size.units, size.projects)
    assert {line.unit for line in budget.lines} == {unit.code for unit in budget.units}


def test_sizes_are_realistic() -> None:
    for seed in SEEDS:
        budget = made_up(seed)
        assert 1 <= len(budget.units) <= 12
        assert 3 <= len(budget.projects) <= 40
        assert len({unit.name for unit in budget.units}) == len(budget.units)
