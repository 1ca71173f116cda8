"""The rules of the book that published projects can be held to: those that need no budget lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.budget import Department, DepartmentalBudget
from yusuan.core.money import MoneyUnit, last_digit
from yusuan.core.outcomes import Outcome, Status
from yusuan.rules.books import rule
from yusuan.rules.spec import Form, Subject, run

if TYPE_CHECKING:
    from yusuan.rules.evidence import Evidence

_LAST_DIGIT = last_digit(MoneyUnit.WAN_YUAN, 2)
# Advice about wording is left out: a reviewer of three hundred documents wants what is wrong.
RULES = (
    "outputs-and-outcomes-are-measured",
    "satisfaction-is-measured",
    "department-targets-are-carried-by-projects",
    "department-rates-are-measured-in-projects",
    "project-codes-check",
    "cost-targets-sum-to-the-budget",
    "payment-plans-never-fall",
    "payment-plans-end-at-100",
    "texts-multiply-right",
    "rates-times-quantities-fit-the-budget",
)


def check_projects(evidence: Evidence) -> list[Outcome]:
    """The outcomes of the project rules; empty where a document prints no project."""
    if not evidence.projects:
        return []
    budget = DepartmentalBudget(
        Department("", "", "", "", "", evidence.year),
        projects=tuple(evidence.projects),
        objectives=tuple(evidence.objectives),
    )
    subject = Subject(budget, {}, Form(evidence.year, evidence.indicator_tree))
    outcomes = run((rule(name) for name in RULES), replace(evidence, facts=subject))
    return [_rounded(outcome) for outcome in outcomes]


def _rounded(outcome: Outcome) -> Outcome:
    """A budget printed in 万元 hides up to half its last digit from a cost target printed in yuan."""
    if (
        outcome.rule != "cost-targets-sum-to-the-budget"
        or outcome.status is not Status.FAILED
        or outcome.expected is None
        or outcome.difference is None
        or outcome.expected % _LAST_DIGIT
        or 2 * abs(outcome.difference) > _LAST_DIGIT
    ):
        return outcome
    return Outcome(outcome.rule, Status.ROUNDING, where=outcome.where)
