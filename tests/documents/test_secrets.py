"""No classified amount can be worked out of what is printed, or nothing is printed: the ways found by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.documents.secrets import hide, small
from yusuan.core.budget import (
    MASK,
    AssetHolding,
    CostItem,
    DepartmentalBudget,
    PerformanceIndicator,
    ProcurementLine,
)
from yusuan.core.errors import SecretsExposed
from yusuan.core.target import parse_target
from yusuan.core.terms import AssetCategory, IndicatorKind
from yusuan.documents.secrecy.gate import SHARED, STATED, public_view
from yusuan.pipeline import Run

if TYPE_CHECKING:
    from yusuan.documents.secrecy.gate import PublicView

WAN = 1_000_000


def _rules(view: PublicView) -> set[str]:
    return {outcome.rule for outcome in view.exposures}


def _item(name: str, amount: int, *classified: str) -> CostItem:
    return CostItem(name, amount, classified=frozenset(classified))


# --- projects and their companions ------------------------------------------------------------------------


def test_a_secret_takes_a_companion_that_hides_it() -> None:
    view = public_view(small({"A": 100, "B": 100, "C": 100}, {"A"}))
    assert view.withheld.projects == {"A", "B"}
    assert not view.exposures
    assert view.companions == ("项目 “B号专项工作”",)


def test_a_secret_alone_is_not_let_out() -> None:
    assert _rules(public_view(small({"A": 100}, {"A"}))) == {SHARED}


@pytest.mark.parametrize("tiny", [1, 100, 10 * WAN // 100])
def test_a_companion_of_next_to_nothing_hides_nothing(tiny: int) -> None:
    """Companions of 0.00 and 0.01 leave the sum to be the secret."""
    view = public_view(small({"A": tiny, "B": 10 * WAN, "C": 10 * WAN}, {"B"}))
    assert view.withheld.projects == {"A", "B", "C"}
    assert not view.exposures
    assert _rules(public_view(small({"A": tiny, "B": 10 * WAN}, {"B"}))) == {SHARED}


def test_which_companion_is_taken_says_nothing_of_amounts() -> None:
    """Whoever knows that the smallest is taken knows a bound of the secret; amounts decide only how many."""
    for amounts in ((5, 4, 3), (3, 4, 5), (4, 5, 3)):
        budget = small({"A": amounts[0] * WAN, "B": 5 * WAN, "C": amounts[2] * WAN}, {"B"})
        assert public_view(budget).withheld.projects == {"A", "B"}


# --- costing ----------------------------------------------------------------------------------------------


def _costed(*items: CostItem) -> DepartmentalBudget:
    total = sum(item.amount or 0 for item in items)
    return small({"A": total, "B": 5 * WAN}, costing={"A": items})


def test_an_item_left_over_by_subtraction_takes_another_with_it() -> None:
    """13.70 − 3.30 − 1.56 − 6.84 is the classified one."""
    view = public_view(
        _costed(
            _item("租金", 330 * WAN // 100),
            _item("印刷", 156 * WAN // 100),
            _item("培训", 684 * WAN // 100),
            _item("器材", 200 * WAN // 100, "amount"),
        )
    )
    shown = view.budget.projects[0].costing
    assert [item.amount is None for item in shown] == [True, False, False, True]
    assert not view.exposures
    assert view.companions == ("项目 “A号专项工作” 的第 1 项测算",)


def test_the_only_item_of_an_open_project_is_the_project() -> None:
    assert _rules(public_view(_costed(_item("器材", 2 * WAN, "amount")))) == {SHARED}


def test_an_item_that_dwarfs_the_others_cannot_be_hidden_among_them() -> None:
    budget = _costed(_item("器材", 90 * WAN, "amount"), _item("印刷", 5 * WAN))
    assert _rules(public_view(budget)) == {SHARED}


def test_the_words_of_a_project_with_a_withheld_item_say_no_money() -> None:
    budget = _costed(
        _item("器材3万余元", 3 * WAN, "amount"),
        replace(_item("印刷", 4 * WAN), note="另有器材叁万元"),
        _item("培训", 2 * WAN),
    )
    budget = replace(
        budget,
        projects=(
            replace(budget.projects[0], purpose="购置器材3.00万元，印刷4万元"),
            *budget.projects[1:],
        ),
    )
    shown = public_view(budget).budget.projects[0]
    assert shown.purpose == f"购置器材{MASK}，印刷{MASK}"
    assert shown.costing[0].name == f"器材{MASK}"
    assert shown.costing[1].note == f"另有器材{MASK}"


# --- targets, purchases -----------------------------------------------------------------------------------


def _with_goals(*goals: tuple[str, str, bool]) -> DepartmentalBudget:
    budget = small({"A": 8 * WAN})
    template = PerformanceIndicator(IndicatorKind.COST, "", parse_target("≤1万元"))
    indicators = tuple(
        replace(
            template,
            name=name,
            target=parse_target(target),
            classified=frozenset({"target"} if secret else ()),
        )
        for name, target, secret in goals
    )
    project = replace(budget.projects[0], indicators=indicators)
    return replace(budget, projects=(project,))


def test_a_cost_target_left_over_by_subtraction_is_not_let_out() -> None:
    view = public_view(_with_goals(("设备成本", "≤5万元", True), ("印刷成本", "≤3万元", False)))
    assert _rules(view) == {SHARED}
    hidden = _with_goals(("设备成本", "≤5万元", True), ("印刷成本", "≤3万元", True))
    assert not public_view(hidden).exposures


@pytest.mark.parametrize("secret", ["培训人数", "人均标准"])
def test_a_target_that_is_the_amount_divided_by_another_is_not_let_out(secret: str) -> None:
    """80,000 yuan at 800 yuan a head are 100 heads."""
    budget = small({"A": 8 * WAN})
    indicators = tuple(
        PerformanceIndicator(
            kind,
            name,
            parse_target(target),
            classified=frozenset({"target"} if name == secret else ()),
        )
        for kind, name, target in (
            (IndicatorKind.QUANTITY, "培训人数", "≥100人"),
            (IndicatorKind.COST, "人均标准", "≤800元/人"),
        )
    )
    budget = replace(budget, projects=(replace(budget.projects[0], indicators=indicators),))
    assert _rules(public_view(budget)) == {SHARED}
    more = replace(budget.projects[0], fiscal_amount=11 * WAN)
    assert not public_view(replace(budget, projects=(more,))).exposures


def test_a_hidden_purchase_is_not_let_out_where_planned_assets_tell_it() -> None:
    budget = small({"A": 30 * WAN})
    purchases = tuple(
        ProcurementLine("A", name, "A02010100", "台", 1, amount, general_public=amount)  # type: ignore[arg-type]
        for name, amount in (("计算机", 4 * WAN), ("设备", 9 * WAN))
    )
    secret = replace(purchases[1], classified=frozenset({"name"}))
    held = AssetHolding(AssetCategory.EQUIPMENT, planned_purchase=13 * WAN)
    budget = replace(budget, procurement=(purchases[0], secret))
    assert not public_view(budget).exposures
    assert _rules(public_view(replace(budget, assets=(held,)))) == {SHARED}


def test_planned_assets_tell_what_a_withheld_project_buys() -> None:
    """A project that buys for 9 of its 10 is not hidden beside a companion, where only its purchases are missing."""
    budget = small({"A": 30 * WAN, "X": 10 * WAN}, {"X"})
    purchase = ProcurementLine("X", "设备", "A02010100", "台", 1, 9 * WAN, general_public=9 * WAN)  # type: ignore[arg-type]
    held = AssetHolding(AssetCategory.EQUIPMENT, planned_purchase=9 * WAN)
    budget = replace(budget, procurement=(purchase,))
    assert not public_view(budget).exposures
    assert _rules(public_view(replace(budget, assets=(held,)))) == {SHARED}


# --- what was published before ----------------------------------------------------------------------------


def test_a_new_companion_in_the_next_version_would_reveal_the_old_sum() -> None:
    """First A + B are withheld; were it A + C later, B would be printed, and A = (A + B) − B."""
    first = public_view(small({"B": 3 * WAN, "X": 5 * WAN}, {"X"})).budget
    later = small({"A": 4 * WAN, "B": 3 * WAN, "X": 5 * WAN}, {"X"})
    alone = public_view(later)
    assert alone.withheld.projects == {"A", "X"}
    beside = public_view(later, [first])
    assert beside.withheld.projects >= {"B", "X"}
    assert not beside.exposures


def test_what_was_printed_before_cannot_be_hidden_now() -> None:
    amounts = {"A": 4 * WAN, "B": 3 * WAN, "X": 5 * WAN}
    first = public_view(small(amounts)).budget
    assert _rules(public_view(small(amounts, {"X"}), [first])) == {SHARED}


def test_a_companion_that_was_open_before_is_of_no_use() -> None:
    first = public_view(small({"A": 4 * WAN})).budget
    later = small({"A": 4 * WAN, "B": 3 * WAN, "X": 5 * WAN}, {"X"})
    assert public_view(later, [first]).withheld.projects == {"B", "X"}


def test_the_companion_of_a_secret_that_is_gone_stays_withheld() -> None:
    """The old sum is known: A would give X away, though X is in the budget no more."""
    first = public_view(small({"A": 4 * WAN, "B": 3 * WAN, "X": 5 * WAN}, {"X"})).budget
    later = small({"A": 4 * WAN, "B": 3 * WAN, "C": 2 * WAN})
    view = public_view(later, [first])
    assert view.withheld.projects == {"A", "C"}
    assert not view.exposures
    # B was printed: where there is no C, the sum less B is A, and X follows.
    assert _rules(public_view(small({"A": 4 * WAN, "B": 3 * WAN}), [first])) == {SHARED}


def test_what_is_classified_no_more_is_shown_again() -> None:
    amounts = {"A": 4 * WAN, "B": 3 * WAN, "X": 5 * WAN}
    first = public_view(small(amounts, {"X"})).budget
    assert not public_view(small(amounts), [first]).withheld.projects


def test_the_same_budget_again_withholds_the_same() -> None:
    budget = small({"A": 4 * WAN, "B": 3 * WAN, "X": 5 * WAN}, {"X"})
    first = public_view(budget)
    again = public_view(budget, [first.budget])
    assert (again.budget, again.withheld) == (first.budget, first.withheld)


def test_an_amount_that_was_printed_last_year_and_is_the_same_is_no_secret() -> None:
    amounts = {"A": 4 * WAN, "B": 3 * WAN, "X": 5 * WAN}
    last = small(amounts)
    last = replace(last, department=replace(last.department, fiscal_year=2023))
    assert _rules(public_view(small(amounts, {"X"}), [last])) == {SHARED}
    assert not public_view(small(amounts | {"X": 7 * WAN}, {"X"}), [last]).exposures


def test_other_departments_and_years_tell_nothing() -> None:
    amounts = {"A": 4 * WAN, "B": 3 * WAN, "X": 5 * WAN}
    first = small(amounts)
    other = replace(first, department=replace(first.department, code="999"))
    older = replace(first, department=replace(first.department, fiscal_year=2021))
    assert not public_view(small(amounts, {"X"}), [other, older]).exposures


# --- words ------------------------------------------------------------------------------------------------


def _told(sentence: str) -> PublicView:
    budget = small({"A": 40 * WAN, "B": 30 * WAN, "X": 12_345_600}, {"X"})
    return public_view(replace(budget, narrative={"other_matters": sentence}))


@pytest.mark.parametrize(
    "sentence",
    [
        "本年安排12.3456万元用于专项工作。",
        "本年安排 123，456 元用于专项工作。",
        "X号专项工作安排12万余元。",
        "X号专项工作安排壹拾贰万元。",
        "X号专项工作占全部项目支出的15%。",
        "X号专项工作10人×1000元/人×12个月。",
    ],
)
def test_a_narrative_that_states_a_withheld_amount_is_found(sentence: str) -> None:
    assert _rules(_told(sentence)) == {STATED}


@pytest.mark.parametrize(
    "sentence",
    [
        "本年安排12万元用于会议。",
        "X号专项工作共举办12次，参加350人次，完成率95%。",
        "X号专项工作继续实施；全部项目支出82.35万元。",
        "本年项目支出增加10.00万元。",
    ],
)
def test_a_narrative_that_says_something_else_is_not(sentence: str) -> None:
    assert not _told(sentence).exposures


def test_a_finding_names_neither_the_amount_nor_a_classified_name() -> None:
    budget = small({"X": 12_345_600}, {"X"})
    secret = replace(budget.projects[0], classified=frozenset({"amount", "name"}))
    for outcome in public_view(replace(budget, projects=(secret,))).exposures:
        assert "12.34" not in outcome.message
        assert secret.name not in outcome.message


# --- the gate ---------------------------------------------------------------------------------------------


def test_not_even_a_draft_gets_past_the_gate() -> None:
    run = Run.of(small({"A": 100}, {"A"}))
    with pytest.raises(SecretsExposed):
        run.publish(is_draft=True)


def test_nothing_is_withheld_where_nothing_is_classified() -> None:
    view = public_view(small({"A": 1, "B": 2}))
    assert not view.withheld.projects
    assert not view.exposures


def test_a_budget_without_the_amount_is_public_already() -> None:
    public = public_view(small({"A": 100, "B": 100, "C": 100}, {"A"})).budget
    assert public_view(public, [public]).budget == public
    assert hide(public, {"A"}) == public
