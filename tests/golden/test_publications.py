"""The whole publication of the example as text, per edition; `make golden` rewrites, a person reads the diff."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.example import example_budget
from tests.golden.plain import outline, plain_text
from yusuan.core.money import MoneyUnit
from yusuan.editions import edition
from yusuan.pipeline import Run, assemble
from yusuan.synthetic.accounts import final_accounts

if TYPE_CHECKING:
    from tests.conftest import Golden
    from yusuan.core.budget import DepartmentalBudget
    from yusuan.editions.edition import Edition


def _text(form: Edition, budget: DepartmentalBudget) -> str:
    return plain_text(assemble(Run.of(budget, form)))


@pytest.mark.parametrize("name", ["hebei", "national"])
def test_the_example_in_this_edition(name: str, golden: Golden) -> None:
    department = replace(example_budget().department, edition=name)
    budget = replace(example_budget(), department=department)
    golden(f"{name}.txt", _text(edition(name, 2024), budget))


def test_the_example_printed_in_yuan(golden: Golden) -> None:
    golden(
        "hebei-yuan.txt", _text(edition("hebei", 2024).in_unit(MoneyUnit.YUAN), example_budget())
    )


@pytest.mark.parametrize("name", ["shanghai", "guangdong", "jiangsu", "sichuan", "accounts"])
def test_the_order_and_the_words_of_this_edition(name: str, golden: Golden) -> None:
    budget = example_budget()
    if name == "accounts":
        budget = final_accounts(budget)
    else:
        budget = replace(budget, department=replace(budget.department, edition=name), prior_year=())
    golden(f"{name}-outline.txt", outline(assemble(Run.of(budget), is_draft=True)))
