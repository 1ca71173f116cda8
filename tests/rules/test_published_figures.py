"""Figures that only a column says: three-public budgets beside accounts, rates of completion, nil claims."""

from __future__ import annotations

import pytest

from tests.rules.said import said_by
from yusuan.core.grid import TextBlock
from yusuan.core.money import MoneyUnit, parse_amount
from yusuan.core.outcomes import Status, Where
from yusuan.narrative.clauses.clause import Stage, Topic
from yusuan.rules.evidence import Evidence, LooseFigure

YEAR = 2024
TABLE = Where("a.pdf", 9, "三公表")


def figure(topic: Topic, stage: Stage, printed: str) -> LooseFigure:
    return LooseFigure(topic, stage, parse_amount(printed, MoneyUnit.WAN_YUAN), TABLE)


PRINTED = (
    figure(Topic.THREE_PUBLIC, Stage.BUDGET, "8.00"),
    figure(Topic.OFFICIAL_VEHICLES, Stage.BUDGET, "6.00"),
    figure(Topic.OFFICIAL_HOSPITALITY, Stage.BUDGET, "2.00"),
    figure(Topic.OVERSEAS_TRAVEL, Stage.BUDGET, "0.00"),
    figure(Topic.AGENCY_RUNNING_COSTS, Stage.FINAL, "31.00"),
)
TOTAL = "“三公”经费支出年初预算为8.00万元，支出决算为4.50万元，完成预算的56.25%"
CASES = [
    (f"{TOTAL}。", []),
    # The rate was reckoned of the budget the column prints.
    (f"{TOTAL.replace('8.00', '9.00')}。", ["text-disagrees-with-table", "completion-rate"]),
    (f"{TOTAL}，其中：公务用车购置及运行维护费支出决算为4.50万元，完成预算的75.00%。", []),
    (
        f"{TOTAL}，其中：公务用车购置及运行维护费支出决算为4.50万元，完成预算的65.00%。",
        ["completion-rate"],
    ),
    # Nothing was planned and nothing spent: any rate is a way of writing.
    (f"{TOTAL}，其中：因公出国（境）费决算为0.00万元，完成预算的0.00%。", []),
    ("本单位无机关运行经费。", ["text-disagrees-with-table"]),
    ("本单位无机关运行经费增减变动。", []),
]


@pytest.mark.parametrize(("text", "rules"), CASES)
def test_text_against_columns(text: str, rules: list[str]) -> None:
    texts = (TextBlock(text, 2),)
    evidence = Evidence("a.pdf", YEAR, Stage.FINAL, (), texts, loose_figures=PRINTED)
    said = said_by(evidence, "text-disagrees-with-table", "completion-rate")
    found = [o for o in said if o.status is Status.FAILED]
    assert [o.rule for o in found] == rules
    assert all(o.where[0].page == 2 for o in found)
