"""The seed's thirty objective tables: projects, plans and indicators, also where the text layer tore them."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.example import example_budget
from tests.samples_path import samples_dir
from yusuan.core.outcomes import Status
from yusuan.inspection import Inspection

NUMBERS = range(30)


@lru_cache
def inspection() -> Inspection:
    return Inspection(samples_dir() / "hebei-qinhuangdao-zfw-2024-budget.txt")


def test_all_projects_and_indicators_are_read() -> None:
    projects = inspection().projects
    assert len(projects) == 30
    assert sum(len(project.indicators) for project in projects) == 249


@pytest.mark.parametrize("number", NUMBERS)
def test_a_project_is_read_as_the_example_states_it(number: int) -> None:
    read, stated = inspection().projects[number], example_budget().projects[number]
    assert (read.code, read.amount, read.fiscal_amount) == (
        stated.code,
        stated.amount,
        stated.fiscal_amount,
    )
    assert read.payment_plan == stated.payment_plan
    assert [i.kind for i in read.indicators] == [i.kind for i in stated.indicators]
    for one, other in zip(read.indicators, stated.indicators, strict=True):
        if "target" not in other.classified:
            assert str(one.target) == str(other.target)
            assert "".join(one.name.split()) == other.name


def test_the_weaknesses_of_its_performance_part_are_found_and_no_other() -> None:
    failed = [
        o
        for o in inspection().outcomes.every
        if o.status is Status.FAILED
        and o.where
        and o.where[0].table.startswith(("项目绩效", "部门绩效"))
    ]
    assert sorted(o.rule for o in failed) == [
        "department-rates-are-measured-in-projects",
        "department-rates-are-measured-in-projects",
        "department-targets-are-carried-by-projects",
        "department-targets-are-carried-by-projects",
        "rates-times-quantities-fit-the-budget",
        "satisfaction-is-measured",
        "satisfaction-is-measured",
    ]
