"""Departments with random classifications, in two versions one after the other."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.target import Quantity
from yusuan.synthetic import Size, synthesise

if TYPE_CHECKING:
    from yusuan.core.budget import CostItem, DepartmentalBudget, Project


def department(seed: int) -> DepartmentalBudget:
    """A small department whose projects share items often enough to hide each other, and not always."""
    draw = random.Random(seed)  # noqa: S311  to be repeated, not to be secret
    size = Size(draw.randint(1, 3), draw.randint(2, 24), is_complete=draw.random() < 0.2)
    budget = synthesise(seed, 2024, size=size)
    return _gathered(budget, draw) if draw.random() < 0.8 else budget


def _gathered(budget: DepartmentalBudget, draw: random.Random) -> DepartmentalBudget:
    """The projects' money under few functions, some of it tiny: companions of 0.01 are what hides nothing."""
    models = [line for line in budget.lines if line.project][: draw.randint(1, 2)]
    homes = {p.code: draw.choice(models) for p in budget.projects} if models else {}
    lines = tuple(
        replace(
            homes[line.project],
            unit=line.unit,
            project=line.project,
            amount=draw.choice((line.amount, line.amount, 1, 100, line.amount // 7 + 1)),
        )
        if line.project in homes
        else line
        for line in budget.lines
    )
    return _agreeing(replace(budget, lines=lines))


def _agreeing(budget: DepartmentalBudget) -> DepartmentalBudget:
    """Project amounts that are the sums of their lines."""
    amounts: dict[str, int] = {}
    for line in budget.lines:
        amounts[line.project] = amounts.get(line.project, 0) + line.amount
    projects = tuple(
        replace(p, fiscal_amount=amounts.get(p.code, 0), other_amount=0) for p in budget.projects
    )
    return replace(budget, projects=projects)


def classified(budget: DepartmentalBudget, seed: int) -> DepartmentalBudget:
    """Some amounts, items, factors, targets and purchases at random are classified."""
    draw = random.Random(seed)  # noqa: S311  to be repeated, not to be secret
    share = draw.choice((0.1, 0.3, 0.6))
    projects = tuple(_marked(project, draw, share) for project in budget.projects)
    purchases = tuple(
        replace(line, classified=frozenset({"name"})) if draw.random() < share / 3 else line
        for line in budget.procurement
    )
    return replace(budget, projects=projects, procurement=purchases)


def _marked(project: Project, draw: random.Random, share: float) -> Project:
    if draw.random() < share:
        return replace(project, classified=project.classified | {"amount"}, mask_ground="保密")
    if draw.random() < share:
        items = tuple(_item(item, draw, share) for item in project.costing)
        return replace(project, costing=items, mask_ground="保密")
    if draw.random() < share:
        indicators = tuple(
            replace(i, classified=frozenset({"target"}))
            if isinstance(i.target, Quantity) and draw.random() < share
            else i
            for i in project.indicators
        )
        return replace(project, indicators=indicators, mask_ground="保密")
    return project


def _item(item: CostItem, draw: random.Random, share: float) -> CostItem:
    if draw.random() > share:
        return item
    return replace(item, classified=frozenset({draw.choice(("amount", "quantity", "unit_price"))}))


def later(budget: DepartmentalBudget, seed: int) -> DepartmentalBudget:
    """The same department some months later: amounts changed, a project gone, another classification."""
    draw = random.Random(seed)  # noqa: S311  to be repeated, not to be secret
    projects = list(budget.projects)
    if len(projects) > 2 and draw.random() < 0.3:
        gone = projects.pop(draw.randrange(len(projects)))
        kept = {p.code for p in projects}
        budget = replace(
            budget,
            lines=tuple(line for line in budget.lines if line.project != gone.code),
            procurement=tuple(p for p in budget.procurement if p.project in kept),
        )
    changed = {p.code for p in projects if draw.random() < 0.25}
    lines = tuple(
        replace(line, amount=line.amount + draw.randint(0, line.amount + 100))
        if line.project in changed
        else line
        for line in budget.lines
    )
    marks = draw.random()
    if marks < 0.3:
        projects = [replace(p, classified=p.classified - {"amount"}) for p in projects]
    elif marks < 0.6:
        projects = [_marked(p, draw, 0.2) for p in projects]
    return _agreeing(replace(budget, projects=tuple(projects), lines=lines))
