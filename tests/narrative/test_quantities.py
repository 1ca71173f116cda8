"""Costing in sentences: what is found, what multiplies what, and when to say nothing.

The sentences are our own; the figures are those of the seed, or made up.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples_path import samples_dir
from yusuan.core.interval import Closeness
from yusuan.core.target import parse_target
from yusuan.narrative.quantities import (
    Claim,
    CostStatement,
    amounts_in,
    check_cost,
    cost_statements,
    indicator_costs,
    rate_times_quantity,
)

SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
EXACT, ROUNDING, WITHIN, BEYOND = Closeness


def only(text: str) -> CostStatement:
    (statement,) = cost_statements(text)
    return statement


FOUND = [
    # text, factors, claimed, closeness (None: nothing to say)
    ("为600人投保，保费每人每年100元，合计6万元", "600人 × 100元/人", "6万元", EXACT),
    ("1、监护险6万元，投保600人，保费每人每年100元；", "600人 × 100元/人", "6万元", EXACT),
    ("手机 150 部，每部每年通信费 588 元，共计 8.82 万元", "150部 × 588元/部", "8.82万元", EXACT),
    ("补助110个调委会，每个每年300元，合计3.3万元", "110个 × 300元/个", "3.3万元", EXACT),
    ("新聘80人、在册372人共计452人（每人44元）", "452人 × 44元/人", None, None),
    (
        "聘3名调解员，每人每月1900元，3名调解员每年需经费6.84万元",
        "3名 × 1900元/人 × 12",
        "6.84万元",
        EXACT,
    ),
    ("聘3名调解员，每人每月1900元，全年共计6.80万元", "3名 × 1900元/人 × 12", "6.80万元", BEYOND),
    ("聘3名保洁员，每人每月1900元，6个月共计3.42万元", "3名 × 1900元/人 × 6", "3.42万元", EXACT),
    ("聘3名保洁员，每人每个月1900元，全年合计6.84万元", "3名 × 1900元/人 × 12", "6.84万元", EXACT),
    ("线路34条每条5000元，合计17万元", "34条 × 5000元/条", "17万元", EXACT),
    ("线路36条每条4380元，合计15.8万元", "36条 × 4380元/条", "15.8万元", ROUNDING),
    ("12人参保，850元/人，共计1.00万元", "12人 × 850元/人", "1.00万元", BEYOND),
    ("12人×850元=1.00万元", "12人 × 850元/人", "1.00万元", BEYOND),
    ("12人×850元/人=1.02万元", "12人 × 850元/人", "1.02万元", EXACT),
    ("3人×1900元×12月=6.84万元", "3人 × 1900元/人 × 12", "6.84万元", EXACT),
    ("运维200个×0.30万元，合计59.84万元", "200个 × 0.30万元/个", "59.84万元", ROUNDING),
    ("翻译50千字，200元/千字，共计1万元", "50千字 × 200元/千字", "1万元", EXACT),
    ("讲座每场2万元，共3场，合计6万元", "3场 × 2万元/场", "6万元", EXACT),
    ("20人每人每天50元，培训3天，共计3000元", "20人 × 50元/人 × 3", "3000元", EXACT),
    ("工资1900元/人/月，3人，12个月，共计6.84万元", "3人 × 1900元/人 × 12", "6.84万元", EXACT),
    ("1、保险0.5万元，12人参保，每人850元", "12人 × 850元/人", "0.5万元", BEYOND),
    ("1、保险1.5万元，12人参保，每人850元", "12人 × 850元/人", "1.5万元", WITHIN),
]


@pytest.mark.parametrize(
    ("text", "factors", "claimed", "closeness"), FOUND, ids=[f[0] for f in FOUND]
)
def test_a_statement_is_found(
    text: str, factors: str, claimed: str | None, closeness: Closeness | None
) -> None:
    statement = only(text)
    assert str(statement) == factors
    assert (None if statement.claimed is None else str(statement.claimed)) == claimed
    agreement = check_cost(statement)
    assert (None if agreement is None else agreement.closeness) == closeness


SILENT = [
    # another factor in the sentence
    "培训2次，每次50人，每人44元，共计8800元",
    "组织培训2次，参训50人，每人44元，共计4400元",
    "5个社区，每个社区3名网格员，每人2000元，共计3万元",
    "物业2800平方米，每月7元/平方米，共计23.52万元",
    "12人每人每年1000元，3年共计3.6万元",
    "采暖2800平方米，每平方米7元，5个月，共计9.8万元",
    "3名保安，每人每月1900元，共计3万元",
    "50人每人每次44元，办2次，共计4400元",
    "5个岗位，每个工作日100元，共计2.5万元",
    # the amount is for more, for less, or for something else
    "12人每人850元，另购设备3万元",
    "12人每人850元，宣传费用3万元",
    "12人每人850元，公共设施费3万元",
    "12人每人850元，审计费3万元",
    "12人每人850元，培训等共计3万元",
    "办公费1万元，手机150部，每部588元，共计9.82万元",
    "3人每人100元，2人每人200元，共计700元",
    "电脑10台每台5000元，打印机2台每台2000元，合计5.4万元",
    "200人每人100元，财政承担50%，共计1万元",
    "12人每人850元，年末奖励10人，共计3万元",
    "(3人×1900元+2人×2000元)×12=13.16万元",
    "宣传费0.5万元，12人参保，每人850元",
    # rounded or ranging
    "约12人，每人850元，共计1.5万元",
    "12人每人800元-900元，共计1.5万元",
    "12人每人850元左右，共计1.5万元",
    # other sentences and items
    "1、投保12人。2、每人850元，共计1.5万元",
    "投保12人；每人850元，共计1.5万元",
    "投保12人，每人850元。共计1.5万元",
    "第3条 每条5000元，共计9万元",
    "3人和5人两批，按每人100元，共计900元",
    "3个点位每年维护费2万元，合计2万元",
    "3个点位每年维护费20000元，合计2万元",
    "2.5人×0.5次×850元=1.00万元",
    "5人×850元×80%=3000元",
    "850元×12=1.00万元",
    "",
]


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_said_when_unsure(text: str) -> None:
    assert [str(s) for s in cost_statements(text) if (a := check_cost(s)) and a.is_beyond] == []


def test_two_prices_may_each_have_their_total() -> None:
    first, second = cost_statements("3人每人100元共计300元，2人每人200元共计500元")
    assert [str(s) for s in (first, second)] == ["3人 × 100元/人", "2人 × 200元/人"]
    agreements = [check_cost(s) for s in (first, second)]
    assert [a.closeness for a in agreements if a is not None] == [EXACT, BEYOND]


def test_nothing_is_joined_across_items() -> None:
    assert cost_statements("1、投保12人 2、每人850元 （三）共计1.5万元") == ()


def test_spans_point_into_the_text_as_given() -> None:
    text = "说明：手机 150 部，每部每年 588 元，共计 8.82 万元。"
    statement = only(text)
    assert text[slice(*statement.span)] == "150 部，每部每年 588 元，共计 8.82 万元"
    assert text[slice(*statement.quantity.span)] == "150 部"
    assert text[slice(*statement.unit_price.span)] == "每部每年 588 元"
    assert [text[slice(*amount.span)] for amount in amounts_in(text)] == ["588 元", "8.82 万元"]


def test_amounts_come_with_their_units() -> None:
    text = "共１，２00元，另2亿元、0.3万。5万人参加，2024年元旦，3元旦，1,500元，50 2元，7百元。"
    found = {str(amount): amount.fen for amount in amounts_in(text)}
    assert found == {
        "2亿元": 20_000_000_000,
        "0.3万元": 300_000,
        "1,500元": 150_000,
        "7百元": 70_000,
    }


def test_an_amount_from_elsewhere_does_not_replace_the_claim() -> None:
    claimed = only("12人每人850元，共计1.02万元")
    open_statement = only("12人每人850元")
    (limit,) = amounts_in("1.00万元")
    assert claimed.limited_by(limit) == claimed
    limited = open_statement.limited_by(limit)
    assert limited.claim is Claim.LIMIT
    agreement = check_cost(limited)
    assert agreement is not None
    assert (agreement.closeness, int(agreement.difference)) == (BEYOND, 20_000)


@pytest.mark.parametrize(
    ("description", "target", "closeness"),
    [
        ("监护险600名，每人每年100元", "≤6万元", EXACT),
        ("150部手机每年费用588元", "≤8.82万元", EXACT),
        ("200个探头运维每年2992元", "≤59.84万元", EXACT),
        ("34条每条5000元", "≤17万元", EXACT),
        ("36条每条4380元", "≤15.8 万元", ROUNDING),
        ("36条每条4380元", "≤20万元", WITHIN),
        ("36条每条4380元", "≤16万元", ROUNDING),
        ("36条每条4380元", "≤14.0万元", BEYOND),
        ("36条每条4380元", "≥14万元", None),
        ("36条每条4380元", "36条", None),
        ("36条每条4380元", "涉密", None),
        ("36条每条4380元", "≥95", None),
    ],
)
def test_a_description_is_held_against_its_target(
    description: str, target: str, closeness: Closeness | None
) -> None:
    (statement,) = indicator_costs(description, parse_target(target))
    agreement = check_cost(statement)
    assert (None if agreement is None else agreement.closeness) == closeness


@pytest.mark.parametrize(
    ("indicators", "budget_fen", "found"),
    [
        (
            [("参保", "12人"), ("标准", "≤850元/人")],
            1_000_000,
            [("标准", ("参保",), BEYOND, 20_000)],
        ),
        ([("受援", "≥125人"), ("标准", "≤80元/人")], 1_000_000, [("标准", ("受援",), EXACT, 0)]),
        (
            [("换装", "1套/人"), ("人数", "12人"), ("单价", "≤1500元/套"), ("总额", "≤1.8万元")],
            1_800_000,
            [("单价", ("换装", "人数"), EXACT, 0)],
        ),
        (
            [("次数", "≥1次"), ("标准", "≤500元/次")],
            1_000_000,
            [("标准", ("次数",), WITHIN, -950_000)],
        ),
        ([("翻译", "50千字"), ("标准", "≤200元/千字")], 1_000_000, [("标准", ("翻译",), EXACT, 0)]),
        # silent: two quantities, two prices, no quantity, a duration, two denominators, too long a chain
        ([("甲", "12人"), ("乙", "15人"), ("标准", "≤850元/人")], 1_000_000, []),
        ([("参保", "12人"), ("甲", "≤850元/人"), ("乙", "≤1万元/人")], 1_000_000, []),
        ([("标准", "≤850元/人"), ("合格率", "≥95%"), ("意见", "较上年提高")], 1_000_000, []),
        ([("年限", "≥6年"), ("标准", "≤1万元/年")], 1_000_000, []),
        ([("参训", "12人"), ("标准", "≤850元/人·天")], 1_000_000, []),
        (
            [("单价", "≤1500元/套"), ("换装", "1套/人"), ("甲", "12人"), ("乙", "15人")],
            1_000_000,
            [],
        ),
    ],
)
def test_a_price_times_its_quantity_keeps_to_the_budget(
    indicators: list[tuple[str, str]],
    budget_fen: int,
    found: list[tuple[str, tuple[str, ...], Closeness, int]],
) -> None:
    targets = [(name, parse_target(text)) for name, text in indicators]
    checks = rate_times_quantity(targets, budget_fen)
    assert [
        (c.price, c.quantities, c.agreement.closeness, int(c.agreement.difference)) for c in checks
    ] == found


def test_a_budget_printed_coarsely_leaves_room() -> None:
    targets = [("参保", parse_target("12人")), ("标准", parse_target("≤850元/人"))]
    (check,) = rate_times_quantity(targets, 1_000_000, half_digit_fen=50_000)
    assert check.agreement.closeness is ROUNDING


def test_the_seed_raises_no_alarm_in_any_sentence() -> None:
    text = (samples_dir() / SEED).read_text(encoding="utf-8")
    checked = [check_cost(statement) for statement in cost_statements(text)]
    assert len(checked) == 10
    assert [a.closeness for a in checked if a is not None] == [EXACT] * 4


@given(st.text("每人月年个次共计合万元0123456789.,，。；、()（）×=/ \n约等另", max_size=60))
def test_spans_lie_in_any_text(text: str) -> None:
    for statement in cost_statements(text):
        for figure in (statement.quantity, statement.unit_price, statement.claimed):
            assert figure is None or figure.digits in re.sub(r"\s", "", text[slice(*figure.span)])
        check_cost(statement)


@given(st.integers(1, 500), st.integers(1, 5000), st.sampled_from(["人", "部", "条", "套"]))
def test_a_true_product_is_never_beyond(count: int, price: int, thing: str) -> None:
    fen = count * price * 100
    total = f"{fen // 1_000_000}.{fen % 1_000_000 // 10_000:02d}万元"
    statement = only(f"购买{count}{thing}，每{thing}{price}元，共计{total}")
    agreement = check_cost(statement)
    assert agreement is not None
    # Cut, not rounded, to the second decimal: a whole last digit away at most.
    assert agreement.computed.value - agreement.stated.value < 10_000
    assert not agreement.is_beyond or agreement.difference > 5_000
