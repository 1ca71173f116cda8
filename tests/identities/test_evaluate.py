from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.rules.budget_lines import budget_lines, changed, example, tables_of
from yusuan.core.money import MoneyUnit, Printed
from yusuan.core.outcomes import Outcome, Pair, Severity, Status
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import Figures, evaluate, evaluate_all
from yusuan.identities.identity import Identity, Relation
from yusuan.tables.table import CellKey

WAN = 1_000_000
BASIC = CellKey("general_expenditure", "2080505", "基本支出")
TOTAL = CellKey("general_expenditure", "2080505", "合计")
PROJECT = CellKey("general_expenditure", "2080505", "项目支出")
ROW = Identity(Relation.SUM, TOTAL, (BASIC, PROJECT), "nature")


def outcome(
    identity: Identity, amounts: dict[CellKey, int | None], decimals: int | None = None
) -> Outcome:
    """Evaluate against the example with some figures replaced, printed to some decimals if asked."""
    figures = Figures.of(changed(example()[0], amounts))
    cells = dict(figures.cells)
    for key in identity:
        amount = cells[key].amount
        if decimals is not None and amount is not None:
            cells[key] = replace(cells[key], printed=Printed(amount, decimals, MoneyUnit.WAN_YUAN))
    return evaluate(identity, Figures(cells, figures.specs))


def test_every_identity_of_the_example_holds() -> None:
    tables, found = example()
    assert {one.status for one in evaluate_all(tables, found)} == {Status.PASSED}


@settings(max_examples=30, deadline=None)
@given(budget_lines())
def test_derived_tables_satisfy_every_identity(lines: list) -> None:  # type: ignore[type-arg]
    tables = tables_of(lines)
    assert {one.status for one in evaluate_all(tables, identities(tables))} <= {Status.PASSED}


def test_a_failure_says_what_where_how_much_why_and_what_next() -> None:
    found = outcome(ROW, {BASIC: 8023 * WAN // 100})
    assert found.status is Status.FAILED
    assert found.severity is Severity.ERROR
    assert found.rule == "table-arithmetic"
    assert (found.actual, found.expected, found.difference) == (88_230_000, 80_230_000, 8_000_000)
    assert "2080505" in found.message
    assert (
        "“合计” 88.23 万元 ≠ 各项之和 80.23 万元（“基本支出” 80.23 万元；“项目支出”空白）"
        in found.message
    )
    # No law is needed to add up.
    assert found.message.endswith("相差 8.00 万元。")
    assert (found.law, found.pair) == ("arithmetic", Pair.SUM)
    assert "“项目支出” 为空，留意是否漏填 8.00 万元" in found.hint
    assert [place.column for place in found.where] == ["合计", "基本支出", "项目支出"]
    assert found.where[0].table == "一般公共预算财政拨款支出表"


def test_a_difference_finer_than_the_table_prints_is_written_out() -> None:
    assert "相差 0.0001 万元" in outcome(ROW, {BASIC: 88_230_100}).message


def test_a_blank_adds_nothing() -> None:
    assert outcome(ROW, {BASIC: None, TOTAL: None}).status is Status.PASSED


@pytest.mark.parametrize(
    ("off", "status"),
    [
        (0, Status.PASSED),
        (10_000, Status.ROUNDING),
        (-10_000, Status.ROUNDING),
        (20_000, Status.FAILED),
    ],
)
def test_printed_figures_may_differ_by_half_a_last_digit_each(off: int, status: Status) -> None:
    # Two figures printed to 0.01 万元: half of 100 yuan each.
    assert outcome(ROW, {BASIC: 88_230_000 + off}, decimals=2).status is status


def test_exact_figures_may_not_differ_at_all() -> None:
    assert outcome(ROW, {BASIC: 88_230_001}).status is Status.FAILED


def test_a_figure_that_was_not_read_blames_nobody() -> None:
    figures = Figures.of(example()[0])
    cells = {**figures.cells, BASIC: replace(figures.cells[BASIC], amount=None, recognised=False)}
    found = evaluate(ROW, Figures(cells, figures.specs))
    assert (found.status, found.severity) == (Status.INSUFFICIENT, Severity.INFO)
    assert "未读出" in found.message


def test_a_part_may_not_exceed_its_whole() -> None:
    bound = Identity(Relation.AT_MOST, BASIC, (TOTAL,), "nature")
    assert outcome(bound, {}).status is Status.PASSED
    assert outcome(bound, {BASIC: 1_000_000}).status is Status.PASSED
    failed = outcome(bound, {BASIC: 90_230_000})
    assert failed.status is Status.FAILED
    assert "大于" in failed.message
    assert "多出 2.00 万元" in failed.message


def test_a_bound_says_nothing_about_negative_amounts() -> None:
    bound = Identity(Relation.AT_MOST, BASIC, (TOTAL, PROJECT))
    assert outcome(bound, {PROJECT: -1}).status is Status.NOT_APPLICABLE


def test_a_column_that_cannot_hold_money_must_be_empty() -> None:
    key = CellKey("general_basic", "30101", "一般公共预算基本支出/公用经费")
    nothing = Identity(Relation.NOTHING, key)
    assert outcome(nothing, {}).status is Status.PASSED
    assert outcome(nothing, {key: 0}).status is Status.PASSED
    assert "应为空白" in outcome(nothing, {key: WAN}).message


def test_a_row_that_another_table_lacks_is_named() -> None:
    absent = Identity(Relation.NOTHING, BASIC, absent_from="expenditure")
    found = outcome(absent, {})
    assert found.status is Status.FAILED
    assert "支出总表没有列 2080505 一行" in found.message
    assert found.where[-1].table == "支出总表"
