"""The public view: what is classified is gone, what is not stays, and no hidden amount can be worked out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.example import example_budget
from yusuan.core.budget import MASK, BudgetLine, DepartmentalBudget
from yusuan.core.codes import code
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource
from yusuan.documents.mask import _group, public_view
from yusuan.pipeline import Run
from yusuan.writers.opendata import INTERNAL, write_opendata

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def _line(project: str, function: str, economic: str, amount: int) -> BudgetLine:
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


def _hide(budget: DepartmentalBudget, codes: Iterable[str]) -> DepartmentalBudget:
    hidden = set(codes)
    return replace(
        budget,
        projects=tuple(
            replace(p, classified=p.classified | {"amount"}) if p.code in hidden else p
            for p in budget.projects
        ),
    )


def test_a_classified_text_is_masked_and_its_amount_stays() -> None:
    view = public_view(example_budget())
    correction = view.budget.projects[5]
    assert correction.objectives[0].text == MASK
    assert str(correction.indicators[0].target) == MASK
    assert correction.indicators[0].name == MASK
    assert correction.amount == 8_000_000
    assert view.withheld == frozenset()
    assert sum(line.amount for line in view.budget.lines) == 1_809_180_000


def test_the_ground_for_a_mask_is_not_published() -> None:
    assert all(not project.mask_ground for project in public_view(example_budget()).budget.projects)


def test_a_withheld_amount_takes_a_companion() -> None:
    budget = example_budget()
    secret = budget.projects[
        5
    ].code  # 2040610 holds two projects: the early transfer is the only companion
    view = public_view(_hide(budget, [secret]))
    assert view.withheld == {secret, budget.projects[0].code}
    assert view.exposed == ()
    assert all(p.amount == 0 for p in view.budget.projects if p.code in view.withheld)
    assert sum(line.amount for line in view.budget.lines) == 1_809_180_000


def test_a_project_alone_under_its_function_cannot_be_hidden() -> None:
    budget = example_budget()
    alone = budget.projects[4].code  # the only project of 2040604
    assert public_view(_hide(budget, [alone])).exposed == (alone,)


def test_money_in_the_texts_of_a_withheld_project_goes_too() -> None:
    budget = _hide(example_budget(), [example_budget().projects[8].code])
    project = public_view(budget).budget.projects[8]
    assert all(item.amount is None and "元" not in item.name for item in project.costing)
    assert not any(str(i.target).endswith("万元") for i in project.indicators)


def test_purchases_of_a_withheld_project_are_left_out() -> None:
    budget = _hide(example_budget(), [example_budget().projects[8].code])
    assert public_view(budget).budget.procurement == ()


_FUNCTIONS = ("2013102", "2040604", "2040607")
_ECONOMIC = ("30201", "30231", "30216")


@given(data=st.data())
def test_no_withheld_amount_follows_from_published_sums(data: st.DataObject) -> None:
    """Whatever sums of groups an outsider adds and subtracts, no withheld project comes out."""
    template = example_budget()
    count = data.draw(st.integers(2, 6))
    codes = [f"P{n}" for n in range(count)]
    lines = tuple(
        _line(
            project,
            data.draw(st.sampled_from(_FUNCTIONS)),
            data.draw(st.sampled_from(_ECONOMIC)),
            data.draw(st.integers(1, 10**9)),
        )
        for project in codes
        for _ in range(data.draw(st.integers(1, 2)))
    )
    projects = tuple(replace(template.projects[0], code=project) for project in codes)
    secret = data.draw(st.sets(st.sampled_from(codes), min_size=1))
    view = public_view(_hide(replace(template, lines=lines, projects=projects), secret))
    unknown = [line for line in lines if line.project in view.withheld]
    for project in view.withheld - set(view.exposed):
        assert not _follows(project, unknown)


def _follows(project: str, unknown: list[BudgetLine]) -> bool:
    """Whether the project's amount is a combination of published group sums (exact linear algebra)."""
    groups = sorted({_group(line) for line in unknown}, key=str)
    variables = sorted({(line.project, _group(line)) for line in unknown}, key=str)
    rows = [[Fraction(group == g) for _, group in variables] for g in groups]
    wanted = [Fraction(name == project) for name, _ in variables]
    return _rank([*rows, wanted]) == _rank(rows)


def _rank(rows: list[list[Fraction]]) -> int:
    matrix, rank = [list(row) for row in rows], 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((r for r in range(rank, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        for r in range(len(matrix)):
            if r != rank and matrix[r][column]:
                factor = matrix[r][column] / matrix[rank][column]
                matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[rank], strict=True)]
        rank += 1
    return rank


def test_masking_twice_masks_no_more() -> None:
    for secret in ([], [example_budget().projects[8].code]):
        public = public_view(_hide(example_budget(), secret)).budget
        assert public_view(public).budget == public


def test_a_package_of_a_budget_with_secrets_says_it_is_internal() -> None:
    budget, created = example_budget(), dt.date(2024, 3, 15)
    internal = write_opendata(budget, (), created=created)
    public = write_opendata(public_view(budget).budget, (), created=created)
    assert INTERNAL in internal["datapackage.json"].decode()
    assert "CC-BY" not in internal["datapackage.json"].decode()
    assert INTERNAL not in public["datapackage.json"].decode()


def test_a_package_with_withheld_amounts_gives_the_same_tables(tmp_path: Path) -> None:
    run = Run.of(_hide(example_budget(), [example_budget().projects[8].code]))
    for name, content in run.publish(("opendata",), is_draft=True).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    again = Run(tmp_path / "opendata")
    assert [c.amount for t in again.tables for c in t.figures()] == [
        c.amount for t in run.tables for c in t.figures()
    ]
    assert again.outcomes.blocking == ()


@pytest.mark.parametrize("pair", list(combinations(range(3), 2)))
def test_two_hidden_projects_of_one_function_hide_each_other(pair: tuple[int, int]) -> None:
    template = example_budget()
    lines = tuple(_line(f"P{n}", "2013102", "30201", 100 + n) for n in range(3))
    projects = tuple(replace(template.projects[0], code=f"P{n}") for n in range(3))
    hidden = {f"P{n}" for n in pair}
    view = public_view(_hide(replace(template, lines=lines, projects=projects), hidden))
    assert view.withheld == hidden
