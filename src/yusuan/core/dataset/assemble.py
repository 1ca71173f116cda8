"""From values that were read to the facts they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from yusuan.core.budget import (
    AssetHolding,
    BudgetLine,
    BudgetUnit,
    ControlTotal,
    CostItem,
    Department,
    DepartmentalBudget,
    DepartmentObjective,
    ObjectiveIndicator,
    PaymentPlan,
    PerformanceIndicator,
    PerformanceObjective,
    ProcurementLine,
    Project,
    SignOff,
    StatedFigure,
)
from yusuan.core.dataset.code_names import NAME_FIELDS
from yusuan.core.terms import Rounding, Stage
from yusuan.core.transfers import Transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yusuan.core.dataset.sheets import Values

BY_PROJECT = ("costing", "project_objectives", "indicators", "procurement")


def own(values: Values) -> Values:
    """The fields of a record itself: names of codes are kept once, not with every row."""
    return {name: value for name, value in values.items() if name not in NAME_FIELDS}


def line_of(values: Values) -> BudgetLine:
    """A line; the names beside its codes are left out before."""
    return BudgetLine(**{**values, "project": values["project"] or ""})


def _by_stage(
    lines: Sequence[BudgetLine],
) -> tuple[tuple[BudgetLine, ...], tuple[BudgetLine, ...]]:
    """The document's own lines, and the budget's beside them; where all are of one stage they are its own."""
    own = tuple(line for line in lines if line.stage is not Stage.BUDGET)
    if not own:
        return tuple(lines), ()
    return own, tuple(line for line in lines if line.stage is Stage.BUDGET)


def _given(values: Values, *names: str) -> Values:
    """The named values that are there, so that absent ones take the class's default."""
    return {name: values[name] for name in names if values[name] is not None}


def assemble(parsed: Mapping[str, list[Values]]) -> DepartmentalBudget:
    """The budget of records that contradict nothing."""
    head = parsed["department"][0]
    by_project: dict[str, dict[str, list[Values]]] = {
        name: _grouped(parsed[name], "project") for name in BY_PROJECT
    }
    indicators = _grouped(parsed["objective_indicators"], "objective")
    lines, budgeted = _by_stage([line_of(v) for v in parsed["lines"]])
    return DepartmentalBudget(
        department=_department(head),
        units=tuple(BudgetUnit(**_given(v, *v)) for v in parsed["units"]),
        lines=lines,
        budgeted=budgeted,
        projects=tuple(_project(v, by_project) for v in parsed["projects"]),
        overall_objective=head["overall_objective"] or "",
        objectives=tuple(
            DepartmentObjective(
                v["group"],
                v["responsible"] or "",
                v["text"],
                tuple(ObjectiveIndicator(i["name"], i["target"]) for i in indicators[v["number"]]),
            )
            for v in parsed["objectives"]
        ),
        procurement=tuple(ProcurementLine(**_given(v, *v)) for v in parsed["procurement"]),
        assets=tuple(AssetHolding(**_given(v, *v)) for v in parsed["assets"]),
        approved=tuple(ControlTotal(**_given(v, *v)) for v in parsed["approved"]),
        transfers=tuple(Transfer(**_given(v, *v)) for v in parsed["transfers"]),
        # A row prepared for a figure that nobody filled in states nothing.
        prior_year=tuple(
            StatedFigure(**v) for v in parsed["prior_year"] if v["amount"] is not None
        ),
        narrative={v["name"]: v["text"] or "" for v in parsed["narrative"]},
    )


def _grouped(rows: Sequence[Values], field: str) -> dict[Any, list[Values]]:
    groups: dict[Any, list[Values]] = defaultdict(list)
    for values in rows:
        groups[values[field]].append(values)
    return groups


_SIGN_OFFS = tuple(f.name for f in fields(SignOff))


def _department(head: Values) -> Department:
    own = [f.name for f in fields(Department) if f.name not in {"sign_offs", "rounding"}]
    return Department(
        **_given(head, *own),
        rounding=head["rounding"] or Rounding.ADDS_UP,
        sign_offs=SignOff(**_given(head, *_SIGN_OFFS)),
    )


def _project(values: Values, children: Mapping[str, Mapping[str, list[Values]]]) -> Project:
    def of(name: str, make: Callable[..., Any]) -> tuple[Any, ...]:
        return tuple(
            make(**_given(v, *(n for n in v if n != "project")))
            for v in children[name].get(values["code"], ())
        )

    plan = PaymentPlan(*(values[month] for month in _MONTHS))
    own = [name for name in values if name not in _MONTHS]
    return Project(
        **_given(values, *own),
        payment_plan=plan,
        costing=of("costing", CostItem),
        objectives=of("project_objectives", PerformanceObjective),
        indicators=of("indicators", PerformanceIndicator),
    )


_MONTHS = ("march", "june", "october", "december")
