"""Final accounts made up from a made-up budget: what came in, what was spent of it, and what is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.money import FEN_PER_YUAN
from yusuan.core.terms import APPROPRIATED, SPENT, Nature, Origin, Stage
from yusuan.synthetic.draw import Draw
from yusuan.synthetic.history import History
from yusuan.synthetic.texts import reasons
from yusuan.tables.controls import approved_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import BudgetLine, DepartmentalBudget, Project

_FULL = 100


def final_accounts(budget: DepartmentalBudget, seed: int = 0) -> DepartmentalBudget:
    """The accounts of a budget's year, with the budget's own lines beside them; the same for the same seed.

    Revenue and spending stay one set of lines, so every table agrees: what was not spent is closing balance of the
    same money. What a project buys it buys in full.
    """
    draw = Draw(seed)
    buying = {purchase.project for purchase in budget.procurement}
    lines = tuple(
        line
        for planned in budget.lines
        for line in ([planned] if planned.project in buying else _settled(draw, planned))
    )
    # Drawn apart: what was spent does not depend on what was spent the year before.
    history = History.of(Draw(seed), "accounts", budget.department.fiscal_year, lines)
    return replace(
        budget,
        department=replace(budget.department, edition="accounts"),
        lines=lines,
        approved=approved_as(lines, [unit.code for unit in budget.units]),
        budgeted=tuple(replace(line, stage=Stage.BUDGET) for line in budget.lines),
        projects=tuple(_closed(project, lines) for project in budget.projects),
        prior_year=history.figures,
        narrative=budget.narrative
        | reasons(
            basic=history.direction(lines, Nature.BASIC),
            project=history.direction(lines, Nature.PROJECT),
            three_public=history.three_public_direction(lines),
        ),
    )


def _closed(project: Project, lines: Iterable[BudgetLine]) -> Project:
    """A project with what was spent on it; where that is not what was planned, its costing is history."""
    own = [line for line in lines if line.project == project.code]
    fiscal = sum(line.amount for line in own if line.fund in APPROPRIATED)
    other = sum(line.amount for line in own) - fiscal
    if (fiscal, other) == (project.fiscal_amount, project.other_amount):
        return project
    return replace(project, fiscal_amount=fiscal, other_amount=other, costing=())


def _settled(draw: Draw, planned: BudgetLine) -> Iterator[BudgetLine]:
    """What became of a planned line: spent in full or in part, the rest kept or never received."""
    if planned.nature not in SPENT or not planned.amount:
        yield planned
        return
    share = _FULL if draw.chance(50) else draw.whole(70, 99)
    spent = planned.amount * share // _FULL // FEN_PER_YUAN * FEN_PER_YUAN
    rest = planned.amount - spent
    if spent:
        yield replace(planned, amount=spent)
    if rest and draw.chance(40):
        yield replace(
            planned,
            nature=_kept_as(draw, planned),
            economic=None,
            project="",
            amount=rest,
        )


def _kept_as(draw: Draw, planned: BudgetLine) -> Nature:
    """A unit's own surplus may be given to its funds; everything else is carried to next year."""
    is_own = planned.fund not in APPROPRIATED and planned.origin is Origin.CURRENT_YEAR
    return Nature.SURPLUS_DISTRIBUTION if is_own and draw.chance(30) else Nature.CLOSING_BALANCE
