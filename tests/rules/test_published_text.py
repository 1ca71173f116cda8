"""Wording, assets and purchases of published documents: the known defects, their neighbours, nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.said import HERE, lines, paper, said_by
from tests.samples_path import samples_dir
from yusuan.core.holdings import Holding, Holdings, Purchase, Purchases
from yusuan.core.money import MoneyUnit, Printed, parse_amount
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.pipeline import Inspection
from yusuan.rules.books import rule
from yusuan.rules.books.tables.holdings import wrong_amount
from yusuan.rules.evidence import Line, NotedTable
from yusuan.rules.spec import run

RULES = {
    "asset-parts-add-up",
    "purchases-claimed-are-listed",
    "purchases-add-up",
    "purchases-multiply",
    "three-public-total-shows-its-parts",
    "broken-reference",
    "no-placeholder-is-left",
    "nil-note-under-filled-table",
    "nil-statement-of-another-fund",
}
KNOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "hebei-qinhuangdao-zfw-2024-budget.txt": {
        "broken-reference": ("未定义书签",),
        "asset-parts-add-up": ("963.36", "962.74", "0.62", "空白"),
        "purchases-claimed-are-listed": ("93.01", "59.84"),
        "three-public-total-shows-its-parts": ("19.39", "13.46", "培训费 5.93 万元未单列"),
    },
    "shanghai-putuo-finance-2025-budget.pdf": {"nil-statement-of-another-fund": ("国有资本经营",)},
    "shanghai-putuo-planning-2024-final-accounts.pdf": {},
    "shanghai-wanli-2023-budget.pdf": {},
    "shanghai-wanli-2024-budget.pdf": {"nil-note-under-filled-table": ("机关运行经费",)},
    "shanghai-welfare-2024-unit-budget.pdf": {"no-placeholder-is-left": ("增加内容",)},
}
PAGES = {
    "shanghai-putuo-finance-2025-budget.pdf": 18,
    "shanghai-wanli-2024-budget.pdf": 31,
    "shanghai-welfare-2024-unit-budget.pdf": 16,
}


@pytest.mark.parametrize("name", list(KNOWN))
def test_the_known_defects_are_found_and_nothing_else(name: str) -> None:
    outcomes = Inspection(samples_dir() / name).outcomes.every
    found = [o for o in outcomes if o.rule in RULES and o.is_finding]
    assert sorted(o.rule for o in found) == sorted(KNOWN[name])
    for outcome in found:
        assert all(word in outcome.message for word in KNOWN[name][outcome.rule])
        assert outcome.where[0].page == PAGES.get(name)
        is_advice = outcome.rule.startswith("three-public")
        assert outcome.severity is (Severity.WARNING if is_advice else Severity.ERROR)


def test_two_hundred_times_a_rounded_price_is_rounding() -> None:
    outcomes = Inspection(samples_dir() / "hebei-qinhuangdao-zfw-2024-budget.txt").outcomes.every
    (product,) = [o for o in outcomes if o.rule == "purchases-multiply"]
    assert product.status is Status.ROUNDING


# --- wording ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "目录 错误！未定义书签。",
        "错误!未定义书签",
        "错 误 ！ 未 找 到 引 用 源 。",
        "Error! Bookmark not defined.",
        "#REF!",
    ],
)
def test_broken_references(text: str) -> None:
    assert len(said_by(paper([Line(text, HERE)]), "broken-reference")) == 1


@pytest.mark.parametrize("text", ["预算编制错误！请重报", "书签", "避免错误，未定义的不列"])
def test_what_is_no_broken_reference(text: str) -> None:
    assert said_by(paper([Line(text, HERE)]), "broken-reference") == []


@pytest.mark.parametrize(
    "text",
    ["共××万元", "收入XX万元", "收入ＸＸＸ万元", "（增加内容）", "TODO 补数", "减少____万元"],
)
def test_placeholders(text: str) -> None:
    assert len(said_by(paper(lines(text)), "no-placeholder-is-left")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "200×0.30",
        "13031124P00GEMU101866",
        "服装 XXL 号",
        "职责____3",
        "________",
        "（增加2人）",
        "职责………3",
        "（不涉及）",
        "XML 接口",
    ],
)
def test_what_is_no_placeholder(text: str) -> None:
    assert said_by(paper(lines(text)), "no-placeholder-is-left") == []


def test_one_gap_in_many_lines_is_one_finding_with_all_places() -> None:
    texts = [lines(f"{name}XX元", where=Where("a.pdf", n))[0] for n, name in enumerate("甲乙丙丁")]
    (found,) = said_by(paper(texts), "no-placeholder-is-left")
    assert len(found.where) == 4
    assert "4 处" in found.message


# --- notes ------------------------------------------------------------------------------------------------

FUND_TABLE, CAPITAL_TABLE = "政府性基金预算支出表", "国有资本经营预算支出表"


def rules_broken(title: str, note: str, *, filled: bool) -> list[str]:
    table = NotedTable(title, filled, lines(note))
    notes = ("nil-note-under-filled-table", "nil-statement-of-another-fund")
    return [o.rule for o in said_by(paper(noted=(table,)), *notes) if o.is_finding]


def test_a_filled_table_is_not_called_empty() -> None:
    note = "注：无政府基金预算，空表列示。"
    assert rules_broken(FUND_TABLE, note, filled=True) == ["nil-note-under-filled-table"]
    assert rules_broken(FUND_TABLE, note, filled=False) == []


def test_a_nil_note_names_the_fund_of_its_table() -> None:
    note = "注：本单位无政府性基金，故本表为空表。"
    wrong = ["nil-statement-of-another-fund"]
    assert rules_broken(CAPITAL_TABLE, note, filled=False) == wrong
    assert rules_broken("财政拨款收支总表", note, filled=False) == []


@pytest.mark.parametrize("note", ["注：如无此项，以空表列示。", "注：本表反映资金来源。"])
def test_instructions_and_plain_notes_are_no_nil_notes(note: str) -> None:
    assert rules_broken(FUND_TABLE, note, filled=True) == []


def test_one_fund_missing_does_not_empty_a_table_of_all_funds() -> None:
    note = "注：本部门无国有资本经营预算。"
    assert rules_broken("财政拨款收支总表", note, filled=True) == []


# --- assets -----------------------------------------------------------------------------------------------


def wan(text: str) -> Printed:
    return parse_amount(text, MoneyUnit.WAN_YUAN)


def holdings(total: str, **parts: str) -> Holdings:
    rows = {label: Holding(label, "", wan(value), HERE) for label, value in parts.items()}
    rows["办公用房"] = Holding("办公用房", "", wan("9.99"), HERE, is_part=False)
    return Holdings(wan(total) if total else None, HERE, rows)


def judged_assets(text: str, found: Holdings) -> tuple[Status, Severity, str]:
    (outcome,) = run([rule("asset-parts-add-up")], replace(paper(lines(text)), holdings=found))
    return outcome.status, outcome.severity, outcome.message


def test_assets_that_add_up_pass_and_parts_within_parts_are_not_counted() -> None:
    status, _, _ = judged_assets("固定资产总额3.00万元", holdings("3.00", 房屋="2.00", 车辆="1.00"))
    assert status is Status.PASSED


def test_each_total_that_differs_is_named_in_one_finding() -> None:
    found = holdings("3.50", 房屋="2.00", 车辆="1.00")
    status, severity, message = judged_assets("固定资产金额为4.00万元", found)
    assert (status, severity) == (Status.FAILED, Severity.ERROR)
    assert "3.50" in message
    assert "4.00" in message


def test_a_blank_total_alone_is_a_warning() -> None:
    found = holdings("", 房屋="2.00", 车辆="1.00")
    status, severity, message = judged_assets("固定资产金额为3.00万元", found)
    assert (status, severity) == (Status.FAILED, Severity.WARNING)
    assert "空白" in message


def test_text_that_states_yuan_or_rounds_agrees() -> None:
    found = holdings("3.00", 房屋="2.00", 车辆="1.00")
    assert judged_assets("固定资产总额为30,000元", found)[0] is Status.PASSED
    assert judged_assets("固定资产总额为3.01万元", found)[0] is Status.ROUNDING


def test_planned_purchases_are_not_taken_for_the_total() -> None:
    found = holdings("3.00", 房屋="2.00", 车辆="1.00")
    assert judged_assets("拟购置固定资产总额为8.00万元", found)[0] is Status.PASSED


def test_other_assets_keep_the_text_on_fixed_assets_out() -> None:
    found = holdings("3.00", 房屋="2.00", 流动资产="1.00")
    assert judged_assets("固定资产总额为2.00万元", found)[0] is Status.PASSED


# --- purchases --------------------------------------------------------------------------------------------


def purchase(code: str, amount: str, *, quantity: str = "", price: str = "") -> Purchase:
    return Purchase("品目", code, quantity, "台", wan(price) if price else None, wan(amount), HERE)


def purchases(total: str, *items: Purchase) -> Purchases:
    return Purchases(wan(total), HERE, items)


CLAIM = "本年拟购置固定资产总额为5.00万元，已列入政府采购预算"


def bought(rule_id: str, table: Purchases, *texts: str) -> list[Outcome]:
    return run([rule(rule_id)], replace(paper(lines(*texts)), purchases=table))


def failures(outcomes: list[Outcome]) -> list[Outcome]:
    return [o for o in outcomes if o.status is Status.FAILED]


@pytest.mark.parametrize(
    ("text", "items", "fails"),
    [
        (CLAIM, [("C16079900", "5.00")], True),
        (CLAIM, [("A02010105", "4.00"), ("C16079900", "1.00")], True),
        (CLAIM, [("A02010105", "5.00")], False),
        (CLAIM, [("", "5.00")], False),
        ("本年拟购置固定资产总额为5.00万元", [("C16079900", "5.00")], False),
        ("本年拟购置固定资产0.00万元，已列入政府采购预算", [("C16079900", "5.00")], False),
    ],
)
def test_claimed_purchases(text: str, items: list[tuple[str, str]], fails: bool) -> None:  # noqa: FBT001
    table = purchases("5.00", *(purchase(*item) for item in items))
    assert bool(failures(bought("purchases-claimed-are-listed", table, text))) is fails


@pytest.mark.parametrize(
    ("quantity", "price", "amount", "status"),
    [
        ("200", "0.30", "59.84", Status.ROUNDING),
        ("6", "0.50", "3.00", Status.PASSED),
        ("6", "0.50", "3.60", Status.FAILED),
        ("6", "5000.00", "3.00", Status.NOT_APPLICABLE),
    ],
)
def test_quantity_times_price(quantity: str, price: str, amount: str, status: Status) -> None:
    table = purchases(amount, purchase("A02010105", amount, quantity=quantity, price=price))
    assert [o.status for o in bought("purchases-multiply", table)] == [status]


def test_purchases_add_up_to_their_total() -> None:
    items = (purchase("A02010105", "3.00"), purchase("A05040101", "0.60"))
    assert failures(bought("purchases-add-up", purchases("3.60", *items))) == []
    assert len(failures(bought("purchases-add-up", purchases("3.90", *items)))) == 1


def test_an_amount_wrong_in_both_ways_is_one_finding_with_the_value_that_mends_it() -> None:
    items = (
        purchase("A02010105", "3.60", quantity="6", price="0.50"),
        purchase("A05040101", "0.60", quantity="30", price="0.02"),
    )
    found = wrong_amount(purchases("3.60", *items))
    assert found is not None
    assert (found.expected, found.actual) == (wan("3.00").fen, wan("3.60").fen)
    assert wrong_amount(purchases("4.20", *items)) is None
