from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.rules.budget_lines import changed, example
from tests.rules.misprints import MISPRINTS
from yusuan.core.money import MoneyUnit, Printed
from yusuan.core.outcomes import Status
from yusuan.identities.causes import check_identities
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import Figures
from yusuan.identities.locate import Location, locate
from yusuan.identities.slip import Slip
from yusuan.tables.spec import TableSpec
from yusuan.tables.table import CellKey, Table

Amounts = dict[CellKey, int | None]
ROW = "2080505"
BASIC = CellKey("general_expenditure", ROW, "基本支出")
SPEC = TableSpec("t", "表", ())


def found(tables: tuple[Table, ...]) -> tuple[Location, ...]:
    return locate(tables, identities(tables))


def proposed(locations: tuple[Location, ...]) -> Amounts:
    return {change.key: change.proposed for one in locations for change in one.best.changes}


def figures() -> dict[CellKey, int]:
    return {
        cell.key: cell.amount for table in example()[0] for cell in table.figures() if cell.amount
    }


def test_nothing_is_wrong_with_the_example() -> None:
    assert found(example()[0]) == ()


@pytest.mark.parametrize("kind", MISPRINTS)
def test_the_misprinted_figure_is_named_with_its_value(kind: str) -> None:
    rng = random.Random(kind)  # noqa: S311  repeatable, no secret
    right = 0
    true = figures()
    sample = rng.sample(sorted(true), 60)
    for key in sample:
        wrong = MISPRINTS[kind](rng, true[key])
        if wrong is None or wrong == true[key]:
            right += 1
            continue
        locations = found(changed(example()[0], {key: wrong}))
        right += proposed(locations) == {key: true[key]}
    assert right >= 0.95 * len(sample)


def test_two_misprints_are_both_named() -> None:
    rng = random.Random(2)  # noqa: S311
    true = figures()
    right = 0
    for _ in range(60):
        keys = rng.sample(sorted(true), 2)
        wrong = {key: MISPRINTS[rng.choice(sorted(MISPRINTS))](rng, true[key]) for key in keys}
        wrong = {k: true[k] + 90_000 if w is None or w == true[k] else w for k, w in wrong.items()}
        right += proposed(found(changed(example()[0], wrong))) == {key: true[key] for key in keys}
    assert right >= 57


def test_independent_errors_are_located_apart() -> None:
    other = CellKey("general_basic", "30101", "一般公共预算基本支出/合计")
    true = figures()
    locations = found(changed(example()[0], {BASIC: 1, other: 1}))
    assert len(locations) == 2
    assert proposed(locations) == {BASIC: true[BASIC], other: true[other]}


def test_two_errors_that_hide_each_other_in_a_sum_are_both_found() -> None:
    sibling = CellKey("general_expenditure", "2080506", "基本支出")
    true = figures()
    wrong = {BASIC: true[BASIC] + 5_000_000, sibling: true[sibling] - 5_000_000}
    assert proposed(found(changed(example()[0], wrong))) == {k: true[k] for k in wrong}


def test_six_errors_in_one_table_are_found() -> None:
    rng = random.Random(6)  # noqa: S311
    keys = rng.sample([k for k in figures() if k.table == "expenditure"], 6)
    true = figures()
    wrong = {key: true[key] + 10_000 * rng.randrange(1, 900) for key in keys}
    assert proposed(found(changed(example()[0], wrong))) == {key: true[key] for key in keys}


def test_a_blanked_figure_is_filled_in_again() -> None:
    (location,) = found(changed(example()[0], {BASIC: None}))
    (change,) = location.best.changes
    assert (change.key, change.found, change.proposed) == (BASIC, None, 88_230_000)
    assert location.best.kind == "blanked"


def test_a_figure_in_a_cell_that_should_be_blank_is_struck() -> None:
    stray = CellKey("general_expenditure", ROW, "项目支出")
    (location,) = found(changed(example()[0], {stray: 12_340_000}))
    (change,) = location.best.changes
    assert (change.key, change.proposed, location.best.kind) == (stray, None, "stray")


def test_a_figure_where_no_money_can_be_is_struck() -> None:
    stray = CellKey("general_basic", "30101", "一般公共预算基本支出/公用经费")
    (location,) = found(changed(example()[0], {stray: 12_340_000}))
    assert proposed((location,)) == {stray: None}


def test_small_errors_stay_visible_beside_huge_ones() -> None:
    true = figures()
    huge, small = CellKey("revenue", ROW, "合计"), CellKey("revenue", ROW, "本年收入/小计")
    wrong = {huge: true[huge] * 10_000, small: true[small] + 10_000}
    assert proposed(found(changed(example()[0], wrong))) == {key: true[key] for key in wrong}


def test_printed_figures_are_located_within_their_tolerance() -> None:
    tables = changed(example()[0], {BASIC: 80_230_000})
    printed = tuple(
        Table(
            table.spec,
            table.rows,
            {
                key: replace(cell, printed=Printed(cell.amount, 2, MoneyUnit.WAN_YUAN))
                if cell.amount is not None
                else cell
                for key, cell in table.cells.items()
            },
        )
        for table in tables
    )
    assert proposed(found(printed)) == {BASIC: 88_230_000}


def test_a_whole_table_in_the_wrong_unit_ends_in_time() -> None:
    wrong: Amounts = {k: a * 10_000 for k, a in figures().items() if k.table == "expenditure"}
    found(changed(example()[0], wrong))


def test_the_suggestion_names_the_figure_the_value_and_the_slip() -> None:
    tables = changed(example()[0], {BASIC: 82_830_000})
    found_identities = identities(tables)
    (location,) = locate(tables, found_identities)
    assert location.is_unique
    words = location.suggestion(Figures.of(tables))
    assert "“基本支出” 由 82.83 万元 改为 88.23 万元" in words
    assert f"{location.best.repairs} 项不成立的关系同时成立，疑为相邻数字颠倒" in words
    outcomes = check_identities(tables, found_identities)
    (finding,) = (one for one in outcomes if one.status is Status.FAILED)
    assert finding.suggestion == words
    assert (finding.actual, finding.expected) == (82_830_000, 88_230_000)
    assert finding.where[0].column == "基本支出"
    assert len(finding.proofs) == location.best.repairs


@pytest.mark.parametrize(
    ("wrong", "true", "slip"),
    [
        ("80.23", "88.23", Slip.DIGIT),
        ("82.83", "88.23", Slip.SWAP),
        ("88.32", "88.23", Slip.SWAP),
        ("882.30", "88.23", Slip.UNIT),
        ("0.01", "88.23", Slip.UNIT),
        ("882300.00", "88.23", Slip.UNIT),
        ("-88.23", "88.23", Slip.SIGN),
        ("8.23", "88.23", Slip.MISSING),
        ("188.23", "88.23", Slip.MISSING),
        ("0.00", "88.23", Slip.BLANKED),
        ("88.23", "0.00", Slip.STRAY),
        ("57.17", "88.23", Slip.OTHER),
    ],
)
def test_slips_are_told_apart(wrong: str, true: str, slip: Slip) -> None:
    fen = [int(text.replace(".", "")) * 10_000 for text in (wrong, true)]
    assert Slip.between(fen[0], fen[1], SPEC) is slip
