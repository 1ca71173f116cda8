"""What the derivation must yield on the example (the field's list of reconciliations), and must not."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests import strategies as some
from yusuan.core.budget import BudgetLine
from yusuan.core.codes import code
from yusuan.core.outcomes import Status
from yusuan.core.terms import Fund, Nature, Origin, RevenueSource
from yusuan.identities.carried import Carried
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import evaluate_all
from yusuan.identities.identity import Identity, Relation
from yusuan.tables.table import CellKey, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    Places = Mapping[CellKey, CellKey]

IN, OUT = "收入/预算数", "支出/预算数"
BASIC = "一般公共预算基本支出/"
APPROPRIATED_OUT = "支出/{}财政拨款"
FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
UNIT_SOURCES = ("事业收入", "经营收入", "上级补助收入", "附属单位上缴收入", "其他收入")
OF_FUNDS = ("一般公共预算财政拨款", "政府性基金预算拨款", "国有资本经营预算财政拨款")
LINE = BudgetLine(
    unit="101001",
    fund=Fund.GENERAL_PUBLIC,
    source=RevenueSource.APPROPRIATION,
    origin=Origin.CURRENT_YEAR,
    function=code("2010101"),
    economic=code("30201"),
    nature=Nature.BASIC,
    project="",
    amount=500_000,
)
KEPT = replace(LINE, nature=Nature.CLOSING_BALANCE, economic=None, amount=70_000)
OWN = replace(LINE, fund=Fund.UNIT_FUNDS, source=RevenueSource.SERVICE)


def cell(table: str, row: str, column: str) -> CellKey:
    return CellKey(table, row, column)


def t1(row: str, column: str = IN) -> CellKey:
    return cell("summary", row, column)


def t4(row: str, column: str) -> CellKey:
    return cell("appropriation_summary", row, column)


def t9(row: str, column: str = "合计") -> CellKey:
    return cell("three_public", row, f"资金性质/{column}")


def same_figures(found: Iterable[Identity]) -> dict[CellKey, CellKey]:
    """Figures that equations make equal, each with one that stands for all of them."""
    places: dict[CellKey, CellKey] = {}

    def place(key: CellKey) -> CellKey:
        while places.get(key, key) != key:
            key = places[key]
        return key

    for identity in found:
        if identity.is_equation and len(identity.right) == 1:
            places[place(identity.left)] = place(identity.right[0])
    return {key: place(key) for key in places}


def says(found: Collection[Identity], left: CellKey, *right: CellKey) -> bool:
    """Tell whether some identities together claim that a figure is the sum of others."""
    same = same_figures(found)
    if len(right) == 1:
        return same.get(left, left) == same.get(right[0], right[0])
    nothing = {i.left for i in found if i.relation is Relation.NOTHING}

    def reduced(keys: Iterable[CellKey]) -> set[CellKey]:
        return {same.get(key, key) for key in keys if key not in nothing}

    wanted = reduced(right)
    return any(
        i.relation is Relation.SUM
        and same.get(i.left, i.left) == same.get(left, left)
        and reduced(i.right) == wanted
        for i in found
    )


def ranked(found: Iterable[Identity], part: CellKey, whole: CellKey) -> bool:
    """Tell whether the identities claim that a figure is no more than another."""
    same = same_figures(found)
    return any(
        i.relation is Relation.AT_MOST
        and same.get(i.left, i.left) == same.get(part, part)
        and same.get(i.right[0], i.right[0]) == same.get(whole, whole)
        for i in found
    )


SUMS = {
    "summary-balances": (t1("收入总计"), t1("支出总计", OUT)),
    "summary-grand-total": (t1("收入总计"), t1("本年收入合计"), t1("上年结转结余")),
    "revenue-row": (
        cell("revenue", "2040607", "合计"),
        cell("revenue", "2040607", "本年收入/小计"),
        cell("revenue", "2040607", "上年结转"),
    ),
    "revenue-sources": (
        cell("revenue", "合计", "本年收入/小计"),
        *(
            cell("revenue", "合计", f"本年收入/{source}")
            for source in ("财政拨款收入", "财政专户收入", *UNIT_SOURCES)
        ),
    ),
    "expenditure-row": (
        cell("expenditure", "2040607", "合计"),
        *(
            cell("expenditure", "2040607", nature)
            for nature in ("基本支出", "项目支出", "经营支出", "上解上级支出", "对附属单位补助支出")
        ),
    ),
    "fund-row": (
        cell("general_expenditure", "2040607", "合计"),
        cell("general_expenditure", "2040607", "基本支出"),
        cell("general_expenditure", "2040607", "项目支出"),
    ),
    "basic-row": (
        cell("general_basic", "合计", f"{BASIC}合计"),
        cell("general_basic", "合计", f"{BASIC}人员经费"),
        cell("general_basic", "合计", f"{BASIC}公用经费"),
    ),
    "tree-rollup": (
        cell("revenue", "20406", "合计"),
        *(cell("revenue", c, "合计") for c in ("2040604", "2040607", "2040610", "2040650")),
    ),
    "tree-total": (
        cell("general_basic", "合计", f"{BASIC}合计"),
        *(cell("general_basic", c, f"{BASIC}合计") for c in ("301", "302", "303")),
    ),
    "appropriation-row": (
        t4("公共安全支出", "支出/合计"),
        *(t4("公共安全支出", APPROPRIATED_OUT.format(fund)) for fund in FUNDS),
    ),
    "appropriation-balances": (t4("收入总计", "收入/金额"), t4("支出总计", "支出/合计")),
    "appropriation-per-fund": (
        t4("一般公共预算拨款", "收入/金额"),
        t4("支出总计", "支出/一般公共预算财政拨款"),
    ),
    "three-public-parts": (
        t9("“三公”经费小计"),
        *(t9(row) for row in ("因公出国（境）费", "公务用车购置及运维费", "公务接待费")),
    ),
    "three-public-vehicles": (
        t9("公务用车购置及运维费"),
        t9("公务用车购置费"),
        t9("公务用车运行维护费"),
    ),
    "three-public-travel": (
        t9("因公出国（境）费"),
        t9("教学科研人员因公出国（境）费"),
        t9("其他因公出国（境）费"),
    ),
    "three-public-row": (t9("公务接待费"), *(t9("公务接待费", fund) for fund in OF_FUNDS)),
    "summary-is-revenue": (t1("收入总计"), cell("revenue", "合计", "合计")),
    "summary-is-expenditure": (t1("公共安全支出", OUT), cell("expenditure", "204", "合计")),
    "revenue-is-expenditure": (
        cell("revenue", "2040607", "合计"),
        cell("expenditure", "2040607", "合计"),
    ),
    "sources-of-unit-funds": (
        t1("单位资金"),
        *(cell("revenue", "合计", f"本年收入/{source}") for source in UNIT_SOURCES),
    ),
    "summary-is-appropriation": (
        t1("一般公共预算拨款收入"),
        t4("一般公共预算拨款", "收入/金额"),
    ),
    "appropriation-is-fund-table": (
        t4("公共安全支出", "支出/一般公共预算财政拨款"),
        cell("general_expenditure", "204", "合计"),
    ),
    "appropriated-revenue-is-fund-tables": (
        cell("revenue", "2040607", "本年收入/财政拨款收入"),
        cell("general_expenditure", "2040607", "合计"),
    ),
    "basic-agrees": (
        cell("general_expenditure", "合计", "基本支出"),
        cell("general_basic", "合计", f"{BASIC}合计"),
    ),
}
BOUNDS = {
    "expenditure-holds-fund-tables": (
        cell("general_expenditure", "2040607", "项目支出"),
        cell("expenditure", "2040607", "项目支出"),
    ),
    "three-public-holds-basic": (
        cell("general_basic", "30231", f"{BASIC}合计"),
        t9("公务用车运行维护费", "一般公共预算财政拨款"),
    ),
}
NOT_CLAIMED = {
    "totals-of-all-and-of-appropriated-money": (t1("收入总计"), t4("收入总计", "收入/金额")),
    "three-public-total-and-subtotal": (t9("合计"), t9("“三公”经费小计")),
    "three-public-item-and-basic-item": (
        t9("公务接待费"),
        cell("general_basic", "30217", f"{BASIC}合计"),
    ),
}


@pytest.mark.parametrize("keys", SUMS.values(), ids=SUMS)
def test_the_reconciliations_of_the_field_follow(
    keys: tuple[CellKey, ...], example_tables: Sequence[Table]
) -> None:
    assert says(identities(example_tables), *keys)


@pytest.mark.parametrize("keys", BOUNDS.values(), ids=BOUNDS)
def test_a_part_in_another_table_is_bounded(
    keys: tuple[CellKey, CellKey], example_tables: Sequence[Table]
) -> None:
    assert ranked(identities(example_tables), *keys)


@pytest.mark.parametrize("keys", NOT_CLAIMED.values(), ids=NOT_CLAIMED)
def test_known_false_alarms_do_not_follow(
    keys: tuple[CellKey, CellKey], example_tables: Sequence[Table]
) -> None:
    assert not says(identities(example_tables), *keys)


def test_every_class_is_its_personnel_and_operating_part(example_tables: Sequence[Table]) -> None:
    """Publishers put a class where they see fit (302 under 人员经费 in Changsha): no cell must be blank."""
    found = identities(example_tables)
    for row in ("30101", "30201"):
        assert says(
            found,
            *(cell("general_basic", row, f"{BASIC}{c}") for c in ("合计", "人员经费", "公用经费")),
        )
    claims = {i.left for i in found if i.relation is Relation.NOTHING}
    assert cell("general_basic", "30101", f"{BASIC}公用经费") not in claims


def test_every_identity_holds_on_the_example(example_tables: Sequence[Table]) -> None:
    found = identities(example_tables)
    assert len(found) > 800
    assert broken(example_tables) == []
    assert {cell.key for t in example_tables for cell in t.figures()} <= {
        k for i in found for k in i
    }


def broken(tables: Sequence[Table]) -> list[Status]:
    outcomes = evaluate_all(tables, identities(tables))
    return [o.status for o in outcomes if o.status is not Status.PASSED]


def picked(lines: Sequence[BudgetLine], *names: str) -> list[Table]:
    return [table for table in some.tables_of("hebei", lines) if table.id in names]


def test_where_no_table_tells_what_was_kept_nothing_is_assumed() -> None:
    """Revenue is more than spending here, and neither table has a figure for the difference."""
    tables = picked([LINE, KEPT], "revenue", "expenditure")
    assert broken(tables) == []
    assert not says(identities(tables), *(cell(t.id, "合计", "合计") for t in tables))
    both = picked([LINE], "summary", "revenue", "expenditure")
    assert says(identities(both), *(cell(t.id, "合计", "合计") for t in both[1:]))


def test_a_balance_that_was_not_read_is_not_nothing() -> None:
    tables = picked([LINE], "summary", "revenue", "expenditure")
    (summary, *others) = tables
    unread = {
        key: replace(found, recognised=found.row != "年终结转结余")
        for key, found in summary.cells.items()
    }
    blind = [Table(summary.spec, summary.rows, unread), *others]
    assert Carried.read(tables).closing == frozenset()
    assert Carried.read(blind).closing
    assert len(identities(blind)) < len(identities(tables))


def test_appropriations_are_compared_though_unit_funds_were_carried_over() -> None:
    lines = [LINE, replace(OWN, origin=Origin.CARRY_OVER)]
    keys = (
        cell("revenue", "2010101", "本年收入/财政拨款收入"),
        cell("general_expenditure", "2010101", "合计"),
    )
    tables = some.tables_of("hebei", lines)
    assert says(identities(tables), *keys)
    assert broken(tables) == []
    carried = some.tables_of("hebei", [*lines, replace(LINE, origin=Origin.CARRY_OVER)])
    assert not says(identities(carried), *keys)
    assert broken(carried) == []


def test_tables_that_disagree_on_a_balance_prove_nothing() -> None:
    """One blank does not outweigh a figure elsewhere: the misprint is found where the two must be equal."""
    tables = some.tables_of("hebei", [LINE, replace(LINE, origin=Origin.CARRY_OVER)])
    blanked = {t1("上年结转结余"): None}
    misprinted = [t.with_amounts(blanked) if t.id == "summary" else t for t in tables]
    assert Carried.read(misprinted) == Carried.read(tables)
    assert broken(misprinted)


def test_a_missing_row_is_named() -> None:
    """A code in one table without its row in another of the same meaning."""
    lines = [LINE, replace(LINE, function=code("2040607"))]
    whole, short = some.tables_of("hebei", lines), some.tables_of("hebei", [LINE])
    mixed = [short[n] if t.id == "general_expenditure" else t for n, t in enumerate(whole)]
    absent = [i for i in identities(mixed) if i.absent_from]
    failed = [
        identity.absent_from
        for identity, outcome in zip(absent, evaluate_all(mixed, absent), strict=True)
        if outcome.status is Status.FAILED
    ]
    assert set(failed) == {"general_expenditure"}


def test_the_order_of_identities_is_the_order_of_print(example_tables: Sequence[Table]) -> None:
    """The parts of a sum come as the form prints them, in every run."""
    order = {key: n for n, key in enumerate(k for t in example_tables for k in t.cells)}
    for identity in identities(example_tables):
        if len({key.table for key in identity.right}) == 1:
            assert all(order[a] < order[b] for a, b in pairwise(identity.right)), identity


def test_identities_are_the_same_for_the_same_skeleton() -> None:
    once = identities(some.tables_of("hebei", [LINE]))
    again = identities(some.tables_of("hebei", [replace(LINE, amount=1)]))
    assert once is again
