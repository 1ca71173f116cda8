"""Project, procurement and cover as a bureau would sign them: prices, lists, whose it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.example import example_budget
from yusuan.core.budget import CostItem, SignOff
from yusuan.documents.project_tables import priced, procurement_grid, purpose_lines
from yusuan.documents.publication import Grid
from yusuan.pipeline import Run, assemble


def test_seven_yuan_is_not_nothing() -> None:
    budget = example_budget()
    purchase = replace(budget.procurement[0], unit_price=700)
    made = replace(budget, procurement=(purchase,))
    grid = procurement_grid(made, ("", "", "单位：万元"), ())
    printed = [cell.text for row in grid.rows for cell in row]
    assert "单价（元）" in printed
    assert "7" in printed
    assert "0.00" not in printed


@pytest.mark.parametrize(
    ("fen", "printed"),
    [
        (220_000_00, "22万元"),
        (15_600_00, "1.56万元"),
        (112_00, "112元"),
        (15_206_24, "15206.24元"),
        (7_946_70, "7946.70元"),
        (0, "0元"),
    ],
)
def test_an_amount_has_the_decimals_it_needs_and_never_six(fen: int, printed: str) -> None:
    assert priced(fen) == printed


def test_a_list_of_costs_ends_with_a_full_stop() -> None:
    items = tuple(CostItem(name, 10_000_00) for name in ("印刷费", "邮寄费", "差旅费"))
    made = replace(example_budget().projects[0], costing=items, purpose="保障运转。")
    lines = purpose_lines(made)
    assert [line[-1] for line in lines] == ["。", "；", "；", "。"]


def test_the_cover_has_no_line_for_nobody() -> None:
    budget = example_budget()
    signed = SignOff("", None, "周岚", dt.date(2024, 3, 1))
    department = replace(budget.department, sign_offs=signed)
    written = assemble(Run.of(replace(budget, department=department)), is_draft=True)
    assert [label for label, _, _ in written.cover.sign_offs] == ["负责人审签"]


def test_every_project_table_says_whose_it_is() -> None:
    written = assemble(Run.of(example_budget()))
    forms = [
        block
        for part in written.parts
        for section in part.sections
        if section.id == "projects"
        for block in section.blocks
        if isinstance(block, Grid) and not block.id.endswith("indicators")
    ]
    assert forms
    assert all(written.department in form.caption_left for form in forms)
