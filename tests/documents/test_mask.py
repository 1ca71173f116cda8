"""The public view: what is classified is gone, and what is not stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.documents.secrets import hide
from tests.example import example_budget
from yusuan.core.budget import MASK, CostItem
from yusuan.core.errors import SpecError
from yusuan.core.target import parse_target
from yusuan.documents.publication import Paragraph
from yusuan.documents.secrecy.gate import public_view
from yusuan.documents.secrecy.mask import group_of, holds_secrets, tells_classes
from yusuan.editions import EDITIONS, edition
from yusuan.pipeline import Run, assemble, derive
from yusuan.synthetic import Size, synthesise
from yusuan.writers.opendata import DRAFT, INTERNAL, write_opendata

if TYPE_CHECKING:
    from pathlib import Path


def test_a_classified_text_is_masked_and_its_amount_stays() -> None:
    view = public_view(example_budget())
    correction = view.budget.projects[5]
    assert correction.objectives[0].text == MASK
    assert str(correction.indicators[0].target) == MASK
    assert correction.indicators[0].name == MASK
    assert correction.amount == 8_000_000
    assert view.withheld.projects == frozenset()
    assert sum(line.amount for line in view.budget.lines) == 1_809_180_000


def test_the_ground_for_a_mask_is_not_published() -> None:
    assert all(not project.mask_ground for project in public_view(example_budget()).budget.projects)


def test_a_mark_that_names_nothing_hides_nothing_and_is_refused() -> None:
    budget = example_budget()
    wrong = replace(budget.projects[0], classified=frozenset({"项目名称"}))
    with pytest.raises(SpecError):
        public_view(replace(budget, projects=(wrong, *budget.projects[1:])))


def test_money_in_the_texts_of_a_withheld_project_goes_too() -> None:
    budget = hide(example_budget(), [example_budget().projects[8].code])
    project = public_view(budget).budget.projects[8]
    assert all(item.amount is None and "元" not in item.name for item in project.costing)
    assert not any(str(i.target).endswith("万元") for i in project.indicators)


@pytest.mark.parametrize(
    "target", ["8万余元", "不超过捌万元", "较上年减少3万元", "≤300元/人", "控制在80000元以内"]
)
def test_money_in_a_target_of_a_withheld_project_goes_whatever_the_grammar_made_of_it(
    target: str,
) -> None:
    budget = example_budget()
    project = budget.projects[8]
    indicator = replace(project.indicators[0], target=parse_target(target))
    changed = replace(project, indicators=(indicator, *project.indicators[1:]))
    budget = replace(budget, projects=(*budget.projects[:8], changed, *budget.projects[9:]))
    shown = str(public_view(hide(budget, [project.code])).budget.projects[8].indicators[0].target)
    assert not any(sign in shown for sign in "0123456789捌万元")


def test_the_name_of_a_withheld_project_says_no_money() -> None:
    budget = example_budget()
    named = replace(budget.projects[8], name="设备购置（８ 万元）")
    budget = replace(budget, projects=(*budget.projects[:8], named, *budget.projects[9:]))
    shown = public_view(hide(budget, [named.code])).budget.projects[8].name
    assert shown == f"设备购置（{MASK}）"


def test_purchases_of_a_withheld_project_are_left_out() -> None:
    budget = hide(example_budget(), [example_budget().projects[8].code])
    assert public_view(budget).budget.procurement == ()


def test_a_hidden_amount_takes_its_factors_with_it() -> None:
    """110 pieces at 300 yuan beside a hidden amount are the amount."""
    secret = CostItem("器材", 3_300_000, 110, "个", 30_000, 1, "按市场价", frozenset({"amount"}))  # type: ignore[arg-type]
    budget = example_budget()
    others = (CostItem("场地", 6_000_000), CostItem("资料", 2_700_000))
    project = replace(budget.projects[8], fiscal_amount=12_000_000, costing=(secret, *others))
    budget = replace(budget, projects=(*budget.projects[:8], project, *budget.projects[9:]))
    shown = public_view(budget).budget.projects[8].costing
    assert (shown[0].amount, shown[0].quantity, shown[0].unit_price) == (None, None, None)


@pytest.mark.parametrize("factor", ["quantity", "unit_price", "periods"])
def test_a_hidden_factor_takes_the_others_with_it(factor: str) -> None:
    """33,000 yuan for 110 pieces hide no price."""
    secret = CostItem("器材", 3_300_000, 110, "个", 30_000, 1, "", frozenset({factor}))  # type: ignore[arg-type]
    budget = example_budget()
    project = replace(budget.projects[8], fiscal_amount=3_300_000, costing=(secret,))
    budget = replace(budget, projects=(*budget.projects[:8], project, *budget.projects[9:]))
    shown = public_view(budget).budget.projects[8].costing[0]
    assert (shown.amount, shown.quantity, shown.unit_price) == (3_300_000, None, None)


def test_masking_twice_masks_no_more() -> None:
    for secret in ([], [example_budget().projects[8].code]):
        public = public_view(hide(example_budget(), secret)).budget
        assert public_view(public).budget == public
        assert not holds_secrets(public)


def test_a_secret_project_without_an_amount_keeps_its_lines_to_itself() -> None:
    """What its own form does not say, its lines must not."""
    budget = hide(example_budget(), [example_budget().projects[8].code])
    blank = replace(budget.projects[8], fiscal_amount=0, other_amount=0)
    budget = replace(budget, projects=(*budget.projects[:8], blank, *budget.projects[9:]))
    assert all(line.project != blank.code for line in public_view(budget).budget.lines)


def test_a_package_says_what_it_is() -> None:
    budget, created = example_budget(), dt.date(2024, 3, 15)
    public = public_view(budget).budget
    files = {
        INTERNAL: write_opendata(budget, (), created=created),
        DRAFT: write_opendata(public, (), created=created, is_draft=True),
        "": write_opendata(public, (), created=created),
    }
    for word, package in files.items():
        said = package["datapackage.json"].decode()
        for other in (INTERNAL, DRAFT):
            assert (other in said) == (other == word)
        assert ("CC-BY" in said) == (not word)


def test_a_draft_never_takes_the_place_of_the_publication() -> None:
    budget = example_budget()
    formats = ("xlsx", "opendata")
    final = Run.of(budget).publish(formats)
    draft = Run.of(budget).publish(formats, is_draft=True)
    assert not final.keys() & draft.keys()


def test_a_package_with_withheld_amounts_gives_the_same_tables(tmp_path: Path) -> None:
    run = Run.of(hide(example_budget(), [example_budget().projects[8].code]))
    for name, content in run.publish(("opendata",), is_draft=True).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    again = Run(tmp_path / "opendata-draft")
    assert [c.amount for t in again.tables for c in t.figures()] == [
        c.amount for t in run.tables for c in t.figures()
    ]
    assert again.outcomes.blocking == ()


@pytest.mark.parametrize("name", sorted(EDITIONS))
def test_lines_that_are_merged_are_alike_in_every_table(name: str) -> None:
    """What an edition tells apart, merging must too: else its tables could not be derived from the public lines."""
    budget = synthesise(3, 2024, name, Size(3, 30, is_complete=True))
    tables = derive(budget, edition(name, 2024))
    by_class = tells_classes(budget)
    regions = {cell.region for table in tables for cell in table.cells.values()}
    seen: dict[object, frozenset[object]] = {}
    for line in budget.lines:
        if line.project:
            places = frozenset(region for region in regions if region.admits(line))
            assert seen.setdefault(group_of(line, by_class=by_class), places) == places


def test_what_is_said_of_purchases_is_true_of_those_that_are_left_out() -> None:
    """“No procurement this year” would be false of a department whose purchases may not be shown."""
    budget = example_budget()
    assert budget.procurement
    hidden = tuple(replace(p, classified=frozenset({"name"})) for p in budget.procurement)
    for purchases, says in (
        (hidden, "没有列入公开范围的政府采购预算"),
        ((*budget.procurement, hidden[0]), "列入公开范围的政府采购预算"),
        ((), "没有安排政府采购预算"),
        (budget.procurement, "安排政府采购预算"),
    ):
        told = budget.narrative | ({} if purchases else {"procurement": "无"})
        changed = replace(budget, procurement=purchases, assets=(), narrative=told)
        publication = assemble(Run.of(changed))
        sections = {s.id: s for part in publication.parts for s in part.sections}
        first = sections["procurement"].blocks[0]
        assert isinstance(first, Paragraph)
        assert first.text.startswith(f"2024年{says}")
        assert "无" not in [
            b.text for b in sections["procurement"].blocks if isinstance(b, Paragraph)
        ]
