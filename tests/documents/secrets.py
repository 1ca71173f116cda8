"""Budgets with classified amounts, made for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.example import example_budget
from yusuan.core.budget import BudgetLine, CostItem, DepartmentalBudget
from yusuan.core.codes import code
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def line(project: str, function: str, economic: str, amount: int) -> BudgetLine:
    """Money of a project, fen."""
    return BudgetLine(
        "216001",
        Fund.GENERAL_PUBLIC,
        RevenueSource.APPROPRIATION,
        Origin.CURRENT_YEAR,
        code(function),
        code(economic),
        Nature.PROJECT,
        project,
        amount,
    )


def hide(budget: DepartmentalBudget, codes: Iterable[str]) -> DepartmentalBudget:
    """The budget with the amounts of some projects classified."""
    hidden = set(codes)
    return replace(
        budget,
        projects=tuple(
            replace(p, classified=p.classified | {"amount"}) if p.code in hidden else p
            for p in budget.projects
        ),
    )


def small(
    amounts: Mapping[str, int],
    secret: Iterable[str] = (),
    costing: Mapping[str, Sequence[CostItem]] | None = None,
    function: str = "2013102",
) -> DepartmentalBudget:
    """Projects of one item and one class, each with an amount in fen, and nothing else."""
    template = example_budget()
    projects = tuple(
        replace(
            template.projects[0],
            code=name,
            name=f"{name}号专项工作",
            purpose="",
            fiscal_amount=amount,
            other_amount=0,
            costing=tuple((costing or {}).get(name, ())),
            objectives=(),
            indicators=(),
            classified=frozenset(),
        )
        for name, amount in amounts.items()
    )
    lines = tuple(line(name, function, "30201", amount) for name, amount in amounts.items())
    budget = replace(
        template, lines=lines, projects=projects, procurement=(), assets=(), narrative={}
    )
    return hide(budget, secret)
