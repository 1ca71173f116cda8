"""From a budget back to sheets of written fields."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.dataset.code_names import written_beside

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.dataset.sheets import Values


def dump(budget: DepartmentalBudget) -> dict[str, list[dict[str, str]]]:
    """Write a budget as sheets of written fields; `load` of them gives an equal budget."""
    raw: dict[str, list[Values]] = {record.name: [] for record in r.RECORDS}
    department = budget.department
    raw["department"] = [
        _attributes(department)
        | _attributes(department.sign_offs)
        | {"overall_objective": budget.overall_objective}
    ]
    for name in ("units", "lines", "procurement", "assets", "approved", "transfers", "prior_year"):
        raw[name] = [_attributes(item) for item in getattr(budget, name) or ()]
    raw["lines"] += [_attributes(line) for line in budget.budgeted]
    for project in budget.projects:
        withheld = {"fiscal_amount": None, "other_amount": None} if project.is_withheld else {}
        raw["projects"].append(_attributes(project) | _attributes(project.payment_plan) | withheld)
        for name, parts in (
            ("costing", project.costing),
            ("project_objectives", project.objectives),
            ("indicators", project.indicators),
        ):
            raw[name] += [_attributes(part) | {"project": project.code} for part in parts]
    for number, objective in enumerate(budget.objectives, start=1):
        raw["objectives"].append(_attributes(objective) | {"number": number})
        raw["objective_indicators"] += [
            _attributes(indicator) | {"objective": number} for indicator in objective.indicators
        ]
    raw["narrative"] = [{"name": n, "text": text} for n, text in budget.narrative.items()]
    names = {(of, digits): name for of, digits, name in budget.code_names}
    return {
        record.name: [
            _written(record, values | written_beside(record.name, values, names))
            for values in raw[record.name]
        ]
        for record in r.RECORDS
    }


def _attributes(item: DataclassInstance) -> Values:
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _written(record: r.Record, values: Values) -> dict[str, str]:
    return {
        field.name: "" if values[field.name] is None else field.kind.write(values[field.name])
        for field in record.fields
    }
